import Semantics
import Store

extension PlaceOrder {
  /// The order of the keys, and the cells of the first one, which decide what `top` may show.
  static func of(_ keys: [CheckedQuery.SortKey], cells: (CheckedQuery.SortKey.Target) throws -> Vector) rethrows -> (
    order: PlaceOrder, primary: Vector?
  ) {
    var order = PlaceOrder()
    var primary: Vector?
    for key in keys {
      let vector = try cells(key.target)
      if primary == nil { primary = vector }
      order.append(vector, isDescending: key.isDescending)
    }
    return (order, primary)
  }
}
