import Semantics
import Store

extension PlaceOrder {
  /// The order of the keys, and the cells of the first one, which decide what `top` may show.
  static func of(_ keys: [CheckedQuery.SortKey], _ polling: Polling, cells: (CheckedQuery.SortKey.Target) throws -> Vector) throws -> (
    order: PlaceOrder, primary: Vector?
  ) {
    var order = PlaceOrder(polling)
    var primary: Vector?
    for key in keys {
      let vector = try cells(key.target)
      if primary == nil { primary = vector }
      try order.append(vector, isDescending: key.isDescending)
    }
    return (order, primary)
  }
}
