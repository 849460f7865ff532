public import Diagnostics

/// One word, literal or symbol of a text. The lexer is total: any bytes become tokens, and what cannot be one becomes `.invalid` with a diagnostic.
public struct Token: Sendable {
  public enum Kind: Sendable, Hashable {
    /// A word: a name or a keyword, told apart by place. The text stands in the source under `range`.
    case word
    /// `` `select` ``, unescaped
    case quotedName(String)
    /// `"…"`, unescaped
    case text(String)
    /// `12`, `0.5`, `30%` (already 0.3). `isPlainInteger` is true for digits alone: a bare `2018` may be a year, `420113` a code.
    case number(DecimalText, isPlainInteger: Bool)
    /// `5亿`, `120元`, `1.2bn`, with or without a space before the unit
    case money(DecimalText, MoneyWord)
    /// `2018-03-07 2018/3/7 2018年3月7日`, a day that exists
    case date(year: Int, month: Int, day: Int)
    /// `2018H1 2018Q1 2018-03 2018年 2018年3月 2018-W10`
    case period(PeriodWord)
    /// `30d 2w 3mo 1q 1y 5wd`, `30 days`, `5个工作日`, `30天`
    case duration(DecimalText, DurationWord)
    /// Words that are moments by themselves: `今天 本周 上月 今年以来 上半年 一季度`, `近30天` as one word. The English ones are several words and the parser's.
    case moment(Literal)
    /// `/regex/` after `matches`
    case pattern(String)
    case symbol(Symbol)
    /// Bytes that are no token; already reported.
    case invalid
    /// The end of the text.
    case end
  }

  public enum Symbol: String, Sendable, Hashable, CaseIterable {
    case comma = ",", semicolon = ";", colon = ":", pipe = "|", dot = "."
    case leftParenthesis = "(", rightParenthesis = ")"
    case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case plus = "+", minus = "-", star = "*", slash = "/", coalesce = "??", dollar = "$", documentation = "--"
    /// Foreign spellings, kept so that the parser can show ours: `==`, `&&`, `||`, `<>`, `!`
    case doubleEqual = "==", doubleAmpersand = "&&", doublePipe = "||", lessGreater = "<>", exclamation = "!"
    case leftBrace = "{", rightBrace = "}", leftBracket = "[", rightBracket = "]"
  }

  public var kind: Kind
  public var range: SourceRange
  /// The word as written with full-width forms folded, for `.word`; the text behind the dashes for `--`, whose range ends the line; else empty.
  public var text: String
  /// Every keyword that this word can be, by the keyword table; empty for other kinds.
  public var keywords: KeywordSet
  /// First token on its line, and that line's indentation in display columns; nil elsewhere.
  public var lineIndent: Int?
  /// White space or a comment stands before the token.
  public var hasSpaceBefore: Bool

  public init(
    kind: Kind, range: SourceRange, text: String = "", keywords: KeywordSet = [], lineIndent: Int? = nil, hasSpaceBefore: Bool = false
  ) {
    self.kind = kind
    self.range = range
    self.text = text
    self.keywords = keywords
    self.lineIndent = lineIndent
    self.hasSpaceBefore = hasSpaceBefore
  }
}
