import Checking
import Diagnostics
import Model
import Query
import SQL
import Schema
import Syntax
import TestSupport
import Testing

/// Every function of the table is written in every dialect, or refused with its reason, which the page on SQL gives as well.
@Suite struct FunctionTableTests {
  private func argument(_ kind: FunctionFacts.Kind, _ place: Int) -> String {
    switch kind {
    case .date, .dateOrPeriod: place == 0 ? "start" : "finish"
    case .number: "\(place)"
    case .measurable, .measurableOrDate, .orderable: place == 0 ? "size" : "\(place)"
    case .text: "title"
    }
  }

  @Test(arguments: Builtin.allCases, Dialect.allCases)
  func aFunctionIsWrittenOrRefused(_ function: Builtin, _ dialect: Dialect) throws {
    let counts = function.facts.argumentCounts
    for count in Set([counts.lowerBound, min(counts.upperBound, 3)]) {
      let arguments = (0..<count).map { argument(function.facts.kind(ofArgument: $0), $0) }.joined(separator: ", ")
      let source = Source(name: "query", text: "list \(function.rawValue)(\(arguments)) as value of works")
      let statement = try #require(Parser.parse(source).script.statements.first)
      let model = RandomOffice.model
      let (checked, diagnostics) = Checker(world: World(model: model, snapshots: GoldenTests.dates)).check(statement, in: source)
      #expect(diagnostics.map(\.problem.message) == [])
      guard case .query(let query, _)? = checked else { return }
      do {
        let sql = try SQLWriter(
          catalog: model.catalog, snapshots: GoldenTests.dates, values: NoValues(catalog: model.catalog), dialect: dialect
        ).sql(of: query)
        #expect(sql.contains("AS value") || sql.contains("AS \"value\""), "\(sql)")
      } catch let error as SQLError {
        guard case .function(function, dialect.rawValue, _) = error.problem else {
          Issue.record("\(error.problem.message)")
          return
        }
        #expect(chineseFault(error.problem.chineseMessage, english: error.problem.message) == nil)
        let page = contents(of: Program.root + "/docs/sql.md") ?? ""
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("`\(function.rawValue)(…)`") }
        #expect(rows.contains { $0.contains("| everywhere |") || $0.contains(dialect.title) }, "docs/sql.md: \(function.rawValue)")
        let topic = contents(of: Program.root + "/Sources/Landing/help.md")?.split(separator: "\n## explain sql ").last ?? ""
        #expect(topic.contains("`\(function.rawValue)`"), "help.md: \(function.rawValue)")
      }
    }
  }
}
