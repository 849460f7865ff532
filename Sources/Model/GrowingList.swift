/// A list whose copies share what they hold: adding to one of two copies copies a few elements, not all.
///
/// A session adds to its model while every statement before still has the one that it was checked against.
public struct GrowingList<Element: Sendable>: Sendable {
  private static var chunkSize: Int { 32 }

  /// All full but the last
  private var chunks: [[Element]] = []
  public private(set) var count = 0

  public init() {}

  public init(_ elements: some Sequence<Element>) { for element in elements { append(element) } }

  public mutating func append(_ element: Element) {
    if count % Self.chunkSize == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }
}

extension GrowingList: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(position: Int) -> Element {
    get { chunks[position / Self.chunkSize][position % Self.chunkSize] }
    set { chunks[position / Self.chunkSize][position % Self.chunkSize] = newValue }
  }
}

/// A dictionary whose copies share what they hold: tables, each larger than the next, of which adding changes only the last, if that is nobody
/// else's, and replaces the small ones.
struct GrowingMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// Changed only while one map holds it.
  private final class Table: @unchecked Sendable {
    var values: [Key: Value]

    init(_ values: [Key: Value] = [:]) { self.values = values }
  }

  /// Of a key the last value counts.
  private var tables: [Table] = []

  init() {}

  init(_ values: [Key: Value]) { if !values.isEmpty { tables = [Table(values)] } }

  subscript(key: Key) -> Value? {
    for table in tables.reversed() { if let value = table.values[key] { return value } }
    return nil
  }

  mutating func set(_ value: Value, for key: Key) {
    let last = tables.count - 1
    if last >= 0, isKnownUniquelyReferenced(&tables[last]) {
      tables[last].values[key] = value
      return
    }
    var added = [key: value]
    while let before = tables.last, before.values.count <= added.count {
      tables.removeLast()
      added = before.values.merging(added) { _, new in new }
    }
    tables.append(Table(added))
  }
}
