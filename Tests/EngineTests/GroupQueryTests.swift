import Engine
import Query
import Results
import Schema
import Store
import TestSupport
import Testing

@Suite struct GroupQueryTests {
  static let k = RowQueryTests.k
  let library: Library

  init() throws {
    library = try World.library([
      Dump(
        works: [
          Work(id: "W1", phase: "late", cost: 7 * Self.k, size: 4, unit: "U5", measure: "t"),
          Work(id: "W2", phase: "early", size: 1, unit: "U5", measure: "t"),
          Work(id: "W3", phase: "early", cost: 5 * Self.k, size: 2, unit: "U1", measure: "kg"),
          Work(id: "W4", cost: 1 * Self.k, unit: "U1"), Work(id: "W5", phase: "other", cost: 2 * Self.k, size: 2, measure: "kg"),
        ],
        steps: [Step(id: "S1", work: "W1", weight: 1), Step(id: "S2", work: "W1", weight: 2), Step(id: "S3", work: "W3", weight: 4)],
        units: [Unit(id: "U5", area: "town"), Unit(id: "U1", area: "town"), Unit(id: "U9", area: "field"), Unit(id: "U7", area: "town")])
    ])
  }

  private func run(_ query: CheckedQuery) throws -> ResultTable { try Engine(library: library).run(query) }

  static let costs = Checked.aggregate(.sum, .field(World.cost))

  @Test func groupsStandInDeclaredOrderMissingLast() throws {
    let table = try run(.groups([.rowCount, Self.costs], by: [.field(World.phase)], totals: true))
    #expect(table.lines == ["early 2 5", "late 1 7", "other 1 2", "- 1 1", "- 5 15"])
    #expect(table.hasTotals)
    #expect(table.keyColumns == 1)
    #expect(table.notes.map(\.kind) == [.skippedMissing(column: "m1", count: 1)])
  }

  @Test func noRowsHaveTheSumZeroAndOnlyMissingNone() throws {
    let none = Checked.compare(.field(World.size), .greater, .number(99))
    #expect(try run(.groups([.rowCount, Self.costs, .aggregate(.avg, .field(World.cost))], where: none)).lines == ["0 0 -"])
    let second = Checked.compare(.field(World.size), .equal, .number(1))
    #expect(try run(.groups([.rowCount, Self.costs, .aggregate(.max, .field(World.cost))], where: second)).lines == ["1 - -"])
    #expect(try run(.groups([.rowCount], by: [.field(World.phase)], where: none)).lines == [])
  }

