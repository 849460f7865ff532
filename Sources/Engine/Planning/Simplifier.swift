import Query
import Schema

/// Takes every expression through the rules that make it simpler, its parts before itself.
struct Simplifier {
  private let constants: any ConstantEvaluator
  private let rules: Set<Rule>
  private let addedChoices: [Choice]
  private(set) var fired: Set<Rule> = []
  /// What constants that were worked out have to say in the footer.
  private(set) var notes = EvaluatorNotes()

  init(_ constants: any ConstantEvaluator, _ rules: Set<Rule>, _ addedChoices: [Choice]) {
    (self.constants, self.rules, self.addedChoices) = (constants, rules, addedChoices)
  }

  mutating func rewrite(_ expression: Checked) -> Checked {
    // A list of all fields is nothing but columns: no rule has anything to say about them.
    switch expression.node {
    case .column, .constant, .recordKey, .shared: return expression
    default: break
    }
    var result = expression.mapChildren { rewrite($0) }
    for (rule, apply) in Rule.ofExpressions where rules.contains(rule) {
      guard let simpler = apply(result, &self) else { continue }
      result = simpler
      fired.insert(rule)
    }
    return result
  }

  /// The value of an expression of constants; nil where it fails, which is left to happen when the query runs.
  mutating func evaluated(_ expression: Checked) -> Checked? {
    guard let (value, said) = constants.value(of: expression, addedChoices: addedChoices) else { return nil }
    notes.merge(said)
    return Checked(.constant(value), type: expression.type, range: expression.range)
  }
}

/// Works out what reads no row.
protocol ConstantEvaluator: Sendable {
  /// The value of an expression of constants, with what the footer has to say of it; nil where it fails.
  func value(of expression: Checked, addedChoices: [Choice]) -> (value: Value, notes: EvaluatorNotes)?
}
