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
  /// The place behind the statement (`Parser+Ends`); in an interpolation only the end of its tokens.
  var statementEnd = Int.max
  /// Nothing but a line break ends the statement.
  var endsAtBreak = false
  /// Line breaks at which something was missing, so that they end nothing.
  var joinedBreaks: Set<Int> = []
  /// Errors of this reading that say only that the statement ends at its line break.
  var missingAtBreak = 0
  /// An indented line behind a blank one, inside the statement, that begins as statements do.
  var statementInside: Int?
  /// Tokens read so far, again and again where statements were joined.
  var reread = 0
  /// Tokens read by rules that did not hold (``Parser/attempt(_:)``).
  var readInVain = 0
  /// Typed at the prompt: a first line that begins with a clause word works on the last result.
  var isTyped = false
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

  /// `isTyped` at the prompt, where a text that begins with a clause word works on the last result.
  public static func parse(_ source: Source, isTyped: Bool = false) -> ParsedScript {
    if let problem = source.encodingProblem {
      // Whatever else could be said would be about characters that nobody wrote.
      let end = Token(kind: .end, range: SourceRange(source.bytes.count, source.bytes.count))
      return ParsedScript(source: source, tokens: [end], script: Script(statements: []), diagnostics: [problem])
    }
    let lexed = Lexer.tokens(of: source)
    var parser = Parser(source: source, tokens: lexed.tokens)
    parser.isTyped = isTyped
    let script = parser.parseScript()
    let diagnostics = (lexed.diagnostics + parser.diagnostics).sortedByPlace()
    return ParsedScript(source: source, tokens: lexed.tokens, script: script, diagnostics: diagnostics)
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
      statements.append(parseStatementToItsEnd())
      if index == before { index += 1 }
    }
    return Script(statements: statements)
  }
}

extension [Diagnostic] {
  fileprivate func sortedByPlace() -> [Diagnostic] {
    enumerated().sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }.map(\.element)
  }
}
