import CKernels
import Glibc
public import Results

/// Texts by number in an image: their UTF-8 bytes end to end, and where each begins.
///
/// ```
/// bytes    a b c | d e | | f      all texts without separators
/// offsets  0       3     5 5   6  text n is bytes[offsets[n] ..< offsets[n + 1]]
/// ```
///
/// The pointers are valid as long as the library is.
public struct StoredTexts: CodeBytes, Sendable {
  let image: Image
  let offsetsChunk: Int
  let bytesChunk: Int
  public let count: Int

  init(_ image: Image, offsets: Int, bytes: Int) {
    (self.image, offsetsChunk, bytesChunk) = (image, offsets, bytes)
    count = max(image.chunks[offsets].count - 1, 0)
  }

  /// Where each text begins, and at last where all end.
  public var offsets: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: image.bytes(offsetsChunk).assumingMemoryBound(to: UInt32.self), count: count + 1)
  }

  /// All texts end to end.
  public var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: image.bytes(bytesChunk).assumingMemoryBound(to: UInt8.self), count: image.chunks[bytesChunk].length)
  }

  func readAll() {
    _ = image.bytes(offsetsChunk)
    _ = image.bytes(bytesChunk)
  }

  /// No text needs quotes in CSV or TSV: none holds a comma, a tab, a quote or a line end.
  public var isPlain: Bool { ChunkFlags(rawValue: image.chunks[bytesChunk].flags).contains(.isPlain) }

  /// The bytes of one text, without a look at the others.
  public func utf8(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    let place = image.bytes(offsetsChunk, holding: number * 4..<number * 4 + 8) + number * 4
    let (start, end) = (Int(place.load(as: UInt32.self)), Int(place.load(fromByteOffset: 4, as: UInt32.self)))
    guard start < end, end <= image.chunks[bytesChunk].length else { return UnsafeBufferPointer(start: nil, count: 0) }
    let bytes = image.bytes(bytesChunk, holding: start..<end) + start
    return UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: UInt8.self), count: end - start)
  }

  /// Calls the body with each of some texts and its place among them, in their order. All are looked up before the first is read, and their bytes
  /// called for meanwhile, so that texts that lie far apart do not each wait for memory: ask for some thousand at a time. What stands in the place
  /// of a missing cell need not be the number of a text.
  public func forEach(_ numbers: ArraySlice<UInt32>, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(of: UnsafeBufferPointer<UInt8>.self, capacity: numbers.count) { found in
      var index = 0
      for number in numbers {
        let text = number < count ? utf8(Int(number)) : UnsafeBufferPointer(start: nil, count: 0)
        found.initializeElement(at: index, to: text)
        if let start = text.baseAddress {
          luodi_call_for(start)
          luodi_call_for(start + text.count - 1)
        }
        index += 1
      }
      for index in found.indices { body(index, found[index]) }
    }
  }

  public subscript(number: Int) -> String { String(decoding: utf8(number), as: UTF8.self) }

  func append(_ number: Int, to other: inout [UInt8]) { other.append(contentsOf: utf8(number)) }

  /// Looks a text up among sorted texts.
  func find(_ text: String) -> Int? {
    let place = lowerBound(text)
    return place < count && self[place].utf8.elementsEqual(text.utf8) ? place : nil
  }

  /// The first of the sorted texts that is not below the text.
  func lowerBound(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { wanted in
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if compareBytes(utf8(middle), wanted) < 0 { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

/// Code-point order, which for UTF-8 is the order of the bytes: negative, zero or positive.
func compareBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
  let shared = min(left.count, right.count)
  if shared > 0, let leftStart = left.baseAddress, let rightStart = right.baseAddress {
    let order = memcmp(leftStart, rightStart, shared)
    if order != 0 { return Int(order) }
  }
  return left.count - right.count
}
