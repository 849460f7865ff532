import Results

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
    try order.polling.forEach(placeCount) { if primary?.isKnown($0) ?? true { eligible.append(Int32($0)) } }
    guard let per else { return try cut(eligible) }
    // Ranks are dense: the places are counted into one array, group by group.
    var ends = [Int](repeating: 0, count: per.reduce(0) { max($0, Int($1) + 1) } + 1)
    try order.polling.forEach(eligible.count) { ends[Int(per[Int(eligible[$0])]) + 1] += 1 }
    for group in 1..<ends.count { ends[group] += ends[group - 1] }
    var next = ends
    var sorted = eligible
    try order.polling.forEach(eligible.count) { index in
      let group = Int(per[Int(eligible[index])])
      sorted[next[group]] = eligible[index]
      next[group] += 1
    }
    var result = CutResult()
    try order.polling.forEachPiece(ends: Array(ends[1...])) { _, rows in
      guard !rows.isEmpty else { return }
      let part = try cut(Array(sorted[rows]))
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
