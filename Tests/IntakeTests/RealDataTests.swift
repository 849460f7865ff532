import Glibc
import Schema
import Store
import Testing

@testable import Intake

/// The folder with real files to try, which are not part of the product: `LUODI_REAL_DATA`.
private let realData = getenv("LUODI_REAL_DATA").map { String(cString: $0) }

private func has(_ name: String) -> Bool { realData.map { access($0 + "/" + name, R_OK) == 0 } ?? false }

private let newYork = "nyc_capital_projects_2013-2019.csv"
private let buenosAires = "ba_obras_2019-11.csv"

@Suite struct RealDataTests {
  @Test(.enabled(if: has(newYork))) func newYorkWithoutAModel() throws {
    let result = try Loader(catalog: nil).load(paths: [realData! + "/" + newYork])
    let entity = try #require(result.inferredCatalog?.entities.first)
    #expect(entity.fields[entity.keyField].name == "pid")
    #expect(entity.snapshotField.map { entity.fields[$0].dateOrder } == .monthFirst)
    #expect(result.library.snapshots.count == 15)
    #expect(result.library.snapshots.last == Day(year: 2019, month: 9, day: 1))
    #expect(result.report.files.map(\.rowsLoaded) == [2259])
    #expect(result.report.problemCount == 0, "\(result.report.text())")
    #expect(result.library.tables[0].keyCount - result.library.tables[0].holeCount == 378)
    let types = Dictionary(uniqueKeysWithValues: entity.fields.map { ($0.name, $0.type) })
    #expect(types["design_start"] == .date)
    #expect(types["total_schedule_changes"] == .number)
    if case .choice? = types["current_phase"] {} else { Issue.record("phases are a choice") }
    if case .choice? = types["borough"] {} else { Issue.record("boroughs are a choice") }
    if case .money? = types["budget_forecast"] {} else { Issue.record("a budget is money") }
    print(result.report.text())
  }

  @Test(.enabled(if: has(newYork))) func newYorkWithItsModel() throws {
    let fields = [
      Field(name: "reported", aliases: ["Date Reported As Of"], type: .date, dateOrder: .monthFirst), Field(name: "pid", type: .text),
      Field(name: "budget", aliases: ["Budget Forecast"], type: .money(MoneyUnit(name: "dollars", factor: 1))),
      Field(name: "completion", aliases: ["Forecast Completion"], type: .date, dateOrder: .monthFirst),
    ]
    let entity = Entity(plural: "works", singular: "work", fields: fields, keyField: 1, snapshotField: 0)
    let result = try Loader(catalog: Catalog(entities: [entity])).load(paths: [realData! + "/" + newYork])
    #expect(result.library.snapshots.count == 15)
    #expect(result.report.files.map(\.rowsLoaded) == [2259])
    #expect(result.report.problemCount == 0, "\(result.report.text())")
    // All other columns are there as extra fields.
    #expect(result.library.catalog.entities[0].fields.count == 16)
  }

  @Test(.enabled(if: has(buenosAires))) func buenosAiresWithoutAModel() throws {
    let result = try Loader(catalog: nil, options: LoadOptions(date: Day(year: 2019, month: 11, day: 1))).load(paths: [
      realData! + "/" + buenosAires
    ])
    let entity = try #require(result.inferredCatalog?.entities.first)
    #expect(entity.fields[entity.keyField].name == "id")
    #expect(result.report.files.map(\.rowsLoaded) == [991])
    let fields = Dictionary(uniqueKeysWithValues: entity.fields.map { ($0.name, $0) })
    #expect(fields["fecha_inicio"]?.type == .date)
    #expect(fields["fecha_inicio"]?.dateOrder == .dayFirst)
    #expect(fields["destacada"]?.type == .flag)
    #expect(result.report.entries.contains { $0.value == "06/03/19" && $0.header == "fecha_fin_inicial" })
    print(result.report.text())
  }
}
