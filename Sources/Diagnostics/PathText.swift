/// Names of files are bytes to the system, and not always UTF-8: an archive from elsewhere may hold names in GB18030. A byte that is no part of UTF-8
/// stands in our texts as a character of its own, U+10FE80 to U+10FEFF, of the private ones; where a name has these characters itself, their bytes do.
/// So every name is a text, and every such text leads back to its file. ``displayEscaped(_:)`` shows such a byte as `\xB2`.
public enum PathText {
  private static let offset: UInt32 = 0x10FE00

  public static func text(of bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self), !mayHold(text) { return text }
    var text = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    var index = 0
    while true {
      let length: Int
      switch parser.parseScalar(from: &input) {
      case .emptyInput: return String(text)
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if byte(scalar) == nil { text.append(scalar) } else { append(bytes[index..<(index + length)]) }
      case .error(let count):
        length = count
        append(bytes[index..<(index + length)])
      }
      index += length
    }
    func append(_ bytes: ArraySlice<UInt8>) { for byte in bytes { text.append(Unicode.Scalar(offset + UInt32(byte))!) } }
  }

  /// Of a text of the system's, up to its zero.
  public static func text(of start: UnsafePointer<CChar>) -> String {
    var length = 0
    while unsafe start[length] != 0 { length += 1 }
    return unsafe text(of: UnsafeBufferPointer(start: start, count: length).lazy.map { UInt8(bitPattern: $0) })
  }

  /// What the system calls a path.
  public static func bytes(of path: String) -> [UInt8] {
    guard mayHold(path) else { return Array(path.utf8) }
    return path.unicodeScalars.flatMap { scalar in byte(scalar).map { [$0] } ?? Array(String(scalar).utf8) }
  }

  /// Of the characters beyond U+FFFF only those of the last planes begin with this byte.
  private static func mayHold(_ path: String) -> Bool { path.utf8.contains(0xF4) }

  /// The byte for which a character stands.
  public static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    (offset + 0x80...offset + 0xFF).contains(scalar.value) ? UInt8(scalar.value - offset) : nil
  }
}

extension String {
  /// The path as calls of the system take it.
  public var systemPath: [CChar] { PathText.bytes(of: self).map { CChar(bitPattern: $0) } + [0] }
}
