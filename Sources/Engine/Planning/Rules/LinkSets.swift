import Query
import Schema

/// `where unit.kind = a` => the units of that kind once, then the rows whose link is among them
///
/// Pays wherever the condition on the target is a test on its columns: targets are few, and looking a link up in a bitmap is one step a row.
enum LinkSets {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    var inner = condition
    let followed: Checked
    switch condition.node {
    case .follow: followed = condition
    case .isOneOf(let operand, _), .isBetween(let operand, _, _), .compare(_, let operand, _): followed = operand.unwrapped
    default: return nil
    }
    guard case .follow(let link, let target, let value) = followed.node, compiler.statistics.column(link, of: entity).packed != nil else {
      return nil
    }
    switch condition.node {
    case .isOneOf(_, let codes): inner.node = .isOneOf(value, codes)
    case .isBetween(_, let low, let high): inner.node = .isBetween(value, low: low, high: high)
    case .compare(let comparison, _, let right):
      // A text of the target is searched for on the picked rows.
      guard let constant = right.constantValue else { return nil }
      if case .text = constant { return nil }
      inner.node = .compare(comparison, value, right)
    default: inner = value
    }
    return compiler.predicate(inner, entity: target).map { .linked(field: link, target: target, $0) }
  }
}
