import Syntax
import Query
import Schema

/// The rows that a grouped query reads, sorted by their keys.
final class GroupedRows {
  let writing: Writing
  let scope: Scope
  let condition: Term
  /// The keys as the grouped query selects them.
  let keys: [String]
  let keyDigits: [Digits]
  /// The key that `across` turns, on a row.
  let turned: String?
  /// A common table expression of the picked rows with their keys; nil where the query reads its source once.
  let picked: (name: String, keys: [String], turned: String?)?
  /// Rows that are there, where groups may have none.
  let presence: String?
  private(set) var totalsScope: Scope?

  init(
    _ writing: Writing, scope: Scope, condition: Term, keys: [String], keyDigits: [Digits], turned: String?,
    picked: (name: String, keys: [String], turned: String?)?, presence: String?
  ) {
    self.writing = writing
    self.scope = scope
    self.condition = condition
    self.keys = keys
    self.keyDigits = keyDigits
    self.turned = turned
    self.picked = picked
    self.presence = presence
  }

  /// The groups, or their cells where the turned key has one value.
  func groups(_ turned: ((String) -> Term)? = nil) -> GroupScope {
    let test = turned.map { $0(self.turned!).inside(.and) }
    return GroupScope(
      rows: scope, filters: [presence, test].compactMap { $0 }, isNeverEmpty: !keys.isEmpty && presence == nil && turned == nil,
      again: picked.map { picked in
        {
          let rows = self.pickedRows()
          return RowsAgain(
            scope: rows, ties: zip(picked.keys, self.keys).map { (rows.column($0), $1) },
            conditions: turned.map { [$0(rows.column(picked.turned!))] } ?? [])
        }
      }, whole: { self.whole() })
  }

  /// A group without rows.
  func none() -> GroupScope {
    GroupScope(
      rows: scope, isNeverEmpty: false, again: picked.map { _ in { RowsAgain(scope: self.pickedRows(), ties: [], conditions: [.no]) } },
      whole: { self.whole() })
  }

  /// All rows as one group, or those where the turned key has one value: the row of totals.
  func totals(_ turned: ((String) -> Term)?) -> GroupScope {
    let rows = totalsScope ?? pickedRows()
    totalsScope = rows
    return all(rows, turned)
  }

  private func whole() -> GroupScope { all(pickedRows(), nil) }

  private func all(_ rows: Scope, _ turned: ((String) -> Term)?) -> GroupScope {
    let column = picked?.turned.map { rows.column($0) }
    return GroupScope(
      rows: rows, filters: turned.map { [$0(column!).inside(.and)] } ?? [], isNeverEmpty: false,
      again: {
        let again = self.pickedRows()
        return RowsAgain(scope: again, ties: [], conditions: turned.map { [$0(again.column(self.picked!.turned!))] } ?? [])
      }, whole: { self.whole() })
  }

  private func pickedRows() -> Scope {
    Scope(scope.rows, picked!.name, alias: writing.freshAlias("picked"), snapshot: scope.snapshot, place: scope.place)
  }

  /// The test that the turned key has a value.
  func isTurned(_ value: Value, _ key: Checked) throws -> (String) -> Term {
    guard value != .missing else { return { Term("\($0) IS NULL", .comparison, isKnown: true) } }
    let constant = try writing.constant(value, key.type, key).behind(.comparison)
    return { Term("\($0) = \(constant)", .comparison) }
  }
}

extension Writing {
  /// Equal, or both missing.
  func isSame(_ left: String, _ right: String) -> Term {
    Term("\(left) IS NOT DISTINCT FROM \(right)", .comparison, isKnown: true)
  }

