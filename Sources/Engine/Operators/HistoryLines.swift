import Query
import Results
import Schema
import Store

// `history`: the versions of each record in order of time.

extension Evaluator {
  func historyLines(_ history: CheckedQuery.History) throws -> LineTable {
    try poll()
    let table = library.tables[history.entity]
    let keys = try history.key.map { [UInt32($0)] } ?? historyKeys(history)
    var old: [Int32] = []
    var new: [Int32] = []
    // The versions of one record behind those of another, and where each record's end.
    var versions: [Int] = []
    var ends: [Int] = []
    try polling.forEach(keys.count) { place in
      let rows = table.rows(ofKey: Int(keys[place])).filter { Int(table.since[$0]) <= history.snapshot }
      versions += rows
      ends.append(versions.count)
      for (before, after) in zip(rows, rows.dropFirst()) {
        old.append(Int32(before))
        new.append(Int32(after))
      }
    }
    let differing = try differences(old, new, history.fields, history.entity)

    var list = LineList()
    var pair = 0
    try polling.forEach(keys.count) { place in
      let rows = Array(versions[(place == 0 ? 0 : ends[place - 1])..<ends[place]])
      let runs = runs(rows, table, differing, &pair, history.snapshot)
      append(runs, key: keys[place], upTo: history.snapshot, to: &list)
    }
    let days = library.snapshots.map(\.rawValue)
    return LineTable(
      columns: [
        keyVector(list, history.entity), Vector(type: .date, count: list.count, cells: .int32(list.since.map { days[$0] })),
        Vector(type: .date, count: list.count, cells: .int32(list.until.map { days[$0 - 1] })), changeVector(list, history.columns),
        fieldVector(list, history.columns), try cellVector(list.oldRows, list, history.fields, history.entity, history.columns),
        try cellVector(list.newRows, list, history.fields, history.entity, history.columns),
      ], count: list.count, notes: historyNotes(history, count: keys.count), noun: ("line", "行"))
  }

  /// The records that satisfy the condition at the snapshot, in key order.
  private func historyKeys(_ history: CheckedQuery.History) throws -> [UInt32] {
    let frame = at(history.snapshot).base(history.entity)
    let kept = try history.condition.map { frame.picking(try at(history.snapshot).truth($0, over: .rows(frame))) } ?? frame
    return keys(of: kept, entity: history.entity)
  }

  private func historyNotes(_ history: CheckedQuery.History, count: Int) -> [ResultTable.Note] {
    guard history.key == nil else { return [] }
    let entity = catalog.entities[history.entity]
    return [
      ResultTable.Note(
        .words(
          english: "of \(count) \(count == 1 ? entity.singular : entity.plural)", chinese: "共 \(count) 个\(entity.label ?? entity.plural)"))
    ]
  }

  /// A run of snapshots in which the record did not change in any field that is compared.
  private struct Run {
    /// The first version of the run, and the last one of the run before; -1 for the first run.
    var row: Int32
    var before: Int32
    var since: Int
    var until: Int
    var isBehindGap: Bool
    var fields: [Int]
  }

  /// - Parameter pair: index of the pair of the first two rows among all pairs; counted on.
  private func runs(_ rows: [Int], _ table: Table, _ differing: [Bitmap], _ pair: inout Int, _ snapshot: Int) -> [Run] {
    var runs: [Run] = []
    for (index, row) in rows.enumerated() {
      let (since, until) = (Int(table.since[row]), min(Int(table.until[row]), snapshot + 1))
      guard let last = runs.last else {
        runs.append(Run(row: Int32(row), before: -1, since: since, until: until, isBehindGap: false, fields: []))
        continue
      }
      let fields = differing.indices.filter { differing[$0][pair] }
      pair += 1
      if fields.isEmpty, since == last.until {
        runs[runs.count - 1].until = until
      } else {
        runs.append(
          Run(
            row: Int32(row), before: Int32(rows[index - 1]), since: since, until: until, isBehindGap: since > last.until, fields: fields))
      }
    }
    return runs
  }

  private func append(_ runs: [Run], key: UInt32, upTo snapshot: Int, to list: inout LineList) {
    for (index, run) in runs.enumerated() {
      if index == 0 { list.append(.added, key: key, since: run.since, until: run.until) }
      if run.isBehindGap {
        list.append(.removed, key: key, since: runs[index - 1].until, until: run.since)
        list.append(.returned, key: key, since: run.since, until: run.until)
      }
      for field in run.fields {
        list.append(.changed, key: key, field: field, old: run.before, new: run.row, since: run.since, until: run.until)
      }
    }
    if let last = runs.last, last.until <= snapshot { list.append(.removed, key: key, since: last.until, until: snapshot + 1) }
  }
}
