import CKernels
public import Results
import Synchronization

extension Table {
  /// The versions that hold at a snapshot, over all rows. Empty for a snapshot that the library does not have.
  public func alive(at snapshot: Int) -> Bitmap {
    guard (0..<snapshotCount).contains(snapshot) else { return Bitmap(count: rowCount) }
    return cache.alive(snapshot) {
      var alive = snapshot == snapshotCount - 1 ? Bitmap(count: rowCount) : history(at: snapshot)
      let current = snapshot == snapshotCount - 1 ? newest() : current(at: snapshot)
      for index in current.words.indices { alive.words[index] |= current.words[index] }
      return alive
    }
  }

  /// All versions: the rows that are no holes.
  public var versions: Bitmap {
    var all = Bitmap(count: rowCount, filled: true)
    guard holeCount > 0 else { return all }
    let current = newest()
    let whole = keyCount >> 6
    for index in 0..<whole { all.words[index] = current.words[index] }
    if keyCount & 63 != 0 { all.words[whole] &= current.words[whole] | (.max << UInt64(keyCount & 63)) }
    return all
  }

  private func newest() -> Bitmap {
    if let aliveBits { return aliveBits.bitmap(.first(keyCount)) }
    return Bitmap(count: keyCount, filled: true)
  }

  /// Current rows end after the newest snapshot, and holes begin there.
  private func current(at snapshot: Int) -> Bitmap {
    Bitmap(count: keyCount) { words in
      if since.width == 1 {
        luodi_within_u8(since.bytes.assumingMemoryBound(to: UInt8.self), keyCount, 0, UInt8(snapshot), words)
      } else {
        luodi_within_u16(since.bytes.assumingMemoryBound(to: UInt16.self), keyCount, 0, UInt16(snapshot), words)
      }
    }
  }

  /// The history's bits are worked out from its first row on and then moved to their place.
  private func history(at snapshot: Int) -> Bitmap {
    let size = rowCount - keyCount
    var result = Bitmap(count: rowCount)
    guard size > 0 else { return result }
    let part = Bitmap(count: size) { words in
      if since.width == 1 {
        let start = since.bytes.assumingMemoryBound(to: UInt8.self) + keyCount
        luodi_alive_u8(start, until.bytes.assumingMemoryBound(to: UInt8.self), size, UInt8(snapshot), words)
      } else {
        let start = since.bytes.assumingMemoryBound(to: UInt16.self) + keyCount
        luodi_alive(start, until.bytes.assumingMemoryBound(to: UInt16.self), size, UInt16(snapshot), words)
      }
    }
    let (first, shift) = (keyCount >> 6, UInt64(keyCount & 63))
    for (index, word) in part.words.enumerated() {
      result.words[first + index] |= word << shift
      let carried = shift == 0 ? 0 : word >> (64 - shift)
      if carried != 0 { result.words[first + index + 1] |= carried }
    }
    return result
  }

  /// The version of a record at a snapshot; nil where the record does not exist.
  public func row(ofKey key: Int, at snapshot: Int) -> Int? {
    guard (0..<keyCount).contains(key) else { return nil }
    return rows(ofKey: key).first { since[$0] <= snapshot && snapshot < until[$0] }
  }

  /// All versions of a record, oldest first.
  public func rows(ofKey key: Int) -> [Int] {
    // Where intervals are damaged and read as zeros, a version may end before it begins: then it is none.
    var rows = rowKeys.history(of: key).filter { since[$0] < until[$0] }
    if isCurrent(key) { rows.append(key) }
    return rows
  }

  /// Whether the record with this key is in the newest snapshot: then its row there is the key's number.
  public func isCurrent(_ key: Int) -> Bool { aliveBits?[key] ?? true }

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
