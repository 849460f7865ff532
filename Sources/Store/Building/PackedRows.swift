public import Schema

/// The rows of one entity in one snapshot, in numbers: what a quick reader hands to ``LibraryBuilder/addSnapshot(_:packed:)``.
///
/// ```
/// keys     7 3 9 4 8      the key's number, a row each, none twice
/// changed  1 4            rows whose cells follow; all others are as in the snapshot before
/// cells    x y            of the rows in `changed`, a column each
/// ```
public struct PackedRows: Sendable {
  /// One element a changed row.
  public enum Cells: Sendable {
    /// Numbers of texts in the builder; ``UInt32/max`` is missing
    case codes([UInt32])
    /// Dates, periods, durations; ``Int32/min`` is missing
    case int32([Int32])
    /// Money in ten-thousandths; ``Int64/min`` is missing
    case int64([Int64])
    /// ``ShortDecimal/none`` is missing
    case decimal([ShortDecimal])
    /// 0, 1; 2 is missing
    case flags([UInt8])
  }

  /// Index into ``Catalog/entities``
  public var entity: Int
  public var keys: [UInt32]
  public var changed: [UInt32]
  /// By index into ``Entity/fields``; a field that is not there is missing throughout. None for a text key.
  public var columns: [Int: Cells]

  public init(entity: Int, keys: [UInt32], changed: [UInt32], columns: [Int: Cells]) {
    (self.entity, self.keys, self.changed, self.columns) = (entity, keys, changed, columns)
  }
}

extension PackedRows.Cells {
  var array: CellArray {
    switch self {
    case .codes(let cells): .codes(cells)
    case .int32(let cells): .int32(cells)
    case .int64(let cells): .int64(cells)
    case .decimal(let cells): .decimal(cells)
    case .flags(let cells): .flags(cells)
    }
  }
}

/// Different texts with a number each, in order of first appearance: a reader's own, until ``LibraryBuilder/numbers(of:entity:field:)`` gives them those
/// of the library.
public struct TextTable: Sendable {
  var interner = Interner()

  public init() {}

  public var count: Int { interner.count }

  /// The number of the text, a new one if it has none.
  public mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Int { interner.number(of: text) }

  public func text(_ number: Int) -> String { interner.texts[number] }
}

/// The keys of an entity that a builder knows, to be looked up from any thread.
public struct KeyNumbers: Sendable {
  let interner: Interner

  public var count: Int { interner.count }

  public func number(of key: UnsafeBufferPointer<UInt8>) -> Int? { interner.existingNumber(of: key) }
}
