import Query
import Results

extension PlaceOrder {
  /// The order of the keys, and the cells of the first one, which decide what `top` may show.
  static func of(_ keys: [CheckedQuery.SortKey], _ evaluator: Evaluator, cells: (CheckedQuery.SortKey.Target) throws -> Vector) throws -> (
    order: PlaceOrder, primary: Vector?
  ) {
    var order = PlaceOrder(evaluator.polling)
    var primary: Vector?
    for key in keys {
      let vector = try cells(key.target)
      if primary == nil { primary = evaluator.rankable(vector) }
      try order.append(vector, isDescending: key.isDescending, ordered: evaluator.orderedCount(vector.type))
    }
    return (order, primary)
  }
}
