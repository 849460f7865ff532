import Diagnostics
import Query
import Schema

// Values and conditions of other snapshots: the record is found there by its key.

extension Writing {
  /// The records of a row as they stood at another snapshot, joined once for each; the row itself where it is the same one.
  func then(_ snapshot: Int, _ domain: Domain, _ expression: Checked) throws -> Scope {
    guard case .row(let scope) = domain, let entity = scope.entity else {
      throw SQLError(.misplaced("another snapshot"), at: expression.range)
    }
    if snapshot == scope.snapshot { return scope }
    let relation = try alive(entity, snapshot)
    let key = try keyColumn(scope, expression.range)
    let alias = scope.from.join("\(key) \(relation)") {
      let alias = freshAlias(catalog.entities[entity].singular)
      let column = "\(alias).\(quoted(layout.entities[entity].fields[catalog.entities[entity].keyField]))"
      return ("LEFT JOIN \(quoted(relation)) AS \(alias) ON \(column) = \(key)", alias)
    }
    return Scope(entity: entity, alias: alias, within: scope, snapshot: snapshot)
  }

  /// `existed`: the record was there.
  func isThere(_ then: Scope, _ range: SourceRange) throws -> Term {
    Term("\(try keyColumn(then, range)) IS NOT NULL", .comparison, isKnown: true)
  }

  /// A condition or value read on a record that may not be there.
  func guarded(_ condition: Checked, on scope: Scope, decided: Bool, _ range: SourceRange) throws -> Term {
    let holds = try self.condition(condition, .row(scope), decided: decided)
    return condition.rejectsMissing ? holds : .all([try isThere(scope, range), holds])
  }

  func guardedValue(_ value: Checked, on scope: Scope, _ range: SourceRange) throws -> Term {
    let term = try self.value(value, .row(scope))
    switch value.unwrapped.node {
    case .column, .recordKey, .follow, .atSnapshot: return term
    // What is computed from nothing is nothing: without the record a `??` must not give its last word.
    default: return Term("CASE WHEN \(try isThere(scope, range).text) THEN \(term.text) END", digits: term.digits)
    }
  }

