import Query

extension CheckedQuery {
  /// The query with every expression rewritten; sources are planned on their own.
  func rewritten(_ change: (Checked) -> Checked) -> CheckedQuery {
    func changed(_ column: OutputColumn) -> OutputColumn {
      var result = column
      result.value = change(column.value)
      return result
    }
    func changed(_ keys: [SortKey]) -> [SortKey] {
      keys.map { key in
        if case .expression(let expression) = key.target { return SortKey(.expression(change(expression)), isDescending: key.isDescending) }
        return key
      }
    }
    var result = self
    switch source {
    // The ends of changes are read at snapshots of their own, where an aggregate over all records has another value.
    case .changes: break
    case .history(var history):
      history.condition = history.condition.map(change)
      result.source = .history(history)
    case .entity, .rows, .table, .comparison, .trend: break
    }
    result.condition = condition.map(change)
    result.order = changed(order)
    result.cut = cut.map { Cut(count: $0.count, by: changed($0.by), per: $0.per.map(change), order: changed($0.order)) }
    switch shape {
    case .rows(let columns): result.shape = .rows(columns: columns.map(changed))
    case .groups(var grouping):
      grouping.keys = grouping.keys.map { GroupKey(column: changed($0.column)) }
      grouping.across = grouping.across.map { GroupKey(column: changed($0.column)) }
      grouping.measures = grouping.measures.map(changed)
      result.shape = .groups(grouping)
    case .ranking(var ranking):
      ranking.key = GroupKey(column: changed(ranking.key.column))
      ranking.measure = changed(ranking.measure)
      result.shape = .ranking(ranking)
    }
    return result
  }
}
