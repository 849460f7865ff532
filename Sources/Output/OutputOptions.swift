public import Diagnostics

/// How an answer is worded and drawn.
public struct OutputOptions: Sendable {
  public var language: Language
  /// A language was asked for: machine formats then show its headings and names too.
  public var namesInMachineFormats: Bool
  /// Bold headings and dim notes in tables.
  public var usesColor: Bool
  /// The widest text of a table in display cells, numbers aside; longer ones end in `…` and the footer says how many. Nil cuts nothing.
  public var cellLimit: Int?
  /// At a terminal that orders text by its direction: cells with right-to-left text are isolated, so that they leave their neighbours in place.
  public var isolatesCells = false
  /// Polled once a block of rows; true ends the writing with ``OutputProblem/cancelled``. What was handed on before stays.
  public var isCancelled: @Sendable () -> Bool = { false }

  public init(language: Language = .english, namesInMachineFormats: Bool = false, usesColor: Bool = false, cellLimit: Int? = nil) {
    self.language = language
    self.namesInMachineFormats = namesInMachineFormats
    self.usesColor = usesColor
    self.cellLimit = cellLimit
  }
}
