import CKernels
import Diagnostics
import Results
import Store

// Conditions that look at another snapshot. Most records have the same version there; the others have one version that holds here and not there,
// and one that holds there and not here, and those meet by their key.

extension Evaluator {
  /// Keeps the rows whose cell is, to the same record's cell at another snapshot, one of the outcomes.
  func keepCellChange(_ field: Int, _ snapshot: Int, _ outcomes: Outcomes, _ entity: Int, _ rows: inout Bitmap) throws {
    let table = library.tables[entity]
    guard case .packed(let cells) = table.columns[field].storage else { throw misplaced("a comparison of cells", SourceRange(0, 0)) }
    let alive = table.alive(at: snapshot)
    var same = rows
    same.formAnd(words: alive.words)
    rows.formAndNot(same)
    let (moved, gone) = (rows, gone(from: alive, entity))
    rows = met(moved, with: gone, table, cells, outcomes)
    if outcomes.contains(.oneMissing) {
      // Without a version there the other side is missing.
      var alone = moved
      alone.formAndNot(met(moved, with: gone, table, nil, []))
      alone.formAnd(known: table.columns[field], limits)
      rows.formOr(alone)
    }
    guard outcomes.contains(.equal) else { return }
    same.formAnd(known: table.columns[field], limits)
    rows.formOr(same)
  }

  /// Keeps the rows whose record passes a test at another snapshot.
  func keepAtSnapshot(_ inner: ColumnPredicate, _ snapshot: Int, _ entity: Int, _ rows: inout Bitmap) throws {
    let table = library.tables[entity]
    let there = at(snapshot)
    let alive = table.alive(at: snapshot)
    let limit = there.rowLimit(entity)
    var same = rows
    same.formAnd(words: alive.words)
    rows.formAndNot(same)
    let passing = try there.passing(inner, prefix(alive, limit), entity)
    var gone = gone(from: alive, entity)
    gone.formAnd(prefixWords: passing.words)
    rows = met(rows, with: gone, table, nil, [])
    same.formAnd(prefixWords: passing.words)
    rows.formOr(same)
  }

  /// The versions of another snapshot that do not hold at this one, over all rows.
  private func gone(from alive: Bitmap, _ entity: Int) -> Bitmap {
    var gone = alive
    gone.formAndNot(library.tables[entity].alive(at: self.snapshot))
    return gone
  }

  /// The rows of `now` for whose key there is a row in `then`: one whose cell is as asked, where there are cells.
  private func met(_ now: Bitmap, with then: Bitmap, _ table: Table, _ cells: PackedCells?, _ outcomes: Outcomes) -> Bitmap {
    guard table.rowCount > table.keyCount, !now.isEmpty else { return Bitmap(count: now.count) }
    let keys = table.rowKeys.historyBytes
    let (first, size) = (table.keyCount / 64, then.words.count)
    let parts = inParts(of: size - first, limits) { part in
      var found = Bitmap(count: now.count)
      var versions = luodi_versions(
        keys: keys.start, key_width: UInt32(keys.width), current: table.keyCount, rows: table.rowCount, cells: cells?.bytes,
        cell_width: UInt32(cells?.width ?? 0), outcomes: outcomes.rawValue, now_has_history: now.count > table.keyCount ? 1 : 0)
      let start = max((part.lowerBound + first) * 64, table.keyCount)
      let end = min((part.upperBound + first) * 64, table.rowCount)
      luodi_meet_versions(&versions, start, end, now.words, then.words, &found.words)
      return found
    }
    return parts.count == 2 ? parts[0].or(parts[1]) : parts[0]
  }
}
