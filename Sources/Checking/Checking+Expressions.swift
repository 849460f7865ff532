import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// A value or a condition. `opposite` is what it will be compared with, or the type that is wanted, if that is known.
  func check(_ expression: Expression, _ context: Context, opposite: Opposite? = nil) -> Checked? {
    guard enter(expression.range, context) else { return nil }
    defer { level -= 1 }
    return checkHere(expression, context, opposite)
  }

  private func checkHere(_ expression: Expression, _ context: Context, _ opposite: Opposite?) -> Checked? {
    let range = expression.range
    switch expression.kind {
    case .path(let names):
      if let column = columnMade(byPath: names, expression, context) { return column }
      return checkName(names, range, context, opposite)
    case .parenthesized(let inner): return check(inner, context, opposite: opposite)
    case .literal(let literal): return checkLiteral(literal, range, context, opposite)
    case .parameter(let name): return checkParameter(name, range, context, opposite)
    case .negative(let operand): return checkNegative(operand, range, context)
    case .arithmetic(let operation, let left, let right): return checkArithmetic(operation, left, right, range, context)
    case .chain(let first, let terms):
      if terms.first?.operation == nil { return checkCoalesce([first] + terms.map(\.operand), range, context, opposite) }
      return checkChain(first, terms, range, context)
    case .call(let call):
      if let column = columnMade(by: expression, context) { return column }
      return checkCall(call.function[...], call, range, on: context, from: context, opposite)
    case .conditional(let condition, let then, let otherwise):
      return checkConditional(condition, then, otherwise, range, context, opposite)
    case .coalesce(let first, let second): return checkCoalesce([first, second], range, context, opposite)
    case .comparison, .membership, .within, .between, .textTest, .presence, .isNamed, .not, .and, .or, .quantified:
      return checkCondition(expression, context)
    case .was(let inner, let moment): return checkWas(inner, moment, range, context)
    case .ever(let inner, let moment): return checkThroughout(.ever, inner, moment, range, context)
    case .always(let inner, let moment): return checkThroughout(.always, inner, moment, range, context)
    case .changed(let field, let from, let to, let since):
      return field.map { checkChanged($0, from: from, to: to, since: since, range, context) }
        ?? checkRecordChanged(from: from, to: to, since: since, range, context)
    case .existed(let moment): return checkExisted(moment, range, context)
    case .lastResult:
      report(.lastResultIsNoValue, at: range, in: context)
      return nil
    case .missing: return nil
    }
  }

  private func checkName(_ names: [Name], _ range: SourceRange, _ context: Context, _ opposite: Opposite?) -> Checked? {
    guard names.count == 1, let opposite, opposite.hasNamedValues, !names[0].isQuoted else {
      if names.count == 1, opposite?.type == .flag, let flag = Self.flagWords[foldedName(names[0].text)],
        find(names[0].text, context) == nil
      {
        return Checked(.constant(.flag(flag)), type: .flag, range: context.place(range))
      }
      if names.count == 1, let source = opposite?.mixed, !names[0].isQuoted, !isColumn(names[0].text, context) {
        let word = Self.flagWords[foldedName(names[0].text)].map { $0 ? "true" : "false" } ?? mixedText(names[0].text, source)
        return Checked(.constant(.text(word)), type: .text, range: context.place(range))
      }
      if names.count == 1, opposite?.type == .text, !names[0].isQuoted, find(names[0].text, context) == nil {
        let fix = Diagnostic.Fix(range, "\"\(names[0].text)\"")
        report(.wordAgainstText(names[0].text, opposite!.name), at: range, in: context, fix: fix)
        return nil
      }
      return checkPath(names[...], range, context, opposite)
    }
    // A parameter of a definition is no value of its own: what was handed over is.
    if case .argument? = find(names[0].text, context), case .some(ValueMatcher.Match.none(nearest: _)) = match(names[0].text, opposite) {
      return checkPath(names[...], range, context, opposite)
    }
    return checkValue(names[0].text, range, opposite, context) { [self] in
      find(names[0].text, context) == nil ? nil : checkPath(names[...], range, context, opposite)
    }
  }

  private func isColumn(_ name: String, _ context: Context) -> Bool {
    if case .result? = find(name, context) { true } else { false }
  }

  static let flagWords: [String: Bool] = ["true": true, "false": false, "yes": true, "no": false, "是": true, "否": false]

  // MARK: Literals

  func checkLiteral(_ literal: Literal, _ range: SourceRange, _ context: Context, _ opposite: Opposite?) -> Checked? {
    let place = context.place(range)
    if let source = opposite?.mixed, let text = mixedText(of: literal, source, range, context) {
      return Checked(.constant(.text(text)), type: .text, range: place)
    }
    if let opposite, opposite.hasNamedValues {
      // Codes look like numbers and dates: what was written counts.
      if case .text(let text) = literal { return checkValue(text, range, opposite, context, orName: nil) }
      return checkValue(context.source.normalText(range), range, opposite, context, orName: nil)
    }
    switch literal {
    case .text(let text):
      if opposite?.type == .flag, let flag = Self.flagWords[foldedName(text)] {
        return Checked(.constant(.flag(flag)), type: .flag, range: place)
      }
      return Checked(.constant(.text(text)), type: .text, range: place)
    case .number(let number): return Checked(.constant(.number(number.decimal)), type: .number, range: place)
    case .money(let number, let word): return checkMoney(number, word, range, context)
    case .duration(let number, let word):
      let (count, kind) = duration(number, word)
      return Checked(.constant(.duration(count, kind)), type: .duration(kind), range: place)
    case .pattern:
      report(.patternAlone, at: range, in: context)
      return nil
    case .date, .period, .day, .relative, .span, .toDate, .partOfThisYear, .snapshot:
      switch checkSpan(literal, range, context) {
      case .span(let span):
        if span.isDay { return Checked(.constant(.date(span.first)), type: .date, range: place) }
        guard let period = span.period else {
          report(.spanIsNoValue(context.source.text(range)), at: range, in: context)
          return nil
        }
        return Checked(.constant(.period(period)), type: .period(period.unit), range: place)
      case .failed: return nil
      case .other:
        report(.momentIsNoValue(context.source.text(range)), at: range, in: context)
        return nil
      }
    }
  }

  /// A number or a day as machine formats spell it, opposite cells of several types.
  private func mixedText(of literal: Literal, _ source: CheckedQuery.Source, _ range: SourceRange, _ context: Context) -> String? {
    switch literal {
    // A bare number is no amount and no duration.
    case .number where source.lines?.hasUnits(catalog) ?? false: return nil
    case .number(let number): return number.decimal.description
    case .date, .day, .snapshot:
      guard case .span(let span) = checkSpan(literal, range, context), span.isDay else { return nil }
      return span.first.description
    case .text, .money, .period, .duration, .relative, .span, .toDate, .partOfThisYear, .pattern: return nil
    }
  }

  private func checkMoney(_ number: DecimalText, _ word: MoneyWord, _ range: SourceRange, _ context: Context) -> Checked? {
    // 18 digits of the largest unit have room in 128 bits.
    let exact = Int128(number.units) * Int128(word.factor) * Int128(Money.scale)
    let amount = Decimal.quotient(exact, over: Decimal.powers[number.scale])
    guard amount * Decimal.powers[number.scale] == exact else {
      report(.amountTooFine(words(range, context)), at: range, in: context)
      return nil
    }
    let unit = MoneyUnit(name: word == .tenThousand || word == .hundredMillion ? word.rawValue + "元" : word.rawValue, factor: word.factor)
    return Checked(.constant(.money(Money(rawValue: amount))), type: .money(unit), range: context.place(range))
  }

  private func duration(_ number: DecimalText, _ word: DurationWord) -> (Decimal, DurationKind) {
    func count(_ factor: Int128) -> Decimal { Decimal(Int128(number.units) * factor, scale: number.scale) }
    return switch word {
    case .day: (count(1), .days)
    case .week: (count(7), .days)
    case .month: (count(1), .months)
    case .quarter: (count(3), .months)
    case .year: (count(12), .months)
    case .workday: (count(1), .workdays)
    }
  }

  // MARK: Choosing

  private func checkConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, _ range: SourceRange, _ context: Context, _ opposite: Opposite?
  ) -> Checked? {
    let condition = checkCondition(condition, context)
    let first = check(then, context, opposite: opposite)
    let second = check(otherwise, context, opposite: opposite ?? first.map { self.opposite($0, then, context) })
    guard let condition, let first, let second else { return nil }
    guard let type = common(first, second) else {
      report(.unlikeBranches(describe(first.type), describe(second.type)), at: otherwise.range, in: context)
      return nil
    }
    if case .constant(.flag(let holds)) = condition.node { return holds ? retyped(first, type) : retyped(second, type) }
    return Checked(
      .conditional(condition, then: retyped(first, type), otherwise: retyped(second, type)), type: type, range: context.place(range))
  }

  func checkCoalesce(_ operands: [Expression], _ range: SourceRange, _ context: Context, _ opposite: Opposite?) -> Checked? {
    var checked: [Checked] = []
    var isWhole = true
    for operand in operands {
      let known = opposite ?? checked.first.map { self.opposite($0, operands[0], context) }
      guard let value = check(operand, context, opposite: known) else {
        isWhole = false
        continue
      }
      if let first = checked.first, common(first, value) == nil {
        report(.unlikeBranches(describe(first.type), describe(value.type)), at: operand.range, in: context)
        isWhole = false
        continue
      }
      checked.append(value)
    }
    guard isWhole, let first = checked.first else { return nil }
    let type = checked.dropFirst().reduce(first.type) { type, next in
      common(Checked(first.node, type: type, range: first.range), next) ?? type
    }
    return Checked(.coalesce(checked.map { retyped($0, type) }), type: type, range: context.place(range))
  }
}
