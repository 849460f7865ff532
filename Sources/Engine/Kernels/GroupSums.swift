import Results
import Schema

// Sums and counts by group number. `groups` nil is one group. `known` nil is all known.

/// How many places each group has, of those marked in `places` (nil: all).
func countsByGroup(_ groups: Groups.Membership, _ groupCount: Int, _ count: Int, places: Bitmap?) -> [Int] {
  switch groups {
  case .single: return [places?.population ?? count]
  case .each(let groups):
    var counts = [Int](repeating: 0, count: groupCount)
    counts.withUnsafeMutableBufferPointer { counts in
      groups.withUnsafeBufferPointer { groups in
        if let places {
          places.forEach { counts[Int(groups[$0])] &+= 1 }
        } else {
          for place in 0..<count { counts[Int(groups[place])] &+= 1 }
        }
      }
    }
    return counts
  }
}

/// Exact whatever the order of the places; nil where a sum has more than 128 bits.
func sumsByGroup<Cell: FixedWidthInteger & SignedInteger>(
  _ cells: [Cell], _ groups: Groups.Membership, _ groupCount: Int, _ count: Int, known: Bitmap?
) -> [Int128]? {
  let top = Cell.bitWidth < 128 ? 0 : cells.reduce(0 as Int128) { max($0, Int128(clamping: $1.magnitude)) }
  // So many cells of so many bits have room.
  guard 128 - top.leadingZeroBitCount + (Int.bitWidth - count.leadingZeroBitCount) < 127 else {
    return sumsInHalves(cells, groups, groupCount, count, known: known)
  }
  return added(groups, groupCount, count, known: known) { Int128(truncatingIfNeeded: cells[$0]) }
}

/// The upper and the lower 64 bits are added apart, so that only the result must have room.
private func sumsInHalves<Cell: FixedWidthInteger & SignedInteger>(
  _ cells: [Cell], _ groups: Groups.Membership, _ groupCount: Int, _ count: Int, known: Bitmap?
) -> [Int128]? {
  let upper = added(groups, groupCount, count, known: known) { Int128(truncatingIfNeeded: cells[$0] >> 64) }
  let lower = added(groups, groupCount, count, known: known) { Int128(UInt64(truncatingIfNeeded: cells[$0])) }
  var sums: [Int128] = []
  for (upper, lower) in zip(upper, lower) {
    guard let high = Int64(exactly: upper + lower >> 64) else { return nil }
    let sum = Int128(high) << 64 | lower & Int128(UInt64.max)
    if sum == .min { return nil }
    sums.append(sum)
  }
  return sums
}

@inline(__always)
private func added(
  _ groups: Groups.Membership, _ groupCount: Int, _ count: Int, known: Bitmap?, _ cell: (Int) -> Int128
) -> [Int128] {
  var sums = [Int128](repeating: 0, count: groupCount)
  sums.withUnsafeMutableBufferPointer { sums in
    switch (groups, known) {
    case (.single, nil):
      var sum: Int128 = 0
      for place in 0..<count { sum &+= cell(place) }
      sums[0] = sum
    case (.single, let known?): known.forEach { sums[0] &+= cell($0) }
    case (.each(let groups), nil): for place in 0..<count { sums[Int(groups[place])] &+= cell(place) }
    case (.each(let groups), let known?): known.forEach { sums[Int(groups[$0])] &+= cell($0) }
    }
  }
  return sums
}
