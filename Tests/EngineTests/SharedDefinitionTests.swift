import Checking
import Diagnostics
import Engine
import Model
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// Definitions that double at every layer, and sums too long to be nested: the engine against the naive evaluator, which writes everything out.
@Suite struct SharedDefinitionTests {
  /// Enough layers that the last is not written out, and few enough that the naive evaluator ends.
  private static let layers = 9

  private func layered(_ first: String, _ next: (String) -> String) -> String {
    "define d0 for works as \(first)\n" + (1...Self.layers).map { "define d\($0) for works as \(next("d\($0 - 1)"))\n" }.joined()
  }

  static let conditions: [(first: String, next: @Sendable (String) -> String)] = [
    ("cost > 2元 and phase != late", { "(\($0) or open) and (\($0) or size > 1)" }), ("size > 1", { "\($0) or not \($0)" }),
    ("size > 1 and start < 2018-10-01", { "if \($0) then not \($0) else \($0)" }),
    ("any step (done is missing)", { "\($0) and (\($0) or was \($0))" }),
    ("unit.target > 1", { "\($0) and not (not \($0) or size < 1)" }),
  ]

  static let values: [(first: String, next: @Sendable (String) -> String)] = [
    ("size / 2", { "\($0) + \($0)" }), ("cost", { "if \($0) > 3元 then \($0) else \($0) + 1元" }), ("size", { "(\($0) ?? 1) - \($0) / 2" }),
    ("start", { "max(\($0), \($0) + 1d)" }), ("unit.target", { "min(\($0), \($0) * 2)" }),
  ]

  static let queries = [
    "count works where d9", "list id, d9 of works", "count works where d9 by phase", "list id of works where d9 and size > 0 sort by id",
    "count works where not d9 by phase across unit", "list id of works where unit.target > 0 and d9 | where d8 | count",
    "share(d9) of works by phase", "count works where ever d9", "list id of units where any unit_work is d9",
  ]

  @Test(arguments: conditions.indices, queries) func conditionsThatDouble(one: Int, query: String) throws {
    try compare(layered(Self.conditions[one].first, Self.conditions[one].next), query)
  }

  @Test(
    arguments: values.indices,
    [
      "list id, d9 of works", "list id, d9, d8 of works where d9 is known", "list id of works where d9 is missing",
      "max d9 of works by phase",
      "list id, previous(d9) of works", "list id, if d9 is missing then d8 else d9 of works sort by id",
      "count works where d9 = d8 by phase | where count > 1",
    ]) func valuesThatDouble(one: Int, query: String) throws
  {
    try compare(layered(Self.values[one].first, Self.values[one].next), query)
  }

  @Test func measuresThatDouble() throws {
    let doubled = { (first: String) in self.layered(first) { "\($0) + \($0)" } }
    for first in ["sum cost", "count(open)", "avg size", "share(open)", "max(steps.weight)"] {
      for query in [
        "d9 of works by phase", "d9, part(d9) of works by phase with totals", "d9 of works compare previous snapshot", "trend d9 of works",
      ] {
        if !first.hasPrefix("sum"), !first.hasPrefix("count"), query.contains("part") { continue }
        try compare(doubled(first), query)
      }
    }
  }

  @Test(arguments: ["+ size", "- size", "* 1", "+ size * 2 - 3"]) func longSums(term: String) throws {
    let sum = "size" + String(repeating: " \(term)", count: 300)
    for query in [
      "list id, \(sum) as s of works", "count works where \(sum) > 1", "sum(\(sum)) of works by phase",
      "list id, (\(sum)) / 2 as s of works",
    ] {
      try compare("", query)
    }
    try compare("", "list id, start\(String(repeating: " + 1d", count: 300)) as s of works")
    try compare(
      "", "list id, cost\(String(repeating: " + budget", count: 300)) as s, 2\(String(repeating: " * cost / 2", count: 1)) as t of works")
  }

  private func compare(_ definitions: String, _ text: String) throws {
    var random = SeededGenerator(seed: 7)
    let dumps = Dump.random(&random)
    let library = try World.library(dumps)
    let source = Source(name: "test", text: definitions)
    var world = Checking.World(
      model: TextParityTests.model(), snapshots: library.snapshots, today: QueryGenerator.today, values: library)
    let (model, wrong) = Checker(world: world).check(declarations: Parser.parse(source).script.statements, in: source)
    #expect(wrong.map(\.problem.message) == [])
    world.model = model
    let asked = Source(name: "test", text: text)
    let parsed = Parser.parse(asked)
    #expect(parsed.diagnostics.map(\.problem.message) == [])
    let statement = try #require(parsed.script.statements.first)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: asked)
    guard case .query(let query, _)? = checked else {
      Issue.record("\(text): \(diagnostics.map(\.problem.message))")
      return
    }
    let expected = try NaiveQuery(library: NaiveLibrary(dumps), query: query).result()
    for rules in [Set(Rule.allCases), []] {
      let found = try Engine(library: library, catalog: model.catalog, options: Engine.Options(rules: rules)).run(query)
      if let difference = difference(found, expected, isStage: isStage(query)) { Issue.record("\(definitions)\(text)\n\(difference)") }
    }
  }
}
