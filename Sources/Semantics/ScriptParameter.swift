public import Diagnostics
public import Schema
public import Syntax

/// `param district: units where kind = district = Hannan "which district"`, bound: what a script wants to be told before it runs.
public struct ParameterDeclaration: Sendable {
  public var name: String
  public var type: DataType
  /// For a link: only records whose choice field has this value may be given.
  public var restriction: LinkRestriction?
  /// The type as written: `units`, `money in 亿元`.
  public var typeText: String
  /// The words to ask for it.
  public var documentation: String?
  public var defaultValue: ScriptParameter?
  public var nameRange: SourceRange
}

/// A script parameter with its value: what `$district` means.
public struct ScriptParameter: Sendable {
  public var name: String
  public var type: DataType
  public var value: Value
  /// The value as it was written, for places that read a text.
  public var text: String

  public init(name: String, type: DataType, value: Value, text: String) {
    self.name = name
    self.type = type
    self.value = value
    self.text = text
  }
}

/// What `let late = QUERY` keeps: the keys of the records that a query listed, and the snapshot at which they are read.
public struct SavedSet: Sendable {
  public var name: String
  public var entity: Int
  public var snapshot: Int
  /// What `today` is where the set is read.
  public var today: Day
  /// Key numbers.
  public var keys: Set<Int>

  public init(name: String, entity: Int, snapshot: Int, today: Day, keys: Set<Int>) {
    self.name = name
    self.entity = entity
    self.snapshot = snapshot
    self.today = today
    self.keys = keys
  }
}

/// A piece of what `print` says.
public enum PrintedPiece: Sendable {
  case text(String)
  case value(CheckedExpression)
}

/// `expect CONDITION "message"`: the condition, and what to show when it does not hold.
public struct CheckedExpectation: Sendable {
  /// One part of the condition: a comparison, a quantifier. Parts joined by `and` that hold have nothing to say.
  public struct Part: Sendable {
    public var words: String
    public var condition: CheckedExpression
    /// The values that the part compares, each with its words; constants are left out.
    public var values: [(words: String, value: CheckedExpression)]
    /// Lists the keys of the records that the part is about, in one column: those that break it, or those that it counts.
    public var records: CheckedQuery?
    /// The entity of ``records``.
    public var entity: Int?
    /// The records break the part; otherwise they are what a value counts.
    public var isOffending: Bool
  }

  public var condition: CheckedExpression
  public var range: SourceRange
  public var words: String
  public var message: String?
  public var parts: [Part]
}

/// `run "weekly.lq" with district = Caidian`: which script, and what it is told; the arguments are read by the types that the script declares.
public struct ScriptCall: Sendable {
  public struct Argument: Sendable {
    public var name: Name
    public var value: Expression
  }

  /// The path as written; a bare word is the file of that name that ends in `.lq`.
  public var target: String
  public var targetRange: SourceRange
  public var arguments: [Argument]

  public init(target: String, targetRange: SourceRange, arguments: [Argument]) {
    self.target = target
    self.targetRange = targetRange
    self.arguments = arguments
  }
}

extension ScriptCall {
  /// The path that the target of `run` names: a text as it is, a bare word as the file of that name.
  public static func path(of target: Expression, in source: Source) -> String {
    switch target.unwrapped.kind {
    case .literal(.text(let text)): text
    case .path(let names) where names.count == 1: names[0].text + ".lq"
    default: source.text(target.range)
    }
  }
}
