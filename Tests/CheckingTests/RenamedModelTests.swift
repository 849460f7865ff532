import Checking
import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

/// A question reads the names of the model it is asked of.
@Suite struct RenamedModelTests {
  /// A model keeps the names that it has folded; they are not those of a model that was made of it.
  @Test func changedModelHasNewNames() throws {
    func finds(_ text: String, _ model: Model) throws -> Bool {
      let parsed = Parser.parse(Source(name: "query", text: text))
      let statement = try #require(parsed.script.statements.first)
      return Checker(world: World(model: model)).check(statement, in: parsed.source).0 != nil
    }
    let model = Model(catalog: Fixtures.catalog)
    #expect(try finds("list stage of works", model))
    var renamed = model
    renamed.catalog.entities[0].fields[2].name = "phase"
    #expect(try !finds("list phase of works", model))
    #expect(try finds("list phase of works", renamed))
    #expect(try !finds("list due of works", renamed))
    let parsed = Parser.parse(Source(name: "model", text: "define due for works as stage is missing"))
    guard case .model(let defined)? = Checker(world: World(model: model)).check(parsed.script.statements[0], in: parsed.source).0 else {
      Issue.record("the definition is sound")
      return
    }
    #expect(try finds("list due of works", defined))
    #expect(try !finds("list due of works", model))
  }
}
