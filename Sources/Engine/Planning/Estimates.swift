import Query

// How many rows are expected behind each operator, for `explain plan`.

extension Planner {
  func estimate(_ plan: inout Plan) {
    var rows = 0.0
    for index in plan.nodes.indices {
      rows = estimate(plan.nodes[index].operation, rows, plan.query)
      plan.nodes[index].estimatedRows = rows
    }
  }

  /// - Parameter rows: those expected of the operator before it.
  private func estimate(_ operation: PlanOperation, _ rows: Double, _ query: CheckedQuery) -> Double {
    switch operation {
    case .scan(let entity): Double(statistics.recordCount(entity, at: query.snapshot))
    case .selectedRows(let plan), .resultRows(let plan): plan.nodes.last?.estimatedRows ?? 0
    case .changeLines(let changes, _): lines(changes.entity, snapshots: changes.to.snapshot - changes.from.snapshot)
    case .historyLines(let history):
      lines(history.entity, snapshots: history.snapshot)
        / (history.key == nil ? 1 : Double(max(1, statistics.table(history.entity).keyCount)))
    case .keyJoin(let now, let before, _): max(now.nodes.last?.estimatedRows ?? 0, before.nodes.last?.estimatedRows ?? 0)
    case .trendRows(let plans, _): plans.reduce(0) { $0 + ($1?.nodes.last?.estimatedRows ?? 1) }
    case .versionSweep(let plan, _, let trend): Double(trend.points.count) * (plan.nodes.last?.estimatedRows ?? 1)
    case .filter(let filter): rows * selectivity(filter, entity: query.entity)
    case .group(let grouping, _): grouping.keys.isEmpty ? 1 : min(rows, 20 * Double(grouping.keys.count))
    case .rank: min(rows, 20)
    case .sort, .output: rows
    case .top(let cut, _, _): min(rows, Double(cut.count))
    case .skip(let count): max(0, rows - Double(count))
    case .measure(let grouping): rows + (grouping.withTotals ? 1 : 0)
    }
  }

  /// The part of the rows that pass: counted for bitmaps, taken from the ends of the column for ranges, a guess for the others.
  private func selectivity(_ filter: Filter, entity: Int?) -> Double {
    guard case .columns(let predicate) = filter.method, let entity else { return 0.3 }
    return predicate.selectivity(statistics, entity: entity)
  }

  /// As many lines as versions begin in that many snapshots, if they begin evenly.
  private func lines(_ entity: Int, snapshots: Int) -> Double {
    Double(statistics.table(entity).versionCount) * Double(snapshots) / Double(max(1, statistics.snapshotCount))
  }
}
