import Engine
import Query
import Results
import Schema
import Store
import TestSupport
import Testing

/// The funnel and the nearest miss against counting row by row, on random data and random conditions.
@Suite struct FunnelTests {
  private struct Asked {
    var engine: Engine
    var evaluator: NaiveEvaluator
    var query: CheckedQuery

    /// Rows for which all of some conditions hold.
    func count(_ conditions: [Checked]) throws -> Int {
      try evaluator.records(query.entity!).count { row in try conditions.allSatisfy { try evaluator.holds($0, .row(row)) } }
    }
  }

  private func ask(_ seed: UInt64, _ number: Int, _ body: (Asked) throws -> Void) throws {
    var generator = QueryGenerator(random: SeededGenerator(seed: seed))
    let dumps = Dump.random(&generator.random)
    let engine = Engine(library: try World.library(dumps))
    let naive = NaiveLibrary(dumps)
    for _ in 0..<number {
      let entity = generator.pick([World.works, World.works, World.steps])
      let conditions = (0..<generator.pick([1, 2, 3, 4])).map { _ in generator.condition(.records(entity), depth: 2) }
      let query = CheckedQuery(
        source: .entity(entity), entity: entity, snapshot: generator.pick([0, 1, 2]), today: QueryGenerator.today,
        condition: Checked(.and(conditions), .flag), shape: .rows(columns: []), addedChoices: [QueryGenerator.bands])
      let evaluator = NaiveEvaluator(
        library: naive, snapshot: query.snapshot, choices: World.catalog.choices + query.addedChoices)
      try body(Asked(engine: engine, evaluator: evaluator, query: query))
    }
  }

  @Test(arguments: 1...30) func everyConditionLeavesWhatItShould(seed: UInt64) throws {
    try ask(seed, 20) { asked in
      let funnel = try asked.engine.funnel(asked.query)
      let conditions = asked.query.conjuncts
      #expect(try funnel.steps[0].start == asked.count([]))
      #expect(try funnel.steps[0].left == conditions.indices.map { try asked.count(Array(conditions[...$0])) })
      #expect(try funnel.steps[0].end == asked.engine.run(asked.query).rowCount)
    }
  }

  @Test(arguments: 1...30) func theNearestMissIsTheNearest(seed: UInt64) throws {
    try ask(seed, 20) { asked in
      let conditions = asked.query.conjuncts
      func without(_ out: Set<Int>) throws -> Int {
        try asked.count(conditions.enumerated().filter { !out.contains($0.offset) }.map(\.element))
      }
      let miss = try asked.engine.nearestMiss(asked.query)
      guard try asked.count(conditions) == 0 else {
        #expect(miss == nil)
        return
      }
      let found = try #require(miss)
      let singles = try conditions.indices.map { ($0, try without([$0])) }.filter { $0.1 > 0 }
      #expect(Dictionary(uniqueKeysWithValues: found.singles.map { ($0.condition, $0.rows) }) == Dictionary(uniqueKeysWithValues: singles))
      guard singles.isEmpty else {
        #expect(found.pair == nil)
        return
      }
      let pairs = try conditions.indices.flatMap { first in
        try conditions.indices.filter { $0 > first }.map { try without([first, $0]) }
      }
      #expect(found.pair?.rows ?? 0 == pairs.max() ?? 0)
      if let pair = found.pair { #expect(try without([pair.first, pair.second]) == pair.rows) }
    }
  }
}
