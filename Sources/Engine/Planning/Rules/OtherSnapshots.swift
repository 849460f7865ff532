import Query
import Schema

/// `where start > previous(start)`, `where was C` => the few versions that changed are met by their key, without picking a row
///
/// Pays always: most records have the same version at both snapshots, and the others meet in one pass over the history.
enum OtherSnapshots {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    switch condition.node {
    case .atSnapshot(let snapshot, let inner):
      guard inner.isCondition else { return nil }
      return compiler.predicate(inner, entity: entity).map { .atSnapshot(snapshot: snapshot, $0) }
    case .existed(let snapshot): return .atSnapshot(snapshot: snapshot, .always(true))
    case .differs(let left, let right): return cellChange(left, right, [.less, .greater, .oneMissing], entity, compiler)
    case .compare(let comparison, let left, let right):
      switch comparison {
      case .equal: return cellChange(left, right, .equal, entity, compiler)
      case .notEqual: return cellChange(left, right, .equal, entity, compiler).map { .not($0) }
      case .less: return cellChange(left, right, .less, entity, compiler)
      case .lessOrEqual: return cellChange(left, right, [.less, .equal], entity, compiler)
      case .greater: return cellChange(left, right, .greater, entity, compiler)
      case .greaterOrEqual: return cellChange(left, right, [.greater, .equal], entity, compiler)
      }
    default: return nil
    }
  }

  /// `previous(F) < F`: the same field on both sides, one of them read at another snapshot.
  private static func cellChange(
    _ left: Checked, _ right: Checked, _ outcomes: Outcomes, _ entity: Int, _ compiler: PredicateCompiler
  ) -> ColumnPredicate? {
    let isThenLeft: Bool
    let snapshot: Int
    let now: Checked
    switch (left.unwrapped.node, right.unwrapped.node) {
    case (.atSnapshot(let there, let inner), .column(let column)):
      guard case .column(column) = inner.unwrapped.node else { return nil }
      (isThenLeft, snapshot, now) = (true, there, right)
    case (.column(let column), .atSnapshot(let there, let inner)):
      guard case .column(column) = inner.unwrapped.node else { return nil }
      (isThenLeft, snapshot, now) = (false, there, left)
    default: return nil
    }
    guard let (field, statistics) = compiler.column(now, entity), statistics.packed != nil else { return nil }
    // Codes are equal where their values are; only quantities lie in the order of their stored numbers.
    if !outcomes.contains([.less, .greater]), !outcomes.isDisjoint(with: [.less, .greater]) {
      switch statistics.type {
      case .date, .money, .number, .duration: break
      case .text, .choice, .link, .flag, .period: return nil
      }
    }
    guard isThenLeft else { return .cellChange(field: field, snapshot: snapshot, outcomes) }
    var turned = outcomes.subtracting([.less, .greater])
    if outcomes.contains(.less) { turned.insert(.greater) }
    if outcomes.contains(.greater) { turned.insert(.less) }
    return .cellChange(field: field, snapshot: snapshot, turned)
  }
}
