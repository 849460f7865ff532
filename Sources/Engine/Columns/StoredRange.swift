import Schema
import Store

/// A range of values of a column, and its stored numbers. An open end is nil.
struct StoredRange {
  var low: Value?
  var high: Value?
  var excludesLow = false
  var excludesHigh = false

  /// Nil for a column that is no quantity.
  func test(on column: Column, field: Int) -> RowTest? {
    switch column.storage {
    case .packed(let cells):
      let units: (low: Int64, high: Int64)?
      switch column.type {
      case .date, .period, .money: units = wholeUnits(of: cells)
      case .number: units = scaledUnits { Double($0) / Double(cells.unit) }
      case .duration: units = scaledUnits { Double($0) * Double(cells.unit) }
      case .text, .choice, .link, .flag: return nil
      }
      guard let units, units.low <= units.high, let stored = cells.stored(units.low...units.high) else { return .always(false) }
      return .stored(field: field, stored)
    case .doubles:
      guard case .number = column.type else { return nil }
      var ends = (low: low.flatMap(\.double) ?? -.infinity, high: high.flatMap(\.double) ?? .infinity)
      if excludesLow { ends.low = ends.low.nextUp }
      if excludesHigh { ends.high = ends.high.nextDown }
      return ends.low <= ends.high ? .doubles(field: field, ends.low...ends.high) : .always(false)
    case .flags, .texts, .keys: return nil
    }
  }

  /// Values that are whole numbers: value = units · unit.
  private func wholeUnits(of cells: PackedCells) -> (low: Int64, high: Int64)? {
    var ends: (low: Int64, high: Int64) = (.min, .max)
    if let low {
      guard let value = low.integer else { return nil }
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: cells.unit)
      ends.low = remainder > 0 ? quotient + 1 : quotient
      if excludesLow, remainder == 0 {
        guard ends.low < .max else { return nil }
        ends.low += 1
      }
    }
    if let high {
      guard let value = high.integer else { return nil }
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: cells.unit)
      ends.high = remainder < 0 ? quotient - 1 : quotient
      if excludesHigh, remainder == 0 {
        guard ends.high > .min else { return nil }
        ends.high -= 1
      }
    }
    return ends
  }

  /// Numbers: found by trying, since the quotient of a decimal is rounded. `value` is that of a number of units, and rises with it.
  private func scaledUnits(_ value: (Int64) -> Double) -> (low: Int64, high: Int64)? {
    let limit = Int64(1) << 53
    /// The first number of units whose value passes.
    func first(_ passes: (Double) -> Bool) -> Int64 {
      var (below, above) = (-limit - 1, limit + 1)
      while above - below > 1 {
        let middle = below + (above - below) / 2
        if passes(value(middle)) { above = middle } else { below = middle }
      }
      return above
    }
    var ends: (low: Int64, high: Int64) = (.min, .max)
    if let low {
      guard let bound = low.double else { return nil }
      ends.low = first { excludesLow ? $0 > bound : $0 >= bound }
    }
    if let high {
      guard let bound = high.double else { return nil }
      ends.high = first { excludesHigh ? $0 >= bound : $0 > bound } - 1
    }
    return ends
  }
}

extension Value {
  /// Days, ten-thousandths.
  fileprivate var integer: Int64? {
    switch self {
    case .date(let day): Int64(day.rawValue)
    case .period(let period): Int64(period.first.rawValue)
    case .money(let money): money.rawValue
    case .missing, .text, .choice, .link, .number, .flag, .duration: nil
    }
  }

  fileprivate var double: Double? {
    switch self {
    case .number(let number), .duration(let number, _): number
    case .missing, .text, .choice, .link, .date, .period, .money, .flag: nil
    }
  }
}
