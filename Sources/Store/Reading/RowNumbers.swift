/// The key number of every row: a current row's is the row itself, history rows have theirs stored.
public struct RowKeys: RandomAccessCollection, Sendable {
  let image: Image
  let chunk: Int
  /// Rows of the current area, which is the number of keys.
  public let currentCount: Int

  public var startIndex: Int { 0 }
  public var endIndex: Int { currentCount + image.chunks[chunk].count }

  public subscript(row: Int) -> UInt32 {
    guard row >= currentCount else { return UInt32(row) }
    let (index, width) = (row - currentCount, Int(image.chunks[chunk].width))
    precondition(index < image.chunks[chunk].count, "row outside the table")
    let at = image.bytes(chunk, holding: index * width..<(index + 1) * width) + index * width
    switch width {
    case 1: return UInt32(at.load(as: UInt8.self))
    case 2: return UInt32(at.load(as: UInt16.self))
    default: return at.load(as: UInt32.self)
    }
  }

  /// The keys of the history rows where they lie, and bytes a key: 1, 2 or 4. Valid as long as the library is.
  public var historyBytes: (start: UnsafeRawPointer, width: Int) { (image.bytes(chunk), Int(image.chunks[chunk].width)) }

  /// The history rows of a key, oldest first: they lie together.
  func history(of key: Int) -> Range<Int> {
    let first = lowerBound(UInt32(key))
    // Keys may be out of order where they were not looked at as a whole.
    return first..<Swift.max(first, lowerBound(UInt32(key) + 1))
  }

  private func lowerBound(_ key: UInt32) -> Int {
    var (low, high) = (currentCount, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func numbers(_ rows: PackedCells.Rows) -> [UInt32] {
    switch rows {
    case .first(let count): (0..<count).map { self[$0] }
    case .picked(let rows): rows.map { self[Int($0)] }
    }
  }

  /// The key numbers of some rows, in their order.
  public func keys(of rows: [Int32]) -> [UInt32] { numbers(.picked(rows)) }
}

/// A snapshot number a row: ``Table/since`` and ``Table/until``.
public struct SnapshotNumbers: RandomAccessCollection, Sendable {
  let image: Image
  let chunk: Int
  /// Rows in front of the stored ones, which all have the same number.
  let leading: Int
  let leadingNumber: UInt16

  public var startIndex: Int { 0 }
  public var endIndex: Int { leading + image.chunks[chunk].count }

  public subscript(row: Int) -> UInt16 {
    guard row >= leading else { return leadingNumber }
    let (index, width) = (row - leading, Int(image.chunks[chunk].width))
    precondition(index < image.chunks[chunk].count, "row outside the table")
    let at = image.bytes(chunk, holding: index * width..<(index + 1) * width) + index * width
    return width == 1 ? UInt16(at.load(as: UInt8.self)) : at.load(as: UInt16.self)
  }

  /// The first row that has a number stored.
  public var storedFrom: Int { leading }

  /// Bytes a number, 1 or 2, and the stored numbers, those of the rows from ``leading`` on. Valid as long as the library is.
  public var width: Int { Int(image.chunks[chunk].width) }
  public var bytes: UnsafeRawPointer { image.bytes(chunk) }
}
