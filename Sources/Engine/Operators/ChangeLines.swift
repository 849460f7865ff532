import Query
import Results
import Schema
import Store

// `changes`: straight from the intervals. Only records of which a version begins or ends between the two snapshots are looked at.

extension Evaluator {
  /// - Parameter predicates: tests of both ends on whole columns, where there are such.
  func changeLines(_ changes: CheckedQuery.Changes, _ predicates: ChangePredicates?) throws -> LineTable {
    try poll()
    let table = library.tables[changes.entity]
    let (touched, isKept) = try touchedKeys(changes, predicates, table)
    let keys = touched.map { UInt32($0) }
    let old = table.rows(ofRisingKeys: keys, at: changes.from.snapshot)
    let new = table.rows(ofRisingKeys: keys, at: changes.to.snapshot)
    let kept =
      isKept
      ? Bitmap(count: keys.count, filled: true)
      : try satisfying(changes.from, old, changes.entity).or(try satisfying(changes.to, new, changes.entity))

    var pairs: [Int32] = []
    try polling.forEach(touched.count) { if kept[$0], old[$0] >= 0, new[$0] >= 0 { pairs.append(Int32($0)) } }
    let differing = try differences(gather(old, pairs), gather(new, pairs), changes.fields, changes.entity)

    var list = LineList()
    var tally = ChangeTally()
    var pair = 0
    try polling.forEach(touched.count) { place in
      guard kept[place] else { return }
      let (key, oldRow, newRow) = (UInt32(touched[place]), old[place], new[place])
      if let change = recordChange(Int(key), oldRow, newRow, table, changes) {
        tally.count(change)
        if changes.showsRecords { list.append(change, key: key) }
      }
      guard oldRow >= 0, newRow >= 0 else { return }
      let lines = list.count
      for field in differing.indices where differing[field][pair] {
        list.append(.changed, key: key, field: field, old: oldRow, new: newRow)
        tally.cells += 1
      }
      if list.count > lines, list.fields.last! >= 0 { tally.changedRecords += 1 }
      pair += 1
    }
    return LineTable(
      columns: [
        changeVector(list, changes.columns), keyVector(list, changes.entity), fieldVector(list, changes.columns),
        try cellVector(list.oldRows, list, changes.fields, changes.entity, changes.columns),
        try cellVector(list.newRows, list, changes.fields, changes.entity, changes.columns),
      ], count: list.count, notes: [ResultTable.Note(tally.words(changes, library, catalog.entities[changes.entity]))],
      noun: ("change", "变化"))
  }

  /// The keys of the records that may have changed, in key order, and whether it is known that they satisfy the condition at one end: where the
  /// columns can be tested as they lie, records outside the condition are never looked at.
  private func touchedKeys(_ changes: CheckedQuery.Changes, _ predicates: ChangePredicates?, _ table: Table) throws -> (
    keys: [Int32], isKept: Bool
  ) {
    guard changes.from.snapshot < changes.to.snapshot else { return ([], true) }
    let ended = table.rows(heldAt: changes.from.snapshot, notAt: changes.to.snapshot)
    let begun = table.rows(heldAt: changes.to.snapshot, notAt: changes.from.snapshot)
    if let predicates {
      let before = try passing(changes.from, predicates.from, ended, changes.entity)
      let after = try passing(changes.to, predicates.to, begun, changes.entity)
      return (table.keys(of: before).or(table.keys(of: after)).rows, true)
    }
    return (table.keys(of: ended).or(table.keys(of: begun)).rows, false)
  }

  /// The rows that pass an end's condition.
  private func passing(_ end: CheckedQuery.End, _ predicate: ColumnPredicate, _ rows: Bitmap, _ entity: Int) throws -> Bitmap {
    guard end.condition != nil else { return rows }
    let there = at(end.snapshot)
    return try there.passing(predicate, prefix(rows, there.rowLimit(entity)), entity)
  }

  /// The places whose record exists at an end and satisfies the condition there. Everything is read at that snapshot.
  private func satisfying(_ end: CheckedQuery.End, _ rows: [Int32], _ entity: Int) throws -> Bitmap {
    let places = rows.indices.filter { rows[$0] >= 0 }.map(Int32.init)
    guard let condition = end.condition else { return Bitmap(count: rows.count, rows: places.map(Int.init)) }
    let there = at(end.snapshot)
    let holds = try there.truth(condition, over: .rows(Frame(origin: .records(entity: entity), rows: .picked(gather(rows, places)))))
    return scatter(holds, to: places, count: rows.count)
  }

  /// What happened to the record as a whole; nil for one that was there all the time, or at neither end.
  private func recordChange(_ key: Int, _ old: Int32, _ new: Int32, _ table: Table, _ changes: CheckedQuery.Changes) -> LineChange? {
    switch (old >= 0, new >= 0) {
    case (false, false): return nil
    case (true, false): return .removed
    case (false, true): return table.rows(ofKey: key).contains { Int(table.until[$0]) <= changes.from.snapshot } ? .returned : .added
    case (true, true):
      var end = Int(table.until[Int(old)])
      if old == new || end == Int(table.since[Int(new)]) { return nil }
      for row in table.rows(ofKey: key) where Int(table.since[row]) >= end && Int(table.since[row]) <= changes.to.snapshot {
        if Int(table.since[row]) > end { return .returned }
        end = Int(table.until[row])
      }
      return nil
    }
  }
}

/// What the footer counts.
private struct ChangeTally {
  var added = 0
  var removed = 0
  var returned = 0
  var cells = 0
  var changedRecords = 0

  mutating func count(_ change: LineChange) {
    switch change {
    case .added: added += 1
    case .removed: removed += 1
    case .returned: returned += 1
    case .changed: break
    }
  }

  /// `2018-03-30 to 2018-04-27: 2 projects added, 1 removed, 0 returned; 8 cells changed in 5 projects`
  func words(_ changes: CheckedQuery.Changes, _ library: Library, _ entity: Entity) -> ResultTable.Note.Kind {
    func date(_ snapshot: Int) -> String { library.snapshots.indices.contains(snapshot) ? "\(library.snapshots[snapshot])" : "" }
    let (from, to) = (date(changes.from.snapshot), date(changes.to.snapshot))
    let label = entity.label ?? entity.plural
    let records = "\(added) \(added == 1 ? entity.singular : entity.plural) added, \(removed) removed, \(returned) returned"
    let chineseRecords = "\(label)新增 \(added)、删除 \(removed)、恢复 \(returned)"
    let cells =
      "\(cells) cell\(cells == 1 ? "" : "s") changed in \(changedRecords) \(changedRecords == 1 ? entity.singular : entity.plural)"
    let chineseCells = "\(changedRecords) 个\(label)的 \(self.cells) 个单元格变更"
    return changes.showsRecords
      ? .words(english: "\(from) to \(to): \(records); \(cells)", chinese: "\(from) 至 \(to)：\(chineseRecords)；\(chineseCells)")
      : .words(
        english: "\(from) to \(to): \(cells); besides, \(records)", chinese: "\(from) 至 \(to)：\(chineseCells)；此外\(chineseRecords)")
  }
}
