import Query
import Checking
import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

/// `explain` of whatever can be asked: it has words for everything that the checker lets through.
@Suite struct ExplainEverythingTests {
  /// Explains each statement of a text in the session that those before it make; how many there were.
  private func explain(_ text: String) -> Int {
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty else { return 0 }
    var world = CheckerWorld.world()
    var count = 0
    for statement in parsed.script.statements {
      let wrapped: Statement
      if case .explain = statement.kind {
        wrapped = statement
      } else {
        wrapped = Statement(.explain(.words, statement), range: statement.range)
      }
      if case .explain(let explained)? = Checker(world: world).check(wrapped, in: source).0 {
        for language in [Language.english, .chinese] {
          let lines = CheckerWorld.words(explained, in: language)
          #expect(!lines.isEmpty && !lines.contains { $0.contains("#-") }, "\(text)")
        }
        count += 1
      }
      switch Checker(world: world).check(statement, in: source).0 {
      case .query(let query, _)?: world.lastResult = query
      case .model(let model)?: world.model = model
      case .param(let declaration)?: world.parameters.keep(declaration.placeholder(on: world.today(at: world.askedSnapshot)))
      case .letting(let name, let query)?:
        world.sets.keep(SavedSet(name: name, entity: query.entity!, snapshot: query.snapshot, today: query.today, keys: [0, 1]))
      default: break
      }
    }
    return count
  }

  @Test(arguments: CheckerWorld.goldens) func everyQueryOfEveryGolden(file: String) {
    let queries = GoldenFile.cases(in: CheckerWorld.folder + file + ".txt").map(\.query)
    #expect(!queries.isEmpty)
    let count = queries.reduce(0) { $0 + explain($1) }
    #expect(count > 5 || file.hasPrefix("wrong"), "\(count)")
  }

  private static let conditions = [
    "change = removed", "change in (added, changed)", "change != returned", "field = stage", "field in (stage, district)",
    "field is missing",
    "key = WH-2018-0042", "key.stage = planned", "old = preparatory", "new is known", "old != new", "old contains 前", "id = WH-2018-0001",
    "change = changed and field = stage and new = preparatory", "not (field = stage or change = added)", "stage = planned", "overdue",
  ]

  @Test(arguments: [
    "changes of projects since 2018-03-30", "changes in stage of projects since 2018-03-30",
    "changes in stage, planned_start of projects since last month to 2018-10-12", "history of projects", "history of project WH-2018-0042",
  ]) func linesByTheirColumns(query: String) {
    var count = 0
    for condition in Self.conditions {
      count += explain("\(query) where \(condition)")
      count += explain("\(query) | where \(condition)")
      count += explain("\(query) | where \(condition) | count by field | where count > 1")
      count += explain("let some = list projects where stage = planned\n\(query.replacing("projects", with: "some")) where \(condition)")
    }
    for column in ["change", "key", "field", "old", "new", "key.district", "from", "to"] {
      for stage in [
        "count by \(column)", "list \(column)", "sort by \(column)", "rank \(column) by count", "top 3 by \(column)",
        "count by change across \(column)",
        "min \(column) by change", "distinct \(column)", "list \(column), change | count by change | where change = removed",
        "count by \(column) | rank \(column) by count | where rank < 3",
      ] { count += explain("\(query) | \(stage)") }
    }
    #expect(count > 60, "\(count)")
  }

  @Test func whatOneQuestionMakesAnotherReads() {
    let shapes = [
      "count projects by district", "count projects by district across stage", "sum investment, count of projects by stage with totals",
      "rank district by landing_rate of projects", "count projects by district compare previous snapshot",
      "rank district by count of projects compare previous snapshot", "trend count of projects every month",
      "trend count of projects by stage",
      "list projects by district top 3", "count projects by band(investment, 1亿, 10亿)", "list band(investment, 1亿, 10亿), stage of projects",
      "list projects where ever stage = planned", "count projects where band(investment, 1亿, 5亿) = \">=5亿\"",
    ]
    let stages = [
      "count", "where count > 1", "where stage = planned", "where district = Hannan", "list stage", "list district, count",
      "rank stage by count",
      "sort by count desc", "top 3 by investment", "sum count", "where change = added", "where period = 2018-03",
      "count by stage | where count > 2",
      "where `band_of_investment` = \"<1亿\"", "list district | where district = Caidian | count",
    ]
    var count = 0
    for shape in shapes {
      count += explain(shape)
      for stage in stages { count += explain("\(shape) | \(stage)") + explain("\(shape)\n| \(stage)\ncount _") }
    }
    #expect(count > 150, "\(count)")
  }
}
