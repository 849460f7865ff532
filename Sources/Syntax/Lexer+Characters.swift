extension Lexer {
  /// What `character(at:)` gives where the bytes are not UTF-8.
  static let noCharacter = UInt32.max

  /// The character at a byte offset, its full-width form folded, and its length in bytes; `(0, 0)` behind the end.
  @inline(__always)
  func character(at offset: Int) -> (code: UInt32, length: Int) {
    guard offset < bytes.count else { return (0, 0) }
    let first = bytes[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    let (code, length) = decoded(at: offset, first)
    // Han characters, by far the most frequent here, fold to themselves.
    return 0x4E00...0x9FFF ~= code ? (code, length) : (Lexer.folded(code), length)
  }

  /// The character at a byte offset as written.
  func rawCharacter(at offset: Int) -> (code: UInt32, length: Int) {
    guard offset < bytes.count else { return (0, 0) }
    let first = bytes[offset]
    return first < 0x80 ? (UInt32(first), 1) : decoded(at: offset, first)
  }

  private func decoded(at offset: Int, _ first: UInt8) -> (code: UInt32, length: Int) {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard 0xC2...0xF4 ~= first, offset + length <= bytes.count else { return (Lexer.noCharacter, 1) }
    var code = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for index in 1..<length {
      let byte = bytes[offset + index]
      guard byte & 0xC0 == 0x80 else { return (Lexer.noCharacter, 1) }
      code = code << 6 | UInt32(byte & 0x3F)
    }
    if length == 3, code < 0x800 || 0xD800...0xDFFF ~= code { return (Lexer.noCharacter, 1) }
    if length == 4, !(0x10000...0x10FFFF ~= code) { return (Lexer.noCharacter, 1) }
    return (code, length)
  }

  private static func folded(_ code: UInt32) -> UInt32 {
    switch code {
    case 0xFF01...0xFF5E: code - 0xFEE0
    case 0x3001: 0x2C  // 、
    case 0x3002, 0xFF61: 0x3B  // 。
    case 0x3000, 0xA0, 0x85, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F: 0x20
    case 0x2010, 0x2011, 0x2212: 0x2D  // hyphens that word processors put in, minus
    default: code
    }
  }

  static func isDigit(_ code: UInt32) -> Bool { 0x30...0x39 ~= code }

  static func isLatin(_ code: UInt32) -> Bool {
    0x61...0x7A ~= code || 0x41...0x5A ~= code || 0xC0...0x24F ~= code && code != 0xD7 && code != 0xF7
  }

  /// Letters of any script with their marks, digits, `_`.
  @inline(__always)
  static func isWordPart(_ code: UInt32) -> Bool {
    if code < 0x80 { return 0x61...0x7A ~= code || 0x41...0x5A ~= code || 0x30...0x39 ~= code || code == 0x5F }
    return 0x4E00...0x9FFF ~= code || isOtherLetter(code)
  }

  private static func isOtherLetter(_ code: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(code) else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber, .decimalNumber, .otherNumber,
      .spacingMark:
      return true
    case .nonspacingMark:
      // Selectors choose between pictures; they join no word.
      return !(0xFE00...0xFE0F ~= code) && !(0xE0100...0xE01EF ~= code)
    default: return false
    }
  }

  /// Controls, bidi marks, zero-width characters: what a reader cannot see.
  static func isInvisible(_ code: UInt32) -> Bool {
    if code < 0x20 || 0x7F...0x9F ~= code { return true }
    return code == 0xAD || code == 0x61C || 0x200B...0x200F ~= code || 0x202A...0x202E ~= code || 0x2060...0x206F ~= code
      || code == 0xFEFF || 0xFFF9...0xFFFB ~= code || 0xE0000...0xE007F ~= code
  }

  // MARK: Reading ahead

  /// Steps over one character if it is this one.
  func skip(_ scalar: Unicode.Scalar, _ offset: inout Int) -> Bool {
    let (code, length) = character(at: offset)
    guard code == scalar.value, length > 0 else { return false }
    offset += length
    return true
  }

  /// Steps over a text if it stands here.
  func skip(_ text: String, _ offset: inout Int) -> Bool {
    var end = offset
    for scalar in text.unicodeScalars {
      guard skip(scalar, &end) else { return false }
    }
    offset = end
    return true
  }

  /// Steps over one to `limit` digits, unless more follow.
  func skipDigits(_ offset: inout Int, limit: Int) -> (value: Int, count: Int)? {
    var end = offset
    var value = 0
    var count = 0
    while true {
      let (code, length) = character(at: end)
      guard Lexer.isDigit(code) else { break }
      guard count < limit else { return nil }
      value = value * 10 + Int(code - 0x30)
      count += 1
      end += length
    }
    guard count > 0 else { return nil }
    offset = end
    return (value, count)
  }

  func skipBlanks(_ offset: inout Int) {
    while case let (code, length) = character(at: offset), code == 0x20 || code == 0x09 { offset += length }
  }

  /// The end of the word characters from here: letters, digits, `_`, a `-` between two of them, an apostrophe between Latin letters.
  func wordEnd(from start: Int) -> Int {
    var end = start
    var previous: UInt32 = 0
    while true {
      let (code, length) = character(at: end)
      if Lexer.isWordPart(code) {
        end += length
        previous = code
        continue
      }
      let next = character(at: end + length).code
      let joins =
        code == 0x2D && previous != 0 && Lexer.isWordPart(next)
        || (code == 0x27 || code == 0x2019) && Lexer.isLatin(previous) && Lexer.isLatin(next)
      guard joins, length > 0 else { return end }
      end += length
      previous = 0
    }
  }

  /// The text of a range with full-width forms folded and `’` as `'`.
  func foldedText(_ start: Int, _ end: Int) -> String {
    // Only characters from these two leading bytes fold inside a word.
    guard bytes[start..<end].contains(where: { $0 == 0xEF || $0 == 0xE2 }) else {
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    var text = String.UnicodeScalarView()
    var offset = start
    while offset < end {
      let (code, length) = character(at: offset)
      text.append(Unicode.Scalar(code == 0x2019 ? 0x27 : code) ?? "\u{FFFD}")
      offset += max(length, 1)
    }
    return String(text)
  }
}
