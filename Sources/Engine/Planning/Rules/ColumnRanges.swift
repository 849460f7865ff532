import Query
import Schema

/// `where due < 2018-03-01`, `where due is missing` => stored numbers in a range, 64 rows at a time
///
/// Pays always where the rows are a bitmap: a comparison is two instructions for a vector of rows.
enum ColumnRanges {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    switch condition.node {
    case .column(.field(let field)):
      guard case .flags = compiler.statistics.column(field, of: entity).cells else { return nil }
      return .flag(field: field)
    case .isMissing(let operand): return compiler.column(operand, entity).map { .not(.known(field: $0.field)) }
    case .isBetween(let operand, let low, let high):
      return StoredRange(low: low, high: high).predicate(operand, entity, compiler)
    case .compare(let comparison, let operand, let right):
      guard let value = right.constantValue, let range = StoredRange(comparison, value) else { return nil }
      return range.predicate(operand, entity, compiler)
    default: return nil
    }
  }
}

extension StoredRange {
  /// The values that are in a comparison to one; nil for texts, which have no numbers, and for `!=`.
  fileprivate init?(_ comparison: ComparisonOperator, _ value: Value) {
    if case .text = value { return nil }
    switch comparison {
    case .equal: self.init(low: value, high: value)
    case .less: self.init(high: value, excludesHigh: true)
    case .lessOrEqual: self.init(high: value)
    case .greater: self.init(low: value, excludesLow: true)
    case .greaterOrEqual: self.init(low: value)
    case .notEqual: return nil
    }
  }

  fileprivate func predicate(_ operand: Checked, _ entity: Int, _ compiler: PredicateCompiler) -> ColumnPredicate? {
    guard let column = compiler.column(operand, entity) else { return nil }
    return predicate(on: column.statistics, column.field, of: entity, compiler.statistics)
  }
}
