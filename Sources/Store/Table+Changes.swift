import CKernels

extension Table {
  /// The keys of the records of which a version begins after snapshot `from` and up to `to`, or ends there: all others are the same at both.
  /// In key order. Reads the intervals, no cell.
  public func keysTouched(after from: Int, through to: Int) -> [Int32] {
    guard from < to else { return [] }
    var touched = Bitmap(count: keyCount)
    let historyKeys = rowKeys.stored
    touched.words.withUnsafeMutableBufferPointer { words in
      // The newest versions end nowhere, so only history rows have an end stored.
      for numbers in [since, until] {
        numbers.rows(within: from + 1...to).forEach {
          let row = $0 + numbers.leading
          let key = row < keyCount ? row : Int(historyKeys[row - keyCount])
          words[key >> 6] |= 1 << UInt64(key & 63)
        }
      }
    }
    return touched.rows
  }
}

extension SnapshotNumbers {
  /// The stored numbers that lie in a range, counted from ``leading``.
  fileprivate func rows(within range: ClosedRange<Int>) -> Bitmap {
    let size = count - leading
    let (low, span) = (range.lowerBound, range.upperBound - range.lowerBound)
    return Bitmap(count: size) { words in
      if width == 1 {
        luodi_within_u8(bytes.assumingMemoryBound(to: UInt8.self), size, UInt8(low), UInt8(span), words)
      } else {
        luodi_within_u16(bytes.assumingMemoryBound(to: UInt16.self), size, UInt16(low), UInt16(span), words)
      }
    }
  }
}
