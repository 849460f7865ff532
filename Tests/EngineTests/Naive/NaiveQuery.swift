import Diagnostics
import Query
import Schema

struct NaiveResult {
  var rows: [[Value]] = []
  /// Of each row but the total: what its equals go by when a stage sorts them.
  var keys: [Int] = []
  /// How many of the rows are the total.
  var totals = 0
  var ties = 0
  /// Rows before `top` or `skip`, when those left some out.
  var cutOf: Int?
  /// By measure: missing values skipped.
  var skipped: [String: Int] = [:]
}

/// Runs a checked query a row at a time.
struct NaiveQuery {
  let library: NaiveLibrary
  let query: CheckedQuery
  let evaluator: NaiveEvaluator
  /// Dates of the snapshots, which only histories print
  let days: [Day]

  init(library: NaiveLibrary, query: CheckedQuery, days: [Day] = []) {
    self.library = library
    self.query = query
    self.days = days
    evaluator = NaiveEvaluator(library: library, snapshot: query.snapshot, choices: World.catalog.choices + query.addedChoices)
  }

  /// A row of the output before it is printed: what sorting and cutting look at.
  private struct Item {
    var row: NaiveRow = .nothing
    /// Rows of a group.
    var members: [NaiveRow] = []
    var keys: [Value] = []
    var rank: Value = .missing
    /// Where it came in.
    var place = 0
    /// What equals go by: the key of the record, the place of the line, of the group in declared order.
    var key = 0
  }

  /// Rows as they come, each with what its equals go by.
  private typealias Keyed = (row: NaiveRow, key: Int)

  func result() throws -> NaiveResult {
    let keyed = try keyedRows()
    let rows = keyed.map(\.row)
    var result = NaiveResult()
    switch query.shape {
    case .rows(let columns):
      let items = try arranged(items(keyed), rows, &result)
      result.keys = items.map(\.key)
      result.rows = try items.map { item in try columns.map { try evaluator.value($0.value, .row(item.row)) } }
      if case .comparison(let comparison) = query.source, let total = try NaiveComparison(library: library, comparison: comparison).total()
      {
        result.rows.append(total)
        result.totals = 1
      }
    case .groups(let grouping):
      let groups = try groups(rows, grouping.keys, withEmpty: grouping.withEmpty)
      let items = try arranged(groups, rows, &result)
      result.keys = items.map(\.key)
      let across = try grouping.across.map { try values(of: $0, rows, withEmpty: grouping.withEmpty) }
      result.rows = try items.map { item in
        try item.keys + measures(grouping, item.members, across, whole: rows)
      }
      if grouping.withTotals {
        result.rows.append(try grouping.keys.map { _ in .missing } + measures(grouping, rows, across, whole: rows))
        result.totals = 1
      }
      let cells = try groups.flatMap { group in
        try across?.map { value in try group.members.filter { try evaluator.value(grouping.across!.column.value, .row($0)) == value } }
          ?? [group.members]
      }
      for measure in grouping.measures { result.skipped[measure.name] = try skipped(measure.value, cells) }
    case .ranking(let ranking):
      var items = try groups(rows, [ranking.key], withEmpty: false)
      // Records without the key are no competitor.
      let measures = try items.map { item -> Value in
        guard item.keys[0] != .missing else { return .missing }
        let value = try evaluator.value(ranking.measure.value, .group(item.members, whole: rows))
        return evaluator.isOrdered(value, ranking.measure.value.type) ? value : .missing
      }
      for index in items.indices where measures[index] != .missing {
        let better = measures.filter { other in
          evaluator.order(other, measures[index]).map { ranking.isAscending ? $0 < 0 : $0 > 0 } ?? false
        }
        items[index].rank = .number(Decimal(better.count + 1))
      }
      let shown = try arranged(items, rows, &result)
      result.keys = shown.map(\.key)
      result.rows = try shown.map {
        [$0.rank, $0.keys[0], try evaluator.value(ranking.measure.value, .group($0.members, whole: rows))]
      }
      result.skipped[ranking.measure.name] = try skipped(ranking.measure.value, items.map(\.members))
    }
    return result
  }

