import Query
import Schema

// `trend`: the groups of a query at the points of a grid, one behind the other.

extension Writing {
  /// Each point reads its own snapshot; one without a snapshot is a row in which only the point is known.
  func strung(_ trend: CheckedQuery.Trend, _ snapshot: Int) throws -> Scope {
    var columns = named(trend.columns.map { ($0.name, $0.value.type) })
    var (pieces, empty): ([String], [String]) = ([], [])
    var keyCount = 0
    for point in trend.points {
      let day = try constant(point.value, trend.column.value.type, trend.column.value).text
      guard let query = point.query else {
        empty.append("SELECT \(day)" + String(repeating: ", NULL", count: columns.count - 1))
        continue
      }
      guard case .groups(let grouping) = query.shape else { throw SQLError(.misplaced("a trend of records")) }
      let groups = try groups(query, grouping)
      keyCount = groups.keyCount
      for (index, column) in groups.columns.enumerated() {
        columns[index + 1].digits = pieces.isEmpty ? column.digits : .common([columns[index + 1].digits, column.digits])
      }
      let cells = zip(columns.dropFirst(), groups.columns).map { ($0.name == $1.name ? "" : $0.name, quoted($1.name)) }
      pieces.append(select(columns: [(columns[0].name, day)] + cells, from: quoted(groups.relation)).text)
    }
    let relation = freshName("strung")
    // Those without a snapshot last: their NULLs take the types of what stands before.
    with(relation, (pieces + empty).joined(separator: "\nUNION ALL "))
    let keys = columns.dropFirst().prefix(keyCount)
    return try arranged(relation, columns, snapshot) { scope in
      [OrderTerm(text: scope.column(columns[0].name), isKnown: true)] + (try declaredOrder(Array(keys), scope))
    }
  }
}
