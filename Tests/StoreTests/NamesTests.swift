import TestSupport
import Results
import Schema
import Store
import Testing

@Suite struct NamesTests {
  private let day = Day(rawValue: 17_600)

  private func library(_ items: [String: Item], owners: EntityRows? = nil) throws -> Library {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(day, [Item.rows(items, order: items.keys.sorted().reversed())] + (owners.map { [$0] } ?? []))
    return builder.finish()
  }

  @Test func textsAreSortedByCodePoint() throws {
    let words = ["b", "", "汉南", "B", "ab", "a", "é", "𠮷", "\u{FFFD}"]
    var items: [String: Item] = [:]
    for (index, word) in words.enumerated() { items["K\(index)"] = Item(title: word) }
    let column = try library(items).tables[Fixture.items].columns[1]
    guard case .codes(let codes, let names) = column.cells, let dictionary = names as? TextDictionary else {
      Issue.record("a text column has a text dictionary")
      return
    }
    let sorted = ["", "B", "a", "ab", "b", "é", "汉南", "\u{FFFD}", "𠮷"]
    #expect((0..<dictionary.count).map(dictionary.code) == sorted)
    #expect(sorted.indices.map { dictionary.number(of: sorted[$0]) } == sorted.indices.map { $0 })
    #expect(dictionary.number(of: "aa") == nil)
    #expect(dictionary.lowerBound("aa") == 3)
    #expect(dictionary.lowerBound("𠮸") == 9)
    #expect(codes.map { dictionary.code(Int($0)) } == words)
    #expect(String(decoding: dictionary.bytes[Int(dictionary.offsets[6])..<Int(dictionary.offsets[7])], as: UTF8.self) == "汉南")
  }

  @Test func manyTextsKeepTheirCells() throws {
    var generator = SeededGenerator(seed: 3)
    var items: [String: Item] = [:]
    for index in 0..<3000 { items["K\(index)"] = Item(title: "t\(Int.random(in: 0..<2500, using: &generator))") }
    let table = try library(items).tables[Fixture.items]
    for row in 0..<table.rowCount {
      #expect(Item(table, row: row).title == items[table.keys.code(Int(table.rowKeys[row]))]?.title)
    }
  }

  /// What is read many at a time is what is read one by one: keys that share much and little, ends of more than a vector, any order.
  @Test func namesReadTogetherAreThoseReadAlone() throws {
    var generator = SeededGenerator(seed: 5)
    var items: [String: Item] = [:]
    for index in 0..<600 {
      let end = String(repeating: "长x", count: Int.random(in: 0..<20, using: &generator))
      items["K\(index % 7)-\(end)\(index)"] = Item(title: "t\(index % 90)\(end)")
    }
    let table = try library(items).tables[Fixture.items]
    let rising = (0..<UInt32(table.keyCount)).filter { _ in generator.chance(3) }
    for numbers in [rising, rising.shuffled(using: &generator), Array(rising.prefix(1)), []] {
      // What stands where a cell is missing is the number of no key.
      let some = numbers.flatMap { generator.chance(9) ? [$0, .max, UInt32(table.keyCount)] : [$0] }
      var keys: [String] = []
      try #require(table.keys.codeBytes).forEach(some[...]) { place, key in
        #expect(place == keys.count)
        keys.append(String(decoding: key, as: UTF8.self))
      }
      #expect(keys == some.map { $0 < table.keyCount ? table.keys.code(Int($0)) : "" })
    }
    let stored = try #require(table.columns[1].names?.stored)
    let texts = (0..<UInt32(stored.count)).shuffled(using: &generator)
    var found: [String] = []
    stored.forEach(texts[3...]) { place, text in
      #expect(place == found.count)
      found.append(String(decoding: text, as: UTF8.self))
    }
    #expect(found == texts[3...].map { stored[Int($0)] })
    stored.forEach([.max, UInt32(stored.count)]) { #expect($1.isEmpty) }
  }

  @Test func choicesListDeclaredValuesFirst() throws {
    let library = try library(["A": Item(kind: "weird"), "B": Item(kind: "odd"), "C": Item(kind: "Large")])
    guard case .codes(_, let names) = library.tables[Fixture.items].columns[2].cells else { return }
    #expect((0..<names.count).map(names.code) == ["small", "large", "odd", "Large", "weird"])
    #expect((0..<names.count).map { names.name($0, chinese: true) } == ["小", "large", "odd", "Large", "weird"])
    #expect((names as? ChoiceDictionary)?.number(of: "weird") == 4)
    #expect((names as? ChoiceDictionary)?.number(of: "odd") == 2)
    #expect((names as? ChoiceDictionary)?.number(of: "none") == nil)
  }

