import Diagnostics
import Schema

extension CheckedQuery {
  /// The columns of the result, keys first; with `across`, those before the key is turned.
  public var outputColumns: [OutputColumn] {
    switch shape {
    case .rows(let columns): return columns
    case .groups(let grouping): return grouping.keys.map(\.column) + (grouping.across.map { [$0.column] } ?? []) + grouping.measures
    case .ranking(let ranking):
      let rank = Checked(.constant(.missing), type: .number, range: ranking.measure.value.range)
      return [OutputColumn(name: "rank", label: "名次", value: rank), ranking.key.column, ranking.measure]
    }
  }

  /// Whether the result ends in a row of totals.
  public var hasTotals: Bool {
    switch (source, shape) {
    case (_, .groups(let grouping)): grouping.withTotals
    case (.comparison(let comparison), .rows): comparison.now.hasTotals
    case (.entity, _), (.rows, _), (.table, _), (.changes, _), (.history, _), (.trend, _), (.comparison, .ranking): false
    }
  }

  /// The same query with the key of each record as its last column; nil for one that gives no records.
  public var withKeysAtEnd: CheckedQuery? {
    guard case .rows(let columns) = shape, let entity else { return nil }
    var query = self
    let key = Checked(.recordKey, type: .link(entity), range: SourceRange(0, 0))
    query.shape = .rows(columns: columns + [OutputColumn(name: "key", value: key)])
    return query
  }
}
