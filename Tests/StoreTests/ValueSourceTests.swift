import Schema
import Store
import Testing

@Suite struct ValueSourceTests {
  private func library() throws -> Library {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    let first = [
      "A": Item(title: "x", kind: "odd", owner: "20"), "B": Item(title: "y", kind: "weird", owner: "ghost"), "C": Item(title: "x"),
    ]
    try builder.addSnapshot(Day(rawValue: 1), [Item.rows(first, order: ["A", "B", "C"])])
    try builder.addSnapshot(Day(rawValue: 2), [Item.rows(["A": Item(title: "z", kind: "odd", owner: "20")], order: ["A"])])
    return builder.finish()
  }

  @Test func valuesWithRowsAtASnapshot() throws {
    let source: any ValueSource = try library()
    func counts(_ field: Int, _ snapshot: Int) -> [String] {
      source.values(entity: Fixture.items, field: field, snapshot: snapshot).map { "\($0.code) \($0.text) \($0.name ?? "-") \($0.rows)" }
    }
    #expect(counts(2, 0) == ["0 small - 0", "1 large - 0", "2 odd - 1", "3 weird - 1"])
    #expect(counts(2, 1) == ["0 small - 0", "1 large - 0", "2 odd - 1", "3 weird - 0"])
    #expect(counts(1, 0) == ["0 x - 2", "1 y - 1"])
    #expect(counts(7, 0) == ["0 20 Zeta 1", "3 ghost - 1"])
    #expect(counts(4, 0).isEmpty)
  }

  @Test func keysAndCells() throws {
    let source: any ValueSource = try library()
    let keys = source.keys(entity: Fixture.items).map { "\($0.code) \($0.text) \($0.name ?? "-") \($0.rows)" }
    #expect(keys == ["0 A z 1", "1 B y 0", "2 C x 0"])
    #expect(source.keys(entity: Fixture.owners).map(\.text) == ["20", "10", "30", "ghost"])
    #expect(source.keys(entity: Fixture.owners).map(\.rows) == [1, 1, 1, 0])
    // One by one the same.
    for entity in [Fixture.items, Fixture.owners] {
      let all = source.keys(entity: entity)
      #expect(all.indices.map { source.key($0, entity: entity) } == all)
      #expect(source.key(-1, entity: entity) == nil)
      #expect(source.key(all.count, entity: entity) == nil)
    }
    #expect((0..<5).map { source.text(ofCode: $0, entity: Fixture.items, field: 2) } == ["small", "large", "odd", "weird", nil])
    #expect(source.text(ofCode: 3, entity: Fixture.items, field: 7) == "ghost")
    #expect(source.text(ofCode: 0, entity: Fixture.items, field: 4) == nil)
    #expect(source.keyNumber(entity: Fixture.owners, "30") == 2)
    #expect(source.keyNumber(entity: Fixture.owners, "Zeta") == nil)
    #expect(source.choiceCode(entity: Fixture.items, field: 2, key: 1, snapshot: 0) == 3)
    #expect(source.choiceCode(entity: Fixture.items, field: 2, key: 1, snapshot: 1) == nil)
    #expect(source.choiceCode(entity: Fixture.items, field: 2, key: 2, snapshot: 0) == nil)
    #expect(source.rowCount(entity: Fixture.items, snapshot: 0) == 3)
    #expect(source.rowCount(entity: Fixture.items, snapshot: 1) == 1)
  }
}
