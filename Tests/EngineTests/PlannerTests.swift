import Query
import Schema
import Store
import Testing

@testable import Engine

/// A plan follows from a query and statistics alone: these are made by hand, no library stands behind them.
@Suite struct PlannerTests {
  /// An office of which nothing but sizes is known.
  private struct Office: Statistics {
    var snapshotCount = 12
    var rowCount = 10_000
    var topOfPhase: UInt64 = 4
    var widthOfCost = 4
    var missingCosts = 3

    var mostRows: Int { rowCount }
    func table(_: Int) -> TableStatistics { TableStatistics(rowCount: rowCount, keyCount: rowCount / 2, versionCount: rowCount) }
    func recordCount(_: Int, at _: Int) -> Int { rowCount / 2 }
    func column(_ field: Int, of entity: Int) -> ColumnStatistics {
      func packed(_ width: Int, _ top: UInt64, missing: Int = 0) -> ColumnStatistics.Cells {
        .packed(PackedStatistics(width: width, unit: 1, top: top, missingCount: missing))
      }
      let type = World.catalog.entities[entity].fields[field].type
      let cells: ColumnStatistics.Cells =
        switch field {
        case World.id: .keys
        case World.title: .texts
        case World.phase: packed(1, topOfPhase)
        case World.open: .flags
        case World.cost: packed(widthOfCost, 1 << 20, missing: missingCosts)
        default: packed(4, 1 << 20)
        }
      return ColumnStatistics(type: type, cells: cells, hasMissing: field == World.cost && missingCosts > 0)
    }
    func stored(_ units: ClosedRange<Int64>, _: Int, of _: Int) -> ClosedRange<UInt64>? { 1...UInt64(clamping: max(units.upperBound, 1)) }
    func rows(withCode _: Int, _: Int, of _: Int) -> Int? { rowCount / 100 }
    func number(of _: String, _: Int, of _: Int) -> Int? { nil }
  }

  /// Nothing is worked out.
  private struct NoConstants: ConstantEvaluator {
    func value(of _: Checked, addedChoices _: [Choice]) -> (value: Value, notes: EvaluatorNotes)? { nil }
  }

  private func plan(_ query: CheckedQuery, _ office: Office = Office(), _ rules: Set<Rule> = Set(Rule.allCases)) -> Plan {
    PlanningContext(statistics: office, constants: NoConstants(), rules: rules, limits: Limits(), estimatesRows: true).plan(
      ResolvedQuery(query))
  }

  private let early = Checked.isOneOf(.field(World.phase), [0])
  private let cheap = Checked.compare(.field(World.cost), .less, .money(50_000))

