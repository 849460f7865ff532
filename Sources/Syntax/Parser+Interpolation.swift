import Diagnostics

/// `print "本周新开工 {count(projects)} 个"`: pieces of text, and expressions in braces; `{{` and `}}` are braces.
extension Parser {
  mutating func parseInterpolations(_ token: Token) -> [Interpolation] {
    let bytes = source.bytes
    var pieces: [Interpolation] = []
    var text: [UInt8] = []
    var place = token.range.start + quoteLength(at: token.range.start)
    let end = token.range.end - (isClosed(token) ? quoteLength(before: token.range.end) : 0)
    while place < end {
      let byte = bytes[place]
      let next = place + 1 < end ? bytes[place + 1] : 0
      if byte == 0x5C {  // \
        place = unescape(at: place, end, into: &text)
      } else if byte == 0x7B || byte == 0x7D, next == byte {
        text.append(byte)
        place += 2
      } else if byte == 0x7B {
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        text = []
        let close = bytes[(place + 1)..<end].firstIndex(of: 0x7D) ?? end
        if close == end { report(.expected(.symbol(.rightBrace), found: .endOfText), at: SourceRange(place, end)) }
        pieces.append(.expression(parsePiece(SourceRange(place + 1, close))))
        place = min(close + 1, end)
      } else {
        text.append(byte)
        place += 1
      }
    }
    if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
    return pieces
  }

  /// The expression in braces, read by a parser of its own; its ranges are those of the whole source.
  private mutating func parsePiece(_ range: SourceRange) -> Expression {
    let lexed = Lexer.tokens(of: Source(name: source.name, bytes: withoutEscapes(range)))
    var tokens = lexed.tokens
    for index in tokens.indices {
      tokens[index].range.start += range.start
      tokens[index].range.end += range.start
      tokens[index].lineIndent = nil
    }
    for var diagnostic in lexed.diagnostics {
      diagnostic.range = SourceRange(diagnostic.range.start + range.start, diagnostic.range.end + range.start)
      diagnostics.append(diagnostic)
    }
    var parser = Parser(source: source, tokens: tokens)
    parser.isInterpolation = true
    parser.depth = depth
    let expression = parser.parseCondition()
    if !parser.isAtStatementEnd { parser.unexpected() }
    diagnostics += parser.diagnostics
    return expression
  }

  /// Quotation marks inside the text are escaped: a space outside for each backslash keeps every offset.
  private func withoutEscapes(_ range: SourceRange) -> [UInt8] {
    var bytes = Array(source.bytes[range.start..<range.end])
    var isOpen = false
    for index in bytes.indices.dropLast() where bytes[index] == 0x5C && bytes[index + 1] == 0x22 {
      bytes[index] = isOpen ? 0x22 : 0x20
      bytes[index + 1] = isOpen ? 0x20 : 0x22
      isOpen.toggle()
    }
    return bytes
  }

  private func quoteLength(at place: Int) -> Int { source.bytes[place] < 0x80 ? 1 : 3 }

  private func quoteLength(before place: Int) -> Int { source.bytes[place - 1] < 0x80 ? 1 : 3 }

  /// The last character is the closing quotation mark: a text that does not end was already reported.
  private func isClosed(_ token: Token) -> Bool {
    let bytes = source.bytes
    guard token.range.end - token.range.start > quoteLength(at: token.range.start) else { return false }
    let last = bytes[token.range.end - 1]
    if last == 0x22 || last == 0x27 { return true }
    return token.range.end >= token.range.start + 6 && bytes[token.range.end - 3] == 0xE2 && bytes[token.range.end - 2] == 0x80
      || token.range.end >= token.range.start + 6 && bytes[token.range.end - 3] == 0xEF && bytes[token.range.end - 2] == 0xBC
  }

  /// `\n`, `\"`, `\u{…}`: the lexer has reported what is wrong.
  private func unescape(at place: Int, _ end: Int, into text: inout [UInt8]) -> Int {
    let bytes = source.bytes
    guard place + 1 < end else { return end }
    switch bytes[place + 1] {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x75:
      guard place + 2 < end, bytes[place + 2] == 0x7B, let close = bytes[place..<end].firstIndex(of: 0x7D) else { break }
      let digits = String(decoding: bytes[(place + 3)..<close], as: UTF8.self)
      if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) { text += Array(String(scalar).utf8) }
      return close + 1
    default: text.append(bytes[place + 1])
    }
    return place + 2
  }
}
