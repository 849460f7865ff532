import Checking
import Diagnostics
import Engine
import Glibc
import Model
import Query
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// Every rewrite rule by name: a query that it fires on, with its plan in `Goldens/rules.txt`. `RECORD=1` writes the plans anew; whoever adds a rule adds
/// a section for it.
@Suite struct RuleTests {
  struct Case {
    var rule: String
    var query: String
    var plan: String
  }

  private static let path = Program.root + "/Tests/EngineTests/Goldens/rules.txt"

  /// `# RULE`, the query, `----`, the plan.
  private static func cases() throws -> [Case] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var text = ""
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), file) != nil {
      text += String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    return text.split(separator: "# ").map { section in
      let lines = section.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return Case(rule: lines[0], query: lines[1], plan: lines.dropFirst(3).filter { !$0.isEmpty }.joined(separator: "\n"))
    }
  }

  /// Forty works with twice as many steps, at three snapshots; a third of the works changed at each.
  private static let dumps: [Dump] = (0..<3).map { snapshot in
    var dump = Dump()
    for number in 0..<40 {
      let turn = number % 3 == 1 ? snapshot : 0
      dump.works.append(
        Work(
          id: "W\(10 + number)", title: number % 7 == 0 ? nil : ["alley", "canal", "bridge"][(number + turn) % 3],
          phase: ["early", "middle", "late"][(number / 5 + turn) % 3],
          cost: number % 9 == 0 ? nil : Int64((number * 37 + turn) % 101) * 10_000,
          start: 17_790 + Int32((number * 11 + turn) % 50), size: ShortDecimal(Int64((number + turn) % 8) * 5, decimals: 1),
          open: (number + turn) % 2 == 0,
          unit: ["U1", "U5", "U9"][number % 3], budget: Int64(number % 5) * 100_000))
      for step in 0..<2 {
        dump.steps.append(
          Step(
            id: "S\(100 + 2 * number + step)", work: "W\(10 + number)", kind: step == 0 ? "permit" : "survey", due: 17_790 + Int32(number),
            done: number % 4 == step ? nil : 17_795, weight: ShortDecimal(Int64(number % 3), decimals: 0)))
      }
    }
    dump.units = [Unit(id: "U1", area: "town", target: 1), Unit(id: "U5", area: "field", target: 2)]
    return dump
  }

  private static let library = Result { try World.library(dumps, layout: LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0)) }

  private func checked(_ text: String) throws -> CheckedQuery {
    let library = try Self.library.get()
    let world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, today: QueryGenerator.today, values: library)
    let source = Source(name: "test", text: text)
    let statement = try #require(Parser.parse(source).script.statements.first)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
    guard case .query(let query, _)? = checked else {
      Issue.record("\(text): \(diagnostics.map(\.problem.message))")
      throw CancellationError()
    }
    return query
  }

  private func engine(_ rules: Set<Rule>) throws -> Engine {
    Engine(library: try Self.library.get(), catalog: TextParityTests.model().catalog, options: Engine.Options(rules: rules))
  }

  /// The plan without its times.
  private func plan(_ query: CheckedQuery, _ rules: Set<Rule> = Set(Rule.allCases)) throws -> String {
    let lines = try engine(rules).explainPlan(query).split(separator: "\n").map(String.init)
    // The times end where the last column, two blanks behind them, begins.
    let column = (lines.first?.count ?? 0) - "  how".count
    return lines.map { line in
      guard line.count > column, !line.hasPrefix("rules:") else { return line.last?.isNumber ?? false ? Self.withoutTime(line) : line }
      let place = line.index(line.startIndex, offsetBy: column)
      return Self.withoutTime(String(line[..<place])) + String(line[place...])
    }.joined(separator: "\n")
  }

  private static func withoutTime(_ line: String) -> String {
    var line = Substring(line)
    while let last = line.last, last.isNumber || last == "." || last == "s" || last == "m" { line.removeLast() }
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  private func fired(_ plan: String) -> [String] {
    plan.split(separator: "\n").last.map { $0.dropFirst("rules: ".count).split(separator: ", ").map(String.init) } ?? []
  }

  @Test func everyRuleHasAGolden() throws {
    #expect(try Self.cases().map(\.rule) == Rule.allCases.map(\.rawValue))
  }

  @Test func plans() throws {
    var text = ""
    for one in try Self.cases() {
      let plan = try plan(try checked(one.query))
      #expect(getenv("RECORD") != nil || plan == one.plan, "\(one.rule)")
      text += "# \(one.rule)\n\(one.query)\n----\n\(plan)\n\n"
    }
    guard getenv("RECORD") != nil else { return }
    let file = try #require(fopen(Self.path, "w"))
    fputs(text, file)
    fclose(file)
  }

  /// Each rule fires on its query, not where it is left out, and the answer is the naive evaluator's either way.
  @Test func everyRuleFires() throws {
    let naive = NaiveLibrary(Self.dumps)
    for one in try Self.cases() {
      let rule = try #require(Rule(rawValue: one.rule))
      let query = try checked(one.query)
      #expect(fired(try plan(query)).contains(one.rule), "\(one.query)")
      let without = Set(Rule.allCases).subtracting([rule])
      #expect(!fired(try plan(query, without)).contains(one.rule), "\(one.query)")
      let expected = try NaiveQuery(library: naive, query: query).result()
      #expect(!expected.rows.isEmpty, "\(one.query)")
      for rules in [Set(Rule.allCases), without, []] {
        if let difference = difference(try engine(rules).run(query), expected, isStage: isStage(query)) {
          Issue.record("\(one.query), rules \(rules.count): \(difference)")
        }
      }
    }
  }
}
