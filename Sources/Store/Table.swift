public import Schema

/// All versions of one entity's records, a version a row. The newest snapshot's rows come first, in key order; history lies behind them.
public struct Table: Sendable {
  public let versionCount: Int
  /// Keys that any version or any link names, in key order (declared names first, then as filed).
  public let keys: KeyDictionary
  /// Version to key number.
  public let rowKeys: [UInt32]
  /// A version holds at snapshots `since..<until`.
  public let since: [UInt16]
  public let until: [UInt16]
  /// The entity's fields in declared order, then extra columns found in files.
  public let columns: [Column]

  init(keys: KeyDictionary, rowKeys: [UInt32], since: [UInt16], until: [UInt16], columns: [Column]) {
    versionCount = rowKeys.count
    self.keys = keys
    self.rowKeys = rowKeys
    self.since = since
    self.until = until
    self.columns = columns
  }
}

/// One column of a ``Table``: a cell a version.
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
  public let cells: Cells
  /// Nil when every cell is known.
  public let validity: Bitmap?

  init(name: String, type: DataType, cells: Cells, validity: Bitmap?) {
    self.name = name
    self.type = type
    self.cells = cells
    self.validity = validity
  }
}

/// The keys of an entity: key number to text and back, with the names that people read.
public struct KeyDictionary: CodeNames {
  private let texts: [String]
  private let numbers: [String: Int]

  init(_ texts: [String]) {
    self.texts = texts
    numbers = Dictionary(texts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var count: Int { texts.count }
  public func code(_ index: Int) -> String { texts[index] }
  public func name(_ index: Int, chinese: Bool) -> String { texts[index] }
  public func number(of key: String) -> Int? { numbers[key] }
}
