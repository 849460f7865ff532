public import Diagnostics

/// Why an answer cannot be written in its format.
public enum OutputProblem: Error, Problem, Hashable {
  case tooManyRows(Int, limit: Int)
  case tooManyColumns(Int, limit: Int)
  /// A text longer than a cell of the format holds; row counts from 1, without headings.
  case textTooLong(column: String, row: Int, limit: Int)
  case spreadsheet(String)
  /// ``OutputOptions/isCancelled`` said so.
  case cancelled

  public var message: String {
    switch self {
    case .tooManyRows(let count, let limit): "a sheet holds \(limit) rows, found \(count)"
    case .tooManyColumns(let count, let limit): "a sheet holds \(limit) columns, found \(count)"
    case .textTooLong(let column, let row, let limit): "a cell of a sheet holds \(limit) characters, found more in `\(column)`, row \(row)"
    case .spreadsheet(let words): "the workbook cannot be written: \(words)"
    case .cancelled: "interrupted"
    }
  }

  public var hint: String? {
    switch self {
    case .tooManyRows, .tooManyColumns, .textTooLong: "you might write csv, which has no such limit"
    case .spreadsheet, .cancelled: nil
    }
  }
}
