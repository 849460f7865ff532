import Checking
import Diagnostics
import Engine
import Explaining
import Model
import Query
import Schema
import Store
import Syntax
import Testing

/// `explain` on the example library: the words in goldens, the funnel and the nearest miss against queries that count the same.
@Suite struct ExplainTests {
  let asking: Asking
  let engine: Engine

  init() throws {
    asking = try Asking()
    engine = Engine(library: asking.library, catalog: asking.model.catalog)
  }

  private var world: World { World(model: asking.model, snapshots: asking.library.snapshots, values: asking.library) }

  private func explained(_ query: String) throws -> Explained {
    let source = Source(name: "query", text: query)
    let parsed = Parser.parse(source)
    let statement = try #require(parsed.script.statements.first)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
    guard case .explain(let explained)? = checked else { throw Refused(words: diagnostics.map(\.problem.message)) }
    return explained
  }

  private struct Refused: Error { var words: [String] }

  private func query(_ text: String) throws -> CheckedQuery {
    guard case .query(let query, _) = try explained("explain " + text).subject else { throw Refused(words: [text]) }
    return query
  }

  private func explainer(_ language: Language) -> Explainer {
    Explainer(model: asking.model, values: asking.library, snapshots: asking.library.snapshots, language: language) {
      [engine, last = asking.library.snapshots.count - 1] operand, entity, snapshot, choices in
      try? engine.missingCount(of: operand, entity: entity, at: snapshot ?? last, addedChoices: choices)
    }
  }

  // MARK: Words

  static let questions = [
    "list projects where stage=preparatory and district=Hannan and overdue",
    "list overdue projects where district = Hannan",
    "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期",
    "count projects where landed by district across stage with totals",
    "sum investment, landing_rate, count of projects where signed < 2018 by district sort by landing_rate desc",
    "统计 项目 的 求和 总投资，个数 按 区 含合计",
    "rank district by landing_rate of projects where signed < 2018",
    "list name, investment, responsible_unit, delay of projects where overdue_by(10wd) top 20 by investment",
    "列出 项目 其中 总投资 5亿以上 且 实际开工 为空",
    "list projects where any node (kind = permit and overdue) and no approval is granted",
    "list nodes where done is missing and due in next 5 workdays",
    "count projects where planned_start in next 30 days by responsible_unit | where count >= 3 | sort by count desc",
    "count projects where actual_start in this week by district with empty",
    "list projects top 3 by investment per district",
    "sum investment, part(sum investment) of projects by district with totals",
    "sum shortfall of factors where kind = land by project.district",
    "list units where kind = district and district_projects.landing_rate < landing_target",
    "list projects where start_kind = 开工 and not (stage = planned or overdue) and investment > avg(all.investment)",
    "list projects where district not in (Hannan, Caidian) and planned_start > signed + 90d as of last month by district",
    "list projects where card = red and vintage = prior",
    "changes in stage, planned_start of projects since 2018-03-30 where district in (Hannan, Caidian)",
    "changes of projects since last month | where change = removed",
    "history of project WH-2018-0042",
    "list projects where overdue and not was overdue",
    "list projects where planned_start > previous(planned_start)",
    "list projects where stage = preparatory and today - held_since(stage) > 90d",
    "list projects where ever (landed and planned_start < today) since 2018-11-01 and not always overdue",
    "list projects where changed stage from planned since last month and not existed on 2018-03-30",
    "list projects where changed since 2018-12-01 and was (stage = planned or district = Hannan) on 2018-06-29",
    "list projects where planned_start > 2030-01-01 and stage = planned",
    "count projects where stage = terminated and landed",
    "count projects by district | where count > 1000",
    "rank district by landing_rate of projects where signed < 2018 compare last quarter",
    "count projects where actual_start in this week by district with empty compare last week",
    "sum investment, landing_rate of projects by district compare 2018-09-28 with totals sort by landing_rate_change desc",
    "count projects compare last week",
    "trend landing_rate, count of projects by vintage from 2018-03 to 2018-12 every month",
    "趋势 落地率，个数 来自 项目 按 签约年度 从 2018-03 到 2018-12 每月",
    "trend count of projects where planned_start in next 30 days from 2017-11 to 2018-05 every month",
    "trend count(where overdue) as late of projects where district = Hannan from 2018-11 every snapshot | where late > 0",
    "trend count of landed projects every week",
    "show WH-2018-0042",
    "show unit Hannan as of 2018-06-30",
    "show WH-2018-0042 as json to \"card.json\"",
    "let late = list overdue projects where district = Hannan",
    "令 迟 = 列出 项目 其中 逾期 前 5 按 总投资",
    "expect no project (landed and actual_start is missing)",
    "expect count(projects) > 0 and every unit (kind is known) \"the library is there\"",
    "param district: units where kind = district \"which district\"",
    "param least: money in 亿元 = 5亿",
    "param month: month = this month",
    "print \"本周新开工 {count(projects where actual_start in this week)} 个，截至 {today}\"",
    "run \"weekly.lq\" with district = Caidian, least = 5亿",
    "sum(projects.investment) / count(projects)",
    "2018-09-30 + 5wd",
  ]

