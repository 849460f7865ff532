import Results
import Schema
import Store
import Testing

@testable import Intake

/// A table without rows is a snapshot that has none.
@Suite struct EmptyTableTests {
  static let header = "id,name,stage,due,cost,score,green,month,part\n"

  private func days(_ numbers: Int...) -> [Day] { numbers.map { Day(year: 2018, month: $0, day: 1)! } }

  private func load(_ files: [String: String], catalog: Catalog? = QuickTests.catalog) throws -> LoadResult {
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    return try Loader(catalog: catalog).load(paths: [folder.path])
  }

  private func counts(_ library: Library, _ entity: Int = 0) -> [Int] {
    library.snapshots.indices.map { library.tables[entity].alive(at: $0).population }
  }

  @Test(arguments: ["", "\n\n", "合计,,,,12,,,,\n", "注：本月无项目\n", header])
  func aHeaderAloneIsASnapshot(_ below: String) throws {
    let full = Self.header + "A1,a,planned,,,,,,\nA2,b,planned,,,,,,\n"
    for empty in [1, 2, 3] {
      let texts = (1...3).map { ("2018-0\($0)-01/works.csv", $0 == empty ? Self.header + below : full) }
      let result = try load(Dictionary(uniqueKeysWithValues: texts))
      #expect(result.library.snapshots == days(1, 2, 3))
      #expect(counts(result.library) == (1...3).map { $0 == empty ? 0 : 2 })
      let said = result.report.entries.filter { $0.problem.kind == "no-rows" }
      #expect(said.map(\.problem) == [.noRows(snapshot: days(empty)[0])])
      #expect(result.report.files.first { $0.path.contains("0\(empty)-01") }?.snapshots == days(empty))
      // The records that seem lost are said to be so once.
      #expect(result.report.entries.count { $0.problem.kind == "missing-file" } == (empty == 1 ? 0 : 1))
    }
  }

  @Test func nothingButHeadersIsALibraryToo() throws {
    let result = try load(["2018-01-01/works.csv": Self.header, "2018-02-01/nodes.csv": "code,work,done\n"])
    #expect(result.library.snapshots == days(1, 2))
    #expect(counts(result.library) == [0, 0])
    #expect(counts(result.library, 1) == [0, 0])
  }

  @Test func oneEmptyTableBesideAFullOne() throws {
    let result = try load([
      "2018-01-01/works.csv": Self.header + "A1,a,planned,,,,,,\n", "2018-01-01/nodes.csv": "code,work,done\nN1,A1,\n",
      "2018-02-01/works.csv": Self.header + "A1,a,planned,,,,,,\n", "2018-02-01/nodes.csv": "code,work,done\n",
    ])
    #expect(counts(result.library) == [1, 1])
    #expect(counts(result.library, 1) == [1, 0])
  }

  /// Without a date there is nothing that it could be a snapshot of; rows that were set aside do not say that there are none.
  @Test func whatIsNoEmptySnapshot() throws {
    #expect(throws: LoadFailure.self) { try load(["works.csv": Self.header]) }
    let line = ",a,planned,,,,,,\n"
    for count in [1, 1200] {
      #expect(throws: LoadFailure.self) { try load(["2018-01-01/works.csv": Self.header + String(repeating: line, count: count)]) }
    }
  }

  @Test func aTableThatDatesItsRowsTakesThePlacesDateWithoutRows() throws {
    var catalog = QuickTests.catalog
    catalog.entities[0].fields.append(Field(name: "as_of", type: .date))
    catalog.entities[0].snapshotField = catalog.entities[0].fields.count - 1
    let result = try load(
      ["2018-01-01/works.csv": "id,name,as_of\nA1,a,2018-01-01\n", "2018-02-01/works.csv": "id,name,as_of\n"], catalog: catalog)
    #expect(result.library.snapshots == days(1, 2))
    #expect(counts(result.library) == [1, 0])
  }

  /// An empty file of declared units leaves none; without a file the declared ones are there.
  @Test func emptyFilesOfDeclaredRecords() throws {
    let projects = "id,name\nA1,a\n"
    let result = try load(
      [
        "2018-01-01/projects.csv": projects, "2018-01-01/units.csv": "id,name,kind\n420113,Hannan,district\n",
        "2018-02-01/projects.csv": projects, "2018-02-01/units.csv": "id,name,kind\n", "2018-03-01/projects.csv": projects,
      ], catalog: officeCatalog)
    #expect(counts(result.library) == [1, 0, 4])
  }

  @Test func withoutAModelToo() throws {
    let result = try load(["2018-01-01/things.csv": "id,colour\nA1,red\nA2,blue\n", "2018-02-01/things.csv": "id,colour\n"], catalog: nil)
    #expect(result.library.snapshots == days(1, 2))
    #expect(counts(result.library) == [2, 0])
  }
}
