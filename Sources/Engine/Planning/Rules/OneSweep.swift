import Query
import Store

/// `trend count, sum E by K` => all versions once, each added where it begins and taken away where it ends
///
/// Pays for any number of points, since the cost follows the versions and not points by records: as long as the sums of all groups at all snapshots stay
/// in the caches (`Limits.sweptSlots`). Conditions may look at nothing but the version, keys are columns of codes, measures are counts and sums.
enum OneSweep {
  static func apply(_ plan: inout Plan, _ planner: Planner) -> Bool {
    guard let source = plan.nodes.first, case .trendRows(_, let trend) = source.operation, trend.isSteady,
      let first = trend.points.firstIndex(where: { $0.query != nil }), let query = trend.points[first].query,
      case .groups(let asked) = query.shape, case .entity(let entity) = query.source, !asked.withTotals,
      // Of the query as it was asked: the value of an aggregate over all records is another one at each point.
      asked.measures.allSatisfy(\.value.isSumOfRows), query.condition?.readsWholeEntity != true
    else { return false }
    let point = planner.context.plan(planner.resolved.source(first, query))
    guard case .groups(let grouping) = point.query.shape,
      let codes = CodeGrouping(grouping, entity, planner.statistics, planner.limits),
      planner.statistics.snapshotCount * codes.idCount <= planner.limits.sweptSlots
    else { return false }
    for node in point.nodes {
      switch node.operation {
      case .scan, .group, .measure: continue
      case .filter(let filter): guard case .columns(let predicate) = filter.method, predicate.isTimeless else { return false }
      default: return false
      }
    }
    var compiler = planner.context.compiler
    guard grouping.measures.allSatisfy({ addsUp($0.value, entity, &compiler) }) else { return false }
    plan.nodes[0].operation = .versionSweep(point, codes, trend)
    plan.fired.formUnion(point.fired)
    return true
  }

  /// Everything in a measure can be worked out for all snapshots at once.
  private static func addsUp(_ measure: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> Bool {
    for aggregate in measure.aggregatesOfGroups where compiler.codeAggregate(aggregate, entity: entity, isSwept: true) == nil {
      return false
    }
    for share in measure.sharesOfGroups {
      let operands = compiler.maybeMissing(share, entity: entity)
      if !operands.isEmpty, compiler.undecided(share, operands, entity: entity, isSwept: true) == nil { return false }
    }
    return true
  }
}

extension Checked {
  fileprivate var aggregatesOfGroups: [Aggregate] {
    if case .aggregate(let aggregate) = node { return [aggregate] }
    return children.flatMap(\.aggregatesOfGroups)
  }
}