  @Test(arguments: [Language.english, .chinese]) func theWordsAreThoseOfTheGolden(language: Language) throws {
    var golden = ""
    for question in ExplainTests.questions {
      let explained = try explained("explain " + question)
      let explainer = explainer(language)
      var lines = explainer.lines(of: explained)
      switch explained.subject {
      case .query(let query, _), .letting(_, let query):
        lines += [""] + explainer.lines(of: try engine.funnel(query), for: query, readings: explained.readings)
        if let miss = try engine.nearestMiss(query) {
          lines += [""] + explainer.sentences(of: miss, for: query, readings: explained.readings)
        }
      case .expression, .show, .expect, .param, .print, .run: break
      }
      golden += "\(question)\n----\n\(lines.joined(separator: "\n"))\n====\n"
    }
    try expectGolden(golden, language == .english ? "explain.txt" : "explain-chinese.txt")
  }

  /// Choices that a statement makes for itself, wherever a blank in them is counted.
  @Test(arguments: [
    "history of projects where C", "history of project WH-2018-0042 | where field = stage | count",
    "changes of projects since 2018-03-30 where C",
    "list projects where C", "count projects where C by stage | where count > 1", "trend count of projects where C every month",
    "count projects where C compare last month", "let x = list projects where C", "expect no project (C)",
    "expect count(projects where C) > 3",
    "count(projects where C) + 1", "show WH-2018-0042", "rank stage by count of projects where C",
    "list projects | where C | count by district",
  ])
  func choicesOfAStatementAreCounted(shape: String) throws {
    for condition in [
      "investment_band = \"<1亿\"", "not (investment_band = \"<1亿\")", "not (investment_band = \"<1亿\" and not (planned_start < today))",
      "not (band(investment, 1亿, 3亿) in (\"<1亿\", \">=3亿\"))", "was investment_band = \"<1亿\"",
    ] {
      let explained = try explained("explain " + shape.replacing("C", with: condition))
      for language in [Language.english, .chinese] { #expect(!explainer(language).lines(of: explained).isEmpty) }
    }
  }

  @Test func blanksOfAHistoryAreCountedInItsSnapshot() throws {
    let lines = explainer(.english).lines(
      of: try explained("explain history of projects as of 2018-02-02 where not (actual_start > today)"))
    let (blank, all) = (
      try count("count projects where actual_start is missing as of 2018-02-02"), try count("count projects as of 2018-02-02")
    )
    #expect(lines.contains { $0.contains("is blank in \(blank) of \(all) projects") }, "\(lines)")
  }

  @Test func aWrongQueryIsRefusedAsAlways() throws {
    #expect(throws: Refused.self) { _ = try explained("explain list projects where stage=preparatory and district=Hanan") }
    do { _ = try explained("explain list projects where stage=preparatory and district=Hanan") } catch let refused as Refused {
      #expect(refused.words == ["no value `Hanan` for `district`"])
    }
  }

  // MARK: Counts

  private func count(_ question: String) throws -> Int {
    var asking = asking
    let answer = try #require(try asking.ask(question).first)
    return try #require(answer.answer?.split(separator: "\n").last.flatMap { Int($0) }, "\(question): \(answer.answer ?? "")")
  }

  @Test(arguments: [
    ("projects", ["stage = preparatory", "district = Hannan", "overdue"]),
    ("projects", ["planned_start in next 30 days", "not landed", "district != Hannan", "investment > avg(all.investment)"]),
    ("nodes", ["done is missing", "due < today", "project.district in (Hannan, Caidian)", "(kind = permit or kind = eia)"]),
    ("projects", ["no approval is granted", "any node (kind = permit and overdue)", "count(nodes) > 2"]),
    ("units", ["kind = district", "district_projects.landing_rate < landing_target"]),
  ])
  func theFunnelCountsWhatQueriesCount(_ entity: String, _ conditions: [String]) throws {
    let funnel = try engine.funnel(try query("list \(entity) where " + conditions.joined(separator: " and ")))
    #expect(funnel.steps.count == 1)
    #expect(funnel.steps[0].start == (try count("count \(entity)")))
    #expect(funnel.steps[0].left.count == conditions.count)
    for (place, left) in funnel.steps[0].left.enumerated() {
      #expect(left == (try count("count \(entity) where " + conditions[...place].joined(separator: " and "))), "\(conditions[place])")
    }
  }

  @Test func predicatesBeforeTheEntityComeFirst() throws {
    let funnel = try engine.funnel(try query("list overdue projects where district = Hannan"))
    #expect(
      funnel.steps[0].left == [try count("count projects where overdue"), try count("count overdue projects where district = Hannan")])
  }