  @Test func everyStepOfTheListIsTakenInItsOrder() {
    #expect(Rule.ofExpressions.map(\.rule) == [.foldConstants, .oneLookup])
    #expect(
      Rule.ofPredicates.map(\.rule) == [.keyLookup, .columnRanges, .textSearch, .linkSets, .choiceBitmaps, .semiJoins, .otherSnapshots])
  }

  @Test func conditionsBecomeTestsOfColumnsWithTheirRows() throws {
    let plan = plan(.list([.field(World.id)], where: .and(cheap, early), snapshot: 11))
    #expect(plan.fired == [.flattenAnds, .columnRanges, .choiceBitmaps])
    guard plan.filters.count == 2, case .columns(.stored(World.cost, let range)) = plan.filters[0].method,
      case .columns(.codes(World.phase, let codes)) = plan.filters[1].method
    else {
      Issue.record("\(plan.filters)")
      return
    }
    #expect(range == 1...49_999 && codes == [0])
    // A twentieth of a million, then one row in a hundred.
    #expect(plan.nodes.map { Int($0.estimatedRows.rounded()) } == [5000, 238, 2, 2])
  }

  @Test func theCheaperConditionComesFirst() {
    let text = Checked(.contains(.field(World.title), Checked(.constant(.text("a")), .text)), .flag)
    let plan = plan(.list([.field(World.id)], where: .and(text, early), snapshot: 11))
    #expect(plan.fired.contains(.cheapestFirst))
    guard case .columns(.codes) = plan.filters.first?.method else {
      Issue.record("\(plan.filters)")
      return
    }
  }

  private func codes(_ office: Office) -> CodeGrouping? {
    for node in plan(.groups([.rowCount], by: [.field(World.phase)], snapshot: 11), office).nodes {
      if case .group(_, let codes) = node.operation { return codes }
    }
    return nil
  }

  @Test func groupsByCodesAreAsManyAsSumsHaveRoomFor() {
    let limits = Limits()
    #expect(codes(Office())?.idCount == 5)
    #expect(codes(Office(topOfPhase: UInt64(limits.groupIds - 1)))?.idCount == limits.groupIds)
    #expect(codes(Office(topOfPhase: UInt64(limits.groupIds))) == nil)
  }

  private func trend(_ measure: Checked) -> CheckedQuery {
    let points = (0..<12).map { snapshot in
      CheckedQuery.Trend.Point(
        value: .date(World.snapshotDay(snapshot)), query: .groups([measure], by: [.field(World.phase)], where: early, snapshot: snapshot))
    }
    var trend = CheckedQuery.Trend(column: OutputColumn(name: "date", value: Checked(.constant(.missing), .date)), points: points)
    trend.isSteady = true
    var query = CheckedQuery.list([.result(0, .date)], snapshot: 11)
    (query.source, query.entity) = (.trend(trend), nil)
    return query
  }

  private func isSwept(_ measure: Checked, _ office: Office = Office()) -> Bool {
    let plan = plan(trend(measure), office)
    guard case .versionSweep? = plan.nodes.first?.operation else { return false }
    return plan.fired.contains(.oneSweep)
  }

  /// What a sweep cannot do is known before it begins.
  @Test func aTrendIsSweptWhereEveryMeasureAddsUp() {
    let sum = Checked.aggregate(.sum, .field(World.cost))
    #expect(isSwept(sum))
    #expect(isSwept(.aggregate(.sum, .field(World.cost), where: cheap)))
    #expect(isSwept(.aggregate(.share, cheap)))
    #expect(!isSwept(sum, Office(widthOfCost: 8)))
    #expect(!isSwept(.aggregate(.count, .field(World.cost))))
    #expect(!isSwept(.aggregate(.share, .compare(.field(World.title), .less, .field(World.title)))))
    // The group of no phase counts as well.
    let limit = UInt64(Limits().sweptSlots / 12)
    #expect(isSwept(sum, Office(topOfPhase: limit - 1)))
    #expect(!isSwept(sum, Office(topOfPhase: limit)))
  }

  private func top(_ count: Int, snapshot: Int, _ office: Office = Office(), rules: Set<Rule> = Set(Rule.allCases)) -> TopMethod? {
    var query = CheckedQuery.list([.field(World.id)], snapshot: snapshot)
    query.cut = CheckedQuery.Cut(count: count, by: [CheckedQuery.SortKey(.expression(.field(World.cost)), isDescending: true)], per: nil)
    for node in plan(query, office, rules).nodes { if case .top(_, _, let method) = node.operation { return method } }
    return nil
  }

  @Test func topOfOneColumnIsAHeapOfStoredNumbers() {
    let limit = Limits().heapRows
    guard case .columnHeap(World.cost) = top(limit, snapshot: 11), case .heap = top(limit + 1, snapshot: 11),
      case .heap = top(3, snapshot: 10), case .fullSort = top(3, snapshot: 11, rules: [])
    else {
      Issue.record("a cut by another way")
      return
    }
  }

  @Test func twoThreadsAreWorthWakingForManyRows() {
    let many = Limits().sharedWords * 64
    let query = CheckedQuery.groups([.aggregate(.sum, .field(World.cost))], by: [.field(World.phase)], snapshot: 11)
    #expect(plan(query, Office(rowCount: many)).usesTwoThreads)
    #expect(!plan(query, Office(rowCount: many - 1)).usesTwoThreads)
    #expect(!plan(.groups([.rowCount], snapshot: 11), Office(rowCount: many)).usesTwoThreads)
  }
}
