import Query
import Schema

// Aggregates over the rows that belong to a row or a group, for databases in which a subquery cannot read the row around it: worked out for all keys
// at once and joined.

/// A relation of aggregates by key.
struct KeyedAggregate {
  var relation: String
  var keys: [String]
  var value: String
  var presence: String
  /// What a key without rows has: 0, or missing.
  var isZeroWithoutRows: Bool
  var isNeverMissing: Bool
  var digits: Digits

  /// - Parameters:
  ///   - value: the joined cell.
  ///   - presence: TRUE where the key has rows.
  func cell(_ value: String, _ presence: String) -> Term {
    if isNeverMissing { return Term("COALESCE(\(value), 0)", isKnown: true, digits: digits) }
    return Term(isZeroWithoutRows ? "CASE WHEN \(presence) THEN \(value) ELSE 0 END" : value, digits: digits)
  }
}

extension Writing {
  /// The aggregate of the rows of each combination of keys.
  func keyed(_ aggregate: Aggregate, over rows: Scope, _ conditions: [Term], by keys: [String], _ expression: Checked) throws
    -> KeyedAggregate
  {
    var conditions = conditions
    if let filter = aggregate.filter { conditions.append(try condition(filter, .row(rows))) }
    let names = keys.map { _ in freshName("key") }
    var columns = zip(names, keys).map { (name: $0, sql: $1) }
    var scope = rows
    if let link = aggregate.onceThrough {
      // Each target once for each key.
      guard let entity = rows.entity, case .link(let target) = catalog.entities[entity].fields[link].type else {
        throw SQLError(.misplaced("a link"), at: expression.range)
      }
      let (once, targetName) = (freshName("once"), freshName("target"))
      columns.append((targetName, try fieldColumn(link, rows, expression.range)))
      var text = select(columns: columns, from: rows.from.text, condition: .all(conditions)).text
      text.replaceSubrange(text.startIndex..<text.index(text.startIndex, offsetBy: "SELECT".count), with: "SELECT DISTINCT")
      with(once, text)
      scope = try records(target, rows.snapshot)
      let alias = freshAlias(once)
      scope.from.add("JOIN \(quoted(once)) AS \(alias) ON \(alias).\(targetName) = \(try keyColumn(scope, expression.range))")
      columns = names.map { ($0, "\(alias).\($0)") }
      conditions = []
    }
    let term = try written(aggregate, over: scope, filter: nil, isNeverEmpty: true, expression)
    let (relation, value, presence) = (freshName("linked"), freshName("value"), freshName("present"))
    with(
      relation,
      select(
        columns: columns + [(value, term.text), (presence, "TRUE")], from: scope.from.text, condition: .all(conditions),
        groupBy: names.indices.map { String($0 + 1) }.joined(separator: ", ")
      ).text)
    let isCount = aggregate.function == .count || aggregate.function == .distinct
    return KeyedAggregate(
      relation: relation, keys: names, value: value, presence: presence, isZeroWithoutRows: isCount || aggregate.function == .sum,
      isNeverMissing: isCount, digits: term.digits)
  }

  /// An aggregate as a query of its own, over the rows of the group at hand or what is joined to them.
  func subquery(_ aggregate: Aggregate, over rows: Scope, _ again: RowsAgain, of groups: GroupScope, _ expression: Checked) throws -> Term {
    guard !answers.hasCorrelatedSubqueries, !again.ties.isEmpty else {
      let ties = again.ties.map { isSame($0.own, $0.group) }
      return try subquery(aggregate, over: rows, ties + again.conditions, expression)
    }
    let keyed = try keyed(aggregate, over: rows, again.conditions, by: again.ties.map(\.own), expression)
    let alias = freshAlias(keyed.relation)
    let match = zip(keyed.keys, again.ties).map { isSame("\(alias).\($0)", $1.group) }
    groups.rows.from.add("LEFT JOIN \(quoted(keyed.relation)) AS \(alias) ON \(Term.all(match).text)")
    // The same in every row of the group.
    return keyed.cell("any(\(alias).\(keyed.value))", "any(\(alias).\(keyed.presence))")
  }
}