  @Test func stagesGoOnFromWhatTheyRead() throws {
    let funnel = try engine.funnel(try query("list projects where landed top 40 by investment | where district = Hannan"))
    #expect(funnel.steps.map(\.start) == [try count("count projects"), 40])
    #expect(funnel.steps[0].left == [try count("count landed projects")])
    #expect(funnel.steps[1].left == [try count("list projects where landed top 40 by investment | where district = Hannan | count")])
  }

  @Test func linesAreCountedToo() throws {
    let funnel = try engine.funnel(try query("changes in stage of projects since 2018-03-30 | where new = completed | where old = planned"))
    #expect(funnel.steps.first?.start == (try count("changes in stage of projects since 2018-03-30 | count")))
    #expect(
      funnel.steps.last?.end
        == (try count("changes in stage of projects since 2018-03-30 | where new = completed and old = planned | count")))
  }

  @Test func theNearestMissIsFound() throws {
    let conditions = ["planned_start > 2030-01-01", "stage = planned", "district is known"]
    let miss = try #require(try engine.nearestMiss(try query("list projects where " + conditions.joined(separator: " and "))))
    #expect(miss.singles == [.init(condition: 0, rows: try count("count projects where stage = planned and district is known"))])
    guard case .value(_, .date(let day), .largest)? = miss.nearest?.1 else {
      Issue.record("\(miss)")
      return
    }
    var asking = asking
    let latest = try asking.ask("max planned_start of projects where stage = planned and district is known").first?.answer
    #expect(latest?.split(separator: "\n").last.map(String.init) == day.description)
  }

  @Test func valuesThatAreThereAreListed() throws {
    let miss = try #require(try engine.nearestMiss(try query("list projects where stage = terminated and landed")))
    #expect(miss.singles.map(\.rows) == [try count("count landed projects"), try count("count projects where stage = terminated")])
    guard case .values(_, let counts)? = miss.nearest?.1 else {
      Issue.record("\(miss)")
      return
    }
    #expect(counts.map(\.rows).reduce(0, +) == miss.singles[0].rows)
    #expect(counts.map(\.rows) == counts.map(\.rows).sorted(by: >))
  }

  @Test func rowsThatAreLeftHaveNoNearestMiss() throws {
    #expect(try engine.nearestMiss(try query("list projects where stage = planned")) == nil)
    #expect(try engine.nearestMiss(try query("count projects")) == nil)
  }
}
