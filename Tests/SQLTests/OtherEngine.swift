import Glibc
import Output
import SQL
import Schema
import Store
import TestSupport

/// DuckDB, driven from Python: `make test-sql` installs it below `.build`; without it the comparisons are skipped.
enum OtherEngine {
  static let python: String? = [Program.root + "/.build/sql-venv/bin/python", "python3"].first {
    Program.shell("\($0) -c 'import duckdb'").status == 0
  }

  struct Failure: Error { var message: String }

  /// The rows that each query gives over a library's tables, or the complaint.
  static func answers(_ queries: [String], over library: Library, _ catalog: Catalog) throws -> [Result<[[String]], Failure>] {
    var template = Array("/tmp/luodi-sql-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(message: "no folder for the tables") }
    let folder = String(cString: made)
    defer { _ = Program.shell("rm -rf '\(folder)'") }
    mkdir(folder + "/queries", 0o777)
    write(Array(SchemaWriter(catalog: catalog, dialect: .duckdb).text.utf8), to: folder + "/schema-duckdb.sql")
    let layout = TableLayout(catalog)
    for (index, table) in layout.entities.enumerated() {
      let bytes = TableDump.versions(
        of: library.tables[index], columns: table.fields + [table.since, table.until], snapshots: library.snapshots)
      write(bytes, to: folder + "/" + TableLayout.fileName(table.name))
    }
    for table in layout.fixedTables(catalog, snapshots: library.snapshots) {
      write(TableDump.rows(table.rows, columns: table.columns), to: folder + "/" + TableLayout.fileName(table.name))
    }
    for (number, query) in queries.enumerated() { write(Array(query.utf8), to: folder + "/queries/\(number).sql") }
    let outcome = Program.shell("\(python!) Tests/SQLTests/answers.py '\(folder)'")
    guard outcome.status == 0, let text = contents(of: folder + "/answers.txt") else {
      throw Failure(message: "status \(outcome.status): \(outcome.errors)")
    }
    return parsed(text)
  }

  private static func parsed(_ text: String) -> [Result<[[String]], Failure>] {
    var answers: [Result<[[String]], Failure>] = []
    var rows: [[String]] = []
    var failure: Failure?
    func close() { answers.append(failure.map { .failure($0) } ?? .success(rows)) }
    var isFirst = true
    // By scalar: a carriage return is escaped, and a line end never joins a mark behind it.
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast() {
      if line.hasPrefix("# ") {
        if !isFirst { close() }
        isFirst = false
        (rows, failure) = ([], nil)
      } else if line.hasPrefix("! ") {
        failure = Failure(message: line)
      } else {
        rows.append(line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
      }
    }
    if !isFirst { close() }
    return answers
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
