import Query
import Results
import Schema

// Aggregates that compare cells instead of adding them: extremes, ends, median, distinct.

extension Evaluator {
  /// The place of the smallest or largest known cell of each group, -1 where there is none. Values outside the order of a choice are neither.
  func extremes(_ vector: Vector, _ groups: Groups, isSmallest: Bool) throws -> [Int32] {
    let vector = rankable(vector)
    return try winners(orderCodes(vector, polling), vector, groups, isSmallest: isSmallest)
  }

  /// The place of the known cell of the first or last record by key.
  func ends(_ vector: Vector, _ groups: Groups, isFirst: Bool) throws -> [Int32] {
    let order: [UInt64] =
      if let entity = groups.frame.entity {
        keys(of: groups.frame, entity: entity).map(UInt64.init)
      } else {
        (0..<vector.count).map { UInt64($0) }
      }
    return try winners(order, vector, groups, isSmallest: isFirst)
  }

  private func winners(_ order: [UInt64], _ vector: Vector, _ groups: Groups, isSmallest: Bool) throws -> [Int32] {
    var best = [Int32](repeating: -1, count: groups.count)
    try polling.forEach(vector.count) { place in
      guard vector.isKnown(place) else { return }
      let group = groups.group(of: place)
      let before = best[group]
      if before < 0 || (isSmallest ? order[place] < order[Int(before)] : order[place] > order[Int(before)]) { best[group] = Int32(place) }
    }
    return best
  }

  /// The middle cell, or halfway between the two middle ones; amounts and dates rounded half away from zero.
  func median(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let order = try orderCodes(vector, polling)
    let (places, ends) = try known(vector, groups)
    var low = [Int32](repeating: -1, count: groups.count)
    var high = low
    try polling.forEachPiece(ends: ends) { group, rows in
      guard !rows.isEmpty else { return }
      let sorted = try polling.sorted(Array(places[rows])) { (order[Int($0)], $0) < (order[Int($1)], $1) }
      low[group] = sorted[(sorted.count - 1) / 2]
      high[group] = sorted[sorted.count / 2]
    }
    let (lower, upper) = (vector.picking(orMissing: low), vector.picking(orMissing: high))
    if case (.int32(let left), .int32(let right)) = (lower.cells, upper.cells) {
      let cells = zip(left, right).map { Int32(Decimal.quotient(Int128($0) + Int128($1), over: 2)) }
      return Vector(type: expression.type, count: groups.count, cells: .int32(cells), validity: lower.validity)
    }
    let (first, second) = (lower.quantities, upper.quantities)
    if case .money = vector.type {
      let cells = zip(first.cells, second.cells).map { Decimal.quotient($0 + $1, over: 2) }
      return .quantity(Quantities(cells: cells, scale: Money.places), expression.type, known: lower.validity)
    }
    let halves = try quantities(groups.count, known: lower.validity, expression) { group in
      first.cells[group] == second.cells[group] ? first[group] : first[group].adding(second[group])?.divided(by: 2)
    }
    return .quantity(halves, expression.type, known: lower.validity)
  }

  /// The places of the known cells, group by group, and where each group's end.
  private func known(_ vector: Vector, _ groups: Groups) throws -> (places: [Int32], ends: [Int]) {
    let counts = countsByGroup(groups.membership, groups.count, vector.count, places: vector.validity)
    var next: [Int] = []
    var sum = 0
    for count in counts {
      next.append(sum)
      sum += count
    }
    var places = [Int32](repeating: 0, count: sum)
    try polling.forEach(vector.count) { place in
      guard vector.isKnown(place) else { return }
      let group = groups.group(of: place)
      places[next[group]] = Int32(place)
      next[group] += 1
    }
    return (places, next)
  }

  /// How many different known cells each group has.
  func distinct(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let (indexes, distinct) = try factorized(try orderCodes(vector, polling), polling)
    var pairs: [UInt64] = []
    try polling.forEach(vector.count) { place in
      guard vector.isKnown(place) else { return }
      pairs.append(UInt64(groups.group(of: place)) * UInt64(max(distinct.count, 1)) + UInt64(indexes[place]))
    }
    var counts = [Int](repeating: 0, count: groups.count)
    for pair in try factorized(pairs, polling).distinct { counts[Int(pair / UInt64(max(distinct.count, 1)))] += 1 }
    return .counts(counts, expression.type)
  }
}
