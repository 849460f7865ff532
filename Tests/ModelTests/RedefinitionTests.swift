import FrontSupport
import Model
import Schema
import Testing

/// A word that takes another's place.
@Suite struct RedefinitionTests {
  private static let base = """
    entity works work "工程" key id
    field id for works: text
    field cost for works: number
    define dear "贵" alias (costly, 高价) for works as cost > 3
    define worse for works as dear and cost > 5
    define worst for works as worse
    define cheap for works as not dear
    """

  private func over(_ text: String) -> (model: Model, problems: [String]) {
    let base = built(Self.base)
    #expect(base.problems == [])
    return built(text, base: base.model)
  }

  @Test func labelAndAliasesStay() throws {
    let dear = try #require(over("define dear for works as cost > 4").model.definitions.first)
    #expect(dear.label == "贵" && dear.aliases == ["costly", "高价"] && dear.text == "cost > 4" && dear.replacedText == "cost > 3")
    let named = try #require(over("define dear \"很贵\" alias pricey for works as cost > 4").model.definitions.first)
    #expect(named.label == "很贵" && named.aliases == ["pricey"])
    // A name that somebody else has taken by now goes.
    let (model, problems) = over("define dear for works as cost > 4; define costly for works as cost > 9")
    #expect(model.definitions.first { $0.name == "dear" }?.aliases == ["高价"], "\(problems)")
    #expect(model.definitions.contains { $0.name == "costly" })
  }

  @Test func whatIsBuiltOnItIsNamed() {
    let words = "dear: `dear` is defined anew, and so what is built on it means something else: `worse`, `worst`, `cheap`"
    #expect(over("define dear for works as cost > 4").problems == [words])
    // What is defined anew beside it, and what stays as it was, is no news.
    #expect(
      over("define dear for works as cost > 4; define worst for works as cost > 9").problems.first?.hasSuffix("`worse`, `cheap`") == true)
    #expect(over("define dear for works as cost > 3").problems == [])
    #expect(over("define worst for works as cost > 3").problems == [])
    #expect(over("define other for works as cost > 3").problems == [])
  }

  @Test func namesMadeUnclearByWritingAreNot() {
    // A singular that is no other word than the plural, and headers that are words of the language.
    let catalog = Catalog(entities: [
      Entity(
        plural: "鱼", singular: "鱼", fields: [Field(name: "id", type: .text), Field(name: "all_column", aliases: ["all"], type: .flag)]),
      Entity(plural: "works", singular: "work", fields: [Field(name: "true_column", aliases: ["TRUE"], type: .text)]),
      Entity(plural: "by", singular: "每", fields: [Field(name: "本月", type: .text)]),
    ])
    let (again, problems) = built(ModelWriter(Model(catalog: catalog)).text)
    #expect(problems == [])
    #expect(again.catalog.entities.map(\.singular) == ["鱼", "work", "每"])
    #expect(again.catalog.entities.map { $0.fields.map(\.aliases) } == catalog.entities.map { $0.fields.map(\.aliases) })
  }
}
