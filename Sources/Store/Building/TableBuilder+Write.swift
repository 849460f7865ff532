import Results
import Schema

/// The final order of a table's rows: for each row the version that is written there, -1 for a hole.
struct RowOrder {
  /// Current rows by key, then history rows by key and time.
  let versions: [Int32]
  let keyCount: Int
  let holeCount: Int

  var historyCount: Int { versions.count - keyCount }
  var history: ArraySlice<Int32> { versions[keyCount...] }

  /// Counting instead of sorting: each key's history is counted, placed, and only put in order of time among itself.
  init(rowKeys: [UInt32], since: [UInt16], until: [UInt16], ranks: [UInt32], keyCount: Int, snapshotCount: Int) {
    self.keyCount = keyCount
    var starts = [Int32](repeating: 0, count: keyCount + 1)
    var historyCount = 0
    for version in rowKeys.indices where Int(until[version]) != snapshotCount {
      starts[Int(ranks[Int(rowKeys[version])]) + 1] += 1
      historyCount += 1
    }
    for key in 0..<keyCount { starts[key + 1] += starts[key] }
    var order = [Int32](repeating: -1, count: keyCount + historyCount)
    var next = starts
    var current = 0
    for version in rowKeys.indices {
      let key = Int(ranks[Int(rowKeys[version])])
      if Int(until[version]) == snapshotCount {
        order[key] = Int32(version)
        current += 1
      } else {
        order[keyCount + Int(next[key])] = Int32(version)
        next[key] += 1
      }
    }
    for key in 0..<keyCount where starts[key + 1] - starts[key] > 1 {
      order[keyCount + Int(starts[key])..<keyCount + Int(starts[key + 1])].sort { since[Int($0)] < since[Int($1)] }
    }
    versions = order
    holeCount = keyCount - current
  }
}

extension TableBuilder {
  /// The chunks of the table: keys, intervals, columns.
  func write(_ finished: FinishedNames, _ names: SharedNames, snapshotCount: Int, layout: LibraryLayout, to writer: inout ImageWriter) {
    let ranks = finished.keyRanks[entity]
    let order = RowOrder(
      rowKeys: rowKeys, since: since, until: until, ranks: ranks, keyCount: finished.keyOrders[entity].count, snapshotCount: snapshotCount)
    writer.write(
      Chunk(.shape, entity: entity, width: 8, count: 3),
      [UInt64(order.keyCount), UInt64(order.historyCount), UInt64(order.holeCount)])
    writeIntervals(order, ranks, snapshotCount, to: &writer)
    if order.holeCount > 0 {
      let alive = Bitmap(count: order.keyCount, rows: (0..<order.keyCount).lazy.filter { order.versions[$0] >= 0 })
      writer.write(Chunk(.alive, entity: entity, width: 0, count: order.keyCount), alive.words)
    }
    writeKeys(names.keys[entity].texts, finished.keyOrders[entity], to: &writer)
    for index in columns.indices where !isRowKey(index) {
      var column = ColumnWriter(entity: entity, column: index, order: order, layout: layout)
      column.write(columns[index], finished, to: &writer)
    }
  }

  private func writeIntervals(_ order: RowOrder, _ ranks: [UInt32], _ snapshotCount: Int, to writer: inout ImageWriter) {
    func write<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, to writer: inout ImageWriter) {
      let width = MemoryLayout<Number>.size
      let starts = order.versions.map { $0 < 0 ? Number(snapshotCount) : Number(since[Int($0)]) }
      writer.write(Chunk(.since, entity: entity, width: width, count: starts.count), starts)
      let ends = order.history.map { Number(until[Int($0)]) }
      writer.write(Chunk(.until, entity: entity, width: width, count: ends.count), ends)
    }
    if snapshotCount <= Int(UInt8.max) { write(UInt8.self, to: &writer) } else { write(UInt16.self, to: &writer) }
    func writeHistoryKeys<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, to writer: inout ImageWriter) {
      let keys = order.history.map { Number(ranks[Int(rowKeys[Int($0)])]) }
      writer.write(Chunk(.historyKeys, entity: entity, width: MemoryLayout<Number>.size, count: keys.count), keys)
    }
    switch order.keyCount {
    case ...256: writeHistoryKeys(UInt8.self, to: &writer)
    case ...65_536: writeHistoryKeys(UInt16.self, to: &writer)
    default: writeHistoryKeys(UInt32.self, to: &writer)
    }
  }

  private func writeKeys(_ texts: TextHeap, _ order: [Int], to writer: inout ImageWriter) {
    var coder = FrontCoder()
    texts.bytes.withUnsafeBufferPointer { heap in
      for number in order { coder.append(UnsafeBufferPointer(rebasing: heap[texts.range(number)])) }
    }
    coder.finish()
    var chunk = Chunk(.keyBytes, entity: entity, width: 1, count: order.count)
    chunk.top = UInt64(declared.keyNames.count)
    writer.write(chunk, coder.bytes.bytes)
    writer.write(Chunk(.keyBlocks, entity: entity, width: 4, count: coder.blocks.count), coder.blocks)
  }
}

extension ImageWriter {
  /// Texts in an order, as offsets and bytes.
  mutating func write(
    texts: TextHeap, _ order: [Int], _ offsets: ChunkKind, _ bytes: ChunkKind, entity: Int?, column: Int
  ) {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(order.count + 1)
    var heap: [UInt8] = []
    texts.bytes.withUnsafeBufferPointer { source in
      for number in order {
        if number >= 0 { heap.append(contentsOf: UnsafeBufferPointer(rebasing: source[texts.range(number)])) }
        starts.append(UInt32(heap.count))
      }
    }
    write(Chunk(offsets, entity: entity, column: column, width: 4, count: starts.count), starts)
    var chunk = Chunk(bytes, entity: entity, column: column, width: 1, count: heap.count)
    let needsQuotes = heap.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    if !needsQuotes { chunk.flags |= ChunkFlags.isPlain.rawValue }
    write(chunk, heap)
  }
}
