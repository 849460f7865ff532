import Schema

/// The type of a quantity: an integer, or a decimal with so many digits behind the point.
struct Digits: Equatable {
  var isInteger = false
  var scale = 0

  static let whole = Digits(isInteger: true)
  static let money = Digits(scale: Money.places)

  /// What holds each of some quantities.
  static func common(_ all: [Digits]) -> Digits { Digits(isInteger: all.allSatisfy(\.isInteger), scale: all.map(\.scale).max() ?? 0) }
}

/// A piece of SQL with how tightly it binds, so that parentheses stand only where they are needed.
struct Term {
  enum Binding: Int {
    case or, and, not, comparison, sum, product, atom
  }

  var text: String
  var binding: Binding
  /// Never NULL.
  var isKnown: Bool
  var digits: Digits
  /// Reads nothing.
  var isConstant = false
  /// What a constant number, duration or amount is.
  var number: Decimal?

  init(_ text: String, _ binding: Binding = .atom, isKnown: Bool = false, digits: Digits = Digits()) {
    self.text = text
    self.binding = binding
    self.isKnown = isKnown
    self.digits = digits
  }

  static let yes = Term("TRUE", isKnown: true)
  static let no = Term("FALSE", isKnown: true)

  /// As an operand of something that binds as `outer` does.
  func inside(_ outer: Binding) -> String { binding.rawValue < outer.rawValue ? "(\(text))" : text }

  /// As the right operand of `-`, or beside a comparison.
  func behind(_ outer: Binding) -> String { binding.rawValue <= outer.rawValue ? "(\(text))" : text }

  static func all(_ terms: [Term]) -> Term {
    let terms = terms.filter { $0.text != "TRUE" }
    if terms.contains(where: { $0.text == "FALSE" }) { return .no }
    guard terms.count > 1 else { return terms.first ?? .yes }
    return Term(terms.map { $0.inside(.and) }.joined(separator: " AND "), .and, isKnown: terms.allSatisfy(\.isKnown))
  }

  static func any(_ terms: [Term]) -> Term {
    guard terms.count > 1 else { return terms.first ?? .no }
    return Term(terms.map { $0.inside(.or) }.joined(separator: " OR "), .or, isKnown: terms.allSatisfy(\.isKnown))
  }

  /// A condition that is never NULL: what is not true is false.
  var decided: Term { isKnown ? self : Term("COALESCE(\(text), FALSE)", isKnown: true) }
}
