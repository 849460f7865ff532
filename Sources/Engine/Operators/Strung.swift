import Schema
import Semantics
import Store

// `trend`: the results of a query at the points of a grid, one behind the other.

extension Execution {
  /// Runs every point.
  func strung(_ trend: CheckedQuery.Trend, _ runs: inout [PlanRun?]) throws -> ResultTable {
    let outputs = uniquelyNamed(trend.columns.map { ResultTable.Column($0, values: .missing($0.value.type, count: 0)) })
    var pieces: [(places: [Int32], table: ResultTable)] = []
    var days: [Int32] = []
    var empty: [Value] = []
    for (index, point) in trend.points.enumerated() {
      try poll()
      var rows = 1
      if runs[index] == nil {
        empty.append(point.value)
      } else {
        let table = try runs[index]!.result()
        rows = table.rowCount
        let first = Int32(days.count)
        pieces.append(((first..<first + Int32(rows)).map { $0 }, table))
      }
      days += [Int32](repeating: day(of: point.value), count: rows)
    }
    var columns = outputs
    columns[0].values = Vector(type: trend.column.value.type, count: days.count, cells: .int32(days))
    for index in columns.indices.dropFirst() {
      // Codes of texts may come from several dictionaries, or from one.
      columns[index].values = combined(
        pieces.map { (places: $0.places, vector: $0.table.columns[index - 1].values) }, type: outputs[index].values.type, count: days.count)
      if let first = pieces.first {
        columns[index].heading = first.table.columns[index - 1].heading
        columns[index].label = first.table.columns[index - 1].label
      }
    }
    var table = ResultTable(columns: columns, rowCount: days.count)
    // The row of a point without a snapshot has no keys, which is not the group of the missing key.
    table.keyColumns = empty.isEmpty ? 1 + (pieces.first?.table.keyColumns ?? 0) : 1
    table.snapshot = library.snapshots.indices.contains(snapshot) ? library.snapshots[snapshot] : nil
    table.notes = notes(pieces.map(\.table.notes), empty)
    return table
  }

  private func day(of value: Value) -> Int32 {
    switch value {
    case .date(let day): day.rawValue
    case .period(let period): period.first.rawValue
    case .missing, .text, .choice, .link, .money, .number, .flag, .duration: 0
    }
  }

  /// Skipped values are added up over the points; everything else is said once.
  private func notes(_ notes: [[ResultTable.Note]], _ empty: [Value]) -> [ResultTable.Note] {
    var result: [ResultTable.Note] = []
    if !empty.isEmpty {
      let list = empty.map { value -> String in
        switch value {
        case .date(let day): day.description
        case .period(let period): period.description
        default: ""
        }
      }
      let (shown, more) = (list.prefix(6).joined(separator: ", "), list.count - 6)
      result.append(
        ResultTable.Note(
          .words(
            english: "no snapshot in \(shown)\(more > 0 ? " and \(more) more" : "")",
            chinese: "没有快照：\(list.prefix(6).joined(separator: "、"))\(more > 0 ? " 等 \(list.count) 个" : "")")))
    }
    var skipped: [String: Int] = [:]
    for note in notes.joined() {
      if case .skippedMissing(let column, let count) = note.kind {
        skipped[column, default: 0] += count
      } else if !result.contains(note) {
        result.append(note)
      }
    }
    return result + skipped.sorted { $0.key < $1.key }.map { ResultTable.Note(.skippedMissing(column: $0.key, count: $0.value)) }
  }
}
