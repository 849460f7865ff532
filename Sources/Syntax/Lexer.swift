public import Diagnostics

/// Text to tokens. Total and linear: any bytes become tokens, and what cannot be one becomes `.invalid` with a diagnostic.
///
/// Full-width forms fold to ASCII as they are read, so `（`, `，` and `＝` are symbols. Ranges are bytes of the text as it stands. The
/// ranges of the tokens, white space and comments together cover the text. The last token is always `.end`.
///
/// What begins with a digit is decided as a whole, in this order: a date or period (`Lexer+Dates`), a number with or without a unit
/// (`Lexer+Numbers`, `Lexer+Units`), a word. A word is never taken apart but for `前20名`, `近30天` and `5亿以上`.
public struct Lexer {
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// From a line's start to its first token: the indentation so far, in columns, a tab to the next multiple of 8.
  private var pendingIndent: Int? = 0
  private var sawSpace = false

  /// Reports at most 1,000 problems: a file that is no text has as many as it has bytes.
  public static func tokens(of source: Source) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(bytes: source.bytes)
    lexer.tokens.reserveCapacity(source.bytes.count / 6 + 2)
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lexer.position = 3 }
    while lexer.position < lexer.bytes.count { lexer.lexNext() }
    lexer.emit(.end, from: lexer.bytes.count)
    return (lexer.tokens, lexer.diagnostics)
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func lexNext() {
    let start = position
    let (code, length) = character(at: start)
    switch code {
    case 0x0A, 0x0D:
      position += 1
      pendingIndent = 0
      sawSpace = true
    case 0x20, 0x09: skipSpace(code, length)
    case 0x23: skipComment()
    case 0x30...0x39: lexDigits()
    case _ where Lexer.isWordPart(code): lexWord()
    case 0x22, 0x27, 0x2018...0x201F: lexText(quote: code)
    case 0x60: lexQuotedName()
    default: lexSymbol(code, length)
    }
  }

  private mutating func skipSpace(_ code: UInt32, _ length: Int) {
    position += length
    sawSpace = true
    // U+3000 is the only wide space, and the only one of three bytes from 0xE3.
    let columns = length == 3 && bytes[position - 3] == 0xE3 ? 2 : 1
    if let indent = pendingIndent { pendingIndent = code == 0x09 ? (indent / 8 + 1) * 8 : indent + columns }
  }

  private mutating func skipComment() {
    position = lineEnd(from: position)
    sawSpace = true
  }

  /// The offset of the line's end, before its LF or CR.
  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while !isLineEnd(end) { end += 1 }
    return end
  }

  func isLineEnd(_ offset: Int) -> Bool { offset >= bytes.count || bytes[offset] == 0x0A || bytes[offset] == 0x0D }

  /// Ends a token at `position`.
  mutating func emit(_ kind: Token.Kind, from start: Int, text: String = "", keywords: KeywordSet = []) {
    tokens.append(
      Token(
        kind: kind, range: SourceRange(start, position), text: text, keywords: keywords, lineIndent: pendingIndent,
        hasSpaceBefore: sawSpace))
    pendingIndent = nil
    sawSpace = false
  }

  mutating func report(_ problem: SyntaxProblem, from start: Int) {
    guard diagnostics.count < 1000 else { return }
    diagnostics.append(Diagnostic(problem, at: SourceRange(start, position)))
  }

  mutating func emitInvalid(_ problem: SyntaxProblem, from start: Int) {
    report(problem, from: start)
    emit(.invalid, from: start)
  }
}
