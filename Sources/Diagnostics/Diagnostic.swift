/// What went wrong, as data. Each stage has one enum of problems that conforms; English stands beside its cases or in
/// `+English.swift`, Chinese in `+Chinese.swift`, and nothing stands in for words that are missing.
public protocol Problem: Sendable {
  /// One line, lower case, what was expected and what was found, without a full stop.
  var message: String { get }
  /// What the user might do, without "hint:", or nil.
  var hint: String? { get }
  /// The message in Chinese: code in back-quotes, full-width punctuation, without a full stop.
  var chineseMessage: String { get }
  /// The hint in Chinese, or nil where there is none in English.
  var chineseHint: String? { get }
}

extension Problem {
  public func message(in language: Language) -> String {
    switch language {
    case .english: message
    case .chinese: chineseMessage
    }
  }

  public func hint(in language: Language) -> String? {
    switch language {
    case .english: hint
    case .chinese: chineseHint
    }
  }
}

/// A problem at a place in a text.
public struct Diagnostic: Sendable {
  public enum Severity: Sendable { case error, warning, note }

  /// Another place that explains the problem: "`stage` is declared here".
  public struct Note: Sendable {
    public var message: Bilingual
    public var range: SourceRange?

    public init(_ message: Bilingual, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  /// A change of the text that would mend it: offered, never applied unasked.
  public struct Fix: Sendable, Equatable {
    public var range: SourceRange
    public var replacement: String

    public init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  public var severity: Severity
  public var problem: any Problem
  public var range: SourceRange
  public var notes: [Note]
  public var fix: Fix?
  /// The parser met the end of the text and wanted more: the prompt reads on instead of reporting.
  public var isIncomplete: Bool

  public init(
    _ problem: any Problem, at range: SourceRange, severity: Severity = .error, notes: [Note] = [], fix: Fix? = nil,
    isIncomplete: Bool = false
  ) {
    self.severity = severity
    self.problem = problem
    self.range = range
    self.notes = notes
    self.fix = fix
    self.isIncomplete = isIncomplete
  }
}
