import Query
import Schema
import Store

/// What a plan follows from, besides the query.
struct PlanningContext {
  let statistics: any Statistics
  let constants: any ConstantEvaluator
  let rules: Set<Rule>
  let limits: Limits
  /// Counting bitmaps takes as long as answering a small question: only ``PlanPrinter`` wants it.
  let estimatesRows: Bool

  func plan(_ resolved: ResolvedQuery) -> Plan { Planner(resolved: resolved, context: self).plan() }

  var compiler: PredicateCompiler { PredicateCompiler(statistics, rules, limits) }

  /// Tests of both ends on whole columns; nil where one must be evaluated.
  func predicates(of changes: CheckedQuery.Changes) -> ChangePredicates? {
    func predicate(_ end: CheckedQuery.End) -> ColumnPredicate? {
      guard let condition = end.condition else { return .always(true) }
      var compiler = compiler
      return compiler.predicate(condition, entity: changes.entity)
    }
    guard let from = predicate(changes.from), let to = predicate(changes.to) else { return nil }
    return ChangePredicates(from: from, to: to)
  }
}

/// Turns one query into a plan: expressions are simplified, operators set down as the query has them, and the rules change both. Nothing is read but
/// statistics.
struct Planner {
  let resolved: ResolvedQuery
  let context: PlanningContext

  var statistics: any Statistics { context.statistics }
  var limits: Limits { context.limits }

  func plan() -> Plan {
    var simplifier = Simplifier(context.constants, context.rules, resolved.query.addedChoices)
    let query = resolved.query.rewritten { simplifier.rewrite($0) }
    var plan = Plan(query: query, nodes: [], notes: resolved.notes)
    plan.notes.merge(simplifier.notes)
    plan.fired = simplifier.fired.union(resolved.fired)
    plan.nodes.append(PlanNode(operation: source(of: query)))
    if let condition = query.condition { plan.nodes.append(PlanNode(operation: .filter(Filter(condition: condition)))) }
    plan.nodes += shape(of: query).map { PlanNode(operation: $0) }
    var isCompiled = false
    for rule in Rule.allCases {
      switch rule.step {
      // Done above.
      case .scalar, .expression: continue
      case .predicate:
        if !isCompiled { compilePredicates(&plan) }
        isCompiled = true
      case .plan(let apply): if context.rules.contains(rule), apply(&plan, self) { plan.fired.insert(rule) }
      case .run: continue
      }
    }
    planPoints(&plan)
    if context.estimatesRows { estimate(&plan) }
    plan.usesTwoThreads = statistics.mostRows >= limits.sharedWords * 64 && plan.goesOverManyRows
    return plan
  }

  private func source(of query: CheckedQuery) -> PlanOperation {
    switch query.source {
    case .entity(let entity): .scan(entity: entity)
    case .rows(let inner): .selectedRows(context.plan(resolved.source(0, inner)))
    case .table(let inner): .resultRows(context.plan(resolved.source(0, inner)))
    case .changes(let changes): .changeLines(changes, context.predicates(of: changes))
    case .history(let history): .historyLines(history)
    case .comparison(let comparison):
      .keyJoin(
        now: context.plan(resolved.source(0, comparison.now)), before: context.plan(resolved.source(1, comparison.before)), comparison)
    // Points are planned last: one sweep may spare them.
    case .trend(let trend): .trendRows([], trend)
    }
  }

  private func shape(of query: CheckedQuery) -> [PlanOperation] {
    var operations: [PlanOperation] = []
    switch query.shape {
    case .rows: break
    case .groups(let grouping): operations.append(.group(grouping, nil))
    case .ranking(let ranking): operations.append(.rank(ranking, nil))
    }
    if let cut = query.cut {
      operations.append(.top(cut, skip: query.skip, .fullSort))
    } else {
      if !query.order.isEmpty { operations.append(.sort(query.order)) }
      if query.skip > 0 { operations.append(.skip(query.skip)) }
    }
    switch query.shape {
    case .rows(let columns): operations.append(.output(columns))
    case .groups(let grouping): operations.append(.measure(grouping))
    case .ranking: break
    }
    return operations
  }

  /// Tests conditions on whole columns where the rules of predicates can take them.
  private func compilePredicates(_ plan: inout Plan) {
    guard let entity = plan.query.entity else { return }
    for index in plan.nodes.indices {
      guard case .filter(var filter) = plan.nodes[index].operation else { continue }
      var compiler = context.compiler
      guard let predicate = compiler.predicate(filter.condition, entity: entity) else { continue }
      filter.method = .columns(predicate)
      plan.nodes[index].operation = .filter(filter)
      plan.fired.formUnion(compiler.fired)
    }
  }

  private func planPoints(_ plan: inout Plan) {
    guard let first = plan.nodes.first, case .trendRows(_, let trend) = first.operation else { return }
    let plans = trend.points.enumerated().map { index, point in point.query.map { context.plan(resolved.source(index, $0)) } }
    plan.nodes[0].operation = .trendRows(plans, trend)
  }
}
