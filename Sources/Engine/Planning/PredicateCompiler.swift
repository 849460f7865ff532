import Query
import Schema
import Store

/// Turns conditions into tests on whole columns, where the rules of predicates know all of their parts. What is here is how conditions are put together;
/// what a part becomes stands in its rule.
struct PredicateCompiler {
  let statistics: any Statistics
  let limits: Limits
  /// Those in force, in their order.
  private let rules: [(rule: Rule, apply: @Sendable (Checked, Int, inout PredicateCompiler) -> ColumnPredicate?)]
  private(set) var fired: Set<Rule> = []

  init(_ statistics: any Statistics, _ inForce: Set<Rule>, _ limits: Limits) {
    (self.statistics, self.limits) = (statistics, limits)
    rules = inForce.count == Rule.count ? Rule.ofPredicates : Rule.ofPredicates.filter { inForce.contains($0.rule) }
  }

  /// Nil when some part of the condition must be evaluated on picked rows.
  mutating func predicate(_ condition: Checked, entity: Int) -> ColumnPredicate? {
    switch condition.node {
    case .constant(.flag(let flag)): return .always(flag)
    case .definition(_, let body): return predicate(body, entity: entity)
    case .not(let operand): return predicate(operand, entity: entity).map { .not($0) }
    case .and(let operands): return predicates(operands, entity: entity).map { .and($0) }
    case .or(let operands): return predicates(operands, entity: entity).map { .or($0) }
    case .compare(let comparison, let left, let right):
      if let value = right.unwrapped.constantValue { return predicate(left, comparison, value, condition, entity) }
      if let value = left.unwrapped.constantValue { return predicate(right, comparison.turnedRound, value, condition, entity) }
      return byRule(condition, entity)
    case .isIn(let operand, let values):
      // A test a value would go over the column as often.
      guard values.count <= (isRowTexts(operand, entity) ? limits.listedTexts : limits.listedValues) else { return nil }
      var predicates: [ColumnPredicate] = []
      for value in values {
        guard let predicate = predicate(operand, .equal, value, condition, entity) else { return nil }
        predicates.append(predicate)
      }
      return .or(predicates)
    default: return byRule(condition, entity)
    }
  }

  /// A part of a condition, by the first rule that knows it.
  private mutating func byRule(_ condition: Checked, _ entity: Int) -> ColumnPredicate? {
    for (rule, apply) in rules {
      guard let predicate = apply(condition, entity, &self) else { continue }
      fired.insert(rule)
      return predicate
    }
    return nil
  }

  private mutating func predicates(_ conditions: [Checked], entity: Int) -> [ColumnPredicate]? {
    var predicates: [ColumnPredicate] = []
    for condition in conditions {
      guard let predicate = predicate(condition, entity: entity) else { return nil }
      predicates.append(predicate)
    }
    return predicates
  }

  /// A comparison with a value: rules meet none with `!=`, with missing, or with a flag.
  private mutating func predicate(
    _ operand: Checked, _ comparison: ComparisonOperator, _ value: Value, _ condition: Checked, _ entity: Int
  ) -> ColumnPredicate? {
    if case .missing = value { return .always(comparison == .notEqual) }
    if comparison == .notEqual { return predicate(operand, .equal, value, condition, entity).map { .not($0) } }
    if case .flag(let flag) = value { return comparison == .equal ? predicate(operand, isFlag: flag, entity) : nil }
    let constant = Checked(.constant(value), type: operand.type, range: condition.range)
    return byRule(Checked(.compare(comparison, operand, constant), type: .flag, range: condition.range), entity)
  }

  private mutating func predicate(_ operand: Checked, isFlag flag: Bool, _ entity: Int) -> ColumnPredicate? {
    guard let holds = predicate(operand, entity: entity) else { return nil }
    if operand.isCondition { return flag ? holds : .not(holds) }
    guard case .column(.field) = operand.unwrapped.node else { return nil }
    if flag { return holds }
    guard case .not(let known)? = byRule(Checked(.isMissing(operand), type: .flag, range: operand.range), entity) else { return nil }
    return .and([known, .not(holds)])
  }

  /// A column whose texts are found by going over all of them.
  private func isRowTexts(_ operand: Checked, _ entity: Int) -> Bool {
    guard let column = column(operand, entity), case .texts = column.statistics.cells else { return false }
    return true
  }

  /// The field that an operand is, behind the names of definitions.
  func column(_ operand: Checked, _ entity: Int) -> (field: Int, statistics: ColumnStatistics)? {
    guard case .column(.field(let field)) = operand.unwrapped.node else { return nil }
    return (field, statistics.column(field, of: entity))
  }
}

extension Rule {
  fileprivate static let count = allCases.count
}
