import Checking
import Diagnostics
import Glibc
import Model
import Query
import SQL
import Schema
import Syntax
import TestSupport
import Testing

/// The SQL of a representative set of questions over the office of ``RandomOffice``, in every dialect.
@Suite struct GoldenTests {
  static let questions = [
    "list works", "list id, cost, month, unit.name, cost * 1.5, cost / 3 of works where not (phase = early) sort by phase desc, cost",
    "list works where open and (size ?? 0) > 1 and not was open", "list works where changed phase from early or always unit.target > 0",
    "list id, held_since(phase), start + 3wd, workdays(start, finish), start + 1mo of works where ever size > 2",
    "list works where any step (kind = permit and done is missing) and every step (due < today) top 3 by cost per phase",
    "count, sum cost, avg cost, median cost, share(open) of works by phase", "count works by unit, band(size, 0, 1) with empty with totals",
    "count, part(sum cost), sum(steps.weight) of works by unit.area across phase with totals", "rank unit by sum cost of works top 3",
    "count works by unit | where count >= 2 | sort by count desc", "list works top 5 by cost | avg size, max month by phase",
    "sum work.cost, first(kind), max work.start of steps by work.phase", "list id, avg(all.size), round(size, 1), round(cost) of works",
    "count works where title contains \"O'Neil\" and title starts with a and title ends with y by month(start), week(start), quarter(finish), year(start)",
    "changes in cost, phase of works since 2018-04-06 where open", "history of works where phase = early",
    "list id, if cost > budget then size else 0 as chosen, min(cost, budget) as least of works as of 2018-04-06 skip 2",
    "count, sum cost, share(open), max start of works by phase with totals compare 2018-04-06 sort by count_change desc",
    "count, part(count) of works by unit compare 2018-04-06", "count, avg size of works where open compare first snapshot",
    "rank unit by sum cost of works compare first snapshot top 3", "trend count, sum cost of works by phase every quarter",
    "trend count of works from 2018-01 to 2018-04 every month | where count is known",
    "list id, size * 2, size * 0.3, size * size, size / 3, size / unit.target, 1 / size, lag * 2, lag / 3 of works",
    "list id, cost * 0.3, cost * size, cost / 3, cost / 0.3, cost / size, cost / budget, round(size, 2), floor(size, 2), start + lag / 2 of works",
    "list id, size ?? unit.target, max(size, 0.12345), if open then size else size / 3 of works where size in (1, 0.5) and lag in (1d, 1.5d)",
    "avg size, median size, sum size / count, sum cost / 3, sum cost * 0.3, part(sum size), avg lag, median lag, median start of works by phase",
    "changes in size, budget of works since 2018-04-06",
  ]

  static let dates = [Day(year: 2018, month: 1, day: 5)!, Day(year: 2018, month: 4, day: 6)!, Day(year: 2018, month: 7, day: 7)!]

  @Test(arguments: Dialect.allCases) func theSQLOfAQuestion(_ dialect: Dialect) throws {
    var golden = ""
    for question in GoldenTests.questions {
      golden += "\(question)\n----\n\(try GoldenTests.written(question, dialect))====\n"
    }
    try expectGolden(golden, "\(dialect.rawValue).txt")
  }

  /// A text as SQL, or the words of its refusal. No library is open.
  static func written(_ text: String, _ dialect: Dialect, decimals: Int? = 4) throws -> String {
    let model = RandomOffice.model
    let values = KnownDecimals(decimals: decimals, values: NoValues(catalog: model.catalog))
    let source = Source(name: "query", text: text)
    let statement = try #require(Parser.parse(source).script.statements.first)
    let (checked, diagnostics) = Checker(world: World(model: model, snapshots: dates)).check(statement, in: source)
    guard case .query(let query, _)? = checked else { return diagnostics.map(\.problem.message).joined(separator: "\n") }
    do {
      return try SQLWriter(catalog: model.catalog, snapshots: dates, values: values, dialect: dialect).sql(of: query)
    } catch let error as SQLError {
      let problem = error.problem
      let place = error.range.map { "`\(source.text($0))`: " } ?? ""
      return "\(place)\(problem.message)\n  \(problem.hint ?? "")\n  \(problem.chineseMessage)\n  \(problem.chineseHint ?? "")\n"
    }
  }

