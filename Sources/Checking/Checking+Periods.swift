import Diagnostics
import Model
import Query
import Schema
import Syntax

/// What an expression is as a run of days.
enum SpanReading {
  case span(DaySpan)
  /// It was meant as one and is wrong; reported.
  case failed
  /// Something else: a column, a number, an expression.
  case other
}

extension Checking {
  /// The days of a literal opposite a date or period: also a bare year, a parameter, a run of days.
  func checkSpan(_ expression: Expression, opposite type: DataType, _ context: Context) -> SpanReading {
    let expression = expression.unwrapped
    switch expression.kind {
    case .literal(.number(let number)):
      if number.scale == 0, (1000...9999).contains(number.units), let first = Day(year: Int(number.units), month: 1, day: 1) {
        return .span(DaySpan(Period(.year, holding: first)))
      }
      return .other
    case .literal(let literal): return checkSpan(literal, expression.range, context)
    case .parameter(let name):
      guard let parameter = parameter(name, expression.range, context) else { return .failed }
      switch parameter.value {
      case .date(let day): return .span(DaySpan(day))
      case .period(let period): return .span(DaySpan(period))
      default: return .other
      }
    case .path(let names) where names.count == 1:
      if case .argument(let argument)? = find(names[0].text, context) {
        return reading(at: argument.snapshot) { checkSpan(argument.expression, opposite: type, argument.context) }
      }
      return .other
    default: return .other
    }
  }

  func checkSpan(_ literal: Literal, _ range: SourceRange, _ context: Context) -> SpanReading {
    do throws(MomentFailure) {
      guard let span = try moments.span(of: literal) else { return .other }
      noteReading(of: literal, span, range, context)
      return .span(span)
    } catch {
      report(.moment(error, context.source.text(range)), at: range, in: context)
      return .failed
    }
  }

  /// `=` is inside, `<` before the first day, `>` after the last, `>=` from the first, `<=` to the last.
  func compare(
    _ comparison: ComparisonOperator, _ left: Checked, _ span: DaySpan, _ range: SourceRange, _ rightRange: SourceRange, _ context: Context
  ) -> Checked? {
    let place = context.place(range)
    if case .period(let unit) = left.type { return compare(comparison, left, unit, span, range, rightRange, context) }
    func flag(_ node: Checked.Node) -> Checked { Checked(node, type: .flag, range: place) }
    func between(_ low: Day?, _ high: Day?) -> Checked {
      if case .date(let day)? = left.constantValue {
        return flag(.constant(.flag((low.map { $0 <= day } ?? true) && (high.map { day <= $0 } ?? true))))
      }
      return flag(.isBetween(left, low: low.map { .date($0) }, high: high.map { .date($0) }))
    }
    if span.isDay {
      let day = Checked(.constant(.date(span.first)), type: .date, range: context.place(rightRange))
      if let value = left.constantValue, let holds = Constants.compare(comparison, value, .date(span.first)) {
        return flag(.constant(.flag(holds)))
      }
      return comparison == .notEqual ? negated(flag(.compare(.equal, left, day)), place) : flag(.compare(comparison, left, day))
    }
    switch comparison {
    case .equal: return between(span.first, span.last)
    case .notEqual: return negated(between(span.first, span.last), place)
    case .less: return between(nil, span.first - 1)
    case .lessOrEqual: return between(nil, span.last)
    case .greater: return between(span.last + 1, nil)
    case .greaterOrEqual: return between(span.first, nil)
    }
  }

  /// A calendar unit against days: a month lies in a quarter or a year that holds all of it.
  private func compare(
    _ comparison: ComparisonOperator, _ left: Checked, _ unit: PeriodUnit, _ span: DaySpan, _ range: SourceRange, _ rightRange: SourceRange,
    _ context: Context
  ) -> Checked? {
    let place = context.place(range)
    let (first, last) = (Period(unit, holding: span.first), Period(unit, holding: span.last))
    // The span must be made of whole units, so that nothing is half inside.
    guard first.first == span.first, last.last == span.last else {
      report(.unfitPeriod(unit.rawValue, context.source.text(rightRange)), at: rightRange, in: context)
      return nil
    }
    func flag(_ node: Checked.Node) -> Checked { Checked(node, type: .flag, range: place) }
    func constant(_ period: Period) -> Checked {
      Checked(.constant(.period(period)), type: .period(unit), range: context.place(rightRange))
    }
    if case .period(let known)? = left.constantValue {
      let holds =
        switch comparison {
        case .equal: first <= known && known <= last
        case .notEqual: !(first <= known && known <= last)
        case .less: known < first
        case .lessOrEqual: known <= last
        case .greater: known > last
        case .greaterOrEqual: known >= first
        }
      return flag(.constant(.flag(holds)))
    }
    switch comparison {
    case .equal, .notEqual:
      let inside =
        first == last
        ? flag(.compare(.equal, left, constant(first))) : flag(.isBetween(left, low: .period(first), high: .period(last)))
      return comparison == .equal ? inside : negated(inside, place)
    case .less: return flag(.compare(.less, left, constant(first)))
    case .lessOrEqual: return flag(.compare(.lessOrEqual, left, constant(last)))
    case .greater: return flag(.compare(.greater, left, constant(last)))
    case .greaterOrEqual: return flag(.compare(.greaterOrEqual, left, constant(first)))
    }
  }

