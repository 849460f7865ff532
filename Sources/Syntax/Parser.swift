public import Diagnostics

/// Tokens to a tree, by recursive descent: one function a node, one file a family of nodes.
///
/// The functions that read speak five words. `at(x)` asks whether `x` stands here, `eat(x)` takes it if so, `expect(x)` takes it or reports
/// that it is *missing*; what nobody took is *unexpected* (``Parser/recover()``). `at` and `eat` write down what they asked for, `offer` what names or values would do
/// (``Asked``), and that record feeds both the messages and completion. `sees(x)` looks without writing down, for decisions
/// that would only confuse a reader. Nothing here throws or resolves a name: every text has a tree.
///
/// A keyword is one only in its place, so a place asks for the keywords that it allows and takes any other word for a name;
/// only the reserved words are never names.
public struct Parser {
  /// Parentheses, quantifiers, `if` and prefixes inside each other.
  static let nestingLimit = 200
  /// Expressions inside each other in the tree, where a level of the text may make several.
  static let heightLimit = 420
  /// Names in a path, each behind the link before it.
  static let pathLimit = 100
  /// Stages behind a query.
  static let stageLimit = 100
  /// Beyond these, what is reported only repeats itself.
  static let mostMessages = 100

  let source: Source
  /// A misspelled keyword is mended here, after its error.
  var tokens: [Token]
  /// In completion, the tokens behind the place: they may tell the entity of the columns before them.
  let ahead: [Token]
  var index = 0
  var diagnostics: [Diagnostic] = []
  var asked = Asked()
  var depth = 0
  /// The first token of the statement at hand, and the indentation of its line.
  var statementStart = 0
  var indent = 0
  /// Whose names the place at hand shows.
  var row = Expectations.Row()
  /// The token at which the last error was reported: one error a token is enough.
  var lastErrorIndex = -1
  /// The text at hand is a piece of a printed text: its end is not the end of the input.
  var isInterpolation = false

  init(source: Source, tokens: [Token], ahead: [Token] = []) {
    self.source = source
    self.tokens = tokens
    self.ahead = ahead
  }

  public static func parse(_ source: Source) -> ParsedScript {
    let lexed = Lexer.tokens(of: source)
    var parser = Parser(source: source, tokens: lexed.tokens)
    let script = parser.parseScript()
    let diagnostics = (lexed.diagnostics + parser.diagnostics).sortedByPlace()
    return ParsedScript(source: source, tokens: lexed.tokens, script: script, diagnostics: diagnostics)
  }

  /// What could stand at a byte offset, given all before it. The word that touches the offset is taken as half typed.
  public static func expectations(in source: Source, at offset: Int) -> Expectations {
    let all = Lexer.tokens(of: source).tokens
    var kept = all.prefix { $0.range.end <= offset && $0.kind != .end }
    var prefix = SourceRange(offset, offset)
    var rest = all.dropFirst(kept.count)
    if let next = rest.first, next.range.start < offset {
      prefix = SourceRange(next.range.start, offset)
      rest = rest.dropFirst()
    } else if let last = kept.last, last.range.end == offset, last.isHalfTyped {
      prefix = last.range
      kept = kept.dropLast()
    }
    let end = Token(kind: .end, range: SourceRange(offset, offset))
    var parser = Parser(source: source, tokens: kept + [end], ahead: Array(rest))
    _ = parser.parseScript()
    parser.asked.move(to: kept.count)
    return Expectations(keywords: parser.asked.keywords, symbols: parser.asked.symbols, places: parser.asked.places, prefix: prefix)
  }

  /// `STATEMENT ; STATEMENT …`
  mutating func parseScript() -> Script {
    var statements: [Statement] = []
    while true {
      while tokens[index].kind == .symbol(.semicolon) { index += 1 }
      beginStatement()
      if tokens[index].kind == .end {
        // Behind a statement only `;` or a new line lets another begin.
        if index == 0 || tokens[index - 1].kind == .symbol(.semicolon) { askForStatement() }
        break
      }
      let before = index
      statements.append(parseStatement())
      if index == before { index += 1 }
    }
    return Script(statements: statements)
  }

  mutating func beginStatement() {
    statementStart = index
    row = Expectations.Row()
    if let lineIndent = tokens[index].lineIndent { indent = lineIndent }
  }
}

extension Token {
  /// A word at whose end the cursor stands might go on.
  fileprivate var isHalfTyped: Bool {
    switch kind {
    case .word, .quotedName, .number, .period, .moment, .duration, .money: true
    default: false
    }
  }
}

extension [Diagnostic] {
  fileprivate func sortedByPlace() -> [Diagnostic] {
    enumerated().sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }.map(\.element)
  }
}
