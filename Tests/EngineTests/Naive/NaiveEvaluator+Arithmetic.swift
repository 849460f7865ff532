import Query
import Schema

extension NaiveEvaluator {
  func arithmetic(_ arithmetic: Arithmetic, _ left: Value, _ right: Value, _ type: DataType) throws -> Value {
    func typed(_ number: Decimal) -> Value {
      if case .duration(let kind) = type { .duration(number, kind) } else { .number(number) }
    }
    if left == .missing || right == .missing { return .missing }
    switch arithmetic {
    case .addNumbers, .addDurations: return typed(try added(plain(left)!, plain(right)!))
    case .subtractNumbers, .subtractDurations: return typed(try added(plain(left)!, -plain(right)!))
    case .multiplyNumbers, .multiplyDuration:
      let (first, second) = (plain(left)!, plain(right)!)
      return typed(try nearest(first.mantissa, second.mantissa, over: one(first.scale + second.scale), max(12, first.scale, second.scale)))
    case .divideNumbers, .divideDuration, .ratioOfDurations, .ratioOfMoney:
      let (first, second) = (plain(left)!, plain(right)!)
      if second == 0 { return .missing }
      return typed(try nearest(first.mantissa, one(second.scale), over: second.mantissa, from: first.scale, max(12, first.scale)))
    case .addMoney: return try money(amount(left) + amount(right))
    case .subtractMoney: return try money(amount(left) - amount(right))
    case .multiplyMoney:
      guard case .money = left else { return try self.arithmetic(.multiplyMoney, right, left, type) }
      let factor = plain(right)!
      return try money(halfAway(amount(left) * factor.mantissa, one(factor.scale)))
    case .divideMoney:
      let divisor = plain(right)!
      if divisor == 0 { return .missing }
      return try money(halfAway(amount(left) * one(divisor.scale), divisor.mantissa))
    case .subtractDates:
      guard case .date(let later) = left, case .date(let earlier) = right else { throw NaiveProblem.cannot("dates") }
      return .duration(Decimal(later - earlier), .days)
    case .addDays, .addMonths, .addWorkdays:
      guard case .date(let day) = left else { return try self.arithmetic(arithmetic, right, left, type) }
      let wanted = plain(right)!
      let count = Int(halfAway(wanted.mantissa, one(wanted.scale)))
      switch arithmetic {
      case .addDays: return day.adding(days: count).map { .date($0) } ?? .missing
      case .addMonths: return day.adding(months: count).map { .date($0) } ?? .missing
      default: return World.catalog.calendar!.adding(workdays: count, to: day).map { .date($0) } ?? .missing
      }
    }
  }

  private func amount(_ value: Value) -> Int128 {
    if case .money(let money) = value { return money.rawValue }
    return 0
  }

  private func money(_ amount: Int128) throws -> Value { .money(Money(rawValue: amount)) }

  /// 10^scale
  private func one(_ scale: Int) -> Int128 { (0..<scale).reduce(1) { power, _ in power * 10 } }

  private func added(_ left: Decimal, _ right: Decimal) throws -> Decimal {
    let scale = max(left.scale, right.scale)
    return Decimal(left.mantissa * one(scale - left.scale) + right.mantissa * one(scale - right.scale), scale: scale)
  }

  /// `left · right / divisor`, whose numbers are of so many decimals, rounded to `places`; digit by digit, as on paper.
  private func nearest(_ left: Int128, _ right: Int128, over divisor: Int128, from scale: Int = 0, _ places: Int) throws -> Decimal {
    var product = [Int](repeating: 0, count: 120)
    for (place, first) in digits(left).enumerated() {
      for (other, second) in digits(right).enumerated() { product[places - scale + place + other] += first * second }
    }
    for place in 0..<119 { (product[place], product[place + 1]) = (product[place] % 10, product[place + 1] + product[place] / 10) }
    // From the highest digit down: what of the dividend is left stays below ten times the divisor.
    let divisors = UInt128(divisor.magnitude)
    var (quotient, rest) = (Int128(0), UInt128(0))
    for digit in product.reversed() {
      rest = rest * 10 + UInt128(digit)
      let (times, isBeyond) = quotient.multipliedReportingOverflow(by: 10)
      if isBeyond { throw NaiveProblem.overflow }
      quotient = times + Int128(rest / divisors)
      rest %= divisors
    }
    if rest * 2 >= divisors { quotient += 1 }
    let isNegative = ((left < 0) != (right < 0)) != (divisor < 0)
    return Decimal(isNegative ? -quotient : quotient, scale: places)
  }

