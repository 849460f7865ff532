import Checking
import Diagnostics
import Engine
import Model
import Schema
import Store
import Syntax
import Testing

/// Questions in words to a small library over the model of `TextGenerator`.
struct Office {
  let library: Library
  let world: Checking.World

  init(_ dumps: [Dump]) throws {
    library = try World.library(dumps)
    world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, values: library)
  }

  /// The lines of the answer, the same with and without rules; what is wrong with a question that has none.
  func ask(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    let source = Source(name: "test", text: text)
    let parsed = Parser.parse(source)
    let statement = try #require(parsed.diagnostics.isEmpty ? parsed.script.statements.first : nil, sourceLocation: sourceLocation)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
    guard case .query(let query, _)? = checked else { return diagnostics.map(\.problem.message) }
    let lines = try Engine(library: library, catalog: world.model.catalog).run(query).lines
    let plain = try Engine(library: library, catalog: world.model.catalog, options: Engine.Options(rules: [])).run(query).lines
    #expect(lines == plain, sourceLocation: sourceLocation)
    return lines
  }
}
