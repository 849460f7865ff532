import Query

/// `by district, stage` over columns of codes => counts and sums where the rows lie, without picking them
///
/// Pays where the rows are still a bitmap and many enough for the groups that they may have (`Limits.easyCodes`, `easyRows`, `groupedShare`): the plan
/// says that there is the way, and the run, which knows the rows, takes it or not (``CodeGrouping/pays(_:_:)``).
enum CodeGroupsRule {
  /// Has not fired before it is taken.
  static func apply(_ plan: inout Plan, _ planner: Planner) -> Bool {
    guard case .entity(let entity) = plan.query.source else { return false }
    for index in plan.nodes.indices {
      switch plan.nodes[index].operation {
      case .group(let grouping, _):
        plan.nodes[index].operation = .group(grouping, CodeGrouping(grouping, entity, planner.statistics, planner.limits))
      case .rank(let ranking, _):
        plan.nodes[index].operation = .rank(ranking, CodeGrouping(ranking.grouping, entity, planner.statistics, planner.limits))
      default: continue
      }
    }
    return false
  }
}

extension CheckedQuery.Ranking {
  /// The groups that are ranked.
  var grouping: CheckedQuery.Grouping {
    CheckedQuery.Grouping(keys: [key], across: nil, measures: [measure], withTotals: false, withEmpty: false)
  }
}
