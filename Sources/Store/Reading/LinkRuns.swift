import CKernels
public import Results

/// The current rows of a table in runs that have the same link, for a table whose links rise from row to row: children filed under keys that begin
/// with their parent's. What some children say about their parents is then read off bits, without looking at a link.
public struct LinkRuns: Sendable {
  /// The last row of each run, over the current rows.
  let last: Bitmap
  /// The targets that have a run, by key number.
  let holders: Bitmap
  /// Rows that have a link; nil is all.
  let known: Bitmap?

  /// Nil where a link falls.
  init?(_ table: Table, _ links: PackedCells, targetCount: Int) {
    guard links.width <= 4, table.keyCount > 0 else { return nil }
    var last = Bitmap(count: table.keyCount)
    var holders = Bitmap(count: targetCount)
    let isRising =
      switch links.width {
      case 1: luodi_find_runs_u8(links.u8.baseAddress, table.keyCount, &last.words, &holders.words)
      case 2: luodi_find_runs_u16(links.u16.baseAddress, table.keyCount, &last.words, &holders.words)
      default: luodi_find_runs_u32(links.u32.baseAddress, table.keyCount, &last.words, &holders.words)
      }
    guard isRising != 0 else { return nil }
    (self.last, self.holders) = (last, holders)
    known = links.missingCount == 0 ? nil : links.validity(.first(table.keyCount))
  }

  /// The targets to which one of some current rows leads. `rows` may go on behind the current ones; holes are not among them.
  public func targets(of rows: Bitmap) -> Bitmap {
    var selected = rows.words
    if last.count & 63 != 0, selected.count >= last.words.count {
      selected[last.words.count - 1] &= (1 << UInt64(last.count & 63)) - 1
    }
    if let known { luodi_and(&selected, known.words, known.words.count) }
    var found = Bitmap(count: holders.count)
    var room = [UInt64](repeating: 0, count: holders.words.count + 2)
    luodi_holders_of_runs(selected, last.words, last.words.count, holders.words, holders.words.count, &room, &found.words)
    return found
  }
}
