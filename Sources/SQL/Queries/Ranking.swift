import Query
import Schema

/// A league table: its rows, and the relation of all of them with columns rank, key and measure.
struct RankedRows {
  var rows: PickedRows
  var columns: [Scope.TableColumn]
  var relation: String
  var groups: WrittenGroups
}

extension Writing {
  func finalRanking(_ query: CheckedQuery, _ ranking: CheckedQuery.Ranking) throws -> String {
    let ranked = try ranked(query, ranking)
    let (rows, columns) = (ranked.rows, ranked.columns)
    return select(
      columns: columns.map { ($0.name, printed(Term(rows.scope.column($0.name)), $0.type)) }, from: rows.scope.from.text,
      condition: rows.condition, order: ordered(rows.order), limit: rows.limit, offset: rows.offset
    ).text
  }

  /// A league table: ties share a rank, a group without a value or without a key has none.
  func ranked(_ query: CheckedQuery, _ ranking: CheckedQuery.Ranking) throws -> RankedRows {
    let groups = try rankedGroups(query, ranking)
    let (key, measure) = (groups.columns[0], groups.columns[1])
    let grouped = Scope(.table(groups.columns), groups.relation, alias: freshAlias("group"), snapshot: query.snapshot)
    let cell = rankable(Term(grouped.column(measure.name)), measure.type)
    let isRanked = "\(grouped.column(key.name)) IS NOT NULL AND \(cell.behind(.comparison)) IS NOT NULL"
    let order = try self.order(
      Term(grouped.column(measure.name)), measure.type, in: grouped, isDescending: !ranking.isAscending)
    let relation = freshName("ranked")
    let rank = Scope.TableColumn(name: freshName("rank"), type: .number, digits: .whole)
    with(
      relation,
      select(
        columns: whole(grouped, also: groups.sortColumns.values.map(\.name).sorted()) + [
          (
            rank.name,
            "CASE WHEN \(isRanked) THEN \(answers.count("RANK() OVER (PARTITION BY \(isRanked) ORDER BY \(ordered(order)))")) END"
          )
        ], from: grouped.from.text
      ).text)
    let columns = [rank, key, measure]
    let scope = Scope(.table(columns), relation, alias: freshAlias("ranked"), snapshot: query.snapshot)
    func column(_ key: CheckedQuery.SortKey) -> (term: Term, type: DataType)? {
      guard case .column(let index) = key.target else {
        return groups.sortColumns[sortName(key, query)].map { (Term(scope.column($0.name)), $0.type) }
      }
      // What has no key does not compete.
      if index == 2 {
        let cell = rankable(Term(scope.column(measure.name)), measure.type)
        return (Term("CASE WHEN \(scope.column(columns[1].name)) IS NOT NULL THEN \(cell.text) END"), measure.type)
      }
      return (Term(scope.column(columns[index].name)), columns[index].type)
    }
    func result(_ rows: PickedRows) -> RankedRows { RankedRows(rows: rows, columns: columns, relation: relation, groups: groups) }
    func terms(_ keys: [CheckedQuery.SortKey]) throws -> [OrderTerm] {
      try keys.flatMap { key in
        try column(key).map { try self.order($0.term, $0.type, in: scope, isDescending: key.isDescending) } ?? []
      }
    }
    let byKey = try self.order(Term(scope.column(key.name)), key.type, in: scope, isDescending: false)
    let byRank = [OrderTerm(text: scope.column(rank.name))]
    guard let cut = query.cut else {
      let order = query.order.isEmpty ? byRank : try terms(query.order)
      return result(PickedRows(scope: scope, condition: .yes, order: order + byKey, limit: nil, offset: query.skip))
    }
    let first = cut.by.first.flatMap(column)?.term.text ?? scope.column(rank.name)
    let condition = Term("\(first) IS NOT NULL", .comparison, isKnown: true)
    let cutOrder = (cut.by.isEmpty ? byRank : try terms(cut.by)) + byKey
    return result(PickedRows(scope: scope, condition: condition, order: cutOrder, limit: cut.count, offset: query.skip))
  }

  private func rankedGroups(_ query: CheckedQuery, _ ranking: CheckedQuery.Ranking) throws -> WrittenGroups {
    let grouping = CheckedQuery.Grouping(
      keys: [ranking.key], across: nil, measures: [ranking.measure], withTotals: false, withEmpty: false)
    var grouped = query
    grouped.shape = .groups(grouping)
    // Columns are those of the ranking; expressions are worked out with the groups.
    func expressions(_ keys: [CheckedQuery.SortKey]) -> [CheckedQuery.SortKey] {
      keys.filter { if case .expression = $0.target { true } else { false } }
    }
    grouped.order = expressions(query.order)
    grouped.cut = query.cut.map { CheckedQuery.Cut(count: $0.count, by: expressions($0.by), per: nil) }
    if query.cut?.per != nil { throw SQLError(.misplaced("`per` in a ranking"), at: ranking.key.column.value.range) }
    return try groups(grouped, grouping)
  }
}
