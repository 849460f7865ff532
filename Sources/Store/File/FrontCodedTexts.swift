import CKernels
import Glibc
import Results

/// Texts by number, each stored as what differs from the one before it; keys that are sorted shrink to a few bytes each. Blocks of 16 begin with
/// a whole text.
///
/// ```
/// blocks   u32 a block and one more: where it begins in the bytes
/// bytes    varint length, bytes                              the first text of a block
///          varint shared, varint length, bytes               the others: so many bytes of the one before, then these
/// ```
struct FrontCodedTexts: CodeBytes, Sendable {
  static let blockSize = 16

  let image: Image
  let bytesChunk: Int
  let blocksChunk: Int
  let count: Int

  subscript(number: Int) -> String { withBytes(number) { String(decoding: $0, as: UTF8.self) } }

  func append(_ number: Int, to other: inout [UInt8]) { withBytes(number) { other.append(contentsOf: $0) } }

  func withBytes<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var cursor = Cursor(self, block: number / Self.blockSize)
    cursor.advance(number % Self.blockSize + 1)
    return body(cursor.bytes)
  }

  /// Looks a text up among those from `start` on, which are sorted.
  func find(_ text: String, sortedFrom start: Int) -> Int? {
    guard start < count else { return nil }
    var text = text
    return text.withUTF8 { wanted in
      // The last block that begins with a text not above the one wanted; blocks that begin before `start` say nothing.
      var low = (start + Self.blockSize - 1) / Self.blockSize
      var high = (count + Self.blockSize - 1) / Self.blockSize
      let first = low
      while low < high {
        let middle = (low + high) / 2
        var cursor = Cursor(self, block: middle)
        cursor.next()
        if cursor.compare(wanted) <= 0 { low = middle + 1 } else { high = middle }
      }
      let block = low == first ? start / Self.blockSize : low - 1
      return search(block, wanted, from: max(start, block * Self.blockSize))
    }
  }

  private func search(_ block: Int, _ wanted: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var cursor = Cursor(self, block: block)
    for number in block * Self.blockSize..<min((block + 1) * Self.blockSize, count) {
      cursor.next()
      if number >= start, cursor.compare(wanted) == 0 { return number }
    }
    return nil
  }

  /// How many texts ahead the bytes of a block are called for, so that texts far apart do not each wait for memory.
  private static let ahead = 16

  /// Nobody has looked.
  var isPlain: Bool { false }

  /// Calls the body with some of the texts and their places. A block is walked once for numbers that rise. What is no number gives an empty text.
  func forEach(_ numbers: ArraySlice<UInt32>, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    guard let first = numbers.first(where: { $0 < count }) else {
      for place in 0..<numbers.count { body(place, UnsafeBufferPointer(start: nil, count: 0)) }
      return
    }
    let places = numbers.count > Self.ahead ? image.bytes(blocksChunk).assumingMemoryBound(to: UInt32.self) : nil
    // Only called for, never read: the bytes are checked when a block is walked.
    let start = image.bytes(bytesChunk, holding: 0..<0)
    var block = Int(first) / Self.blockSize
    var cursor = Cursor(self, block: block)
    var next = block * Self.blockSize
    for index in numbers.indices {
      let number = Int(numbers[index])
      if let places, index + Self.ahead < numbers.endIndex, numbers[index + Self.ahead] < count {
        luodi_call_for(start + Int(places[Int(numbers[index + Self.ahead]) / Self.blockSize]))
      }
      guard number < count else {
        body(index - numbers.startIndex, UnsafeBufferPointer(start: nil, count: 0))
        continue
      }
      if number / Self.blockSize != block || number < next - 1 {
        block = number / Self.blockSize
        next = block * Self.blockSize
        cursor.restart(self, block: block)
      }
      cursor.advance(number + 1 - next)
      next = max(next, number + 1)
      body(index - numbers.startIndex, cursor.bytes)
    }
  }

  /// Calls the body with every text in order.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    for block in 0..<(count + Self.blockSize - 1) / Self.blockSize {
      var cursor = Cursor(self, block: block)
      for _ in block * Self.blockSize..<min((block + 1) * Self.blockSize, count) {
        cursor.next()
        body(cursor.bytes)
      }
    }
  }
}

