import Results
import Schema
import TestSupport
import Testing

@testable import Store

/// Libraries on disk: what is written is what is read, in whatever order and number of steps it was loaded.
@Suite struct FileTests {
  private func day(_ index: Int) -> Day { Day(rawValue: 17_000 + 7 * Int32(index)) }

  private func rows(_ items: [String: Item], _ generator: inout SeededGenerator) -> [EntityRows] {
    [Item.rows(items, order: items.keys.sorted().shuffled(using: &generator))]
  }

  private let layouts = [LibraryLayout(), LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0)]

  /// Snapshots in random order, some loaded wrong first and replaced, with a round trip through a file after each: the bytes are those of a library
  /// made at once in order of dates.
  @Test(arguments: 0..<16) func everyWayOfLoadingGivesTheSameBytes(seed: Int) throws {
    let history = History.random(seed: UInt64(seed) + 3000, snapshots: 7, keys: 20)
    var generator = SeededGenerator(seed: UInt64(seed))
    let layout = layouts[seed % 2]
    var whole = LibraryBuilder(catalog: Fixture.catalog, layout: layout)
    for (index, items) in history.enumerated() { try whole.addSnapshot(day(index), rows(items, &generator)) }
    let expected = whole.finish()

    let folder = Folder()
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: layout)
    for index in history.indices.shuffled(using: &generator) {
      if generator.chance(3) {
        let wrong = History.random(seed: UInt64(seed * 100 + index), snapshots: 2, keys: 25)[1]
        try builder.addSnapshot(day(index), rows(wrong, &generator))
        builder.removeSnapshot(day(index))
      }
      try builder.addSnapshot(day(index), rows(history[index], &generator))
      let file = try folder.save(builder, as: "a.luodi")
      let library = try Library.open(file)
      #expect(library.verify() == [])
      builder = try LibraryBuilder(continuing: library, name: file, layout: layout)
    }
    let file = try folder.save(builder, as: "a.luodi")
    let library = try Library.open(file)
    #expect(library.everything == expected.everything)
    #expect(library.bytes == expected.bytes)
    #expect(folder.read(file) == expected.bytes)
    #expect(folder.names == ["a.luodi"])
  }

  @Test(arguments: 0..<8) func filesReadBackEverySnapshot(seed: Int) throws {
    let history = History.random(seed: UInt64(seed) + 4000, snapshots: 6, keys: 30)
    var generator = SeededGenerator(seed: UInt64(seed))
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: layouts[seed % 2])
    for index in history.indices.shuffled(using: &generator) { try builder.addSnapshot(day(index), rows(history[index], &generator)) }
    let folder = Folder()
    let library = try Library.open(try folder.save(builder, as: "b.luodi"))
    let table = library.tables[Fixture.items]
    for (snapshot, expected) in history.enumerated() {
      var found: [String: Item] = [:]
      table.alive(at: snapshot).forEach { found[table.keys.code(Int(table.rowKeys[$0]))] = Item(table, row: $0) }
      #expect(found == expected)
    }
    // A reader of a few rows sees what a reader of all sees.
    for column in table.columns {
      let picked = (0..<20).map { _ in Int32.random(in: 0..<Int32(table.rowCount), using: &generator) }
      let (some, all) = (column.vector(rows: picked), column.vector(first: table.rowCount))
      for (index, row) in picked.enumerated() { #expect(some.isKnown(index) == all.isKnown(Int(row))) }
    }
    #expect(library.damage == [])
  }

  @Test func catalogsReadBack() throws {
    let catalog = Catalog(
      entities: [
        Entity(
          plural: "items", singular: "item", label: "物", aliases: ["things"],
          fields: [
            Field(name: "id", label: "号", aliases: ["no"], type: .text, documentation: "doc"),
            Field(name: "day", type: .date, dateOrder: .monthFirst), Field(name: "unit", type: .text),
            Field(name: "size", type: .number, unitField: 2), Field(name: "kind", type: .choice(0)),
            Field(name: "of", type: .link(0), reverseName: "parts", restriction: LinkRestriction(field: 4, code: 1)),
            Field(name: "m", type: .money(MoneyUnit(name: "万元", factor: 10_000))), Field(name: "p", type: .period(.half)),
            Field(name: "w", type: .duration(.workdays)), Field(name: "f", type: .flag, isExtra: true),
          ], keyField: 0, nameField: 2, snapshotField: 1, defaultColumns: [0, 3],
          keyNames: [
            NamedValue(code: "a", english: "A", label: "甲", aliases: [.init("x", from: Day(rawValue: 1), to: nil), .init("y")])
          ], documentation: "d")
      ], choices: [Choice(name: "kind", values: [NamedValue(code: "k"), NamedValue(code: "l", label: "乙")], orderedCount: 1)],
      calendar: WorkingCalendar(name: "c", rest: [Day(rawValue: 10)], work: [Day(rawValue: 20), Day(rawValue: 21)]))
    let bytes = CatalogCoding.bytes(of: catalog)
    let read = try bytes.withUnsafeBytes { try CatalogCoding.catalog($0) }
    #expect("\(read)" == "\(catalog)" || CatalogCoding.bytes(of: read) == bytes)
    #expect(read.calendar?.work == catalog.calendar?.work)
    #expect(read.entities[0].keyNames[0].aliases == catalog.entities[0].keyNames[0].aliases)
    #expect(read.entities[0].fields.map(\.type) == catalog.entities[0].fields.map(\.type))
    // Bytes that end early or lead nowhere are no catalog.
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self) { try bytes[..<count].withUnsafeBytes { try CatalogCoding.catalog($0) } }
    }
  }

  @Test func attachmentsTravel() throws {
    let folder = Folder()
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    builder.attachments["b"] = [1, 2, 3]
    builder.attachments["a"] = [UInt8](repeating: 7, count: 200_000)
    let library = try Library.open(try folder.save(builder, as: "c.luodi"))
    #expect(library.attachmentNames == ["a", "b"])
    #expect(library.attachment("b") == [1, 2, 3])
    #expect(library.attachment("a")?.count == 200_000)
    #expect(library.attachment("c") == nil)
    #expect(try LibraryBuilder(continuing: library, name: "c").attachments == builder.attachments)
  }

  @Test func anotherCatalogMustHaveWhatTheLibraryHas() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    let items = ["A": Item(title: "x", kind: "odd", cost: 70_000, owner: "20"), "B": Item(kind: "strange")]
    try builder.addSnapshot(day(0), [Item.rows(items, order: ["A", "B"])])
    let library = builder.finish()

    // Fields in another order, values and names added, another unit.
    var catalog = Fixture.catalog
    catalog.entities.swapAt(0, 1)
    catalog.entities[1].fields.swapAt(2, 7)
    catalog.entities[1].fields[2].type = .link(0)
    catalog.entities[1].fields[3].type = .money(MoneyUnit(name: "m", factor: 1_000_000))
    catalog.choices[0].values.insert(NamedValue(code: "strange"), at: 0)
    let moved = try LibraryBuilder(continuing: library, catalog: catalog, name: "l").finish()
    #expect(moved.verify() == [])
    let table = moved.tables[1]
    #expect(
      (0..<2).map { table.columns[7].isKnown($0) ? table.columns[7].names!.code(table.columns[7].code(at: $0)) : "" } == ["odd", "strange"])
    guard case .int64(let costs) = table.columns[3].cells else { return }
    #expect(costs[0] == 70_000)

    catalog.entities[1].fields.removeAll { $0.name == "weight" }
    #expect(throws: StoreProblem.self) { try LibraryBuilder(continuing: library, catalog: catalog, name: "l") }
    var other = Fixture.catalog
    other.entities[0].fields[4].type = .text
    #expect(throws: StoreProblem.self) { try LibraryBuilder(continuing: library, catalog: other, name: "l") }
  }

  @Test func numbersStayExact() throws {
    let catalog = Catalog(entities: [
      Entity(plural: "items", singular: "item", fields: [Field(name: "id", type: .text), Field(name: "n", type: .number)])
    ])
    for (numbers, isWide) in [
      ([0.1, 0.25, -3], false), ([123_456.123456, 0.000001], false), ([9_007_199_254_740_993, 1], false), ([255, 0], false),
      ([0.1, nil], false), ([nil], false), ([420_113_199_001_011_234, nil, -420_113_199_001_011_234], false),
      ([999_999_999_999_999_999, 0.5], true), ([1, ShortDecimal(1, decimals: 18)], false),
      ([1000, ShortDecimal(-123_456_789_012_345_678, decimals: 18), nil], true),
    ] as [([ShortDecimal?], Bool)] {
      var builder = LibraryBuilder(catalog: catalog)
      let keys = numbers.indices.map { "K\($0)" }
      try builder.addSnapshot(
        day(0), [EntityRows(entity: 0, keys: keys, columns: [.init(target: .field(1), cells: .decimal(numbers))])])
      let library = builder.finish()
      let column = library.tables[0].columns[1]
      guard case .decimal(let cells, let scale) = column.cells else { return }
      #expect(numbers.indices.map { column.isKnown($0) ? Decimal(cells[$0], scale: scale) : nil } == numbers.map { $0?.decimal })
      if case .wide = column.storage { #expect(isWide) } else { #expect(!isWide) }
      #expect(library.verify() == [])
    }
  }

  @Test(arguments: [2, 255, 256, 300]) func manySnapshots(count: Int) throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    for index in 0..<count {
      var items = ["B": Item(cost: 5)]
      if index % 3 == 0 { items["A"] = Item(cost: Int64(index)) }
      try builder.addSnapshot(day(index), [Item.rows(items, order: items.keys.sorted())])
    }
    let library = builder.finish()
    #expect(library.verify() == [])
    let table = library.tables[Fixture.items]
    #expect(table.since.width == (count <= 255 ? 1 : 2))
    for index in 0..<count {
      #expect(table.row(ofKey: 0, at: index).flatMap { Item(table, row: $0).cost } == (index % 3 == 0 ? Int64(index) : nil))
      #expect(table.alive(at: index).population == (index % 3 == 0 ? 2 : 1))
    }
  }
}
