/// A piece of SQL with how tightly it binds, so that parentheses stand only where they are needed.
struct Term {
  enum Binding: Int {
    case or, and, not, comparison, sum, product, atom
  }

  var text: String
  var binding: Binding
  /// Never NULL.
  var isKnown: Bool
  /// A whole number in an integer type: dividing two of them needs a cast.
  var isInteger: Bool
  /// Reads nothing.
  var isConstant = false

  init(_ text: String, _ binding: Binding = .atom, isKnown: Bool = false, isInteger: Bool = false) {
    self.text = text
    self.binding = binding
    self.isKnown = isKnown
    self.isInteger = isInteger
  }

  static let yes = Term("TRUE", isKnown: true)
  static let no = Term("FALSE", isKnown: true)

  /// As an operand of something that binds as `outer` does.
  func inside(_ outer: Binding) -> String { binding.rawValue < outer.rawValue ? "(\(text))" : text }

  /// As the right operand of `-` or `/`, or beside a comparison.
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
