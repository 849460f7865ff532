import Query
import Schema

/// `2 + 3` => `5`; `C and true` => `C`; `C or true` => `true`; `not not C` => `C`
///
/// Pays always: what is worked out here is not worked out for every row, and what is left may be a test on a whole column.
enum FoldConstants {
  static func apply(_ expression: Checked, _ simplifier: inout Simplifier) -> Checked? {
    func flag(_ value: Bool) -> Checked { Checked(.constant(.flag(value)), type: .flag, range: expression.range) }
    switch expression.node {
    case .not(let operand):
      if case .not(let inner) = operand.unwrapped.node, inner.isCondition { return inner }
      if case .flag(let value)? = operand.unwrapped.constantValue { return flag(!value) }
      return nil
    case .and(let operands):
      if operands.contains(where: { $0.unwrapped.constantValue == .flag(false) }) { return flag(false) }
      let rest = operands.filter { $0.unwrapped.constantValue != .flag(true) }
      if rest.isEmpty { return flag(true) }
      if rest.count == 1, rest[0].isCondition { return rest[0] }
      return rest.count < operands.count ? Checked(.and(rest), type: .flag, range: expression.range) : nil
    case .or(let operands):
      if operands.contains(where: { $0.unwrapped.constantValue == .flag(true) }) { return flag(true) }
      let rest = operands.filter { $0.unwrapped.constantValue != .flag(false) }
      if rest.isEmpty { return flag(false) }
      if rest.count == 1, rest[0].isCondition { return rest[0] }
      return rest.count < operands.count ? Checked(.or(rest), type: .flag, range: expression.range) : nil
    case .arithmetic(_, let left, let right):
      return left.constantValue != nil && right.constantValue != nil ? simplifier.evaluated(expression) : nil
    case .compare(_, let left, let right):
      return left.constantValue != nil && right.constantValue != nil ? simplifier.evaluated(expression) : nil
    case .negate(let operand): return operand.constantValue != nil ? simplifier.evaluated(expression) : nil
    case .call(let function, let arguments):
      return function != .band && arguments.allSatisfy { $0.constantValue != nil } ? simplifier.evaluated(expression) : nil
    case .constant, .column, .recordKey, .follow, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing,
      .quantified, .atSnapshot, .existed, .throughout, .differs, .recordDiffers, .heldSince, .chain, .shared, .conditional, .coalesce,
      .aggregate,
      .linkAggregate, .entityAggregate, .part, .definition:
      return nil
    }
  }
}
