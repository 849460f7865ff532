import Results
import Schema

/// Makes tables and columns over the chunks of an image, and checks that their counts fit together. Reads no cells, but notes what they have to keep
/// once they are read (``ChunkRule``).
struct LibraryReader {
  let image: Image
  let name: String
  /// What the format leaves to who writes into memory.
  let layout: LibraryLayout
  private let index: ChunkIndex
  private let book: RuleBook

  private final class RuleBook {
    var rules: [ChunkRule]

    init(count: Int) { rules = [ChunkRule](repeating: .none, count: count) }
  }

  init(_ image: Image, name: String, layout: LibraryLayout) {
    self.image = image
    self.name = name
    self.layout = layout
    index = ChunkIndex(image.chunks)
    book = RuleBook(count: image.chunks.count)
  }

  /// By chunk, once all tables are made.
  var rules: [ChunkRule] { book.rules }

  func keep(_ rule: ChunkRule, for chunk: Int) { book.rules[chunk] = rule }

  func catalog() throws(StoreProblem) -> Catalog {
    let bytes = try sound(.catalog)
    do { return try CatalogCoding.catalog(bytes) } catch { throw broken("catalog") }
  }

  func snapshots() throws(StoreProblem) -> [Day] {
    let bytes = try sound(.snapshots)
    let days = (0..<bytes.count / 4).map { Day(rawValue: bytes.load(fromByteOffset: $0 * 4, as: Int32.self)) }
    guard days.count <= LibraryBuilder.snapshotLimit, days.allSatisfy(Day.written.contains),
      zip(days, days.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw broken("snapshots") }
    return days
  }

  func choices(_ catalog: Catalog) throws(StoreProblem) -> [ChoiceDictionary] {
    try catalog.choices.indices.map { choice throws(StoreProblem) in
      ChoiceDictionary(declared: catalog.choices[choice].values, outside: try self.outside(choice))
    }
  }

  func tables(_ catalog: Catalog, _ choices: [ChoiceDictionary], snapshotCount: Int) throws(StoreProblem) -> [Table] {
    let keys = try catalog.entities.indices.map { entity throws(StoreProblem) in try self.keys(entity, catalog) }
    return try catalog.entities.indices.map { entity throws(StoreProblem) in
      try TableReader(self, entity: entity, catalog, keys, choices, snapshotCount).table()
    }
  }

  private func keys(_ entity: Int, _ catalog: Catalog) throws(StoreProblem) -> KeyDictionary {
    let (bytes, blocks) = (try chunk(.keyBytes, entity), try chunk(.keyBlocks, entity, width: 4))
    let count = image.chunks[bytes].count
    let declared = catalog.entities[entity].keyNames
    let size = FrontCodedTexts.blockSize
    guard count <= Int(Int32.max), declared.count <= count, image.chunks[blocks].count == (count + size - 1) / size + 1 else {
      throw broken("keys \(entity)")
    }
    keep(.offsets(end: image.chunks[bytes].length), for: blocks)
    return KeyDictionary(declared: declared, texts: FrontCodedTexts(image: image, bytesChunk: bytes, blocksChunk: blocks, count: count))
  }

  private func outside(_ choice: Int) throws(StoreProblem) -> StoredTexts? {
    guard index[.choiceOffsets, nil, choice] != nil else { return nil }
    return try texts(.choiceOffsets, .choiceBytes, nil, choice)
  }

  // MARK: chunks

  func optional(_ kind: ChunkKind, _ entity: Int? = nil, _ column: Int? = nil) -> Int? { index[kind, entity, column] }

  func chunk(
    _ kind: ChunkKind, _ entity: Int? = nil, _ column: Int? = nil, width: Int? = nil, count: Int? = nil
  ) throws(StoreProblem) -> Int {
    guard let found = index[kind, entity, column] else {
      throw broken(Chunk(kind, entity: entity, column: column, width: 1, count: 0).name)
    }
    let chunk = image.chunks[found]
    guard width.map({ chunk.width == UInt8($0) }) ?? true, count.map({ chunk.count == $0 }) ?? true else { throw broken(chunk.name) }
    return found
  }

