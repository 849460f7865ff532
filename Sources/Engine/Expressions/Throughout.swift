import Query
import Results
import Schema
import Store

// `ever C`, `always C`. A condition on the record's own cells that reads alike at all snapshots is tested once on every version; any other is
// tested snapshot by snapshot, each on the rows that are still open.

extension Evaluator {
  func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], _ expression: Checked, over domain: Domain) throws -> Bitmap {
    guard case .rows(let frame) = domain else { throw misplaced("`\(quantifier.rawValue)` of a group", expression.range) }
    guard let first = points.first, let last = points.last else { return Bitmap(count: frame.count) }
    if let entity = frame.entity, last.condition.readsOnlyItsVersion, last.snapshot - first.snapshot + 1 == points.count {
      let spelling = last.condition.spelledWithoutRanges
      if points.allSatisfy({ $0.condition.spelledWithoutRanges == spelling }) {
        return try throughVersions(quantifier, first.snapshot...last.snapshot, last.condition, frame, entity)
      }
    }
    return try throughSnapshots(quantifier, points, expression, frame)
  }

  /// Newest first: most rows are decided soon.
  private func throughSnapshots(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], _ expression: Checked, _ frame: Frame) throws
    -> Bitmap
  {
    var holding = Bitmap(count: frame.count)
    // For `always`: rows whose record was seen at some snapshot.
    var seen = Bitmap(count: frame.count)
    var open = (0..<Int32(frame.count)).map { $0 }
    for point in points.reversed() where !open.isEmpty {
      let domain = Domain.rows(open.count == frame.count ? frame : frame.picking(open))
      let holds = try truth(point.condition, at: point.snapshot, expression, over: domain)
      let exists =
        frame.entity == nil ? Bitmap(count: open.count, filled: true) : try existed(at: point.snapshot, expression, over: domain)
      switch quantifier {
      case .ever:
        holding.formOr(scatter(holds, to: open, count: frame.count))
        open = gather(open, holds.complement().rows)
      case .always:
        seen.formOr(scatter(exists, to: open, count: frame.count))
        open = gather(open, exists.andNot(holds).complement().rows)
      }
    }
    guard quantifier == .always else { return holding }
    return scatter(Bitmap(count: open.count, filled: true), to: open, count: frame.count).and(seen)
  }

  /// Tests the versions that hold at some of the snapshots, and joins the verdicts by record.
  private func throughVersions(
    _ quantifier: TimeQuantifier, _ snapshots: ClosedRange<Int>, _ condition: Checked, _ frame: Frame, _ entity: Int
  ) throws -> Bitmap {
    let table = library.tables[entity]
    let keys = keys(of: frame, entity: entity)
    let all = try versions(of: keys, table)
    let versions = gather(
      all,
      try polling.places(all.count) {
        Int(table.since[Int(all[$0])]) <= snapshots.upperBound && Int(table.until[Int(all[$0])]) > snapshots.lowerBound
      }.rows)
    let holds = try truth(condition, over: .rows(Frame(origin: .records(entity: entity), rows: .picked(versions))))
    var some = Bitmap(count: table.keyCount)
    var decided = Bitmap(count: table.keyCount)
    try polling.forEach(versions.count) { index in
      let key = Int(table.rowKeys[Int(versions[index])])
      some[key] = true
      if holds[index] == (quantifier == .ever) { decided[key] = true }
    }
    let wanted = quantifier == .ever ? decided : some.andNot(decided)
    return gather(wanted, keys.map(Int32.init))
  }

  /// All versions of the records: one by one where they are few, else those of the whole table.
  private func versions(of keys: [UInt32], _ table: Table) throws -> [Int32] {
    guard keys.count * 8 < table.keyCount else { return (0..<Int32(table.rowCount)).map { $0 } }
    let distinct = Set(keys).sorted()
    return try polling.map(distinct.count) { table.rows(ofKey: Int(distinct[$0])).map(Int32.init) }.flatMap { $0 }
  }
}
