import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

@Suite struct ModelWriterTests {
  /// The text of a model, built again, has the same text.
  func roundTrip(_ model: Model) -> (first: String, second: String, problems: [String]) {
    let first = ModelWriter(model).text
    let (again, problems) = built(first)
    return (first, ModelWriter(again).text, problems)
  }

  @Test func aModelMadeByHandComesBack() {
    let (first, second, problems) = roundTrip(Model(catalog: Fixtures.catalog))
    #expect(problems == [])
    #expect(first == second)
    #expect(first.contains("420113 Hannan \"汉南区\" alias (汉南, 沌口)"))
    #expect(first.contains("`East Lake High-tech`"))
  }

  @Test func theBuiltInModelComesBack() {
    let (first, second, problems) = roundTrip(BuiltInModel.built.model)
    #expect(problems == [])
    #expect(first == second)
  }

  @Test func namesThatAreNoWordsAreQuoted() {
    let catalog = Catalog(entities: [
      Entity(
        plural: "works", singular: "work",
        fields: [
          Field(name: "id", type: .text), Field(name: "Date Reported As Of", type: .date, dateOrder: .monthFirst),
          Field(name: "where", type: .flag),
          Field(name: "cost", type: .money(MoneyUnit(name: "dollars", factor: 1))), Field(name: "2018", type: .number),
        ], keyField: 0, snapshotField: 1, defaultColumns: [0, 1, 2, 3, 4])
    ])
    let (first, second, problems) = roundTrip(Model(catalog: catalog))
    #expect(problems == [])
    #expect(first == second)
    for part in ["snapshot `Date Reported As Of`", "date as MM/DD/YYYY", "`where`", "money in dollars", "`2018`"] {
      #expect(first.contains(part), "\(part)")
    }
  }
}

@Suite struct ModelWriterOddityTests {
  /// What files hold as headers and values, once each as the name of a field, the code, the label and the alias of a value.
  @Test(arguments: [
    "N/A", "a \"b\"", "3", "007", "10%", "2018-03", "2018-03-07", "x, y", "b`t", "where", "select", "东 湖", "5亿", "两句。话", "a;b", "(x)",
    "text", "choice",
    "ordered", "unordered", "alias", "for", "key", "name", "show", "today", "-", "--", "# no", "it's", "“quoted”", "ＦＵＬＬ", "na\u{EF}ve",
    "30d", "本月", "前", "为空",
    "a -- b", "rest", "x'", "\\", "multi\nline", "tab\tbed",
  ])
  func anyTextSurvives(text: String) {
    // A name stands on one line.
    let name = text == "multi\nline" ? "multi line" : text
    let catalog = Catalog(
      entities: [
        Entity(
          plural: "works", singular: "work", label: text,
          fields: [Field(name: "id", type: .text), Field(name: name, label: "L", type: .choice(0))],
          defaultColumns: [1])
      ],
      choices: [
        Choice(
          name: "odd",
          values: [
            NamedValue(code: text, label: text, aliases: []), NamedValue(code: "other", label: "x" + text, aliases: [.init("y" + text)]),
          ],
          orderedCount: 1)
      ])
    let written = ModelWriter(Model(catalog: catalog)).text
    let (again, problems) = built(written)
    #expect(problems == [], "\(written)")
    #expect(again.catalog.entities.first?.fields.last?.name == name, "\(written)")
    #expect(again.catalog.entities.first?.label == text)
    #expect(again.catalog.entities.first?.defaultColumns == [1])
    let values = again.catalog.choices.first?.values
    #expect(values?.first?.code == text && values?.first?.label == text, "\(written)")
    #expect(values?.last?.aliases == [.init("y" + text)], "\(written)")
  }
}
