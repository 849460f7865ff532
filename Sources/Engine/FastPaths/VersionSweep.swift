import CKernels
import Results
import Store

/// Counts and sums of versions at many snapshots, in one pass: every version is added where it begins and taken away where it ends, and running
/// totals over the snapshots then hold what each has. The cost follows the versions, not snapshots x records.
struct VersionSweep {
  let table: Table
  /// The snapshots wanted, rising. A group of a sweep is one of these with a group of the rows.
  let snapshots: [Int]
  /// All that the library has.
  let snapshotCount: Int
  private let limits: Limits

  init(_ table: Table, snapshots: [Int], of snapshotCount: Int, _ limits: Limits) {
    (self.table, self.snapshots, self.snapshotCount, self.limits) = (table, snapshots, snapshotCount, limits)
  }

  /// Rows by snapshot and id.
  func counts(_ ids: CodeGroups.Ids, _ idCount: Int, of rows: Bitmap) -> [Int] {
    if case .single = ids { return counts(of: rows) }
    return totals(ids, idCount, of: rows, nil).counts
  }

  /// Without groups the records of each snapshot are at hand as bits.
  private func counts(of rows: Bitmap) -> [Int] {
    let alive = snapshots.map { table.alive(at: $0) }
    let parts = inParts(of: rows.words.count, limits) { part in
      rows.words.withUnsafeBufferPointer { rows in
        alive.map { alive in
          alive.words.withUnsafeBufferPointer {
            luodi_count_and(rows.baseAddress! + part.lowerBound, $0.baseAddress! + part.lowerBound, part.count)
          }
        }
      }
    }
    return snapshots.indices.map { place in parts.reduce(0) { $0 + Int($1[place]) } }
  }

  /// Sums of stored numbers and how many are known, by snapshot and id. Cells of 8 bytes are too wide.
  func sums(_ cells: PackedCells, _ ids: CodeGroups.Ids, _ idCount: Int, of rows: Bitmap) -> (sums: [UInt64], counts: [Int]) {
    totals(ids, idCount, of: rows, cells)
  }

  private func totals(
    _ ids: CodeGroups.Ids, _ idCount: Int, of rows: Bitmap, _ cells: PackedCells?
  ) -> (sums: [UInt64], counts: [Int]) {
    precondition(rows.count == table.rowCount, "a sweep is over all versions")
    let adding = Adding(cells: cells, ids: ids, idCount: idCount, limits: limits, momentWidth: table.since.width, moments: snapshotCount)
    let halves = inParts(of: rows.words.count, limits) { part -> Changes in
      var changes = Changes(begun: GroupTotals(slots: adding.slots), ended: GroupTotals(slots: adding.slots))
      let all = part.lowerBound * 64..<min(part.upperBound * 64, rows.count)
      adding.add(rows, all, moments: table.since.bytes, from: table.since.storedFrom, to: &changes.begun)
      let history = historyRows(part, of: rows.words.count)
      adding.add(rows, history, moments: table.until.bytes, from: table.until.storedFrom, to: &changes.ended)
      return changes
    }
    return running(halves, idCount, top: cells?.top ?? 0)
  }

  /// The newest versions end nowhere. Each thread takes its share of the history besides its share of all rows, so that both have as much to do.
  private func historyRows(_ part: Range<Int>, of words: Int) -> Range<Int> {
    let (first, last) = (table.keyCount, table.rowCount)
    if part == 0..<words { return first..<last }
    let middle = max(first, (first + last) / 128 * 64)
    return part.lowerBound == 0 ? first..<middle : middle..<last
  }

  private struct Changes {
    var begun: GroupTotals
    var ended: GroupTotals
  }

  /// `top` is the largest number added up.
  private func running(_ parts: [Changes], _ idCount: Int, top: UInt64) -> (sums: [UInt64], counts: [Int]) {
    var sums = [UInt64](repeating: 0, count: snapshots.count * idCount)
    var counts = [Int](repeating: 0, count: sums.count)
    var (sum, count) = ([UInt64](repeating: 0, count: idCount), [UInt64](repeating: 0, count: idCount))
    var place = 0
    for snapshot in 0..<snapshotCount where place < snapshots.count {
      for id in 0..<idCount {
        let slot = snapshot * idCount + id
        for part in parts {
          sum[id] &+= part.begun.sums[slot] &- part.ended.sums[slot]
          count[id] &+= part.begun.counts[slot] &- part.ended.counts[slot]
        }
      }
      guard snapshots[place] == snapshot else { continue }
      for id in 0..<idCount {
        // Where a damaged chunk reads as zeros, more versions may have ended than begun. The answer is refused behind this.
        let isWhole = count[id] <= UInt64(table.rowCount) && sum[id] <= count[id] * top
        sums[place * idCount + id] = isWhole ? sum[id] : 0
        counts[place * idCount + id] = isWhole ? Int(count[id]) : 0
      }
      place += 1
    }
    return (sums, counts)
  }
}

/// What a sweep is over.
struct SweptSnapshots {
  var table: Table
  /// Rising
  var wanted: [Int]
  /// All that the library has
  var count: Int
}
