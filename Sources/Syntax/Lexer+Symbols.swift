import Diagnostics

extension Lexer {
  mutating func lexSymbol(_ code: UInt32, _ length: Int) {
    let start = position
    if code == 0x2F, let last = tokens.last, last.keywords.contains(.matches) { return lexPattern() }
    if code == 0x2E, Lexer.isDigit(character(at: start + length).code), !hasWordBefore(start) { return lexBareFraction() }
    let second = character(at: start + length)
    if code == 0x2D, second.code == 0x2D { return lexDocumentation() }
    if let symbol = Lexer.pair(code, second.code) {
      position += length + second.length
      return emit(.symbol(symbol), from: start)
    }
    if let symbol = Lexer.single(code) {
      position += length
      return emit(.symbol(symbol), from: start)
    }
    lexJunk()
  }

  /// `1.2.3` and `a.5` are not `.5`.
  private func hasWordBefore(_ start: Int) -> Bool {
    guard let last = tokens.last, last.range.end == start else { return false }
    switch last.kind {
    case .symbol(.rightParenthesis), .symbol(.dot): return true
    case .symbol: return false
    default: return true
    }
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> Token.Symbol? {
    switch (first, second) {
    case (0x21, 0x3D): .notEqual
    case (0x3C, 0x3D): .lessOrEqual
    case (0x3E, 0x3D): .greaterOrEqual
    case (0x3C, 0x3E): .lessGreater
    case (0x3D, 0x3D): .doubleEqual
    case (0x26, 0x26): .doubleAmpersand
    case (0x7C, 0x7C): .doublePipe
    case (0x3F, 0x3F): .coalesce
    default: nil
    }
  }

  private static func single(_ code: UInt32) -> Token.Symbol? {
    switch code {
    case 0x2C: .comma
    case 0x3B: .semicolon
    case 0x3A: .colon
    case 0x7C: .pipe
    case 0x2E: .dot
    case 0x28: .leftParenthesis
    case 0x29: .rightParenthesis
    case 0x3D: .equal
    case 0x3C: .less
    case 0x3E: .greater
    case 0x2260: .notEqual  // ≠
    case 0x2264, 0x2266: .lessOrEqual  // ≤ ≦
    case 0x2265, 0x2267: .greaterOrEqual  // ≥ ≧
    case 0x2B: .plus
    case 0x2D: .minus
    case 0x2A, 0xD7: .star  // * ×
    case 0x2F, 0xF7: .slash  // / ÷
    case 0x24: .dollar
    case 0x21: .exclamation
    case 0x7B: .leftBrace
    case 0x7D: .rightBrace
    case 0x5B: .leftBracket
    case 0x5D: .rightBracket
    default: nil
    }
  }

  /// A run of characters that mean nothing is one token and one problem.
  private mutating func lexJunk() {
    let start = position
    let first = junk(at: start) ?? .stray
    var end = start
    while end < bytes.count, end == start || junk(at: end) == first {
      // A picture may be several characters, invisible ones among them; of ASCII only repetitions belong together.
      if end > start, bytes[start] < 0x80, bytes[end] != bytes[start] { break }
      end += character(at: end).length
    }
    position = end
    switch first {
    case .noText: emitInvalid(.notText, from: start)
    case .invisible: emitInvalid(.invisible(character(at: start).code), from: start)
    case .stray:
      let shown = String(String(decoding: bytes[start..<min(end, start + 32)], as: UTF8.self).prefix(4))
      emitInvalid(.strayCharacter(shown), from: start)
    }
  }

  private enum Junk { case noText, invisible, stray }

  private func junk(at offset: Int) -> Junk? {
    let code = character(at: offset).code
    switch code {
    case Lexer.noCharacter: return .noText
    case 0x20, 0x09, 0x0A, 0x0D, 0x22, 0x23, 0x27, 0x60, 0x2018...0x201F: return nil
    case _ where Lexer.isInvisible(code): return .invisible
    case _ where Lexer.isWordPart(code) || Lexer.single(code) != nil: return nil
    default: return .stray
    }
  }
}
