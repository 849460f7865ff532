import Query
import Schema
import Store

/// Turns a checked query into a plan: first the rules that make expressions simpler, then the ways to test each condition, then the operators.
struct Planner {
  let engine: Engine

  func plan(_ query: CheckedQuery) -> Plan {
    let evaluator = Evaluator(
      library: engine.library, catalog: engine.catalog, options: engine.options, snapshot: query.snapshot, addedChoices: query.addedChoices)
    var rewriting = Simplifier(evaluator: evaluator)
    let query = query.rewritten { rewriting.rewrite($0) }
    var choosing = FilterPlanner(evaluator: evaluator, fired: rewriting.fired)

    var nodes: [PlanNode] = []
    var rows = 0.0
    switch query.source {
    case .changes, .history: break
    case .entity(let entity):
      rows = Double(evaluator.recordCount(entity))
      nodes.append(PlanNode(operation: .scan(entity: entity), estimatedRows: rows))
    case .rows(let inner):
      let plan = plan(inner)
      rows = plan.nodes.last?.estimatedRows ?? 0
      nodes.append(PlanNode(operation: .selectedRows(plan), estimatedRows: rows))
    case .table(let inner):
      let plan = plan(inner)
      rows = plan.nodes.last?.estimatedRows ?? 0
      nodes.append(PlanNode(operation: .resultRows(plan), estimatedRows: rows))
    case .comparison(let comparison):
      let (now, before) = (plan(comparison.now), plan(comparison.before))
      rows = max(now.nodes.last?.estimatedRows ?? 0, before.nodes.last?.estimatedRows ?? 0)
      nodes.append(PlanNode(operation: .keyJoin(now: now, before: before, comparison), estimatedRows: rows))
    case .trend(let trend):
      if let plan = sweepPlan(trend) {
        choosing.fired.formUnion(plan.fired + [.oneSweep])
        rows = Double(trend.points.count) * (plan.nodes.last?.estimatedRows ?? 1)
        nodes.append(PlanNode(operation: .versionSweep(plan, trend), estimatedRows: rows))
        break
      }
      let plans = trend.points.map { $0.query.map(plan) }
      rows = plans.reduce(0) { $0 + ($1?.nodes.last?.estimatedRows ?? 1) }
      nodes.append(PlanNode(operation: .trendRows(plans, trend), estimatedRows: rows))
    }
    if case .changes(let changes) = query.source {
      rows = lineEstimate(changes.entity, snapshots: changes.to.snapshot - changes.from.snapshot)
      nodes.append(PlanNode(operation: .changeLines(changes), estimatedRows: rows))
    } else if case .history(let history) = query.source {
      rows = lineEstimate(history.entity, snapshots: history.snapshot)
      if history.key != nil { rows /= Double(max(1, engine.library.tables[history.entity].keyCount)) }
      nodes.append(PlanNode(operation: .historyLines(history), estimatedRows: rows))
    }
    if let condition = query.condition {
      for filter in choosing.filters(condition, entity: query.entity) {
        rows *= choosing.selectivity(filter, entity: query.entity)
        nodes.append(PlanNode(operation: .filter(filter), estimatedRows: rows))
      }
    }
    func add(_ operation: PlanOperation, rows newRows: Double) {
      rows = newRows
      nodes.append(PlanNode(operation: operation, estimatedRows: rows))
    }
    switch query.shape {
    case .rows: break
    case .groups(let grouping): add(.group(grouping), rows: grouping.keys.isEmpty ? 1 : min(rows, 20 * Double(grouping.keys.count)))
    case .ranking(let ranking): add(.rank(ranking), rows: min(rows, 20))
    }
    if let cut = query.cut {
      let isBounded = engine.options.rules.contains(.boundedTop) && !cut.by.isEmpty
      if isBounded { choosing.fired.insert(.boundedTop) }
      add(.top(cut, skip: query.skip, isBounded: isBounded), rows: min(rows, Double(cut.count)))
    } else {
      if !query.order.isEmpty { add(.sort(query.order), rows: rows) }
      if query.skip > 0 { add(.skip(query.skip), rows: max(0, rows - Double(query.skip))) }
    }
    switch query.shape {
    case .rows(let columns): add(.output(columns), rows: rows)
    case .groups(let grouping): add(.measure(grouping), rows: rows + (grouping.withTotals ? 1 : 0))
    case .ranking: break
    }
    return Plan(query: query, evaluator: evaluator, nodes: nodes, fired: Rule.allCases.filter(choosing.fired.contains))
  }
}

