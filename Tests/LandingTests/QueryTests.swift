import Schema
import TestSupport
import Testing

/// The example queries on the example library.
@Suite struct QueryTests {
  static let scripts = files(below: "examples/queries").filter { $0.hasSuffix(".lq") } + ["examples/tour.lq"]

  /// Every statement is answered, none with an empty table; the answers are in the golden.
  @Test(arguments: scripts) func everyExampleIsAnswered(_ path: String) throws {
    var asking = try Asking()
    let answers = try asking.ask(try #require(contents(of: Program.root + "/" + path)))
    var golden = ""
    for answer in answers {
      #expect(!answer.isRefused, "\(answer.text): \(answer.answer ?? "")")
      if let rows = answer.answer {
        #expect(answer.rowCount > 0, "\(answer.text)")
        golden += answer.text + "\n----\n" + rows + "\n"
      }
    }
    let name = path.split(separator: "/").last!.dropLast(3)
    try expectGolden(golden, "\(name).txt")
  }

  /// The language's own examples that ask one snapshot.
  @Test(arguments: [
    "list projects where stage=preparatory and district=Hannan and overdue",
    "list overdue projects where district = Hannan",
    "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期",
    "count projects where landed by district across stage with totals",
    "sum investment, landing_rate, count of projects where signed < 2018 by district sort by landing_rate desc",
    "统计 项目 的 求和 总投资，个数 按 区 含合计",
    "list name, investment, responsible_unit, delay of projects where overdue_by(10wd) top 20 by investment",
    "列出 项目 其中 总投资 5亿以上 且 实际开工 为空",
    "list projects where any node (kind = permit and overdue) and no approval is granted",
    "list nodes where done is missing and due in next 5 workdays",
    "count projects where planned_start in next 30 days by responsible_unit | where count >= 3 | sort by count desc",
    "list projects top 3 by investment per district",
    "sum investment, part(sum investment) of projects by district with totals",
    "sum shortfall of factors where kind = land by project.district",
    "list units where kind = district and district_projects.landing_rate < landing_target",
    "count projects where actual_start in this week by district with empty",
  ])
  func anExampleOfTheLanguageHasAnAnswer(_ query: String) throws {
    var asking = try Asking()
    let answer = try #require(try asking.ask(query).first)
    #expect(!answer.isRefused, "\(answer.answer ?? "")")
    #expect(answer.rowCount > 0)
  }

  /// Three spellings of one question, one answer.
  @Test func spellingsAgree() throws {
    var asking = try Asking()
    let answers = try [
      "list projects where stage=preparatory and district=Hannan and overdue",
      "list overdue projects where district = 沌口 and stage is preparatory",
      "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期",
      "list projects where district=420113 and overdue and stage = 前期类",
      "列出 逾期 的 项目 其中 区 = 经开区 且 阶段 = preparatory",
    ].map { try #require(try asking.ask($0).first) }
    for answer in answers { #expect(answer.answer == answers[0].answer, "\(answer.text)") }
    #expect(answers[0].rowCount >= 4)
  }

  @Test func aNameOfTwoUnitsIsRefusedWithBoth() throws {
    var asking = try Asking()
    let answer = try #require(try asking.ask("count projects where district = 东湖").first)
    #expect(answer.isRefused)
    #expect(try #require(try asking.ask("count projects where district = 东西湖").first).rowCount == 1)
  }

  /// 亩 and 吨 do not add up.
  @Test func unitsThatDifferAreNotSummed() throws {
    var asking = try Asking()
    #expect(throws: (any Error).self) { _ = try asking.ask("sum needed of factors") }
  }
}
