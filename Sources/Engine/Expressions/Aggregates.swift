import Query
import Results
import Schema

extension Evaluator {
  /// An aggregate over the rows of each group.
  func groupAggregate(_ aggregate: Aggregate, _ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .groups(let groups, let picked) = domain else { throw misplaced("an aggregate without rows", expression.range) }
    let vector = try self.aggregate(aggregate, groups, expression)
    return picked.map { vector.picking($0) } ?? vector
  }

  /// One cell a group.
  func aggregate(_ aggregate: Aggregate, _ groups: Groups, _ expression: Checked) throws -> Vector {
    try poll()
    if let codes = groups.byCodes {
      var compiler = compiler
      if let known = compiler.codeAggregate(aggregate, entity: codes.entity, isSwept: codes.sweep != nil) {
        return try codeAggregate(known, aggregate.function, codes, expression)
      }
      // A plan does not sweep what has to be picked.
      if codes.sweep != nil { throw misplaced("a sweep of an aggregate", expression.range) }
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
    if aggregate.function != .count, skippedCells != nil {
      var skipped = SkippedCells(missing: known.map { $0.count - $0.population } ?? 0)
      if aggregate.function == .min || aggregate.function == .max { skipped.outsideOrder = outsideOrder(vector, places: nil) }
      if !skipped.isEmpty { skippedCells![expression.spelledWithoutRanges] = skipped }
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
    .counts(counts, expression.type)
  }

  private func share(_ condition: Checked, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let holds = try truth(condition, over: .rows(groups.frame))
    let part = countsByGroup(groups.membership, groups.count, groups.frame.count, places: holds)
    let all = countsByGroup(groups.membership, groups.count, groups.frame.count, places: nil)
    return try quotient(.counts(part, .number), .counts(all, .number), expression)
  }

  /// 0 for no rows, missing for rows of which none is known.
  private func sum(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    var known: Bitmap?
    if let validity = vector.validity {
      let all = countsByGroup(groups.membership, groups.count, vector.count, places: nil)
      let present = countsByGroup(groups.membership, groups.count, vector.count, places: validity)
      known = Bitmap(count: groups.count, rows: (0..<groups.count).filter { all[$0] == 0 || present[$0] > 0 })
    }
    switch vector.type {
    case .money, .number, .duration:
      let sums = try sums(vector, groups, expression)
      return .quantity(sums, expression.type, known: known)
    default: throw misplaced("a sum of \(vector.type)", expression.range)
    }
  }

  private func sums(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Quantities {
    func sums<Cell: FixedWidthInteger & SignedInteger>(_ cells: [Cell]) throws -> [Int128] {
      guard let sums = sumsByGroup(cells, groups.membership, groups.count, vector.count, known: vector.validity) else {
        throw overflow(expression)
      }
      return sums
    }
    switch vector.cells {
    case .int64(let cells): return Quantities(cells: try sums(cells), scale: Money.places)
    case .int32(let cells): return Quantities(cells: try sums(cells), scale: 0)
    case .decimal(let cells, let scale): return Quantities(cells: try sums(cells), scale: scale)
    case .text, .codes, .bits, .mixed: throw misplaced("a sum of \(vector.type)", expression.range)
    }
  }

  private func average(_ vector: Vector, _ groups: Groups, _ expression: Checked) throws -> Vector {
    let counts = countsByGroup(groups.membership, groups.count, vector.count, places: vector.validity)
    let known = Bitmap(count: groups.count, rows: (0..<groups.count).filter { counts[$0] > 0 })
    let sums = try sums(vector, groups, expression)
    func whole(_ group: Int) -> Int128 { Decimal.quotient(sums.cells[group], over: Int128(max(counts[group], 1))) }
    switch vector.type {
    case .money:
      return .quantity(Quantities(cells: (0..<groups.count).map(whole), scale: Money.places), expression.type, known: known)
    case .number, .duration:
      let quotients = try quotients(sums, by: Vector.counts(counts, .number).quantities, known: known, expression)
      return .quantity(quotients, expression.type, known: known)
    default:
      return Vector(
        type: expression.type, count: groups.count, cells: .int32((0..<groups.count).map { Int32(whole($0)) }), validity: known)
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
