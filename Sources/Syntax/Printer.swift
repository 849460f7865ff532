public import Diagnostics

/// Trees to text: one canonical spelling of everything, in English keywords, that parses to the same tree.
public enum Printer {
  /// Cells after which a statement takes several lines.
  static let width = 100

  /// The whole script, a statement a line (long ones several).
  public static func print(_ script: Script) -> String {
    lines(script.statements.map { text(of: $0) }).joined(separator: "\n")
  }

  /// A statement that the next line would go on with gets its `;`.
  static func lines(_ statements: [String]) -> [String] {
    statements.indices.map { index in
      index + 1 < statements.count ? statements[index] + end(of: statements[index], before: statements[index + 1]) : statements[index]
    }
  }

  /// What ends a statement before a next one: nothing but the line, unless the next would go on with it. Behind a documentation, which takes the rest of its line, on a line of its own.
  static func end(of text: String, before next: String) -> String {
    guard continues(next) || takesIn(next, behind: text) else { return "" }
    let tokens = Lexer.tokens(of: Source(name: "", text: text)).tokens.dropLast()
    return tokens.last?.kind == .symbol(.documentation) ? "\n;" : ";"
  }

  /// `compare last` takes the `week` of the next line for its own, though `compare last` can end a statement too.
  private static func takesIn(_ next: String, behind text: String) -> Bool {
    let both = Parser.parse(Source(name: "", text: text + "\n" + next))
    return both.script.statements.first.map { $0.range.end > text.utf8.count } ?? false
  }

  private static func continues(_ text: String) -> Bool {
    let tokens = Lexer.tokens(of: Source(name: "", text: text)).tokens
    return tokens[0].goesOn(before: tokens[min(1, tokens.count - 1)])
  }

  /// On several lines where it is long.
  public static func text(of statement: Statement) -> String { outline(statement).laidOut(width: width) }

  /// On one line.
  public static func text(of query: Query) -> String { outline(query).flat }

  /// On one line.
  public static func text(of expression: Expression) -> String { outline(expression).flat }

  /// On one line.
  public static func text(of type: TypeSyntax) -> String { outline(type).flat }

  /// The tree as `explain tree` shows it: a node a line, with the bytes of the text that it stands for.
  public static func dump(_ script: Script, withRanges: Bool = true) -> String {
    script.statements.map { outline($0).dump(withRanges: withRanges) }.joined(separator: "\n")
  }

  /// The tree of one statement.
  public static func dump(_ statement: Statement, withRanges: Bool = true) -> String {
    outline(statement).dump(withRanges: withRanges)
  }

  /// The tokens as `explain tokens` shows them: bytes, kind, text, and what keywords a word can be.
  public static func dump(_ tokens: [Token], in source: Source) -> String {
    tokens.map { token in
      var line = "\(token.range.start)-\(token.range.end)  \(token.kind.name)"
      if !token.range.isEmpty { line += "  \(source.text(token.range))" }
      let keywords = Keyword.allCases.filter { token.keywords.contains($0) }.map(\.rawValue)
      if !keywords.isEmpty { line += "  (\(keywords.joined(separator: ", ")))" }
      return line
    }.joined(separator: "\n")
  }

  // MARK: Leaves

  /// A text as it stands inside quotation marks.
  static func escaped(_ text: String) -> String { String(quoted(text).dropFirst().dropLast()) }

  /// A name as it must be written: in back-quotes where it was or where it would be read otherwise.
  public static func text(of name: Name) -> String {
    if name.isQuoted { return quotedName(name.text) }
    // `是` without back-quotes is a value.
    return name.text.isEmpty || KeywordTable.isYes(name.text) ? name.text : spelledName(name.text)
  }

  /// A code of a choice: codes that are numbers stay so, texts are texts.
  static func code(_ name: Name) -> String {
    if name.isQuoted { return quoted(name.text) }
    let source = Source(name: "", text: name.text)
    let lexed = Lexer.tokens(of: source)
    guard lexed.diagnostics.isEmpty, lexed.tokens.count == 2, lexed.tokens[0].range == source.range else { return quoted(name.text) }
    let token = lexed.tokens[0]
    switch token.kind {
    case .word: return token.isName && token.text == name.text ? name.text : quoted(name.text)
    case .number, .money, .date, .period, .duration: return name.text
    default: return quoted(name.text)
    }
  }
}

extension Script: CustomStringConvertible {
  public var description: String { Printer.print(self) }

  /// The same text but for spaces, language of keywords and places.
  public func isSameText(as other: Script) -> Bool {
    Printer.dump(self, withRanges: false) == Printer.dump(other, withRanges: false)
  }
}

extension Token.Kind {
  var name: String {
    switch self {
    case .word: "word"
    case .quotedName: "name"
    case .text: "text"
    case .number: "number"
    case .money: "money"
    case .date: "date"
    case .period: "period"
    case .duration: "duration"
    case .moment: "moment"
    case .pattern: "pattern"
    case .symbol: "symbol"
    case .invalid: "invalid"
    case .end: "end"
    }
  }
}
