import Query

/// `where (A and B) and C` => `where A`, `where B`, `where C`, also inside definitions
///
/// Pays always: each part is tested in its own way, and the later ones see fewer rows.
enum FlattenAnds {
  static func apply(_ plan: inout Plan, _: Planner) -> Bool {
    guard let condition = plan.query.condition else { return false }
    let conjuncts = flattened(condition)
    plan.filters = conjuncts.map { Filter(condition: $0) }
    return conjuncts.count > 1
  }

  private static func flattened(_ condition: Checked) -> [Checked] {
    if case .and(let operands) = condition.unwrapped.node { return operands.flatMap(flattened) }
    return [condition]
  }
}
