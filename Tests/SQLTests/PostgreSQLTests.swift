import Engine
import Glibc
import Output
import SQL
import Schema
import Semantics
import Store
import TestSupport
import Testing

/// The same questions in PostgreSQL, where a server is at hand: `PGHOST` or a running one that lets this user in. The tables live in a schema of
/// their own, which is dropped afterwards.
@Suite(.serialized, .enabled(if: PostgreSQLServer.isThere, "no PostgreSQL server"))
struct PostgreSQLTests {
  private func psql(_ script: String) -> Program.Outcome {
    Program.shell("psql -qAt -v ON_ERROR_STOP=1 -P null='\\N' -F '\t' -f -", input: script, environment: PostgreSQLServer.connection)
  }

  @Test(arguments: 1...2) func questionsAboutRandomLibraries(_ round: Int) throws {
    var office = RandomOffice(seed: UInt64(round))
    let library = try office.library()
    var model = RandomOffice.model
    model.catalog = library.catalog
    let comparison = Comparison(model: model, library: library)
    let schema = "luodi_test_\(getpid())_\(round)"
    var script = "CREATE SCHEMA \(schema);\nSET search_path = \(schema);\n"
    // The loading lines of the schema file read files; here the rows come with the script.
    let statements = SchemaWriter(catalog: library.catalog, dialect: .postgresql).text
    script += statements.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("\\copy") }.joined(separator: "\n")
    let layout = TableLayout(library.catalog)
    func load(_ name: String, _ bytes: [UInt8]) {
      script += "\n\\copy \(name) FROM pstdin WITH (FORMAT csv, HEADER, NULL '')\n" + String(decoding: bytes, as: UTF8.self) + "\\.\n"
    }
    for (index, table) in layout.entities.enumerated() {
      load(
        table.name,
        TableDump.versions(of: library.tables[index], columns: table.fields + [table.since, table.until], snapshots: library.snapshots))
    }
    for table in layout.fixedTables(library.catalog, snapshots: library.snapshots) {
      load(table.name, TableDump.rows(table.rows, columns: table.columns))
    }
    defer { _ = psql("DROP SCHEMA \(schema) CASCADE") }
    let loaded = psql(script)
    try #require(loaded.status == 0, "\(loaded.errors)")
    var compared = 0
    for words in [RandomOffice.works, RandomOffice.steps] {
      var generator = QuestionGenerator(random: SeededGenerator(seed: UInt64(2000 + round)), words: words)
      for text in generator.questions(120) + RandomOffice.lines {
        guard let query = comparison.checked(text).0, let table = try? comparison.engine.run(query),
          let sql = try? comparison.sql(query, .postgresql)
        else { continue }
        let outcome = psql("SET search_path = \(schema);\n" + sql)
        compared += 1
        guard outcome.status == 0 else {
          Issue.record("\(text)\n\(sql)\n\(outcome.errors)")
          continue
        }
        let rows = outcome.output.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
          $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        // Texts with a tab or a line end in them do not survive psql's plain output.
        if outcome.output.contains("tab\there") { continue }
        if let difference = Comparison.difference(table, rows, isPlain: true) { Issue.record("\(text)\n\(sql)\n\(difference)") }
      }
    }
    #expect(compared > 150)
  }
}

enum PostgreSQLServer {
  static let isThere = Program.shell("psql -qAtc 'select 1'", environment: connection).output == "1\n"

  /// What the surroundings say of a server.
  static var connection: [String: String] {
    var found: [String: String] = [:]
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }
}
