import Syntax

extension Expression {
  /// The expressions directly inside, but for the moments of `existed`, which are no values of the row.
  var children: [Expression] {
    if case .existed = kind { return [] }
    return kind.parts
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
