import Results
import Query
import Schema
import Store

/// The rules that turn expressions into equal, simpler ones.
struct Rewriting {
  let execution: Execution
  private(set) var fired: Set<Rule> = []

  init(execution: Execution) { self.execution = execution }

  private func isOn(_ rule: Rule) -> Bool { execution.options.rules.contains(rule) }

  mutating func rewrite(_ expression: Checked) -> Checked {
    var expression = expression
    switch expression.node {
    // A list of all fields is nothing but columns: no rule has anything to say about them.
    case .column, .constant, .recordKey, .shared: return expression
    // What is read at another snapshot is worked out there.
    case .atSnapshot(let snapshot, let inner): expression.node = .atSnapshot(snapshot, rewrite(inner, at: snapshot))
    case .throughout(let quantifier, let points):
      expression.node = .throughout(
        quantifier, points.map { AtSnapshot(snapshot: $0.snapshot, condition: rewrite($0.condition, at: $0.snapshot)) })
    default:
      var rewriting = self
      expression = expression.mapChildren { rewriting.rewrite($0) }
      fired = rewriting.fired
    }
    return simplified(expression)
  }

  private mutating func rewrite(_ expression: Checked, at snapshot: Int) -> Checked {
    var there = Rewriting(execution: execution.at(snapshot))
    defer { fired.formUnion(there.fired) }
    return there.rewrite(expression)
  }

  /// Tries the rules on an expression whose parts have been through them.
  private mutating func simplified(_ expression: Checked) -> Checked {
    var node = expression
    if isOn(.entityAggregates), let value = evaluatedEntity(node) {
      node = value
      fired.insert(.entityAggregates)
    }
    if isOn(.foldConstants), let folded = folded(node) {
      node = folded
      fired.insert(.foldConstants)
    }
    if isOn(.oneLookup), let merged = oneLookup(node) {
      node = merged
      fired.insert(.oneLookup)
    }
    return node
  }

  /// An aggregate that fails is left to fail when the query runs. A flag is left as well: as a constant it would count as a condition, which
  /// is false and not missing behind a link that leads nowhere.
  private func evaluatedEntity(_ expression: Checked) -> Checked? {
    guard case .entityAggregate = expression.node, expression.type != .flag else { return nil }
    return evaluated(expression)
  }

  private func evaluated(_ expression: Checked) -> Checked? {
    let alone = Domain.rows(Frame(origin: .nothing, rows: .first(1)))
    guard let vector = try? execution.values(expression, over: alone) else { return nil }
    return Checked(.constant(vector.value(0)), type: expression.type, range: expression.range)
  }

  private func folded(_ expression: Checked) -> Checked? {
    func flag(_ value: Bool) -> Checked { Checked(.constant(.flag(value)), type: .flag, range: expression.range) }
    switch expression.node {
    case .not(let operand):
      if case .not(let inner) = operand.unwrapped.node, inner.isCondition { return inner }
      if case .flag(let value)? = operand.unwrapped.constantValue { return flag(!value) }
      return nil
    case .and(let operands):
      if operands.contains(where: { $0.unwrapped.constantValue == .flag(false) }) { return flag(false) }
      let rest = operands.filter { $0.unwrapped.constantValue != .flag(true) }
      if rest.isEmpty { return flag(true) }
      if rest.count == 1, rest[0].isCondition { return rest[0] }
      return rest.count < operands.count ? Checked(.and(rest), type: .flag, range: expression.range) : nil
    case .or(let operands):
      if operands.contains(where: { $0.unwrapped.constantValue == .flag(true) }) { return flag(true) }
      let rest = operands.filter { $0.unwrapped.constantValue != .flag(false) }
      if rest.isEmpty { return flag(false) }
      if rest.count == 1, rest[0].isCondition { return rest[0] }
      return rest.count < operands.count ? Checked(.or(rest), type: .flag, range: expression.range) : nil
    case .arithmetic(_, let left, let right):
      return left.constantValue != nil && right.constantValue != nil ? evaluated(expression) : nil
    case .compare(_, let left, let right):
      return left.constantValue != nil && right.constantValue != nil ? evaluated(expression) : nil
    case .negate(let operand): return operand.constantValue != nil ? evaluated(expression) : nil
    case .call(let function, let arguments):
      return function != .band && arguments.allSatisfy { $0.constantValue != nil } ? evaluated(expression) : nil
    case .constant, .column, .recordKey, .follow, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing,
      .quantified, .atSnapshot, .existed, .throughout, .differs, .recordDiffers, .heldSince, .chain, .shared, .conditional, .coalesce,
      .aggregate,
      .linkAggregate, .entityAggregate, .part, .definition:
      return nil
    }
  }

  /// Joins the look-ups of one column in an `or`.
  private func oneLookup(_ expression: Checked) -> Checked? {
    guard case .or(let operands) = expression.node else { return nil }
    var kept: [Checked] = []
    var placeOfColumn: [ColumnReference: Int] = [:]
    for operand in operands {
      guard case .isOneOf(let column, let codes) = operand.node, case .column(let reference) = column.node else {
        kept.append(operand)
        continue
      }
      if let place = placeOfColumn[reference], case .isOneOf(_, let before) = kept[place].node {
        kept[place].node = .isOneOf(column, before.union(codes))
      } else {
        placeOfColumn[reference] = kept.count
        kept.append(operand)
      }
    }
    guard kept.count < operands.count else { return nil }
    return kept.count == 1 ? kept[0] : Checked(.or(kept), type: .flag, range: expression.range)
  }
}

extension CheckedQuery {
  /// The query with every expression rewritten; sources are planned on their own.
  func rewritten(_ change: (Checked) -> Checked) -> CheckedQuery {
    func changed(_ column: OutputColumn) -> OutputColumn {
      var result = column
      result.value = change(column.value)
      return result
    }
    func changed(_ keys: [SortKey]) -> [SortKey] {
      keys.map { key in
        if case .expression(let expression) = key.target { return SortKey(.expression(change(expression)), isDescending: key.isDescending) }
        return key
      }
    }
    var result = self
    switch source {
    // The ends of changes are read at snapshots of their own, where an aggregate over all records has another value.
    case .changes: break
    case .history(var history):
      history.condition = history.condition.map(change)
      result.source = .history(history)
    case .entity, .rows, .table, .comparison, .trend: break
    }
    result.condition = condition.map(change)
    result.order = changed(order)
    result.cut = cut.map { Cut(count: $0.count, by: changed($0.by), per: $0.per.map(change), order: changed($0.order)) }
    switch shape {
    case .rows(let columns): result.shape = .rows(columns: columns.map(changed))
    case .groups(var grouping):
      grouping.keys = grouping.keys.map { GroupKey(column: changed($0.column)) }
      grouping.across = grouping.across.map { GroupKey(column: changed($0.column)) }
      grouping.measures = grouping.measures.map(changed)
      result.shape = .groups(grouping)
    case .ranking(var ranking):
      ranking.key = GroupKey(column: changed(ranking.key.column))
      ranking.measure = changed(ranking.measure)
      result.shape = .ranking(ranking)
    }
    return result
  }
}
