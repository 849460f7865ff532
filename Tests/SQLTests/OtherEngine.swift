import Glibc
import Output
import Query
import SQL
import Schema
import Store
import TestSupport

/// The databases that are asked the same questions, where they are at hand: DuckDB and ClickHouse (chdb) driven from Python, which
/// `make test-sql` installs below `.build`, and a PostgreSQL server that lets this user in.
enum OtherEngine: String, CaseIterable {
  case duckdb, postgresql, clickhouse

  static let present = allCases.filter(\.isThere)

  private static let duckPython = python(with: "duckdb")
  private static let chPython = python(with: "chdb")
  private static let hasPostgreSQL = Program.shell("psql -qAtc 'select 1'", environment: connection).output == "1\n"

  private static func python(with module: String) -> String? {
    [Program.root + "/.build/sql-venv/bin/python", "python3"].first { Program.shell("\($0) -c 'import \(module)'").status == 0 }
  }

  private var isThere: Bool {
    switch self {
    case .duckdb: Self.duckPython != nil
    case .postgresql: Self.hasPostgreSQL
    case .clickhouse: Self.chPython != nil
    }
  }

  var dialect: Dialect {
    switch self {
    case .duckdb: .duckdb
    case .postgresql: .postgresql
    case .clickhouse: .clickhouse
    }
  }

  struct Failure: Error { var message: String }

  /// Whether digits were too many for a type of 38, where luodi's rounded results have room. Never in PostgreSQL and ClickHouse.
  func isOverflow(_ failure: Failure) -> Bool {
    self == .duckdb && failure.message.contains("Out of Range Error: Overflow in multiplication of")
  }

  /// The rows that each query gives over a library's tables, or the complaint. The tables are loaded by their own schema file.
  func answers(_ queries: [String], over library: Library, _ catalog: Catalog) throws -> [Result<[[String]], Failure>] {
    var template = Array("/tmp/luodi-sql-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(message: "no folder for the tables") }
    let folder = String(cString: made)
    defer { _ = Program.shell("rm -rf '\(folder)'") }
    Self.write(Array(SchemaWriter(catalog: catalog, values: library, dialect: dialect).text.utf8), to: folder + "/schema-\(rawValue).sql")
    let layout = TableLayout(catalog)
    for (index, table) in layout.entities.enumerated() {
      let bytes = TableDump.rows(
        library.tables[index].versions(snapshots: library.snapshots), columns: table.fields + [table.since, table.until])
      Self.write(bytes, to: folder + "/" + TableLayout.fileName(table.name))
    }
    for table in layout.fixedTables(catalog, snapshots: library.snapshots) {
      Self.write(TableDump.rows(table.rows, columns: table.columns), to: folder + "/" + TableLayout.fileName(table.name))
    }
    switch self {
    case .duckdb: return try pythonAnswers(queries, Self.duckPython!, folder)
    case .clickhouse: return try pythonAnswers(queries, Self.chPython!, folder)
    case .postgresql: return try serverAnswers(queries, folder)
    }
  }

  private func pythonAnswers(_ queries: [String], _ python: String, _ folder: String) throws -> [Result<[[String]], Failure>] {
    mkdir(folder + "/queries", 0o777)
    for (number, query) in queries.enumerated() { Self.write(Array(query.utf8), to: folder + "/queries/\(number).sql") }
    let outcome = Program.shell("\(python) Tests/SQLTests/answers.py \(rawValue) '\(folder)'", timeout: 600)
    guard outcome.status == 0, let text = contents(of: folder + "/answers.txt") else {
      throw Failure(message: "status \(outcome.status): \(outcome.errors)")
    }
    return Self.parsed(text)
  }

  // MARK: PostgreSQL

  /// What the surroundings say of a server.
  private static var connection: [String: String] {
    var found: [String: String] = [:]
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }

  /// One session. The tables live in a schema of their own, which is dropped afterwards.
  private func serverAnswers(_ queries: [String], _ folder: String) throws -> [Result<[[String]], Failure>] {
    let schema = "luodi_test_\(getpid())_\(String(folder.suffix(6)).lowercased())"
    var script = """
      CREATE SCHEMA "\(schema)";
      SET search_path = "\(schema)";
      \\i schema-postgresql.sql
      ANALYZE;
      \\set ON_ERROR_STOP 0

      """
    for (number, query) in queries.enumerated() {
      // As text between tabs, with escapes.
      let statement = query.trimmingEnd(";\n")
      script += "\\echo '# \(number)'\nCOPY (\n\(statement)\n) TO STDOUT;\n\\if :ERROR\n\\echo '!' :LAST_ERROR_MESSAGE\n\\endif\n"
    }
    Self.write(Array(script.utf8), to: folder + "/questions.sql")
    let psql = "cd '\(folder)' && psql -qAtX -v ON_ERROR_STOP=1 -f questions.sql"
    let outcome = Program.shell(psql, environment: Self.connection, timeout: 600)
    _ = Program.shell(
      "psql -qAtX -c 'SET client_min_messages = warning' -c 'DROP SCHEMA \"\(schema)\" CASCADE'", environment: Self.connection)
    guard outcome.status == 0 else { throw Failure(message: "status \(outcome.status): \(outcome.errors)") }
    return Self.parsed(outcome.output)
  }

  // MARK: Answers

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

extension String {
  fileprivate func trimmingEnd(_ characters: String) -> String {
    var text = Substring(self)
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return String(text)
  }
}
