import Glibc
import TestSupport
import Testing

/// luodi against an independent engine on real data: New York's capital projects, 15 snapshots in one file. Skipped where the file (in
/// `$LUODI_REAL_DATA` or beside the checkout) or `sqlite3` is absent.
@Suite struct RealDataTests {
  static let file: String? = {
    let folder = getenv("LUODI_REAL_DATA").map { String(cString: $0) } ?? Program.root + "/../shared/data/real"
    let path = folder + "/nyc_capital_projects_2013-2019.csv"
    return access(path, R_OK) == 0 && Program.shell("command -v sqlite3").status == 0 ? path : nil
  }()

  /// Our condition and SQLite's.
  static let conditions: [(ours: String, sql: String)] = [
    ("pid is known", "1"),
    ("phase = Construction", "phase = 'Construction'"),
    ("phase != Design", "phase <> 'Design'"),
    ("borough is missing and budget is known", "borough = '' and budget <> ''"),
    ("budget > 100m", "budget <> '' and cast(budget as real) > 100000000"),
    ("budget between 25m and 60m", "budget <> '' and cast(budget as real) between 25000000 and 60000000"),
    ("forecast_completion < today", "forecast <> '' and forecast < day"),
    ("not forecast_completion < today", "not (forecast <> '' and forecast < day)"),
    ("forecast_completion in 2017", "substr(forecast, 1, 4) = '2017'"),
    (
      "design_start <= 2012Q2 and borough in (Brooklyn, Queens)",
      "design <> '' and design <= '2012-06-30' and borough in ('Brooklyn', 'Queens')"
    ),
    ("name contains Bridge or category contains Sewer", "instr(name, 'Bridge') or instr(category, 'Sewer')"),
    ("name starts with \"New\"", "name like 'New%' and substr(name, 1, 3) = 'New'"),
    (
      "managing_agency = \"DEP\" and not (phase = Design or phase = Construction)",
      "agency = 'DEP' and not (phase = 'Design' or phase = 'Construction')"
    ),
    ("schedule_change_total > 365d", "slip <> '' and cast(slip as integer) > 365"),
    ("borough not in (Manhattan, Bronx)", "borough not in ('Manhattan', 'Bronx')"),
    ("budget_change_total < 0m or budget is missing", "(total <> '' and cast(total as real) < 0) or budget = ''"),
  ]

  private func iso(_ column: String) -> String {
    "case when \"\(column)\" = '' then '' else substr(\"\(column)\", 7, 4) || '-' || substr(\"\(column)\", 1, 2) || '-' || substr(\"\(column)\", 4, 2) end"
  }

  private func sqlite(_ file: String, _ statements: [String]) -> Program.Outcome {
    let view = """
      create view v as select \(iso("Date Reported As Of")) day, PID pid, "Project Name" name, Category category, Borough borough,
      "Managing Agency" agency, "Current Phase" phase, \(iso("Design Start")) design, "Budget Forecast" budget,
      "Total Budget Changes" total, \(iso("Forecast Completion")) forecast, "Total Schedule Changes" slip from t;
      """
    return Program.shell("sqlite3 -csv :memory:", input: ".import '\(file)' t\n\(view)\n" + statements.joined(separator: "\n") + "\n")
  }

  /// The days that the file holds, as SQLite reads them.
  private func days(_ file: String) -> [String] {
    sqlite(file, ["select distinct day from v order by day;"]).output.split(whereSeparator: \.isNewline).map(String.init)
  }

  @Test(.enabled(if: file != nil)) func loadsAllSnapshotsAndCountsByPhaseAndBorough() throws {
    let file = try #require(RealDataTests.file)
    let days = days(file)
    #expect(days.count == 15)
    for (ours, column) in [("phase", "phase"), ("borough", "borough")] {
      let queries = days.map { "-c 'count projects by \(ours) as of \($0)'" }.joined(separator: " ")
      let answers = Program.shell("luodi '\(file)' --model examples/nyc/nyc.lq -q \(queries)")
      #expect(answers.status == 0, "\(answers.errors)")
      let expected = sqlite(
        file,
        days.map { "select '\(ours)', 'count' union all select * from (select \(column), count(*) from v where day = '\($0)' group by 1);" }
      )
      // Order within a snapshot is ours (declared order): compare each as a set of lines.
      #expect(groups(answers.output, header: "\(ours),count") == groups(expected.output, header: "\(ours),count"))
    }
  }

  private func groups(_ output: String, header: String) -> [Set<String>] {
    var groups: [Set<String>] = []
    for line in output.split(whereSeparator: \.isNewline).map({ $0.filter { $0 != "\"" } }) {
      if line == header { groups.append([]) } else if !groups.isEmpty { groups[groups.count - 1].insert(line) }
    }
    return groups
  }

  @Test(.enabled(if: file != nil)) func listsEqualSQLites() throws {
    let file = try #require(RealDataTests.file)
    let days = days(file)
    var queries: [String] = []
    var statements: [String] = []
    for (ours, sql) in RealDataTests.conditions {
      for day in days {
        queries.append("list pid, borough, budget, forecast_completion of projects where \(ours) as of \(day)")
        statements.append("select 'pid', 'borough', 'budget', 'forecast_completion';")
        statements.append("select pid, borough, budget, forecast from v where day = '\(day)' and (\(sql)) order by pid;")
      }
    }
    let answers = Program.shell("luodi '\(file)' --model examples/nyc/nyc.lq -q", input: queries.map { $0 + ";\n" }.joined())
    #expect(answers.status == 0, "\(answers.errors)")
    let expected = sqlite(file, statements)
    let (ours, theirs) = (rows(answers.output), rows(expected.output))
    #expect(ours.count == theirs.count)
    #expect(ours.count > 5_000)
    #expect(zip(ours, theirs).first { $0 != $1 }.map { "\($0) instead of \($1)" } == nil)
  }

  /// Lines with quotes dropped and amounts without trailing zeros.
  private func rows(_ output: String) -> [String] {
    output.split(whereSeparator: \.isNewline).map { line in
      line.filter { $0 != "\"" }.split(separator: ",", omittingEmptySubsequences: false).map { cell -> String in
        var cell = String(cell)
        if cell.contains("."), cell.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) {
          while cell.hasSuffix("0") { cell.removeLast() }
          if cell.hasSuffix(".") { cell.removeLast() }
        }
        return cell
      }.joined(separator: ",")
    }
  }
}