  // MARK: in and between

  /// `x in (a, b)`: one of them.
  func checkMembership(_ left: Expression, _ values: [Expression], _ range: SourceRange, _ context: Context) -> Checked? {
    guard let checked = check(left, context) else { return nil }
    let place = context.place(range)
    var tests: [Checked] = []
    var isWhole = true
    for value in values where poll() {
      guard let test = compare(.equal, checked, left, value, value.range, context) else {
        isWhole = false
        continue
      }
      tests.append(test)
    }
    guard isWhole, !tests.isEmpty else { return nil }
    return merged(tests, place)
  }

  /// Joins equalities of one operand: `a = 1 or a = 2` is one look-up.
  private func merged(_ tests: [Checked], _ place: SourceRange) -> Checked {
    var coded: Checked?
    var codes: Set<Int> = []
    var compared: Checked?
    var constants: [Value] = []
    var others: [Checked] = []
    for test in tests {
      switch test.node {
      case .isOneOf(let operand, let more):
        coded = operand
        codes.formUnion(more)
      case .compare(.equal, let operand, let right):
        guard let value = right.constantValue, right.type != .flag else {
          others.append(test)
          continue
        }
        compared = operand
        constants.append(value)
      default: others.append(test)
      }
    }
    var parts: [Checked] = []
    if let coded { parts.append(Checked(.isOneOf(coded, codes), type: .flag, range: place)) }
    if let compared { parts.append(Checked(.isIn(compared, constants), type: .flag, range: place)) }
    parts += others
    return parts.count == 1 ? parts[0] : Checked(.or(parts), type: .flag, range: place)
  }

  /// `x in PERIOD`; for a choice or link also a single value.
  func checkWithin(_ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context) -> Checked? {
    if let inSet = checkInSet(left, right, range, context) { return inSet }
    guard let checked = check(left, context) else { return nil }
    switch checked.type {
    case .date, .period, .choice, .link: return compare(.equal, checked, left, right, range, context)
    case .text, .money, .number, .flag, .duration:
      report(.listWanted(words(left, context), words(right, context)), at: right.range, in: context)
      return nil
    }
  }

  /// `between a and b`, both included; `between P and Q` from P's first day to Q's last.
  func checkBetween(_ value: Expression, _ low: Expression, _ high: Expression, _ range: SourceRange, _ context: Context) -> Checked? {
    guard let checked = check(value, context) else { return nil }
    let lower = compare(.greaterOrEqual, checked, value, low, low.range, context)
    let upper = compare(.lessOrEqual, checked, value, high, high.range, context)
    guard let lower, let upper else { return nil }
    let place = context.place(range)
    if let least = bound(lower), let most = bound(upper), Constants.compare(.greater, least, most) ?? false {
      report(.emptyRange(words(low, context), words(high, context)), at: range, in: context)
      return nil
    }
    switch (lower.node, upper.node) {
    case (.isOneOf(let operand, let first), .isOneOf(_, let second)):
      var test = Checked(.isOneOf(operand, first.intersection(second)), type: .flag, range: place)
      test.isByOrder = lower.isByOrder
      return test
    case (.constant(.flag(let first)), .constant(.flag(let second))):
      return Checked(.constant(.flag(first && second)), type: .flag, range: place)
    default: break
    }
    if let low = bound(lower), let high = bound(upper) {
      return Checked(.isBetween(checked, low: low, high: high), type: .flag, range: place)
    }
    return Checked(.and([lower, upper]), type: .flag, range: place)
  }

  /// The constant that a one-sided comparison compares with.
  private func bound(_ test: Checked) -> Value? {
    switch test.node {
    case .isBetween(_, let low?, nil): low
    case .isBetween(_, nil, let high?): high
    case .compare(_, _, let right): right.constantValue
    default: nil
    }
  }
}
