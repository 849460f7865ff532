import Checking
import Diagnostics
import Engine
import Model
import Query
import Results
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// Every function of the table has a kernel, which gives what the naive evaluator gives and no value where the table says so.
@Suite struct FunctionTableTests {
  private func argument(_ kind: FunctionFacts.Kind, _ place: Int) -> String {
    switch kind {
    case .date, .dateOrPeriod: "start"
    case .number: "\(place)"
    case .measurable: "size"
    case .measurableOrDate, .orderable: place == 0 ? "size" : "\(place)"
    case .text: "title"
    }
  }

  private func query(_ function: Builtin, count: Int, on world: Checking.World) throws -> CheckedQuery {
    let arguments = (0..<count).map { argument(function.facts.kind(ofArgument: $0), $0) }
    let source = Source(name: "test", text: "list \(function.rawValue)(\(arguments.joined(separator: ", "))) as value of works")
    let statement = try #require(Parser.parse(source).script.statements.first)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
    #expect(diagnostics.map(\.problem.message) == [])
    guard case .query(let query, _)? = checked else { throw Missing() }
    return query
  }

  private struct Missing: Error {}

  @Test(arguments: Builtin.allCases) func theKernelGivesTheNaiveAnswer(_ function: Builtin) throws {
    for seed in 1...6 {
      var random = SeededGenerator(seed: UInt64(seed))
      let dumps = Dump.random(&random)
      let library = try World.library(dumps)
      let world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, values: library)
      for count in [function.facts.argumentCounts.lowerBound, min(function.facts.argumentCounts.upperBound, 3)] {
        let query = try query(function, count: count, on: world)
        let found = try Engine(library: library, catalog: world.model.catalog).run(query)
        let expected = try NaiveQuery(library: NaiveLibrary(dumps), query: query).result()
        if let difference = difference(found, expected) { Issue.record("seed \(seed): \(difference)") }
      }
    }
  }

  @Test(arguments: Builtin.allCases) func missingIsMissingWhereTheTableSaysSo(_ function: Builtin) throws {
    // A day beyond the calendar of the tests, and one in it
    let far = Day(year: 2300, month: 1, day: 1)!.rawValue
    let near = Day(year: 2018, month: 10, day: 8)!.rawValue
    let works = [
      Work(id: "W1", title: "A", start: near, size: 2), Work(id: "W2"),
      Work(id: "W3", title: "A", start: far, size: 2),
    ]
    let library = try World.library([Dump(works: works)])
    let world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, values: library)
    let values = try Engine(library: library, catalog: world.model.catalog).run(
      query(function, count: function.facts.argumentCounts.lowerBound, on: world)
    ).columns[0].values
    let isKnown = (0..<3).map { values.isKnown($0) }
    switch function.facts.missing {
    case .asArguments: #expect(isKnown == [true, false, true])
    case .orOutsideTheCalendar: #expect(isKnown == [true, false, false])
    }
  }
}
