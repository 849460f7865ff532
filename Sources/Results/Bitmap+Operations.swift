import CKernels

// Set algebra. Both sides have the same `count`.
extension Bitmap {
  @inlinable public mutating func formAnd(_ other: Bitmap) {
    precondition(count == other.count, "bitmaps of different tables")
    for index in words.indices { words[index] &= other.words[index] }
  }

  @inlinable public mutating func formOr(_ other: Bitmap) {
    precondition(count == other.count, "bitmaps of different tables")
    for index in words.indices { words[index] |= other.words[index] }
  }

  @inlinable public mutating func formAndNot(_ other: Bitmap) {
    precondition(count == other.count, "bitmaps of different tables")
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  /// Every row below `count` that is not in the set.
  @inlinable public mutating func formComplement() {
    for index in words.indices { words[index] = ~words[index] }
    clearTail()
  }

  @inlinable public func and(_ other: Bitmap) -> Bitmap {
    var result = self
    result.formAnd(other)
    return result
  }

  @inlinable public func or(_ other: Bitmap) -> Bitmap {
    var result = self
    result.formOr(other)
    return result
  }

  @inlinable public func andNot(_ other: Bitmap) -> Bitmap {
    var result = self
    result.formAndNot(other)
    return result
  }

  @inlinable public func complement() -> Bitmap {
    var result = self
    result.formComplement()
    return result
  }
}

// Counting.
extension Bitmap {
  /// Both are one copy of the same rows; false tells nothing.
  public func isSame(as other: Bitmap) -> Bool {
    unsafe words.withUnsafeBufferPointer { mine in unsafe other.words.withUnsafeBufferPointer { unsafe mine.baseAddress == $0.baseAddress }
    }
  }

  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// How many rows are in the set.
  public var population: Int { unsafe luodi_count(words, words.count) }

  /// How many bits are set in words that lie elsewhere.
  public static func population(_ words: UnsafePointer<UInt64>, words count: Int) -> Int { unsafe luodi_count(words, count) }

  /// How many rows are in both sets, without making the intersection.
  public func population(and other: Bitmap) -> Int {
    precondition(count == other.count, "bitmaps of different tables")
    return unsafe luodi_count_and(words, other.words, words.count)
  }

  /// How many rows are in this set and not in the other.
  public func population(andNot other: Bitmap) -> Int {
    precondition(count == other.count, "bitmaps of different tables")
    return unsafe luodi_count_and_not(words, other.words, words.count)
  }
}

// Members.
extension Bitmap {
  /// Calls the body with each row of the set, lowest first.
  @inlinable public func forEach(_ body: (Int) throws -> Void) rethrows {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        try body(index << 6 | word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }

  /// The rows of the set, lowest first.
  public var rows: [Int32] {
    let size = population
    return unsafe [Int32](unsafeUninitializedCapacity: size) { buffer, filled in
      var next = 0
      forEach {
        unsafe buffer[next] = Int32(truncatingIfNeeded: $0)
        next += 1
      }
      filled = next
    }
  }

  /// The lowest row of the set.
  public var firstRow: Int? {
    guard let index = words.firstIndex(where: { $0 != 0 }) else { return nil }
    return index << 6 | words[index].trailingZeroBitCount
  }

  /// The `limit` lowest rows of the set.
  public func first(_ limit: Int) -> Bitmap {
    var result = Bitmap(count: count)
    var left = limit
    for index in words.indices where left > 0 {
      var word = words[index]
      let size = word.nonzeroBitCount
      if size <= left {
        result.words[index] = word
        left -= size
      } else {
        while left > 0 {
          let lowest = word & (~word &+ 1)
          result.words[index] |= lowest
          word &= ~lowest
          left -= 1
        }
      }
    }
    return result
  }
}
