import Syntax

extension Expression {
  /// The expressions directly inside.
  var children: [Expression] {
    switch kind {
    case .path, .lastResult, .parameter, .literal, .existed, .missing: []
    case .negative(let inner), .presence(let inner, _), .not(let inner), .parenthesized(let inner): [inner]
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .within(let left, let right, _),
      .textTest(_, let left, let right, _), .isNamed(let left, let right, _), .and(let left, let right), .or(let left, let right),
      .coalesce(let left, let right):
      [left, right]
    case .membership(let left, let values, _): [left] + values
    case .between(let value, let low, let high, _): [value, low, high]
    case .quantified(_, let link, let condition):
      switch condition {
      case .parenthesized(let inner), .named(let inner, _): [link, inner]
      case .none: [link]
      }
    case .call(let call): call.arguments + (call.condition.map { [$0] } ?? [])
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .was(let inner, let moment), .ever(let inner, let moment), .always(let inner, let moment): [inner] + [moment].compactMap { $0 }
    case .changed(let field, let from, let to, let since): [field, from, to, since].compactMap { $0 }
    }
  }

  /// The expression inside any parentheses.
  var unwrapped: Expression {
    if case .parenthesized(let inner) = kind { return inner.unwrapped }
    return self
  }

  /// A single name that is neither quoted nor dotted.
  var bareWord: Name? {
    if case .path(let names) = unwrapped.kind, names.count == 1, !names[0].isQuoted { return names[0] }
    return nil
  }

  var isLiteral: Bool {
    if case .literal = unwrapped.kind { return true }
    return false
  }

  /// Literals and arithmetic of them only.
  var isWithoutNames: Bool {
    switch kind {
    case .literal: true
    case .path, .parameter, .lastResult, .call, .quantified, .existed, .missing: false
    default: children.allSatisfy(\.isWithoutNames)
    }
  }
}
