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

  /// Those that look at several snapshots, with their answers.
  @Test func examplesOverTimeAreAnswered() throws {
    var golden = ""
    for query in Self.overTime {
      var asking = try Asking()
      let answer = try #require(try asking.ask(query).first)
      #expect(!answer.isRefused, "\(query): \(answer.answer ?? "")")
      #expect(answer.rowCount > 0, "\(query)")
      golden += answer.text + "\n----\n" + (answer.answer ?? "") + "\n"
    }
    try expectGolden(golden, "over-time.txt")
  }

  /// The same snapshots named one by one: those of December, and not that of 30 November.
  @Test func whatHeldSinceAPeriodHeldInOneOfItsSnapshots() throws {
    let days = ["2018-12-07", "2018-12-14", "2018-12-21", "2018-12-28"]
    for condition in ["red_card", "overdue", "stage = preparatory"] {
      var asking = try Asking()
      func count(_ condition: String) throws -> String? { try asking.ask("count projects where \(condition)").first?.answer }
      let some = days.map { "was \(condition) on \($0)" }.joined(separator: " or ")
      let every = days.map { "(not existed on \($0) or was \(condition) on \($0))" }.joined(separator: " and ")
      #expect(try count("ever \(condition) since 2018-12") == count(some))
      #expect(try count("always \(condition) since 2018-12") == count(every))
      #expect(try count("ever \(condition) since this month") == count(some))
    }
  }

  static let overTime = [
    "rank district by landing_rate of projects where signed < 2018 compare last quarter",
    "list projects where overdue and not was overdue",
    "列出 项目 其中 逾期 且 非 此前 逾期",
    "list projects where planned_start > previous(planned_start)",
    "list id, stage, held_since(stage) of projects where stage = preparatory and today - held_since(stage) > 90d top 5 by today - held_since(stage)",
    "trend landing_rate, count of projects by vintage from 2018-03 to 2018-12 every month",
    "趋势 落地率，个数 来自 项目 按 签约年度 从 2018-03 到 2018-12 每月",
    "count projects where actual_start in this week by district with empty compare last week",
    "sum investment, landing_rate of projects by district compare 2018-09-28 with totals sort by landing_rate_change desc",
    "count projects compare last week",
    "trend count(where overdue) as late of projects where district = Hannan from 2018-11 every snapshot | where late > 0",
    "count slipped projects by district",
    "list id, name, stage of projects where stalled(60d) top 5",
    "count(where ever overdue), count(where always landed since 2018-06-30), count(where changed stage since last quarter) of projects by district",
    "list id, previous(stage, 2018-06-30) as before, stage of projects where changed stage from preparatory to new-start since 2018-06-30 top 5",
    "count projects where existed on first snapshot and not landed",
  ]

  /// A point of a trend, and the other side of a comparison, are what the same question says as of then.
  @Test func everyPointIsTheAnswerAsOfThen() throws {
    var asking = try Asking()
    func rows(_ query: String) throws -> [Substring] {
      try #require(try asking.ask(query).first?.answer).split(separator: "\n").dropFirst().map { $0 }
    }
    let question = "landing_rate, count, sum investment of projects where not was overdue"
    let trend = try rows("trend \(question) by vintage from 2018-03 to 2018-06 every month")
    for (month, last) in [("2018-03", 31), ("2018-04", 30), ("2018-05", 31), ("2018-06", 30)] {
      let then = try rows("\(question) by vintage as of \(month)-\(last)")
      #expect(trend.filter { $0.hasPrefix(month) } == then.map { "\(month),\($0)" })
    }
    let compared = try rows("count(where overdue), count of projects by stage compare 2018-06-30")
    let (now, then) = (
      try rows("count(where overdue), count of projects by stage"),
      try rows("count(where overdue), count of projects by stage as of 2018-06-30")
    )
    let cells = compared.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(cells.map { "\($0[0]),\($0[1]),\($0[4])" } == now.map(String.init))
    #expect(cells.map { "\($0[0]),\($0[2]),\($0[5])" }.filter { !$0.hasSuffix(",0,0") } == then.map(String.init))
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
