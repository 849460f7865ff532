import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// An expression that is true or false.
  func checkCondition(_ expression: Expression, _ context: Context) -> Checked? {
    guard enter(expression.range, context) else { return nil }
    defer { level -= 1 }
    return checkConditionHere(expression, context)
  }

  private func checkConditionHere(_ expression: Expression, _ context: Context) -> Checked? {
    let range = expression.range
    func flag(_ node: Checked.Node) -> Checked { Checked(node, type: .flag, range: context.place(range)) }
    switch expression.kind {
    case .and, .or: return checkJunction(expression, context)
    case .not(let inner): return checkCondition(inner, context).map { negated($0, context.place(range)) }
    case .parenthesized(let inner): return checkCondition(inner, context)
    case .comparison(let written, let left, let right):
      return checkComparison(ComparisonOperator(rawValue: written.rawValue)!, left, right, range, context)
    case .membership(let left, let values, let isNegated):
      return checkMembership(left, values, range, context).map { isNegated ? negated($0, context.place(range)) : $0 }
    case .within(let left, let right, let isNegated):
      return checkWithin(left, right, range, context).map { isNegated ? negated($0, context.place(range)) : $0 }
    case .between(let value, let low, let high, let isNegated):
      return checkBetween(value, low, high, range, context).map { isNegated ? negated($0, context.place(range)) : $0 }
    case .textTest(let test, let left, let right, let isNegated):
      return checkTextTest(test, left, right, range, context).map { isNegated ? negated($0, context.place(range)) : $0 }
    case .presence(let operand, let isKnown):
      return check(operand, context).map { isKnown ? flag(.not(flag(.isMissing($0)))) : flag(.isMissing($0)) }
    case .isNamed(let subject, let named, let isNegated):
      return checkIsNamed(subject, named, range, context).map { isNegated ? negated($0, context.place(range)) : $0 }
    case .quantified(let quantifier, let link, let condition):
      return checkQuantified(Quantifier(rawValue: quantifier.rawValue)!, link, condition, range, context)
    case .path, .lastResult, .parameter, .literal, .negative, .arithmetic, .chain, .call, .conditional, .coalesce, .was, .ever, .always,
      .changed,
      .existed, .missing:
      guard let checked = check(expression, context) else { return nil }
      guard checked.type == .flag else {
        report(
          .notACondition(words(expression, context), describe(checked.type), reading(of: checked, expression, context)), at: range,
          in: context)
        return nil
      }
      return checked
    }
  }

  func negated(_ condition: Checked, _ place: SourceRange) -> Checked {
    if case .constant(.flag(let holds)) = condition.node { return Checked(.constant(.flag(!holds)), type: .flag, range: place) }
    return Checked(.not(condition), type: .flag, range: place)
  }

  /// What would make a condition of a value that stands where one is wanted.
  private func reading(of checked: Checked, _ expression: Expression, _ context: Context) -> String {
    let name = words(expression, context)
    return switch checked.type {
    case .date, .period: "\(name) is known"
    case .text: "\(name) contains \"…\""
    case .number: "\(name) > 0"
    case .money: "\(name) >= 1亿"
    case .duration(let kind): "\(name) > 10\(kind == .days ? "d" : kind == .months ? "mo" : "wd")"
    case .choice(let index): "\(name) = \(choice(index).values.first?.code ?? "…")"
    case .link, .flag: "\(name) is known"
    }
  }

  /// `a and b and c` as one node, so that plans and explanations list them side by side.
  private func checkJunction(_ expression: Expression, _ context: Context) -> Checked? {
    let isAnd = if case .and = expression.kind { true } else { false }
    var operands: [Expression] = []
    func collect(_ expression: Expression) {
      switch expression.kind {
      case .and(let left, let right) where isAnd:
        collect(left)
        collect(right)
      case .or(let left, let right) where !isAnd:
        collect(left)
        collect(right)
      default: operands.append(expression)
      }
    }
    collect(expression)
    let checked = operands.map { checkCondition($0, context) }
    guard !checked.contains(where: { $0 == nil }) else { return nil }
    return Checked(isAnd ? .and(checked.map { $0! }) : .or(checked.map { $0! }), type: .flag, range: context.place(expression.range))
  }

  /// Joins conditions that all must hold.
  func conjunction(_ conditions: [Checked]) -> Checked? {
    guard let first = conditions.first else { return nil }
    guard conditions.count > 1 else { return first }
    let parts = conditions.flatMap { condition -> [Checked] in
      if case .and(let operands) = condition.node { return operands }
      return [condition]
    }
    return Checked(.and(parts), type: .flag, range: conditions.dropFirst().reduce(first.range) { $0.union($1.range) })
  }

  // MARK: is

  /// `stage is preparatory` is a value of a field, `node is overdue` a predicate of a record, `granted` of a record is known or not.
  private func checkIsNamed(_ subject: Expression, _ named: Expression, _ range: SourceRange, _ context: Context) -> Checked? {
    if let name = subject.bareWord, let entity = context.entity, isEntity(name.text, entity), find(name.text, context).isNoColumn {
      return checkPredicate(named, context)
    }
    guard let left = check(subject, context) else { return nil }
    let opposite = opposite(left, subject, context)
    if case .link(let target) = left.type, case .column(.field(let field)) = left.unwrapped.node, let predicate = named.bareWord,
      case .none? = match(predicate.text, opposite)
    {
      let record = self.context(on: target, from: context)
      if find(predicate.text, record) != nil, find(predicate.text, context) == nil || isPredicate(predicate.text, record) {
        guard let inner = checkPredicate(named, record) else { return nil }
        return Checked(.follow(link: field, target: target, inner), type: .flag, range: context.place(range))
      }
    }
    return compare(.equal, left, subject, named, range, context)
  }

  private func isEntity(_ name: String, _ entity: Int) -> Bool { model.entity(named: name) == entity }

  private func isPredicate(_ name: String, _ context: Context) -> Bool {
    attempt { check(Expression(.path([Name(name, range: SourceRange(0, 0))]), range: SourceRange(0, 0)), context) }?.type == .flag
  }

  /// What is said of a record after `is`, or before an entity: a flag that is true, or another field that is known.
  func checkPredicate(_ expression: Expression, _ context: Context) -> Checked? {
    guard let checked = check(expression, context) else { return nil }
    if checked.type == .flag { return checked }
    let place = context.place(expression.range)
    return Checked(.not(Checked(.isMissing(checked), type: .flag, range: place)), type: .flag, range: place)
  }

  // MARK: Texts

  private func checkTextTest(_ test: TextTest, _ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context)
    -> Checked?
  {
    guard let text = check(left, context) else { return nil }
    guard text.type == .text else {
      report(.notAText(words(left, context), describe(text.type), test: test.rawValue), at: left.range, in: context)
      return nil
    }
    let place = context.place(range)
    if test == .matches {
      guard case .literal(.pattern(let pattern)) = right.unwrapped.kind else {
        report(.patternWanted, at: right.range, in: context)
        return nil
      }
      guard isTaken(pattern, at: right.unwrapped.range, context) else { return nil }
      return Checked(.matches(text, pattern: pattern), type: .flag, range: place)
    }
    guard let part = checkTextPart(right, context) else { return nil }
    let node: Checked.Node =
      switch test {
      case .contains: .contains(text, part)
      case .startsWith: .startsWith(text, part)
      case .endsWith, .matches: .endsWith(text, part)
      }
    return Checked(node, type: .flag, range: place)
  }

  /// After `contains` and its like a bare word is a text.
  private func checkTextPart(_ expression: Expression, _ context: Context) -> Checked? {
    let place = context.place(expression.range)
    switch expression.kind {
    case .path(let names) where !names.contains(where: \.isQuoted):
      return Checked(.constant(.text(context.source.normalText(expression.range))), type: .text, range: place)
    case .literal(.text(let text)): return Checked(.constant(.text(text)), type: .text, range: place)
    case .literal: return Checked(.constant(.text(context.source.normalText(expression.range))), type: .text, range: place)
    case .parameter(let name):
      return parameter(name, expression.range, context).map { Checked(.constant(.text($0.text)), type: .text, range: place) }
    default:
      guard let part = check(expression, context) else { return nil }
      guard part.type == .text else {
        report(.unlike(.text, describe(part.type)), at: expression.range, in: context)
        return nil
      }
      return part
    }
  }
}

extension Found? {
  /// Nothing of the row, so that the entity's own name can mean the row.
  var isNoColumn: Bool {
    switch self {
    case .entity, .all, nil: true
    case .field, .link, .reverse, .argument, .definition, .result, .column, .onRecord, .set: false
    }
  }
}
