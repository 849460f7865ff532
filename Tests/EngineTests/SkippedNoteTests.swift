import Engine
import Query
import Results
import Schema
import Store
import TestSupport
import Testing

/// Every path of an aggregate says how many missing values it skipped.
@Suite struct SkippedNoteTests {
  static let k = RowQueryTests.k
  let library: Library

  init() throws {
    library = try World.library([
      Dump(
        works: [
          Work(id: "W1", phase: "late", cost: 7 * Self.k, size: 4, unit: "U5"), Work(id: "W2", phase: "early", size: 1, unit: "U5"),
          Work(id: "W3", phase: "early", cost: 5 * Self.k, size: 2, unit: "U1"), Work(id: "W4", cost: 1 * Self.k, unit: "U1"),
        ],
        steps: [Step(id: "S1", work: "W1", weight: 1), Step(id: "S2", work: "W1"), Step(id: "S3", work: "W3")],
        units: [Unit(id: "U5", area: "town"), Unit(id: "U1", area: "town")])
    ])
  }

  private func notes(_ query: CheckedQuery) throws -> [[ResultTable.Note.Kind]] {
    try [Set(Rule.allCases), []].map { rules in
      try Engine(library: library, options: Engine.Options(rules: rules)).run(query).notes.map(\.kind)
    }
  }

  private func skipped(_ column: String, _ count: Int) -> ResultTable.Note.Kind { .skippedMissing(column: column, count: count) }

  static let costs = Checked.aggregate(.sum, .field(World.cost))

  @Test func measuresOfGroupsTotalsAndAcross() throws {
    for totals in [false, true] {
      for notes in try notes(.groups([Self.costs], by: [.field(World.unit)], totals: totals)) { #expect(notes == [skipped("m0", 1)]) }
    }
    for notes in try notes(.groups([Self.costs], by: [.field(World.unit)], across: .field(World.phase), totals: true)) {
      #expect(notes == [skipped("m0", 1)])
    }
  }

  @Test func partsAndSingleFigures() throws {
    let part = Checked(.part(Self.costs), .number)
    for notes in try notes(.groups([part], by: [.field(World.unit)])) { #expect(notes == [skipped("m0", 1)]) }
    for notes in try notes(.groups([Self.costs])) { #expect(notes == [skipped("m0", 1)]) }
  }

  @Test func rankings() throws {
    var query = CheckedQuery.groups([Self.costs])
    query.shape = .ranking(
      CheckedQuery.Ranking(
        key: GroupKey(column: OutputColumn(name: "unit", value: .field(World.unit))),
        measure: OutputColumn(name: "costs", value: Self.costs),
        isAscending: false))
    for notes in try notes(query) { #expect(notes == [skipped("costs", 1)]) }
  }

  @Test func aggregatesOfAWholeEntityInConditions() throws {
    let average = Checked(.entityAggregate(Aggregate(.avg, value: .field(World.cost)), entity: World.works), .money(World.thousand))
    let query = CheckedQuery.groups([.rowCount], where: .compare(.field(World.cost), .greater, average))
    for notes in try notes(query) { #expect(notes == [skipped("avg(works.cost)", 1)]) }
  }

  @Test func valuesAlone() throws {
    let average = Checked(.entityAggregate(Aggregate(.avg, value: .field(World.cost)), entity: World.works), .money(World.thousand))
    let table = try Engine(library: library).table(of: OutputColumn(name: "average", value: average), at: 0)
    #expect(table.notes.map(\.kind) == [skipped("avg(works.cost)", 1)])
  }

  @Test func linkedRecordsThatAListShows() throws {
    let link = ReverseLink(entity: World.steps, field: World.work)
    let weight = Checked(.linkAggregate(Aggregate(.sum, value: .field(World.weight)), over: link), .number)
    var query = CheckedQuery.groups([.rowCount])
    query.shape = .rows(columns: [OutputColumn(name: "weight", value: weight)])
    for notes in try notes(query) { #expect(notes == [skipped("weight", 2)]) }
    // A condition on them is no figure.
    let heavy = CheckedQuery.groups([.rowCount], where: .compare(weight, .greater, .number(0)))
    for notes in try notes(heavy) { #expect(notes == []) }
  }

  @Test func sortKeysThatAreNotPrinted() throws {
    var query = CheckedQuery.groups([.rowCount], by: [.field(World.unit)])
    query.order = [CheckedQuery.SortKey(.expression(.aggregate(.avg, .field(World.cost))), isDescending: true)]
    for notes in try notes(query) { #expect(notes == [skipped("avg(cost)", 1)]) }
  }

  /// W4 has no phase and counts as not; W2 would, but the filter leaves it out.
  @Test func sharesSayWhatCountsAsNot() throws {
    let isLate = Checked(.isOneOf(.field(World.phase), [2]), .flag)
    let known = Checked.not(Checked(.isMissing(.field(World.cost)), .flag))
    let share = Checked(.aggregate(Aggregate(.share, value: isLate, filter: known)), .number)
    for notes in try notes(.groups([share])) {
      #expect(notes == [.undecided(column: "m0", count: 1)])
    }
    let costly = Checked(.aggregate(Aggregate(.share, value: .compare(.field(World.size), .greater, .number(1)))), .number)
    for notes in try notes(.groups([costly], where: .not(Checked(.isMissing(.field(World.size)), .flag)))) { #expect(notes == []) }
  }
}
