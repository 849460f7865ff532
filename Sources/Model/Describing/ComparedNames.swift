import Diagnostics
import Syntax

/// The names in a definition whose missing values decide a comparison, for the rule that `describe` states.
struct ComparedNames {
  /// Compared as they are: missing makes the comparison false.
  private var plain: [String] = []
  /// Compared by `!=`, `not in` and the like, which are plain negations: missing makes them true.
  private var negated: [String] = []

  init(in expression: Expression) { collect(expression, compared: nil) }

  /// Nil where nothing is compared.
  var rule: Bilingual? {
    var rules: [Bilingual] = []
    if !plain.isEmpty {
      let names = list(plain)
      rules.append(Bilingual("a comparison with a missing \(names.english) is false", "\(names.chinese) 为空时，比较不成立"))
    }
    if !negated.isEmpty {
      let names = list(negated)
      rules.append(
        Bilingual(
          "`!=`, `not in` and other negations hold where \(names.english) is missing", "\(names.chinese) 为空时，`!=`、`not in` 等否定成立"))
    }
    guard let first = rules.first else { return nil }
    return rules.dropFirst().reduce(first) { $0 + Bilingual("; ", "；") + $1 }
  }

  private func list(_ names: [String]) -> Bilingual {
    let names = names.map { "`\($0)`" }
    let english = names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    return Bilingual(english, chineseAlternatives(names))
  }

  /// `compared` is nil outside comparisons, else whether the comparison is negated.
  private mutating func collect(_ expression: Expression, compared: Bool?) {
    switch expression.kind {
    case .path(let path):
      let text = path.map(\.text).joined(separator: ".")
      if compared == false, !plain.contains(text) { plain.append(text) }
      if compared == true, !negated.contains(text) { negated.append(text) }
    case .comparison(let sign, let left, let right):
      collect(left, compared: sign == .notEqual)
      // Opposite a plain name a bare word may be a value: only what stands on the left is surely read.
      if case .path = right.kind { return }
      collect(right, compared: sign == .notEqual)
    case .membership(let left, _, let isNegated), .within(let left, _, let isNegated), .textTest(_, let left, _, let isNegated),
      .between(let left, _, _, let isNegated):
      collect(left, compared: isNegated)
    case .arithmetic(_, let left, let right):
      collect(left, compared: compared)
      collect(right, compared: compared)
    case .chain(let first, let terms):
      collect(first, compared: compared)
      for term in terms where term.operation != nil { collect(term.operand, compared: compared) }
    case .and(let left, let right), .or(let left, let right):
      collect(left, compared: nil)
      collect(right, compared: nil)
    case .not(let inner): collect(inner, compared: nil)
    case .parenthesized(let inner), .negative(let inner): collect(inner, compared: compared)
    case .conditional(let condition, let then, let otherwise):
      for part in [condition, then, otherwise] { collect(part, compared: nil) }
    default: return
    }
  }
}