  func texts(_ offsets: ChunkKind, _ bytes: ChunkKind, _ entity: Int?, _ column: Int) throws(StoreProblem) -> StoredTexts {
    let (offsets, bytes) = (try chunk(offsets, entity, column, width: 4), try chunk(bytes, entity, column, width: 1))
    guard image.chunks[offsets].count >= 1 else { throw broken(image.chunks[offsets].name) }
    keep(.offsets(end: image.chunks[bytes].length), for: offsets)
    return StoredTexts(image, offsets: offsets, bytes: bytes)
  }

  /// The bytes of a chunk that nothing goes without: damage there is an error at once.
  func sound(_ kind: ChunkKind, _ entity: Int? = nil) throws(StoreProblem) -> UnsafeRawBufferPointer {
    let found = try chunk(kind, entity)
    let bytes = UnsafeRawBufferPointer(start: image.bytes(found), count: image.chunks[found].length)
    guard image.damage.isEmpty else { throw broken(image.chunks[found].name) }
    return bytes
  }

  func broken(_ part: String) -> StoreProblem { .broken(name, part: part) }
}

/// One table's part of it.
private struct TableReader {
  let library: LibraryReader
  let entity: Int
  let catalog: Catalog
  let keys: [KeyDictionary]
  let choices: [ChoiceDictionary]
  let snapshotCount: Int
  private let keyCount: Int
  private let historyCount: Int
  private let holeCount: Int

  private var rowCount: Int { keyCount + historyCount }
  private var image: Image { library.image }

  init(
    _ library: LibraryReader, entity: Int, _ catalog: Catalog, _ keys: [KeyDictionary], _ choices: [ChoiceDictionary], _ snapshotCount: Int
  ) throws(StoreProblem) {
    (self.library, self.entity, self.catalog) = (library, entity, catalog)
    (self.keys, self.choices, self.snapshotCount) = (keys, choices, snapshotCount)
    let shape = try library.sound(.shape, entity)
    guard shape.count == 24 else { throw library.broken("shape \(entity)") }
    let numbers = (0..<3).map { Int(truncatingIfNeeded: shape.load(fromByteOffset: $0 * 8, as: UInt64.self)) }
    (keyCount, historyCount, holeCount) = (numbers[0], numbers[1], numbers[2])
    guard keyCount == keys[entity].count, historyCount >= 0, historyCount <= Int(Int32.max) - keyCount, (0...keyCount).contains(holeCount)
    else { throw library.broken("shape \(entity)") }
    // Without snapshots nothing holds at any.
    guard snapshotCount > 0 || (historyCount == 0 && holeCount == keyCount) else { throw library.broken("shape \(entity)") }
  }

  func table() throws(StoreProblem) -> Table {
    let since = try snapshotNumbers(.since, count: rowCount, leading: 0)
    let until = try snapshotNumbers(.until, count: historyCount, leading: keyCount)
    let historyKeys = try library.chunk(.historyKeys, entity, count: historyCount)
    guard [1, 2, 4].contains(image.chunks[historyKeys].width), since.width == until.width else {
      throw library.broken(image.chunks[historyKeys].name)
    }
    let alive = try alive()
    library.keep(.numbers(count: keyCount, rise: true), for: historyKeys)
    library.keep(.since(snapshots: snapshotCount, current: keyCount, alive: alive?.chunk), for: since.chunk)
    library.keep(.until(snapshots: snapshotCount, since: since.chunk, current: keyCount), for: until.chunk)
    if let alive { library.keep(.bits(rows: keyCount, set: keyCount - holeCount), for: alive.chunk) }
    let rowKeys = RowKeys(image: image, chunk: historyKeys, currentCount: keyCount)
    return Table(
      keys: keys[entity], rowKeys: rowKeys, since: since, until: until, aliveBits: alive, holeCount: holeCount,
      columns: try catalog.entities[entity].fields.indices.map { field throws(StoreProblem) in try self.column(field, rowKeys) },
      snapshotCount: snapshotCount, layout: library.layout)
  }

