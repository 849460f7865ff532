import Schema
import Semantics
import Store

extension Execution {
  /// An aggregate over the rows of each group.
  func groupAggregate(_ aggregate: Aggregate, _ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .groups(let groups, let picked) = domain else { throw misplaced("an aggregate without rows", expression.range) }
    let vector = try self.aggregate(aggregate, groups, expression)
    return picked.map { vector.picking($0) } ?? vector
  }

  /// One cell a group.
  func aggregate(_ aggregate: Aggregate, _ groups: Groups, _ expression: Checked) throws -> Vector {
    try poll()
    if let marked = groups.marked {
      if let cells = try markedAggregate(aggregate, marked, expression) { return cells }
      if marked.sweep != nil { throw NotSwept() }
    }
    var groups = groups
    if let filter = aggregate.filter { groups = groups.picking(try truth(filter, over: .rows(groups.frame))) }
    if let link = aggregate.onceThrough { groups = try onceThrough(link, groups, expression) }
    guard let value = aggregate.value else {
      return counts(countsByGroup(groups.membership, groups.count, groups.frame.count, places: nil), expression)
    }
    if aggregate.function == .share { return try share(value, groups, expression) }
    if aggregate.function == .count, value.isCondition {
      return counts(countsByGroup(groups.membership, groups.count, groups.frame.count, places: nil), expression)
    }

    let vector = try values(value, over: .rows(groups.frame))
    let known = vector.validity
    if aggregate.function != .count, let known, skippedMissing != nil {
      skippedMissing![expression.spelledWithoutRanges] = known.count - known.population
    }
    if let unit = aggregate.unit { try checkUnits(unit, known, groups, expression) }
    switch aggregate.function {
    case .count: return counts(countsByGroup(groups.membership, groups.count, vector.count, places: known), expression)
    case .sum: return try sum(vector, groups, expression)
    case .avg: return try average(vector, groups, expression)
    case .median: return try median(vector, groups, expression)
    case .distinct: return try distinct(vector, groups, expression)
    case .min: return vector.picking(orMissing: try extremes(vector, groups, isSmallest: true))
    case .max: return vector.picking(orMissing: try extremes(vector, groups, isSmallest: false))
    case .first: return vector.picking(orMissing: try ends(vector, groups, isFirst: true))
    case .last: return vector.picking(orMissing: try ends(vector, groups, isFirst: false))
    case .share: throw misplaced("`share`", expression.range)
    }
  }

  private func counts(_ counts: [Int], _ expression: Checked) -> Vector {
    Vector(type: expression.type, count: counts.count, cells: .double(counts.map(Double.init)))
  }

  private func share(_ condition: Checked, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let holds = try truth(condition, over: .rows(groups.frame))
    let part = countsByGroup(groups.membership, groups.count, groups.frame.count, places: holds)
    let all = countsByGroup(groups.membership, groups.count, groups.frame.count, places: nil)
    return finite((0..<groups.count).map { all[$0] == 0 ? .nan : Double(part[$0]) / Double(all[$0]) }, expression.type, nil)
  }

  /// 0 for no rows, missing for rows of which none is known.
  private func sum(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    var known: Bitmap?
    if let validity = vector.validity {
      let all = countsByGroup(groups.membership, groups.count, vector.count, places: nil)
      let present = countsByGroup(groups.membership, groups.count, vector.count, places: validity)
      known = Bitmap(count: groups.count, rows: (0..<groups.count).filter { all[$0] == 0 || present[$0] > 0 })
    }
    switch vector.cells {
    case .int64(let cells):
      let sums = sumsByGroup(cells, groups.membership, groups.count, vector.count, known: vector.validity)
      return Vector(type: expression.type, count: groups.count, cells: .int64(try sums.map { try amount($0, expression) }), validity: known)
    case .double(let cells):
      return finite(sumsByGroup(cells, groups.membership, groups.count, vector.count, known: vector.validity), expression.type, known)
    default: throw misplaced("a sum of \(vector.type)", expression.range)
    }
  }

  private func amount(_ sum: Int128, _ expression: Checked) throws -> Int64 {
    guard let amount = Int64(exactly: sum) else { throw EngineError(.moneyOverflow, at: expression.range) }
    return amount
  }

  private func average(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let counts = countsByGroup(groups.membership, groups.count, vector.count, places: vector.validity)
    let known = Bitmap(count: groups.count, rows: (0..<groups.count).filter { counts[$0] > 0 })
    switch vector.cells {
    case .int64(let cells):
      let sums = sumsByGroup(cells, groups.membership, groups.count, vector.count, known: vector.validity)
      return Vector(
        type: expression.type, count: groups.count,
        cells: .int64(try sums.indices.map { try amount(roundedQuotient(sums[$0], Int128(max(counts[$0], 1))), expression) }),
        validity: known)
    case .int32(let cells):
      let wide = cells.prefix(vector.count).map(Int64.init)
      let sums = sumsByGroup(wide, groups.membership, groups.count, vector.count, known: vector.validity)
      return Vector(
        type: expression.type, count: groups.count,
        cells: .int32(sums.indices.map { Int32(roundedQuotient(sums[$0], Int128(max(counts[$0], 1)))) }), validity: known)
    case .double(let cells):
      let sums = sumsByGroup(cells, groups.membership, groups.count, vector.count, known: vector.validity)
      return finite(sums.indices.map { sums[$0] / Double(max(counts[$0], 1)) }, expression.type, known)
    default: throw misplaced("an average of \(vector.type)", expression.range)
    }
  }

  /// A quantity filed in several units has no sum.
  private func checkUnits(_ unit: Checked, _ known: Bitmap?, _ groups: Groups, _ expression: Checked) throws {
    let units = try values(unit, over: .rows(groups.frame))
    let texts = try texts(units)
    var seen = [String?](repeating: nil, count: groups.count)
    try polling.forEach(groups.frame.count) { place in
      guard known?[place] ?? true else { return }
      let group = groups.group(of: place)
      let text = units.isKnown(place) ? texts[place] : "(missing)"
      guard let before = seen[group] else {
        seen[group] = text
        return
      }
      guard before != text else { return }
      let all = Set(
        (0..<groups.frame.count).filter { (known?[$0] ?? true) && groups.group(of: $0) == group }.map {
          units.isKnown($0) ? texts[$0] : "(missing)"
        })
      throw EngineError(.mixedUnits(all.sorted(by: isBefore)), at: expression.range)
    }
  }
}

extension Groups {
  func group(of place: Int) -> Int {
    switch membership {
    case .single: 0
    case .each(let groups): Int(groups[place])
    }
  }

  /// The same groups with some of the rows.
  func picking(_ places: Bitmap) -> Groups {
    guard places.population < frame.count else { return self }
    let rows = places.rows
    return Groups(frame: frame.picking(rows), membership: membership.picking(rows), count: count)
  }
}
