import Diagnostics

/// What the command line asked for, before anything was read.
public struct Settings: Sendable {
  public enum Input: Sendable {
    /// `-c 'QUERY'`
    case query(String)
    /// `-f SCRIPT`; `-` is standard input
    case script(String)
  }

  public enum Color: String, Sendable, CaseIterable { case auto, always, never }

  /// A folder of snapshots or one file; nil: `$LUODI_LIBRARY`, else `./library.luodi`.
  public var library: String?
  /// In the order given; empty: the prompt at a terminal, else a script on standard input.
  public var inputs: [Input] = []
  /// `--param NAME=VALUE`
  public var parameters: [(name: String, value: String)] = []
  public var format: String?
  /// What ``format`` may be, and the same in words
  public static var formatNames: [String] { OutputFormat.names }
  public static var formatWords: String { OutputFormat.named() }
  public var output: String?
  /// A moment in the language: `2018-06-30`, `first snapshot`
  public var asOf: String?
  /// What `today` is instead of the snapshot's date: a date in the language
  public var today: String?
  /// A model file instead of the built-in one
  public var model: String?
  /// `en` or `zh`; nil: from the locale
  public var language: String?
  public var color: Color = .auto
  public var isQuiet = false
  /// Refuse a snapshot with any problem
  public var isStrict = false
  /// The snapshot date of a single file without one
  public var date: String?
  /// Where the load report goes as CSV
  public var reportPath: String?
  /// Where the model in use (inferred or given) is written
  public var modelOut: String?
  /// Infer the model from the file instead of using the built-in one
  public var infersModel = false
  /// Keep what was read from a folder for the next start
  public var usesCache = true
  /// A snapshot loaded takes the place of one of the same date
  public var replaces = false
  /// Wait while another load writes the library
  public var waits = true
  /// Status 1 when the last answer has no rows
  public var usesExitCode = false

  /// `--init FILE`: declarations for this session, in the order given
  public var initFiles: [String] = []
  /// `--no-init`: the user's own declarations are left out
  public var skipsInit = false

  /// The first option given that is about data.
  var optionOfData: String? {
    let given = [
      ("--report", reportPath != nil), ("--model-out", modelOut != nil), ("--model infer", infersModel), ("--strict", isStrict),
      ("--date", date != nil),
    ]
    return given.first { $0.1 }?.0
  }

  public init() {}

  /// The first option that says how files of data are read.
  var readingOption: String? { isStrict ? "--strict" : date != nil ? "--date" : infersModel ? "--model infer" : nil }
}