  private func alive() throws(StoreProblem) -> StoredBits? {
    guard holeCount > 0 else { return nil }
    return StoredBits(image: image, chunk: try library.chunk(.alive, entity, width: 0, count: keyCount))
  }

  private func snapshotNumbers(_ kind: ChunkKind, count: Int, leading: Int) throws(StoreProblem) -> SnapshotNumbers {
    let chunk = try library.chunk(kind, entity, count: count)
    guard image.chunks[chunk].width == (snapshotCount <= Int(UInt8.max) ? 1 : 2) else { throw library.broken(image.chunks[chunk].name) }
    return SnapshotNumbers(image: image, chunk: chunk, leading: leading, leadingNumber: UInt16(snapshotCount))
  }

  // MARK: columns

  private func column(_ field: Int, _ rowKeys: RowKeys) throws(StoreProblem) -> Column {
    let declared = catalog.entities[entity].fields[field]
    func column(_ storage: Column.Storage, _ names: (any CodeNames)? = nil) -> Column {
      Column(name: declared.name, type: declared.type, storage: storage, names: names)
    }
    switch declared.type {
    case .text where field == catalog.entities[entity].keyField: return column(.keys(rowKeys), keys[entity])
    case .text where library.optional(.packed, entity, field) == nil:
      let cells = try textCells(field)
      return column(.texts(cells), RowTexts(texts: cells.texts))
    case .text:
      let names = TextDictionary(texts: try library.texts(.textOffsets, .textBytes, entity, field))
      return column(.packed(try codes(field, names.count)), names)
    case .choice(let choice): return column(.packed(try codes(field, choices[choice].count)), choices[choice])
    case .link(let target): return column(.packed(try codes(field, keys[target].count)), keys[target])
    case .number where library.optional(.packed, entity, field) == nil:
      let chunk = try library.chunk(.wide, entity, field, width: 16, count: rowCount)
      let missing = try missing(chunk)
      library.keep(.wide(empty: missing + holeCount), for: chunk)
      guard let scale = Decimal.scale(ofUnit: image.chunks[chunk].unit) else { throw library.broken(image.chunks[chunk].name) }
      return column(.wide(WideCells(image, chunk, scale: scale)))
    case .date, .period, .duration, .money, .number:
      let cells = try packed(field)
      guard cells.holdsOnlyValues(of: declared.type) else { throw library.broken(image.chunks[cells.chunk].name) }
      return column(.packed(cells))
    case .flag:
      let bits = try library.chunk(.flags, entity, field, width: 0, count: rowCount)
      library.keep(.bits(rows: rowCount, set: nil), for: bits)
      let missing = try missing(bits)
      let cells = FlagCells(
        bits: StoredBits(image: image, chunk: bits), knownBits: try known(field, missing: missing), missingCount: missing)
      return column(.flags(cells))
    }
  }

  private func packed(_ field: Int) throws(StoreProblem) -> PackedCells {
    let index = try library.chunk(.packed, entity, field, count: rowCount)
    let chunk = image.chunks[index]
    let width = Int(chunk.width)
    guard [1, 2, 4, 8].contains(width), chunk.unit > 0, width == 8 || chunk.top < 1 << UInt64(8 * width) else {
      throw library.broken(chunk.name)
    }
    let missing = try missing(index)
    let alive = holeCount > 0 ? library.optional(.alive, entity) : nil
    library.keep(.cells(top: chunk.top, empty: missing + holeCount, alive: alive), for: index)
    let (zones, bitmaps) = (try zones(field, width: width), try bitmaps(field, chunk.top))
    if let zones { library.keep(.zones(top: chunk.top, width: width), for: zones) }
    if let bitmaps { library.keep(.bitmaps(rows: rowCount), for: bitmaps) }
    return PackedCells(image, index, zones: zones, bitmaps: bitmaps, layout: library.layout)
  }

  /// Missing cells as the directory counts them.
  private func missing(_ chunk: Int) throws(StoreProblem) -> Int {
    let missing = Int(image.chunks[chunk].missing)
    guard missing <= rowCount - holeCount else { throw library.broken(image.chunks[chunk].name) }
    return missing
  }

