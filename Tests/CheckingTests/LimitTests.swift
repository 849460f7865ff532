import Checking
import Diagnostics
import FrontSupport
import Model
import Schema
import Synchronization
import Syntax
import Testing

/// What is too much to be read, said or worked out is one clear error, and what is only long is none.
@Suite struct LimitTests {
  private func messages(_ text: String) -> [String] { CheckerWorld.diagnostics(text).map(\.problem.message) }

  private func repeated(_ words: String, _ count: Int, separator: String = "") -> String {
    Array(repeating: words, count: count).joined(separator: separator)
  }

  /// The messages of each statement, where a definition is known to those behind it.
  private func script(_ text: String) -> [String] {
    let source = Source(name: "script", text: text)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty else { return parsed.diagnostics.map(\.problem.message) }
    var world = CheckerWorld.world()
    var found: [String] = []
    for statement in parsed.script.statements {
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      found += diagnostics.map(\.problem.message)
      if case .model(let model)? = checked { world.model = model }
      if case .query(let query, _)? = checked { world.lastResult = query }
    }
    return found
  }

  @Test(arguments: [
    "investment", "1", "investment * 2", "round(investment, 2)",
  ]) func aLongSumIsNoDepth(term: String) throws {
    for (sign, count) in [("+", 10_000), ("-", 10_000), ("+", 17), ("+", 101)] {
      let text = "count projects where \(repeated(term, count, separator: " \(sign) ")) > \(term == "1" ? "0" : "0")"
      #expect(messages(text) == [], "\(count) × \(term) \(sign)")
    }
    #expect(messages("count projects where \(repeated("(2 * 3 / 6)", 10_000, separator: " * ")) > 0") == [])
  }

  @Test func longChainsOfOtherOperators() {
    #expect(messages("count projects where \(repeated("stage = planned", 10_000, separator: " and "))") == [])
    #expect(messages("count projects where \(repeated("stage = planned", 10_000, separator: " or "))") == [])
    #expect(messages("list \(repeated("investment", 10_000, separator: " ?? ")) of projects") == [])
    #expect(messages("count projects where \(repeated("(investment > 1亿 or stage = planned)", 3000, separator: " and "))") == [])
  }

  @Test func aLongSumPrintsAsItWasWritten() throws {
    let text = "1 + investment * 2 - (3 ?? 4) + \(repeated("a", 200, separator: " - "))"
    let parsed = Parser.parse(Source(name: "x", text: text))
    #expect(parsed.diagnostics.isEmpty)
    let printed = Printer.print(parsed.script)
    #expect(Parser.parse(Source(name: "y", text: printed)).script.isSameText(as: parsed.script))
    #expect(printed.split(whereSeparator: \.isWhitespace).joined(separator: " ") == text)
  }

