import Checking
import Diagnostics
import Engine
import Model
import Results
import Schema
import Store
import Syntax
import Testing

/// What questions mean where a plausible reading gives another answer; answers written out by hand.
@Suite struct AnswerTests {
  static let k: Int64 = 10_000_000
  private let library: Library
  private let model: Model

  /// Snapshots of 5 January, 5 February and 5 March 2018. `odd` is no declared phase, `dropped` one outside the order.
  init() throws {
    func work(_ id: String, _ phase: String?, _ cost: Int64?, _ unit: String, start: Int32? = nil, open: Bool? = nil) -> Work {
      Work(id: id, phase: phase, cost: cost, start: start, open: open, unit: unit)
    }
    let works = [
      work("W1", "early", 1_500 * 10_000, "U1", start: 17_600, open: true), work("W2", "late", 2_499 * 10_000, "U1", open: false),
      work("W3", "dropped", -1_500 * 10_000, "U9", start: 17_600), work("W4", "odd", 260 * 10_000, "U9", open: true),
      work("W5", nil, nil, "U1"),
    ]
    let steps = [
      Step(id: "S1", work: "W1", kind: "permit"), Step(id: "S2", work: "W1", kind: "survey"), Step(id: "S3", work: "W2"),
      Step(id: "S4", work: "W3"),
    ]
    let units = [Unit(id: "U1", area: "town"), Unit(id: "U9", area: "town")]
    library = try World.library([
      Dump(works: Array(works.prefix(2)), units: units), Dump(works: Array(works.prefix(4)), steps: steps, units: units),
      Dump(works: works, steps: steps, units: units),
    ])
    model = TextParityTests.model()
  }

  private func table(_ text: String) throws -> ResultTable {
    let source = Source(name: "test", text: text)
    let parsed = Parser.parse(source)
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    let (checked, diagnostics) = Checker(world: world).check(try #require(parsed.script.statements.first), in: source)
    guard parsed.diagnostics.isEmpty, case .query(let query, _)? = checked else {
      throw EngineError(.misplaced("\((parsed.diagnostics + diagnostics).map(\.problem.message))"))
    }
    return try Engine(library: library, catalog: model.catalog).run(query)
  }

  private func lines(_ text: String) throws -> [String] { try table(text).lines }

  private func notes(_ text: String) throws -> [String] {
    try table(text).notes.compactMap { if case .words(let english, _) = $0.kind { english } else { nil } }
  }

  /// Values outside the order of a choice are told once, wherever it compares.
  @Test(arguments: [
    ("count works where phase >= early", ["phase 2"]), ("count works where phase between early and late and cost < 1000元", ["phase 2"]),
    ("count works where not (phase < late) and open", ["phase 1"]), ("count works where phase in (early, late)", []),
    ("count works where phase = dropped", []), ("count works where unit = U1 and phase >= early", []),
    ("count steps where work.phase < late", ["work.phase 1"]), ("list id of works where phase >= early sort by phase", ["phase 2"]),
    ("list id, phase of works sort by phase", ["phase 2"]), ("list id of works top 5 by phase", ["phase 2"]),
    ("list id of works top 2 by cost sort by phase", []), ("list id, phase of works by phase", []), ("count works by phase", []),
    ("max phase of works", ["max_phase 2"]), ("min phase, max phase of works by unit with totals", ["min_phase 2", "max_phase 2"]),
    ("max phase, first(phase) of works where unit = U1", []), ("rank unit by first(phase) of works", ["first_phase 1"]),
    ("list id of units where max(works.phase) = early", []), ("count works by unit sort by max phase", ["max(phase) 2"]),
    ("list id, phase of works | sort by phase | top 1 by phase", ["phase 2"]),
    ("max phase of works compare 2018-02-05", ["max_phase 2", "max_phase_before 2"]),
    ("trend max phase of works from 2018-02-01 every snapshot", ["max_phase 4"]),
    ("trend count of works where phase >= early every snapshot", ["phase 2"]),
  ])
  func whatAnOrderLeavesOutIsTold(text: String, told: [String]) throws {
    let found = try table(text).notes.compactMap { note in
      if case .outsideOrder(let column, let count) = note.kind { "\(column) \(count)" } else { nil }
    }
    #expect(found == told)
  }

  /// The caret stands under what brings together numbers that have no room beside each other.
  @Test(arguments: [
    "if open then 999999999999999999 * 999999999999999999 else cost / 3元", "(cost / 3元) ?? 999999999999999999 * 999999999999999999",
    "max(cost / 3元, 999999999999999999 * 999999999999999999)",
  ])
  func overflowStandsAtItsPlace(text: String) throws {
    do {
      _ = try table("list id, \(text) of works")
      Issue.record("no error")
    } catch let error as EngineError {
      #expect(error.problem == .overflow)
      let range = try #require(error.range)
      #expect(range.start >= 9 && range.end <= 9 + text.utf8.count, "\(range)")
    }
  }

  private func problems(_ text: String) throws -> [String] {
    let source = Source(name: "test", text: text)
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    return Checker(world: world).check(Parser.parse(source).script.statements[0], in: source).1.map {
      "\($0.problem.message) | \($0.problem.hint ?? "")"
    }
  }

  // MARK: The order of choices

  @Test func onlyValuesInTheOrderOfAChoiceAreLeastOrGreatest() throws {
    #expect(try lines("min phase, max phase of works") == ["early late"])
    #expect(try lines("max phase, count of works by unit") == ["U9 - 2", "U1 late 3"])
    #expect(try lines("min phase of works where phase = dropped or phase is missing") == ["-"])
    #expect(try lines("list id of units where max(unit_works.phase) = late") == ["U1"])
    #expect(try lines("list id of works top 5 by phase") == ["W2", "W1"])
    #expect(try lines("list id of works bottom 5 by phase") == ["W1", "W2"])
    #expect(try lines("list id of works sort by phase desc top 5") == ["W2", "W1"])
    #expect(try lines("rank unit by max phase of works") == ["1 U1 late", "- U9 -"])
    #expect(try lines("max phase of works by unit top 5") == ["U1 late"])
    #expect(try lines("rank unit by last(phase) of works") == ["1 U1 late", "- U9 odd"])
  }

  @Test func whatHasNoPlaceInTheOrderComesBehindBothWays() throws {
    #expect(try lines("list id of works sort by phase") == ["W1", "W2", "W3", "W4", "W5"])
    #expect(try lines("list id of works sort by phase desc") == ["W2", "W1", "W3", "W4", "W5"])
    #expect(
      try lines("count works by phase sort by phase desc") == ["late 1", "early 1", "dropped 1", "odd 1", "- 1"])
    // A choice without any order has the one in which it was declared, and that can be turned.
    #expect(try lines("list id of steps sort by kind desc") == ["S2", "S1", "S3", "S4"])
  }

