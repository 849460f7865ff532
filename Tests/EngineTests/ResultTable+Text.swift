import Results
import Schema

extension ResultTable {
  /// One line a row, cells as machine formats would spell them, `-` for missing.
  var lines: [String] {
    (0..<rowCount).map { row in columns.map { $0.values.spelled(row) }.joined(separator: " ") }
  }
}

extension Vector {
  func spelled(_ row: Int) -> String {
    guard isKnown(row) else { return "-" }
    switch (cells, type) {
    case (.text(let texts), _): return texts[row]
    case (.codes(let codes, let names), _): return names.code(Int(codes[row]))
    case (.int32(let cells), .period(let unit)): return Period(unit, holding: Day(rawValue: cells[row])).description
    case (.int32(let cells), _): return Day(rawValue: cells[row]).description
    case (.int64(let cells), .money(let unit)): return Money(rawValue: cells[row]).decimal(in: unit)
    case (.int64(let cells), _): return String(cells[row])
    case (.decimal(let cells, _), .money(let unit)): return Money(rawValue: cells[row]).decimal(in: unit)
    case (.decimal(let cells, let scale), _): return Decimal(cells[row], scale: scale).description
    case (.bits(let bits), _): return bits[row] ? "yes" : "no"
    case (.mixed(let cells), _):
      let (vector, place) = cells.cell(row)
      return vector.spelled(place)
    }
  }
}
