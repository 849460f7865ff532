import Query
import Results
import Schema
import Store

extension Engine {
  var planning: PlanningContext {
    PlanningContext(
      statistics: LibraryStatistics(library), constants: self, rules: options.rules, limits: options.limits,
      estimatesRows: options.countsRows)
  }

  /// A plan follows from the query, the values of its aggregates over whole entities, and the statistics of the library.
  func plan(_ query: CheckedQuery) -> Plan { planning.plan(ScalarAggregates(engine: self).resolved(query)) }
}

extension Engine: ConstantEvaluator {
  func value(of expression: Checked, addedChoices: [Choice]) -> (value: Value, notes: EvaluatorNotes)? {
    let evaluator = Evaluator(self, snapshot: library.snapshots.count - 1, addedChoices: addedChoices)
    return evaluator.value(ofRowless: expression).map { ($0, evaluator.notes) }
  }
}

extension Evaluator {
  /// The value of an expression that reads no row; nil where it fails.
  func value(ofRowless expression: Checked) -> Value? {
    try? values(expression, over: .rows(Frame(origin: .nothing, rows: .first(1)))).value(0)
  }
}
