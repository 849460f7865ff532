import Checking
import Diagnostics
import Model
import Schema
import Syntax
import Testing

@Suite struct ScopeTests {
  let works = Scope(model: Model(catalog: Fixtures.catalog), entity: 0)
  let offices = Scope(model: Model(catalog: Fixtures.catalog), entity: 1)

  @Test(arguments: ["stage", "STAGE", "ｓｔａｇｅ", "阶段", "所属阶段", "sta_ge", "st-age"])
  func fieldsMatchFolded(name: String) { #expect(works.lookup(name) == .field(2)) }

  @Test func linksKnowTheirTarget() {
    #expect(works.lookup("kept_by") == .link(field: 3, target: 1))
    #expect(works.lookup("keptby") == .link(field: 3, target: 1))
    #expect(works.lookup("责任单位") == .link(field: 3, target: 1))
  }

  @Test(arguments: ["steps", "step", "节点", "Steps"])
  func toManyLinksAnswerInPluralSingularAndLabel(name: String) {
    guard case .reverse(let link)? = works.lookup(name) else {
      Issue.record("\(name) is no link to many")
      return
    }
    #expect(link.entity == 2 && link.field == 1)
  }

  @Test func ofTwoLinksOnlyTheReverseNamesLeadBack() {
    for (name, field) in [("kept_works", 3), ("kept_work", 3), ("seated_works", 4), ("seated_work", 4)] {
      guard case .reverse(let link)? = offices.lookup(name) else {
        Issue.record("\(name) is no link to many")
        continue
      }
      #expect(link.entity == 0 && link.field == field)
    }
    #expect(offices.lookup("works") == nil)
    #expect(offices.lookup("工程") == nil)
  }

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

  @Test func unknownNamesMeanNothing() {
    #expect(works.lookup("stag") == nil)
    #expect(works.lookup("") == nil)
  }

  @Test func parametersStandBehindFields() {
    var scope = works
    scope.add(parameters: ["span", "stage"])
    #expect(scope.lookup("span") == .parameter("span"))
    #expect(scope.lookup("stage") == .field(2))
  }

  @Test func resultColumnsMayShareAName() {
    let scope = Scope(results: [["sum_investment", "sum investment"], ["count"], ["count"]])
    #expect(scope.lookup("sum investment") == .result(0))
    #expect(scope.lookup("sum_investment") == .result(0))
    #expect(scope.lookup("count") == .result(1))
  }
}