  /// Named, at their place, in both languages.
  @Test func whatSQLCannotSayIsRefused() throws {
    let questions: [(String, Dialect)] = [
      ("list lower(title) of works", .duckdb), ("count works where upper(title) = \"A\"", .postgresql),
      ("list length(title) of works", .postgresql),
      ("list length(title) of works", .clickhouse), ("list round(size, size) of works", .duckdb),
      ("count works where title matches /^a.*\\d$/", .duckdb),
      ("count works by phase across title", .duckdb),
      ("workdays(min start, max finish) of works by phase", .clickhouse), ("max start + 5wd of works", .clickhouse),
    ]
    var golden = ""
    for (question, dialect) in questions {
      golden += "\(question)  -- \(dialect.rawValue)\n----\n\(try GoldenTests.written(question, dialect))====\n"
    }
    // More decimals than a quotient keeps.
    for question in ["list size * size of works", "list size / 3 of works", "avg size of works by phase", "median size of works"] {
      let written = try GoldenTests.written(question, .postgresql, decimals: 13)
      golden += "\(question)  -- of 13 decimals\n----\n\(written)====\n"
    }
    try expectGolden(golden, "refusals.txt")
  }

  /// Without a library numbers are taken for as fine as quotients are.
  @Test func decimalsThatAreNotKnown() throws {
    let question = "list size * 2, size * size, size / 3 of works"
    let written = try GoldenTests.written(question, .duckdb, decimals: nil)
    #expect(written.contains("w.size * 2 AS"), "\(written)")
    #expect(written.contains("ROUND(w.size * w.size, 12) AS"), "\(written)")
    #expect(written == (try GoldenTests.written(question, .duckdb, decimals: 12)))
  }

  /// The tables of the smallest library of the tests, as `luodi export` writes them.
  @Test func theTablesOfALibrary() throws {
    let folder = "/tmp/luodi-export-\(getpid())"
    defer { _ = Program.shell("rm -rf '\(folder)'") }
    let library = "Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq"
    let outcome = Program.shell("luodi export \(library) --as-tables '\(folder)' -q")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    try expectGolden(Program.shell("cd '\(folder)' && tail -n +1 *").output, "tables.txt")
  }

  @Test func anExportThatCannotBeWrittenSaysSo() {
    let outcome = Program.shell(
      "luodi export Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq --as-tables /nowhere/at/all -q")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("/nowhere/at/all"))
  }

  @Test func theProgramExplainsSQL() {
    let luodi = "luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q"
    let outcome = Program.shell("\(luodi) -c 'explain sql for postgresql count works where late by area across phase'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Only what stands in the data becomes a column: no late work is done.
    #expect(outcome.output.contains("AS open") && !outcome.output.contains("AS done"), "\(outcome.output)")
    let unknown = Program.shell("\(luodi) -c 'explain sql for duckbd count works'")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("duckdb"))
    for text in ["1 + 1", "show work A1", "describe works", "let late_works = works where late", "expect count works > 0"] {
      let other = Program.shell("\(luodi) -c 'explain sql \(text)'")
      #expect(other.status == 2)
      #expect(other.errors.contains("only a query"), "\(other.errors)")
    }
  }

  /// A kept set is its keys, and `_` the question before.
  @Test func setsAndTheLastResult() throws {
    let script =
      "let found = works where phase = open\nexplain sql count found by area\ncount works by area\nexplain sql _ | where count > 1\n"
    let outcome = Program.shell("luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q -f -", input: script)
    #expect(outcome.status == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "sets.txt")
  }
}

/// Compares with the golden file; `RECORD=1` writes it.
func expectGolden(_ found: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path = Program.root + "/Tests/SQLTests/Goldens/" + name
  if getenv("RECORD") != nil {
    let file = try #require(fopen(path, "w"), sourceLocation: sourceLocation)
    fputs(found, file)
    fclose(file)
  } else {
    #expect(contents(of: path) == found, "\(name) differs; RECORD=1 writes it anew", sourceLocation: sourceLocation)
  }
}

/// No data, but for how fine the numbers are.
private struct KnownDecimals: ValueSource {
  let decimals: Int?
  let values: NoValues

  func decimals(entity: Int, field: Int) -> Int? { decimals }

  func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] { values.values(entity: entity, field: field, snapshot: snapshot) }
  func keys(entity: Int) -> [ValueCount] { values.keys(entity: entity) }
  func keyNumber(entity: Int, _ text: String) -> Int? { values.keyNumber(entity: entity, text) }
  func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? { nil }
  func snapshots(holding key: Int, entity: Int) -> [Int] { [] }
  func rowCount(entity: Int, snapshot: Int) -> Int { 0 }
}
