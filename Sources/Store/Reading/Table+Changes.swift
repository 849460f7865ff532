public import Results

extension Table {
  /// The versions that hold at one snapshot and not at another, over all rows: what ended, or what began, between the two. A record without such a
  /// version is the same at both. Reads the intervals, no cell.
  public func rows(heldAt snapshot: Int, notAt other: Int) -> Bitmap {
    var rows = alive(at: snapshot)
    rows.formAndNot(alive(at: other))
    return rows
  }

  /// The keys of some versions, a bit a key. `rows` are the first of the table's rows.
  public func keys(of rows: Bitmap) -> Bitmap {
    precondition(rows.count <= rowCount, "rows outside the table")
    var keys = Bitmap(count: keyCount)
    let whole = keyCount >> 6
    for index in 0..<min(whole, rows.words.count) { keys.words[index] = rows.words[index] }
    if whole < rows.words.count, whole < keys.words.count { keys.words[whole] = rows.words[whole] & ((1 << UInt64(keyCount & 63)) - 1) }
    guard rows.count > keyCount else { return keys }
    let historyKeys = rowKeys.stored
    rows.words.withUnsafeBufferPointer { rows in
      keys.words.withUnsafeMutableBufferPointer { keys in
        var history = RisingRows(rows, from: keyCount)
        while history.row >= 0 {
          let key = Int(historyKeys[history.row - keyCount])
          keys[key >> 6] |= 1 << UInt64(key & 63)
          history.advance()
        }
      }
    }
    return keys
  }
}