  /// `ever C`, `always C`. Where C reads alike at neighbouring snapshots, it is tested on the versions that hold at some of them.
  func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .row(let scope) = domain, let entity = scope.entity else {
      throw SQLError(.misplaced("`\(quantifier.rawValue)`"), at: expression.range)
    }
    let key = try keyColumn(scope, expression.range)
    func exists(_ run: ClosedRange<Int>, _ inner: Checked?) throws -> Term {
      let table = layout.entities[entity]
      let versions = Scope(.records(entity: entity), table.name, alias: freshAlias("version"), snapshot: run.upperBound)
      guard snapshots.indices.contains(run.lowerBound), snapshots.indices.contains(run.upperBound) else { throw SQLError(.unknownValue) }
      let (first, last) = (answers.date(snapshots[run.lowerBound].description), answers.date(snapshots[run.upperBound].description))
      let (since, until) = (versions.column(table.since), versions.column(table.until))
      var conditions = [
        Term("\(since) <= \(last)", .comparison), Term("(\(until) IS NULL OR \(until) > \(first))"),
      ]
      let versionKey = try keyColumn(versions)
      if answers.hasCorrelatedSubqueries { conditions.insert(Term("\(versionKey) = \(key)", .comparison), at: 0) }
      if let inner {
        let holds = try condition(inner, .row(versions), decided: quantifier == .always)
        conditions.append(quantifier == .always ? Term("NOT \(holds.inside(.comparison))", .not, isKnown: true) : holds)
      }
      if !answers.hasCorrelatedSubqueries { return Term(isAmong(key, versionKey, versions, conditions), isKnown: true) }
      return Term("EXISTS (SELECT 1 FROM \(versions.from.inline) WHERE \(Term.all(conditions).text))", isKnown: true)
    }
    guard let first = points.first, let last = points.last else { return .no }
    let found = Term.any(try runs(points, entity).map { try exists($0.snapshots, $0.condition) })
    switch quantifier {
    case .ever: return found
    case .always:
      return .all([try exists(first.snapshot...last.snapshot, nil), Term("NOT \(found.inside(.comparison))", .not, isKnown: true)])
    }
  }

  /// Neighbouring snapshots at which a condition on the record's own cells reads the same.
  private func runs(_ points: [AtSnapshot], _ entity: Int) throws -> [(snapshots: ClosedRange<Int>, condition: Checked)] {
    let printer = CheckedPrinter(catalog: catalog, addedChoices: Array(choices.dropFirst(catalog.choices.count)))
    var runs: [(snapshots: ClosedRange<Int>, condition: Checked)] = []
    var spelling: String?
    for point in points {
      let text = point.condition.readsOnlyItsVersion ? printer.text(of: point.condition, on: entity) : nil
      if let text, text == spelling, let last = runs.last, last.snapshots.upperBound + 1 == point.snapshot {
        runs[runs.count - 1].snapshots = last.snapshots.lowerBound...point.snapshot
      } else {
        runs.append((point.snapshot...point.snapshot, point.condition))
      }
      spelling = text
    }
    return runs
  }

  /// Exactly one is missing, or they are unequal.
  func differs(_ left: String, _ right: String) -> Term {
    if answers.hasNullSafeEquality { return Term("\(left) IS DISTINCT FROM \(right)", .comparison, isKnown: true) }
    return Term(
      "COALESCE(\(left) <> \(right), FALSE) OR (\(left) IS NULL) <> (\(right) IS NULL)", .or, isKnown: true)
  }

  /// `changed`: any cell of the record is not what it was; false without the record.
  func recordDiffers(from snapshot: Int, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .row(let scope) = domain, let entity = scope.entity else { throw SQLError(.misplaced("`changed`"), at: expression.range) }
    let then = try then(snapshot, domain, expression)
    let fields = layout.entities[entity].fields.enumerated().filter { $0.offset != catalog.entities[entity].keyField }.map(\.element)
    return .all([try isThere(then, expression.range), .any(fields.map { differs(scope.column($0), then.column($0)) })])
  }

  /// The first day of the run of versions, one ending where the next begins, that have the present value.
  func heldSince(_ field: Int, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .row(let scope) = domain, let entity = scope.entity else { throw SQLError(.misplaced("`held_since`"), at: expression.range) }
    let table = layout.entities[entity]
    let name = table.fields[field]
    func versions() -> Scope { Scope(.records(entity: entity), table.name, alias: freshAlias("version"), snapshot: scope.snapshot) }
    if !answers.hasCorrelatedSubqueries { return try heldSince(name, table, scope, versions(), expression) }
    let (start, before) = (versions(), versions())
    let goesOn =
      "SELECT 1 FROM \(before.from.inline) WHERE \(try keyColumn(before)) = \(try keyColumn(start)) AND \(before.column(table.until)) = \(start.column(table.since)) AND \(before.column(name)) = \(start.column(name))"
    let first =
      "SELECT MAX(\(start.column(table.since))) FROM \(start.from.inline) WHERE \(try keyColumn(start)) = \(try keyColumn(scope)) AND \(start.column(table.since)) <= \(scope.column(table.since)) AND NOT EXISTS (\(goesOn))"
    return Term("CASE WHEN \(scope.column(name)) IS NOT NULL THEN (\(first)) END")
  }
}

extension Writing {
  /// The same by windows over the versions of each record, joined to the row.
  private func heldSince(
    _ name: String, _ table: TableLayout.EntityTable, _ scope: Scope, _ versions: Scope, _ expression: Checked
  ) throws -> Term {
    let (since, until) = (versions.column(table.since), versions.column(table.until))
    let key = try keyColumn(versions, expression.range)
    let byKey = "OVER (PARTITION BY \(key) ORDER BY \(since))"
    let (starts, held) = (freshName("starts"), freshName("held"))
    let goesOn = Term.all([
      Term("\(answers.lag(until)) \(byKey) = \(since)", .comparison),
      Term("\(answers.lag(versions.column(name))) \(byKey) = \(versions.column(name))", .comparison),
    ])
    with(
      starts,
      select(
        columns: [
          ("key", key), ("since", since), ("start", "CASE WHEN \(goesOn.text) THEN NULL ELSE \(since) END"),
        ], from: versions.from.text
      ).text)
    let run = "MAX(\(quoted("start"))) OVER (PARTITION BY \(quoted("key")) ORDER BY \(quoted("since")))"
    with(held, select(columns: [("key", quoted("key")), ("since", quoted("since")), ("held", run)], from: starts).text)
    let alias = try scope.from.join("\(scope.alias) held \(name)") {
      let alias = freshAlias(held)
      let (own, row) = ("\(alias).\(quoted("key"))", "\(alias).\(quoted("since"))")
      let match = "\(own) = \(try keyColumn(scope, expression.range)) AND \(row) = \(scope.column(table.since))"
      return ("LEFT JOIN \(quoted(held)) AS \(alias) ON \(match)", alias)
    }
    return Term("CASE WHEN \(scope.column(name)) IS NOT NULL THEN \(alias).held END")
  }
}
