import Semantics
import Store

/// What `top N [per K]` keeps, in its order.
struct CutResult {
  var places: [Int32] = []
  /// How many more tie with the last one shown.
  var ties = 0
}

struct CutOperator {
  let count: Int
  let skip: Int
  let order: PlaceOrder
  /// Cells of the first sort key: a place without one is never shown. Nil: the natural order, in which nothing ties.
  let primary: Vector?
  let isBounded: Bool

  /// - Parameter per: for each place the rank of its group; nil is one group.
  func result(placeCount: Int, per: [UInt32]?) throws -> CutResult {
    var eligible: [Int32] = []
    for place in 0..<Int32(placeCount) where primary?.isKnown(Int(place)) ?? true { eligible.append(place) }
    guard let per else { return try cut(eligible) }
    var groups: [UInt32: [Int32]] = [:]
    for place in eligible { groups[per[Int(place)], default: []].append(place) }
    var result = CutResult()
    for group in groups.keys.sorted() {
      let part = try cut(groups[group]!)
      result.places += part.places
      result.ties += part.ties
    }
    return result
  }

  private func cut(_ eligible: [Int32]) throws -> CutResult {
    let wanted = count > Int.max - skip ? Int.max : count + skip
    let kept = isBounded ? try order.first(wanted, of: eligible) : Array(try order.sorted(eligible).prefix(wanted))
    let shown = Array(kept.dropFirst(skip))
    guard let last = shown.last, primary != nil else { return CutResult(places: shown, ties: 0) }
    let ties = eligible.count { order.isTie($0, last) } - kept.count { order.isTie($0, last) }
    return CutResult(places: shown, ties: ties)
  }
}
