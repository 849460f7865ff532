import Query
import Store

/// Works out the aggregates over whole entities that a query and the queries it reads from hold, so that the planner meets values. What fails here is left
/// to fail when the query runs.
struct ScalarAggregates {
  let engine: Engine

  /// The query with its values; itself where there is nothing to work out.
  func resolved(_ query: CheckedQuery) -> ResolvedQuery {
    let isOn = engine.options.rules.contains(.entityAggregates)
    return isOn ? resolvedWithSources(query) ?? ResolvedQuery(query) : ResolvedQuery(query)
  }

  /// Nil where there is nothing to work out, in the query or behind it.
  private func resolvedWithSources(_ query: CheckedQuery) -> ResolvedQuery? {
    // Where the points of a trend differ in nothing but the snapshot, the first tells of all.
    if case .trend(let trend) = query.source, trend.isSteady, let first = trend.points.lazy.compactMap(\.query).first,
      !query.holdsEntityAggregate, !first.holdsEntityAggregate, case .entity = first.source
    {
      return nil
    }
    let inner = query.innerQueries
    let sources = inner.map { $0.flatMap(resolvedWithSources) }
    let hasSources = sources.contains { $0 != nil }
    guard query.holdsEntityAggregate else {
      guard hasSources else { return nil }
      var result = ResolvedQuery(query)
      result.sources = zip(sources, inner).map { $0 ?? $1.map(ResolvedQuery.init) }
      return result
    }
    var resolving = Resolving(
      evaluator: Evaluator(engine, snapshot: query.snapshot, addedChoices: query.addedChoices),
      simplifier: Simplifier(engine, engine.options.rules, query.addedChoices))
    var result = ResolvedQuery(query.rewritten { resolving.resolve($0, resolving.evaluator) })
    if hasSources { result.sources = zip(sources, inner).map { $0 ?? $1.map(ResolvedQuery.init) } }
    result.notes = resolving.evaluator.notes
    result.notes.merge(resolving.simplifier.notes)
    result.fired = resolving.simplifier.fired
    if resolving.hasResolved { result.fired.insert(.entityAggregates) }
    return result
  }

  private struct Resolving {
    let evaluator: Evaluator
    var simplifier: Simplifier
    var hasResolved = false

    /// - Parameter there: the library at the snapshot at which the expression is read.
    mutating func resolve(_ expression: Checked, _ there: Evaluator) -> Checked {
      guard EntityAggregates.takesPart(of: expression) else { return expression }
      var result = expression
      switch expression.node {
      case .atSnapshot(let snapshot, let inner): result.node = .atSnapshot(snapshot, resolve(inner, there.at(snapshot)))
      case .throughout(let quantifier, let points):
        result.node = .throughout(
          quantifier, points.map { AtSnapshot(snapshot: $0.snapshot, condition: resolve($0.condition, there.at($0.snapshot))) })
      default: result = expression.mapChildren { resolve($0, there) }
      }
      guard EntityAggregates.takes(result) else { return result }
      result = result.mapChildren { simplifier.rewrite($0) }
      guard let value = there.value(ofRowless: result) else { return result }
      hasResolved = true
      return Checked(.constant(value), type: result.type, range: result.range)
    }
  }
}

extension CheckedQuery {
  /// The queries that it reads from, as the source has them; nil for a point without a snapshot.
  fileprivate var innerQueries: [CheckedQuery?] {
    switch source {
    case .entity, .changes, .history: []
    case .rows(let inner), .table(let inner): [inner]
    case .comparison(let comparison): [comparison.now, comparison.before]
    case .trend(let trend): trend.points.map(\.query)
    }
  }

  fileprivate var holdsEntityAggregate: Bool {
    func holds(_ expression: Checked?) -> Bool { expression.map(EntityAggregates.takesPart) ?? false }
    func holds(_ keys: [SortKey]) -> Bool {
      keys.contains { if case .expression(let expression) = $0.target { holds(expression) } else { false } }
    }
    if holds(condition) || holds(order) { return true }
    if let cut, holds(cut.by) || holds(cut.per) || holds(cut.order) { return true }
    if case .history(let history) = source, holds(history.condition) { return true }
    return switch shape {
    case .rows(let columns): columns.contains { holds($0.value) }
    case .groups(let grouping):
      grouping.keys.contains { holds($0.column.value) } || holds(grouping.across?.column.value)
        || grouping.measures.contains { holds($0.value) }
    case .ranking(let ranking): holds(ranking.key.column.value) || holds(ranking.measure.value)
    }
  }
}
