import FrontSupport
import Model
import Schema
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
