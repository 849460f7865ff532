public import Results
public import Schema
import Synchronization

/// One column of a ``Table``: a cell a row, stored narrow.
///
/// ``storage`` is how the cells lie in the library, for kernels. ``vector(first:)`` and ``vector(rows:)`` read them into arrays, and ``cells`` all of
/// them, in these forms:
///
/// | `DataType` | cells |
/// |---|---|
/// | text | codes into a ``TextDictionary``, whose order is text order, or into ``RowTexts``; the key field: key numbers into the ``KeyDictionary`` |
/// | choice | codes into a ``ChoiceDictionary`` |
/// | link | key numbers into the target's ``KeyDictionary`` |
/// | date, period, duration | `int32` |
/// | money | `int64` |
/// | number | `decimal` |
/// | flag | `bits` |
public struct Column: Sendable {
  public enum Cells: Sendable {
    /// Text and choices: codes into a dictionary. Links: key numbers of the target.
    case codes([UInt32], any CodeNames)
    /// Dates, periods (first day), durations
    case int32([Int32])
    /// Money
    case int64([Int64])
    /// Numbers: mantissas of one scale
    case decimal([Int128], scale: Int)
    case bits(Bitmap)
  }

  public enum Storage: Sendable {
    /// Codes, dates, amounts, numbers
    case packed(PackedCells)
    /// Numbers so far apart, or of so many decimals, that they have no place in 64 bits
    case wide(WideCells)
    case flags(FlagCells)
    /// Texts that hardly repeat, by row
    case texts(TextCells)
    /// The row's own key
    case keys(RowKeys)
  }

  public let name: String
  public let type: DataType
  public let storage: Storage
  /// What codes stand for; nil for columns without codes.
  public let names: (any CodeNames)?
  let made = MadeCells()
  let bitmaps = BitmapCache()

  init(name: String, type: DataType, storage: Storage, names: (any CodeNames)?) {
    self.name = name
    self.type = type
    self.storage = storage
    self.names = names
  }

  /// All cells in wide arrays. Made when first asked for and kept: kernels that care for memory read ``storage``. A missing cell holds 0; what that
  /// code names means nothing.
  public var cells: Cells { made.cells { cells(.first(count)) } }

  /// Nil when every cell is known. Cells of holes are not.
  public var validity: Bitmap? { made.validity { validity(.first(count)) } }

  public var count: Int {
    switch storage {
    case .packed(let cells): cells.count
    case .wide(let cells): cells.count
    case .flags(let cells): cells.count
    case .texts(let cells): cells.count
    case .keys(let keys): keys.count
    }
  }

  /// How many decimals the numbers of the column have at most; nil for columns of anything else.
  public var decimals: Int? {
    guard case .number = type else { return nil }
    switch storage {
    case .packed(let cells): return cells.scale
    case .wide(let cells): return cells.scale
    case .flags, .texts, .keys: return nil
    }
  }

  public func isKnown(_ row: Int) -> Bool {
    switch storage {
    case .packed(let cells): cells.stored(at: row) != 0
    case .wide(let cells): cells.cells[row] != .missing
    case .flags(let cells): cells.isKnown(row)
    case .texts(let cells): cells.isKnown(row)
    case .keys: true
    }
  }

  /// The code of a known cell, for columns of codes.
  func code(at row: Int) -> Int {
    switch storage {
    case .packed(let cells): Int(cells.stored(at: row)) - 1
    case .texts(let cells): cells.number(row)
    case .keys(let keys): Int(keys[row])
    case .wide, .flags: preconditionFailure("column \(name) has no codes")
    }
  }

  // MARK: vectors

  /// Rows `0..<count`, trimmed to that many.
  public func vector(first count: Int) -> Vector { vector(.first(count)) }

  /// Some rows, in their order.
  public func vector(rows: [Int32]) -> Vector { vector(.picked(rows)) }

  /// Durations are stored whole and computed with as numbers.
  private func vector(_ rows: PackedCells.Rows) -> Vector {
    let cells: Vector.Cells =
      switch cells(rows) {
      case .codes(let codes, let names): .codes(codes, names)
      case .int32(let cells): if case .duration = type { .decimal(cells.map { Int128($0) }, scale: 0) } else { .int32(cells) }
      case .int64(let cells): .int64(cells)
      case .decimal(let cells, let scale): .decimal(cells, scale: scale)
      case .bits(let bits): .bits(bits)
      }
    return Vector(type: type, count: rows.count, cells: cells, validity: validity(rows))
  }

  func cells(_ rows: PackedCells.Rows) -> Cells {
    switch storage {
    case .packed(let cells):
      switch type {
      case .text, .choice, .link: return .codes(cells.codes(rows), names!)
      case .date, .period, .duration: return .int32(cells.int32s(rows))
      case .money: return .int64(cells.int64s(rows))
      case .number: return .decimal(cells.mantissas(rows), scale: cells.scale)
      case .flag: preconditionFailure("flags are bits")
      }
    case .wide(let cells): return .decimal(cells.mantissas(rows), scale: cells.scale)
    case .flags(let cells): return .bits(cells.bits(rows))
    case .texts(let cells): return .codes(cells.numbers(rows), names!)
    case .keys(let keys): return .codes(keys.numbers(rows), names!)
    }
  }

  func validity(_ rows: PackedCells.Rows) -> Bitmap? {
    switch storage {
    case .packed(let cells): cells.validity(rows)
    case .wide(let cells): cells.validity(rows)
    case .flags(let cells): cells.validity(rows)
    case .texts(let cells): cells.validity(rows)
    case .keys: nil
    }
  }
}

/// What a column has been read into. Shared by all copies of the column.
final class MadeCells: Sendable {
  private let held = Mutex<Column.Cells?>(nil)
  private let known = Mutex<Bitmap??>(nil)

  func cells(_ make: () -> Column.Cells) -> Column.Cells {
    held.withLock { held in
      if let held { return held }
      let made = make()
      held = made
      return made
    }
  }

  func validity(_ make: () -> Bitmap?) -> Bitmap? {
    known.withLock { known in
      if let known { return known }
      let made = make()
      known = .some(made)
      return made
    }
  }
}