  @Test func emptyGroupsOfChoicesAndPermittedTargets() throws {
    #expect(
      try run(.groups([.rowCount], by: [.field(World.phase)], empty: true)).lines == [
        "early 2", "middle 0", "late 1", "dropped 0", "other 1", "- 1",
      ])
    // Only units in town may stand there: U9, which is declared first, may not.
    #expect(
      try run(.groups([.rowCount, Self.costs], by: [.field(World.unit)], empty: true)).lines == ["U1 2 6", "U5 2 7", "U7 0 0", "- 1 2"])
  }

  @Test func acrossTurnsAKeyIntoColumns() throws {
    let table = try run(.groups([.rowCount], by: [.field(World.unit)], across: .field(World.phase), totals: true))
    #expect(table.columns.map(\.name) == ["k0", "early", "late", "other", "(missing)", "total"])
    #expect(table.columns.map(\.heading) == ["k0", "Early", "late", "other", "(missing)", "(all)"])
    #expect(table.lines == ["U1 1 0 0 1 2", "U5 1 1 0 0 2", "- 0 0 1 0 1", "- 2 1 1 1 5"])
  }

  @Test func partsAndSharesOfTheTotal() throws {
    let part = Checked(.part(.rowCount), .number)
    let share = Checked.aggregate(.share, .isMissing(.field(World.cost)))
    #expect(
      try run(.groups([part, share], by: [.field(World.phase)], totals: true)).lines == [
        "early 0.4 0.5", "late 0.2 0", "other 0.2 0", "- 0.2 0", "- 1 0.2",
      ])
  }

  @Test func linkedRecordsCountOncePerGroup() throws {
    var aggregate = Aggregate(.sum, value: .field(World.cost))
    aggregate.onceThrough = World.work
    let table = try run(.groups([Checked(.aggregate(aggregate), .money(World.thousand)), .rowCount], of: World.steps))
    #expect(table.lines == ["12 3"])
    #expect(table.notes.map(\.kind) == [.countedOnce(entity: "works")])
    // A field that stands where the linking records have none.
    aggregate.value = .field(World.budget)
    let budgets = Checked(.aggregate(aggregate), .money(World.thousand))
    #expect(try run(.groups([budgets, .rowCount], by: [.field(World.kind, of: World.steps)], of: World.steps)).lines == ["- - 3"])
    let weights = Checked(
      .linkAggregate(
        Aggregate(.sum, value: .field(World.weight, of: World.steps)), over: ReverseLink(entity: World.steps, field: World.work)), .number)
    #expect(try run(.groups([weights], by: [.field(World.phase)])).lines == ["early 4", "late 3", "other 0", "- 0"])
  }

  @Test func unitsDoNotMix() throws {
    var aggregate = Aggregate(.sum, value: .field(World.size))
    aggregate.unit = .field(World.measure)
    let sum = Checked(.aggregate(aggregate), .number)
    #expect(try run(.groups([sum], by: [.field(World.measure)])).lines == ["kg 4", "t 5", "- -"])
    let totalled = try run(.groups([sum], by: [.field(World.measure)], totals: true))
    #expect(totalled.lines == ["kg 4", "t 5", "- -", "- -"])
    #expect(
      totalled.notes.map(\.kind) == [
        .skippedMissing(column: "m0", count: 1),
        .words(english: "m0 has no total: its units are kg, t", chinese: "m0 没有合计：单位不同（kg, t）"),
      ])
    #expect { try run(.groups([sum])) } throws: { ($0 as? EngineError)?.problem == .mixedUnits(["kg", "t"]) }
  }

  @Test func rankingsShareRanksAndLeaveOutWhatHasNoValue() throws {
    var query = CheckedQuery.groups([])
    query.shape = .ranking(
      CheckedQuery.Ranking(
        key: GroupKey(column: OutputColumn(name: "id", value: .field(World.id))),
        measure: OutputColumn(name: "size", value: .aggregate(.max, .field(World.size))),
        isAscending: false))
    #expect(try run(query).lines == ["1 W1 4", "2 W3 2", "2 W5 2", "4 W2 1", "- W4 -"])
    var byPhase = query
    byPhase.shape = .ranking(
      CheckedQuery.Ranking(
        key: GroupKey(column: OutputColumn(name: "phase", value: .field(World.phase))), measure: OutputColumn(name: "m", value: Self.costs),
        isAscending: true))
    #expect(try run(byPhase).lines == ["1 other 2", "2 early 5", "3 late 7", "- - 1"])
    query.cut = CheckedQuery.Cut(count: 2, by: [], per: nil)
    let cut = try run(query)
    #expect(cut.lines == ["1 W1 4", "2 W3 2"])
    #expect(cut.notes.map(\.kind).contains(.tiesCut(count: 1)))
  }

  @Test func stagesReadRowsAndTables() throws {
    let list = CheckedQuery.list(
      [.field(World.id), .field(World.cost)],
      cut: CheckedQuery.Cut(count: 3, by: [CheckedQuery.SortKey(.expression(.field(World.cost)), isDescending: true)], per: nil))
    var stage = CheckedQuery.groups([.rowCount, Self.costs], by: [.field(World.phase)])
    stage.source = .rows(of: list)
    #expect(try run(stage).lines == ["early 1 5", "late 1 7", "other 1 2"])
    var having = CheckedQuery.list(
      [.result(0, .choice(0)), .result(1, .number)], where: .compare(.result(1, .number), .greater, .number(1)))
    having.source = .table(of: .groups([.rowCount], by: [.field(World.phase)], totals: true))
    having.entity = nil
    #expect(try run(having).lines == ["early 2"])
  }

  @Test func planShowsOperatorsRowsAndRules() throws {
    let link = ReverseLink(entity: World.steps, field: World.work)
    let heavy = Checked.compare(
      .field(World.weight, of: World.steps), .greater, .arithmetic(.addNumbers, .number(1), .number(0.5), .number))
    let text = try Engine(library: library).explainPlan(
      .groups(
        [.rowCount, Self.costs], by: [.field(World.unit)],
        where: .and(
          Checked(.quantified(.any, link, heavy), .flag), .compare(.field(World.size), .greater, .number(1)),
          .not(.isOneOf(.field(World.phase), [1]))),
        order: [CheckedQuery.SortKey(.column(1), isDescending: true)], totals: true))
    let untimed = text.replacing(#/ +/#) { _ in " " }.replacing(#/ \d+\.\d\d( |\n)/#) { " _\($0.output.1)" }
    #expect(
      untimed == """
        operator expected rows ms how
        scan works 5 5 _
        where size > 1 4 3 _ column range
        where not (phase in (middle)) 3 3 _ 1 bitmap, negated
        where any step (weight > 1.5) 1 2 _ semi-join over steps (column range)
        group by unit 1 2 _
        sort by m0 desc 1 2 _ full sort
        count(), sum(cost) with totals 2 3 _
        rules: fold-constants, flatten-ands, column-ranges, choice-bitmaps, semi-joins, code-groups, cheapest-first

        """)
  }
}
