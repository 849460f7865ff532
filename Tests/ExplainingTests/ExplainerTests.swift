import Checking
import Diagnostics
import FrontSupport
import Glibc
import Model
import Query
import Schema
import Syntax
import TestSupport
import Testing

@testable import Explaining

/// What `explain` says about queries on the small model, in both languages. `RECORD=1` rewrites the files.
@Suite struct ExplainerTests {
  @Test(arguments: [Language.english, .chinese]) func saidInWords(language: Language) throws {
    let name = language == .english ? "explained.txt" : "explained-chinese.txt"
    let path = Program.root + "/Tests/ExplainingTests/Goldens/" + name
    let cases = GoldenFile.cases(in: path)
    #expect(cases.count > 10)
    let answers = cases.map { GoldenFile.trimmed(explained($0.query, language)) }
    guard getenv("RECORD") == nil else { return GoldenFile.record(zip(cases, answers).map { ($0.query, $1) }, in: path) }
    for (one, answer) in zip(cases, answers) { #expect(answer == one.answer, "\(one.query)") }
  }

  private func explained(_ query: String, _ language: Language) -> String {
    let source = Source(name: "query", text: query)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty, let statement = parsed.script.statements.first else { return "not read" }
    let (checked, diagnostics) = Checker(world: CheckerWorld.world()).check(statement, in: source)
    guard case .explain(let explained)? = checked else {
      return diagnostics.map { $0.problem.message(in: language) }.joined(separator: "\n")
    }
    return CheckerWorld.words(explained, in: language).joined(separator: "\n")
  }

  /// Says the key constants of a query without a look at all keys, which may be a million.
  @Test func keysAreSpelledOneByOne() throws {
    let text = "explain list projects where district in (Caidian, Hannan) and id = \"WH-2018-0042\""
    let source = Source(name: "query", text: text)
    let statement = try #require(Parser.parse(source).script.statements.first)
    guard case .explain(let explained)? = Checker(world: CheckerWorld.world()).check(statement, in: source).0 else {
      Issue.record("not an explanation")
      return
    }
    let values = KeysOneByOne(catalog: CheckerWorld.model.catalog)
    let explainer = Explainer(model: CheckerWorld.model, values: values, snapshots: CheckerWorld.snapshots, language: .english)
    #expect(explainer.lines(of: explained).joined(separator: "\n").contains("Caidian"))
    let key = ExplanationWriter(explainer, readings: []).text(
      of: .link(1), .link(try #require(CheckerWorld.model.entity(named: "projects"))))
    #expect(key == "WH-2018-0042")
  }

  /// Has a key for each number, and a failure for whoever asks for all of them.
  private struct KeysOneByOne: ValueSource {
    let catalog: Catalog

    func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] { [] }
    func keys(entity: Int) -> [ValueCount] {
      Issue.record("all keys were asked for")
      return []
    }
    func key(_ number: Int, entity: Int) -> ValueCount? { ValueCount(code: number, text: "WH-2018-0042", rows: 1) }
    func text(ofCode code: Int, entity: Int, field: Int) -> String? { nil }
    func keyNumber(entity: Int, _ text: String) -> Int? { nil }
    func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? { nil }
    func snapshots(holding key: Int, entity: Int) -> [Int] { [] }
    func rowCount(entity: Int, snapshot: Int) -> Int { 0 }
  }

  // MARK: Nothing found

  private func query(_ text: String) throws -> CheckedQuery {
    let source = Source(name: "query", text: text)
    let statement = try #require(Parser.parse(source).script.statements.first)
    let (checked, _) = Checker(world: CheckerWorld.world()).check(statement, in: source)
    guard case .query(let query, _)? = checked else { throw NotAQuery() }
    return query
  }

  private struct NotAQuery: Error {}

  private func sentences(_ miss: NearestMiss, _ query: CheckedQuery, _ language: Language = .english) -> [String] {
    Explainer(
      model: CheckerWorld.model, values: CheckerValues(catalog: CheckerWorld.model.catalog), snapshots: CheckerWorld.snapshots,
      language: language
    ).sentences(of: miss, for: query)
  }

  @Test func theConditionToLeaveOutIsNamed() throws {
    let query = try query("list projects where planned_start > 2018-06-01 and stage = planned")
    let operand = try #require(query.conjuncts.first.flatMap(\.comparedOperand))
    let single = NearestMiss.Without(condition: 0, rows: 12)
    let day = try #require(Day(year: 2018, month: 5, day: 3))
    let miss = NearestMiss(
      step: 0, start: 73, singles: [single, .init(condition: 1, rows: 1)], pair: nil,
      nearest: (single, .value(operand, .date(day), .largest)))
    #expect(
      sentences(miss, query) == [
        "No project satisfies both conditions: without [planned_start is after 2018-06-01] there are 12, without [stage is planned 策划] 1.",
        "Among those 12 the latest planned_start is Thursday 2018-05-03.",
      ])
    #expect(
      sentences(miss, query, .chinese) == [
        "没有项目满足全部 2 个条件：去掉[计划开工晚于 2018-06-01]则有 12 个，去掉[阶段是 planned 策划]则有 1 个。", "在这 12 个中，最晚的计划开工是 2018-05-03（星期四）。",
      ])
  }

  @Test func twoConditionsOrNoneOrNoRows() throws {
    let query = try query("count projects where stage = planned and district = Hannan and signed < 2018")
    let pair = NearestMiss(step: 0, start: 73, singles: [], pair: (0, 2, 4), nearest: nil)
    #expect(
      sentences(pair, query) == [
        "No project satisfies all 3 conditions, nor all but one; without both [stage is planned 策划] and [signed is before 2018-01-01] there are 4."
      ])
    let neither = NearestMiss(step: 0, start: 73, singles: [], pair: nil, nearest: nil)
    #expect(sentences(neither, query) == ["No project satisfies all 3 conditions, nor all but two of them."])
    let empty = NearestMiss(step: 0, start: 0, singles: [], pair: nil, nearest: nil)
    #expect(sentences(empty, query) == ["There are no projects in the snapshot of Friday 2018-10-19 (the last of 4)."])
  }

  @Test func aloneTheConditionIsAllThereIs() throws {
    let query = try query("list projects where investment > 500亿")
    let operand = try #require(query.condition?.comparedOperand)
    let single = NearestMiss.Without(condition: 0, rows: 73)
    let miss = NearestMiss(step: 0, start: 73, singles: [single], pair: nil, nearest: (single, .allMissing(operand)))
    #expect(
      sentences(miss, query) == [
        "None of the 73 projects satisfies: investment is more than 500 亿元.", "Among them investment is always blank.",
      ])
  }

  @Test func chineseTextIsSpacedOutsideQuotes() {
    #expect(spacedHan("区是420113 Hannan 汉南区，共3个") == "区是 420113 Hannan 汉南区，共 3 个")
    #expect(spacedHan("名称包含“B2B基地2期”的5个") == "名称包含“B2B基地2期”的 5 个")
  }
}

extension Checked {
  fileprivate var comparedOperand: Checked? { if case .compare(_, let left, _) = node { left } else { nil } }
}
