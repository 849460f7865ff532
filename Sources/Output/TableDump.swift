import Diagnostics
public import Results
import Schema

/// Whole tables as CSV for other programs: LF, UTF-8; a missing cell is an empty field, an empty text `""`.
public enum TableDump {
  /// Columns of equal length: days for dates and periods, yuan for money.
  public static func rows(_ columns: [Vector], columns names: [String]) -> [UInt8] {
    var dump = Dump(names)
    for row in 0..<(columns.first?.count ?? 0) {
      for column in columns { dump.cell(column.isKnown(row) ? text(column, row) : nil) }
      dump.endRow()
    }
    return dump.bytes
  }

  /// A table given cell by cell.
  public static func rows(_ rows: [[String?]], columns names: [String]) -> [UInt8] {
    var dump = Dump(names)
    for row in rows {
      for cell in row { dump.cell(cell) }
      dump.endRow()
    }
    return dump.bytes
  }

  private static func text(_ column: Vector, _ row: Int) -> String {
    switch (column.cells, column.type) {
    case (.int32(let days), _): Day(rawValue: days[row]).description
    case (_, .money): column.money(row).decimal(in: .yuan)
    default: column.machineText(at: row)
    }
  }

  private struct Dump {
    var bytes: [UInt8] = []
    private var isFirst = true

    init(_ names: [String]) {
      for name in names { cell(name) }
      endRow()
    }

    mutating func cell(_ text: String?) {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      guard let text else { return }
      let start = bytes.count
      bytes.append(contentsOf: text.utf8)
      // PostgreSQL takes a line of `\.` for the end of the table.
      bytes.quoteTail(from: start, delimiter: UInt8(ascii: ","), always: text.utf8.contains(UInt8(ascii: "\\")))
    }

    mutating func endRow() {
      bytes.append(10)
      isFirst = true
    }
  }
}
