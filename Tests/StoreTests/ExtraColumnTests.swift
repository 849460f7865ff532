import Results
import Schema
import Store
import TestSupport
import Testing

@Suite struct ExtraColumnTests {
  private func dump(_ name: String, _ type: DataType, _ cells: EntityRows.IncomingColumn.Cells) -> EntityRows {
    EntityRows(
      entity: Fixture.items, keys: ["A", "B"],
      columns: [EntityRows.IncomingColumn(target: .extra(Field(name: name, type: type, isExtra: true)), cells: cells)])
  }

  private func texts(_ column: Column, _ table: Table, snapshot: Int) -> [String?] {
    guard case .codes(let codes, let names) = column.cells else { return [] }
    return (0..<2).map { key in
      guard let row = table.row(ofKey: key, at: snapshot), column.isKnown(row) else { return nil }
      return names.code(Int(codes[row]))
    }
  }

  @Test func aColumnFoundLaterIsMissingBefore() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(Day(rawValue: 1), [EntityRows(entity: Fixture.items, keys: ["A", "B"], columns: [])])
    try builder.addSnapshot(Day(rawValue: 2), [dump("remark", .text, .text(["x", nil]))])
    try builder.addSnapshot(Day(rawValue: 3), [EntityRows(entity: Fixture.items, keys: ["A", "B"], columns: [])])
    let library = builder.finish()
    let table = library.tables[Fixture.items]
    #expect(table.columns.count == 10)
    #expect(library.catalog.entities[Fixture.items].fields.last?.name == "remark")
    #expect(library.catalog.entities[Fixture.items].fields.last?.isExtra == true)
    #expect(texts(table.columns[9], table, snapshot: 0) == [nil, nil])
    #expect(texts(table.columns[9], table, snapshot: 1) == ["x", nil])
    #expect(texts(table.columns[9], table, snapshot: 2) == [nil, nil])
    // B never changed.
    #expect(table.storedVersionCount == 4)
  }

  @Test func aColumnOfTwoTypesBecomesText() throws {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    try builder.addSnapshot(Day(rawValue: 1), [dump("level", .number, .decimal([2, 0.5]))])
    try builder.addSnapshot(Day(rawValue: 2), [dump("level", .text, .text(["2", "high"]))])
    try builder.addSnapshot(Day(rawValue: 3), [dump("level", .date, .int32([17_600, nil]))])
    let table = builder.finish().tables[Fixture.items]
    #expect(table.columns[9].type == .text)
    #expect(texts(table.columns[9], table, snapshot: 0) == ["2", "0.5"])
    #expect(texts(table.columns[9], table, snapshot: 1) == ["2", "high"])
    #expect(texts(table.columns[9], table, snapshot: 2) == ["2018-03-10", nil])
    #expect(table.rows(ofKey: 0).map { [table.since[$0], table.until[$0]] } == [[0, 2], [2, 3]])
  }
}
