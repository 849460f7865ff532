import Diagnostics
import Query
import Schema
import Syntax

extension Checking {
  func checkNegative(_ operand: Expression, _ range: SourceRange, _ context: Context) -> Checked? {
    guard let checked = check(operand, context) else { return nil }
    switch checked.type {
    case .number, .money, .duration: return negative(checked, range, context)
    case .text, .choice, .date, .period, .flag, .link:
      report(.noArithmetic("-", describe(checked.type), nil), at: range, in: context)
      return nil
    }
  }

  private func negative(_ checked: Checked, _ range: SourceRange, _ context: Context) -> Checked? {
    let place = context.place(range)
    if let value = checked.constantValue {
      do throws(ConstantFailure) {
        if let folded = try Constants.negated(value) { return Checked(.constant(folded), type: checked.type, range: place) }
      } catch {
        report(.constant(error), at: range, in: context)
        return nil
      }
    }
    return Checked(.negate(checked), type: checked.type, range: place)
  }

  func checkArithmetic(
    _ written: ArithmeticOperator, _ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    let first = check(left, context)
    let second = check(right, context)
    guard let first, let second else { return nil }
    let isWritten = left.isOfLiterals && right.isOfLiterals
    return arithmetic(written, first, left, second, right, range, context, isWritten: isWritten).map {
      $0.step?.applied(to: first) ?? $0.value
    }
  }

  /// Steps that are still written inside each other: what reads expressions sees a sum then, and not a long chain.
  private static let nestedSteps = 100

  /// `a + b - c + …` of many terms. Left and right of an operator are told apart by what stands before it, so the steps are taken in order.
  func checkChain(_ first: Expression, _ terms: [ChainTerm], _ range: SourceRange, _ context: Context) -> Checked? {
    let levels = terms.count > Self.nestedSteps ? 1 : terms.count
    guard enter(range, context, by: levels) else { return nil }
    defer { level -= levels }
    let start = check(first, context)
    let operands = terms.map { check($0.operand, context) }
    guard var value = start, operands.allSatisfy({ $0 != nil }) else { return nil }
    var words = first
    var isWritten = first.isOfLiterals
    var steps: [ArithmeticStep] = []
    for (term, operand) in zip(terms, operands) {
      let range = first.range.union(term.operand.range)
      // Steps that are not worked out here stand for what they give.
      let before = steps.last.map { Checked(.recordKey, type: $0.type, range: range) } ?? value
      isWritten = isWritten && term.operand.isOfLiterals
      let found = arithmetic(term.operation!, before, words, operand!, term.operand, range, context, isWritten: isWritten)
      guard let (result, step) = found else { return nil }
      if let step { steps.append(step) } else if steps.isEmpty { value = result }
      words = Expression(.missing, range: range)
    }
    guard let last = steps.last else { return value }
    guard steps.count > Self.nestedSteps else { return steps.reduce(value) { $1.applied(to: $0) } }
    return Checked(.chain(value, steps), type: last.type, range: last.range)
  }

  /// What an operator makes of two checked sides: a value that is known, or the step that leads to it.
  private func arithmetic(
    _ written: ArithmeticOperator, _ first: Checked, _ left: Expression, _ second: Checked, _ right: Expression, _ range: SourceRange,
    _ context: Context, isWritten: Bool
  ) -> (value: Checked, step: ArithmeticStep?)? {
    // Zero has every unit.
    if written == .add || written == .subtract, second.constantValue == .number(0), first.type.takesUnits { return (first, nil) }
    guard let meaning = arithmetic(written, first, second) else {
      reportArithmetic(written, first, left, second, right, range, context)
      return nil
    }
    let lower = meaning.isTurnedRound ? second : first
    var upper = meaning.isTurnedRound ? first : second
    if meaning.negatesRight {
      guard let negated = negative(upper, upper.range, context) else { return nil }
      upper = negated
    }
    if meaning.operation.movesDate, case .duration(let count, _)? = upper.constantValue, count != Decimal(count.nearestWhole) {
      report(.constant(.fraction), at: right.range, in: context)
      return nil
    }
    if let value = lower.constantValue, let other = upper.constantValue {
      do throws(ConstantFailure) {
        if let folded = try Constants.arithmetic(meaning.operation, value, other, calendar: catalog.calendar) {
          noteReading(of: folded, range, context)
          return (Checked(.constant(folded), type: meaning.type, range: context.place(range)), nil)
        }
      } catch {
        // The calendar may be another one, what is written out stays what it is.
        report(.constant(error), at: range, in: context, isCertain: isWritten && error != .outsideCalendar)
        return nil
      }
    }
    let isTurned = meaning.isTurnedRound
    let operand = isTurned ? lower : upper
    return (
      first, ArithmeticStep(meaning.operation, operand, isTurnedRound: isTurned, type: meaning.type, range: context.place(range))
    )
  }

