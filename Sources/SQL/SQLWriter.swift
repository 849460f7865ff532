public import Query
public import Schema

/// Writes checked queries as SQL over the tables of ``TableLayout``. Reads the checked query, never the plan, and no data but spellings.
///
/// The SQL answers as luodi does, cell by cell and in the same order: conditions have two truth values, sums of no rows are 0, halves are
/// rounded away from zero, groups come in declared order with the missing one last. What cannot be said exactly is refused by name.
public struct SQLWriter {
  let catalog: Catalog
  let layout: TableLayout
  let snapshots: [Day]
  let values: any ValueSource
  let dialect: Dialect
  let acrossValues: ((CheckedQuery) throws -> [Value])?

  /// - Parameters:
  ///   - catalog: the model in force, with the extra columns of the library.
  ///   - snapshots: their days, oldest first.
  ///   - values: for the spellings of links and of values outside a declared list.
  ///   - acrossValues: the key cells of a grouped query with one key, in order: `across` becomes one column for each. Without it the values that a choice declares are used.
  public init(
    catalog: Catalog, snapshots: [Day], values: any ValueSource, dialect: Dialect = .duckdb,
    acrossValues: ((CheckedQuery) throws -> [Value])? = nil
  ) {
    self.catalog = catalog
    self.snapshots = snapshots
    self.values = values
    self.dialect = dialect
    self.acrossValues = acrossValues
    layout = TableLayout(catalog)
  }

  /// One SELECT statement, ended by a semicolon. Throws ``SQLError``.
  public func sql(of query: CheckedQuery) throws -> String {
    let writing = Writing(self, addedChoices: query.addedChoices)
    let body = try writing.final(query)
    var text = ""
    for (index, item) in writing.withItems.enumerated() {
      text += (index == 0 ? "WITH " : ",\n") + "\(quoted(item.name)) AS (\n\(indented(item.text))\n)"
    }
    if !text.isEmpty { text += "\n" }
    text += body
    if let settings = writing.answers.settings { text += "\n" + settings }
    return text + ";\n"
  }
}

func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
}
