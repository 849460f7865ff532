import Diagnostics
import Glibc
import Model
import Schema
import Store
import Syntax
import Testing

@testable import Intake

/// A load by a given model finds columns that the model does not declare. Written with them, the model reads the same files to the same library.
@Suite struct GivenModelTests {
  /// Headers that are no names, that give one name, that a declared field or a unit is part of, that hold what declarations are written with.
  @Test func awkwardHeaders() throws {
    let headers = [
      "Start / end", "Start + end", "开工（面积）", "开工【面积】", "a `quoted` one", "say \"\"when\"\"", "two\nlines", "🚧", "🚧🚧", "-", "where", "all",
      "2018",
      "Cost (万元)", "done (%)", "总投资（亿美元）", "名称", "note", "note 2", "of", "Größe?", "ﬀ", "a\\b", "a\tb",
    ]
    let cells = headers.indices.map { "v\($0)" }
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", table(["id", "name"] + headers, [["A", "a"] + cells, ["B", "b"] + cells]))
    folder.write("2018-03-16/projects.csv", table(["id", "name"] + headers.reversed(), [["A", "a"] + cells.reversed()]))
    let library = try expectRoundTrip([folder.path])
    let table = library.tables[1]
    for (index, header) in headers.enumerated() {
      let held = table.columns.filter { text($0, 0) == "v\(index)" }
      #expect(held.count == 1, "\(header)")
    }
  }

  /// What an extra column holds is read as the first load read it: types, units and the order of dates are in the model.
  @Test func typesComeBack() throws {
    let folder = Folder()
    folder.write(
      "2018-03-09/projects.csv",
      table(
        ["id", "name", "End (planned)", "Cost (万元)", "Cost [亿美元]", "Cost: HK$", "share (%)", "Ready?", "Area (㎡)", "Code #"],
        [
          ["A", "a", "3/17/2018", "12.5", "2", "HK$7", "85", "yes", "1,234.5", "007"],
          ["B", "b", "12/1/2018", "1", "0.5", "HK$8.25", "7.5", "no", "3", "010"],
        ]))
    _ = try expectRoundTrip([folder.path])
  }

