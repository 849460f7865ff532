import Diagnostics
import Engine
import Model
import Query
import Results
import SQL
import Schema
import Store

extension Session {
  /// `explain sql [for DIALECT] QUERY`.
  func sql(of query: CheckedQuery, _ dialect: Dialect) throws -> String {
    guard let data else { preconditionFailure("SQL was asked before the data were loaded") }
    let engine = engine()
    let writer = SQLWriter(
      catalog: model.catalog, snapshots: data.library.snapshots, values: data.library, dialect: dialect,
      acrossValues: { try engine.run($0).keyValues })
    return try writer.sql(of: query)
  }
}

extension ResultTable {
  /// The cells of the first column.
  fileprivate var keyValues: [Value] {
    guard let cells = columns.first?.values else { return [] }
    return (0..<rowCount).map { cells.value($0) }
  }
}
