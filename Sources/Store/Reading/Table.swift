/// All versions of one entity's records, a version a row.
///
/// ```
/// row      0 … keyCount        the newest snapshot's records: row number = key number. A key without a record there has a *hole*
///          … rowCount          history: by key, then by time
/// rowKeys  key number of the row
/// since    first snapshot at which the row holds; in a hole the number of snapshots, which is none of them
/// until    first snapshot at which it no longer does; the number of snapshots in the current area
/// ```
public struct Table: Sendable {
  /// Rows, holes included: the length of every column and bitmap.
  public let rowCount: Int
  /// Rows that are no version of any record, all in the current area.
  public let holeCount: Int
  /// Keys that any version or any link names, in key order (see ``KeyDictionary``).
  public let keys: KeyDictionary
  public let rowKeys: RowKeys
  /// A version holds at snapshots `since..<until`.
  public let since: SnapshotNumbers
  public let until: SnapshotNumbers
  /// The entity's fields in declared order, then extra columns found in files.
  public let columns: [Column]

  public var keyCount: Int { keys.count }
  /// Versions of records: rows less holes.
  public var storedVersionCount: Int { rowCount - holeCount }

  let snapshotCount: Int
  /// Leaping through the history pays when one key is looked for in so many rows.
  let gallop: Int
  /// A pass over all keys costs less than looking for more than one in so many.
  let passShare: Int
  /// A bit a current row; nil without holes.
  let aliveBits: StoredBits?
  let cache = SnapshotCache()

  init(
    keys: KeyDictionary, rowKeys: RowKeys, since: SnapshotNumbers, until: SnapshotNumbers, aliveBits: StoredBits?, holeCount: Int,
    columns: [Column], snapshotCount: Int, layout: LibraryLayout
  ) {
    rowCount = rowKeys.count
    self.holeCount = holeCount
    self.keys = keys
    self.rowKeys = rowKeys
    self.since = since
    self.until = until
    self.aliveBits = aliveBits
    self.columns = columns
    self.snapshotCount = snapshotCount
    (gallop, passShare) = (layout.gallop, layout.passShare)
  }

  /// Rows below ``keyCount`` that are no holes, in `(keyCount + 63) / 64` words; nil when there is no hole. Valid as long as the library is.
  public var currentWords: UnsafePointer<UInt64>? { aliveBits?.words }
}
