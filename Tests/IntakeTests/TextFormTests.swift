import Results
import Schema
import Store
import Testing

@testable import Intake

/// Texts and keys in one form, whatever form the files have.
@Suite struct TextFormTests {
  static let composed = "caf\u{E9}"
  static let decomposed = "cafe\u{301}"

  private func load(_ files: [String: String], isCareful: Bool = false, catalog: Catalog? = QuickTests.catalog) throws -> LibraryBuild {
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    var options = LoadOptions()
    options.isCareful = isCareful
    return try Loader(catalog: catalog, options: options).build(paths: [folder.path])
  }

  /// All texts of a library, by their bytes.
  private func texts(_ library: Library, _ entity: Int, _ column: Int) -> [[UInt8]?] {
    let table = library.tables[entity]
    return (0..<table.rowCount).map { row in
      guard table.columns[column].isKnown(row), case .codes(let codes, let names) = table.columns[column].cells else { return nil }
      return Array(names.code(Int(codes[row])).utf8)
    }
  }

  @Test(arguments: [true, false])
  func textsKeysAndLinksAreInOneForm(_ isCareful: Bool) throws {
    let header = EmptyTableTests.header
    let build = try load(
      [
        "2018-01-01/works.csv": header
          + "A\(Self.decomposed),\(Self.decomposed),planned,,,,,,\nB,\(Self.composed),planned,,,,,,A\(Self.composed)\n",
        "2018-02-01/works.csv": header
          + "A\(Self.composed),\(Self.composed),planned,,,,,,\nB,\(Self.composed),planned,,,,,,A\(Self.decomposed)\n",
      ], isCareful: isCareful)
    let library = build.builder.finish()
    let table = library.tables[0]
    // Nothing changed between the two: one version of each of two records.
    #expect(table.storedVersionCount == 2)
    #expect((0..<2).map { Array(table.keys.code($0).utf8) } == [Array("A\(Self.composed)".utf8), [0x42]])
    #expect(texts(library, 0, 1) == [Array(Self.composed.utf8), Array(Self.composed.utf8)])
    #expect(texts(library, 0, 8) == [nil, Array("A\(Self.composed)".utf8)])
    // A key and a text here, a link there.
    #expect(build.report.counts["normalized"] == 3)
    #expect(build.report.problemCount == 0)
  }

  @Test func bothWaysGiveOneLibrary() {
    let header = QuickTests.header
    func files(_ text: String) -> [String: [UInt8]] { ["works.csv": Array((header + text).utf8)] }
    let texts = [
      "A1,\(Self.composed),planned,,,,,,\nA2,b,begun,,,,,,A1\n", "A1,\(Self.decomposed),planned,,,,,,\nA2,b,begun,,,,,,A1\n",
      "A1,\(Self.composed),planned,,,,,,\nA2,b,begun,,,,,,A1\nA\u{212B},c,begun,,,,,,A1\n",
      "A1,\(Self.composed),planned,,,,,,\nA2,b,begun,,,,,,A1\nA\u{C5},c,begun,,,,,,A\u{212B}\n",
    ]
    let folder = Folder()
    for (index, text) in texts.enumerated() { folder.write("2018-0\(index + 1)-01/works.csv", files(text)["works.csv"]!) }
    let quick = QuickTests.load([folder.path], isCareful: false)
    let careful = QuickTests.load([folder.path], isCareful: true)
    #expect(quick.outcome == careful.outcome)
    #expect(quick.quick == 1)
  }

  /// Quotes let a key hold line ends, and spreadsheets wrap what looks like a number.
  @Test func keysHaveOneForm() throws {
    let build = try load([
      "2018-01-01/works.csv": "id,name\n\"A\r\n1\",a\n\"=\"\" 007 \"\"\",b\n\u{3000}C \u{A0},c\n",
      "2018-01-01/nodes.csv": "code,work\nN1,\"A\n1\"\nN2,\"A\r\n1\"\nN3,007\nN4,\"=\"\"007\"\"\"\nN5,\"=\"\"007 \"\"\"\nN6,C\n",
    ])
    let library = build.builder.finish()
    #expect((0..<3).map { library.tables[0].keys.code($0) } == ["007", "A\n1", "C"])
    #expect(texts(library, 1, 1).map { $0.map { String(decoding: $0, as: UTF8.self) } } == ["A\n1", "A\n1", "007", "007", "007", "C"])
    #expect(build.report.counts["normalized"] == 2)
    #expect(build.report.counts["dangling-link"] == nil)
  }

  @Test func choicesHeadersAndInferredModels() throws {
    var catalog = QuickTests.catalog
    catalog.choices[0].values.append(NamedValue(code: Self.composed))
    let build = try load(["2018-01-01/works.csv": "id,stage,\(Self.decomposed)\nA1,\(Self.decomposed),x\n"], catalog: catalog)
    let library = build.builder.finish()
    #expect(texts(library, 0, 2) == [Array(Self.composed.utf8)])
    #expect(Array(library.catalog.entities[0].fields.last!.name.utf8) == Array(Self.composed.utf8))

    let cells = ["\(Self.decomposed)", Self.composed]
    let rows = (1...40).map { "K\($0),\(cells[$0 % 2]),n\u{303}o\n" }.joined()
    let inferred = try load(["2018-01-01/\(Self.decomposed).csv": "id,kind,e\u{301}tat\n" + rows], catalog: nil).builder.finish()
    #expect(Array(inferred.catalog.entities[0].plural.utf8) == Array(Self.composed.utf8))
    #expect(inferred.catalog.entities[0].fields.map { Array($0.name.utf8) }.contains(Array("\u{E9}tat".utf8)))
    #expect(Set(texts(inferred, 0, 1)) == [Array(Self.composed.utf8)])
  }

  // MARK: quotes

  /// Where only what needs quotes has them, `""` says that a text is there and empty; where quotes are a habit it is a blank cell.
  @Test func emptyQuotes() throws {
    func names(_ text: String) throws -> [String?] {
      let library = try load(["2018-01-01/works.csv": text]).builder.finish()
      return texts(library, 0, 1).map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
    #expect(try names("id,name,stage\nA1,\"\",planned\nA2,,planned\nA3,\"a,b\",planned\n") == ["", nil, "a,b"])
    #expect(try names("id,name,stage\nA1,\"\",\"\"\nA2,x,\"\"\n") == ["", "x"])
    #expect(try names("id\tname\tstage\nA1\t\"\"\tplanned\nA2\t\t\n") == ["", nil])
    #expect(try names("\"id\",\"name\",\"stage\"\n\"A1\",\"\",\"planned\"\n") == [nil])
    #expect(try names("id,name,stage\nA1,\"\",planned\nA2,\"word\",planned\n") == [nil, "word"])
    #expect(try names("id,name,stage\nA1,\" \",planned\nA2,\"x\n\",planned\n") == [nil, "x"])
    // An extra column of texts too; dates, amounts, choices and links are blank.
    let build = try load(["2018-01-01/works.csv": "id,name,due,cost,part,colour\nA1,a,\"\",\"\",\"\",\"\"\nA2,b,,,,red\n"])
    let table = build.builder.finish().tables[0]
    #expect(table.columns.map { $0.isKnown(0) } == [true, true, false, false, false, false, false, false, false, true])
    #expect(build.report.entries.map(\.problem.kind) == ["extra-column"])
  }
}
