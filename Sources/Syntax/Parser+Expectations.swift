public import Diagnostics

extension Parser {
  /// What could stand at a byte offset, given all before it. The word that touches the offset is taken as half typed. `isTyped` as in ``parse(_:isTyped:)``.
  public static func expectations(in source: Source, at offset: Int, isTyped: Bool = false) -> Expectations {
    let lexed = Lexer.tokens(of: source)
    var kept = Array(lexed.tokens.prefix { $0.range.end <= offset && $0.kind != .end })
    var rest = lexed.tokens.dropFirst(kept.count)
    var expected = Expectations(keywords: [], symbols: [], places: [], prefix: SourceRange(offset, offset))
    var touching: Token?
    if let next = rest.first, next.range.start < offset {
      touching = next
      rest = rest.dropFirst()
    } else if let last = kept.last, last.range.end == offset, last.isWordLike {
      touching = last
      kept.removeLast()
    }
    if let touching {
      let isOpen =
        offset < touching.range.end
        || lexed.diagnostics.contains { $0.range == touching.range && ($0.problem as? SyntaxProblem)?.isUnterminated ?? false }
      expected.typed = touching.typed(isOpen: isOpen)
      if expected.typed == .closed {
        if touching.range.end <= offset { kept.append(touching) }
      } else {
        expected.prefix = SourceRange(touching.range.start, offset)
      }
    } else if isComment(source, from: kept.last?.range.end ?? 0, to: offset) {
      expected.typed = .closed
    }
    let end = Token(kind: .end, range: SourceRange(offset, offset))
    var parser = Parser(source: source, tokens: kept + [end], ahead: Array(rest))
    parser.isTyped = isTyped
    _ = parser.parseScript()
    parser.asked.move(to: kept.count)
    (expected.keywords, expected.symbols, expected.places) = (parser.asked.keywords, parser.asked.symbols, parser.asked.places)
    return expected
  }

  /// Between tokens stand only white space and comments.
  private static func isComment(_ source: Source, from start: Int, to end: Int) -> Bool {
    let line = source.text(SourceRange(min(start, end), end)).unicodeScalars.reversed().prefix { $0 != "\n" && $0 != "\r" }
    return line.contains { $0 == "#" || $0 == "＃" }
  }
}

extension Token {
  /// What stands right behind it would be part of it, or be read as if it were.
  fileprivate var isWordLike: Bool {
    switch kind {
    case .word, .quotedName, .number, .period, .date, .moment, .duration, .money, .text, .pattern, .invalid: true
    case .symbol(let symbol): symbol == .documentation
    case .end: false
    }
  }

  fileprivate func typed(isOpen: Bool) -> Expectations.Typed {
    switch kind {
    case .word: .word
    case .quotedName: isOpen ? .quotedName : .closed
    case .text: isOpen ? .text : .closed
    case .number, .period, .date, .moment, .duration, .money: .literal
    case .pattern, .invalid, .symbol, .end: .closed
    }
  }
}

extension SyntaxProblem {
  fileprivate var isUnterminated: Bool {
    switch self {
    case .unterminatedText, .unterminatedName: true
    default: false
    }
  }
}
