import Completing
import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

/// What Tab writes: never something else than a word that is complete, in quotation marks only values and files.
@Suite struct TabTests {
  private func tab(_ text: String) -> Completion {
    let model = BuiltInModel.built.model
    var completer = Completer(
      model: model, values: NoValues(catalog: model.catalog),
      snapshots: [Day(year: 2018, month: 12, day: 21)!, Day(year: 2018, month: 12, day: 28)!], snapshot: 1)
    completer.scripts = ["weekly"]
    completer.files = { path, isScript in
      (isScript ? ["monthly 2.lq", "reports/", "weekly.lq"] : ["answer.csv", "weekly.lq"]).filter { $0.hasPrefix(path) }
    }
    completer.resultColumns = [["count"], ["country"]]
    completer.isTyped = true
    return completer.complete(Source(name: "<prompt>", text: text), at: text.utf8.count)
  }

  @Test(arguments: [
    "sum investment", "count projects by stage", "list project", "list projects where investment", "统计 项目", "求和 总投资", "列出 项目 其中 阶段",
    "list projects where district = Hannan", "列出 项目 其中 区 = 汉南", "list projects where stage = planned", "list projects where not overdue",
    "count projects as of 2018", "count projects top 2", "list projects where investment > 5亿", "list projects sort by investment desc",
    "list projects where name contains in", "list name as st", "let la", "help sort", "describe land", "explain", "count", "| where count",
    "list Projects", "LIST", "list projects where any node", "list projects where due in last",
  ])
  func aCompleteWordStays(text: String) {
    let found = tab(text)
    #expect(String(decoding: Array(text.utf8)[..<found.range.start], as: UTF8.self) + found.insertion == text)
  }

  /// The longer words are offered all the same, in the list of a second Tab.
  @Test func longerWordsAreListed() {
    let found = tab("sum investment")
    #expect(found.candidates.map(\.insert).prefix(2) == ["investment", "investment_band"])
    #expect(tab("求和 总投资").candidates.first?.insert == "总投资")
  }

  @Test(arguments: [
    ("list projects where stage = pre", "preparatory"), ("sum investm", "investment"), ("list projects wh", "where"),
    ("列出 项目 其中 区 = hn", "汉南区"),
    ("list projects where district = Hann", "Hannan"), ("list projects where district = \"Hann", "\"Hannan\""),
    ("列出 项目 其中 区 = “汉南", "“汉南区”"), ("run w", "weekly"), ("run \"w", "\"weekly.lq\""), ("run \"m", "\"monthly 2.lq\""),
    ("run \"r", "\"reports/"), ("count projects to \"a", "\"answer.csv\""), ("list `investm", "`investment"),
  ])
  func whatIsHalfTypedGrows(text: String, insertion: String) { #expect(tab(text).insertion == insertion) }

  @Test(arguments: [
    "run \"", "run \"week", "count projects to \"", "list projects where district = \"", "list projects where stage = \"p",
    "list projects where name = \"o", "print \"li", "expect overdue \"li", "history of project \"w", "run \"weekly.lq\" with x = \"w",
    "介绍 “", "列出 项目 其中 区 = “", "列出 项目 存到 “",
  ])
  func inQuotationMarksStandOnlyValuesAndFiles(text: String) {
    #expect(tab(text).candidates.allSatisfy { [.value, .record, .file].contains($0.kind) })
  }

  /// Nothing is put right behind what is closed, and nothing into a comment.
  @Test(arguments: [
    "count projects where district = \"Hannan\"", "count projects # wh", "列出 项目 ＃ 其", "field x for y: text -- wh", "list `stage`",
  ])
  func whatIsClosedStays(text: String) { #expect(tab(text).candidates.isEmpty) }

  @Test func theCommonBeginningIsOfferedOnlyWhereItReads() {
    // Half of `"East Lake …"` is no word, so the first Tab writes nothing.
    #expect(tab("list projects where district = East").insertion == "East")
    // Behind a quotation mark it is what goes on.
    #expect(tab("list projects where district = \"East L").insertion == "\"East Lake ")
  }

  /// Behind `QUERY |` the columns are those of the query, whatever the last answer was.
  @Test func aStageOffersTheColumnsOfItsQuery() {
    #expect(tab("changes of projects since first snapshot | where chan").candidates.contains { $0.insert == "change" })
    #expect(tab("| where coun").candidates.contains { $0.insert == "country" })
    #expect(!tab("sum investment of projects by stage | where coun").candidates.contains { $0.insert == "country" })
  }

  @Test func aClauseMayBeginALine() {
    #expect(tab("wher").insertion == "where")
    #expect(tab("其").insertion == "其中")
  }
}
