import Diagnostics
import Testing

@testable import Syntax

/// The code in Chinese messages is the same code.
@Suite struct ChineseSpellingTests {
  @Test(arguments: [
    "list projects where stage = planned and not overdue top 5 by investment per district",
    "count projects by district across stage with totals sort by count desc",
    "sum investment, avg(delay), count(where overdue) of projects where signed < 2018 by district compare last month",
    "rank district by landing_rate of projects as of 2018-06-30",
    "changes of projects since previous snapshot to today | where change = removed | count by change",
    "history of project x", "show x as of last month to \"card.json\"",
    "list projects where any node (done is missing) and district not in (a, b) or name starts with \"x\"",
    "list nodes where due in next 30 days or due in last 2 weeks or due in 2018 or due < today - 5 workdays",
    "trend count of projects from 2018-01 to 2018-06 every month",
    "list projects where if a then b else c", "list projects where x between 1 and 2 and was y on 2018-01-01",
    "list reports where month = 2018-03 and project.count > 1",
  ])
  func translatedCodeReadsTheSame(_ english: String) {
    let chinese = ChineseSpelling.code(english)
    #expect(chinese != english)
    let (first, second) = (Parser.parse(Source(name: "", text: english)), Parser.parse(Source(name: "", text: chinese)))
    #expect(second.diagnostics.isEmpty, "\(chinese): \(second.diagnostics.map(\.problem.message))")
    #expect(first.script.statements.map(Printer.text(of:)) == second.script.statements.map(Printer.text(of:)), "\(chinese)")
  }

  @Test func namesTextsAndPlaceholdersStay() {
    #expect(ChineseSpelling.hint("可能是 `list month of reports` 或 `\"a list\"`") == "可能是 `列出 month 来自 reports` 或 `\"a list\"`")
    #expect(ChineseSpelling.hint("可用 `--param count=…`") == "可用 `--param count=…`")
    #expect(ChineseSpelling.hint("`$where`") == "`$where`")
    #expect(ChineseSpelling.message("`top` 不能与 `bottom` 并用") == "`top`（前）不能与 `bottom`（后）并用")
    #expect(ChineseSpelling.message("没有 `stage`") == "没有 `stage`")
  }
}
