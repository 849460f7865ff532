import Query
import Store

/// `top N` => a heap of N rows instead of a full sort; blocks of rows that hold nothing better are passed over
///
/// Pays always: most rows are compared with the worst one kept and no other. Where the order is that of one stored column and N is small
/// (`Limits.heapRows`), stored numbers are compared, and a zone map tells which blocks to pass over.
enum BoundedTop {
  static func apply(_ plan: inout Plan, _ planner: Planner) -> Bool {
    guard let index = plan.nodes.firstIndex(where: { if case .top = $0.operation { true } else { false } }),
      case .top(let cut, let skip, _) = plan.nodes[index].operation, !cut.by.isEmpty
    else { return false }
    let method = column(of: cut, skip, plan.query, planner).map { TopMethod.columnHeap(field: $0) } ?? .heap
    plan.nodes[index].operation = .top(cut, skip: skip, method)
    return true
  }

  /// The quantity of current records by which rows are cut.
  private static func column(of cut: CheckedQuery.Cut, _ skip: Int, _ query: CheckedQuery, _ planner: Planner) -> Int? {
    guard case .rows(let columns) = query.shape, case .entity(let entity) = query.source, cut.per == nil, cut.by.count == 1,
      1...planner.limits.heapRows ~= cut.count, skip <= planner.limits.heapRows
    else { return nil }
    let expression =
      switch cut.by[0].target {
      case .expression(let expression): expression
      case .column(let column): columns[column].value
      }
    let (statistics, table) = (planner.statistics, planner.statistics.table(entity))
    guard query.snapshot == statistics.snapshotCount - 1 || table.rowCount == table.keyCount,
      case .column(.field(let field)) = expression.unwrapped.node, statistics.column(field, of: entity).quantities != nil
    else { return nil }
    return field
  }
}
