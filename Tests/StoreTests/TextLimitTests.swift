import Schema
import Testing

@testable import Store

/// Offsets of texts take four bytes: more text than they reach is refused by name.
@Suite struct TextLimitTests {
  private func problem(_ items: [String: Item], limit: Int) -> StoreProblem? {
    var layout = LibraryLayout()
    layout.textLimit = limit
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: layout)
    do {
      try builder.addSnapshot(Day(year: 2018, month: 3, day: 9)!, [Item.rows(items, order: items.keys.sorted())])
      return nil
    } catch { return error }
  }

  @Test func aColumnWithTooMuchTextIsNamed() {
    let day = Day(year: 2018, month: 3, day: 9)!
    let items = ["a": Item(title: String(repeating: "t", count: 60)), "b": Item(title: String(repeating: "u", count: 60))]
    #expect(problem(items, limit: 120) == nil)
    #expect(problem(items, limit: 119) == .tooMuchText(day, entity: "items", column: "title", limit: 119))
    #expect(
      problem([String(repeating: "k", count: 200): Item()], limit: 119) == .tooMuchText(day, entity: "items", column: "id", limit: 119))
    #expect(
      StoreProblem.tooMuchText(day, entity: "items", column: "title", limit: 119).message
        == "the snapshot of 2018-03-09 does not fit: `title` of items has more than 119 bytes of different texts")
  }
}
