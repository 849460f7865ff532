import Query
import Schema

extension QueryGenerator {
  static let today = Day(year: 2018, month: 9, day: 30)!

  /// A query over an entity, or a stage on another query.
  mutating func query(depth: Int = 2, allowStages: Bool = true) -> CheckedQuery {
    let snapshot = pastSnapshot()
    if allowStages, chance(4) { return stage(depth: depth) }
    if allowStages, chance(5) { return chance(3) ? trend(depth: depth) : comparison(depth: depth) }
    let entity = pick([World.works, World.works, World.works, World.steps, World.units])
    return query(.entity(entity), .records(entity), snapshot: snapshot, depth: depth)
  }

  private mutating func stage(depth: Int) -> CheckedQuery {
    if chance(2) {
      var inner = query(depth: 1, allowStages: false)
      let entity = inner.entity!
      inner.shape = .rows(columns: [OutputColumn(name: "id", value: .field(0, of: entity))])
      (inner.order, inner.cut, inner.skip) = ([], nil, 0)
      arrange(&inner, .records(entity), depth: 1)
      return query(.rows(of: inner), .records(entity), snapshot: inner.snapshot, depth: depth)
    }
    var inner = query(depth: 1, allowStages: false)
    let row = Row(entity: nil, columns: outputTypes(inner).enumerated().map { .result($0, $1) })
    inner.addedChoices = [Self.bands]
    return query(.table(of: inner), row, snapshot: inner.snapshot, depth: depth)
  }

  func outputTypes(_ query: CheckedQuery) -> [DataType] {
    switch query.shape {
    case .rows(let columns): return columns.map(\.value.type)
    case .groups(let grouping):
      let types = grouping.keys.map(\.column.value.type) + grouping.measures.map(\.value.type)
      // How many columns `across` makes is known only from the data.
      return grouping.across == nil ? types : Array(types.prefix(grouping.keys.count))
    case .ranking(let ranking): return [.number, ranking.key.column.value.type, ranking.measure.value.type]
    }
  }

  private mutating func query(_ source: CheckedQuery.Source, _ row: Row, snapshot: Int, depth: Int) -> CheckedQuery {
    var query = CheckedQuery(
      source: source, entity: row.entity, snapshot: snapshot, today: Self.today,
      condition: chance(4) ? nil : condition(row, depth: depth), shape: .rows(columns: []), addedChoices: [Self.bands])
    switch Int.random(in: 0...4, using: &random) {
    case 0, 1:
      query.shape = .rows(
        columns: (0...Int.random(in: 0...3, using: &random)).map {
          OutputColumn(name: "c\($0)", value: value(pick(Self.types), row, depth: depth))
        })
    case 2, 3: query.shape = .groups(grouping(row, depth: depth))
    default:
      query.shape = .ranking(
        CheckedQuery.Ranking(
          key: GroupKey(column: OutputColumn(name: "k", value: key(row, depth: depth))),
          measure: OutputColumn(name: "m", value: measure(pick([.number, .money(World.thousand), .date]), row, depth: depth)),
          isAscending: chance(2)))
    }
    arrange(&query, row, depth: depth)
    return query
  }

  mutating func key(_ row: Row, depth: Int) -> Checked {
    let type = pick(Self.types + [.choice(Self.band), .choice(0), .link(World.units)])
    if case .link = type {
      let links = row.columns.filter { if case .link = $0.type { true } else { false } }
      if let entity = row.entity, entity == World.steps, chance(2) {
        return .follow(World.work, World.works, .field(World.unit))
      }
      return links.isEmpty ? value(.choice(0), row, depth: depth) : pick(links)
    }
    if case .choice(Self.band) = type {
      return Checked(.call(.band, [value(.number, row, depth: depth), .number(0), .number(1), .number(2)]), type)
    }
    return value(type, row, depth: chance(2) ? 0 : depth)
  }

  mutating func grouping(_ row: Row, depth: Int) -> CheckedQuery.Grouping {
    let keys = (0..<Int.random(in: 0...2, using: &random)).map {
      GroupKey(column: OutputColumn(name: "k\($0)", value: key(row, depth: depth)))
    }
    return CheckedQuery.Grouping(
      keys: keys, across: chance(4) ? GroupKey(column: OutputColumn(name: "across", value: key(row, depth: depth))) : nil,
      measures: (0...Int.random(in: 0...2, using: &random)).map {
        OutputColumn(name: "m\($0)", value: measure(pick(Self.types), row, depth: depth))
      }, withTotals: chance(3), withEmpty: chance(3))
  }

  /// Adds sorting, cutting, skipping.
  mutating func arrange(_ query: inout CheckedQuery, _ row: Row, depth: Int) {
    let order = (0..<Int.random(in: 0...2, using: &random)).map { _ in sortKey(query, row, depth: depth) }
    if chance(3) { query.skip = Int.random(in: 0...3, using: &random) }
    guard chance(3) else {
      query.order = order
      return
    }
    var per: Checked?
    switch query.shape {
    case .rows: if chance(2) { per = key(row, depth: 0) }
    case .groups(let grouping): if chance(2), let key = grouping.keys.first { per = key.column.value }
    case .ranking: break
    }
    query.cut = CheckedQuery.Cut(count: Int.random(in: 0...5, using: &random), by: order, per: per)
    if case .ranking = query.shape { return }
    if chance(3) { query.cut!.order = (0..<Int.random(in: 1...2, using: &random)).map { _ in sortKey(query, row, depth: depth) } }
  }

  private mutating func sortKey(_ query: CheckedQuery, _ row: Row, depth: Int) -> CheckedQuery.SortKey {
    let columns: Int
    switch query.shape {
    case .rows(let outputs): columns = outputs.count
    case .groups(let grouping): columns = grouping.keys.count + grouping.measures.count
    case .ranking: columns = 3
    }
    if columns > 0, chance(2) { return CheckedQuery.SortKey(.column(Int.random(in: 0..<columns, using: &random)), isDescending: chance(2)) }
    if case .rows = query.shape {
      return CheckedQuery.SortKey(.expression(value(pick(Self.types), row, depth: depth)), isDescending: chance(2))
    }
    return CheckedQuery.SortKey(.expression(measure(pick(Self.types), row, depth: depth)), isDescending: chance(2))
  }
}
