public import Diagnostics
public import Query
import Schema
public import Syntax

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
