import TestSupport
import Results
import Schema
import Store
import Testing

/// The store against a naive model that keeps every snapshot whole.
@Suite struct VersionTests {
  private func library(_ history: [[String: Item]], order: [Int], _ generator: inout SeededGenerator) throws -> Library {
    // Small tables can be laid out like large ones.
    let layout = Bool.random(using: &generator) ? LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0) : LibraryLayout()
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: layout)
    for index in order {
      try builder.addSnapshot(day(index), [Item.rows(history[index], order: history[index].keys.sorted().shuffled(using: &generator))])
    }
    return builder.finish()
  }

  private func day(_ index: Int) -> Day { Day(rawValue: 17_000 + 7 * Int32(index)) }

  @Test(arguments: 0..<24) func everySnapshotReadsBack(seed: Int) throws {
    let history = History.random(seed: UInt64(seed), snapshots: 9, keys: 14)
    var generator = SeededGenerator(seed: UInt64(seed) &* 31 &+ 5)
    // Every third history is added in order, the others in any order.
    let order = seed % 3 == 0 ? Array(history.indices) : history.indices.shuffled(using: &generator)
    let library = try library(history, order: order, &generator)
    let table = library.tables[Fixture.items]

    #expect(library.snapshots == history.indices.map(day))
    #expect(table.storedVersionCount == History.versionCount(history))
    for (snapshot, expected) in history.enumerated() {
      let alive = table.alive(at: snapshot)
      #expect(alive.population == expected.count)
      var found: [String: Item] = [:]
      alive.forEach { found[table.keys.code(Int(table.rowKeys[$0]))] = Item(table, row: $0) }
      #expect(found == expected)

      let byKey = table.rows(byKeyAt: snapshot)
      #expect(byKey.count == table.keyCount)
      for key in 0..<table.keyCount {
        let row = table.row(ofKey: key, at: snapshot)
        #expect((row ?? -1) == Int(byKey[key]))
        #expect((row != nil) == (expected[table.keys.code(key)] != nil))
      }
    }
  }

  @Test(arguments: 0..<12) func newestRowsComeFirstInKeyOrder(seed: Int) throws {
    let history = History.random(seed: UInt64(seed) + 500, snapshots: 6, keys: 12)
    var generator = SeededGenerator(seed: UInt64(seed))
    let library = try library(history, order: history.indices.shuffled(using: &generator), &generator)
    let table = library.tables[Fixture.items]
    // Row number = key number; keys without a record have holes.
    #expect(table.holeCount == table.keyCount - history[5].count)
    let newest = (0..<table.keyCount).filter(table.isCurrent).map(table.keys.code)
    #expect(newest == history[5].keys.sorted())
    #expect(table.rowKeys.prefix(table.keyCount).elementsEqual(0..<UInt32(table.keyCount)))
    for key in (0..<table.keyCount) where !table.isCurrent(key) {
      #expect(table.since[key] == 6 && table.until[key] == 6)
      #expect(table.columns.dropFirst().allSatisfy { !$0.isKnown(key) })
    }
    for key in 0..<table.keyCount {
      let rows = table.rows(ofKey: key)
      #expect(rows.allSatisfy { Int(table.rowKeys[$0]) == key })
      for (older, newer) in zip(rows, rows.dropFirst()) { #expect(table.until[older] <= table.since[newer]) }
      #expect(rows.allSatisfy { table.since[$0] < table.until[$0] })
    }
    #expect((0..<table.keyCount).reduce(0) { $0 + table.rows(ofKey: $1).count } == table.storedVersionCount)
  }

  @Test(arguments: 0..<6) func cellBitmapsAgreeWithCells(seed: Int) throws {
    let history = History.random(seed: UInt64(seed) + 900, snapshots: 4, keys: 30)
    var generator = SeededGenerator(seed: UInt64(seed))
    let table = try library(history, order: [0, 1, 2, 3], &generator).tables[Fixture.items]
    for column in table.columns {
      guard case .codes(let codes, let names) = column.cells else { continue }
      for code in 0..<names.count {
        let expected = Bitmap(count: codes.count, rows: codes.indices.filter { column.isKnown($0) && codes[$0] == code })
        #expect(column.bitmap(code: code) == expected)
      }
      #expect(column.bitmap(code: names.count).isEmpty)
    }
  }

  @Test func unchangedAndReturningRecords() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    let first = Item(title: "", cost: 5, weight: -0.0)
    let same = Item(title: "", cost: 5, weight: 0)
    for (index, item) in [first, same, nil, same, Item(title: nil, cost: 5, weight: 0)].enumerated() {
      let items = item.map { ["A": $0] } ?? [:]
      try builder.addSnapshot(day(index), [Item.rows(items, order: Array(items.keys))])
    }
    let table = builder.finish().tables[Fixture.items]
    #expect(table.rows(ofKey: 0).map { [table.since[$0], table.until[$0]] } == [[0, 2], [3, 4], [4, 5]])
    // Empty text is a value; missing text is none.
    #expect(table.rows(ofKey: 0).map { Item(table, row: $0).title } == ["", "", nil])
  }

  @Test func anEntityWithoutRowsIsEmptyAtThatDate() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(day(0), [Item.rows(["A": Item()], order: ["A"])])
    try builder.addSnapshot(day(1), [])
    let table = builder.finish().tables[Fixture.items]
    #expect(table.alive(at: 0).population == 1)
    #expect(table.alive(at: 1).isEmpty)
    #expect(table.alive(at: 2).isEmpty)
  }

  @Test func aDateIsAddedOnce() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(day(0), [Item.rows(["A": Item()], order: ["A"])])
    #expect(throws: StoreProblem.snapshotExists(day(0))) { try builder.addSnapshot(day(0), []) }
    #expect(builder.finish().tables[Fixture.items].alive(at: 0).population == 1)
    #expect(StoreProblem.snapshotExists(day(0)).message == "the library already has a snapshot of 2016-07-18")
  }

  @Test func nothingLoaded() {
    let library = LibraryBuilder(catalog: Fixture.catalog).finish()
    #expect(library.snapshots.isEmpty)
    #expect(library.tables.allSatisfy { $0.storedVersionCount == 0 && $0.alive(at: 0).isEmpty })
    #expect(library.snapshot(onOrBefore: day(3)) == nil)
  }

  @Test func snapshotOnOrBefore() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    for index in [2, 0] { try builder.addSnapshot(day(index), []) }
    let library = builder.finish()
    #expect(library.snapshot(onOrBefore: day(0) - 1) == nil)
    #expect(library.snapshot(onOrBefore: day(0)) == 0)
    #expect(library.snapshot(onOrBefore: day(1)) == 0)
    #expect(library.snapshot(onOrBefore: day(5)) == 1)
  }
}