  private func codes(_ field: Int, _ nameCount: Int) throws(StoreProblem) -> PackedCells {
    let cells = try packed(field)
    guard cells.top <= UInt64(nameCount), cells.base == 0, cells.unit == 1 else { throw library.broken(image.chunks[cells.chunk].name) }
    return cells
  }

  private func zones(_ field: Int, width: Int) throws(StoreProblem) -> Int? {
    guard let zones = library.optional(.zones, entity, field) else { return nil }
    let count = (rowCount + library.layout.zoneRows - 1) / library.layout.zoneRows
    guard image.chunks[zones].length == count * 2 * width else { throw library.broken(image.chunks[zones].name) }
    return zones
  }

  private func bitmaps(_ field: Int, _ top: UInt64) throws(StoreProblem) -> Int? {
    guard let bitmaps = library.optional(.valueBitmaps, entity, field) else { return nil }
    guard top <= 64, image.chunks[bitmaps].length == Int(top) * ((rowCount + 63) / 64) * 8 else {
      throw library.broken(image.chunks[bitmaps].name)
    }
    return bitmaps
  }

  /// Nil where no cell is missing, holes included.
  private func known(_ field: Int, missing: Int) throws(StoreProblem) -> StoredBits? {
    guard missing + holeCount > 0 else { return nil }
    let chunk = try library.chunk(.known, entity, field, width: 0, count: rowCount)
    library.keep(.bits(rows: rowCount, set: rowCount - missing - holeCount), for: chunk)
    return StoredBits(image: image, chunk: chunk)
  }

  private func textCells(_ field: Int) throws(StoreProblem) -> TextCells {
    let texts = try library.texts(.textOffsets, .textBytes, entity, field)
    let numbers = try library.chunk(.textNumbers, entity, field, width: 4, count: historyCount)
    guard texts.count >= keyCount else { throw library.broken(image.chunks[texts.offsetsChunk].name) }
    // A missing cell has the number 0, whether there is a text or not.
    library.keep(.numbers(count: max(texts.count, 1), rise: false), for: numbers)
    let missing = try missing(numbers)
    return TextCells(
      texts: texts, known: try known(field, missing: missing), image: image, numbersChunk: numbers, currentCount: keyCount,
      missingCount: missing)
  }
}

extension Day {
  /// What dates can be written: years 1 to 9999.
  static let written: ClosedRange<Day> = Day(rawValue: -719_162)...Day(rawValue: 2_932_896)
}

extension PackedCells {
  /// Every stored number up to ``top`` means a value that a column of the type can have, so that working it out never goes beyond its numbers.
  fileprivate func holdsOnlyValues(of type: DataType) -> Bool {
    let last = top == 0 ? (base, false) : base.addingReportingOverflow(Int64(clamping: top - 1))
    guard !last.1, top <= UInt64(Int64.max) else { return holdsWideQuantities(of: type) }
    func holds(_ range: ClosedRange<Int64>) -> Bool { range.contains(base) && range.contains(last.0) }
    switch type {
    case .date, .period: return unit == 1 && holds(Int64(Day.written.lowerBound.rawValue)...Int64(Day.written.upperBound.rawValue))
    case .duration: return unit == 1 && holds(Int64(Int32.min)...Int64(Int32.max))
    case .number: return Decimal.scale(ofUnit: unit) != nil
    case .money: return !base.multipliedReportingOverflow(by: unit).overflow && !last.0.multipliedReportingOverflow(by: unit).overflow
    case .text, .choice, .link, .flag: return false
    }
  }

  /// Quantities may lie further apart than half of all numbers.
  private func holdsWideQuantities(of type: DataType) -> Bool {
    switch type {
    case .money: guard unit == 1 else { return false }
    case .number: guard Decimal.scale(ofUnit: unit) != nil else { return false }
    case .text, .choice, .link, .flag, .date, .period, .duration: return false
    }
    return base < 0 && top - 1 <= UInt64(bitPattern: Int64.max &- base)
  }
}