  func groupedRows(_ query: CheckedQuery, _ grouping: CheckedQuery.Grouping) throws -> GroupedRows {
    let scope = try source(query)
    let condition = try query.condition.map { try self.condition($0, .row(scope)) } ?? .yes
    let keyTerms = try grouping.keys.map { try value($0.column.value, .row(scope)) }
    let (keys, keyDigits) = (keyTerms.map(\.text), keyTerms.map(\.digits))
    let turned = try grouping.across.map { try value($0.column.value, .row(scope)).behind(.comparison) }
    let hasEmpty = grouping.withEmpty && !grouping.keys.isEmpty
    let measures = grouping.measures.map(\.value) + sorted(query)
    guard grouping.withTotals || hasEmpty || measures.contains(where: \.readsRowsAgain) else {
      return GroupedRows(
        self, scope: scope, condition: condition, keys: keys, keyDigits: keyDigits, turned: turned, picked: nil, presence: nil)
    }
    let name = freshName("picked")
    let keyNames = keys.map { _ in freshName("key") }
    let turnedName = turned.map { _ in freshName("turned") }
    let presence = hasEmpty ? freshName("present") : nil
    var columns = whole(scope) + zip(keyNames, keys).map { ($0, $1) }
    if let turnedName, let turned { columns.append((turnedName, turned)) }
    if let presence { columns.append((presence, "TRUE")) }
    with(name, select(columns: columns, from: scope.from.text, condition: condition).text)
    let alias = freshAlias(scope.entity.map { catalog.entities[$0].plural } ?? "row")
    let picked = (name: name, keys: keyNames, turned: turnedName)
    guard let presence else {
      let rows = Scope(scope.rows, name, alias: alias, snapshot: scope.snapshot, place: scope.place)
      return GroupedRows(
        self, scope: rows, condition: .yes, keys: keyNames.map { rows.column($0) }, keyDigits: keyDigits,
        turned: turnedName.map { rows.column($0) }, picked: picked, presence: nil)
    }
    return try withEmpty(
      query, grouping, picked, keyDigits, presence, Scope(scope.rows, name, alias: alias, snapshot: scope.snapshot, place: scope.place))
  }

  /// `with empty`: every combination of the keys' values, rows joined to those that have some.
  private func withEmpty(
    _ query: CheckedQuery, _ grouping: CheckedQuery.Grouping, _ picked: (name: String, keys: [String], turned: String?),
    _ keyDigits: [Digits], _ presence: String, _ rows: Scope
  ) throws -> GroupedRows {
    var relations: [(name: String, alias: String, key: String)] = []
    for (key, column) in zip(grouping.keys, picked.keys) {
      let name = freshName("values")
      let present = "SELECT \(quoted(column)) FROM \(quoted(picked.name)) WHERE \(quoted(column)) IS NOT NULL"
      let declared = try universe(of: key.column.value, entity: query.entity, query.snapshot, as: column)
      with(name, declared.map { "\($0)\nUNION \(distinctUnion)\(present)" } ?? present.replacingSelect)
      relations.append((name, freshAlias("values"), column))
    }
    let all = freshName("combined")
    let product = relations.map { "\(quoted($0.name)) AS \($0.alias)" }.joined(separator: " CROSS JOIN ")
    let names = picked.keys.map(quoted).joined(separator: ", ")
    with(
      all,
      "SELECT \(relations.map { "\($0.alias).\(quoted($0.key))" }.joined(separator: ", ")) FROM \(product)\nUNION \(distinctUnion)SELECT \(names) FROM \(quoted(picked.name))"
    )
    let alias = freshAlias("combined")
    let from = Scope.From("\(quoted(all)) AS \(alias)")
    let scope = Scope(rows.rows, from: from, alias: rows.alias, snapshot: rows.snapshot, place: rows.place)
    let keys = picked.keys.map { "\(alias).\(quoted($0))" }
    let result = GroupedRows(
      self, scope: scope, condition: .yes, keys: keys, keyDigits: keyDigits, turned: picked.turned.map { scope.column($0) },
      picked: picked, presence: scope.column(presence))
    let match = zip(picked.keys, keys).map { isSame(scope.column($0), $1) }
    from.add("LEFT JOIN \(quoted(picked.name)) AS \(rows.alias) ON \(Term.all(match).text)")
    return result
  }

  var distinctUnion: String { dialect == .clickhouse ? "DISTINCT " : "" }

