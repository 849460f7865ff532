/// Gives each different text a number, in order of first appearance. Open addressing over a ``TextHeap``; no object per text.
///
/// Texts are equal when their bytes are: `é` as one scalar and as two are different texts, as in the files.
struct Interner: Sendable {
  private(set) var texts = TextHeap()
  /// 0 where free, else number + 1 in the low half and half of the text's hash in the high half, so that most texts that differ are told apart, and
  /// the table grows, without a look at them. A power of two, at most three quarters full.
  private var slots = [UInt64](repeating: 0, count: 16)

  init(_ initial: some Sequence<String> = EmptyCollection<String>()) {
    for text in initial { _ = number(of: text) }
  }

  var count: Int { texts.count }

  /// Makes room for so many texts in all.
  mutating func reserve(_ count: Int) {
    var size = slots.count
    while size / 4 * 3 < count { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  /// The number of the text, a new one if it has none.
  mutating func number(of text: String) -> Int {
    var text = text
    return text.withUTF8 { number(of: $0) }
  }

  mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = Self.hash(bytes)
    let slot = slot(of: bytes, hash)
    if slots[slot] != 0 { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
    slots[slot] = hash & Self.hashHalf | UInt64(texts.count + 1)
    texts.append(bytes)
    if texts.count > slots.count / 4 * 3 { grow(to: slots.count * 2) }
    return texts.count - 1
  }

  func existingNumber(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { existingNumber(of: $0) }
  }

  func existingNumber(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let held = slots[slot(of: bytes, Self.hash(bytes))]
    return held == 0 ? nil : Int(held & 0xFFFF_FFFF) - 1
  }

  private static let hashHalf: UInt64 = 0xFFFF_FFFF_0000_0000

  /// Where the text stands, or where it belongs.
  private func slot(of text: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask
      while slots[slot] != 0 {
        if (slots[slot] ^ hash) & Self.hashHalf == 0, texts.isEqual(Int(slots[slot] & 0xFFFF_FFFF) - 1, to: text) { break }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  private mutating func grow(to size: Int) {
    var larger = [UInt64](repeating: 0, count: size)
    let mask = size - 1
    for number in 0..<texts.count {
      let hash = texts.withBytes(number) { Self.hash($0) }
      var slot = Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = hash & Self.hashHalf | UInt64(number + 1)
    }
    slots = larger
  }

  /// Eight bytes at a time, each folded in by a multiplication to 128 bits. Not proof against texts made to collide; files are the user's own.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
      let product = left.multipliedFullWidth(by: right)
      return product.high ^ product.low
    }
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(raw.count)
    var index = 0
    while index + 8 <= raw.count {
      hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xD1B5_4A32_D192_ED03)
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    return fold(hash ^ rest, 0xA076_1D64_78BD_642F)
  }
}
