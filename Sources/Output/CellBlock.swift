/// The printed cells of one column for a run of rows, end to end in a buffer that is used again for the next run.
struct CellBlock {
  var bytes: [UInt8] = []
  private(set) var ends: [Int] = []

  var count: Int { ends.count }

  func range(_ cell: Int) -> Range<Int> { (cell == 0 ? 0 : ends[cell - 1])..<ends[cell] }

  subscript(cell: Int) -> ArraySlice<UInt8> { bytes[range(cell)] }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  mutating func endCell() { ends.append(bytes.count) }
}

/// The printed cells of one column, however many: in blocks, since one array would be copied again and again as it grows.
struct CellBlocks {
  static let size = 2048

  /// All but the last have ``size`` cells.
  var blocks: [CellBlock] = []

  var count: Int { blocks.isEmpty ? 0 : (blocks.count - 1) * Self.size + blocks[blocks.count - 1].count }

  subscript(cell: Int) -> ArraySlice<UInt8> { blocks[cell / Self.size][cell % Self.size] }
}
