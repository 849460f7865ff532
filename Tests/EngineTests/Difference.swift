import Engine
import Query
import Results
import Schema

func isStage(_ query: CheckedQuery) -> Bool {
  switch query.source {
  case .entity, .changes, .history: false
  case .rows, .table, .comparison, .trend: true
  }
}

func difference(_ found: ResultTable, _ expected: NaiveResult, isStage: Bool = false) -> String? {
  guard found.rowCount == expected.rows.count else {
    return "\(found.rowCount) rows, expected \(expected.rows.count): \(found.lines) \(expected.rows)"
  }
  for (index, row) in expected.rows.enumerated() {
    let cells = found.columns.map { $0.values.cell(index) }
    guard cells == row else { return "row \(index) is \(cells), expected \(row)" }
  }
  var ties = 0
  var cutOf: Int?
  var skipped: [String: Int] = [:]
  for note in found.notes {
    switch note.kind {
    case .tiesCut(let count): ties = count
    case .cut(_, let of): cutOf = of
    // Aggregates outside the measures are noted under names of their own.
    case .skippedMissing(let column, let count): if expected.skipped[column] != nil { skipped[column] = count }
    case .outsideOrder, .undecided, .countedOnce, .outsideCalendar, .words: break
    }
  }
  // A stage repeats the notes of what it reads.
  guard !isStage else { return nil }
  guard ties == expected.ties else { return "\(ties) ties, expected \(expected.ties)" }
  guard cutOf == expected.cutOf else { return "cut of \(String(describing: cutOf)), expected \(String(describing: expected.cutOf))" }
  let wanted = expected.skipped.filter { $0.value > 0 }
  guard skipped == wanted else { return "skipped \(skipped), expected \(wanted)" }
  return nil
}