  private func sourceRows() throws -> [Keyed] {
    func inKeyOrder(_ lines: [[Value]]) -> [Keyed] { lines.enumerated().map { (.result($1), $0) } }
    switch query.source {
    case .entity(let entity): return evaluator.records(entity).map { ($0, $0.key) }
    case .changes(let changes): return inKeyOrder(try NaiveLines(library: library, choices: evaluator.choices).rows(changes))
    case .history(let history): return inKeyOrder(try NaiveLines(library: library, choices: evaluator.choices).rows(history, days))
    case .rows(let inner): return try NaiveQuery(library: library, query: inner, days: days).selected().map { ($0, $0.key) }
    case .comparison(let comparison):
      return try NaiveComparison(library: library, comparison: comparison).rows().map { (.result($0.cells), $0.key) }
    case .trend(let trend): return inKeyOrder(try NaiveComparison.rows(of: trend, library))
    case .table(let inner):
      let result = try NaiveQuery(library: library, query: inner, days: days).result()
      return zip(result.rows.dropLast(result.totals), result.keys).map { (.result($0), $1) }
    }
  }

  private func keyedRows() throws -> [Keyed] {
    try sourceRows().filter { row, _ in try query.condition.map { try evaluator.holds($0, .row(row)) } ?? true }
  }

  private func items(_ rows: [Keyed]) -> [Item] { rows.enumerated().map { Item(row: $1.row, place: $0, key: $1.key) } }

  /// The rows that a list shows, in its order.
  private func selected() throws -> [NaiveRow] {
    let rows = try keyedRows()
    var ignored = NaiveResult()
    return try arranged(items(rows), rows.map(\.row), &ignored).map(\.row)
  }

  // MARK: Groups

  /// Different values in declared order, missing last.
  private func values(of key: GroupKey, _ rows: [NaiveRow], withEmpty: Bool) throws -> [Value] {
    var found = Set(try rows.map { try evaluator.value(key.column.value, .row($0)) })
    if withEmpty { found.formUnion(universe(key.column.value)) }
    let hasMissing = found.remove(.missing) != nil
    return found.sorted { evaluator.order($0, $1)! < 0 } + (hasMissing ? [.missing] : [])
  }

  private func universe(_ key: Checked) -> [Value] {
    switch key.type {
    case .choice(let choice): return evaluator.choices[choice].values.indices.map { .choice($0) }
    case .link(let target):
      var entity = query.entity
      var inner = key
      while case .follow(_, let next, let further) = inner.node {
        entity = next
        inner = further
      }
      var restriction: LinkRestriction?
      if case .column(.field(let field)) = inner.node, let entity { restriction = World.catalog.entities[entity].fields[field].restriction }
      return evaluator.records(target).compactMap { row in
        guard case .record(_, let record) = row else { return nil }
        if let restriction, record.cells[restriction.field] != .choice(restriction.code) { return nil }
        return .link(record.key)
      }
    default: return []
    }
  }

  private func groups(_ rows: [NaiveRow], _ keys: [GroupKey], withEmpty: Bool) throws -> [Item] {
    let values = try keys.map { try self.values(of: $0, rows, withEmpty: withEmpty) }
    let tuples = values.reduce([[]]) { tuples, values in tuples.flatMap { tuple in values.map { tuple + [$0] } } }
    let keyed = try rows.map { row in (row, try keys.map { try evaluator.value($0.column.value, .row(row)) }) }
    var items: [Item] = []
    for tuple in tuples {
      let members = keyed.filter { $0.1 == tuple }.map(\.0)
      guard !members.isEmpty || keys.isEmpty || (withEmpty && !tuple.contains(.missing)) else { continue }
      items.append(Item(members: members, keys: tuple, place: items.count, key: items.count))
    }
    return items
  }

