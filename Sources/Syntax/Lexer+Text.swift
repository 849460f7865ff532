import Diagnostics

extension Lexer {
  /// `"…"`, `'…'`, `“…”`, ended by a quotation mark of the same kind on the same line: a double curly one by any double curly one.
  mutating func lexText(quote: UInt32) {
    let start = position
    let kind = Lexer.quoteKind(quote)
    position += character(at: start).length
    var text = String.UnicodeScalarView()
    while true {
      let (code, length) = rawCharacter(at: position)
      if length == 0 || code == 0x0A || code == 0x0D {
        report(.unterminatedText(closing: kind.closing), from: start)
        return emit(.text(NormalForm.of(String(text))), from: start)
      }
      if let found = Lexer.closingKind(code), found == kind {
        position += length
        return emit(.text(NormalForm.of(String(text))), from: start)
      }
      if code == 0x5C {
        lexEscape(into: &text)
      } else {
        text.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        position += length
      }
    }
  }

  private enum QuoteKind {
    case single, double, curlySingle, curlyDouble

    var closing: String {
      switch self {
      case .single: "'"
      case .double: "\""
      case .curlySingle: "’"
      case .curlyDouble: "”"
      }
    }
  }

  private static func quoteKind(_ code: UInt32) -> QuoteKind {
    switch code {
    case 0x22: .double
    case 0x27: .single
    case 0x201C...0x201F: .curlyDouble
    default: .curlySingle
    }
  }

  private static func closingKind(_ code: UInt32) -> QuoteKind? {
    switch code {
    case 0x22, 0x27, 0x2018...0x201F: quoteKind(code)
    case 0xFF02: .double
    case 0xFF07: .single
    default: nil
    }
  }

  /// `\" \' \\ \n \t \u{…}`; an unknown escape is reported and kept as written.
  private mutating func lexEscape(into text: inout String.UnicodeScalarView) {
    let start = position
    position += 1
    let (code, length) = rawCharacter(at: position)
    guard length > 0, code != 0x0A, code != 0x0D else {
      report(.badEscape("\\"), from: start)
      return text.append("\\")
    }
    position += length
    switch code {
    case 0x6E: text.append("\n")
    case 0x74: text.append("\t")
    case 0x22, 0x27, 0x5C, 0x2018...0x201F: text.append(Unicode.Scalar(code) ?? "\u{FFFD}")
    case 0x75:
      if let scalar = scalarInBraces() { return text.append(scalar) }
      report(.badEscape("\\u"), from: start)
      text.append(contentsOf: "\\u".unicodeScalars)
    default:
      let written = String(decoding: bytes[start..<position], as: UTF8.self)
      report(.badEscape(written), from: start)
      text.append(contentsOf: written.unicodeScalars)
    }
  }

  /// `{1F600}` behind `\u`: one to six hexadecimal digits that are a character; else nothing is read.
  private mutating func scalarInBraces() -> Unicode.Scalar? {
    guard position < bytes.count, bytes[position] == 0x7B else { return nil }
    var offset = position + 1
    var value: UInt32 = 0
    while offset < bytes.count, offset - position <= 6, let digit = Lexer.hexadecimal(bytes[offset]) {
      value = value << 4 | digit
      offset += 1
    }
    guard offset > position + 1, offset < bytes.count, bytes[offset] == 0x7D, let scalar = Unicode.Scalar(value) else { return nil }
    position = offset + 1
    return scalar
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// `` `any text` ``: a name, whatever it holds. A back-quote inside is written twice.
  mutating func lexQuotedName() {
    let start = position
    var name: [UInt8] = []
    position += character(at: start).length
    while !isLineEnd(position) {
      let (code, length) = character(at: position)
      if code == 0x60 {
        position += length
        guard character(at: position).code == 0x60 else {
          if name.isEmpty { return emitInvalid(.emptyName, from: start) }
          return emit(.quotedName(NormalForm.of(String(decoding: name, as: UTF8.self))), from: start)
        }
      }
      name += code == 0x60 ? [0x60] : bytes[position..<(position + length)]
      position += length
    }
    report(.unterminatedName, from: start)
    emit(.quotedName(NormalForm.of(String(decoding: name, as: UTF8.self))), from: start)
  }

  /// `/regex/`; a slash inside is `\/`, every other escape is the pattern's own.
  mutating func lexPattern() {
    let start = position
    var pattern: [UInt8] = []
    position += character(at: start).length
    while !isLineEnd(position) {
      let (code, length) = character(at: position)
      if code == 0x2F {
        position += length
        return emit(.pattern(NormalForm.of(String(decoding: pattern, as: UTF8.self))), from: start)
      }
      if code == 0x5C, !isLineEnd(position + length) {
        if bytes[position + length] != 0x2F { pattern += bytes[position..<(position + length)] }
        position += length
        pattern.append(bytes[position])
        position += 1
        continue
      }
      pattern += bytes[position..<(position + length)]
      position += length
    }
    report(.unterminatedPattern, from: start)
    emit(.pattern(NormalForm.of(String(decoding: pattern, as: UTF8.self))), from: start)
  }

  /// `-- what the line declares`: one token to the end of the line, its text without the dashes.
  mutating func lexDocumentation() {
    let start = position
    position = lineEnd(from: start)
    var first = start
    while skip("-", &first) {}
    skipBlanks(&first)
    var last = position
    while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    emit(.symbol(.documentation), from: start, text: String(decoding: bytes[min(first, last)..<last], as: UTF8.self))
  }
}
