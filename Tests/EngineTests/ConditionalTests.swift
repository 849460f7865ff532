import Engine
import Schema
import Store
import TestSupport
import Testing

/// `if C` takes its `then` exactly where `where C` keeps the row.
@Suite struct ConditionalTests {
  /// W2 has no cost, W3 neither cost nor size, W4 no flag.
  static let few = Dump(works: [
    Work(id: "W1", cost: 30_000_000, size: 1, open: false), Work(id: "W2", size: 2, open: true), Work(id: "W3", open: false),
    Work(id: "W4", cost: 10_000_000, size: 3),
  ])

  /// A blank half decides nothing where the other half does.
  @Test(arguments: [
    ("cost > 2k or open", ["W1", "W2"]), ("cost > 2k and open", []), ("not (cost > 2k)", ["W2", "W3", "W4"]),
    ("not (cost > 2k and size > 1)", ["W1", "W2", "W3", "W4"]), ("cost != 3k", ["W2", "W3", "W4"]), ("size not in (1, 3)", ["W2", "W3"]),
    ("not open", ["W1", "W3", "W4"]), ("cost is missing or size > 2", ["W2", "W3", "W4"]), ("cost is missing and size = 2", ["W2"]),
    ("not (open or size > 2)", ["W1", "W3"]),
  ])
  func aBlankHalfDoesNotDecide(_ condition: String, _ kept: [String]) throws {
    let office = try Office([Self.few])
    let condition = condition.replacing("k", with: "千元").replacing("2千元", with: "2000元").replacing("3千元", with: "3000元")
    #expect(try office.ask("list id of works where \(condition)") == kept)
    #expect(try office.ask("list id of works where (if \(condition) then 1 else 0) = 1") == kept)
    #expect(try office.ask("sum(if \(condition) then 1 else 0) of works") == ["\(kept.count)"])
    #expect(try office.ask("count(where \(condition)) of works") == ["\(kept.count)"])
  }

  @Test func inAMeasureToo() throws {
    let office = try Office([Self.few])
    // The sum of no known cost is missing; the count decides.
    #expect(try office.ask("if sum cost > 1元 or count > 1 then \"many\" else \"few\" as n of works where cost is missing") == ["many"])
    #expect(try office.ask("if not (max cost > 1元) then 1 else 2 as n of works where cost is missing") == ["1"])
  }

  /// Two questions that must always agree, over random records and conditions.
  @Test(arguments: TextParityTests.seeds) func ifAgreesWithWhere(seed: UInt64) throws {
    var generator = TextGenerator(random: SeededGenerator(seed: seed))
    let office = try Office(Dump.random(&generator.random))
    for _ in 0..<12 {
      let condition = generator.condition(2)
      let kept = try office.ask("count(where \(condition)) of works")
      #expect(try office.ask("sum(if \(condition) then 1 else 0) of works") == kept, "\(condition)")
      #expect(try office.ask("count works where (if \(condition) then 1 else 2) = 1") == kept, "\(condition)")
      #expect(try office.ask("count works where if \(condition) then not (size / 0 = 1) else false") == kept, "\(condition)")
    }
  }
}
