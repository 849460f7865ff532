import Engine
import Query
import Results
import Schema
import Store
import TestSupport
import Testing

/// Trends worked out in one pass over all versions say what each point asked for itself says, notes included.
@Suite struct SweepTests {
  @Test(arguments: UInt64(1)...40) func sweepEqualsPointByPoint(seed: UInt64) throws {
    var generator = QueryGenerator(random: SeededGenerator(seed: seed))
    let library = try World.library(Dump.random(&generator.random))
    let pointByPoint = Engine(library: library, options: Engine.Options(rules: Set(Rule.allCases).subtracting([.oneSweep])))
    let sweeping = Engine(library: library)
    for _ in 0..<20 {
      let query = trend(of: generator.plainGroups())
      let (expected, found) = (try pointByPoint.run(query), try sweeping.run(query))
      #expect(found.lines == expected.lines, "\(query)")
      #expect(Set(found.notes) == Set(expected.notes), "\(query)")
      #expect(found.keyColumns == expected.keyColumns)
    }
  }

  private func trend(of query: CheckedQuery) -> CheckedQuery {
    let points = (0..<Dump.snapshotCount).map { snapshot -> CheckedQuery.Trend.Point in
      var there = query
      there.snapshot = snapshot
      return CheckedQuery.Trend.Point(
        value: .period(Period(.month, holding: World.snapshotDay(snapshot))), query: snapshot == 1 ? nil : there)
    }
    var trend = CheckedQuery.Trend(
      column: OutputColumn(name: "period", value: Checked(.constant(.missing), .period(.month))), points: points)
    trend.isSteady = true
    return CheckedQuery(
      source: .trend(trend), entity: nil, snapshot: 3, today: query.today,
      shape: .rows(columns: trend.columns.enumerated().map { OutputColumn(name: $1.name, value: .result($0, $1.value.type)) }),
      addedChoices: query.addedChoices)
  }

  private func plan(_ measure: Checked, where condition: Checked? = nil) throws -> String {
    var generator = QueryGenerator(random: SeededGenerator(seed: 7))
    let library = try World.library(Dump.random(&generator.random))
    let query = CheckedQuery(
      source: .entity(World.works), entity: World.works, snapshot: 3, today: QueryGenerator.today, condition: condition,
      shape: .groups(
        CheckedQuery.Grouping(
          keys: [GroupKey(column: OutputColumn(name: "k", value: .field(World.phase)))], across: nil,
          measures: [OutputColumn(name: "m", value: measure)], withTotals: false, withEmpty: false)))
    return try Engine(library: library).explainPlan(trend(of: query))
  }

  /// A sum is swept; what other rows or other snapshots have a say in is not.
  @Test func onlyWhatAddsUpIsSwept() throws {
    func aggregate(_ function: Aggregate.Function, _ type: DataType = .money(World.thousand), filter: Checked? = nil) -> Checked {
      Checked(.aggregate(Aggregate(function, value: .field(World.cost), filter: filter)), type)
    }
    let all = Checked(.entityAggregate(Aggregate(.max, value: .field(World.cost)), entity: World.works), .money(World.thousand))
    let above = Checked.compare(.field(World.cost), .greater, all)
    let before = Checked(.atSnapshot(0, .isOneOf(.field(World.phase), [0])), .flag)
    let swept = "one pass over all versions"
    #expect(try plan(aggregate(.sum)).contains(swept))
    #expect(try plan(aggregate(.avg), where: .isMissing(.field(World.start))).contains(swept))
    #expect(try !plan(aggregate(.median)).contains(swept))
    #expect(try !plan(aggregate(.count, .number)).contains(swept))
    #expect(try !plan(aggregate(.sum), where: above).contains(swept))
    #expect(try !plan(aggregate(.sum, filter: above)).contains(swept))
    #expect(try !plan(aggregate(.sum), where: before).contains(swept))
  }
}
