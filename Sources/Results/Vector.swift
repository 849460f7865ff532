public import Schema

/// A column of computed or gathered cells, all of one type: what operators pass on and writers format. A cell is known when `validity` is
/// nil or has its bit.
///
/// | `DataType` | cells |
/// |---|---|
/// | text | `text`, `codes` or `mixed` |
/// | choice, link | `codes`: dictionary codes, key numbers |
/// | date, period | `int32`: days since 1970 (first day of the period) |
/// | money | `int64`: ten-thousandths; `decimal` of scale 4 where some amount needs more than 64 bits |
/// | number, duration | `decimal` |
/// | flag | `bits` |
public struct Vector: Sendable {
  public enum Cells: Sendable {
    case text([String])
    /// Codes into names; a missing cell's code has no meaning.
    case codes([UInt32], any CodeNames)
    case int32([Int32])
    case int64([Int64])
    /// Mantissas of one scale, 0 to ``Decimal/mostPlaces``: cell = mantissa / 10^scale
    case decimal([Int128], scale: Int)
    case bits(Bitmap)
    /// Cells of several types under the type text: they compare and sort as machine formats spell them, and print each as its own column.
    case mixed(MixedCells)
  }

  public var type: DataType
  public var count: Int
  public var cells: Cells
  public var validity: Bitmap?

  public init(type: DataType, count: Int, cells: Cells, validity: Bitmap? = nil) {
    self.type = type
    self.count = count
    self.cells = cells
    self.validity = validity
  }

  public func isKnown(_ row: Int) -> Bool { validity?[row] ?? true }
}
