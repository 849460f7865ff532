/// A value of a column with the rows that hold it.
public struct ValueCount: Hashable, Sendable {
  /// The code in the column's dictionary (choice, text) or the key number of the record (link).
  public var code: Int
  /// As stored: the code word of a declared value, the text of another, the key of a record.
  public var text: String
  /// For a link: the text of the record's name field, if there is one.
  public var name: String?
  public var rows: Int

  public init(code: Int, text: String, name: String? = nil, rows: Int) {
    self.code = code
    self.text = text
    self.name = name
    self.rows = rows
  }
}

/// What the data hold, as far as reading a query needs to know: bare words are matched against it. The store implements it.
///
/// Entities and fields are indexes into the catalog that the source was made with, snapshots are counted from the oldest.
public protocol ValueSource: Sendable {
  /// The values of a choice, link or text column with the rows that hold each at a snapshot, in code order.
  /// Choice: the whole dictionary, the declared values first, then those outside the list, also with 0 rows. Link and text: only values with rows.
  func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount]

  /// Every key of an entity in any snapshot, in the order of key numbers, with its latest name; `rows` is 1 where it exists in the last snapshot, else 0.
  func keys(entity: Int) -> [ValueCount]

  /// One key by its number, with its latest name; nil where there is no such number. Costs the same however many keys there are.
  func key(_ number: Int, entity: Int) -> ValueCount?

  /// How a code of a choice, link or text column is spelled; nil where there is no such code. Counts no rows.
  func text(ofCode code: Int, entity: Int, field: Int) -> String?

  /// The keys that a word may have meant: all of them where they are few, else those that stand around it in key order, without names.
  func keys(entity: Int, near word: String) -> [ValueCount]

  /// The number of a key spelled exactly so.
  func keyNumber(entity: Int, _ text: String) -> Int?

  /// The code that a choice field of a record has at a snapshot; nil where it is missing or the record is.
  func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int?

  /// The snapshots that hold a record, oldest first.
  func snapshots(holding key: Int, entity: Int) -> [Int]

  /// Whether ``keys(entity:near:)`` gives the same keys whatever the word.
  func comparesAllKeys(entity: Int) -> Bool

  /// How many decimals the numbers of a column have at most, at any snapshot; nil where there are no data.
  func decimals(entity: Int, field: Int) -> Int?

  /// Records alive at a snapshot.
  func rowCount(entity: Int, snapshot: Int) -> Int
}

extension ValueSource {
  public func comparesAllKeys(entity: Int) -> Bool { true }

  public func decimals(entity: Int, field: Int) -> Int? { nil }

  public func keys(entity: Int, near word: String) -> [ValueCount] { keys(entity: entity) }

  public func key(_ number: Int, entity: Int) -> ValueCount? {
    let keys = keys(entity: entity)
    return keys.indices.contains(number) ? keys[number] : nil
  }

  public func text(ofCode code: Int, entity: Int, field: Int) -> String? {
    values(entity: entity, field: field, snapshot: 0).first { $0.code == code }?.text
  }
}

/// No data: for checking a script before a library is there. Declared key names still have numbers, by the catalog.
public struct NoValues: ValueSource {
  private let catalog: Catalog

  public init(catalog: Catalog) { self.catalog = catalog }

  public func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] {
    guard case .choice(let choice) = catalog.entities[entity].fields[field].type else { return [] }
    return catalog.choices[choice].values.enumerated().map { ValueCount(code: $0.offset, text: $0.element.code, rows: 0) }
  }

  public func keys(entity: Int) -> [ValueCount] {
    catalog.entities[entity].keyNames.enumerated().map {
      ValueCount(code: $0.offset, text: $0.element.code, name: $0.element.english ?? $0.element.label, rows: 0)
    }
  }

  public func keyNumber(entity: Int, _ text: String) -> Int? {
    catalog.entities[entity].keyNames.firstIndex { $0.code == text }
  }

  public func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? { nil }

  public func snapshots(holding key: Int, entity: Int) -> [Int] { [] }

  public func rowCount(entity: Int, snapshot: Int) -> Int { 0 }
}
