import Query

/// `where start > previous(start)`, `where changed stage` => first the versions that began since then: the others are as they were
///
/// Pays where no rule of predicates takes the condition: it is evaluated on the few versions that changed.
enum UnchangedRows {
  static func apply(_ plan: inout Plan, _: Planner) -> Bool {
    guard plan.query.entity != nil else { return false }
    var hasFired = false
    for index in plan.nodes.indices {
      guard case .filter(var filter) = plan.nodes[index].operation, case .evaluate = filter.method,
        let snapshot = filter.condition.firstChangeAfter
      else { continue }
      filter.method = .narrowed(.begunAfter(snapshot))
      plan.nodes[index].operation = .filter(filter)
      hasFired = true
    }
    return hasFired
  }
}

extension Checked {
  /// A snapshot since which a version must have begun for the condition to hold: it compares a cell with the same cell there, and a version
  /// that held there already has the same one. Equality of blanks is why `!=` is not among them.
  var firstChangeAfter: Int? {
    switch node {
    case .definition(_, let body): return body.firstChangeAfter
    case .and(let operands): return operands.lazy.compactMap(\.firstChangeAfter).max()
    case .recordDiffers(let snapshot): return snapshot
    case .compare(.less, let left, let right), .compare(.greater, let left, let right), .differs(let left, let right):
      return left.snapshotOfSameCell(as: right) ?? right.snapshotOfSameCell(as: left)
    default: return nil
    }
  }

  private func snapshotOfSameCell(as other: Checked) -> Int? {
    guard case .atSnapshot(let snapshot, let inner) = unwrapped.node, case .column(let then) = inner.unwrapped.node,
      case .column(let now) = other.unwrapped.node, then == now
    else { return nil }
    return snapshot
  }
}
