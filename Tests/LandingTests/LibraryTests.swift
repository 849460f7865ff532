import Intake
import Model
import Schema
import Store
import TestSupport
import Testing

/// The example library, loaded once for all tests.
enum Example {
  static let loaded: Result<LoadResult, LoadFailure> = Result { () throws(LoadFailure) -> LoadResult in
    try Loader(catalog: BuiltIn.model.catalog).load(paths: [Program.root + "/examples/wuhan-2018"])
  }

  /// The file of an entry as the page names it: below the library's folder.
  static func place(_ entry: LoadReport.Entry) -> String {
    let folder = Program.root + "/examples/wuhan-2018/"
    return entry.file.hasPrefix(folder) ? String(entry.file.dropFirst(folder.count)) : entry.file
  }

  /// An entry as a row of the page's table: file, row, severity, kind, value, reason and what was done.
  static func line(_ entry: LoadReport.Entry) -> String {
    let problem = entry.problem
    let cells = [
      place(entry), entry.row.map(String.init) ?? "", problem.severity.rawValue, problem.kind, entry.value ?? "", problem.message,
    ]
    return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
  }
}

@Suite struct LibraryTests {
  @Test func everyWeekIsASnapshot() throws {
    let library = try Example.loaded.get().library
    #expect(library.snapshots.count == 52)
    #expect(library.snapshots.first == Day(year: 2018, month: 1, day: 5))
    #expect(library.snapshots.last == Day(year: 2018, month: 12, day: 28))
    #expect(library.snapshots.allSatisfy { $0.weekday == 5 })
  }

  @Test func theReportIsTheDocumentedOne() throws {
    let entries = try Example.loaded.get().report.entries
    try expectGolden(entries.map(Example.line).joined(separator: "\n") + "\n", "report.txt")
  }

  /// The page's table is the report, entry for entry.
  @Test func thePageListsEveryEntry() throws {
    let page = try #require(contents(of: Program.root + "/examples/wuhan-2018/README.md"))
    let rows = try Example.loaded.get().report.entries.map(Example.line)
    for row in rows { #expect(page.contains(row)) }
    #expect(page.split(separator: "\n").count { $0.contains(" | problem | ") || $0.contains(" | note | ") } == rows.count)
  }

  /// What offices write in different ways is one thing: weeks that differ only in habits hold no other versions.
  @Test func habitsMakeNoVersions() throws {
    let result = try Example.loaded.get()
    let model = BuiltIn.model
    let targets = result.library.tables[model.entity(named: "targets")!]
    // Sixty lines of letters of responsibility, never changed, filed under changing names of units.
    #expect(targets.storedVersionCount == 60)
  }
}
