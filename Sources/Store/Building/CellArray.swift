import Schema

/// A growing column while a library is built: one flat array, missing cells marked by a value that no real cell has.
enum CellArray: Sendable {
  case codes([UInt32])
  case int32([Int32])
  case int64([Int64])
  case decimal([ShortDecimal])
  case flags([UInt8])

  var count: Int {
    switch self {
    case .codes(let cells): cells.count
    case .int32(let cells): cells.count
    case .int64(let cells): cells.count
    case .decimal(let cells): cells.count
    case .flags(let cells): cells.count
    }
  }

  func isMissing(_ row: Int) -> Bool {
    switch self {
    case .codes(let cells): cells[row].isMissing
    case .int32(let cells): cells[row].isMissing
    case .int64(let cells): cells[row].isMissing
    case .decimal(let cells): cells[row].isMissing
    case .flags(let cells): cells[row].isMissing
    }
  }

  mutating func appendMissing(_ count: Int) {
    switch take() {
    case .codes(var cells): cells.appendMissing(count); self = .codes(cells)
    case .int32(var cells): cells.appendMissing(count); self = .int32(cells)
    case .int64(var cells): cells.appendMissing(count); self = .int64(cells)
    case .decimal(var cells): cells.appendMissing(count); self = .decimal(cells)
    case .flags(var cells): cells.appendMissing(count); self = .flags(cells)
    }
  }

  /// Appends the cells of some rows of another array of the same kind.
  mutating func append(_ rows: [Int], of other: CellArray) {
    switch (take(), other) {
    case (.codes(var cells), .codes(let source)): cells.append(rows, of: source); self = .codes(cells)
    case (.int32(var cells), .int32(let source)): cells.append(rows, of: source); self = .int32(cells)
    case (.int64(var cells), .int64(let source)): cells.append(rows, of: source); self = .int64(cells)
    case (.decimal(var cells), .decimal(let source)): cells.append(rows, of: source); self = .decimal(cells)
    case (.flags(var cells), .flags(let source)): cells.append(rows, of: source); self = .flags(cells)
    default: preconditionFailure("cells of another type")
    }
  }

  /// Appends all cells of another array of the same kind.
  mutating func append(all other: CellArray) {
    switch (take(), other) {
    case (.codes(var cells), .codes(let source)): cells += source; self = .codes(cells)
    case (.int32(var cells), .int32(let source)): cells += source; self = .int32(cells)
    case (.int64(var cells), .int64(let source)): cells += source; self = .int64(cells)
    case (.decimal(var cells), .decimal(let source)): cells += source; self = .decimal(cells)
    case (.flags(var cells), .flags(let source)): cells += source; self = .flags(cells)
    default: preconditionFailure("cells of another type")
    }
  }

  /// Marks each row whose cell differs from the cell of its base row in `base`; rows without a base (-1) are left alone. A nil `self` is a
  /// column of missing cells.
  static func markDifferences(of incoming: CellArray?, from base: CellArray, baseRows: [Int], in changed: inout [Bool]) {
    switch (incoming, base) {
    case (nil, .codes(let base)): markKnown(base, baseRows, &changed)
    case (nil, .int32(let base)): markKnown(base, baseRows, &changed)
    case (nil, .int64(let base)): markKnown(base, baseRows, &changed)
    case (nil, .decimal(let base)): markKnown(base, baseRows, &changed)
    case (nil, .flags(let base)): markKnown(base, baseRows, &changed)
    case (.codes(let cells)?, .codes(let base)): mark(cells, base, baseRows, &changed)
    case (.int32(let cells)?, .int32(let base)): mark(cells, base, baseRows, &changed)
    case (.int64(let cells)?, .int64(let base)): mark(cells, base, baseRows, &changed)
    case (.decimal(let cells)?, .decimal(let base)): mark(cells, base, baseRows, &changed)
    case (.flags(let cells)?, .flags(let base)): mark(cells, base, baseRows, &changed)
    default: preconditionFailure("cells of another type")
    }
  }

  private static func mark<Cell: BuilderCell>(_ cells: [Cell], _ base: [Cell], _ baseRows: [Int], _ changed: inout [Bool]) {
    for row in baseRows.indices where baseRows[row] >= 0 && !cells[row].isSame(as: base[baseRows[row]]) { changed[row] = true }
  }

  private static func markKnown<Cell: BuilderCell>(_ base: [Cell], _ baseRows: [Int], _ changed: inout [Bool]) {
    for row in baseRows.indices where baseRows[row] >= 0 && !base[baseRows[row]].isMissing { changed[row] = true }
  }

  /// Leaves an empty array behind, so that the one taken is unshared and grows in place.
  private mutating func take() -> CellArray {
    let taken = self
    self = .flags([])
    return taken
  }
}

/// A stored cell with a value that stands for missing.
protocol BuilderCell {
  static var missing: Self { get }
  func isSame(as other: Self) -> Bool
}

extension BuilderCell {
  var isMissing: Bool { isSame(as: Self.missing) }
}

extension UInt32: BuilderCell {
  static var missing: UInt32 { .max }
  func isSame(as other: UInt32) -> Bool { self == other }
}

extension Int32: BuilderCell {
  static var missing: Int32 { .min }
  func isSame(as other: Int32) -> Bool { self == other }
}

extension Int64: BuilderCell {
  static var missing: Int64 { .min }
  func isSame(as other: Int64) -> Bool { self == other }
}

extension ShortDecimal: BuilderCell {
  static var missing: ShortDecimal { .none }
  func isSame(as other: ShortDecimal) -> Bool { self == other }
}

/// Flags: 0, 1, missing 2.
extension UInt8: BuilderCell {
  static var missing: UInt8 { 2 }
  func isSame(as other: UInt8) -> Bool { self == other }
}

extension Array where Element: BuilderCell {
  mutating func appendMissing(_ count: Int) { append(contentsOf: repeatElement(.missing, count: count)) }

  mutating func append(_ rows: [Int], of source: [Element]) {
    for row in rows { append(source[row]) }
  }
}
