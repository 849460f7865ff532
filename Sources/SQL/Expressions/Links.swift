import Query
import Schema

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
      var conditions = answers.hasCorrelatedSubqueries ? [linked.condition] : []
      if let inner {
        let holds = try condition(inner, .row(linked.scope), decided: isNegated)
        conditions.append(isNegated ? Term("NOT \(holds.inside(.comparison))", .not, isKnown: true) : holds)
      }
      if answers.hasCorrelatedSubqueries { return "EXISTS (SELECT 1 FROM \(linked.scope.from.inline) WHERE \(Term.all(conditions).text))" }
      return isAmong(try keyColumn(scope, expression.range), linked.link, linked.scope, conditions)
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

  /// Whether a row's key is one of those in a column of other rows: for databases in which a subquery cannot read the row around it.
  func isAmong(_ key: String, _ column: String, _ rows: Scope, _ conditions: [Term]) -> String {
    let known = Term("\(column) IS NOT NULL", .comparison, isKnown: true)
    return "COALESCE(\(key) IN (SELECT \(column) FROM \(rows.from.inline) WHERE \(Term.all([known] + conditions).text)), FALSE)"
  }

  /// The records that link to a row.
  private func linkedRecords(_ link: ReverseLink, to scope: Scope, _ expression: Checked) throws -> (
    scope: Scope, link: String, condition: Term
  ) {
    let linked = try records(link.entity, scope.snapshot)
    let column = try fieldColumn(link.field, linked, expression.range)
    return (linked, column, Term("\(column) = \(try keyColumn(scope, expression.range))", .comparison))
  }

  /// An aggregate over the linked records of each row, or of all records of the group together.
  func linkAggregate(_ aggregate: Aggregate, _ link: ReverseLink, _ expression: Checked, _ domain: Domain) throws -> Term {
    switch domain {
    case .row(let scope):
      let linked = try linkedRecords(link, to: scope, expression)
      if answers.hasCorrelatedSubqueries { return try subquery(aggregate, over: linked.scope, [linked.condition], expression) }
      let known = Term("\(linked.link) IS NOT NULL", .comparison, isKnown: true)
      let keyed = try keyed(aggregate, over: linked.scope, [known], by: [linked.link], expression)
      let alias = freshAlias(keyed.relation)
      scope.from.add(
        "LEFT JOIN \(quoted(keyed.relation)) AS \(alias) ON \(alias).\(keyed.keys[0]) = \(try keyColumn(scope, expression.range))")
      return keyed.cell("\(alias).\(keyed.value)", "\(alias).\(keyed.presence)")
    case .groups(let groups):
      guard let again = groups.again else { throw SQLError(.misplaced("a link of many"), at: expression.range) }
      let rows = again()
      let linked = try records(link.entity, rows.scope.snapshot)
      let column = try fieldColumn(link.field, linked, expression.range)
      // A record links to one row, so none is taken twice.
      linked.from.add("JOIN \(rows.scope.from.inline) ON \(try keyColumn(rows.scope, expression.range)) = \(column)")
      return try subquery(aggregate, over: linked, rows, of: groups, expression)
    }
  }
}
