extension Table {
  /// The row that holds the record of each key at a snapshot, -1 where there is none. The keys rise.
  ///
  /// A current row answers for its key if it began by then; the others are met by going through the history rows that held at the snapshot, which
  /// lie in key order as well.
  public func rows(ofRisingKeys keys: [UInt32], at snapshot: Int) -> [Int32] {
    let isNewest = snapshot == snapshotCount - 1
    // A pass over all keys costs less than looking for most of them.
    guard keys.count < keyCount / 4 || isNewest else {
      let rows = rows(byKeyAt: snapshot)
      return keys.map { rows[Int($0)] }
    }
    if isNewest { return keys.map { isCurrent(Int($0)) ? Int32($0) : -1 } }
    let alive = alive(at: snapshot)
    let historyKeys = rowKeys.stored
    var history = RisingRows(alive, from: keyCount)
    return keys.map { key in
      if alive[Int(key)] { return Int32(key) }
      while let row = history.row, historyKeys[row - keyCount] < key { history.advance() }
      guard let row = history.row, historyKeys[row - keyCount] == key else { return -1 }
      return Int32(row)
    }
  }
}

/// The rows of a bitmap from one on, lowest first.
private struct RisingRows {
  private let bits: Bitmap
  private var index: Int
  private var word: UInt64 = 0
  private(set) var row: Int?

  init(_ bits: Bitmap, from first: Int) {
    self.bits = bits
    index = first >> 6
    guard index < bits.words.count else { return }
    word = bits.words[index] & (.max << UInt64(first & 63))
    advance()
  }

  mutating func advance() {
    while word == 0 {
      index += 1
      guard index < bits.words.count else {
        row = nil
        return
      }
      word = bits.words[index]
    }
    row = index << 6 | word.trailingZeroBitCount
    word &= word &- 1
  }
}

/// The keys of history rows where they lie, whatever their width. Valid as long as the library is.
struct StoredKeys {
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
  var stored: StoredKeys { StoredKeys(bytes: image.bytes(chunk), width: Int(image.chunks[chunk].width)) }
}

extension Column {
  /// Some version has no cell here.
  public var hasMissing: Bool {
    switch storage {
    case .packed(let cells): cells.missingCount > 0
    case .doubles(let cells): cells.missingCount > 0
    case .flags(let cells): cells.missingCount > 0
    case .texts(let cells): cells.missingCount > 0
    case .keys: false
    }
  }
}
