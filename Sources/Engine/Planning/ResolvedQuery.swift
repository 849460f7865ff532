import Query

/// A checked query in which the aggregates over whole entities are values: what is planned. The engine resolves it (``ScalarAggregates``), since that
/// takes a look at the data.
struct ResolvedQuery {
  var query: CheckedQuery
  /// The queries it reads from, resolved; empty where nothing in any of them had to be.
  var sources: [ResolvedQuery?] = []
  /// What working values out has to say in the footer.
  var notes = EvaluatorNotes()
  var fired: Set<Rule> = []

  init(_ query: CheckedQuery) { self.query = query }

  /// One of the queries it reads from: `query` as the source has it.
  func source(_ index: Int, _ query: CheckedQuery) -> ResolvedQuery {
    sources.isEmpty ? ResolvedQuery(query) : sources[index] ?? ResolvedQuery(query)
  }
}
