import Checking
import Diagnostics
import Model
import Query
import Schema
import Syntax
import TestSupport
import Testing

/// What is written by us reads back as what it was: models as `--model-out` writes them, scripts as `luodi fmt` does.
@Suite struct RoundTripTests {
  private func built(_ text: String, _ name: String) -> (model: Model, problems: [String]) {
    let source = Source(name: name, text: text)
    let parsed = Parser.parse(source)
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    return (model, (parsed.diagnostics + findings.map(\.diagnostic)).map { "\(source.text($0.range)): \($0.problem.message)" })
  }

  /// Everything in a model but where it stood in which text.
  private func everything(_ model: Model) -> [String] {
    let catalog = model.catalog
    return catalog.entities.map { String(describing: $0) } + catalog.choices.map { String(describing: $0) }
      + [
        catalog.calendar.map { "\($0.name) \($0.rest.sorted()) \($0.work.sorted())" } ?? ""
      ]
      + model.definitions.map {
        "\($0.name) \($0.label ?? "-") \($0.aliases) \($0.entity) \($0.parameters) \(String(describing: $0.type)) \($0.text) \($0.documentation ?? "-")"
      }
  }

  @Test(arguments: [
    "Sources/Landing/landing.lq", "examples/nyc/nyc.lq", "Tests/ShellTests/Fixtures/tiny.lq", "Tests/CheckingTests/Goldens/model.lq",
  ])
  func everyModelComesBackWhole(_ path: String) throws {
    let text = try #require(contents(of: Program.root + "/" + path))
    let (model, problems) = built(text, path)
    #expect(problems == [])
    let written = ModelWriter(model).text
    let (again, complaints) = built(written, "written")
    #expect(complaints == [])
    #expect(everything(again) == everything(model))
    #expect(ModelWriter(again).text == written)
  }

  /// The examples of both reference pages and the queries of the house, formatted, mean to the checker what they meant.
  @Test func formattedExamplesMeanTheSame() throws {
    let texts =
      LanguageExampleTests.examples + LanguageExampleTests.chinese.map(\.chinese) + helpExamples(chinese: false)
      + helpExamples(chinese: true)
    var checked = 0
    for text in texts {
      let source = Source(name: "query", text: text)
      let parsed = Parser.parse(source)
      guard parsed.diagnostics.isEmpty else { continue }
      let formatted = try #require(Formatter.format(parsed), "\(text)")
      let again = Parser.parse(Source(name: "query", text: formatted))
      #expect(again.script.isSameTree(as: parsed.script), "\(text)")
      #expect(Formatter.format(again) == formatted, "\(text)")
      let meaning = meaning(of: parsed)
      #expect(self.meaning(of: again) == meaning, "\(text)")
      if !meaning.isEmpty { checked += 1 }
    }
    #expect(checked > 100, "\(checked)")
  }

  private func meaning(of parsed: ParsedScript) -> [String] {
    let world = World(model: BuiltIn.model)
    return parsed.script.statements.compactMap { statement in
      guard case .query(let query, let destination)? = Checker(world: world).check(statement, in: parsed.source).0 else { return nil }
      return CheckedPrinter(catalog: BuiltIn.model.catalog).text(of: query) + " \(destination)"
    }
  }
}