  /// The lowest first.
  private func digits(_ number: Int128) -> [Int] { String(number.magnitude).reversed().map { $0.wholeNumberValue! } }

  func halfAway(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let isNegative = (dividend < 0) != (divisor < 0)
    let (whole, rest) = dividend.magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    let rounded = Int128(rest * 2 >= divisor.magnitude ? whole + 1 : whole)
    return isNegative ? -rounded : rounded
  }

  func call(_ function: Builtin, _ values: [Value], _ arguments: [Checked], _ type: DataType) throws -> Value {
    if values.contains(.missing) { return .missing }
    func period(_ unit: PeriodUnit) -> Value {
      guard case .date(let day) = values[0] else { return .missing }
      return .period(Period(unit, holding: day))
    }
    func rounded(_ rule: FloatingPointRoundingRule) throws -> Value {
      func whole(_ units: Int128, _ one: Int128) -> Int128 {
        let rest = units % one
        return switch rule {
        case .down: units / one - (rest < 0 ? 1 : 0)
        case .up: units / one + (rest > 0 ? 1 : 0)
        default: halfAway(units, one)
        }
      }
      var digits = 0
      if values.count > 1 {
        guard case .number(let number) = values[1] else { throw NaiveProblem.cannot("rounding") }
        digits = Int(halfAway(number.mantissa, one(number.scale)))
      }
      /// To as many digits behind the point, where `unit` are one.
      func placed(_ units: Int128, _ unit: Int128) -> Int128 {
        let step = digits < 0 ? unit * one(-digits) : halfAway(unit, one(digits))
        return step > 1 ? whole(units, step) * step : units
      }
      switch values[0] {
      case .number(let number): return .number(Decimal(placed(number.mantissa, one(number.scale)), scale: number.scale))
      case .duration(let number, let kind):
        return .duration(Decimal(placed(number.mantissa, one(number.scale)), scale: number.scale), kind)
      case .money(let money):
        // Whole ones of the unit that the rounded amount prints in.
        guard case .money(let printed) = arguments[0].type else { throw NaiveProblem.cannot("rounding") }
        return try self.money(placed(money.rawValue, 10_000 * Int128(printed.factor)))
      default: throw NaiveProblem.cannot("rounding")
      }
    }
    switch function {
    case .year: return period(.year)
    case .quarter: return period(.quarter)
    case .month: return period(.month)
    case .week: return period(.week)
    case .weekday:
      guard case .date(let day) = values[0] else { return .missing }
      return .number(Decimal(day.weekday))
    case .days: return try arithmetic(.subtractDates, values[1], values[0], type)
    case .workdays:
      guard case .date(let from) = values[0], case .date(let to) = values[1] else { return .missing }
      return World.catalog.calendar!.workdays(from: from, to: to).map { .duration(Decimal($0), .workdays) } ?? .missing
    case .abs:
      return switch values[0] {
      case .number(let number): .number(max(number, -number))
      case .duration(let number, let kind): .duration(max(number, -number), kind)
      case .money(let money): .money(Money(rawValue: abs(money.rawValue)))
      default: throw NaiveProblem.cannot("abs")
      }
    case .round: return try rounded(.toNearestOrAwayFromZero)
    case .floor: return try rounded(.down)
    case .ceil: return try rounded(.up)
    case .least: return values.dropFirst().reduce(values[0]) { order($1, $0)! < 0 ? $1 : $0 }
    case .greatest: return values.dropFirst().reduce(values[0]) { order($1, $0)! > 0 ? $1 : $0 }
    case .band: return .choice(values.dropFirst().count { order(values[0], $0)! >= 0 })
    case .lower, .upper, .length:
      guard case .text(let text) = values[0] else { return .missing }
      return function == .lower ? .text(text.lowercased()) : function == .upper ? .text(text.uppercased()) : .number(Decimal(text.count))
    }
  }