  /// A column keeps its field whichever others stand beside it in a file, and in whatever order the files come.
  @Test func noHeaderLeadsToAnothersColumn() throws {
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", table(["id", "a+b", "a/b"], [["A", "plus", "slash"]]))
    folder.write("2018-03-16/projects.csv", table(["id", "a/b"], [["A", "slash"]]))
    folder.write("2018-03-23/projects.csv", table(["id", "a_b", "a/b"], [["A", "name", "slash"]]))
    let library = try expectRoundTrip([folder.path])
    #expect(
      dump(library) == """
        2018-03-09 projects A a_b_2=plus a_b_3=slash
        2018-03-16 projects A a_b_3=slash
        2018-03-23 projects A a_b_3=slash a_b=name

        """)
    // Also where the second load comes later.
    var build = try Loader(catalog: officeCatalog).build(paths: [folder.path + "/2018-03-09"])
    let written = try rebuilt(build.builder.finish())
    build = try Loader(catalog: nil).build(paths: [folder.path + "/2018-03-16"], into: written)
    #expect(
      dump(build.builder.finish()) == """
        2018-03-09 projects A a_b=plus a_b_2=slash
        2018-03-16 projects A a_b_2=slash

        """)
  }

  /// A column may be called as a definition is. The model then says nothing of it, and it is found as it was.
  @Test func headersThatAreDefinitions() throws {
    let text = """
      entity projects key id
      field id for projects: text
      field done for projects: flag
      define late "逾期" alias overdue for projects as not done
      """
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", table(["id", "done", "late", "逾期", "Over due!"], [["A", "yes", "1", "2", "3"]]))
    _ = try expectRoundTrip([folder.path], try model(of: text))
  }

  /// Files whose names are dates alone hold one table, which the written model finds again.
  @Test func namesThatAreDates() throws {
    let folder = Folder()
    folder.write("2024-01-01.csv", table(["city", "Pop. #"], [["A", "1"], ["B", "2"]]))
    folder.write("2024-02-01.csv", table(["city", "Pop. #"], [["A", "1"], ["B", "3"]]))
    let loaded = try Loader(catalog: nil).load(paths: [folder.path + "/2024-01-01.csv", folder.path + "/2024-02-01.csv"])
    #expect(loaded.library.catalog.entities.map(\.plural) == ["records"])
    #expect(dump(loaded.library).contains("2024-02-01 records B pop=3\n"))
    let again = try model(of: ModelWriter(Model(catalog: loaded.library.catalog)).text)
    let reloaded = try Loader(catalog: again.catalog).load(paths: [folder.path + "/2024-01-01.csv", folder.path + "/2024-02-01.csv"])
    #expect(dump(reloaded.library) == dump(loaded.library))
    #expect(reloaded.report.entries == [])
  }

  @Test func generatedHeaders() throws {
    var generator = SeededGenerator(29)
    let pieces = [
      "a", "b", "-", "_", "\"\"", "`", "+", "2", " ", "（万元）", "%", "all", "*", "名称", "项目", "\n", "id", "😀", "é", "stage", "(必填)", "$", ":",
      "note",
    ]
    for round in 0..<60 {
      let folder = Folder()
      let headers = (0..<Int.random(in: 2...7, using: &generator)).map { _ in
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
      }
      for (week, day) in ["2018-03-09", "2018-03-16", "2018-03-23"].enumerated() {
        // Each file has some of the columns, in an order of its own; a cell tells its header.
        let own = headers.indices.filter { week == 0 || $0 % 3 != week }.shuffled(using: &generator)
        folder.write(
          "\(day)/projects.csv",
          table(["id"] + own.map { headers[$0] }, ["A", "B"].map { key in [key] + own.map { "\(key) v\($0)" } }))
      }
      let library = try load([folder.path], officeCatalog)
      // Equal headers aside, no column holds the cells of two.
      let distinct = Dictionary(grouping: headers.indices) { HeaderNames.folded(headers[$0].replacing("\"\"", with: "\"")) }
      for column in library.tables[1].columns {
        let cells = (0..<library.tables[1].rowCount).compactMap { text(column, $0) }.filter { $0.contains(" v") }
        let groups = Set(cells.compactMap { cell in distinct.first { $0.value.map { "\($0)" }.contains(cell.dropFirst(3)) }?.key })
        let isDeclared = HeaderNames(officeCatalog.entities[1]).field(column.name) != nil
        #expect(groups.count <= 1 || isDeclared, "round \(round), \(headers), \(column.name)")
      }
      _ = try expectRoundTrip([folder.path])
    }
  }

  private func table(_ headers: [String], _ rows: [[String]]) -> String {
    let lines = [headers] + rows
    return lines.map { row in row.map { $0.isEmpty ? "" : "\"\($0)\"" }.joined(separator: ",") + "\n" }.joined()
  }

  private func load(_ paths: [String], _ catalog: Catalog) throws -> Library { try Loader(catalog: catalog).load(paths: paths).library }

  private func rebuilt(_ library: Library) throws -> LibraryBuilder { try LibraryBuilder(continuing: library, name: "test") }

  private func model(of text: String) throws -> Model {
    let source = Source(name: "written.lq", text: text)
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map(\.problem.message) == [], "\(text)")
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    #expect(findings.map(\.diagnostic.problem.message) == [], "\(text)")
    return model
  }

  @discardableResult private func expectRoundTrip(_ paths: [String], _ given: Model = Model(catalog: officeCatalog)) throws -> Library {
    let library = try load(paths, given.catalog)
    let text = ModelWriter(Model(catalog: library.catalog, definitions: given.definitions)).text
    let model = try model(of: text)
    let again = ModelWriter(model).text
    #expect(ModelWriter(try self.model(of: again)).text == again)
    let reloaded = try load(paths, model.catalog)
    // What is declared by now comes before what is not.
    #expect(dump(reloaded, sorted: true) == dump(library, sorted: true), "\(text)")
    return library
  }
}
