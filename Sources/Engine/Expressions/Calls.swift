import Diagnostics
import Schema
import Semantics
import Store

extension Execution {
  func call(_ function: Builtin, _ arguments: [Checked], _ values: [Vector], _ expression: Checked, count: Int) throws -> Vector {
    guard let first = values.first else { throw misplaced("\(function.rawValue) of nothing", expression.range) }
    switch function {
    case .year: return try periods(.year, first, expression)
    case .quarter: return try periods(.quarter, first, expression)
    case .month: return try periods(.month, first, expression)
    case .week: return try periods(.week, first, expression)
    case .weekday:
      let days = first.int32s
      return Vector(
        type: expression.type, count: count, cells: .double(try polling.map(count) { Double(Day(rawValue: days[$0]).weekday) }),
        validity: first.validity)
    case .days:
      return try arithmetic(.subtractDates, values[1], first, expression)
    case .workdays: return try workdays(first, values[1], expression)
    case .abs:
      if case .int64(let cells) = first.cells {
        var result = first
        let negative = try negated(cells, first, expression)
        result.cells = .int64(try polling.map(count) { max(cells[$0], negative[$0]) })
        return result
      }
      return try numbers(first, expression) { abs($0) }
    case .round: return try rounded(first, values.dropFirst().first, .toNearestOrAwayFromZero, arguments[0].type, expression)
    case .floor: return try rounded(first, values.dropFirst().first, .down, arguments[0].type, expression)
    case .ceil: return try rounded(first, values.dropFirst().first, .up, arguments[0].type, expression)
    case .least: return try extreme(values, .less, expression)
    case .greatest: return try extreme(values, .greater, expression)
    case .band: return try band(arguments, first, expression)
    case .lower: return try texts(first, expression) { NormalForm.of($0.lowercased()) }
    case .upper: return try texts(first, expression) { NormalForm.of($0.uppercased()) }
    case .length:
      let texts = try texts(first)
      return Vector(
        type: expression.type, count: count,
        cells: .double(try polling.map(count, block: polling.slowBlock) { Double(texts[$0].count) }), validity: first.validity)
    }
  }

  private func periods(_ unit: PeriodUnit, _ days: Vector, _ expression: Checked) throws -> Vector {
    let cells = days.int32s
    return Vector(
      type: expression.type, count: days.count,
      cells: .int32(try polling.map(days.count) { Period(unit, holding: Day(rawValue: cells[$0])).first.rawValue }), validity: days.validity
    )
  }

  private func workdays(_ start: Vector, _ end: Vector, _ expression: Checked) throws -> Vector {
    var known = bothKnown(start.validity, end.validity) ?? Bitmap(count: start.count, filled: true)
    let (starts, ends) = (start.int32s, end.int32s)
    var result = [Double](repeating: 0, count: start.count)
    try polling.forEach(start.count) { place in
      guard known[place] else { return }
      if let count = workdays?.count(from: starts[place], to: ends[place]) { result[place] = Double(count) } else { known[place] = false }
    }
    let vector = Vector(type: expression.type, count: start.count, cells: .double(result), validity: known)
    return outside(vector, start, end, expression)
  }

  private func numbers(_ vector: Vector, _ expression: Checked, _ compute: (Double) -> Double) throws -> Vector {
    let cells = vector.doubles
    return finite(try polling.map(vector.count) { compute(cells[$0]) }, expression.type, vector.validity)
  }

  /// To `digits` places behind the point (0 without them); money in the unit that it prints in.
  private func rounded(
    _ vector: Vector, _ digits: Vector?, _ rule: FloatingPointRoundingRule, _ type: DataType, _ expression: Checked
  ) throws -> Vector {
    func scale(_ place: Int) -> Double { Self.powerOfTen(Int(max(-15, min(15, digits?.doubles[place] ?? 0)))) }
    let known = bothKnown(vector.validity, digits?.validity)
    switch vector.cells {
    case .double(let cells):
      return finite(
        try polling.map(vector.count) { place in
          guard known?[place] ?? true else { return 0 }
          let scale = scale(place)
          return scale >= 1 ? (cells[place] * scale).rounded(rule) / scale : (cells[place] / (1 / scale)).rounded(rule) * (1 / scale)
        }, expression.type, known)
    case .int64(let cells):
      var unit = Double(Money.scale)
      if case .money(let money) = type { unit *= Double(money.factor) }
      let result: [Int64] = try polling.map(vector.count) { place in
        guard known?[place] ?? true else { return 0 }
        let step = Int128((unit / scale(place)).rounded())
        guard step > 1 else { return cells[place] }
        let amount = Int128(cells[place])
        let quotient: Int128 =
          switch rule {
          case .down: (amount - ((amount % step) + step) % step) / step
          case .up: -((-amount - ((-amount % step) + step) % step) / step)
          default: roundedQuotient(amount, step)
          }
        guard let result = Int64(exactly: quotient * step) else { throw EngineError(.moneyOverflow, at: expression.range) }
        return result
      }
      return Vector(type: expression.type, count: vector.count, cells: .int64(result), validity: known)
    default: throw misplaced("rounding", expression.range)
    }
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }

  /// Missing if any argument is.
  private func extreme(_ vectors: [Vector], _ comparison: ComparisonOperator, _ expression: Checked) throws -> Vector {
    var best = vectors[0]
    for vector in vectors.dropFirst() {
      let known = bothKnown(best.validity, vector.validity)
      let replaced = try compare(comparison, vector, best)
      best = try combined(
        [(replaced.complement().rows, best.picking(replaced.complement().rows)), (replaced.rows, vector.picking(replaced.rows))],
        type: expression.type, count: best.count)
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
