import Diagnostics
import Glibc
import Model
import Schema
import Store
import Syntax
import Testing

@testable import Intake

/// An inferred catalog, written as a model and read back, reads the same files to the same library.
@Suite struct InferredModelTests {
  @Test func awkwardHeadersAndValues() throws {
    let folder = Folder()
    let rows = (1...24).map { row in
      let stage = ["Scoping/Planning", "IT", "\"quoted\" one", "where", "1", "汉 南"][row % 6].replacing("\"", with: "\"\"")
      return "K-\(row),name \(row),\"\(stage)\",\(row).5,\(row)/\(row)/2018,\(row % 2 == 0 ? "yes" : "no"),x\(row),y\(row),z\(row),\(row)%"
    }
    folder.write(
      "2018-03-09/to of.csv",
      "No. Code,To,where,金额（万元）,Start / end,as of?,2018,3D-model,(*),% done\n" + rows.prefix(12).joined(separator: "\n") + "\n")
    folder.write(
      "2018-03-16/to of.csv", "No. Code,To,where,金额（万元）,Start / end,as of?,2018,3D-model,(*),% done\n" + rows.joined(separator: "\n") + "\n"
    )
    try expectRoundTrip([folder.path])
  }

  @Test func aTableWithoutAKey() throws {
    let folder = Folder()
    folder.write("2018-03-09/log.csv", "kind,what\na,x\na,x\nb,y\n")
    try expectRoundTrip([folder.path])
  }

  /// Names that are no words of the language, that differ by a sign only, or that are made of another's.
  @Test func awkwardFileNames() throws {
    let folder = Folder()
    for (index, name) in ["2018", "all", "a b", "a+b", "a+b_2", "总投资（万元）", "总投资", "rows", "row", "where"].enumerated() {
      folder.write("2018-03-09/\(name).csv", "id,c\(index),d\(index)\n1,\(index),x\n2,\(index),y\n")
    }
    let inferred = try expectRoundTrip([folder.path])
    #expect(Set(inferred.entities.map(\.plural)).count == 10)
  }

  /// Each header leads to the column that was made of it, whatever other headers give the same name.
  @Test func noHeaderLeadsToAnothersColumn() throws {
    var generator = SeededGenerator(23)
    let pieces = ["a", "b", "-", "_", "\"\"", "+", "2", " ", "（万元）", "%", "all", "*"]
    for round in 0..<60 {
      let headers = (0..<Int.random(in: 2...6, using: &generator)).map { _ in
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
      }
      let folder = Folder()
      let header = headers.map { "\"\($0)\"" }.joined(separator: ",")
      let cells = headers.indices.map { "v\($0)" }.joined(separator: ",")
      let rows = (1...4).map { "K\($0),\(cells)\n" }
      folder.write("2018-03-09/things.csv", "id,\(header)\n" + rows.joined())
      let loaded = try Loader(catalog: nil).load(paths: [folder.path])
      // A column without a cell stands for none of the headers.
      let table = loaded.library.tables[0]
      for column in table.columns {
        #expect((0..<table.rowCount).allSatisfy { column.isKnown($0) }, "round \(round), \(headers): \(column.name)")
      }
      #expect(table.columns.count == headers.count + 1, "round \(round), \(headers)")
      _ = try expectRoundTrip([folder.path])
    }
  }

  @Test(arguments: ["nyc_capital_projects_2013-2019.csv", "ba_obras_2019-11.csv"]) func realFiles(_ name: String) throws {
    guard let folder = getenv("LUODI_REAL_DATA").map({ String(cString: $0) }), access(folder + "/" + name, R_OK) == 0 else { return }
    try expectRoundTrip([folder + "/" + name])
  }

  @discardableResult private func expectRoundTrip(_ paths: [String]) throws -> Catalog {
    let options = LoadOptions(date: Day(year: 2019, month: 11, day: 1))
    let inferred = try Loader(catalog: nil, options: options).load(paths: paths)
    let catalog = try #require(inferred.inferredCatalog)
    let text = ModelWriter(Model(catalog: catalog)).text
    let source = Source(name: "inferred.lq", text: text)
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map(\.problem.message) == [], "\(text)")
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    #expect(findings.map(\.diagnostic.problem.message) == [], "\(text)")
    let reloaded = try Loader(catalog: model.catalog, options: options).load(paths: paths)
    #expect(dump(reloaded.library) == dump(inferred.library))
    #expect(reloaded.report.problemCount == inferred.report.problemCount, "\(reloaded.report.text())")
    return catalog
  }
}
