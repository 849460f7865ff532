import Schema

/// What an answer can be written as; the raw values are the names in `as FORMAT` and `--format`.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// Aligned columns for a terminal
  case table
  case csv, tsv
  /// One array of objects
  case json
  /// One object a line
  case jsonl
  case markdown, html
  /// Office Open XML workbook, a sheet a section
  case xlsx
  /// CSV as spreadsheet programs open it: byte order mark, CRLF, no text that would run as a formula
  case excelCSV = "excel-csv"

  /// By name, folded as all names: `CSV`, `excel_csv`, `md`.
  public init?(name: String) {
    let folded = foldedName(name)
    if let format = Self.allCases.first(where: { foldedName($0.rawValue) == folded }) {
      self = format
    } else if folded == "md" {
      self = .markdown
    } else {
      return nil
    }
  }

  /// By the ending of a file's name: `late.xlsx`.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: "."), !fileName[dot...].contains("/") else { return nil }
    switch fileName[dot...].dropFirst().lowercased() {
    case "txt": self = .table
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "md", "markdown": self = .markdown
    case "html", "htm": self = .html
    case "xlsx": self = .xlsx
    default: return nil
    }
  }

  /// Several answers in one file are told apart by whoever reads it: by people, or as sheets. Elsewhere a file is one table.
  public var holdsSeveral: Bool {
    switch self {
    case .table, .markdown, .html, .xlsx: true
    case .csv, .tsv, .json, .jsonl, .excelCSV: false
    }
  }

  /// Formats for people show headings, names and units in a language; the others the English names of fields and the codes of values,
  /// unless a language was asked for.
  public var isForPeople: Bool {
    switch self {
    case .table, .markdown, .html, .xlsx: true
    case .csv, .tsv, .json, .jsonl, .excelCSV: false
    }
  }
}