  private struct Meaning {
    var operation: Arithmetic
    var type: DataType
    /// `2 * investment`: the amount comes first.
    var isTurnedRound = false
    /// `date - 5wd` adds a negative duration.
    var negatesRight = false

    init(_ operation: Arithmetic, _ type: DataType, isTurnedRound: Bool = false, negatesRight: Bool = false) {
      self.operation = operation
      self.type = type
      self.isTurnedRound = isTurnedRound
      self.negatesRight = negatesRight
    }
  }

  private func arithmetic(_ written: ArithmeticOperator, _ left: Checked, _ right: Checked) -> Meaning? {
    switch (written, left.type, right.type) {
    case (.add, .number, .number): return Meaning(.addNumbers, .number)
    case (.subtract, .number, .number): return Meaning(.subtractNumbers, .number)
    case (.multiply, .number, .number): return Meaning(.multiplyNumbers, .number)
    case (.divide, .number, .number): return Meaning(.divideNumbers, .number)
    case (.add, .money, .money): return Meaning(.addMoney, common(left, right)!)
    case (.subtract, .money, .money): return Meaning(.subtractMoney, common(left, right)!)
    case (.multiply, .money, .number): return Meaning(.multiplyMoney, left.type)
    case (.multiply, .number, .money): return Meaning(.multiplyMoney, right.type, isTurnedRound: true)
    case (.divide, .money, .number): return Meaning(.divideMoney, left.type)
    case (.divide, .money, .money): return Meaning(.ratioOfMoney, .number)
    case (.add, .date, .duration(let kind)): return Meaning(adding(kind), .date)
    case (.add, .duration(let kind), .date): return Meaning(adding(kind), .date, isTurnedRound: true)
    case (.subtract, .date, .duration(let kind)): return Meaning(adding(kind), .date, negatesRight: true)
    case (.subtract, .date, .date): return Meaning(.subtractDates, .duration(.days))
    case (.add, .duration, .duration): return left.type == right.type ? Meaning(.addDurations, left.type) : nil
    case (.subtract, .duration, .duration): return left.type == right.type ? Meaning(.subtractDurations, left.type) : nil
    case (.multiply, .duration, .number): return Meaning(.multiplyDuration, left.type)
    case (.multiply, .number, .duration): return Meaning(.multiplyDuration, right.type, isTurnedRound: true)
    case (.divide, .duration, .number): return Meaning(.divideDuration, left.type)
    case (.divide, .duration, .duration): return left.type == right.type ? Meaning(.ratioOfDurations, .number) : nil
    default: return nil
    }
  }

  private func adding(_ kind: DurationKind) -> Arithmetic {
    switch kind {
    case .days: .addDays
    case .months: .addMonths
    case .workdays: .addWorkdays
    }
  }

  private func reportArithmetic(
    _ written: ArithmeticOperator, _ left: Checked, _ leftWords: Expression, _ right: Checked, _ rightWords: Expression,
    _ range: SourceRange, _ context: Context
  ) {
    if isMixed(left, context) || isMixed(right, context) {
      report(.lines(.mixedCells(words(isMixed(left, context) ? leftWords : rightWords, context))), at: range, in: context)
      return
    }
    switch (left.type, right.type) {
    case (.money, .money): report(.moneyTimesMoney, at: range, in: context)
    case (.duration, .duration): report(.durationKinds(describe(left.type), describe(right.type)), at: range, in: context)
    case (.date, .number), (.duration, .number), (.money, .number):
      _ = bareNumber(right, rightWords, as: left.type, words(leftWords, context), context)
    case (.number, .date), (.number, .duration), (.number, .money):
      _ = bareNumber(left, leftWords, as: right.type, words(rightWords, context), context)
    default: report(.noArithmetic(written.rawValue, describe(left.type), describe(right.type)), at: range, in: context)
    }
  }
}

extension Expression {
  /// Written out, with nothing that data, a parameter or `today` would decide.
  fileprivate var isOfLiterals: Bool {
    switch kind {
    case .literal(.number), .literal(.money), .literal(.date), .literal(.duration): true
    case .negative(let inner), .parenthesized(let inner): inner.isOfLiterals
    case .arithmetic(_, let left, let right): left.isOfLiterals && right.isOfLiterals
    case .chain(let first, let terms): first.isOfLiterals && terms.allSatisfy { $0.operand.isOfLiterals }
    default: false
    }
  }
}

extension DataType {
  /// Numbers are added to it only with a unit.
  fileprivate var takesUnits: Bool {
    switch self {
    case .money, .duration, .date: true
    case .text, .choice, .period, .number, .flag, .link: false
    }
  }
}

extension Arithmetic {
  fileprivate var movesDate: Bool { self == .addDays || self == .addMonths || self == .addWorkdays }
}