  /// The values that groups without rows have, as a query of one column; nil for types that declare none.
  private func universe(of key: Checked, entity: Int?, _ snapshot: Int, as column: String) throws -> String? {
    switch key.type {
    case .choice(let choice) where choice < catalog.choices.count:
      return "SELECT code AS \(quoted(column)) FROM \(quoted(layout.choices[choice]))"
    case .choice(let choice):
      return choices[choice].values.map { "SELECT \(text($0.code)) AS \(quoted(column))" }.joined(separator: "\nUNION ALL ")
    case .link(let target):
      let table = layout.entities[target]
      var query =
        "SELECT \(quoted(table.fields[catalog.entities[target].keyField])) AS \(quoted(column)) FROM \(quoted(try alive(target, snapshot)))"
      if let restriction = restriction(of: key, entity: entity),
        case .choice(let choice) = catalog.entities[target].fields[restriction.field].type
      {
        query += " WHERE \(quoted(table.fields[restriction.field])) = \(text(try code(restriction.code, ofChoice: choice, key.range)))"
      }
      return query
    case .text, .date, .period, .money, .number, .flag, .duration: return nil
    }
  }

  /// What the link field that a key reads says of its targets.
  private func restriction(of key: Checked, entity: Int?) -> LinkRestriction? {
    switch key.unwrapped.node {
    case .column(.field(let field)): entity.flatMap { catalog.entities[$0].fields[field].restriction }
    case .follow(_, let target, let inner): restriction(of: inner, entity: target)
    default: nil
    }
  }

  private func sorted(_ query: CheckedQuery) -> [Checked] {
    query.sortKeys.compactMap { if case .expression(let expression) = $0.target { expression } else { nil } }
  }
}

extension CheckedQuery {
  /// Everything that it sorts or cuts by.
  var sortKeys: [SortKey] { order + (cut.map { $0.by + $0.order } ?? []) }
}

extension String {
  /// One of each.
  fileprivate var replacingSelect: String { "SELECT DISTINCT" + dropFirst("SELECT".count) }
}

extension Checked {
  /// Whether a measure needs the rows of its group in a query of its own.
  var readsRowsAgain: Bool {
    switch node {
    case .linkAggregate, .part: true
    case .aggregate(let aggregate): aggregate.onceThrough != nil
    case .constant, .column, .recordKey, .entityAggregate, .quantified, .matches, .atSnapshot, .existed, .throughout, .recordDiffers,
      .heldSince, .shared:
      false
    case .chain(let first, let steps): first.readsRowsAgain || steps.contains(where: \.operand.readsRowsAgain)
    case .follow(_, _, let inner), .isOneOf(let inner, _), .isIn(let inner, _), .isBetween(let inner, _, _), .isMissing(let inner),
      .not(let inner), .negate(let inner), .definition(_, let inner):
      inner.readsRowsAgain
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right),
      .arithmetic(_, let left, let right), .differs(let left, let right):
      left.readsRowsAgain || right.readsRowsAgain
    case .and(let operands), .or(let operands), .call(_, let operands), .coalesce(let operands): operands.contains(where: \.readsRowsAgain)
    case .conditional(let condition, let then, let otherwise):
      [condition, then, otherwise].contains(where: \.readsRowsAgain)
    }
  }

  /// Whether a measure makes its query an aggregating one.
  var holdsAggregate: Bool {
    switch node {
    case .aggregate(let aggregate): aggregate.onceThrough == nil
    case .constant, .column, .recordKey, .entityAggregate, .linkAggregate, .quantified, .matches, .atSnapshot, .existed, .throughout,
      .recordDiffers, .heldSince, .shared:
      false
    case .chain(let first, let steps): first.holdsAggregate || steps.contains(where: \.operand.holdsAggregate)
    case .follow(_, _, let inner), .isOneOf(let inner, _), .isIn(let inner, _), .isBetween(let inner, _, _), .isMissing(let inner),
      .not(let inner), .negate(let inner), .definition(_, let inner), .part(let inner):
      inner.holdsAggregate
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right),
      .arithmetic(_, let left, let right), .differs(let left, let right):
      left.holdsAggregate || right.holdsAggregate
    case .and(let operands), .or(let operands), .call(_, let operands), .coalesce(let operands): operands.contains(where: \.holdsAggregate)
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise].contains(where: \.holdsAggregate)
    }
  }
}
