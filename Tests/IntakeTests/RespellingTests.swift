import Diagnostics
import Schema
import Testing

@testable import Intake

/// Values of a choice that a file spells another way: they are taken, and a line for each column says so.
@Suite struct RespellingTests {
  private func load(
    _ files: [String: String], catalog: Catalog? = QuickTests.catalog, isCareful: Bool = false
  ) throws -> (values: [String], report: LoadReport) {
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    var options = LoadOptions()
    options.isCareful = isCareful
    let result = try Loader(catalog: catalog, options: options).load(paths: [folder.path])
    let values = dump(result.library).split(separator: "\n").compactMap { line in
      line.split(separator: " ").first { $0.hasPrefix("stage=") }.map { String($0.dropFirst(6)) }
    }
    return (values, result.report)
  }

  private static let respelled = "id,stage\nA1,planned\nA2,Planned\nA3,ＰＬＡＮＮＥＤ\nA4,Planned\nA5,plan-ned\nA6, 策 划 \nA7,动工\nA8,other\n"

  @Test(arguments: [false, true]) func aLineForEachColumn(_ isCareful: Bool) throws {
    let (values, report) = try load(
      ["2018-01-01/works.csv": Self.respelled, "2018-02-01/works.csv": "id,stage\nA1,planned\nA2,策划\n"], isCareful: isCareful)
    #expect(values == ["planned", "planned", "planned", "planned", "planned", "planned", "begun", "other", "planned", "planned"])
    #expect(report.problemCount == 1)
    let entries = report.entries.filter { $0.problem.kind == "resembled-value" }
    #expect(entries.count == 1)
    let entry = try #require(entries.first)
    #expect(entry.column == 2 && entry.header == "stage" && entry.row == nil && entry.problem.severity == .note)
    #expect(
      entry.text(in: .english)
        == "column 2 (stage): 5 cells resemble values of stage but for case, width, blanks or dashes: read \"Planned\" as planned (2), "
        + "\"ＰＬＡＮＮＥＤ\" as planned (1), \"plan-ned\" as planned (1), \"策 划\" as planned (1)")
    #expect(
      entry.text(in: .chinese)
        == "第 2 列（stage）：5 格与选项 `stage` 的取值只差大小写、全半角、空格或连字符；“Planned”读作 planned（2 格），“ＰＬＡＮＮＥＤ”读作 planned（1 格），“plan-ned”读作 planned（1 格），“策 划”读作 planned（1 格）"
    )
    let rows = report.csv(in: .english).split(separator: "\n").filter { $0.contains("resembled-value") }
    #expect(rows.count == 1 && rows.first?.contains(",,,2,stage,note,resembled-value,,\"5 cells resemble") == true)
    #expect(report.counts["resembled-value"] == 1)
    #expect(report.text(in: .chinese).contains("写法相近的取值 1"))
  }

  /// One more than a cell: the words follow.
  @Test func aCellAlone() throws {
    let (_, report) = try load(["2018-01-01/works.csv": "id,stage\nA1,BEGUN\n"])
    #expect(report.entries.map(\.problem.reason) == ["1 cell resembles a value of stage but for case, width, blanks or dashes"])
  }

  /// However many spellings there are, the line stays one: the commonest come first, the others are counted.
  @Test func manySpellings() throws {
    let lines = (1...50).map { "A\($0),plan\(String(repeating: " ", count: $0))ned\n" } + ["B1,PLANNED\n", "B2,PLANNED\n"]
    let (_, report) = try load(["2018-01-01/works.csv": "id,stage\n" + lines.joined()])
    let entry = try #require(report.entries.first)
    #expect(report.entries.count == 1)
    #expect(entry.problem.action.hasPrefix("read \"PLANNED\" as planned (2), \"plan ned\" as planned (1), "))
    #expect(entry.problem.action.hasSuffix(", and 31 more spellings"))
    #expect(entry.problem.reason.hasPrefix("52 cells resemble"))
    #expect(entry.problem.chineseAction.hasSuffix("，另有 31 种写法"))
  }

  /// Rows of many dates in one file, aliases that hold on some days only: a spelling stands for what it was read as.
  @Test func underOtherDatesAnotherValue() throws {
    var catalog = QuickTests.catalog
    let may = try #require(Day(year: 2018, month: 5, day: 1))
    catalog.choices[0].values[0].aliases = [.init("Start Up", to: Day(rawValue: may.rawValue - 1))]
    catalog.choices[0].values[1].aliases = [.init("Start-Up", from: may)]
    catalog.entities[0].fields.append(Field(name: "as_of", type: .date))
    catalog.entities[0].snapshotField = catalog.entities[0].fields.count - 1
    let (values, report) = try load(
      ["works.csv": "id,stage,as_of\nA1,startup,2018-01-01\nA1,startup,2018-06-01\nA2,Start-Up,2018-06-01\n"], catalog: catalog)
    #expect(values == ["planned", "begun", "begun"])
    #expect(report.entries.map(\.problem.action) == ["read \"startup\" as planned (1), \"startup\" as begun (1)"])
  }

  /// An inferred choice has one value for spellings that fold to the same.
  @Test func inferredChoicesToo() throws {
    let rows = (1...40).map { "A\($0),\($0 == 7 ? "Open" : $0 % 2 == 0 ? "open" : "shut")\n" }
    let (values, report) = try load(["2018-01-01/works.csv": "id,stage\n" + rows.joined()], catalog: nil)
    #expect(Set(values) == ["Open", "shut"])
    #expect(report.entries.map(\.problem.action) == ["read \"open\" as Open (20)"])
  }
}
