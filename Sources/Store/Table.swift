/// All versions of one entity's records, a version a row.
///
/// ```
/// row      0 … currentCount     the newest snapshot's records, in key order
///          … versionCount       history: by key, then by time
/// rowKeys  key number of the row
/// since    first snapshot at which the row holds
/// until    first snapshot at which it no longer does
/// ```
public struct Table: Sendable {
  public let versionCount: Int
  /// How many rows the newest snapshot has.
  public let currentCount: Int
  /// Keys that any version or any link names, in key order (see ``KeyDictionary``). A key that only links name has no row.
  public let keys: KeyDictionary
  /// Version to key number.
  public let rowKeys: [UInt32]
  /// A version holds at snapshots `since..<until`.
  public let since: [UInt16]
  public let until: [UInt16]
  /// The entity's fields in declared order, then extra columns found in files.
  public let columns: [Column]

  public var keyCount: Int { keys.count }

  let snapshotCount: Int
  /// The history rows of key k are `historyStart[k] ..< historyStart[k + 1]`.
  let historyStart: [UInt32]
  let cache = SnapshotCache()

  init(
    keys: KeyDictionary, rowKeys: [UInt32], since: [UInt16], until: [UInt16], columns: [Column], currentCount: Int, snapshotCount: Int
  ) {
    versionCount = rowKeys.count
    self.currentCount = currentCount
    self.keys = keys
    self.rowKeys = rowKeys
    self.since = since
    self.until = until
    self.columns = columns
    self.snapshotCount = snapshotCount
    var starts = [UInt32](repeating: 0, count: keys.count + 1)
    for key in rowKeys[currentCount...] { starts[Int(key) + 1] += 1 }
    var total = UInt32(currentCount)
    for index in starts.indices {
      total += starts[index]
      starts[index] = total
    }
    historyStart = starts
  }
}
