/// A set of row numbers below `count`, one bit each, in 64-bit words. Bits behind `count` are always 0.
public struct Bitmap: Sendable, Hashable {
  public let count: Int
  public var words: [UInt64]

  public init(count: Int, filled: Bool = false) {
    self.count = count
    words = [UInt64](repeating: filled ? .max : 0, count: (count + 63) / 64)
    if filled { clearTail() }
  }

  /// The rows given, each below `count`; repetitions do no harm.
  @inlinable public init(count: Int, rows: some Sequence<Int>) {
    self.init(count: count)
    for row in rows { self[row] = true }
  }

  /// The rows of a half-open range, each below `count`.
  public init(count: Int, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "rows outside the bitmap")
    self.init(count: count)
    guard !range.isEmpty else { return }
    let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
    for word in first...last { words[word] = .max }
    words[first] &= .max << UInt64(range.lowerBound & 63)
    words[last] &= .max >> UInt64(63 - (range.upperBound - 1) & 63)
  }

  /// Makes the words with a kernel that fills all of them, tail bits as 0.
  @inlinable public init(count: Int, fill: (UnsafeMutablePointer<UInt64>) -> Void) {
    self.count = count
    let size = (count + 63) / 64
    words = unsafe [UInt64](unsafeUninitializedCapacity: size) { buffer, filled in
      if let start = buffer.baseAddress, size > 0 { unsafe fill(start) }
      filled = size
    }
  }

  /// A copy of the bits of words that lie elsewhere, `count` of them.
  public init(count: Int, copying other: UnsafePointer<UInt64>) {
    self.count = count
    words = unsafe Array(UnsafeBufferPointer(start: other, count: (count + 63) / 64))
    clearTail()
  }

  @usableFromInline mutating func clearTail() {
    let used = count & 63
    if used != 0 { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
  }

  @inlinable public subscript(row: Int) -> Bool {
    get { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }
    set {
      precondition(row < count, "row outside the bitmap")
      if newValue { words[row >> 6] |= 1 << UInt64(row & 63) } else { words[row >> 6] &= ~(1 << UInt64(row & 63)) }
    }
  }
}
