import Checking
import Diagnostics
import FrontSupport
import Landing
import Model
import Query
import Schema
import Syntax
import TestSupport
import Testing

/// The built-in model against the checker, and the examples of the language that it must answer.
@Suite struct CheckerModelTests {
  static let model: Model = {
    let source = Source(name: "landing.lq", bytes: Landing.model)
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    return builder.build().model
  }()

  static let world = World(model: model, snapshots: CheckerWorld.snapshots)

  @Test func everyDefinitionOfTheBuiltInModelChecks() {
    let found = Checker(world: Self.world).checkDefinitions()
    #expect(found.map { CheckerWorld.spelled($0.diagnostic, in: $0.source) } == [])
  }

  @Test(arguments: [
    "list projects where stage=preparatory and district=Hannan and overdue", "list overdue projects where district = Hannan",
    "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期", "count projects where landed by district across stage with totals",
    "sum investment, landing_rate, count of projects where signed < 2018 by district sort by landing_rate desc",
    "统计 项目 的 求和 总投资，个数 按 区 含合计", "list name, investment, responsible_unit, delay of projects where overdue_by(10wd) top 20 by investment",
    "列出 项目 其中 总投资 5亿以上 且 实际开工 为空", "list projects where any node (kind = permit and overdue) and no approval is granted",
    "list nodes where done is missing and due in next 5 workdays",
    "count projects where planned_start in next 30 days by responsible_unit | where count >= 3 | sort by count desc",
    "count projects where actual_start in this week by district with empty", "list projects top 3 by investment per district",
    "sum investment, part(sum investment) of projects by district with totals",
    "sum shortfall of factors where kind = land by project.district",
    "list units where kind = district and district_projects.landing_rate < landing_target",
    "rank district by landing_rate of projects where signed < 2018",
    "count projects by district | where count > 10", "2018-09-30 + 5wd", "list projects where district = 沌口",
    "list projects where 区 = 420113",
    "count projects by vintage, investment_band", "list projects where card = red and not green_channel", "count units by card",
    "landing_gap, landing_target of projects by district",
    "list projects where any report (month = last month and completed_investment > 100万)",
  ])
  func examplesCheck(query: String) {
    let source = Source(name: "query", text: query)
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map { CheckerWorld.spelled($0, in: source) } == [])
    for statement in parsed.script.statements {
      let (checked, diagnostics) = Checker(world: Self.world).check(statement, in: source)
      #expect(diagnostics.map { CheckerWorld.spelled($0, in: source) } == [])
      #expect(checked != nil)
    }
  }

  @Test func parametersStandForTheirValues() {
    let script = """
      param district: units = 沌口; param least: money in 亿元 = 5亿; param Day: year = 2018; param part: text = "桥"
      list projects where district = $district and investment > $least and signed < $day and name contains $part
      """
    let answer = CheckerWorld.answer(script)
    #expect(
      answer.contains(
        "where (district in {420113} and (investment > 500000000元) and signed in [..2017-12-31] and (name contains \"桥\"))"),
      "\(answer)")
  }

  @Test func textsFromOutsideAreReadByTheType() throws {
    let world = CheckerWorld.world()
    func value(_ type: String, _ text: String) throws -> (Value?, [String]) {
      let source = Source(name: "script", text: "param x: \(type)")
      let (checked, _) = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source)
      guard case .param(let declaration)? = checked else { return (nil, ["no declaration"]) }
      let (value, diagnostics) = Checker(world: world).value(of: Source(name: "--param x", text: text), for: declaration)
      return (value?.value, diagnostics.map(\.problem.message))
    }
    #expect(try value("units", "沌口").0 == .link(3))
    #expect(try value("units", "420113").0 == .link(3))
    #expect(try value("choice stage", "前期").0 == .choice(1))
    #expect(try value("text", " as it is ").0 == .text(" as it is "))
    #expect(try value("date", "2018年3月7日").0 == .date(Day(year: 2018, month: 3, day: 7)!))
    #expect(try value("date", "today").0 == .date(Day(year: 2018, month: 10, day: 19)!))
    #expect(try value("date", "today - 1d").0 == .date(Day(year: 2018, month: 10, day: 18)!))
    #expect(try value("month", "2018-03").0 == .period(Period(.month, holding: Day(year: 2018, month: 3, day: 1)!)))
    #expect(try value("year", "2018").0 == .period(Period(.year, holding: Day(year: 2018, month: 1, day: 1)!)))
    #expect(try value("money in 亿元", "5亿").0 == .money(Money(rawValue: 5_000_000_000_000)))
    #expect(try value("number", "-1.5").0 == .number(-1.5))
    #expect(try value("workdays", "5wd").0 == .duration(5, .workdays))
    #expect(try value("flag", "是").0 == .flag(true) && value("flag", "No").0 == .flag(false))

    #expect(try value("units", "Hanan").1 == ["no value `Hanan` for `x`"])
    #expect(try value("date", "2018-13-01").1 == ["expected a date for the parameter `x`, found `2018-13-01`"])
    #expect(try value("date", "2018-03").1 == ["expected a date for the parameter `x`, found a month"])
    #expect(try value("month", "2018-03-01").1 == ["expected a month for the parameter `x`, found a date"])
    #expect(try value("money in 亿元", "5").1 == ["`5` is a number, but `x` is money: the unit is missing"])
    #expect(try value("number", "many").1 == ["expected a number for the parameter `x`, found `many`"])
    #expect(try value("number", "count(projects)").1 == ["expected a number for the parameter `x`, found `count(projects)`"])
    #expect(try value("workdays", "5d").1.count == 1)
    #expect(try value("flag", "maybe").1 == ["expected yes or no for the parameter `x`, found `maybe`"])
    #expect(try value("units where kind = district", "EPB").1.count == 1)
  }

  @Test func theAskedSnapshotDecidesToday() {
    var world = CheckerWorld.world()
    world.askedSnapshot = 1
    func condition(_ text: String) -> String {
      let source = Source(name: "query", text: text)
      let (checked, _) = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source)
      guard case .query(let query, _)? = checked else { return "" }
      return String(CheckedPrinter(catalog: world.model.catalog).text(of: query).split(separator: "\n")[1])
    }
    #expect(condition("list projects where signed < today") == "where (signed < 2018-09-28)")
    #expect(condition("list projects as of first snapshot where signed in this month") == "where signed in [2018-03-01..2018-03-31]")
    world.today = Day(year: 2018, month: 12, day: 31)
    #expect(condition("list projects where signed < today") == "where (signed < 2018-12-31)")
  }

  @Test func noSnapshotsIsNoHindrance() {
    let world = World(model: CheckerWorld.model)
    let source = Source(name: "query", text: "count projects as of 2018-03 where district = Hannan by stage")
    let (checked, diagnostics) = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source)
    #expect(checked != nil)
    #expect(diagnostics.isEmpty)
  }
}