  @Test func declaredKeysComeFirst() throws {
    let owners = EntityRows(
      entity: Fixture.owners, keys: ["99", "10"],
      columns: [EntityRows.IncomingColumn(target: .field(1), cells: .text(["Late", nil]))])
    let library = try library(["A": Item(owner: "ghost")], owners: owners)
    let table = library.tables[Fixture.owners]
    #expect((0..<table.keyCount).map(table.keys.code) == ["20", "10", "30", "99", "ghost"])
    #expect((0..<table.keyCount).map { table.keys.name($0, chinese: false) } == ["Zeta", "10", "30", "99", "ghost"])
    #expect(table.keys.name(0, chinese: true) == "泽塔")
    #expect(table.keys.number(of: "ghost") == 4)
    #expect(table.keys.number(of: "10") == 1)
    #expect(table.keys.number(of: "11") == nil)
    // 20 and 30 have no row in the file and so no record; 10 has one, whose blank name stays blank.
    #expect(table.alive(at: 0).rows == [1, 3])
    guard case .codes(let codes, let names) = table.columns[1].cells else { return }
    #expect([1, 3].map { table.columns[1].isKnown($0) ? names.code(Int(codes[$0])) : nil } == [nil, "Late"])
    // The key column is the keys themselves.
    guard case .codes(let keyCodes, let keyNames) = table.columns[0].cells else { return }
    #expect(keyCodes.map { keyNames.code(Int($0)) } == ["20", "10", "30", "99", "ghost"])
  }

  @Test func declaredNamesStandInForAnAbsentNameColumn() throws {
    let library = try library([:], owners: EntityRows(entity: Fixture.owners, keys: ["20", "x"], columns: []))
    let table = library.tables[Fixture.owners]
    guard case .codes(let codes, let names) = table.columns[1].cells else { return }
    #expect(table.alive(at: 0).rows == [0, 3])
    #expect([0, 3].map { table.columns[1].isKnown($0) ? names.code(Int(codes[$0])) : nil } == ["Zeta", nil])
  }

  /// Dates with a file, without one and with an empty one, added in every order: the same library.
  @Test func declaredKeysAreTheRecordsOnlyWhereThereIsNoFile() throws {
    func owners(_ keys: [String]) -> [EntityRows] {
      [
        EntityRows(
          entity: Fixture.owners, keys: keys,
          columns: keys.isEmpty ? [] : [.init(target: .field(1), cells: .text(keys.map { "name of " + $0 }))])
      ]
    }
    let dumps: [[EntityRows]] = [owners(["10", "20", "x"]), owners(["20"]), [], owners([]), owners(["30", "10"])]
    let alive = [["20", "10", "x"], ["20"], ["20", "10", "30"], [], ["10", "30"]]
    let firstName = ["name of 20", "name of 20", "Zeta", nil, "name of 10"]
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 2, 0, 1, 4], [1, 4, 2, 0, 3]] {
      var builder = LibraryBuilder(catalog: Fixture.catalog)
      for place in order { try builder.addSnapshot(day + 7 * place, dumps[place]) }
      let library = builder.finish()
      let table = library.tables[Fixture.owners]
      for (snapshot, keys) in alive.enumerated() {
        let rows = table.alive(at: snapshot).rows.sorted { table.rowKeys[Int($0)] < table.rowKeys[Int($1)] }
        #expect(rows.map { table.keys.code(Int(table.rowKeys[Int($0)])) } == keys, "\(order), snapshot \(snapshot)")
        guard case .codes(let codes, let names) = table.columns[1].cells else { return }
        #expect(rows.first.map { names.code(Int(codes[Int($0)])) } == firstName[snapshot], "\(order), snapshot \(snapshot)")
      }
    }
  }

  @Test func linksReachKeysAndBack() throws {
    let items = [
      "A": Item(owner: "20"), "B": Item(owner: "ghost"), "C": Item(), "D": Item(owner: "20"), "E": Item(owner: "30"),
    ]
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(day, [Item.rows(items, order: items.keys.sorted())])
    var later = items
    later["A"] = Item(owner: "30")
    later["D"] = nil
    try builder.addSnapshot(day + 7, [Item.rows(later, order: later.keys.sorted())])
    let library = builder.finish()
    let table = library.tables[Fixture.items]
    let owners = library.tables[Fixture.owners]

    func linked(_ snapshot: Int) -> [String: [String]] {
      let children = library.children(entity: Fixture.items, field: 7, snapshot: snapshot)
      var found: [String: [String]] = [:]
      for key in 0..<owners.keyCount where !children[key].isEmpty {
        found[owners.keys.code(key)] = children[key].map { table.keys.code(Int(table.rowKeys[Int($0)])) }
      }
      return found
    }
    #expect(linked(0) == ["20": ["A", "D"], "ghost": ["B"], "30": ["E"]])
    #expect(linked(1) == ["30": ["A", "E"], "ghost": ["B"]])
    // A dangling key has a number and no record.
    #expect(owners.row(ofKey: owners.keys.number(of: "ghost")!, at: 1) == nil)
  }
}
