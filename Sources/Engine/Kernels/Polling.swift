import Results
import Store

/// What long loops ask whether the query is to stop, once a block of rows: a block takes a few milliseconds at most, so that Ctrl-C is heeded at
/// once, and asking costs nothing beside it.
struct Polling {
  let isCancelled: @Sendable () -> Bool
  /// Rows of a block whose cells take nanoseconds each.
  let block: Int
  /// Rows of a block whose cells take microseconds each: texts.
  let slowBlock: Int
  let closeNumbers: Int
  let closeShare: Int

  init(isCancelled: @escaping @Sendable () -> Bool, _ limits: Limits = Limits()) {
    self.isCancelled = isCancelled
    (block, slowBlock) = (limits.block, limits.slowBlock)
    (closeNumbers, closeShare) = (limits.closeNumbers, limits.closeShare)
  }

  func poll() throws {
    if isCancelled() { throw EngineError(.cancelled) }
  }

  /// Calls the body with one block of `0..<count` after the other.
  func blocks(of count: Int, size: Int? = nil, _ body: (Range<Int>) throws -> Void) throws {
    let size = size ?? block
    for start in stride(from: 0, to: count, by: size) {
      try poll()
      try body(start..<min(start + size, count))
    }
  }

  /// Calls the body with each of `0..<count`.
  @inline(__always)
  func forEach(_ count: Int, block: Int? = nil, _ body: (Int) throws -> Void) throws {
    try blocks(of: count, size: block) { for place in $0 { try body(place) } }
  }

  /// Calls the body with each piece of rows that lie one behind the other, each piece ending where `ends` says. Asks whenever a block of rows is
  /// done, be it of one piece or of many.
  func forEachPiece(ends: [Int], _ body: (Int, Range<Int>) throws -> Void) throws {
    var (start, asked) = (0, -block)
    for (piece, end) in ends.enumerated() {
      if end - asked >= block {
        try poll()
        asked = start
      }
      try body(piece, start..<end)
      start = end
    }
  }

  /// A cell for each of `0..<count`.
  @inline(__always)
  func map<Cell>(_ count: Int, block: Int? = nil, _ cell: (Int) throws -> Cell) throws -> [Cell] {
    try [Cell](unsafeUninitializedCapacity: count) { cells, filled in
      try blocks(of: count, size: block) { places in
        for place in places {
          cells.initializeElement(at: place, to: try cell(place))
          filled = place + 1
        }
      }
    }
  }

  /// The places of `0..<count` that pass, as bits.
  @inline(__always)
  func places(_ count: Int, block: Int? = nil, where passes: (Int) throws -> Bool) throws -> Bitmap {
    var found = Bitmap(count: count)
    try blocks(of: count, size: block) { places in
      for place in places where try passes(place) { found.words[place >> 6] |= 1 &<< UInt64(place & 63) }
    }
    return found
  }

  /// Polled once in some thousands of comparisons.
  func sorted<Element>(_ elements: [Element], by isBefore: (Element, Element) throws -> Bool) throws -> [Element] {
    guard elements.count > block else { return try elements.sorted(by: isBefore) }
    var left = 0
    return try elements.sorted {
      left -= 1
      if left < 0 {
        try poll()
        left = 4 * block
      }
      return try isBefore($0, $1)
    }
  }
}
