import Results
extension Table {
  /// The row that holds the record of each key at a snapshot, -1 where there is none. The keys rise.
  ///
  /// A current row answers for its key if it began by then; the others are met by going through the history rows that held at the snapshot, which
  /// lie in key order as well.
  public func rows(ofRisingKeys keys: [UInt32], at snapshot: Int) -> [Int32] {
    let isNewest = snapshot == snapshotCount - 1
    guard keys.count < keyCount / passShare || isNewest else {
      let rows = rows(byKeyAt: snapshot)
      return keys.map { rows[Int($0)] }
    }
    if isNewest { return keys.map { isCurrent(Int($0)) ? Int32($0) : -1 } }
    if keys.count < (rowCount - keyCount) / gallop { return rowsGalloping(keys, at: snapshot) }
    let alive = alive(at: snapshot)
    let historyKeys = rowKeys.stored
    return alive.words.withUnsafeBufferPointer { words in
      keys.withUnsafeBufferPointer { keys in
        [Int32](unsafeUninitializedCapacity: keys.count) { rows, filled in
          var history = RisingRows(words, from: keyCount)
          var historyKey = history.row < 0 ? UInt32.max : historyKeys[history.row - keyCount]
          for index in 0..<keys.count {
            let key = keys[index]
            if words[Int(key) >> 6] >> UInt64(key & 63) & 1 != 0 {
              rows[index] = Int32(key)
              continue
            }
            while history.row >= 0, historyKey < key {
              history.advance()
              if history.row >= 0 { historyKey = historyKeys[history.row - keyCount] }
            }
            rows[index] = history.row >= 0 && historyKey == key ? Int32(history.row) : -1
          }
          filled = keys.count
        }
      }
    }
  }
}

extension Table {
  /// From each key to the next in leaps of 1, 2, 4, … rows and back by halves.
  private func rowsGalloping(_ keys: [UInt32], at snapshot: Int) -> [Int32] {
    let historyKeys = rowKeys.stored
    let (since, until) = (since.stored, until.stored)
    let count = rowCount - keyCount
    var low = 0
    return keys.map { key in
      // A hole begins behind the last snapshot.
      if since[Int(key)] <= snapshot { return Int32(key) }
      var (step, high) = (1, low)
      while high < count, historyKeys[high] < key {
        low = high + 1
        high += step
        step *= 2
      }
      high = min(high, count)
      while low < high {
        let middle = (low + high) / 2
        if historyKeys[middle] < key { low = middle + 1 } else { high = middle }
      }
      var row = low
      while row < count, historyKeys[row] == key {
        if since[keyCount + row] <= snapshot, snapshot < until[row] { return Int32(keyCount + row) }
        row += 1
      }
      return -1
    }
  }
}

/// The rows of a bitmap from one on, lowest first; -1 behind the last.
struct RisingRows {
  private let words: UnsafeBufferPointer<UInt64>
  private var index: Int
  private var word: UInt64 = 0
  private(set) var row = -1

  init(_ words: UnsafeBufferPointer<UInt64>, from first: Int) {
    self.words = words
    index = first >> 6
    guard index < words.count else { return }
    word = words[index] & (.max << UInt64(first & 63))
    advance()
  }

  @inline(__always)
  mutating func advance() {
    while word == 0 {
      index += 1
      guard index < words.count else {
        row = -1
        return
      }
      word = words[index]
    }
    row = index << 6 | word.trailingZeroBitCount
    word &= word &- 1
  }
}

/// Keys of history rows, or numbers of snapshots, where they lie, whatever their width. Valid as long as the library is.
struct StoredNumbers {
  private let bytes: UnsafeRawPointer
  private let width: Int

  init(bytes: UnsafeRawPointer, width: Int) { (self.bytes, self.width) = (bytes, width) }

  @inline(__always)
  subscript(index: Int) -> UInt32 {
    switch width {
    case 1: UInt32(bytes.load(fromByteOffset: index, as: UInt8.self))
    case 2: UInt32(bytes.load(fromByteOffset: index * 2, as: UInt16.self))
    default: bytes.load(fromByteOffset: index * 4, as: UInt32.self)
    }
  }
}

extension RowKeys {
  /// Those of history rows.
  var stored: StoredNumbers { StoredNumbers(bytes: image.bytes(chunk), width: Int(image.chunks[chunk].width)) }
}

extension SnapshotNumbers {
  /// Those of the rows from ``leading`` on.
  var stored: StoredNumbers { StoredNumbers(bytes: bytes, width: width) }
}

extension Column {
  /// Some version has no cell here.
  public var hasMissing: Bool {
    switch storage {
    case .packed(let cells): cells.missingCount > 0
    case .wide(let cells): cells.missingCount > 0
    case .flags(let cells): cells.missingCount > 0
    case .texts(let cells): cells.missingCount > 0
    case .keys: false
    }
  }
}