  @Test(arguments: [
    ("list steps top 2 by kind", "`kind` is a choice of `kind`, which has no order"),
    ("list works top 2 by unit", "`unit` is a record of `units`, which has no order"),
    ("count works by unit | top 1 by unit", "`unit` is a record of `units`, which has no order"),
    ("first(kind) of steps by work top 2", "`first_kind` is a choice of `kind`, which has no order"),
    ("rank work by first(kind) of steps", "`first(kind)` is a choice of `kind`, which has no order"),
  ])
  func whatHasNoOrderHasNoTop(_ text: String, _ message: String) throws {
    #expect(try problems(text).map { String($0.prefix { $0 != "|" }.dropLast()) } == [message])
  }

  // MARK: Rounding

  @Test func amountsAreRoundedInTheUnitTheyPrintIn() throws {
    #expect(try lines("list round(cost) of works") == ["2", "2", "-2", "0", "-"])
    #expect(try lines("list floor(cost) of works") == ["1", "2", "-2", "0", "-"])
    #expect(try lines("list ceil(cost) of works") == ["2", "3", "-1", "1", "-"])
    #expect(try lines("list round(cost, 1) of works") == ["1.5", "2.5", "-1.5", "0.3", "-"])
    #expect(try lines("list round(cost, -1) of works") == ["0", "0", "0", "0", "-"])
    #expect(try lines("list round(cost, 9) of works") == ["1.5", "2.499", "-1.5", "0.26", "-"])
    #expect(try lines("sum round(cost) of works where cost > 0k") == ["4"])
    #expect(try lines("list id of works where round(cost) = 2k") == ["W1", "W2"])
    // What is rounded keeps its own unit beside an amount of another.
    #expect(try lines("list max(round(cost), 1元) of works top 2 by cost") == ["2", "2"])
  }

  // MARK: Points of a trend

