import Query

/// `where any node (C)` => select the nodes once, mark their projects, keep the marked
///
/// Pays wherever C is a test on the nodes' columns: one pass over the nodes' links instead of a look at each project's nodes.
enum SemiJoins {
  static func apply(_ condition: Checked, _: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    guard case .quantified(let quantifier, let link, let inner) = condition.node,
      compiler.statistics.column(link.field, of: link.entity).packed != nil
    else { return nil }
    guard let inner else { return .quantified(quantifier, link, nil) }
    return compiler.predicate(inner, entity: link.entity).map { .quantified(quantifier, link, $0) }
  }
}
