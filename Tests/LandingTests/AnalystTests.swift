import Diagnostics
import Testing

/// What an analyst asks next, in English and in Chinese, with the answers; and what she says otherwise than the language does, with the words that
/// show her how.
@Suite struct AnalystTests {
  static let questions = [
    "count overdue projects by responsible_unit top 5",
    "rank district by count of overdue projects top 5",
    "rank responsible_unit by avg delay asc of projects where not landed top 3",
    "average investment, median investment, max investment of projects by stage",
    "count distinct investor of projects by district top 3",
    "landing_rate(where signed < 2018) as before, landing_rate(where signed in 2018) as current of projects by district with totals",
    "count projects by quarter(planned_start) across stage with totals",
    "count projects by band(investment, 1亿, 10亿)",
    "list name, investment of projects where investment between 5000万 and 0.6亿",
    "list name, investment / avg(all.investment) as times of projects top 5 by investment",
    "sum completed_this_year, sum annual_plan of projects by district | list district, sum_completed_this_year / sum_annual_plan as rate | sort by rate desc | top 3",
    "count(where overdue) / count as late_share of projects by district sort by late_share desc top 3",
    "count overdue / count of projects by district top 3",
    "list nodes where due < today - 5wd and done is missing by project.district top 4",
    "count matters by unit where resolved is missing and due < today",
    "list units where no submission top 3",
    "list projects where count(nodes where overdue) >= 4",
    "list projects where every approval is granted and any approval and stage = preparatory top 3",
    "changes in planned_start of projects since 2018-06-30 | where new > old | count",
    "changes of projects since last quarter | count by change",
    "changes in stage of projects since last week | count by old, new",
    "count projects by stage compare first snapshot",
    "sum investment of projects where landed by district compare last month sort by sum_investment_change desc top 3",
    "list projects where stage = terminated and was stage = planned on 2018-06-30",
    "list id, stage, previous(stage, 2018-06-30) as before of projects where changed stage since 2018-06-30 and district = Hannan",
    "trend count of projects where overdue every quarter",
    "trend sum investment of landed projects by district every quarter | where district = Hannan",
    "history of projects where district = Hannan and stage = new-start top 3",
    "part(count) of projects by stage",
    "平均 总投资，中位数 总投资 来自 项目 按 阶段",
    "统计 项目 按 年份(签约日期) 含合计",
    "统计 逾期 的 项目 按 责任单位 前 5",
    "列出 项目名称，总投资 来自 项目 其中 总投资 介于 1亿 和 5亿 按 总投资 降序 前 3",
    "列出 项目 其中 区 属于 (汉南，蔡甸) 且 未落地 前 3",
    "合计 总投资 来自 项目 其中 已落地 按 区 对比 上月 前 3",
    "趋势 个数 来自 项目 其中 逾期 每季度",
    "变化 来自 节点 自 上周 | 统计 按 变化",
    "列出 项目 其中 变更 阶段 从 前期 到 新开工 自 上月 前 3",
    "列出 节点 其中 计划完成 早于 今天 - 5个工作日 且 实际完成 为空 前 3",
    "列出 项目 其中 个数(节点 其中 逾期) 至少 4",
    "个数(其中 逾期) / 个数 记为 逾期率 来自 项目 按 区 排序 按 逾期率 降序 前 3",
    "列出 项目编号，阶段，上期值(阶段, 2018-06-30) 记为 半年前 来自 项目 其中 变更 阶段 自 2018-06-30 且 区 = 汉南",
    "列出 项目 其中 阶段 = 前期 且 今天 - 保持自(阶段) > 300天 前 3",
    "工作日数(2018-09-28, 2018-10-12)",
    "统计 项目 其中 计划开工 在 上半年 按 月份(计划开工)",
  ]

  /// Said otherwise, or not enough: each refusal says what to write.
  static let otherwise = [
    "how many projects are overdue",
    "top 10 projects by investment",
    "list sum investment by district",
    "list projects where district = Hannan or Caidian",
    "list projects where ever terminated",
    "list Hannan projects",
    "list projects where planned_start within 30 days",
    "list nodes where due this week",
    "list projects where planned_start in Q1",
    "list projects where planned_start < 30 days",
    "list projects where overdue by 10 days",
    "list projects where investment > 10",
    "list projects where stage changed since last month",
    "count projects per district",
    "rank district by landing_rate",
    "changes of projects from 2018-06-30 to 2018-09-30",
    "changes of projects",
    "history WH-2018-0042",
    "describe Hannan",
    "列出 项目 其中 区 = 汉南 或 蔡甸",
    "列出 项目 其中 阶段 变更 自 上季度",
    "列出 前5 项目 按 总投资",
    "各区项目数",
    "列出 项目 其中 计划开工 在 3月",
  ]

  @Test func questionsAreAnswered() throws {
    var golden = ""
    for question in Self.questions {
      var asking = try Asking()
      let answer = try #require(try asking.ask(question).first)
      #expect(!answer.isRefused && answer.rowCount > 0, "\(question): \(answer.answer ?? "")")
      golden += "\(question)\n----\n\(answer.answer ?? "")\n"
    }
    try expectGolden(golden, "analyst.txt")
  }

  @Test(arguments: [false, true]) func refusalsSayWhatToWrite(isChinese: Bool) throws {
    var golden = ""
    for question in Self.otherwise {
      let problems = try Asking().problems(question)
      #expect(problems.contains { $0.hint != nil }, "\(question)")
      golden += "\(question)\n"
      for problem in problems {
        let hint = isChinese ? problem.chineseHint : problem.hint
        golden += "  \(isChinese ? problem.chineseMessage : problem.message)\n" + (hint.map { "    \($0)\n" } ?? "")
      }
    }
    try expectGolden(golden, isChinese ? "analyst-otherwise.zh.txt" : "analyst-otherwise.txt")
  }

  /// A set is its keys, which can be asked for at any snapshot.
  @Test(arguments: [
    (
      "trend count, sum investment of late from 2018-03 every month",
      "trend count, sum investment of projects where id in late from 2018-03 every month"
    ),
    ("changes in stage of late since 2018-06-30", "changes in stage of projects since 2018-06-30 where id in late"),
    ("changes of late since last month | count by change", "changes of projects since last month where id in late | count by change"),
    ("history of late where stage = planned", "history of projects where id in late and stage = planned"),
    ("count late by stage compare 2018-06-30", "count projects where id in late by stage compare 2018-06-30"),
  ])
  func aSetIsReadOverTime(_ question: String, _ inFull: String) throws {
    var asking = try Asking()
    _ = try asking.ask("let late = list overdue projects where district in (Hannan, Caidian)")
    let (first, second) = (try #require(try asking.ask(question).first), try #require(try asking.ask(inFull).first))
    #expect(!first.isRefused && first.answer == second.answer, "\(question): \(first.answer ?? "")")
    #expect(first.answer?.contains("\n") ?? false)
  }
}
