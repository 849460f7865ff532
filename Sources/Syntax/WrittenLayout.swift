public import Diagnostics

/// A statement laid out in its own words: spaces and line breaks are the printer's, every word and sign is as written. So a script keeps its language,
/// the order of its words and the spelling of its dates.
struct WrittenLayout {
  private let source: Source
  private let tokens: [Token]
  private let outline: Outline

  init(_ statement: Statement, in script: ParsedScript) {
    source = script.source
    tokens = script.tokens(within: statement.range).filter { !$0.range.isEmpty }
    outline = Printer.outline(statement)
  }

  /// On several lines where it is long, broken where the printer would break.
  func laidOut(width: Int) -> String {
    var breaks: [Int: Outline.Piece] = [:]
    outline.collectBreaks(into: &breaks)
    var pieces: [Outline.Piece] = []
    for (index, token) in tokens.enumerated() {
      if index > 0 {
        let isApart = isApart(tokens[index - 1], token)
        if isApart, let mark = breaks[token.range.start] { pieces.append(mark) } else if isApart { pieces.append(" ") }
      }
      pieces.append(.text(text(of: token)))
    }
    return Outline("statement", outline.range, pieces).laidOut(width: width)
  }

  private func text(of token: Token) -> String {
    var text = source.text(token.range)
    while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" { text.unicodeScalars.removeLast() }
    return text
  }

  /// Whether a space belongs between two tokens.
  private func isApart(_ left: Token, _ right: Token) -> Bool {
    switch (left.kind, right.kind) {
    case (_, .symbol(.comma)), (_, .symbol(.rightParenthesis)), (.symbol(.leftParenthesis), _): return false
    case (.symbol(.comma), _): return !isWide(left)
    case (_, .symbol(let sign)) where Self.spaced.contains(sign), (.symbol(let sign), _) where Self.spaced.contains(sign): return true
    case (.symbol(let sign), _) where isWide(left) && sign != .rightParenthesis: return false
    // Words that the writer ran together stand apart; `5亿以上`, `前20名` and signs that join stay as they are.
    case (.word, .word): return true
    default: return right.hasSpaceBefore || right.lineIndent != nil
    }
  }

  /// A full-width sign brings its own space.
  private func isWide(_ token: Token) -> Bool { source.text(token.range).unicodeScalars.contains { $0.value > 0x2E7F } }

  private static let spaced: Set<Token.Symbol> = [
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .star, .coalesce, .pipe, .documentation,
  ]
}

extension Printer {
  /// An expression on one line, however it was laid out: the printer's text; where that would put Chinese words into English, its own words with the
  /// printer's spaces. What formatting makes of the expression has the same.
  public static func words(of expression: Expression, in source: Source) -> String {
    let text = source.text(expression.range)
    let (piece, printed) = (Source(name: "", text: text), Printer.text(of: expression))
    let tokens = Lexer.tokens(of: piece).tokens.filter { !$0.range.isEmpty }
    let again = Source(name: "", text: printed)
    if Formatter.wideWords(tokens[...], in: piece) == Formatter.wideWords(Lexer.tokens(of: again).tokens[...], in: again) { return printed }
    return WrittenLayout(tokens, of: piece).onOneLine
  }
}

extension WrittenLayout {
  fileprivate init(_ tokens: [Token], of source: Source) {
    (self.source, self.tokens) = (source, tokens)
    outline = Outline("words", SourceRange(0, source.bytes.count))
  }

  /// With spaces on both sides of every sign between two values.
  fileprivate var onOneLine: String {
    var line = ""
    for (index, token) in tokens.enumerated() {
      if index > 0 {
        let left = tokens[index - 1]
        let isSign = [left, token].contains { [.symbol(.slash), .symbol(.minus)].contains($0.kind) }
        let isUnary = left.kind == .symbol(.minus) && (index == 1 || !tokens[index - 2].endsValue)
        if isSign ? !isUnary && (token.kind != .symbol(.minus) || left.endsValue || isApart(left, token)) : isApart(left, token) {
          line += " "
        }
      }
      line += text(of: token)
    }
    return line
  }
}

extension Token {
  /// A sign behind it stands between two values.
  fileprivate var endsValue: Bool {
    switch kind {
    case .symbol(.rightParenthesis): true
    case .symbol: false
    default: true
    }
  }
}

extension Outline {
  /// Where each node begins that the layout may put on a new line.
  func collectBreaks(into breaks: inout [Int: Piece]) {
    var mark: Piece?
    for piece in pieces {
      switch piece {
      case .line, .fill: mark = piece
      case .text(let words): if words.contains(where: { $0 != " " }) { mark = nil }
      case .node(let node):
        if let mark, !node.range.isEmpty { breaks[node.range.start] = mark }
        mark = nil
        node.collectBreaks(into: &breaks)
      }
    }
  }
}
