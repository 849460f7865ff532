public import Schema

/// Makes a ``Library`` out of full dumps, one a date, in any order of dates.
///
/// Each dump is compared, cell by cell as typed, with the versions that hold beside its date: a record that did not change costs nothing but
/// the comparison. A record that a dump leaves out ends there and may come back later; an entity without rows in a dump is empty at that date.
/// Where a date has no dump of an entity that declares keys, these, with their names, are its records; a dump says itself which records there are.
public struct LibraryBuilder: Sendable {
  public let catalog: Catalog
  /// Oldest first.
  public internal(set) var snapshots: [Day] = []
  /// Bytes that travel with the library under a name, such as the model's text.
  public var attachments: [String: [UInt8]] = [:]
  private let layout: LibraryLayout
  var names: SharedNames
  var tables: [TableBuilder]

  /// 65,534: snapshot numbers take two bytes, and one more number is needed for "none".
  public static let snapshotLimit = Int(UInt16.max) - 1

  /// Chunks name tables and columns with two bytes, and one number means none.
  public static let tableLimit = Int(UInt16.max)
  public static let columnLimit = Int(UInt16.max)

  public init(catalog: Catalog, layout: LibraryLayout = LibraryLayout()) {
    self.catalog = catalog
    self.layout = layout
    names = SharedNames(catalog)
    tables = catalog.entities.indices.map { TableBuilder(entity: $0, catalog: catalog) }
  }

  /// Adds the dump of a date. An older date than the newest lands in its place. At most one ``EntityRows`` an entity; nothing is added when it throws, but after ``StoreProblem/tooMuchText(_:entity:column:limit:)``
  /// the builder is of no more use.
  public mutating func addSnapshot(_ day: Day, _ rows: [EntityRows]) throws(StoreProblem) {
    guard !snapshots.contains(day) else { throw .snapshotExists(day) }
    guard snapshots.count < Self.snapshotLimit else { throw .tooManySnapshots(limit: Self.snapshotLimit) }
    var byEntity = [EntityRows?](repeating: nil, count: tables.count)
    for rows in rows {
      precondition(byEntity[rows.entity] == nil, "two dumps of one entity for one date")
      byEntity[rows.entity] = rows
    }
    let place = snapshots.firstIndex { $0 > day } ?? snapshots.count
    for index in tables.indices {
      tables[index].add(byEntity[index], at: place, of: snapshots.count, names: &names)
    }
    snapshots.insert(day, at: place)
    try refuseTooMuchText(day)
  }

  /// Throws where a catalog has more tables, columns or choices than a library can number.
  public static func refuseTooMany(in catalog: Catalog, extras: [Int] = []) throws(StoreProblem) {
    guard catalog.entities.count <= tableLimit else { throw .tooManyTables(limit: tableLimit) }
    for (index, entity) in catalog.entities.enumerated()
    where entity.fields.count + (extras.indices.contains(index) ? extras[index] : 0) > columnLimit {
      throw .tooManyColumns(entity: entity.plural, limit: columnLimit)
    }
    guard catalog.choices.count <= columnLimit else { throw .tooManyColumns(entity: catalog.choices[columnLimit].name, limit: columnLimit) }
  }

  /// Offsets of texts take four bytes.
  func refuseTooMuchText(_ day: Day) throws(StoreProblem) {
    // By index: thousands of tables are looked at with each dump, and none is to be copied.
    func isTooMuch(_ texts: TextHeap) -> Bool { texts.isFull || texts.bytes.count > layout.textLimit }
    for index in tables.indices {
      let entity = tables[index].entity
      guard tables[index].columns.count <= Self.columnLimit else {
        throw .tooManyColumns(entity: catalog.entities[entity].plural, limit: Self.columnLimit)
      }
      for column in tables[index].columns.indices where isTooMuch(tables[index].columns[column].texts.texts) {
        throw .tooMuchText(
          day, entity: catalog.entities[entity].plural, column: tables[index].columns[column].name, limit: layout.textLimit)
      }
    }
    for index in names.keys.indices where isTooMuch(names.keys[index].texts) {
      let entity = catalog.entities[index]
      throw .tooMuchText(day, entity: entity.plural, column: entity.fields[entity.keyField].name, limit: layout.textLimit)
    }
    for index in names.choices.indices where isTooMuch(names.choices[index].texts) {
      throw .tooMuchText(day, entity: catalog.choices[index].name, column: "code", limit: layout.textLimit)
    }
  }

  /// Takes a snapshot out, if there is one of this date: what is left is as if it had never been added, but for columns that only it had.
  public mutating func removeSnapshot(_ day: Day) {
    guard let place = snapshots.firstIndex(of: day) else { return }
    for index in tables.indices { tables[index].remove(snapshot: place) }
    snapshots.remove(at: place)
  }

  /// By entity, the columns that no field declares.
  public var extraFields: [[Field]] { tables.map(\.extraFields) }

  /// The entities that have rows at a snapshot, as filed: declared keys alone, with nothing but their names, stand for no dump.
  public func entities(withRowsAt day: Day) -> Set<Int> {
    guard let place = snapshots.firstIndex(of: day) else { return [] }
    return Set(tables.filter { $0.hasFiledRows(at: place) }.map(\.entity))
  }

