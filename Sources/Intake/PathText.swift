import Glibc

/// Names of files are bytes to the system, and not always UTF-8: an archive from elsewhere may hold names in GB18030. A byte that is no part of UTF-8
/// stands in our texts as a character of its own, U+10FE80 to U+10FEFF, of the private ones; where a name has these characters itself, their bytes do.
/// So every name is a text, and every such text leads back to its file.
enum PathText {
  private static let offset: UInt32 = 0x10FE00

  static func text(of bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var index = 0
    bytes.withUnsafeBufferPointer { bytes in
      while index < bytes.count {
        let length = bytes[index] < 0x80 ? 1 : UTF8Survey.sequenceLength(bytes, at: index)
        if length > 0, let scalar = String(decoding: bytes[index..<(index + length)], as: UTF8.self).unicodeScalars.first,
          byte(scalar) == nil
        {
          text.append(scalar)
          index += length
        } else {
          text.append(Unicode.Scalar(offset + UInt32(bytes[index]))!)
          index += 1
        }
      }
    }
    return String(text)
  }

  /// What the system calls a path.
  static func bytes(of path: String) -> [UInt8] {
    guard mayHold(path) else { return Array(path.utf8) }
    return path.unicodeScalars.flatMap { scalar in byte(scalar).map { [$0] } ?? Array(String(scalar).utf8) }
  }

  static func withSystemPath<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    guard mayHold(path) else { return path.withCString(body) }
    return (bytes(of: path) + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }

  /// The path for people: names that are GB18030 as what they say, other bytes as U+FFFD.
  static func readable(_ path: String) -> String {
    guard mayHold(path) else { return path }
    return path.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
      let name = String(part)
      guard name.unicodeScalars.contains(where: { byte($0) != nil }) else { return name }
      let bytes = bytes(of: name)
      let decoded = Iconv.decode(bytes[...], from: .gb18030)
      return String(decoding: decoded.damage.isEmpty ? decoded.bytes : bytes, as: UTF8.self)
    }.joined(separator: "/")
  }

  /// Of the characters beyond U+FFFF only those of the last planes begin with this byte.
  private static func mayHold(_ path: String) -> Bool { path.utf8.contains(0xF4) }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    (offset + 0x80...offset + 0xFF).contains(scalar.value) ? UInt8(scalar.value - offset) : nil
  }
}
