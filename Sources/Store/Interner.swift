/// Gives each different text a number, in order of first appearance. Open addressing over a ``TextHeap``; no object per text.
///
/// Texts are equal when their bytes are: `é` as one scalar and as two are different texts, as in the files.
struct Interner: Sendable {
  private(set) var texts = TextHeap()
  /// Number + 1 of a text, 0 where free. A power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 16)

  init(_ initial: some Sequence<String> = EmptyCollection<String>()) {
    for text in initial { _ = number(of: text) }
  }

  var count: Int { texts.count }

  /// The number of the text, a new one if it has none.
  mutating func number(of text: String) -> Int {
    var text = text
    return text.withUTF8 { number(of: $0) }
  }

  mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let slot = slot(of: bytes)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    slots[slot] = UInt32(texts.count + 1)
    texts.append(bytes)
    if texts.count * 2 > slots.count { grow() }
    return texts.count - 1
  }

  func existingNumber(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { bytes in
      let held = slots[slot(of: bytes)]
      return held == 0 ? nil : Int(held) - 1
    }
  }

  private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(text)) & mask
    while slots[slot] != 0, texts.compare(Int(slots[slot]) - 1, to: text) != 0 { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    texts.bytes.withUnsafeBufferPointer { heap in
      for number in 0..<texts.count {
        var slot = Int(truncatingIfNeeded: hash(UnsafeBufferPointer(rebasing: heap[texts.range(number)]))) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(number + 1)
      }
    }
  }

  /// FNV-1a with a final mix, since the table uses the low bits. Not proof against texts made to collide; files are the user's own.
  private func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ (hash >> 32)
  }
}