  /// The library of all snapshots added so far, in memory. The builder can go on afterwards.
  public func finish() -> Library {
    do {
      var writer = ImageWriter()
      write(to: &writer)
      // Memory always gives its bytes back, and they are ours: a problem here is our own mistake.
      let (start, length) = try writer.finish()!
      return try Library(Image.open(written: start, length, name: "library"), name: "library", layout: layout)
    } catch {
      preconditionFailure("a library that cannot be read back: \(error)")
    }
  }

  /// Writes the chunks of the library.
  func write(to writer: inout ImageWriter) {
    var finished = catalog
    for (index, table) in tables.enumerated() { finished.entities[index].fields += table.extraFields }
    let bytes = CatalogCoding.bytes(of: finished)
    writer.write(Chunk(.catalog, width: 1, count: bytes.count), bytes)
    writer.write(Chunk(.snapshots, width: 4, count: snapshots.count), snapshots.map { $0.rawValue.littleEndian })
    for (index, (name, bytes)) in attachments.sorted(by: { $0.key < $1.key }).enumerated() {
      var content = ByteWriter()
      content.append(text: name)
      content.append(raw: bytes)
      var chunk = Chunk(.attachment, column: index, width: 1, count: content.bytes.count)
      chunk.flags = 0
      writer.write(chunk, content.bytes)
    }
    let finishedNames = FinishedNames(names, catalog, tables)
    finishedNames.writeChoices(names, catalog, to: &writer)
    for table in tables { table.write(finishedNames, names, snapshotCount: snapshots.count, layout: layout, to: &writer) }
  }
}

/// The shared dictionaries in their final order: by place the number of first appearance, and by number the place.
struct FinishedNames {
  var keyOrders: [[Int]] = []
  var keyRanks: [[UInt32]] = []
  var choiceOrders: [[Int]] = []
  var choiceRanks: [[UInt32]] = []

  /// Names that nothing uses any more, since the snapshot that had them was replaced, are left out; declared ones stay.
  init(_ names: SharedNames, _ catalog: Catalog, _ tables: [TableBuilder]) {
    var keys = zip(catalog.entities, names.keys).map { Use(declared: $0.keyNames.count, count: $1.count) }
    var choices = zip(catalog.choices, names.choices).map { Use(declared: $0.values.count, count: $1.count) }
    for table in tables {
      keys[table.entity].add(table.rowKeys)
      for column in table.columns {
        guard case .codes(let codes) = column.cells else { continue }
        switch column.type {
        case .choice(let choice): choices[choice].add(codes)
        case .link(let target): keys[target].add(codes)
        default: continue
        }
      }
    }
    keyOrders = zip(keys, names.keys).map { $0.order($1.texts) }
    keyRanks = zip(keyOrders, names.keys).map { ranks($0, of: $1.count) }
    choiceOrders = zip(choices, names.choices).map { $0.order($1.texts) }
    choiceRanks = zip(choiceOrders, names.choices).map { ranks($0, of: $1.count) }
  }

  /// Which numbers are in use.
  struct Use {
    let declared: Int
    private var isUsed: [Bool]

    init(declared: Int, count: Int) {
      self.declared = declared
      isUsed = [Bool](repeating: false, count: count)
    }

    mutating func add(_ codes: [UInt32]) {
      for code in codes where !code.isMissing { isUsed[Int(code)] = true }
    }

    /// The declared ones as declared, then the others by code point.
    func order(_ texts: TextHeap) -> [Int] { Array(0..<declared) + texts.sorted((declared..<isUsed.count).filter { isUsed[$0] }) }
  }

  /// The values outside each choice's list.
  fileprivate func writeChoices(_ names: SharedNames, _ catalog: Catalog, to writer: inout ImageWriter) {
    for (index, choice) in catalog.choices.enumerated() {
      let outside = Array(choiceOrders[index].dropFirst(choice.values.count))
      guard !outside.isEmpty else { continue }
      writer.write(texts: names.choices[index].texts, outside, .choiceOffsets, .choiceBytes, entity: nil, column: index)
    }
  }
}

/// Where each of `count` numbers stands in an order; what is not in it gets a rank without meaning.
func ranks(_ order: [Int], of count: Int) -> [UInt32] {
  var ranks = [UInt32](repeating: 0, count: count)
  for (rank, number) in order.enumerated() { ranks[number] = UInt32(rank) }
  return ranks
}

/// From which size on a library is laid out for speed rather than for the simplest use.
public struct LibraryLayout: Sendable {
  /// Tables of so many keys keep texts that hardly repeat by row (``RowTexts``), smaller ones keep all texts sorted.
  public var rowTextsFrom = 4096
  /// Tables of so many rows keep a bitmap for every value of columns of at most ``bitmapLimit`` values.
  public var bitmapsFrom = 4096
  public static let bitmapLimit = 24
  /// Rows a zone, in whole words of 64 rows. In files it is always the same.
  public var zoneRows = LibraryFormat.zoneRows
  /// Up to so many picked rows are looked at one by one, so that the rest of the column need not be checked.
  public var singleRows = 256
  /// Leaping through the history pays when one key is looked for in so many rows.
  public var gallop = 32
  /// Looking for more than one key in so many costs more than a pass over all of them.
  public var passShare = 4
  /// Bytes of all different texts of a column. Tests lower it.
  var textLimit = Int(UInt32.max)

  public init() {}

  public init(rowTextsFrom: Int, bitmapsFrom: Int) {
    self.rowTextsFrom = rowTextsFrom
    self.bitmapsFrom = bitmapsFrom
  }
}