  func aggregate(_ aggregate: Aggregate, _ rows: [NaiveRow], _ type: DataType) throws -> Value {
    let rows = try aggregated(aggregate, rows)
    guard let expression = aggregate.value else { return .number(Decimal(rows.count)) }
    if aggregate.function == .share {
      let holding = try rows.filter { try holds(expression, .row($0)) }
      return rows.isEmpty ? .missing : .number(try nearest(Int128(holding.count), 1, over: Int128(rows.count), 12))
    }
    let known = try rows.sorted { $0.key < $1.key }.map { try value(expression, .row($0)) }.filter { $0 != .missing }
    let sorted = known.sorted { order($0, $1)! < 0 }
    func total() throws -> Value {
      try known.dropFirst().reduce(known[0]) { sum, next in
        if case .money = sum { return try arithmetic(.addMoney, sum, next, type) }
        return try arithmetic(.addNumbers, sum, next, type)
      }
    }
    switch aggregate.function {
    case .count: return .number(Decimal(known.count))
    case .sum:
      if rows.isEmpty {
        switch type {
        case .money: return .money(Money(rawValue: 0))
        case .duration(let kind): return .duration(0, kind)
        default: return .number(0)
        }
      }
      return known.isEmpty ? .missing : try total()
    case .avg:
      if known.isEmpty { return .missing }
      if case .date = type {
        let days = known.map { if case .date(let day) = $0 { Int128(day.rawValue) } else { Int128(0) } }
        return .date(Day(rawValue: Int32(halfAway(days.reduce(0, +), Int128(known.count)))))
      }
      let total = try total()
      if case .money(let money) = total { return try self.money(halfAway(money.rawValue, Int128(known.count))) }
      return try arithmetic(.divideNumbers, total, .number(Decimal(known.count)), type)
    case .min: return sorted.first { isOrdered($0, type) } ?? .missing
    case .max: return sorted.last { isOrdered($0, type) } ?? .missing
    case .median:
      if sorted.isEmpty { return .missing }
      let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
      switch (low, high) {
      case (.money(let low), .money(let high)): return try money(halfAway(Int128(low.rawValue) + Int128(high.rawValue), 2))
      case (.date(let low), .date(let high)): return .date(Day(rawValue: Int32(halfAway(Int128(low.rawValue) + Int128(high.rawValue), 2))))
      default: return try arithmetic(.divideNumbers, try arithmetic(.addNumbers, low, high, type), .number(2), type)
      }
    case .distinct: return .number(Decimal(Set(known).count))
    case .first: return known.first ?? .missing
    case .last: return known.last ?? .missing
    case .share: throw NaiveProblem.cannot("share")
    }
  }

  /// The rows that an aggregate takes: filtered, and through a link each target once.
  func aggregated(_ aggregate: Aggregate, _ rows: [NaiveRow]) throws -> [NaiveRow] {
    let rows = try rows.filter { row in try aggregate.filter.map { try holds($0, .row(row)) } ?? true }
    guard let link = aggregate.onceThrough else { return rows }
    var keys: Set<Int> = []
    var target = 0
    for row in rows {
      guard case .record(let entity, let record) = row, case .link(let key) = record.cells[link] else { continue }
      if case .link(let entity) = World.catalog.entities[entity].fields[link].type { target = entity }
      keys.insert(key)
    }
    return records(target).filter { keys.contains($0.key) }
  }
}
