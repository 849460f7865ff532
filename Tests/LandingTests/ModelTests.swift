import Landing
import Model
import Schema
import Syntax
import Testing

@Suite struct ModelTests {
  @Test func theModelIsRead() {
    #expect(BuiltIn.lines(BuiltIn.parsed.diagnostics) == [])
  }

  @Test func theModelIsBound() {
    #expect(BuiltIn.lines(BuiltIn.built.findings.map(\.diagnostic)) == [])
  }

  @Test func entitiesAreThoseOfThePlan() {
    let entities = BuiltIn.model.catalog.entities
    #expect(
      entities.map(\.plural) == [
        "projects", "nodes", "reports", "factors", "approvals", "matters", "units", "targets", "events", "submissions",
      ])
    #expect(entities.map { $0.label ?? "" } == ["项目", "节点", "月报", "要素", "审批", "督办事项", "单位", "目标", "开工日", "方案报送"])
    for entity in entities {
      #expect(entity.documentation != nil, "\(entity.plural)")
      #expect(!entity.defaultColumns.isEmpty, "\(entity.plural)")
      for field in entity.fields { #expect(field.label != nil, "\(entity.plural).\(field.name)") }
    }
  }

  @Test func everyDefinitionIsLabelledAndMostAreExplained() {
    let unexplained = BuiltIn.model.definitions.filter { $0.documentation == nil }.map(\.name)
    #expect(BuiltIn.model.definitions.allSatisfy { $0.label != nil })
    // Their bodies say all there is to say.
    #expect(
      Set(unexplained).isSubset(of: [
        "overdue_nodes", "month_share", "red_card", "yellow_card", "short", "pending", "fast_track", "open", "overdue", "delay",
        "event_delay", "completion_overdue",
      ]), "\(unexplained)")
  }

  @Test func theFourTablesAreOrdered() throws {
    let index = try #require(BuiltIn.model.choice(named: "stage"))
    let stage = BuiltIn.model.catalog.choices[index]
    #expect(stage.values.map(\.code) == ["planned", "preparatory", "new-start", "continuing", "completed", "terminated"])
    #expect(stage.orderedCount == 5)
    let industry = BuiltIn.model.catalog.choices[try #require(BuiltIn.model.choice(named: "industry"))]
    #expect(industry.values.count == 20)
    // Each section of GB/T 4754 answers to its letter, in order.
    #expect(industry.values.map { $0.aliases[0].text } == "ABCDEFGHIJKLMNOPQRST".map(String.init))
  }

  @Test func linksToUnitsHaveTheirOwnReverseNames() throws {
    let catalog = BuiltIn.model.catalog
    let units = try #require(BuiltIn.model.entity(named: "units"))
    let names = catalog.reverseLinks(of: units).map(\.name)
    #expect(names.contains("district_projects"))
    #expect(names.contains("responsible_projects"))
    #expect(Set(names).count == names.count)
  }
}