  @Test func theFirstMonthOfATrendIsAskedAsAWhole() throws {
    #expect(try lines("trend count of works from 2018-01-20 every month") == ["2018-01 2", "2018-02 4", "2018-03 5"])
    #expect(try notes("trend count of works from 2018-01-20 every month") == [])
    #expect(try lines("trend count of works from 2018-01-20 to 2018-02-28 every quarter") == ["2018Q1 4"])
    // A week of February without a snapshot.
    #expect(try notes("trend count of works from 2018-01-31 to 2018-02-09 every week") == ["no snapshot in 2018-W05"])
  }

  @Test func aTrendSaysWhereItsEndLeavesASnapshotOut() throws {
    #expect(try lines("trend count of works from 2018-01 to 2018-03-02 every month") == ["2018-01 2", "2018-02 4", "2018-03 -"])
    #expect(
      try notes("trend count of works from 2018-01 to 2018-03-02 every month") == ["no snapshot in 2018-03 up to 2018-03-02"])
  }

  // MARK: Dates beyond the calendar

  @Test func datesBeyondTheYearsAreMissingAndNoted() throws {
    #expect(try lines("list id, start - 2018y of works where start is known") == ["W1 -", "W3 -"])
    #expect(
      try notes("list id, start - 2018y of works where start is known") == ["2 dates are missing: they lie beyond the years 1 to 9999"])
    #expect(try notes("count works where start + 3000000d > today") == ["2 dates are missing: they lie beyond the years 1 to 9999"])
    #expect(try lines("list start - 2017y of works where id = W1") == ["0001-03-10"])
    #expect(try notes("list start - 2017y of works where id = W1") == [])
  }

  // MARK: Stages

  @Test func aStageFindsColumnsByThePathThatMadeThem() throws {
    #expect(try lines("count steps by work.phase | where work.phase = early") == ["early 2"])
    #expect(try lines("count steps by work.phase | list count, work.phase") == ["2 early", "1 late", "1 dropped"])
    #expect(try table("count steps by work.phase | list work.phase").columns.map(\.name) == ["work_phase"])
    #expect(try lines("count steps by work.unit.area | where work.unit.area = town | sum count by work.unit.area") == ["town 4"])
    #expect(try lines("count steps by work.phase | sort by work.phase desc top 1") == ["late 1"])
  }

  @Test func aStageRanksByItsColumns() throws {
    #expect(try lines("count steps by work.phase | rank work.phase by count") == ["1 early 2", "2 late 1", "2 dropped 1"])
    #expect(try lines("count steps by work.phase | rank work.phase by count asc") == ["1 late 1", "1 dropped 1", "3 early 2"])
    #expect(try lines("count steps by work | rank work by count * 2") == ["1 W1 4", "2 W2 2", "2 W3 2"])
    #expect(try lines("sum cost of works by unit | rank unit by sum cost") == ["1 U1 3.999", "2 U9 -1.24"])
    #expect(try lines("sum cost as spent of works by unit | where spent > 0k | rank unit by spent") == ["1 U1 3.999"])
    // Where a key has several rows, a column has several values.
    #expect(try problems("count steps by work, kind | rank kind by count").first?.hasPrefix("`count` has a value for each row") == true)
    #expect(try lines("count steps by work, kind | rank work by sum count") == ["1 W1 2", "2 W2 1", "2 W3 1"])
    #expect(try lines("list works | rank unit by count") == ["1 U1 3", "2 U9 2"])
  }

  // MARK: Sets

  @Test func aMeasureTakesASetAsAnAggregateDoes() throws {
    #expect(try lines("list id, open_share(unit_works) of units") == ["U9 0.5", "U1 0.333333333333"])
    #expect(try lines("list id, open_share(unit_works where cost > 1k) of units") == ["U9 -", "U1 0.5"])
    #expect(try lines("list id of units where open_share(unit_works where cost > 1k) = 0.5") == ["U1"])
    #expect(try lines("list id, open_share(unit.unit_works) of works top 1 by cost") == ["W2 0.333333333333"])
    #expect(try problems("list id, dear(unit_works where open) of units").count == 1)
  }

  // MARK: Flags

  @Test(arguments: ["open = 是", "open 是 是", "open in (是)", "open != 否 and open is known", "open = \"是\"", "open = yes"])
  func yesIsAValueAsNoIs(_ condition: String) throws {
    #expect(try lines("list id of works where \(condition) and id is known") == ["W1", "W4"])
  }

  // MARK: Sections

  @Test func aColumnThatHeadsSectionsIsShownWhereItIsAskedFor() throws {
    let table = try table("list id, unit of works by unit")
    #expect(table.lines == ["U9 W3 U9", "U9 W4 U9", "U1 W1 U1", "U1 W2 U1", "U1 W5 U1"])
    #expect(table.columns.map(\.name) == ["unit", "id", "unit"])
    #expect(table.columns.map(\.isSectionAgain) == [false, false, true])
    #expect(table.withoutSectionsAgain.columns.map(\.name) == ["unit", "id"])
    #expect(try self.table("list id, unit as u of works by unit").columns.map(\.name) == ["unit", "id", "u"])
    #expect(try self.table("list id, id, unit of works by unit").columns.map(\.name) == ["unit", "id", "id_2", "unit"])
    #expect(try self.table("list works by unit").columns.filter { $0.name == "unit" }.count == 1)
    #expect(try self.table("list id, unit of works by unit | where unit = U1").columns.map(\.name) == ["unit", "id"])
  }

  @Test(arguments: [
    ("list works by cost top 2", "`cost`, which is money", "`sort by cost desc top 2`"),
    ("list works by size", "`size`, which is a number", "`sort by size desc`"),
    ("list works by start bottom 2", "`start`, which is a date", "`bottom 2 by start`"),
    ("list works by lag", "`lag`, which is a number of days", "`sort by lag desc`"),
  ])
  func amountsAndDaysMakeNoSections(_ text: String, _ type: String, _ reading: String) throws {
    let found = try problems(text)
    #expect(found.count == 1 && found[0].contains(type) && found[0].contains(reading), "\(found)")
  }

  /// What a fraction moves a date by is told.
  @Test func roundedMovesAreNoted() throws {
    #expect(
      try lines("list id, start + days(start, 2018-03-11) * 0.5 as moved of works where start is known") == [
        "W1 2018-03-11", "W3 2018-03-11",
      ])
    #expect(try notes("list id, start + days(start, 2018-03-11) * 0.5 as moved of works") == ["2 dates were moved by fractions, rounded"])
    #expect(try notes("list id, start + days(start, 2018-03-12) * 0.5 as moved of works") == [])
  }

  /// A period worked out from a date is the period that is written out, whichever way the engine goes.
  @Test func periodsAreOneHoweverTheyAreMade() throws {
    #expect(try lines("count works where quarter(start) = 2018Q1") == ["2"])
    #expect(try lines("count works where (if open then quarter(start) else 2018Q1) = 2018Q1") == ["4"])
    #expect(try lines("count works where (if open then month(start) else 2018-03) > 2018-02") == ["4"])
  }

  @Test func periodsChoicesAndFlagsMakeSections() throws {
    for key in ["month(start)", "phase", "open", "title", "unit"] { #expect(try lines("list id of works by \(key)").count == 5) }
  }

  // MARK: Lines of several types

  @Test(arguments: [
    "where new < old", "where new between 1 and 3", "sort by new", "sort by old desc", "top 2 by new",
    "max new", "min(new) by field", "rank field by max new", "rank field by first(new)", "where max(old, new) = late",
    "where (new ?? old) > old", "list field, new | sort by new", "list lower(new) as text | sort by text", "where new = 2",
    "where new = 2k",
    "first(new) as f by field | sort by f", "count by new | sort by new", "sum new",
  ])
  func oldAndNewOfSeveralTypesHaveNoOrder(_ stage: String) throws {
    for lines in ["changes of works since first snapshot", "changes in phase, cost of works since first snapshot", "history of works"] {
      let found = try problems("\(lines) | \(stage)")
      #expect(found.count == 1 && found[0].contains("several fields") && found[0].contains("in FIELD"), "\(stage): \(found)")
    }
  }

  @Test func oldAndNewOfOneTypeCompareByIt() throws {
    for text in ["where new < old", "sort by new", "max new", "where max(old, new) > 1k", "where new = 2k"] {
      #expect(try problems("changes in cost, budget of works since first snapshot | \(text)") == [])
    }
    #expect(try problems("changes of works since first snapshot | where new = late") == [])
    #expect(try problems("changes of works since first snapshot | where new != old") == [])
  }
}
