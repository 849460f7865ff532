import Schema

/// A range of values of a column, and its stored numbers. An open end is nil.
struct StoredRange {
  var low: Value?
  var high: Value?
  var excludesLow = false
  var excludesHigh = false

  /// Nil for a column that is no quantity.
  func predicate(on column: ColumnStatistics, _ field: Int, of entity: Int, _ statistics: any Statistics) -> ColumnPredicate? {
    switch column.cells {
    case .packed:
      guard let cells = column.quantities else { return nil }
      guard let units = range({ floor(of: $0, cells) }),
        let stored = statistics.stored(Int64(clamping: units.lowerBound)...Int64(clamping: units.upperBound), field, of: entity),
        units.lowerBound <= Int128(Int64.max), units.upperBound >= Int128(Int64.min)
      else { return .always(false) }
      return .stored(field: field, stored)
    case .wide(let scale):
      guard let range = range({ $0.quantity.map { Floor($0, scale: scale) } }) else { return .always(false) }
      return .wide(field: field, range)
    case .flags, .texts, .keys: return nil
    }
  }

  /// From and to which whole number of units; nil for none. A missing cell is less than all of them.
  private func range(_ floor: (Value) -> Floor?) -> ClosedRange<Int128>? {
    var (first, last) = (-Int128.max, Int128.max)
    if let low {
      guard let floor = floor(low) else { return nil }
      first = floor.isExact && !excludesLow ? floor.value : floor.above
      if first == .max, !floor.isExact { return nil }
    }
    if let high {
      guard let floor = floor(high) else { return nil }
      last = excludesHigh ? floor.below : floor.value
    }
    return first <= last ? first...last : nil
  }

  /// A value in units of the stored cells.
  private func floor(of value: Value, _ cells: PackedStatistics) -> Floor? {
    switch value {
    case .date(let day): Floor(Int128(day.rawValue), step: Int128(cells.unit))
    case .period(let period): Floor(Int128(period.first.rawValue), step: Int128(cells.unit))
    case .money(let money): Floor(money.rawValue, step: Int128(cells.unit))
    case .number(let number): Floor(number, scale: cells.scale)
    case .duration(let count, _): Floor(count, scale: 0)
    case .missing, .text, .choice, .link, .flag: nil
    }
  }
}
