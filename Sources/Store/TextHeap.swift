import Glibc

/// Texts by number: their UTF-8 bytes end to end, and where each begins.
///
/// ```
/// bytes    a b c | d e | | f      all texts without separators
/// offsets  0       3     5 5   6  text n is bytes[offsets[n] ..< offsets[n + 1]]
/// ```
struct TextHeap: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [UInt32] = [0]

  var count: Int { offsets.count - 1 }

  subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  func range(_ number: Int) -> Range<Int> { Int(offsets[number])..<Int(offsets[number + 1]) }

  func append(_ number: Int, to other: inout [UInt8]) { other.append(contentsOf: bytes[range(number)]) }

  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    closeText()
  }

  private mutating func closeText() {
    guard let end = UInt32(exactly: bytes.count) else { preconditionFailure("more than 4 GB of text in one column") }
    offsets.append(end)
  }

  /// The same texts in another order, some left out.
  func picking(_ order: [Int]) -> TextHeap {
    var heap = TextHeap()
    heap.offsets.reserveCapacity(order.count + 1)
    heap.bytes.reserveCapacity(bytes.count)
    for number in order {
      heap.bytes.append(contentsOf: bytes[range(number)])
      heap.closeText()
    }
    return heap
  }

  /// Code-point order, which for UTF-8 is the order of the bytes: negative, zero or positive.
  func compare(_ number: Int, to text: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { compareBytes(UnsafeBufferPointer(rebasing: $0[range(number)]), text) }
  }

  /// The numbers from `start` on, in code-point order of their texts.
  func sortedNumbers(from start: Int = 0) -> [Int] {
    bytes.withUnsafeBufferPointer { heap in
      (start..<count).sorted {
        compareBytes(UnsafeBufferPointer(rebasing: heap[range($0)]), UnsafeBufferPointer(rebasing: heap[range($1)])) < 0
      }
    }
  }

  /// Looks a text up among the sorted texts from `start` on.
  func find(_ text: String, sortedFrom start: Int = 0) -> Int? {
    let place = lowerBound(text, sortedFrom: start)
    return place < count && self[place].utf8.elementsEqual(text.utf8) ? place : nil
  }

  /// The first of the sorted texts from `start` on that is not below the text.
  func lowerBound(_ text: String, sortedFrom start: Int = 0) -> Int {
    var text = text
    return text.withUTF8 { wanted in
      var low = start
      var high = count
      while low < high {
        let middle = (low + high) / 2
        if compare(middle, to: wanted) < 0 { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

private func compareBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
  let shared = min(left.count, right.count)
  if shared > 0, let leftStart = left.baseAddress, let rightStart = right.baseAddress {
    let order = memcmp(leftStart, rightStart, shared)
    if order != 0 { return Int(order) }
  }
  return left.count - right.count
}
