public import Schema
import Synchronization

/// One column of a ``Table``: a cell a version, in flat arrays.
///
/// | `DataType` | cells |
/// |---|---|
/// | text | codes into a ``TextDictionary``, whose order is text order; the key field: key numbers into the ``KeyDictionary`` |
/// | choice | codes into a ``ChoiceDictionary`` |
/// | link | key numbers into the target's ``KeyDictionary`` |
/// | date, period, duration | `int32` |
/// | money | `int64` |
/// | number | `double` |
/// | flag | `bits` |
public struct Column: Sendable {
  public enum Cells: Sendable {
    /// Text and choices: codes into a dictionary. Links: key numbers of the target.
    case codes([UInt32], any CodeNames)
    /// Dates, periods (first day), durations
    case int32([Int32])
    /// Money
    case int64([Int64])
    case double([Double])
    case bits(Bitmap)
  }

  public let name: String
  public let type: DataType
  /// A missing cell holds 0; what that code names means nothing.
  public let cells: Cells
  /// Nil when every cell is known.
  public let validity: Bitmap?
  /// The smallest and largest known cell over all versions; nil for codes, flags and a column without known cells.
  public let bounds: Bounds?

  let bitmaps = BitmapCache()

  init(name: String, type: DataType, cells: Cells, validity: Bitmap?) {
    self.name = name
    self.type = type
    self.cells = cells
    self.validity = validity
    bounds = Bounds(cells, validity)
  }

  public func isKnown(_ row: Int) -> Bool { validity?[row] ?? true }
}

extension Column {
  public enum Bounds: Sendable, Hashable {
    case integers(ClosedRange<Int64>)
    case doubles(ClosedRange<Double>)

    init?(_ cells: Cells, _ validity: Bitmap?) {
      switch cells {
      case .codes, .bits: return nil
      case .int32(let values):
        guard let (low, high) = Self.extremes(of: values, validity) else { return nil }
        self = .integers(Int64(low)...Int64(high))
      case .int64(let values):
        guard let (low, high) = Self.extremes(of: values, validity) else { return nil }
        self = .integers(low...high)
      case .double(let values):
        guard let (low, high) = Self.extremes(of: values, validity) else { return nil }
        self = .doubles(low...high)
      }
    }

    private static func extremes<Cell: Comparable>(of values: [Cell], _ validity: Bitmap?) -> (Cell, Cell)? {
      guard let first = validity.map({ $0.firstRow }) ?? values.indices.first else { return nil }
      var low = values[first]
      var high = low
      for (row, value) in values.enumerated() where validity?[row] ?? true {
        low = min(low, value)
        high = max(high, value)
      }
      return (low, high)
    }
  }
}