  @Test(arguments: [
    ("count projects where ", "(", "investment > 1亿", ")"), ("count projects where ", "not ", "investment > 1亿", ""),
    ("list ", "- ", "investment", " of projects"), ("list ", "abs(", "1", ") of projects"), ("", "(1 + ", "1", ")"),
    ("", "if 1 = 1 then 1 else ", "2", ""), ("", "if if ", "1 = 1", " then 1 else 2"), ("", "explain ", "count projects", ""),
    ("count projects where ", "was ", "stage = planned", ""), ("list ", "unit.", "name", " of projects"), ("", "previous(", "1", ")"),
    ("count projects where ", "any node (", "done is missing", ")"), ("count projects where investment in (", "1亿 ?? (", "1亿", ")"),
    ("print \"{", "(", "1", ")}\""), ("param x: number = ", "(", "1", ")"), ("define x for projects as ", "not (", "stage = planned", ")"),
  ]) func whatIsNestedTooDeepIsOneError(start: String, open: String, middle: String, close: String) {
    for depth in [250, 5000] {
      let text = start + repeated(open, depth) + middle + repeated(close, close.hasPrefix(")") ? depth : 1)
      let parsed = Parser.parse(Source(name: "query", text: text))
      #expect(
        parsed.diagnostics.contains { $0.problem.message.contains("nested more than 200 levels") },
        "\(open): \(parsed.diagnostics.map(\.problem.message))")
      _ = Printer.print(parsed.script)
    }
    // As deep as may be, each of the walks behind the parser takes it.
    let text = start + repeated(open, 60) + middle + repeated(close, close.hasPrefix(")") ? 60 : 1)
    _ = messages(text)
  }

  @Test func stagesHaveALimit() {
    let stage = " | where count > 1"
    #expect(messages("count projects by district" + repeated(stage, 90)) == [])
    #expect(messages("count projects by district" + repeated(stage, 680)) == ["a query has at most 100 stages"])
    #expect(messages("list projects" + repeated(" | where investment > 1亿", 680)) == ["a query has at most 100 stages"])
    // Results of results count on.
    let found = script("count projects by district\n" + repeated("list _ where count > 1\n", 101))
    #expect(found.first == "the result has come through 100 stages already, which is the limit", "\(found)")
  }

  @Test func aNameThatNoStageKnowsIsFoundOutAtOnce() {
    let text = "count projects by district" + repeated(" | where count > 1", 60) + " | where round(abs(round(abs(unheard(count))))) > 1"
    #expect(messages(text).count == 1)
  }

  @Test func chainsOfDefinitionsHaveALimit() {
    func chain(_ count: Int) -> String {
      "define d0 for projects as stage = planned\n" + (1...count).map { "define d\($0) for projects as d\($0 - 1)\n" }.joined()
        + "count projects where d\(count)"
    }
    #expect(script(chain(95)) == [])
    #expect(script(chain(550)).contains { $0.contains("`d") && $0.contains("more than 100 definitions") })
    let source = Source(name: "model", text: chain(5000))
    let declarations = Parser.parse(source).script.statements.dropLast()
    let (_, diagnostics) = Checker(world: CheckerWorld.world()).check(declarations: Array(declarations), in: source)
    #expect(diagnostics.contains { $0.problem.message.contains("more than 100 definitions") })
  }

  @Test func definitionsThatAreDeepTogether() {
    let deep = { (inner: String) in self.repeated("not (", 60) + inner + self.repeated(")", 60) }
    let text =
      "define d0 for projects as \(deep("stage = planned"))\n"
      + (1...20).map { "define d\($0) for projects as \(deep("d\($0 - 1)"))\n" }.joined() + "count projects where d20"
    #expect(script(text).contains { $0.contains("nested more than 500 levels") })
  }

  @Test func definitionsThatDoubleAreBoundOnce() {
    for use in ["d# and not d#", "d# or d#", "if d# then d# else not d#", "(d# and d#) or (not d# and not d#)"] {
      let text =
        "define d0 for projects as stage = planned\n"
        + (1...60).map { "define d\($0) for projects as \(use.replacing("#", with: "\($0 - 1)"))\n" }.joined()
      #expect(script(text + "count projects where d60\nexplain list projects where d60\nlist d60 of projects | where d60") == [], "\(use)")
    }
    let numbers =
      "define d0 for projects as investment / 1亿\n" + (1...60).map { "define d\($0) for projects as d\($0 - 1) + d\($0 - 1)\n" }.joined()
    #expect(script(numbers + "sum d60 of projects by district\nsum d60 of projects compare previous snapshot") == [])
    let measures =
      "define m0 for projects as count\n" + (1...60).map { "define m\($0) for projects as m\($0 - 1) + m\($0 - 1)\n" }.joined()
    #expect(script(measures + "m60 of projects by district") == [])
    let handed =
      "define d0(x) for projects as investment > x\n"
      + (1...40).map { "define d\($0)(x) for projects as d\($0 - 1)(x) and not d\($0 - 1)(x)\n" }.joined()
    #expect(script(handed + "count projects where d40(1亿)\ncount projects where d40(2亿) and d40(1亿)") == [])
  }

  /// Arguments that grow from layer to layer differ at every use: written out, 30 layers are a thousand million comparisons.
  @Test(arguments: [
    ("investment > x", "d#(x) and not d#(x + 1亿)", "count projects where d30(1亿)"),
    ("investment > x", "d#(x) or d#(x * 2)", "list id of projects where d30(1亿)"),
    ("x + x", "d#(x + x)", "list d30(investment) as v of projects top 1"),
    ("if x > 1亿 then x else investment", "d#(x) + d#(x + #亿)", "sum d30(1亿) of projects by district"),
    ("investment > x", "was d#(x) or d#(x + 1亿)", "explain count projects where d30(1亿)"),
    ("count(where investment > x)", "d#(x) + d#(x + 1亿)", "explain plan d30(1亿) of projects"),
    ("investment > x", "any node (done is missing) and d#(x) or d#(x + 1亿)", "explain sql count projects where d30(1亿)"),
  ]) func definitionsThatGrowByTheirArgumentsAreOneError(first: String, next: String, query: String) {
    let text =
      "define d0(x) for projects as \(first)\n"
      + (1...30).map { "define d\($0)(x) for projects as \(next.replacing("#", with: "\($0 - 1)"))\n" }.joined() + query
    let found = script(text).filter { !$0.contains("looks before") }
    #expect(found.count == 1 && found[0].hasSuffix("written out this has more than 500000 parts"), "\(found)")
  }

  @Test func argumentsOfManyKindsAreNoLimit() {
    let layers =
      "define d0(x) for projects as investment > x\n"
      + (1...8).map { "define d\($0)(x) for projects as d\($0 - 1)(x) and not d\($0 - 1)(x + 1亿)\n" }.joined()
    #expect(script(layers + "count projects where d8(1亿)\nexplain sql count projects where d8(1亿)") == [])
    let uses = (0..<3000).map { "d0(\($0)亿)" }.joined(separator: " or ")
    #expect(script(layers + "count projects where \(uses)") == [])
    // What is handed on as it is, or as a constant, is the same at each use.
    let same =
      "define d0(x) for projects as investment > x\n"
      + (1...60).map { "define d\($0)(x) for projects as d\($0 - 1)(x) and not d\($0 - 1)(1亿)\n" }.joined()
    #expect(script(same + "count projects where d60(2亿)") == [])
  }

  @Test func whatIsShownIsToldInFullAndTheRestIsNot() {
    func mistakes(_ text: String, details: Int = DiagnosticTally.detailLimit) -> [Diagnostic] {
      let source = Source(name: "script", text: text)
      let statements = Parser.parse(source).script.statements
      return Checker(world: CheckerWorld.world(), details: details).check(declarations: statements, in: source).1
    }
    let bodies = mistakes((0..<40).map { "define some\($0) for projects as stagge = planned\n" }.joined())
    #expect(bodies.map { $0.fix?.replacement } == (0..<40).map { $0 < 12 ? "stage" : nil })
    let entities = mistakes((0..<40).map { "define some\($0) for projectz as stage = planned\n" }.joined())
    let nearest = entities.map { mistake in
      if case .unknown(.entity, _, _, let nearest)? = mistake.problem as? DeclarationProblem { nearest.sorted() } else { ["none"] }
    }
    #expect(nearest == (0..<40).map { $0 < 12 ? ["project", "projects"] : [] })
    #expect(mistakes("define some for projects as stagge = planned", details: 0).map { $0.fix == nil } == [true])
  }

  @Test func whatIsWrongInADoubledDefinitionIsToldAtEachUse() {
    let text =
      "define d0 for projects as unheard\n" + (1...30).map { "define d\($0) for projects as d\($0 - 1) and not d\($0 - 1)\n" }.joined()
    let source = Source(name: "model", text: text)
    let (_, diagnostics) = Checker(world: CheckerWorld.world()).check(declarations: Parser.parse(source).script.statements, in: source)
    #expect(diagnostics.count == 61, "\(diagnostics.count)")
  }

  /// Time grows as the text does: four times the text takes less than ten times as long, or no time at all.
  private func growsLinearly(_ name: String, _ size: Int, _ run: (Int) -> Void) {
    func seconds(_ count: Int) -> Duration {
      let clock = ContinuousClock()
      return min(clock.measure { run(count) }, clock.measure { run(count) })
    }
    let (small, large) = (seconds(size), seconds(size * 4))
    #expect(large < small * 10 || large < .milliseconds(300), "\(name): \(size) took \(small), \(size * 4) took \(large)")
  }

  @Test func longTextsTakeTheirLengthInTime() {
    func list(_ field: String, _ value: @escaping (Int) -> String) -> (Int) -> Void {
      { count in _ = self.messages("count projects where \(field) in (\((0..<count).map(value).joined(separator: ", ")))") }
    }
    growsLinearly("numbers", 1500, list("investment") { "\($0)亿" })
    growsLinearly("values", 1500, list("stage") { ["planned", "preparatory"][$0 % 2] })
    growsLinearly("dates", 1500, list("planned_start") { _ in "2018-03-07" })
    growsLinearly("texts", 1500, list("name") { "\"text \($0)\"" })
    growsLinearly("unknown names", 1500, list("stage") { "unheard\($0)" })
    growsLinearly("unknown units", 1500, list("district") { "unheard\($0)" })
    growsLinearly("sum", 1500) { _ = self.messages("count projects where \(self.repeated("investment", $0, separator: " + ")) > 1亿") }
    growsLinearly("and", 1500) { _ = self.messages("count projects where \(self.repeated("stage = planned", $0, separator: " and "))") }
    growsLinearly("unknown in or", 500) { count in
      _ = self.messages("count projects where \((0..<count).map { "unheard\($0) = 1" }.joined(separator: " or "))")
    }
    let definitions = { (count: Int) in (0..<count).map { "define some\($0) for projects as investment > \($0)亿\n" }.joined() }
    growsLinearly("define together", 150) { count in
      let source = Source(name: "model", text: definitions(count))
      _ = Checker(world: CheckerWorld.world()).check(declarations: Parser.parse(source).script.statements, in: source)
    }
    let unknown = { (count: Int) in (0..<count).map { "define some\($0) for projects as unheard\($0)\n" }.joined() }
    growsLinearly("unknown in definitions", 150) { count in
      let source = Source(name: "model", text: unknown(count))
      _ = Checker(world: CheckerWorld.world()).check(declarations: Parser.parse(source).script.statements, in: source)
    }
    growsLinearly("equal columns", 1000) { _ = self.messages("list \(self.repeated("name", $0, separator: ", ")) of projects top 1") }
    growsLinearly("define between questions", 150) { count in
      let text = (0..<count).map { "define some\($0) for projects as investment > \($0)亿\ncount projects\n" }.joined()
      #expect(self.script(text) == [])
    }
    growsLinearly("names of a script", 4000) { count in
      var list = NamedList<ScriptParameter>()
      for number in 0..<count {
        // The statement at hand is checked against a copy.
        let world = CheckerWorld.world(parameters: list)
        list.keep(ScriptParameter(name: "many\(number)", type: .number, value: .number(Decimal(number)), text: ""))
        #expect(world.parameters[named: "many\(number)"] == nil)
      }
    }
    growsLinearly("define one by one", 100) { count in #expect(self.script(definitions(count)) == []) }
  }

  @Test func lookingForWhatMightBeMeantEndsSomewhere() {
    let names = (0..<20_000).map { "unheard\($0)" }.joined(separator: ", ")
    let found = CheckerWorld.diagnostics("count projects where stage in (\(names))")
    #expect(found.count == 20_000)
  }

  @Test func aCheckThatIsCancelledComesToNothing() throws {
    let asked = Mutex(0)
    var world = CheckerWorld.world()
    world.isCancelled = {
      asked.withLock { asked in
        asked += 1
        return asked > 3
      }
    }
    let text = "count projects where investment in (\((0..<50_000).map { "\($0)亿" }.joined(separator: ", ")))"
    let source = Source(name: "query", text: text)
    let statement = try #require(Parser.parse(source).script.statements.first)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
    #expect(checked == nil && diagnostics.isEmpty)
    #expect(asked.withLock { $0 } < 10)
  }
}
