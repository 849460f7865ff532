import Query
import Schema

/// `avg(all.investment)` => its value, worked out once.
///
/// Pays wherever it stands: every row would ask for the same value, and a comparison with a constant can be a test on a whole column. It is the one rule
/// that needs data; ``ScalarAggregates`` works the values out before anything is planned, and the planner sees constants.
enum EntityAggregates {
  /// A flag is left alone: as a constant it would count as a condition, which is false and not missing behind a link that leads nowhere.
  static func takes(_ expression: Checked) -> Bool {
    guard case .entityAggregate = expression.node else { return false }
    return expression.type != .flag
  }

  /// Some part of an expression is worked out.
  static func takesPart(of expression: Checked) -> Bool {
    switch expression.node {
    case .column, .constant, .recordKey, .shared: false
    default: takes(expression) || expression.children.contains(where: takesPart)
    }
  }
}
