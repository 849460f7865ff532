@preconcurrency import Glibc

/// The system's converter, for everything that is not UTF-8.
enum Iconv {
  /// Converts to UTF-8. A byte that begins no character becomes U+FFFD and is noted; reading goes on behind it.
  static func decode(_ bytes: ArraySlice<UInt8>, from encoding: TextEncoding) -> DecodedText {
    var text = DecodedText(bytes: [], encoding: encoding, damage: [])
    guard let converter = iconv_open("UTF-8", encoding.rawValue), converter != iconv_t(bitPattern: -1) else {
      // A system without the table: nothing can be read, and the whole text says so.
      text.bytes = replacementCharacter
      text.damage = bytes.first.map { [.init(offset: 0, byte: $0)] } ?? []
      return text
    }
    defer { iconv_close(converter) }
    text.bytes.reserveCapacity(bytes.count + bytes.count / 2)
    var input = Array(bytes)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    input.withUnsafeMutableBytes { source in
      chunk.withUnsafeMutableBytes { target in convert(source, converter, through: target, into: &text) }
    }
    return text
  }

  private static func convert(
    _ source: UnsafeMutableRawBufferPointer, _ converter: iconv_t, through chunk: UnsafeMutableRawBufferPointer,
    into text: inout DecodedText
  ) {
    var position = source.baseAddress?.assumingMemoryBound(to: CChar.self)
    var left = source.count
    while left > 0 {
      var output = chunk.baseAddress?.assumingMemoryBound(to: CChar.self)
      var room = chunk.count
      let result = iconv(converter, &position, &left, &output, &room)
      let reason = errno
      text.bytes.append(contentsOf: chunk[0..<(chunk.count - room)])
      guard result == -1, reason != E2BIG else { continue }
      // EILSEQ: no character begins here. EINVAL: the last character is cut off.
      text.damage.append(.init(offset: text.bytes.count, byte: source[source.count - left]))
      text.bytes.append(contentsOf: replacementCharacter)
      let skipped = reason == EINVAL ? left : min(left, text.encoding == .gb18030 ? 1 : 2)
      position = position.map { $0 + skipped }
      left -= skipped
    }
  }
}
