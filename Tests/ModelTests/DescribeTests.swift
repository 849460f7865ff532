import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

@Suite struct DescribeTests {
  let describer = Describer(
    model: built(
      """
      entity works work "工程" key id name name -- what is built
      field id for works: text
      field name for works: text
      field stage "阶段" for works: choice stage
      field due for works: date
      field done for works: date
      choice stage ordered: planned "策划", preparatory "前期", new-start "新开工" alias (开业 to 2018-12-31); unordered ended "终止"
      entity steps step key id
      field id for steps: text
      field work for steps: works
      define late(span) "逾期" for works as done is missing and due + span < today -- behind
      define late for steps as not (work.stage = planned)
      define open for works as stage not in (ended, planned) and due != today or (done > due)
      define named for works as name
      """
    ).model, values: FixtureValues(), snapshot: 0)

  @Test func anEntityListsItsParts() throws {
    let found = describer.descriptions(of: "工程")
    try #require(found.count == 1)
    #expect(found[0].name == "works" && found[0].rows == 47 && found[0].documentation == "what is built")
    #expect(found[0].parts.map(\.name) == ["id", "name", "stage", "due", "done", "steps", "late", "open", "named"])
    #expect(
      found[0].parts.map(\.type.english) == [
        "text", "text", "choice stage", "date", "date", "many steps", "definition", "definition", "definition",
      ])
  }

  @Test func aFieldListsItsValuesWithRows() throws {
    let field = try #require(describer.descriptions(of: "阶段").first)
    #expect(field.kind == .field(entity: 0, 2) && field.entity == "works" && field.type == Bilingual("choice stage", "选项 stage"))
    #expect(field.values.map(\.code) == ["planned", "preparatory", "new-start", "ended", "停建"])
    #expect(field.values.map(\.rows) == [4, 41, 0, 0, 2])
    #expect(field.values[2].aliases == [Bilingual("开业 to 2018-12-31", "开业（至 2018-12-31）")])
    #expect(field.values.map(\.isOutside) == [false, false, false, false, true])
  }

  @Test func aNameMayMeanSeveralThings() {
    #expect(describer.descriptions(of: "stage").map(\.kind) == [.choice(0), .field(entity: 0, 2)])
    #expect(describer.descriptions(of: "late").map(\.entity) == ["works", "steps"])
  }

  @Test func aDefinitionSaysWhatMissingValuesDo() throws {
    let late = try #require(describer.descriptions(of: "逾期").first)
    #expect(late.definition == "done is missing and due + span < today" && late.parameters == ["span"])
    #expect(late.missingRule == Bilingual("a comparison with a missing `due` or `span` is false", "`due` 或 `span` 为空时，比较不成立"))
    #expect(late.rows == 47)
    let open = "a comparison with a missing `done` is false; `!=`, `not in` and other negations hold where `stage` or `due` is missing"
    #expect(describer.descriptions(of: "open").first?.missingRule?.english == open)
    #expect(describer.descriptions(of: "named").first?.missingRule == nil)
    #expect(describer.descriptions(of: "late").last?.missingRule?.english == "a comparison with a missing `work.stage` is false")
  }

  @Test func aFunctionIsKnown() { #expect(describer.descriptions(of: "HELD-SINCE").map(\.name) == ["held_since"]) }

  @Test func anUnknownNameHasNearest() {
    #expect(describer.descriptions(of: "stags").isEmpty)
    #expect(describer.nearest(to: "stags").first == "stage")
  }

  @Test func withoutANameEntitiesAreListed() { #expect(describer.overview().map(\.name) == ["works", "steps"]) }
}
