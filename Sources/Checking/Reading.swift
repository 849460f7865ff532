public import Diagnostics
public import Model
public import Query
public import Schema
public import Syntax

/// Something that the checker decided while it read a statement and that its result no longer shows: what `explain` says about it.
public struct Reading: Sendable {
  public enum Kind: Sendable {
    /// Words that count from `today` or from the snapshots, and the days they came to: `next 5 workdays`
    case days(Literal, first: Day, last: Day)
    /// Arithmetic on such words: `today + 30d`
    case day(Day)
    /// A bare word that was read as a value although it is a name as well
    case value(Value, DataType, notName: NameKind)
  }

  /// What the name is that a word was not read as.
  public enum NameKind: Sendable, Hashable {
    case field, link, links, definition, column, entity, parameter
  }

  public var kind: Kind
  /// As they stand in the text.
  public var words: String
  /// Where they stand, or the place of the call for what stands in a definition.
  public var range: SourceRange
  public var isInDefinition: Bool
  /// Read as of another snapshot than the one asked: under `was`, `ever`, `previous`.
  public var isThen: Bool

  public init(_ kind: Kind, words: String, range: SourceRange, isInDefinition: Bool, isThen: Bool = false) {
    self.kind = kind
    self.words = words
    self.range = range
    self.isInDefinition = isInDefinition
    self.isThen = isThen
  }

  /// The same words that came to the same, wherever they stand.
  func isSame(as other: Reading) -> Bool {
    words == other.words && isInDefinition == other.isInDefinition && isThen == other.isThen && span?.first == other.span?.first
      && span?.last == other.span?.last
  }

  /// The run of days that it came to.
  public var span: (first: Day, last: Day)? {
    switch kind {
    case .days(_, let first, let last): (first, last)
    case .day(let day): (day, day)
    case .value: nil
    }
  }
}

/// A statement to be said in words, with what was decided in reading it.
public struct Explained: Sendable {
  public indirect enum Subject: Sendable {
    case query(CheckedQuery, Destination)
    case expression(CheckedExpression)
    case show(CheckedShow, Destination)
    case letting(name: String, CheckedQuery)
    case expect(CheckedExpectation)
    case param(ParameterDeclaration)
    case print([PrintedPiece])
    case run(ScriptCall)
  }

  public var subject: Subject
  public var readings: [Reading]

  public init(_ subject: Subject, readings: [Reading]) {
    self.subject = subject
    self.readings = readings
  }
}
