import Glibc

/// Texts by number, while a library is built: their UTF-8 bytes end to end, and where each begins.
///
/// ```
/// bytes    a b c | d e | | f      all texts without separators
/// offsets  0       3     5 5   6  text n is bytes[offsets[n] ..< offsets[n + 1]]
/// ```
struct TextHeap: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [UInt32] = [0]
  /// A text did not fit: all of them together may have 4 GB. It stands as an empty one, and the library must not be written.
  private(set) var isFull = false

  var count: Int { offsets.count - 1 }

  subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  func range(_ number: Int) -> Range<Int> { Int(offsets[number])..<Int(offsets[number + 1]) }

  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    closeText()
  }

  private mutating func closeText() {
    if bytes.count > Int(UInt32.max) {
      isFull = true
      bytes.removeLast(bytes.count - Int(offsets[offsets.count - 1]))
    }
    offsets.append(UInt32(bytes.count))
  }

  func withBytes<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(number)])) }
  }

  func isEqual(_ number: Int, to text: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes(number) { $0.count == text.count && (text.isEmpty || memcmp($0.baseAddress!, text.baseAddress!, text.count) == 0) }
  }

  /// Code-point order, which for UTF-8 is the order of the bytes: negative, zero or positive.
  func compare(_ number: Int, to text: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { compareBytes(UnsafeBufferPointer(rebasing: $0[range(number)]), text) }
  }

  /// Numbers in code-point order of their texts.
  func sorted(_ numbers: [Int]) -> [Int] {
    bytes.withUnsafeBufferPointer { heap in
      numbers.sorted {
        compareBytes(UnsafeBufferPointer(rebasing: heap[range($0)]), UnsafeBufferPointer(rebasing: heap[range($1)])) < 0
      }
    }
  }
}
