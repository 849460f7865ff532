import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  func checkComparison(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    if left.isLiteral, !right.isLiteral { return checkComparison(comparison.turnedRound, right, left, range, context) }
    if reportedFieldOnRight(left, right, range, context, comparison) { return nil }
    guard let checked = check(left, context) else {
      // What stands right can still be judged, unless it was to be read as a value of the left.
      if right.bareWord == nil, !right.isLiteral { _ = check(right, context) }
      return nil
    }
    return compare(comparison, checked, left, right, range, context)
  }

  /// `Hannan = district`: the field stands on the left.
  private func reportedFieldOnRight(
    _ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context, _ comparison: ComparisonOperator
  ) -> Bool {
    guard let word = left.bareWord, find(word.text, context) == nil, case .path = right.unwrapped.kind,
      let field = attempt({ check(right, context) })
    else { return false }
    guard case .one? = match(word.text, opposite(field, right, context)) else { return false }
    let turned = "\(words(right, context)) \(comparison.turnedRound.rawValue) \(words(left, context))"
    report(.fieldOnRight(turned), at: range, in: context, fix: Diagnostic.Fix(range, turned))
    return true
  }

  /// A checked value against what is written on its right.
  func compare(
    _ comparison: ComparisonOperator, _ left: Checked, _ leftWords: Expression, _ right: Expression, _ range: SourceRange,
    _ context: Context
  ) -> Checked? {
    var left = left
    if left.type == .text, isKey(left, context), isSpelledKey(right, context) || isRecord(right, context) { left = asRecord(left, context) }
    switch left.type {
    case .date, .period:
      switch checkSpan(right, opposite: left.type, context) {
      case .span(let span): return compare(comparison, left, span, range, right.range, context)
      case .failed: return nil
      case .other: break
      }
    default: break
    }
    var opposite = opposite(left, leftWords, context)
    opposite.name = words(leftWords, context)
    guard let checked = check(right, context, opposite: opposite) else { return nil }
    return compare(comparison, left, leftWords, checked, right, range, context)
  }

  /// Both sides checked: what the comparison means by their types.
  private func compare(
    _ comparison: ComparisonOperator, _ left: Checked, _ leftWords: Expression, _ right: Checked, _ rightWords: Expression,
    _ range: SourceRange, _ context: Context
  ) -> Checked? {
    let place = context.place(range)
    if case .date = left.type, case .period(let period)? = right.constantValue {
      return compare(comparison, left, DaySpan(period), range, rightWords.range, context)
    }
    if case .period(let period)? = left.constantValue, case .date = right.type {
      return compare(comparison.turnedRound, right, DaySpan(period), range, leftWords.range, context)
    }
    if case .period = left.type, case .period(let period)? = right.constantValue {
      return compare(comparison, left, DaySpan(period), range, rightWords.range, context)
    }
    if comparison != .equal, comparison != .notEqual {
      guard checkIsOfOneType(left, words(leftWords, context), leftWords.range, context),
        checkIsOfOneType(right, words(rightWords, context), rightWords.range, context)
      else { return nil }
    }
    if left.type.isNamed, right.isConstant { return compareNamed(comparison, left, leftWords, right, range, context) }
    guard let (left, right) = sameKind(left, leftWords, right, rightWords, context) else { return nil }
    if comparison != .equal, comparison != .notEqual, !checkIsOrdered(left.type, words(leftWords, context), range, context) { return nil }
    if let first = left.constantValue, let second = right.constantValue, let holds = Constants.compare(comparison, first, second) {
      return Checked(.constant(.flag(holds)), type: .flag, range: place)
    }
    if comparison == .notEqual { return negated(Checked(.compare(.equal, left, right), type: .flag, range: place), place) }
    return Checked(.compare(comparison, left, right), type: .flag, range: place)
  }

  /// Whether values of a type can be more or less than others.
  func checkIsOrdered(_ type: DataType, _ name: String, _ range: SourceRange, _ context: Context) -> Bool {
    switch type {
    case .choice(let index) where choice(index).orderedCount == 0:
      report(.notOrdered(name, describe(type)), at: range, in: context)
      return false
    case .link, .flag:
      report(.notOrdered(name, describe(type)), at: range, in: context)
      return false
    default: return true
    }
  }

  /// A choice or link against one of its values.
  private func compareNamed(
    _ comparison: ComparisonOperator, _ left: Checked, _ leftWords: Expression, _ right: Checked, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    let place = context.place(range)
    guard left.type == right.type, let value = right.constantValue else {
      report(.unlike(describe(left.type), describe(right.type)), at: right.range, in: context)
      return nil
    }
    let code: Int
    switch value {
    case .choice(let index), .link(let index): code = index
    default: return Checked(.constant(.flag(comparison == .notEqual)), type: .flag, range: place)
    }
    func isOneOf(_ codes: Set<Int>) -> Checked { Checked(.isOneOf(left, codes), type: .flag, range: place) }
    switch comparison {
    case .equal: return isOneOf([code])
    case .notEqual: return negated(isOneOf([code]), place)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard checkIsOrdered(left.type, words(leftWords, context), range, context), case .choice(let index) = left.type else { return nil }
      let choice = choice(index)
      guard code < choice.orderedCount else {
        report(
          .valueNotOrdered(code < choice.values.count ? choice.values[code].code : context.source.text(right.range), choice.name),
          at: right.range, in: context)
        return nil
      }
      let codes =
        switch comparison {
        case .less: Set(0..<code)
        case .lessOrEqual: Set(0...code)
        case .greater: Set((code + 1)..<max(choice.orderedCount, code + 1))
        default: Set(code..<choice.orderedCount)
        }
      var test = isOneOf(codes)
      test.isByOrder = true
      return test
    }
  }

  /// Brings two sides to one type, or says why they do not compare.
  func sameKind(
    _ left: Checked, _ leftWords: Expression, _ right: Checked, _ rightWords: Expression, _ context: Context
  ) -> (Checked, Checked)? {
    switch (left.type, right.type) {
    case (.money, .money): return (left, right)
    case (.money, .number), (.duration, .number):
      guard let converted = bareNumber(right, rightWords, as: left.type, words(leftWords, context), context) else { return nil }
      return (left, converted)
    case (.number, .money), (.number, .duration):
      guard let converted = bareNumber(left, leftWords, as: right.type, words(rightWords, context), context) else { return nil }
      return (converted, right)
    case (.duration(let first), .duration(let second)) where first != second:
      report(.durationKinds(describe(left.type), describe(right.type)), at: rightWords.range, in: context)
      return nil
    case (.period(let unit), .number):
      report(.numberAgainstPeriod(unit.rawValue, words(rightWords, context)), at: rightWords.range, in: context)
      return nil
    case (.date, .number):
      report(.numberAgainstDate(words(rightWords, context)), at: rightWords.range, in: context)
      return nil
    case (.date, .text), (.period, .text):
      report(.textAgainstDate(words(rightWords, context)), at: rightWords.range, in: context)
      return nil
    case (.period(let unit), .date):
      report(.dateAgainstPeriod(unit.rawValue, words(rightWords, context)), at: rightWords.range, in: context)
      return nil
    case (.date, .period(let unit)):
      report(.dateAgainstPeriod(unit.rawValue, words(leftWords, context)), at: leftWords.range, in: context)
      return nil
    case (.date, .duration) where right.constantValue != nil:
      report(.durationAgainstDate(describe(right.type), words(rightWords, context)), at: rightWords.range, in: context)
      return nil
    case (let first, let second):
      guard first == second else {
        guard checkIsOfOneType(left, words(leftWords, context), leftWords.range, context),
          checkIsOfOneType(right, words(rightWords, context), rightWords.range, context)
        else { return nil }
        report(.unlike(describe(first), describe(second)), at: rightWords.range, in: context)
        return nil
      }
      return (left, right)
    }
  }

  /// A number where an amount or a duration is wanted: only 0 means the same in every unit.
  func bareNumber(_ number: Checked, _ expression: Expression, as type: DataType, _ name: String, _ context: Context) -> Checked? {
    if case .number(0)? = number.constantValue {
      let zero: Value = if case .duration(let kind) = type { .duration(0, kind) } else { .money(Money(rawValue: 0)) }
      return Checked(.constant(zero), type: type, range: number.range)
    }
    let (expression, context) = origin(expression, context)
    let text = words(expression, context)
    if case .money(let unit) = type {
      report(.moneyNeedsUnit(text, name, moneyReadings(text, unit, number.isConstant)), at: expression.range, in: context)
    } else {
      let readings = number.isConstant ? durationUnits(type).map { text + $0 } : []
      report(.durationNeedsUnit(text, name, readings), at: expression.range, in: context)
    }
    return nil
  }

  /// The kinds never compare with each other, so that only the unit of this one can be meant; to a day both go.
  private func durationUnits(_ type: DataType) -> [String] {
    switch type {
    case .duration(.days): ["d"]
    case .duration(.workdays): ["wd"]
    case .duration(.months): ["mo"]
    default: ["d", "wd"]
    }
  }

  /// Where a parameter of a definition got its value: a wrong one is shown where it was written.
  private func origin(_ expression: Expression, _ context: Context) -> (Expression, Context) {
    guard let name = expression.bareWord, case .argument(let argument)? = find(name.text, context) else { return (expression, context) }
    return origin(argument.expression, argument.context)
  }

  private func moneyReadings(_ text: String, _ unit: MoneyUnit, _ isConstant: Bool) -> [String] {
    guard isConstant else { return [] }
    let words: [String] = unit.name.unicodeScalars.allSatisfy(\.isASCII) ? ["m", "bn"] : ["亿", "万"]
    return words.map { text + $0 }
  }

  // MARK: Keys

  /// Whether an expression is the key field of its record: bare words opposite it are keys.
  func isKey(_ checked: Checked, _ context: Context) -> Bool { keyOwner(checked, context.entity) != nil }

  private func keyOwner(_ checked: Checked, _ entity: Int?) -> Int? {
    switch checked.node {
    case .column(.field(let field)): entity.flatMap { catalog.entities[$0].keyField == field ? $0 : nil }
    case .follow(_, let target, let inner): keyOwner(inner, target)
    default: nil
    }
  }

  private func isSpelledKey(_ expression: Expression, _ context: Context) -> Bool {
    switch expression.unwrapped.kind {
    case .path(let names): names.count == 1 && !names[0].isQuoted && find(names[0].text, context) == nil
    case .literal(.text): false
    case .literal: true
    default: false
    }
  }

  /// A script parameter that holds a record.
  private func isRecord(_ expression: Expression, _ context: Context) -> Bool {
    guard case .parameter(let name) = expression.unwrapped.kind else { return false }
    guard case .link? = attempt({ parameter(name, expression.range, context) })?.type else { return false }
    return true
  }

  /// The record itself instead of the text of its key.
  func asRecord(_ key: Checked, _ context: Context) -> Checked {
    func replaced(_ checked: Checked, _ entity: Int) -> Checked {
      if case .follow(let link, let target, let inner) = checked.node {
        let inner = replaced(inner, target)
        return Checked(.follow(link: link, target: target, inner), type: inner.type, range: checked.range)
      }
      return Checked(.recordKey, type: .link(entity), range: checked.range)
    }
    return replaced(key, context.entity!)
  }
}

extension DataType {
  /// Values have names: a choice or a link.
  var isNamed: Bool {
    switch self {
    case .choice, .link: true
    case .text, .date, .period, .money, .number, .flag, .duration: false
    }
  }
}