/// Walks through a block. Bytes that do not fit together (they cannot, once the checksum holds) give empty texts.
private struct Cursor: ~Copyable {
  private var text: UnsafeMutablePointer<UInt8>
  private var capacity = 64
  private var count = 0
  private var at: UnsafePointer<UInt8>
  /// Behind the last byte that may be read, whatever it means.
  private var readable: UnsafePointer<UInt8>
  private var left = 0
  private var isFirst = true

  init(_ texts: FrontCodedTexts, block: Int) {
    text = .allocate(capacity: capacity + Self.slack)
    at = UnsafePointer(text)
    readable = at
    restart(texts, block: block)
  }

  deinit { text.deallocate() }

  /// Most texts differ from the one before in a few bytes. So many are copied at once, and what was too much is written over later.
  private static let slack = 16

  /// The text at hand, until the next one.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text, count: count) }

  mutating func restart(_ texts: FrontCodedTexts, block: Int) {
    let places = texts.image.bytes(texts.blocksChunk, holding: block * 4..<block * 4 + 8) + block * 4
    let (start, end) = (Int(places.load(as: UInt32.self)), Int(places.load(fromByteOffset: 4, as: UInt32.self)))
    let isSound = start <= end && end <= texts.image.chunks[texts.bytesChunk].length
    let bytes = texts.image.bytes(texts.bytesChunk, holding: isSound ? start..<end : 0..<0)
    at = (bytes + (isSound ? start : 0)).assumingMemoryBound(to: UInt8.self)
    left = isSound ? end - start : 0
    readable = isSound ? bytes.assumingMemoryBound(to: UInt8.self) + texts.image.chunks[texts.bytesChunk].length : at
    count = 0
    isFirst = true
  }

  /// Goes on by some texts of the block.
  mutating func advance(_ steps: Int) {
    var left = steps
    while left > 0 {
      if !isFirst { left -= advanceShort(left) }
      guard left > 0 else { return }
      next()
      left -= 1
    }
  }

  /// Goes on by up to so many texts as long as they differ from the one before in few bytes, and says by how many: each step waits for no more than
  /// the lengths of the one before.
  private mutating func advanceShort(_ steps: Int) -> Int {
    let (text, capacity, readable) = (text, capacity, readable)
    var (at, left, count, done) = (at, left, count, 0)
    while done < steps, left >= 2, readable - at >= Self.slack + 2 {
      let (shared, length) = (Int(at[0]), Int(at[1]))
      guard shared < 0x80, shared <= count, length <= Self.slack, length + 2 <= left, shared + length <= capacity else { break }
      let few = UnsafeRawPointer(at + 2).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(text + shared).storeBytes(of: few, as: SIMD16<UInt8>.self)
      count = shared + length
      at += 2 + length
      left -= 2 + length
      done += 1
    }
    (self.at, self.left, self.count) = (at, left, count)
    return done
  }

  mutating func next() {
    let shared = isFirst ? 0 : min(varint(), count)
    isFirst = false
    let length = min(varint(), left)
    if shared + length > capacity { grow(to: shared + length) }
    (text + shared).update(from: at, count: length)
    count = shared + length
    at += length
    left -= length
  }

  private mutating func grow(to size: Int) {
    capacity = max(2 * capacity, size)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.slack)
    larger.update(from: text, count: count)
    text.deallocate()
    text = larger
  }

  private mutating func varint() -> Int {
    var value = 0
    var shift = 0
    while left > 0, shift < 35 {
      let byte = Int(at[0])
      at += 1
      left -= 1
      value |= (byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return value
  }

  func compare(_ other: UnsafeBufferPointer<UInt8>) -> Int { compareBytes(bytes, other) }
}

/// Makes front-coded texts, one after another.
struct FrontCoder {
  private(set) var bytes = ByteWriter()
  private(set) var blocks: [UInt32] = []
  private var previous: [UInt8] = []
  private var count = 0

  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if count % FrontCodedTexts.blockSize == 0 {
      blocks.append(UInt32(bytes.bytes.count))
      bytes.append(count: text.count)
      bytes.append(raw: text)
    } else {
      var shared = 0
      while shared < min(text.count, previous.count), text[shared] == previous[shared] { shared += 1 }
      bytes.append(count: shared)
      bytes.append(count: text.count - shared)
      bytes.append(raw: text[shared...])
    }
    previous.removeAll(keepingCapacity: true)
    previous.append(contentsOf: text)
    count += 1
  }

  mutating func finish() { blocks.append(UInt32(bytes.bytes.count)) }
}
