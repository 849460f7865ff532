/// A format of files that hold tables. Adding one is its file and its line in ``IntakeFormats``.
protocol IntakeFormat: Sendable {
  /// As messages and the page on loading call it
  var name: String { get }
  /// How names of its files end, lower case
  var endings: Set<String> { get }

  /// The tables of a file by name, as a workbook has its sheets. `[nil]` for a format whose files are a table each.
  func tableNames(_ path: String) -> [String?]

  /// Opens one of them. What keeps it from being read is thrown as a problem of the whole file.
  func open(_ path: String, table: Int) throws(OpeningProblem) -> any FiledTable

  /// The beginning of a long file, in whole rows, where that is enough to find the header; see ``FileSurvey``. Nil where the whole is wanted.
  func openBeginning(_ path: String, _ survey: FileSurvey, of length: Int) -> (any FiledTable)?

  /// Whether its files can be plain, so that it pays to look
  var isSurveyed: Bool { get }
}

extension IntakeFormat {
  func tableNames(_ path: String) -> [String?] { [nil] }
  func openBeginning(_ path: String, _ survey: FileSurvey, of length: Int) -> (any FiledTable)? { nil }
  var isSurveyed: Bool { false }
}

enum IntakeFormats {
  /// The first reads what no ending tells.
  static let all: [any IntakeFormat] = [DelimitedFormat(), JSONLinesFormat()]

  /// Formats that hold tables but are not read.
  static let unread: [String: String] = [
    "xlsx": "XLSX", "xlsm": "XLSX", "xls": "XLS", "ods": "ODS", "et": "WPS", "json": "JSON", "parquet": "Parquet", "zip": "ZIP",
    "gz": "gzip",
  ]
}

struct OpeningProblem: Error {
  var problem: IntakeProblem
}

/// A table in a file, opened: its rows can be read any number of times. What rows are (titles, header, totals, records) is found by those who read them,
/// alike for all formats.
protocol FiledTable {
  var encoding: TextEncoding { get }
  /// Whether the format names the columns itself. Then the first row, which is none of the file's, holds the names, and columns have no places.
  var namesColumns: Bool { get }
  /// The number of the first row that is read: 1, 0 where it holds the names of columns, 2 behind a line that is no row
  var firstRow: Int { get }
  /// Whether a cell that is quoted and empty is an empty text, and not a blank one of a program that puts quotes around everything
  var emptyTextsAreMeant: Bool { get }
  /// About so many rows, never many more
  var expectedRows: Int { get }
  /// What separates the cells of a text that the quick way could read
  var plainDelimiter: UInt8? { get }

  /// Runs `body` with a reader that stands before the first row.
  func read<Answer>(_ body: (inout any RowReader) -> Answer) -> Answer
}

/// Hands out rows one after the other. It is called once a row; cells are then read from the row itself, whatever the format.
protocol RowReader {
  /// Reads the next row into `row`; false at the end.
  mutating func next(_ row: inout Row) -> Bool
}
