import Schema
import Semantics
import Store

extension Execution {
  /// A missing operand gives a missing result, and so does division by zero or a number beyond the range of a double.
  func arithmetic(_ arithmetic: Arithmetic, _ left: Vector, _ right: Vector, _ expression: Checked) throws -> Vector {
    switch arithmetic {
    case .addNumbers, .addDurations: return try numbers(left, right, expression.type) { $0 + $1 }
    case .subtractNumbers, .subtractDurations: return try numbers(left, right, expression.type) { $0 - $1 }
    case .multiplyNumbers, .multiplyDuration: return try numbers(left, right, expression.type) { $0 * $1 }
    case .divideNumbers, .divideDuration, .ratioOfDurations: return try numbers(left, right, expression.type) { $1 == 0 ? .nan : $0 / $1 }
    case .addMoney: return try money(left, right, expression) { $0.addingReportingOverflow($1) }
    case .subtractMoney: return try money(left, right, expression) { $0.subtractingReportingOverflow($1) }
    case .multiplyMoney:
      if case .double = left.cells { return try scaledMoney(right, left, expression, multiplied) }
      return try scaledMoney(left, right, expression, multiplied)
    case .divideMoney: return try scaledMoney(left, right, expression, divided)
    case .ratioOfMoney:
      let (left, right) = (asDoubles(left), asDoubles(right))
      return try numbers(left, right, expression.type) { $1 == 0 ? .nan : $0 / $1 }
    case .subtractDates:
      let (later, earlier) = (left.int32s, right.int32s)
      return Vector(
        type: expression.type, count: left.count, cells: .double(try polling.map(left.count) { Double(Int(later[$0]) - Int(earlier[$0])) }),
        validity: bothKnown(left.validity, right.validity))
    case .addDays:
      return beyondYears(
        try dates(left, right, expression) { day, count in Day(rawValue: day).adding(days: count)?.rawValue }, left, right, expression)
    case .addMonths:
      return beyondYears(
        try dates(left, right, expression) { day, count in Day(rawValue: day).adding(months: count)?.rawValue }, left, right, expression)
    case .addWorkdays:
      guard let workdays else { return outside(Vector.missing(.date, count: left.count), left, right, expression) }
      return outside(try dates(left, right, expression) { day, count in workdays.adding(count, to: day) }, left, right, expression)
    }
  }

  private func numbers(_ left: Vector, _ right: Vector, _ type: DataType, _ compute: (Double, Double) -> Double) throws -> Vector {
    let (leftCells, rightCells) = (left.doubles, right.doubles)
    let result = try polling.map(left.count) { compute(leftCells[$0], rightCells[$0]) }
    return finite(result, type, bothKnown(left.validity, right.validity))
  }

  /// Numbers that are not finite are missing.
  func finite(_ cells: [Double], _ type: DataType, _ known: Bitmap?) -> Vector {
    var known = known
    for place in cells.indices where !cells[place].isFinite {
      if known == nil { known = Bitmap(count: cells.count, filled: true) }
      known![place] = false
    }
    return Vector(type: type, count: cells.count, cells: .double(cells), validity: known)
  }

  private func asDoubles(_ vector: Vector) -> Vector {
    Vector(
      type: .number, count: vector.count, cells: .double(vector.int64s.prefix(vector.count).map(Double.init)), validity: vector.validity)
  }

  func negated(_ cells: [Int64], _ vector: Vector, _ expression: Checked) throws -> [Int64] {
    try polling.map(vector.count) { place in
      guard vector.isKnown(place) else { return 0 }
      guard cells[place] != .min else { throw EngineError(.moneyOverflow, at: expression.range) }
      return -cells[place]
    }
  }

  private func money(
    _ left: Vector, _ right: Vector, _ expression: Checked, _ compute: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) throws -> Vector {
    let (leftCells, rightCells) = (left.int64s, right.int64s)
    let known = bothKnown(left.validity, right.validity)
    let result = try polling.map(left.count) { place -> Int64 in
      let (value, overflow) = compute(leftCells[place], rightCells[place])
      if overflow, known?[place] ?? true { throw EngineError(.moneyOverflow, at: expression.range) }
      return value
    }
    return Vector(type: expression.type, count: left.count, cells: .int64(result), validity: known)
  }

