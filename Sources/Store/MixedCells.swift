import Schema

/// Cells of different types in one column, such as the old values of several fields: each keeps the type, the unit and the names of the column
/// it comes from, so that every writer prints it as it prints that column.
///
/// ```
/// part   0 2 0 1     which of the parts holds the cell
/// place  0 0 1 0     where in that part it stands
/// ```
public struct MixedCells: Sendable {
  public var parts: [Vector]
  public var part: [UInt32]
  public var place: [Int32]

  public init(parts: [Vector], part: [UInt32], place: [Int32]) {
    self.parts = parts
    self.part = part
    self.place = place
  }

  /// The column that holds a cell, and its place there.
  public func cell(_ index: Int) -> (vector: Vector, place: Int) { (parts[Int(part[index])], Int(place[index])) }

  /// What machine formats print for a cell; empty where it is missing.
  public func text(_ index: Int) -> String {
    let (vector, place) = cell(index)
    return vector.machineText(at: place)
  }
}

extension Vector {
  /// What machine formats print, before any quoting: codes, keys, days as `2018-03-07`, amounts in their unit, `true`; empty where missing.
  public func machineText(at place: Int) -> String {
    guard isKnown(place) else { return "" }
    switch (cells, type) {
    case (.text(let texts), _): return texts[place]
    case (.codes(let codes, let names), _): return names.code(Int(codes[place]))
    case (.int32(let days), .period(let unit)): return Period(unit, holding: Day(rawValue: days[place])).description
    case (.int32(let days), _): return Day(rawValue: days[place]).description
    case (_, .money(let unit)): return money(place).decimal(in: unit)
    case (.decimal(let numbers, let scale), _): return Decimal(numbers[place], scale: scale).description
    case (.bits(let flags), _): return flags[place] ? "true" : "false"
    case (.mixed(let cells), _): return cells.text(place)
    case (.int64, _): preconditionFailure("a column of another form")
    }
  }
}
