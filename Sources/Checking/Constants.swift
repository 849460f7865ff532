import Query
import Schema
import Syntax

/// Working out what is known without data.
enum Constants {
  /// Nil for values of different kinds. What compares with a missing value is false.
  static func compare(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
    if left.isMissing || right.isMissing { return comparison == .notEqual }
    switch (left, right) {
    case (.number(let left), .number(let right)): return comparison.holds(left, right)
    case (.money(let left), .money(let right)): return comparison.holds(left, right)
    case (.date(let left), .date(let right)): return comparison.holds(left, right)
    case (.period(let left), .period(let right)): return comparison.holds(left, right)
    case (.duration(let left, let first), .duration(let right, let second)): return first == second ? comparison.holds(left, right) : nil
    case (.flag(let left), .flag(let right)): return comparison.holds(left ? 1 : 0, right ? 1 : 0)
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
    case (.addNumbers, .number(let left), .number(let right)): return .number(try known(left.adding(right)))
    case (.subtractNumbers, .number(let left), .number(let right)): return .number(try known(left.subtracting(right)))
    case (.multiplyNumbers, .number(let left), .number(let right)): return .number(try known(left.multiplied(by: right)))
    case (.divideNumbers, .number(let left), .number(let right)):
      return right == 0 ? .missing : .number(try known(left.divided(by: right)))
    case (.addMoney, .money(let left), .money(let right)): return .money(try money(left.decimal.adding(right.decimal)))
    case (.subtractMoney, .money(let left), .money(let right)): return .money(try money(left.decimal.subtracting(right.decimal)))
    case (.multiplyMoney, .money(let amount), .number(let factor)): return .money(try known(amount.multiplied(by: factor)))
    case (.divideMoney, .money(let amount), .number(let divisor)):
      return divisor == 0 ? .missing : .money(try known(amount.divided(by: divisor)))
    case (.ratioOfMoney, .money(let left), .money(let right)):
      return right.rawValue == 0 ? .missing : .number(try known(Decimal(left.rawValue).divided(by: Decimal(right.rawValue))))
    case (.addDays, .date(let day), .duration(let count, _)): return try date(whole(count).flatMap { day.adding(days: $0) })
    case (.addMonths, .date(let day), .duration(let count, _)): return try date(whole(count).flatMap { day.adding(months: $0) })
    case (.addWorkdays, .date(let day), .duration(let count, _)):
      guard let calendar, let count = whole(count), let result = calendar.adding(workdays: count, to: day) else { throw .outsideCalendar }
      return .date(result)
    case (.subtractDates, .date(let left), .date(let right)): return .duration(Decimal(left - right), .days)
    case (.addDurations, .duration(let left, let kind), .duration(let right, _)): return .duration(try known(left.adding(right)), kind)
    case (.subtractDurations, .duration(let left, let kind), .duration(let right, _)):
      return .duration(try known(left.subtracting(right)), kind)
    case (.multiplyDuration, .duration(let left, let kind), .number(let right)):
      return .duration(try known(left.multiplied(by: right)), kind)
    case (.divideDuration, .duration(let left, let kind), .number(let right)):
      return right == 0 ? .missing : .duration(try known(left.divided(by: right)), kind)
    case (.ratioOfDurations, .duration(let left, _), .duration(let right, _)):
      return right == 0 ? .missing : .number(try known(left.divided(by: right)))
    default: return nil
    }
  }

  static func negated(_ value: Value) throws(ConstantFailure) -> Value? {
    switch value {
    case .missing: return .missing
    case .number(let number): return .number(-number)
    case .money(let money): return .money(Money(rawValue: -money.rawValue))
    case .duration(let count, let kind): return .duration(-count, kind)
    default: return nil
    }
  }

  private static func known<Result>(_ result: Result?) throws(ConstantFailure) -> Result {
    guard let result else { throw .overflow }
    return result
  }

  /// Of amounts, so that its decimals are theirs
  private static func money(_ sum: Decimal?) throws(ConstantFailure) -> Money {
    Money(rawValue: try known(known(sum).mantissa(atScale: Money.places)))
  }

  /// A count of days or months, rounded; nil for one that no calendar reaches.
  private static func whole(_ count: Decimal) -> Int? {
    let whole = count.nearestWhole
    return whole.magnitude < 100_000_000 ? Int(whole) : nil
  }

  private static func date(_ day: Day?) throws(ConstantFailure) -> Value {
    guard let day else { throw .noSuchDay }
    return .date(day)
  }
}

extension DecimalText {
  /// The lexer sees to it that it has no more digits than a number.
  var decimal: Decimal { Decimal(Int128(units), scale: scale) }
}