  /// What each measure is for a group without rows, beside the rows that are there.
  func measuresOfNoRows() throws -> [Value] {
    let rows = try keyedRows().map(\.row)
    return try query.keysAndMeasures.measures.map { try evaluator.value($0.value, .group([], whole: rows)) }
  }

  private func measures(_ grouping: CheckedQuery.Grouping, _ members: [NaiveRow], _ across: [Value]?, whole: [NaiveRow]) throws -> [Value] {
    func all(_ rows: [NaiveRow]) throws -> [Value] {
      try grouping.measures.map { try evaluator.value($0.value, .group(rows, whole: whole)) }
    }
    guard let across, let key = grouping.across else { return try all(members) }
    let cells = try across.flatMap { value in
      try all(members.filter { try evaluator.value(key.column.value, .row($0)) == value })
    }
    return cells + (grouping.withTotals ? try all(members) : [])
  }

  // MARK: Order

  private func arranged(_ items: [Item], _ rows: [NaiveRow], _ result: inout NaiveResult) throws -> [Item] {
    var isRanking = false
    if case .ranking = query.shape { isRanking = true }
    let byRank = [CheckedQuery.SortKey(.column(0), isDescending: false)]
    guard let cut = query.cut else {
      let sorted = try sorted(items, by: query.order.isEmpty && isRanking ? byRank : query.order, rows)
      if query.skip > 0, !items.isEmpty { result.cutOf = items.count }
      return Array(sorted.dropFirst(query.skip))
    }
    var by = cut.by
    if by.isEmpty, isRanking { by = byRank }
    let eligible = try items.filter { item in
      try by.isEmpty || evaluator.isOrdered(cell(by[0].target, item, rows), type(of: by[0].target))
    }
    let pers = try items.reduce(into: [Value]()) { pers, item in
      let per = try per(item)
      if !pers.contains(per) { pers.append(per) }
    }.sorted { left, right in left != .missing && (right == .missing || evaluator.order(left, right)! < 0) }
    var shown: [Item] = []
    for per in pers {
      let part = try sorted(eligible.filter { try self.per($0) == per }, by: by, rows)
      let taken = Array(part.dropFirst(query.skip).prefix(cut.count))
      if let last = taken.last, !by.isEmpty {
        let cells = try by.map { try cell($0.target, last, rows) }
        result.ties += try part.dropFirst(query.skip + taken.count).count { item in try by.map { try cell($0.target, item, rows) } == cells
        }
      }
      shown += taken
    }
    if shown.count < items.count { result.cutOf = items.count }
    return cut.order.isEmpty ? shown : try sorted(shown, by: cut.order, rows)
  }

  private func per(_ item: Item) throws -> Value {
    guard let per = query.cut?.per else { return .flag(true) }
    guard case .groups(let grouping) = query.shape else { return try evaluator.value(per, .row(item.row)) }
    return item.keys[grouping.keys.firstIndex { String(describing: $0.column.value.node) == String(describing: per.node) }!]
  }

  private func sorted(_ items: [Item], by keys: [CheckedQuery.SortKey], _ rows: [NaiveRow]) throws -> [Item] {
    let keyed = try items.map { item in (item, try keys.map { try cell($0.target, item, rows) }) }
    return keyed.sorted { left, right in
      for (index, key) in keys.enumerated() {
        let (a, b) = (left.1[index], right.1[index])
        if a == .missing || b == .missing {
          if a == b { continue }
          return b == .missing
        }
        let order = evaluator.order(a, b)!
        let type = type(of: key.target)
        // What stands outside the order of a choice comes behind it both ways.
        if !evaluator.isOrdered(a, type) || !evaluator.isOrdered(b, type), order != 0 { return order < 0 }
        if order != 0 { return key.isDescending ? order > 0 : order < 0 }
      }
      // Nothing but sections leaves the rows of each as they came.
      return keys.count > query.sections ? left.0.key < right.0.key : left.0.place < right.0.place
    }.map(\.0)
  }

