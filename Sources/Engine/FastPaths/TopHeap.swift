import Query
import Results
import Schema
import Store

/// The rows that a cut keeps, in its order.
struct TopRows {
  var rows: [Int32]
  /// How many more tie with the last one.
  var ties: Int
  /// Rows that there were.
  var count: Int
}

extension Evaluator {
  /// `top N by E` over the rows of a bitmap, where E is a quantity in the library: a heap of stored numbers, passing over blocks of rows whose largest, as
  /// the column's zone map has it, is no better than the worst kept.
  func top(_ cut: CheckedQuery.Cut, _ skip: Int, byField field: Int, _ rows: Bitmap, _ entity: Int) throws -> TopRows {
    let cells = packed([field], entity)[0]
    try poll()
    var kept = TopHeap(limit: cut.count + skip, isLargest: cut.by[0].isDescending)
    switch cells.width {
    case 1: kept.take(rows, cells.u8, zones: cells.zones?.assumingMemoryBound(to: UInt8.self), cells.zoneRows)
    case 2: kept.take(rows, cells.u16, zones: cells.zones?.assumingMemoryBound(to: UInt16.self), cells.zoneRows)
    case 4: kept.take(rows, cells.u32, zones: cells.zones?.assumingMemoryBound(to: UInt32.self), cells.zoneRows)
    default: kept.take(rows, cells.u64, zones: cells.zones?.assumingMemoryBound(to: UInt64.self), cells.zoneRows)
    }
    let sorted = kept.sorted
    let shown = sorted.dropFirst(skip)
    var ties = 0
    if let last = shown.last {
      var equal = Bitmap(count: rows.count)
      let limit = rows.count
      equal.words.withUnsafeMutableBufferPointer {
        if let words = $0.baseAddress { cells.within(last.stored...last.stored, rows: limit, words) }
      }
      ties = equal.population(and: rows) - sorted.count { $0.stored == last.stored }
    }
    return TopRows(rows: shown.map(\.row), ties: ties, count: rows.population)
  }
}

/// The best rows so far: a heap whose top is the worst of them. Of equal ones the lower row is better.
private struct TopHeap {
  struct Entry {
    var stored: UInt64
    var row: Int32
  }

  let limit: Int
  let isLargest: Bool
  private var heap: [Entry] = []

  init(limit: Int, isLargest: Bool) {
    self.limit = limit
    self.isLargest = isLargest
    heap.reserveCapacity(limit)
  }

  var sorted: [Entry] { heap.sorted { isBetter($0, $1) } }

  private func isBetter(_ left: Entry, _ right: Entry) -> Bool {
    if left.stored != right.stored { return isLargest == (left.stored > right.stored) }
    return left.row < right.row
  }

  @inline(__always)
  mutating func take<Cell: FixedWidthInteger & UnsignedInteger>(
    _ rows: Bitmap, _ cells: UnsafeBufferPointer<Cell>, zones: UnsafePointer<Cell>?, _ zoneRows: Int
  ) {
    let wordsPerZone = zoneRows / 64
    let size = rows.words.count
    rows.words.withUnsafeBufferPointer { words in
      for zone in 0..<((size + wordsPerZone - 1) / wordsPerZone) {
        if let zones, heap.count == limit {
          let best = isLargest ? zones[2 * zone + 1] : zones[2 * zone]
          if best == 0 || (isLargest ? UInt64(best) <= heap[0].stored : UInt64(best) >= heap[0].stored) { continue }
        }
        for index in (zone * wordsPerZone)..<min((zone + 1) * wordsPerZone, size) {
          var word = words[index]
          while word != 0 {
            let row = index << 6 | word.trailingZeroBitCount
            word &= word &- 1
            let stored = UInt64(cells[row])
            if stored == 0 || (heap.count == limit && (isLargest ? stored <= heap[0].stored : stored >= heap[0].stored)) { continue }
            insert(Entry(stored: stored, row: Int32(truncatingIfNeeded: row)))
          }
        }
      }
    }
  }

  private mutating func insert(_ entry: Entry) {
    if heap.count < limit {
      heap.append(entry)
      var child = heap.count - 1
      while child > 0, isBetter(heap[(child - 1) / 2], heap[child]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
      return
    }
    heap[0] = entry
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBetter(heap[worst], heap[child]) { worst = child }
      if worst == parent { break }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
