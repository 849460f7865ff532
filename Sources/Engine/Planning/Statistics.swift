import Schema

/// What the planner knows of the data: sizes and forms that the store keeps anyway. A plan follows from a query and these alone.
protocol Statistics: Sendable {
  var snapshotCount: Int { get }
  /// Rows of the largest table
  var mostRows: Int { get }
  func table(_ entity: Int) -> TableStatistics
  /// Records of an entity at a snapshot
  func recordCount(_ entity: Int, at snapshot: Int) -> Int
  func column(_ field: Int, of entity: Int) -> ColumnStatistics
  /// The stored numbers that mean a range of units of a packed column; nil when no cell can be inside.
  func stored(_ units: ClosedRange<Int64>, _ field: Int, of entity: Int) -> ClosedRange<UInt64>?
  /// Rows that hold a code, where a bitmap is kept for it.
  func rows(withCode code: Int, _ field: Int, of entity: Int) -> Int?
  /// The number of a text in the dictionary of a column, or of a key among the keys.
  func number(of text: String, _ field: Int, of entity: Int) -> Int?
}

struct TableStatistics {
  /// Versions and holes
  var rowCount: Int
  var keyCount: Int
  /// Versions of records
  var versionCount: Int
}

struct ColumnStatistics {
  /// How the cells lie in the library, see ``Column/Storage``.
  enum Cells {
    case packed(PackedStatistics)
    case wide(scale: Int)
    case flags
    case texts
    case keys
  }

  var type: DataType
  var cells: Cells
  /// Some version has no cell.
  var hasMissing: Bool

  var packed: PackedStatistics? { if case .packed(let cells) = cells { cells } else { nil } }

  /// Cells are codes of a dictionary.
  var codes: PackedStatistics? {
    switch type {
    case .text, .choice, .link: packed
    case .date, .period, .money, .number, .duration, .flag: nil
    }
  }

  /// Cells lie in the order of their stored numbers.
  var quantities: PackedStatistics? {
    switch type {
    case .date, .period, .money, .number, .duration: packed
    case .text, .choice, .link, .flag: nil
    }
  }
}

/// Of cells packed into whole numbers, see ``PackedCells``.
struct PackedStatistics {
  /// Bytes a cell
  var width: Int
  var unit: Int64
  /// The largest stored number; 0 when every cell is missing
  var top: UInt64
  var missingCount: Int

  /// Of numbers: how many decimals they have.
  var scale: Int { Decimal.scale(ofUnit: unit) ?? 0 }
}
