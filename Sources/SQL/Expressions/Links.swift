import Schema
import Semantics

extension Writing {
  /// The record that a to-one link of a row leads to, joined once for each link.
  func joined(_ link: Int, _ target: Int, _ domain: Domain, _ expression: Checked) throws -> Scope {
    guard case .row(let scope) = domain else { throw SQLError(.misplaced("a link"), at: expression.range) }
    if case .table = scope.rows { return try recordOfLine(link, target, scope, expression) }
    let column = try fieldColumn(link, scope, expression.range)
    let relation = try alive(target, scope.snapshot)
    let alias = scope.from.join("\(column) \(relation)") {
      let alias = freshAlias(catalog.entities[target].singular)
      let key = "\(alias).\(quoted(layout.entities[target].fields[catalog.entities[target].keyField]))"
      return ("LEFT JOIN \(quoted(relation)) AS \(alias) ON \(key) = \(column)", alias)
    }
    return Scope(entity: target, alias: alias, within: scope, snapshot: scope.snapshot)
  }

  /// `any node (…)`: some, all (of at least one) or none of the linked records.
  func quantified(_ quantifier: Quantifier, _ link: ReverseLink, _ inner: Checked?, _ expression: Checked, _ domain: Domain) throws -> Term
  {
    guard case .row(let scope) = domain else { throw SQLError(.misplaced("`\(quantifier.rawValue)` of a group"), at: expression.range) }
    func exists(_ inner: Checked?, isNegated: Bool) throws -> String {
      let linked = try linkedRecords(link, to: scope, expression)
      var conditions = [linked.condition]
      if let inner {
        let holds = try condition(inner, .row(linked.scope), decided: isNegated)
        conditions.append(isNegated ? Term("NOT \(holds.inside(.comparison))", .not, isKnown: true) : holds)
      }
      return "EXISTS (SELECT 1 FROM \(linked.scope.from.inline) WHERE \(Term.all(conditions).text))"
    }
    switch quantifier {
    case .any: return Term(try exists(inner, isNegated: false), isKnown: true)
    case .no: return Term("NOT \(try exists(inner, isNegated: false))", .not, isKnown: true)
    case .every:
      let some = try exists(nil, isNegated: false)
      guard let inner else { return Term(some, isKnown: true) }
      return Term("\(some) AND NOT \(try exists(inner, isNegated: true))", .and, isKnown: true)
    }
  }

  /// The records that link to a row.
  private func linkedRecords(_ link: ReverseLink, to scope: Scope, _ expression: Checked) throws -> (scope: Scope, condition: Term) {
    let linked = try records(link.entity, scope.snapshot)
    let column = try fieldColumn(link.field, linked, expression.range)
    return (linked, Term("\(column) = \(try keyColumn(scope, expression.range))", .comparison))
  }

  /// An aggregate over the linked records of each row, or of all records of the group together.
  func linkAggregate(_ aggregate: Aggregate, _ link: ReverseLink, _ expression: Checked, _ domain: Domain) throws -> Term {
    switch domain {
    case .row(let scope):
      let linked = try linkedRecords(link, to: scope, expression)
      return try subquery(aggregate, over: linked.scope, [linked.condition], expression)
    case .groups(let groups):
      guard let again = groups.again else { throw SQLError(.misplaced("a link of many"), at: expression.range) }
      let (rows, conditions) = again()
      let linked = try records(link.entity, rows.snapshot)
      let column = try fieldColumn(link.field, linked, expression.range)
      // A record links to one row, so none is taken twice.
      linked.from.add("JOIN \(rows.from.inline) ON \(try keyColumn(rows, expression.range)) = \(column)")
      return try subquery(aggregate, over: linked, conditions, expression)
    }
  }
}
