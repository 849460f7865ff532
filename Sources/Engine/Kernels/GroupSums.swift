import Store

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

/// Exact whatever the order of the amounts: 128 bits inside.
func sumsByGroup(_ cells: [Int64], _ groups: Groups.Membership, _ groupCount: Int, _ count: Int, known: Bitmap?) -> [Int128] {
  var sums = [Int128](repeating: 0, count: groupCount)
  sums.withUnsafeMutableBufferPointer { sums in
    cells.withUnsafeBufferPointer { cells in
      switch (groups, known) {
      case (.single, nil):
        var sum: Int128 = 0
        for place in 0..<count { sum &+= Int128(cells[place]) }
        sums[0] = sum
      case (.single, let known?): known.forEach { sums[0] &+= Int128(cells[$0]) }
      case (.each(let groups), nil): for place in 0..<count { sums[Int(groups[place])] &+= Int128(cells[place]) }
      case (.each(let groups), let known?): known.forEach { sums[Int(groups[$0])] &+= Int128(cells[$0]) }
      }
    }
  }
  return sums
}

/// Added in the order of the places.
func sumsByGroup(_ cells: [Double], _ groups: Groups.Membership, _ groupCount: Int, _ count: Int, known: Bitmap?) -> [Double] {
  var sums = [Double](repeating: 0, count: groupCount)
  sums.withUnsafeMutableBufferPointer { sums in
    cells.withUnsafeBufferPointer { cells in
      switch (groups, known) {
      case (.single, nil):
        var sum = 0.0
        for place in 0..<count { sum += cells[place] }
        sums[0] = sum
      case (.single, let known?): known.forEach { sums[0] += cells[$0] }
      case (.each(let groups), nil): for place in 0..<count { sums[Int(groups[place])] += cells[place] }
      case (.each(let groups), let known?): known.forEach { sums[Int(groups[$0])] += cells[$0] }
      }
    }
  }
  return sums
}

/// An exact quotient, rounded half away from zero.
func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
  return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
}
