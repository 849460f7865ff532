import CKernels
import Synchronization

extension Table {
  /// The versions that hold at a snapshot. Empty for a snapshot that the library does not have.
  public func alive(at snapshot: Int) -> Bitmap {
    guard (0..<snapshotCount).contains(snapshot) else { return Bitmap(count: versionCount) }
    return cache.alive(snapshot) {
      if snapshot == snapshotCount - 1 { return Bitmap(count: versionCount, range: 0..<currentCount) }
      return Bitmap(count: versionCount) { luodi_alive(since, until, versionCount, UInt16(snapshot), $0) }
    }
  }

  /// The version of a record at a snapshot; nil where the record does not exist.
  public func row(ofKey key: Int, at snapshot: Int) -> Int? {
    guard (0..<keyCount).contains(key) else { return nil }
    return rows(ofKey: key).first { since[$0] <= snapshot && snapshot < until[$0] }
  }

  /// All versions of a record, oldest first.
  public func rows(ofKey key: Int) -> [Int] {
    var rows = (Int(historyStart[key])..<Int(historyStart[key + 1])).map { $0 }
    if let current = currentRow(ofKey: key) { rows.append(current) }
    return rows
  }

  /// The row of the newest snapshot; its rows are in key order.
  private func currentRow(ofKey key: Int) -> Int? {
    var low = 0
    var high = currentCount
    while low < high {
      let middle = (low + high) / 2
      if rowKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < currentCount && rowKeys[low] == key ? low : nil
  }

  /// The version of every record at a snapshot by key number; -1 where the record does not exist. Made once for a snapshot.
  public func rows(byKeyAt snapshot: Int) -> [Int32] {
    cache.rowsByKey(snapshot) {
      var rows = [Int32](repeating: -1, count: keyCount)
      alive(at: snapshot).forEach { rows[Int(rowKeys[$0])] = Int32($0) }
      return rows
    }
  }
}

/// What a table works out about a snapshot when first asked. Shared by all copies of the table.
final class SnapshotCache: Sendable {
  private let bitmaps = Mutex<[Int: Bitmap]>([:])
  private let rows = Mutex<[Int: [Int32]]>([:])

  func alive(_ snapshot: Int, make: () -> Bitmap) -> Bitmap {
    bitmaps.withLock { $0.value(for: snapshot, make: make) }
  }

  func rowsByKey(_ snapshot: Int, make: () -> [Int32]) -> [Int32] {
    rows.withLock { $0.value(for: snapshot, make: make) }
  }
}

extension Dictionary {
  /// The value held for a key; makes and keeps it the first time.
  mutating func value(for key: Key, make: () -> Value) -> Value {
    if let held = self[key] { return held }
    let made = make()
    self[key] = made
    return made
  }
}
