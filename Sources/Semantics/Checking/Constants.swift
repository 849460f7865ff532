import Schema

/// Working out what is known without data.
enum Constants {
  /// Nil for values of different kinds. What compares with a missing value is false.
  static func compare(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
    if left.isMissing || right.isMissing { return comparison == .notEqual }
    func test<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
      switch comparison {
      case .equal: left == right
      case .notEqual: left != right
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      }
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return test(left, right)
    case (.money(let left), .money(let right)): return test(left, right)
    case (.date(let left), .date(let right)): return test(left, right)
    case (.period(let left), .period(let right)): return test(left, right)
    case (.duration(let left, let first), .duration(let right, let second)): return first == second ? test(left, right) : nil
    case (.flag(let left), .flag(let right)): return test(left ? 1 : 0, right ? 1 : 0)
    case (.text(let left), .text(let right)):
      return switch comparison {
      case .equal: left.utf8.elementsEqual(right.utf8)
      case .notEqual: !left.utf8.elementsEqual(right.utf8)
      default: nil
      }
    default: return nil
    }
  }

  /// Arithmetic as the engine does it: half away from zero, division by zero is missing.
  static func arithmetic(_ operation: Arithmetic, _ left: Value, _ right: Value, calendar: WorkingCalendar?) throws(ConstantFailure)
    -> Value?
  {
    if left.isMissing || right.isMissing { return .missing }
    switch (operation, left, right) {
    case (.addNumbers, .number(let left), .number(let right)): return number(left + right)
    case (.subtractNumbers, .number(let left), .number(let right)): return number(left - right)
    case (.multiplyNumbers, .number(let left), .number(let right)): return number(left * right)
    case (.divideNumbers, .number(let left), .number(let right)): return right == 0 ? .missing : number(left / right)
    case (.addMoney, .money(let left), .money(let right)):
      return .money(Money(rawValue: try whole(left.rawValue.addingReportingOverflow(right.rawValue))))
    case (.subtractMoney, .money(let left), .money(let right)):
      return .money(Money(rawValue: try whole(left.rawValue.subtractingReportingOverflow(right.rawValue))))
    case (.multiplyMoney, .money(let amount), .number(let factor)): return try scaled(amount, by: factor, isDivision: false)
    case (.divideMoney, .money(let amount), .number(let divisor)):
      return divisor == 0 ? .missing : try scaled(amount, by: divisor, isDivision: true)
    case (.ratioOfMoney, .money(let left), .money(let right)):
      return right.rawValue == 0 ? .missing : number(Double(left.rawValue) / Double(right.rawValue))
    case (.addDays, .date(let day), .duration(let count, _)): return try date(whole(count).flatMap { day.adding(days: $0) })
    case (.addMonths, .date(let day), .duration(let count, _)): return try date(whole(count).flatMap { day.adding(months: $0) })
    case (.addWorkdays, .date(let day), .duration(let count, _)):
      guard let calendar, let count = whole(count), let result = calendar.adding(workdays: count, to: day) else { throw .outsideCalendar }
      return .date(result)
    case (.subtractDates, .date(let left), .date(let right)): return .duration(Double(left - right), .days)
    case (.addDurations, .duration(let left, let kind), .duration(let right, _)): return duration(left + right, kind)
    case (.subtractDurations, .duration(let left, let kind), .duration(let right, _)): return duration(left - right, kind)
    case (.multiplyDuration, .duration(let left, let kind), .number(let right)): return duration(left * right, kind)
    case (.divideDuration, .duration(let left, let kind), .number(let right)): return right == 0 ? .missing : duration(left / right, kind)
    case (.ratioOfDurations, .duration(let left, _), .duration(let right, _)): return right == 0 ? .missing : number(left / right)
    default: return nil
    }
  }

  static func negated(_ value: Value) throws(ConstantFailure) -> Value? {
    switch value {
    case .missing: return .missing
    case .number(let number): return .number(-number)
    case .money(let money): return .money(Money(rawValue: try whole(Int64(0).subtractingReportingOverflow(money.rawValue))))
    case .duration(let count, let kind): return .duration(-count, kind)
    default: return nil
    }
  }

  private static func number(_ value: Double) -> Value { value.isFinite ? .number(value) : .missing }

  private static func duration(_ count: Double, _ kind: DurationKind) -> Value { count.isFinite ? .duration(count, kind) : .missing }

  /// A count of days or months, rounded; nil for one that no calendar reaches.
  private static func whole(_ count: Double) -> Int? { abs(count) < 1e8 ? Int(count.rounded(.toNearestOrAwayFromZero)) : nil }

  private static func whole(_ result: (partialValue: Int64, overflow: Bool)) throws(ConstantFailure) -> Int64 {
    if result.overflow { throw .overflow }
    return result.partialValue
  }

  /// Exact for whole factors, as near as a double for others.
  private static func scaled(_ amount: Money, by factor: Double, isDivision: Bool) throws(ConstantFailure) -> Value {
    let exact: Int64?
    if let whole = Int64(exactly: factor) {
      let wide = Int128(amount.rawValue)
      if isDivision {
        let (quotient, rest) = wide.quotientAndRemainder(dividingBy: Int128(whole))
        let isUp = rest.magnitude * 2 >= Int128(whole).magnitude
        exact = Int64(exactly: isUp ? quotient + ((wide < 0) != (whole < 0) ? -1 : 1) : quotient)
      } else {
        exact = Int64(exactly: wide * Int128(whole))
      }
    } else {
      let raw = Double(amount.rawValue)
      exact = Int64(exactly: (isDivision ? raw / factor : raw * factor).rounded(.toNearestOrAwayFromZero))
    }
    guard let exact else { throw .overflow }
    return .money(Money(rawValue: exact))
  }

  private static func date(_ day: Day?) throws(ConstantFailure) -> Value {
    guard let day else { throw .noSuchDay }
    return .date(day)
  }
}
