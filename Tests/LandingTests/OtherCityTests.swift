import Checking
import Diagnostics
import Model
import Schema
import Syntax
import TestSupport
import Testing

/// The model of another city: no data, but every declaration and query must stand.
@Suite struct OtherCityTests {
  private func source(_ path: String) throws -> Source {
    Source(name: path, text: try #require(contents(of: Program.root + "/" + path)))
  }

  private func model() throws -> Model {
    let source = try source("examples/nyc/nyc.lq")
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map(\.problem.message) == [])
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    #expect(findings.map(\.diagnostic.problem.message) == [])
    return model
  }

  @Test func theModelIsBound() throws {
    let model = try model()
    let projects = try #require(model.catalog.entities.first)
    #expect(projects.snapshotField != nil)
    #expect(projects.fields.filter { $0.type == .date }.allSatisfy { $0.dateOrder == .monthFirst })
    let phase = model.catalog.choices[try #require(model.choice(named: "phase"))]
    #expect(
      phase.values.prefix(phase.orderedCount).map(\.code) == [
        "Scoping/Planning", "Design", "Construction Procurement", "Construction", "Close-Out",
      ])
  }

  @Test func everyQueryIsSound() throws {
    let source = try source("examples/nyc/queries.lq")
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map(\.problem.message) == [])
    let days = [Day(year: 2014, month: 1, day: 1)!, Day(year: 2019, month: 9, day: 1)!]
    let world = World(model: try model(), snapshots: days)
    for statement in parsed.script.statements {
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      #expect(checked != nil, "\(source.text(statement.range))")
      #expect(diagnostics.map(\.problem.message) == [])
    }
  }
}
