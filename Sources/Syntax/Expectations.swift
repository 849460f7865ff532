public import Diagnostics

/// What the parser would have accepted at a place: the raw material of completion. Names and values are the checker's to list.
public struct Expectations: Sendable {
  /// Whose names a place shows.
  public struct Row: Sendable, Hashable {
    /// The entity as written; nil where it is not known yet (columns before `of`), or where the row is a result.
    public var entity: String?
    /// The quantifiers and aggregates over links that the place stands in, outermost first: `any node (` is `[["node"]]`.
    public var links: [[String]]
    /// The row of a result, after `|`.
    public var isResult: Bool

    public init(entity: String? = nil, links: [[String]] = [], isResult: Bool = false) {
      self.entity = entity
      self.links = links
      self.isResult = isResult
    }
  }

  /// A kind of word that no keyword table can list.
  public enum Place: Sendable, Hashable {
    /// A field, link or definition of a row; `after` holds the names before a dot: `unit.` is `["unit"]`.
    case name(Row, after: [String])
    /// A value opposite the field at a path: `stage = `
    case value([String], Row)
    /// A predicate of a row: before the entity, after `any node is`
    case predicate(Row)
    /// A link to many records of a row: after `any`, `every`, `no`
    case link(Row)
    case entity
    /// The key of a record, of the entity if one is named
    case recordKey(entity: String?)
    case format
    /// A database: after `explain sql for`
    case dialect
    case file
    /// A script: after `run`
    case script
    /// A number, as after `top`
    case number
    /// A date or period, as after `as of`
    case moment
    /// A word of the user's own
    case newName
    case text
    /// A text, and any word is one: after `contains`
    case bareText
    /// After `help`
    case topic
    /// Anything that `describe` knows
    case described
    /// `$name`
    case parameter
    case type
  }

  /// What stands before the offset.
  public enum Typed: Sendable, Hashable {
    /// White space or a sign
    case nothing
    case word
    /// `` `sel``
    case quotedName
    /// A number, a date, an amount
    case literal
    /// `"East L`, still open
    case text
    /// The end of a closed text, a comment, a pattern: nothing is put right behind it.
    case closed
  }

  /// In the order in which the parser asked.
  public var keywords: [Keyword]
  public var symbols: [Token.Symbol]
  public var places: [Place]
  /// The part of a word that stands before the offset, to be replaced; empty behind white space.
  public var prefix: SourceRange
  public var typed = Typed.nothing

  public init(keywords: [Keyword], symbols: [Token.Symbol], places: [Place], prefix: SourceRange) {
    self.keywords = keywords
    self.symbols = symbols
    self.places = places
    self.prefix = prefix
  }
}

/// What was asked for at one token. Asking anew elsewhere forgets it; an error at the token closes it, so that recovery does not add to it.
struct Asked {
  private(set) var index = -1
  private(set) var keywords: [Keyword] = []
  private(set) var symbols: [Token.Symbol] = []
  private(set) var places: [Expectations.Place] = []
  private var seen: KeywordSet = []
  private var isClosed = false

  mutating func move(to index: Int) {
    guard self.index != index else { return }
    self = Asked()
    self.index = index
  }

  mutating func add(_ keyword: Keyword) {
    guard !isClosed, !seen.contains(keyword) else { return }
    seen.insert(keyword)
    keywords.append(keyword)
  }

  mutating func add(_ symbol: Token.Symbol) {
    guard !isClosed, !symbols.contains(symbol) else { return }
    symbols.append(symbol)
  }

  mutating func add(_ place: Expectations.Place) {
    guard !isClosed, !places.contains(place) else { return }
    places.append(place)
  }

  mutating func close() { isClosed = true }
}
