import Diagnostics
import Schema
import Semantics
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
    let (first, second, problems) = roundTrip(BuiltInModelTests.model().model)
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
