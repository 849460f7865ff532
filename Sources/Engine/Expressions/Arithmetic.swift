import Query
import Results
import Schema

extension Evaluator {
  /// A missing operand gives a missing result, and so does division by zero; a result beyond 128 bits is an error.
  func arithmetic(_ arithmetic: Arithmetic, _ left: Vector, _ right: Vector, _ expression: Checked) throws -> Vector {
    switch arithmetic {
    case .addNumbers, .addDurations, .addMoney:
      return try sum(left, right, expression, { $0.addingReportingOverflow($1) }, { $0.adding($1) })
    case .subtractNumbers, .subtractDurations, .subtractMoney:
      return try sum(left, right, expression, { $0.subtractingReportingOverflow($1) }, { $0.subtracting($1) })
    case .multiplyNumbers, .multiplyDuration: return try product(left, right, expression)
    case .divideNumbers, .divideDuration, .ratioOfDurations, .ratioOfMoney: return try quotient(left, right, expression)
    case .multiplyMoney:
      if left.type == .number { return try scaledMoney(right, left, expression) { $0.multiplied(by: $1) } }
      return try scaledMoney(left, right, expression) { $0.multiplied(by: $1) }
    case .divideMoney: return try scaledMoney(left, right, expression, isDivision: true) { $0.divided(by: $1) }
    case .subtractDates:
      let (later, earlier) = (left.int32s, right.int32s)
      return Vector(
        type: expression.type, count: left.count,
        cells: .decimal(try polling.map(left.count) { Int128(later[$0]) - Int128(earlier[$0]) }, scale: 0),
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

  private func sum(
    _ left: Vector, _ right: Vector, _ expression: Checked, _ compute: (Int128, Int128) -> (partialValue: Int128, overflow: Bool),
    _ single: (Decimal, Decimal) -> Decimal?
  ) throws -> Vector {
    let known = bothKnown(left.validity, right.validity)
    let (one, other) = (left.quantities, right.quantities)
    if let (first, second, scale) = try aligned(one, other, count: left.count),
      let cells = try mantissas(left.count, known: known, { compute(first[$0], second[$0]) })
    {
      return .quantity(Quantities(cells: cells, scale: scale), expression.type, known: known)
    }
    // Amounts are of one scale: nothing else can be tried.
    guard one.scale != other.scale else { throw overflow(expression) }
    let sums = try quantities(left.count, known: known, expression) { single(one[$0], other[$0]) }
    return .quantity(sums, expression.type, known: known)
  }

  private func product(_ left: Vector, _ right: Vector, _ expression: Checked) throws -> Vector {
    let known = bothKnown(left.validity, right.validity)
    let (first, second) = (left.quantities, right.quantities)
    let scale = first.scale + second.scale
    if scale <= Decimal.places,
      let cells = try mantissas(left.count, known: known, { first.cells[$0].multipliedReportingOverflow(by: second.cells[$0]) })
    {
      return .quantity(Quantities(cells: cells, scale: scale), expression.type, known: known)
    }
    // How many decimals are kept hangs on the numbers, not on their columns, and so does what has room.
    let products = try quantities(left.count, known: known, expression) { first[$0].multiplied(by: second[$0]) }
    return .quantity(products, expression.type, known: known)
  }

  /// Nil where some known place has no room in 128 bits.
  private func mantissas(_ count: Int, known: Bitmap?, _ compute: (Int) -> (partialValue: Int128, overflow: Bool)) throws -> [Int128]? {
    var fits = true
    let cells = try polling.map(count) { place -> Int128 in
      guard known?[place] ?? true else { return 0 }
      let (value, isBeyond) = compute(place)
      if isBeyond || value == .min { fits = false }
      return value
    }
    return fits ? cells : nil
  }

  func quotient(_ left: Vector, _ right: Vector, _ expression: Checked) throws -> Vector {
    let divisors = right.quantities
    let known = try notZero(divisors, bothKnown(left.validity, right.validity), count: left.count)
    let quotients = try quotients(left.quantities.prefix(left.count), by: divisors, known: known, expression)
    return .quantity(quotients, expression.type, known: known)
  }

  /// The known places at which a divisor is not 0.
  private func notZero(_ divisors: Quantities, _ known: Bitmap?, count: Int) throws -> Bitmap? {
    let rest = try polling.places(count) { divisors.cells[$0] != 0 && known?[$0] ?? true }
    return rest.population == count ? nil : rest
  }

  private func scaledMoney(
    _ amounts: Vector, _ factors: Vector, _ expression: Checked, isDivision: Bool = false, _ compute: (Money, Decimal) -> Money?
  ) throws -> Vector {
    let (cells, numbers) = (amounts.quantities.cells, factors.quantities)
    var known = bothKnown(amounts.validity, factors.validity)
    if isDivision { known = try notZero(numbers, known, count: amounts.count) }
    let result = try polling.map(amounts.count) { place -> Int128 in
      guard known?[place] ?? true else { return 0 }
      guard let amount = compute(Money(rawValue: cells[place]), numbers[place]) else { throw overflow(expression) }
      return amount.rawValue
    }
    return .quantity(Quantities(cells: result, scale: Money.places), expression.type, known: known)
  }
}

extension Evaluator {
  /// A date and a count of days, months or working days in either order; fractions of them are rounded, and noted.
  private func dates(_ left: Vector, _ right: Vector, _ expression: Checked, _ compute: (Int32, Int) -> Int32?) throws -> Vector {
    if case .decimal = left.cells { return try dates(right, left, expression, compute) }
    let (days, counts) = (left.int32s, right.quantities)
    let unit = Decimal.powers[counts.scale]
    var known = bothKnown(left.validity, right.validity) ?? Bitmap(count: left.count, filled: true)
    var result = [Int32](repeating: 0, count: left.count)
    var fractions = 0
    try polling.forEach(left.count) { place in
      guard known[place] else { return }
      let count = Decimal.quotient(counts.cells[place], over: unit)
      if count * unit != counts.cells[place] { fractions += 1 }
      if count.magnitude < 100_000_000, let day = compute(days[place], Int(count)) { result[place] = day } else { known[place] = false }
    }
    note(.rounded, fractions, at: expression.range)
    return Vector(type: expression.type, count: left.count, cells: .int32(result), validity: known.population == known.count ? nil : known)
  }

  /// Notes how many known operands gave no result because the calendar does not reach that far.
  func outside(_ result: Vector, _ left: Vector, _ right: Vector, _ expression: Checked) -> Vector {
    note(.outsideCalendar, lost(result, left, right), at: expression.range)
    return result
  }

  /// Notes how many known operands gave no result because no date is so early or so late.
  private func beyondYears(_ result: Vector, _ left: Vector, _ right: Vector, _ expression: Checked) -> Vector {
    guard result.validity != nil else { return result }
    note(.outsideYears, lost(result, left, right), at: expression.range)
    return result
  }

  private func lost(_ result: Vector, _ left: Vector, _ right: Vector) -> Int {
    (bothKnown(left.validity, right.validity) ?? Bitmap(count: left.count, filled: true)).population(andNot: result.known)
  }
}
