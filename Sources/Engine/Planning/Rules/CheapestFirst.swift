import Query

/// `where A`, `where B` => the cheaper one first, so that the dearer one sees fewer rows
///
/// Pays where one of two conditions is dearer; those of equal cost keep their order.
enum CheapestFirst {
  static func apply(_ plan: inout Plan, _: Planner) -> Bool {
    let filters = plan.filters
    guard filters.count > 1 else { return false }
    let costs = filters.map { cost($0) }
    let order = filters.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
    guard order != Array(filters.indices) else { return false }
    plan.filters = order.map { filters[$0] }
    return true
  }

  /// Relative time for a row, by what the dearest part of the condition does. Only the order of the figures matters.
  private static func cost(_ filter: Filter) -> Int {
    switch filter.method {
    case .columns(let predicate): predicate.isLookup ? 0 : predicate.readsOtherRows ? 2 : 1
    case .narrowed, .evaluate: 2 + cost(filter.condition)
    }
  }

  private static func cost(_ expression: Checked) -> Int {
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
}