  private enum Scaled {
    case amount(Int64)
    case missing
    case overflow
  }

  private func scaledMoney(_ amounts: Vector, _ factors: Vector, _ expression: Checked, _ compute: (Int64, Double) -> Scaled) throws
    -> Vector
  {
    let (cells, numbers) = (amounts.int64s, factors.doubles)
    var known = bothKnown(amounts.validity, factors.validity) ?? Bitmap(count: amounts.count, filled: true)
    var result = [Int64](repeating: 0, count: amounts.count)
    try polling.forEach(amounts.count) { place in
      guard known[place] else { return }
      switch compute(cells[place], numbers[place]) {
      case .amount(let amount): result[place] = amount
      case .missing: known[place] = false
      case .overflow: throw EngineError(.moneyOverflow, at: expression.range)
      }
    }
    return Vector(
      type: expression.type, count: amounts.count, cells: .int64(result), validity: known.population == known.count ? nil : known)
  }

  /// Exact for whole factors, as near as a double for others; half away from zero.
  private func multiplied(_ amount: Int64, _ factor: Double) -> Scaled {
    if let whole = Int64(exactly: factor) {
      let (product, overflow) = amount.multipliedReportingOverflow(by: whole)
      return overflow ? .overflow : .amount(product)
    }
    return rounded(Double(amount) * factor)
  }

  private func divided(_ amount: Int64, _ divisor: Double) -> Scaled {
    if divisor == 0 { return .missing }
    if let whole = Int64(exactly: divisor) {
      return Int64(exactly: roundedQuotient(Int128(amount), Int128(whole))).map(Scaled.amount) ?? .overflow
    }
    return rounded(Double(amount) / divisor)
  }

  private func rounded(_ value: Double) -> Scaled {
    Int64(exactly: value.rounded(.toNearestOrAwayFromZero)).map(Scaled.amount) ?? .overflow
  }
}

extension Execution {
  /// A date and a count of days, months or working days in either order; fractions of them are rounded.
  private func dates(_ left: Vector, _ right: Vector, _ expression: Checked, _ compute: (Int32, Int) -> Int32?) throws -> Vector {
    if case .double = left.cells { return try dates(right, left, expression, compute) }
    let (days, counts) = (left.int32s, right.doubles)
    var known = bothKnown(left.validity, right.validity) ?? Bitmap(count: left.count, filled: true)
    var result = [Int32](repeating: 0, count: left.count)
    try polling.forEach(left.count) { place in
      guard known[place] else { return }
      let count = counts[place].rounded(.toNearestOrAwayFromZero)
      if abs(count) < 1e8, let day = compute(days[place], Int(count)) { result[place] = day } else { known[place] = false }
    }
    return Vector(type: expression.type, count: left.count, cells: .int32(result), validity: known.population == known.count ? nil : known)
  }

  /// Notes how many known operands gave no result because the calendar does not reach that far.
  func outside(_ result: Vector, _ left: Vector, _ right: Vector, _ expression: Checked) -> Vector {
    let lost = lost(result, left, right)
    if lost > 0 { noteOutsideCalendar(lost, at: expression.range) }
    return result
  }

  /// Notes how many known operands gave no result because no date is so early or so late.
  private func beyondYears(_ result: Vector, _ left: Vector, _ right: Vector, _ expression: Checked) -> Vector {
    guard result.validity != nil else { return result }
    let lost = lost(result, left, right)
    if lost > 0 { noteOutsideYears(lost, at: expression.range) }
    return result
  }

  private func lost(_ result: Vector, _ left: Vector, _ right: Vector) -> Int {
    (bothKnown(left.validity, right.validity) ?? Bitmap(count: left.count, filled: true)).population(andNot: result.known)
  }
}
