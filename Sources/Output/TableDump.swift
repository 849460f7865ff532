public import Schema
public import Store

/// Whole tables of a library as CSV for other programs: LF, UTF-8; a missing cell is an empty field, an empty text `""`.
public enum TableDump {
  /// All versions of an entity, by key and then by time: the fields, then the days from which and until which each version holds.
  public static func versions(of table: Table, columns names: [String], snapshots: [Day]) -> [UInt8] {
    var dump = Dump(names)
    let columns = table.columns.map { ($0.type, $0.cells, $0.validity) }
    for key in 0..<table.keyCount {
      for row in table.rows(ofKey: key) {
        for (type, cells, validity) in columns { dump.cell(validity?[row] ?? true ? text(type, cells, row) : nil) }
        dump.cell(snapshots[Int(table.since[row])].description)
        let until = Int(table.until[row])
        dump.cell(until < snapshots.count ? snapshots[until].description : nil)
        dump.endRow()
      }
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

  private static func text(_ type: DataType, _ cells: Column.Cells, _ row: Int) -> String {
    switch cells {
    case .codes(let codes, let names): return names.code(Int(codes[row]))
    case .int32(let cells):
      if case .duration = type { return String(cells[row]) }
      return Day(rawValue: cells[row]).description
    case .int64(let cells): return Money(rawValue: cells[row]).decimal(in: .yuan)
    case .decimal(let cells, let scale): return Decimal(cells[row], scale: scale).description
    case .bits(let bits): return bits[row] ? "true" : "false"
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
      let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\\"), 10, 13]
      guard text.isEmpty || text.utf8.contains(where: special.contains) else {
        bytes.append(contentsOf: text.utf8)
        return
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }

    mutating func endRow() {
      bytes.append(10)
      isFirst = true
    }
  }
}
