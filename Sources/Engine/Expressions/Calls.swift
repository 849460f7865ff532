import Diagnostics
import Query
import Results
import Schema

extension Evaluator {
  func call(_ function: Builtin, _ arguments: [Checked], _ values: [Vector], _ expression: Checked, count: Int) throws -> Vector {
    guard let first = values.first else { throw misplaced("\(function.rawValue) of nothing", expression.range) }
    switch function {
    case .year, .yearStart: return try periods(.year, first, expression)
    case .quarter, .quarterStart: return try periods(.quarter, first, expression)
    case .month, .monthStart: return try periods(.month, first, expression)
    case .week: return try periods(.week, first, expression)
    case .monthEnd: return try periods(.month, first, expression, isLast: true)
    case .weekday:
      let days = first.int32s
      return .counts(try polling.map(count) { Day(rawValue: days[$0]).weekday }, expression.type, known: first.validity)
    case .days:
      return try arithmetic(.subtractDates, values[1], first, expression)
    case .workdays: return try workdays(first, values[1], expression)
    case .abs:
      let quantities = first.quantities
      return .quantity(
        Quantities(cells: try polling.map(count) { abs(quantities.cells[$0]) }, scale: quantities.scale), expression.type,
        known: first.validity)
    case .round: return try rounded(first, values.dropFirst().first, .halfAway, arguments[0].type, expression)
    case .floor: return try rounded(first, values.dropFirst().first, .down, arguments[0].type, expression)
    case .ceil: return try rounded(first, values.dropFirst().first, .up, arguments[0].type, expression)
    case .least: return try extreme(values, .less, expression)
    case .greatest: return try extreme(values, .greater, expression)
    case .band: return try band(arguments, first, expression)
    case .lower: return try texts(first, expression) { NormalForm.of($0.lowercased()) }
    case .upper: return try texts(first, expression) { NormalForm.of($0.uppercased()) }
    case .length:
      let texts = try texts(first)
      return .counts(
        try polling.map(count, block: polling.slowBlock) { texts[$0].count }, expression.type, known: first.validity)
    }
  }

  /// Each period as it is stored, by its first day, or its last day.
  private func periods(_ unit: PeriodUnit, _ days: Vector, _ expression: Checked, isLast: Bool = false) throws -> Vector {
    let cells = days.int32s
    let result = try polling.map(days.count) { place -> Int32 in
      let period = Period(unit, holding: Day(rawValue: cells[place]))
      return (isLast ? period.last : period.first).rawValue
    }
    return Vector(type: expression.type, count: days.count, cells: .int32(result), validity: days.validity)
  }

  private func workdays(_ start: Vector, _ end: Vector, _ expression: Checked) throws -> Vector {
    var known = bothKnown(start.validity, end.validity) ?? Bitmap(count: start.count, filled: true)
    let (starts, ends) = (start.int32s, end.int32s)
    var result = [Int](repeating: 0, count: start.count)
    try polling.forEach(start.count) { place in
      guard known[place] else { return }
      if let count = workdays?.count(from: starts[place], to: ends[place]) { result[place] = count } else { known[place] = false }
    }
    return outside(.counts(result, expression.type, known: known), start, end, expression)
  }

  /// To `digits` places behind the point (0 without them); money in the unit that it prints in.
  private func rounded(
    _ vector: Vector, _ digits: Vector?, _ rule: Decimal.Rounding, _ type: DataType, _ expression: Checked
  ) throws -> Vector {
    let (quantities, places) = (vector.quantities, digits?.quantities)
    let known = bothKnown(vector.validity, digits?.validity)
    // What one of the last place is: 1 of a number, one unit of an amount
    var unit = Decimal.powers[quantities.scale]
    if case .money(let money) = type { unit *= Int128(money.factor) }
    let cells = try polling.map(vector.count) { place -> Int128 in
      guard known?[place] ?? true else { return 0 }
      let digits = places.map { Int(max(-15, min(15, $0[place].nearestWhole))) } ?? 0
      let step = digits >= 0 ? Decimal.quotient(unit, over: Decimal.powers[digits]) : unit * Decimal.powers[-digits]
      guard step > 1 else { return quantities.cells[place] }
      guard let result = Decimal.rounded(quantities.cells[place], to: step, rule) else { throw overflow(expression) }
      return result
    }
    return .quantity(Quantities(cells: cells, scale: quantities.scale), expression.type, known: known)
  }

  /// Missing if any argument is.
  private func extreme(_ vectors: [Vector], _ comparison: ComparisonOperator, _ expression: Checked) throws -> Vector {
    var best = vectors[0]
    for vector in vectors.dropFirst() {
      let known = bothKnown(best.validity, vector.validity)
      let replaced = try compare(comparison, vector, best)
      best = try combined(
        [(replaced.complement().rows, best.picking(replaced.complement().rows)), (replaced.rows, vector.picking(replaced.rows))],
        type: expression.type, count: best.count, at: expression.range)
      best.validity = known
    }
    return best
  }

  /// The number of bounds that the value has reached.
  private func band(_ arguments: [Checked], _ vector: Vector, _ expression: Checked) throws -> Vector {
    var codes = [UInt32](repeating: 0, count: vector.count)
    for bound in arguments.dropFirst() {
      guard case .constant(let value) = bound.node else { throw misplaced("a bound that is no constant", bound.range) }
      try compare(vector, .greaterOrEqual, value, bound).forEach { codes[$0] += 1 }
    }
    return Vector(
      type: expression.type, count: vector.count, cells: .codes(codes, names(of: expression.type) ?? NoNames()), validity: vector.validity)
  }

  private func texts(_ vector: Vector, _ expression: Checked, _ compute: (String) -> String) throws -> Vector {
    let texts = try texts(vector)
    return Vector(
      type: .text, count: vector.count, cells: .text(try polling.map(vector.count, block: polling.slowBlock) { compute(texts[$0]) }),
      validity: vector.validity)
  }
}
