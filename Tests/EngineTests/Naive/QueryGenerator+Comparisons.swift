import Diagnostics
import Query
import Schema

// Queries at several snapshots.
extension QueryGenerator {
  /// Groups or a ranking without order, at a snapshot.
  private mutating func groups(allowRanking: Bool, depth: Int) -> CheckedQuery {
    let entity = pick([World.works, World.works, World.steps, World.units])
    let row = Row.records(entity)
    var query = CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: pastSnapshot(), today: Self.today,
      condition: chance(2) ? nil : condition(row, depth: depth), shape: .rows(columns: []), addedChoices: [Self.bands])
    if allowRanking, chance(2) {
      query.shape = .ranking(
        CheckedQuery.Ranking(
          key: GroupKey(column: OutputColumn(name: "k", value: key(row, depth: 1))),
          measure: OutputColumn(name: "m", value: measure(pick([.number, .money(World.thousand), .date]), row, depth: depth)),
          isAscending: chance(2)))
    } else {
      var grouping = grouping(row, depth: depth)
      grouping.across = nil
      query.shape = .groups(grouping)
    }
    return query
  }

  mutating func comparison(depth: Int) -> CheckedQuery {
    let now = groups(allowRanking: true, depth: depth)
    var before = now
    before.snapshot = pastSnapshot()
    if chance(3), let entity = now.entity { before.condition = condition(.records(entity), depth: depth) }
    let changes = now.keysAndMeasures.measures.map { measure -> CheckedQuery.Comparison.Change in
      switch measure.value.type {
      case .number: pick([.difference, .points])
      case .money, .duration, .date: .difference
      case .text, .choice, .period, .flag, .link: .none
      }
    }
    let comparison = CheckedQuery.Comparison(now: now, before: before, changes: changes)
    return outer(.comparison(comparison), comparison.columns, now)
  }

  mutating func trend(depth: Int) -> CheckedQuery {
    var query = chance(2) ? plainGroups() : groups(allowRanking: false, depth: depth)
    if case .groups(var grouping) = query.shape {
      grouping.withTotals = false
      query.shape = .groups(grouping)
    }
    let points = (0..<Dump.snapshotCount).map { snapshot -> CheckedQuery.Trend.Point in
      var there = query
      there.snapshot = snapshot
      let isEmpty = snapshot > 0 && chance(4)
      return CheckedQuery.Trend.Point(
        value: .period(Period(.month, holding: World.snapshotDay(snapshot))), query: isEmpty ? nil : there)
    }
    let column = OutputColumn(name: "period", value: Checked(.constant(.missing), .period(.month)))
    var trend = CheckedQuery.Trend(column: column, points: points)
    trend.isSteady = true
    return outer(.trend(trend), trend.columns, query)
  }

  /// Groups by codes of what adds up over versions, as analysts ask for most often.
  mutating func plainGroups() -> CheckedQuery {
    let row = Row.records(World.works)
    func field(_ field: Int) -> Checked { .field(field) }
    var conditions: [Checked] {
      [
        .isOneOf(field(World.phase), [0, 2]), .isMissing(field(World.start)), field(World.open), .not(.isOneOf(field(World.unit), [1])),
        .compare(field(World.cost), .greater, Checked(.constant(.money(Money(rawValue: 20_000_0000))), .money(World.thousand))),
        .isMissing(field(World.cost)),
      ]
    }
    func aggregate(_ aggregate: Aggregate, _ type: DataType) -> Checked { Checked(.aggregate(aggregate), type) }
    let measures = (0...Int.random(in: 0...2, using: &random)).map { place -> OutputColumn in
      let filter = chance(3) ? pick(conditions) : nil
      let measure: Checked
      switch Int.random(in: 0...4, using: &random) {
      case 0: measure = aggregate(Aggregate(.count, filter: filter), .number)
      case 1: measure = aggregate(Aggregate(.sum, value: field(World.cost), filter: filter), .money(World.thousand))
      case 2: measure = aggregate(Aggregate(.avg, value: field(World.start), filter: filter), .date)
      case 3: measure = aggregate(Aggregate(.share, value: pick(conditions), filter: filter), .number)
      default:
        measure = Checked(
          .arithmetic(.addNumbers, aggregate(Aggregate(.count, filter: filter), .number), aggregate(Aggregate(.count), .number)), .number)
      }
      return OutputColumn(name: "m\(place)", value: measure)
    }
    let keys = (0..<Int.random(in: 0...2, using: &random)).map { place in
      GroupKey(column: OutputColumn(name: "k\(place)", value: field(pick([World.phase, World.unit, World.measure]))))
    }
    return CheckedQuery(
      source: .entity(World.works), entity: World.works, snapshot: 3, today: Self.today,
      condition: chance(2) ? nil : chance(3) ? condition(row, depth: 1) : pick(conditions),
      shape: .groups(CheckedQuery.Grouping(keys: keys, across: nil, measures: measures, withTotals: false, withEmpty: false)),
      addedChoices: [Self.bands])
  }

  private mutating func outer(_ source: CheckedQuery.Source, _ columns: [OutputColumn], _ inner: CheckedQuery) -> CheckedQuery {
    let cells = columns.enumerated().map { Checked.result($0, $1.value.type) }
    var query = CheckedQuery(
      source: source, entity: nil, snapshot: inner.snapshot, today: Self.today,
      shape: .rows(columns: zip(columns, cells).map { OutputColumn(name: $0.name, value: $1) }), addedChoices: [Self.bands])
    arrange(&query, Row(entity: nil, columns: cells), depth: 1)
    return query
  }
}
