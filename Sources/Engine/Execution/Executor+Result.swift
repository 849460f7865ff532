import Query
import Results
import Schema
import Store

extension Executor {
  /// The finished rows as a table.
  func table() -> ResultTable {
    var result = ResultTable(columns: columns, rowCount: columns.first?.values.count ?? 0)
    switch plan.query.shape {
    case .rows:
      result.rowCount = (shown?.count ?? placeCount) + (plan.query.hasTotals ? 1 : 0)
      result.hasTotals = plan.query.hasTotals
      if let entity = plan.query.entity { nameRows(of: entity, in: &result) }
      result.sectionColumns = plan.query.sections
      if case .table(let table, _, _) = source { keepHeadings(of: table, in: &result) }
      if let lineNoun { result.rowNoun = (result.rowCount == 1 ? lineNoun.english : lineNoun.english + "s", lineNoun.chinese) }
    case .groups(let grouping):
      result.rowCount = (shown?.count ?? placeCount) + (grouping.withTotals ? 1 : 0)
      result.keyColumns = grouping.keys.count
      result.hasTotals = grouping.withTotals
      // One row over everything is no group: its footer names the snapshot alone.
      let isOverall = grouping.keys.isEmpty && grouping.across == nil
      result.rowNoun = isOverall ? ("", "") : (result.rowCount - (grouping.withTotals ? 1 : 0) == 1 ? "group" : "groups", "组")
    case .ranking(let ranking):
      result.keyColumns = 2
      result.hasRank = true
      if case .link(let entity) = ranking.key.column.value.type {
        nameRows(of: entity, in: &result)
      } else {
        result.rowNoun = (result.rowCount == 1 ? "group" : "groups", "组")
      }
    }
    let snapshots = evaluator.library.snapshots
    if snapshots.indices.contains(plan.query.snapshot) { result.snapshot = snapshots[plan.query.snapshot] }
    result.notes = notes.notes(evaluator)
    return result
  }

  private func nameRows(of entity: Int, in result: inout ResultTable) {
    let entity = evaluator.catalog.entities[entity]
    result.rowNoun = (result.rowCount == 1 ? entity.singular : entity.plural, entity.label ?? entity.plural)
  }

  /// Columns that a stage passes on unchanged keep their headings, and keys stay keys.
  private func keepHeadings(of table: ResultTable, in result: inout ResultTable) {
    guard case .rows(let outputs) = plan.query.shape else { return }
    var keys = 0
    for (index, output) in outputs.enumerated() {
      guard case .column(.result(let column)) = output.value.node, table.columns[column].name == output.name else { continue }
      let values = result.columns[index].values
      result.columns[index] = table.columns[column]
      result.columns[index].values = values
      if index == keys, column < table.keyColumns { keys += 1 }
    }
    result.keyColumns = keys
    result.rowsWithoutKeys = rowsWithoutKeys
    result.rowNoun = table.rowNoun
    if table.hasRank, keys > 0, case .column(.result(0)) = outputs[0].value.node { result.hasRank = true }
  }

  /// What each measure has for a group without rows, once the run is done.
  mutating func measuresOfNoRows() throws -> [Vector] {
    let frame = frame
    return try plan.query.keysAndMeasures.measures.map { measure in
      try evaluator.withoutNotes {
        do {
          let all = Groups(frame: frame, membership: .each([UInt32](repeating: 0, count: frame.count)), count: 2)
          return try evaluator.values(measure.value, over: .groups(all, picked: [1]))
        } catch let error as EngineError {
          // All rows together may have several units; no rows have none.
          guard case .mixedUnits = error.problem else { throw error }
          return try evaluator.values(
            measure.value, over: .groups(Groups(frame: frame.picking([]), membership: .single, count: 1), picked: nil))
        }
      }
    }
  }
}