  private func type(of target: CheckedQuery.SortKey.Target) -> DataType {
    switch (target, query.shape) {
    case (.expression(let expression), _): expression.type
    case (.column(let column), .rows(let columns)): columns[column].value.type
    case (.column(let column), .groups(let grouping)): (grouping.keys.map(\.column) + grouping.measures)[column].value.type
    case (.column(let column), .ranking(let ranking)): column == 1 ? ranking.key.column.value.type : ranking.measure.value.type
    }
  }

  private func cell(_ target: CheckedQuery.SortKey.Target, _ item: Item, _ rows: [NaiveRow]) throws -> Value {
    switch (target, query.shape) {
    case (.expression(let expression), .rows): return try evaluator.value(expression, .row(item.row))
    case (.expression(let expression), _): return try evaluator.value(expression, .group(item.members, whole: rows))
    case (.column(let column), .rows(let columns)): return try evaluator.value(columns[column].value, .row(item.row))
    case (.column(let column), .groups(let grouping)):
      if column < grouping.keys.count { return item.keys[column] }
      return try evaluator.value(grouping.measures[column - grouping.keys.count].value, .group(item.members, whole: rows))
    case (.column(let column), .ranking(let ranking)):
      if column == 0 { return item.rank }
      if column == 1 { return item.keys[0] }
      if item.keys[0] == .missing { return .missing }
      return try evaluator.value(ranking.measure.value, .group(item.members, whole: rows))
    }
  }

  // MARK: Footer

  /// Missing values that the measure's aggregates skip in the groups, each different aggregate once.
  private func skipped(_ measure: Checked, _ groups: [[NaiveRow]]) throws -> Int {
    try groups.reduce(0) { sum, rows in
      var counts: [String: Int] = [:]
      try collect(measure, rows, &counts)
      return counts.values.reduce(sum, +)
    }
  }

  private func collect(_ expression: Checked, _ rows: [NaiveRow], _ counts: inout [String: Int]) throws {
    func count(_ aggregate: Aggregate, _ rows: [NaiveRow]) throws {
      guard let value = aggregate.value, aggregate.function != .count, aggregate.function != .share else { return }
      counts[String(describing: expression.node)] = try evaluator.aggregated(aggregate, rows).count {
        try evaluator.value(value, .row($0)) == .missing
      }
    }
    switch expression.node {
    case .aggregate(let aggregate): try count(aggregate, rows)
    case .linkAggregate(let aggregate, let link):
      let keys = Set(rows.map(\.key))
      try count(
        aggregate,
        evaluator.records(link.entity).filter {
          if case .record(_, let record) = $0, case .link(let key) = record.cells[link.field] { return keys.contains(key) }
          return false
        })
    case .arithmetic(_, let left, let right), .compare(_, let left, let right):
      try collect(left, rows, &counts)
      try collect(right, rows, &counts)
    case .part(let inner), .negate(let inner), .not(let inner), .isMissing(let inner), .definition(_, let inner), .isIn(let inner, _),
      .isBetween(let inner, _, _), .isOneOf(let inner, _):
      try collect(inner, rows, &counts)
    case .chain(let first, let steps):
      for inner in [first] + steps.map(\.operand) { try collect(inner, rows, &counts) }
    case .shared(let shared): try collect(shared.body, rows, &counts)
    case .conditional(let condition, let then, let otherwise):
      for inner in [condition, then, otherwise] { try collect(inner, rows, &counts) }
    case .and(let inner), .or(let inner), .coalesce(let inner), .call(_, let inner):
      for inner in inner { try collect(inner, rows, &counts) }
    default: break
    }
  }
}
