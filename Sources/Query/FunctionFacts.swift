public import Diagnostics
public import Schema

/// What is known of a function without computing it: a row of the table in `Builtin.swift`.
public struct FunctionFacts: Sendable {
  /// What an argument may be.
  public enum Kind: Sendable, CaseIterable {
    case date
    /// A period gives the longer one that it lies in.
    case dateOrPeriod
    case number
    /// A number, an amount, a duration
    case measurable
    case measurableOrDate
    case orderable
    case text

    public func takes(_ type: DataType) -> Bool {
      switch (self, type) {
      case (.date, .date), (.dateOrPeriod, .date), (.dateOrPeriod, .period), (.number, .number), (.text, .text): true
      case (.measurable, .number), (.measurable, .money), (.measurable, .duration): true
      case (.measurableOrDate, .number), (.measurableOrDate, .money), (.measurableOrDate, .duration), (.measurableOrDate, .date): true
      case (.orderable, .flag), (.orderable, .link): false
      case (.orderable, _): true
      default: false
      }
    }
  }

  public enum Result: Sendable {
    case type(DataType)
    case period(PeriodUnit)
    /// The type of the first argument
    case firstArgument
    /// The type that all arguments share
    case commonType
    /// A choice that the bounds make
    case band
  }

  /// When a call has no value.
  public enum Missing: Sendable {
    /// Exactly where an argument has none
    case asArguments
    /// There, and for dates that the working calendar does not hold
    case orOutsideTheCalendar
  }

  /// A line of help: how it is called, with letters, and what that is.
  public struct Help: Sendable {
    public var arguments: Bilingual
    public var words: Bilingual

    init(_ arguments: String, in chinese: String? = nil, _ english: String, _ meaning: String) {
      self.arguments = Bilingual(arguments, chinese ?? arguments)
      words = Bilingual(english, meaning)
    }
  }

  /// What a Chinese question calls it. No reserved name: a field or a definition of the same name comes first.
  public let chinese: String
  /// Of each argument; the last one is also that of all behind it.
  public let kinds: [Kind]
  public let argumentCounts: ClosedRange<Int>
  /// The arguments as messages name them.
  public let parameters: String
  public let result: Result
  public let missing: Missing
  /// A statement that needs no data: the reference shows its answer.
  public let example: String
  public let help: [Help]

  init(
    _ chinese: String, of kinds: [Kind], arguments: ClosedRange<Int>? = nil, _ parameters: String, gives result: Result,
    missing: Missing = .asArguments, example: String, help: [Help]
  ) {
    self.chinese = chinese
    self.kinds = kinds
    argumentCounts = arguments ?? kinds.count...kinds.count
    self.parameters = parameters
    self.result = result
    self.missing = missing
    self.example = example
    self.help = help
  }

  public func kind(ofArgument index: Int) -> Kind { kinds[min(index, kinds.count - 1)] }
}