extension Planner {
  /// The plan of one point of a trend whose points can be had in one pass over all versions: plain conditions, groups by codes, measures of
  /// counts and sums.
  private func sweepPlan(_ trend: CheckedQuery.Trend) -> Plan? {
    guard engine.options.rules.contains(.oneSweep), trend.isSteady, let query = trend.points.lazy.compactMap(\.query).first,
      case .groups(let grouping) = query.shape, case .entity(let entity) = query.source, !grouping.withTotals
    else { return nil }
    guard grouping.measures.allSatisfy({ $0.value.isSumOfRows }), query.condition?.readsWholeEntity != true else { return nil }
    let plan = plan(query)
    guard plan.evaluator.codeColumns(grouping, entity) != nil else { return nil }
    for node in plan.nodes {
      switch node.operation {
      case .scan, .group, .measure: continue
      case .filter(let filter):
        guard case .columns(let test) = filter.method, test.isTimeless else { return nil }
      default: return nil
      }
    }
    return plan
  }

  /// As many lines as versions begin in that many snapshots, if they begin evenly.
  private func lineEstimate(_ entity: Int, snapshots: Int) -> Double {
    let table = engine.library.tables[entity]
    return Double(table.storedVersionCount) * Double(snapshots) / Double(max(1, engine.library.snapshots.count))
  }
}

/// Chooses how each conjunct of a condition is tested, and in which order.
struct FilterPlanner {
  let evaluator: Evaluator
  var fired: Set<Rule>

  private func isOn(_ rule: Rule) -> Bool { evaluator.options.rules.contains(rule) }

  mutating func filters(_ condition: Checked, entity: Int?) -> [Filter] {
    var conjuncts = [condition]
    if isOn(.flattenAnds) {
      conjuncts = flattened(condition)
      if conjuncts.count > 1 { fired.insert(.flattenAnds) }
    }
    var filters = conjuncts.map { filter($0, entity: entity) }
    if isOn(.cheapestFirst), filters.count > 1 {
      let costs = filters.map { cost($0) }
      let order = filters.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
      if order != Array(filters.indices) { fired.insert(.cheapestFirst) }
      filters = order.map { filters[$0] }
    }
    return filters
  }

  private func flattened(_ condition: Checked) -> [Checked] {
    if case .and(let operands) = condition.unwrapped.node { return operands.flatMap(flattened) }
    return [condition]
  }

  private mutating func filter(_ condition: Checked, entity: Int?) -> Filter {
    guard let entity else { return Filter(condition: condition, method: .evaluate) }
    var tests = PredicateCompiler(evaluator: evaluator)
    if let test = tests.test(condition, entity: entity) {
      fired.formUnion(tests.fired)
      return Filter(condition: condition, method: .columns(test))
    }
    if isOn(.unchangedRows), let snapshot = condition.firstChangeAfter {
      fired.insert(.unchangedRows)
      return Filter(condition: condition, method: .narrowed(.begun(after: snapshot)))
    }
    return Filter(condition: condition, method: .evaluate)
  }

  /// Relative time for a row, by what the dearest part of the condition does. Only the order of the figures matters.
  private func cost(_ filter: Filter) -> Int {
    switch filter.method {
    case .columns(let test): test.isLookup ? 0 : test.readsOtherRows ? 2 : 1
    case .narrowed: 2 + cost(filter.condition)
    case .evaluate: 2 + cost(filter.condition)
    }
  }

  private func cost(_ expression: Checked) -> Int {
    var result = 2
    _ = expression.rewritten { node in
      switch node.node {
      case .contains, .startsWith, .endsWith, .call: result = max(result, 10)
      case .matches: result = max(result, 30)
      case .follow: result = max(result, 5)
      case .quantified, .linkAggregate, .entityAggregate, .atSnapshot, .recordDiffers: result = max(result, 60)
      case .throughout, .shared: result = max(result, 200)
      case .constant, .column, .recordKey, .compare, .isOneOf, .isIn, .isBetween, .isMissing, .existed, .differs, .heldSince, .not, .and,
        .or, .negate, .arithmetic, .chain, .conditional, .coalesce, .aggregate, .part, .definition:
        break
      }
      return node
    }
    return result
  }

  /// The part of the rows that pass: counted for bitmaps, taken from the ends of the column for ranges, a guess for the others.
  func selectivity(_ filter: Filter, entity: Int?) -> Double {
    guard case .columns(let test) = filter.method, let entity else { return 0.3 }
    return test.selectivity(library: evaluator.library, entity: entity)
  }
}
