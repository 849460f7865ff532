/// `as FORMAT` and `to "FILE"`; nil where nothing was said.
public struct Destination: Sendable, Hashable {
  /// One of ``formats``.
  public var format: String?
  public var file: String?

  public init(format: String? = nil, file: String? = nil) {
    self.format = format
    self.file = file
  }

  /// What may stand after `as`.
  public static let formats = ["table", "csv", "tsv", "json", "jsonl", "markdown", "html", "xlsx", "excel-csv"]

  /// What may stand after `explain sql for`; the first one is meant where none is named.
  public static let dialects = ["duckdb", "postgresql", "clickhouse"]
}
