import Checking
import Diagnostics
import Engine
import Explaining
import Glibc
import Model
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// From text through parser and checker: the engine against the naive evaluator.
@Suite struct TextParityTests {
  static let seeds = Array(1...(getenv("PARITY_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 40))

  static func model() -> Model {
    let source = Source(name: "world.lq", text: TextGenerator.model)
    let parsed = Parser.parse(source)
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    #expect(parsed.diagnostics.map(\.problem.message) == [])
    #expect(findings.map(\.diagnostic.problem.message) == [])
    return model
  }

  @Test func theModelDeclaresTheWorldOfTheTests() {
    let catalog = Self.model().catalog
    #expect(catalog.entities.map(\.plural) == World.catalog.entities.map(\.plural))
    #expect(catalog.entities.map { $0.fields.map(\.name) } == World.catalog.entities.map { $0.fields.map(\.name) })
    #expect(catalog.entities.map { $0.fields.map(\.type) } == World.catalog.entities.map { $0.fields.map(\.type) })
    #expect(catalog.choices.map { $0.values.map(\.code) } == World.catalog.choices.map { $0.values.map(\.code) })
    #expect(catalog.choices.map(\.orderedCount) == World.catalog.choices.map(\.orderedCount))
    #expect(
      catalog.entities[World.works].fields[World.unit].restriction == World.catalog.entities[World.works].fields[World.unit].restriction)
  }

  @Test(arguments: seeds) func textsGiveTheNaiveAnswer(seed: UInt64) throws {
    var generator = TextGenerator(random: SeededGenerator(seed: seed))
    let dumps = Dump.random(&generator.random)
    let library = try World.library(dumps)
    let naive = NaiveLibrary(dumps)
    let model = Self.model()
    let world = Checking.World(model: model, snapshots: library.snapshots, today: QueryGenerator.today, values: library)
    for _ in 0..<20 {
      let text = generator.query()
      let source = Source(name: "test", text: text)
      let parsed = Parser.parse(source)
      let errors = parsed.diagnostics.filter { $0.severity == .error }
      guard errors.isEmpty, let statement = parsed.script.statements.first else {
        Issue.record("\(text): \(errors.map(\.problem.message))")
        continue
      }
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      guard case .query(let query, _)? = checked else {
        if !looksOnlyAhead(diagnostics) { Issue.record("\(text): \(diagnostics.map(\.problem.message))") }
        continue
      }
      #expect(!words(of: statement, in: source, world).isEmpty, "\(text)")
      let expected = try NaiveQuery(library: naive, query: query).result()
      for rules in [Set(Rule.allCases), []] {
        let found = try Engine(library: library, catalog: model.catalog, options: Engine.Options(rules: rules)).run(query)
        if let difference = difference(found, expected, isStage: isStage(query)) { Issue.record("seed \(seed): \(text)\n\(difference)") }
      }
    }
  }

  /// What `explain` says of a query.
  private func words(of statement: Statement, in source: Source, _ world: Checking.World) -> [String] {
    let asked = Statement(.explain(.words, statement), range: statement.range)
    guard case .explain(let explained)? = Checker(world: world).check(asked, in: source).0 else { return [] }
    return Explainer(model: world.model, values: world.values, snapshots: world.snapshots, language: .english).lines(of: explained)
  }
}
