import Schema
import Testing

/// The examples that the language is defined by, each with its whole answer on the example library.
@Suite struct LanguageExampleTests {
  /// In the order and the spelling of the language's own page.
  static let examples = [
    "list projects where stage=preparatory and district=Hannan and overdue",
    "list overdue projects where district = Hannan",
    "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期",
    "count projects where landed by district across stage with totals",
    "sum investment, landing_rate, count of projects where signed < 2018 by district sort by landing_rate desc",
    "统计 项目 的 求和 总投资，个数 按 区 含合计",
    "rank district by landing_rate of projects where signed < 2018 compare last quarter",
    "list name, investment, responsible_unit, delay of projects where overdue_by(10wd) top 20 by investment",
    "列出 项目 其中 总投资 5亿以上 且 实际开工 为空",
    "list projects where any node (kind = permit and overdue) and no approval is granted",
    "list nodes where done is missing and due in next 5 workdays",
    "list projects where overdue and not was overdue",
    "list projects where planned_start > previous(planned_start)",
    "list projects where stage = preparatory and today - held_since(stage) > 90d",
    "changes in stage, planned_start of projects since 2018-03-30 where district in (Hannan, Caidian)",
    "changes of projects since last month | where change = removed",
    "trend landing_rate, count of projects by vintage from 2018-03 to 2018-12 every month",
    "count projects where planned_start in next 30 days by responsible_unit | where count >= 3 | sort by count desc",
    "count projects where actual_start in this week by district with empty compare last week",
    "list projects top 3 by investment per district",
    "sum investment, part(sum investment) of projects by district with totals",
    "sum shortfall of factors where kind = land by project.district",
    "list units where kind = district and district_projects.landing_rate < landing_target",
    "show WH-2018-0042",
    "history of project WH-2018-0042",
    "expect no project (landed and actual_start is missing)",
    "explain list projects where stage=preparatory and district=Hanan",
  ]

  /// The same questions in Chinese, which have the same answers.
  static let chinese: [(chinese: String, english: String)] = [
    ("列出 逾期 的 项目 其中 区 = 汉南", "list overdue projects where district = Hannan"),
    ("统计 项目 其中 已落地 按 区 横排 阶段 含合计", "count projects where landed by district across stage with totals"),
    (
      "合计 总投资，落地率，个数 来自 项目 其中 签约日期 < 2018 按 区 排序 按 落地率 降序",
      "sum investment, landing_rate, count of projects where signed < 2018 by district sort by landing_rate desc"
    ),
    (
      "排名 区 按 落地率 来自 项目 其中 签约日期 < 2018 对比 上季度",
      "rank district by landing_rate of projects where signed < 2018 compare last quarter"
    ),
    (
      "列出 项目名称，总投资，责任单位，延误 来自 项目 其中 超期(10wd) 前 20 按 总投资",
      "list name, investment, responsible_unit, delay of projects where overdue_by(10wd) top 20 by investment"
    ),
    (
      "列出 项目 其中 有 节点 (节点类型 = 施工许可 且 逾期) 且 无 审批 (批复日期 已填)",
      "list projects where any node (kind = permit and overdue) and no approval is granted"
    ),
    ("列出 节点 其中 实际完成 为空 且 计划完成 在 未来5个工作日", "list nodes where done is missing and due in next 5 workdays"),
    ("列出 项目 其中 逾期 且 非 此前 逾期", "list projects where overdue and not was overdue"),
    ("列出 项目 其中 计划开工 晚于 previous(计划开工)", "list projects where planned_start > previous(planned_start)"),
    (
      "列出 项目 其中 阶段 = 前期 且 今天 - held_since(阶段) > 90天",
      "list projects where stage = preparatory and today - held_since(stage) > 90d"
    ),
    (
      "变化 属于 阶段，计划开工 来自 项目 自 2018-03-30 其中 区 属于 (汉南，蔡甸)",
      "changes in stage, planned_start of projects since 2018-03-30 where district in (Hannan, Caidian)"
    ),
    ("变动 来自 项目 自 上月 | 其中 变化 = 删除", "changes of projects since last month | where change = removed"),
    (
      "趋势 落地率，个数 来自 项目 按 签约年度 从 2018年3月 到 2018年12月 每月",
      "trend landing_rate, count of projects by vintage from 2018-03 to 2018-12 every month"
    ),
    (
      "统计 项目 其中 计划开工 在 未来30天 按 责任单位 | 其中 个数 >= 3 | 排序 按 个数 降序",
      "count projects where planned_start in next 30 days by responsible_unit | where count >= 3 | sort by count desc"
    ),
    (
      "统计 项目 其中 实际开工 在 本周 按 区 含空组 对比 上周",
      "count projects where actual_start in this week by district with empty compare last week"
    ),
    ("列出 项目 前3 按 总投资 每个 区", "list projects top 3 by investment per district"),
    (
      "合计 总投资，占比(合计 总投资) 来自 项目 按 区 含合计",
      "sum investment, part(sum investment) of projects by district with totals"
    ),
    ("合计 缺口 来自 要素 其中 要素类型 = 土地 按 项目.区", "sum shortfall of factors where kind = land by project.district"),
    (
      "列出 单位 其中 单位类型 = 区 且 district_projects.落地率 < 落地目标",
      "list units where kind = district and district_projects.landing_rate < landing_target"
    ),
    ("查看 WH-2018-0042", "show WH-2018-0042"),
    ("历史 来自 项目 WH-2018-0042", "history of project WH-2018-0042"),
  ]

  @Test func everyExampleHasTheAnswerOfTheGolden() throws {
    var golden = ""
    for example in Self.examples {
      var asking = try Asking()
      let answer = try #require(try asking.ask(example).first)
      golden += "\(example)\n----\n\(answer.answer ?? "(nothing)\n")\n"
      if example.hasPrefix("explain") {
        #expect(answer.isRefused && answer.answer == "no value `Hanan` for `district`\n")
      } else {
        #expect(!answer.isRefused, "\(example): \(answer.answer ?? "")")
      }
    }
    try expectGolden(golden, "language.txt")
  }

  @Test(arguments: chinese) func theChineseQuestionHasTheSameAnswer(_ chinese: String, _ english: String) throws {
    var asking = try Asking()
    let said = try #require(try asking.ask(chinese).first)
    #expect(!said.isRefused, "\(chinese): \(said.answer ?? "")")
    #expect(said.answer == (try asking.ask(english).first?.answer), "\(chinese)")
  }
}
