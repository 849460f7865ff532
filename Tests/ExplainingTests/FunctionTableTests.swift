import Checking
import Diagnostics
import Explaining
import Model
import Query
import Schema
import Syntax
import FrontSupport
import TestSupport
import Testing

/// The table of functions (`Query/Builtin.swift`) keeps its word: what it says of names, arguments and results is what checker and explanation do.
@Suite struct FunctionTableTests {
  /// An argument that stands for a kind, over the projects of ``CheckerWorld``; bounds and digits are constants.
  static func argument(_ kind: FunctionFacts.Kind, _ place: Int) -> String {
    switch kind {
    case .date, .dateOrPeriod: "planned_start"
    case .number: "\(place)"
    case .measurable, .measurableOrDate, .orderable: place == 0 ? "count(nodes)" : "\(place)"
    case .text: "problem"
    }
  }

  static func call(_ function: Builtin, as name: String? = nil, count: Int? = nil) -> String {
    let facts = function.facts
    let arguments = (0..<(count ?? facts.argumentCounts.lowerBound)).map { argument(facts.kind(ofArgument: $0), $0) }
    return "\(name ?? function.rawValue)(\(arguments.joined(separator: ", ")))"
  }

  private func columns(_ call: String) throws -> [Checked] {
    let source = Source(name: "query", text: "list \(call) of projects")
    let parsed = Parser.parse(source)
    let statement = try #require(parsed.diagnostics.isEmpty ? parsed.script.statements.first : nil)
    let (checked, diagnostics) = Checker(world: CheckerWorld.world()).check(statement, in: source)
    #expect(diagnostics.map(\.problem.message) == [])
    guard case .query(let query, _)? = checked, case .rows(let columns) = query.shape else { return [] }
    return columns.map(\.value)
  }

  @Test(arguments: Builtin.allCases) func aFunctionIsCalledByBothNames(_ function: Builtin) throws {
    for name in [function.rawValue, function.rawValue.uppercased(), function.facts.chinese] {
      for count in [function.facts.argumentCounts.lowerBound, min(function.facts.argumentCounts.upperBound, 4)] {
        let value = try #require(try columns(Self.call(function, as: name, count: count)).first)
        guard case .call(function, let arguments) = value.node else {
          Issue.record("\(name) is \(value.node)")
          continue
        }
        #expect(arguments.count == count)
        switch function.facts.result {
        case .type(let type): #expect(value.type == type)
        case .period(let unit): #expect(value.type == .period(unit))
        case .firstArgument, .commonType: #expect(value.type == arguments[0].type)
        case .band: if case .choice = value.type {} else { Issue.record("\(value.type)") }
        }
      }
    }
  }

  @Test(arguments: Builtin.allCases) func otherNumbersOfArgumentsAreRefusedWithTheUsage(_ function: Builtin) {
    let counts = function.facts.argumentCounts
    // One argument of `min` and `max` is that of an aggregate.
    let below = counts.lowerBound == 2 && function != .least && function != .greatest ? [1] : []
    for count in below + [counts.upperBound + 1] {
      let messages = CheckerWorld.diagnostics("list \(Self.call(function, count: count)) of projects").map(\.problem.message)
      #expect(messages.count == 1 && messages[0].contains("expected `\(function.usage)`"), "\(messages)")
    }
  }

  /// An argument of no kind that the table names is refused, in words of the kind.
  @Test(arguments: Builtin.allCases) func argumentsOfAnotherKindAreRefused(_ function: Builtin) {
    let facts = function.facts
    for place in 0..<facts.argumentCounts.lowerBound {
      // A flag is no kind.
      let arguments = (0..<facts.argumentCounts.lowerBound).map {
        $0 == place ? "green_channel" : Self.argument(facts.kind(ofArgument: $0), $0)
      }
      let problems = CheckerWorld.diagnostics("list \(function.rawValue)(\(arguments.joined(separator: ", "))) of projects").map(\.problem)
      #expect(problems.count == 1, "\(problems.map(\.message))")
      #expect(problems.allSatisfy { chineseFault($0.chineseMessage, english: $0.message) == nil })
    }
  }

  @Test(arguments: Builtin.allCases) func explanationsSayTheFunctionInBothLanguages(_ function: Builtin) throws {
    let source = Source(name: "query", text: "explain list \(Self.call(function)) as value of projects")
    let statement = try #require(Parser.parse(source).script.statements.first)
    let world = CheckerWorld.world()
    guard case .explain(let explained)? = Checker(world: world).check(statement, in: source).0 else {
      Issue.record("\(function) is not explained")
      return
    }
    for language in [Language.english, .chinese] {
      let lines = Explainer(model: world.model, values: world.values, snapshots: world.snapshots, language: language).lines(of: explained)
      #expect(!lines.joined().contains("\(function.rawValue)("), "\(lines)")
    }
  }

  @Test func namesAreTheirOwn() {
    let chinese = Builtin.allCases.map(\.facts.chinese) + SpecialFunction.allCases.flatMap(\.chinese)
    #expect(Set(chinese).count == chinese.count)
    for name in chinese { #expect(name.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }, "\(name)") }
    #expect(Set(FunctionNames.spellings.map(foldedName)).count == FunctionNames.spellings.count)
    // The two that are aggregates as well are keywords, and have their Chinese names there.
    #expect(KeywordTable.keywords(of: Builtin.least.facts.chinese).contains(.min))
    #expect(KeywordTable.keywords(of: Builtin.greatest.facts.chinese).contains(.max))
  }

  /// Case, width, spaces and `_` of a name do not count, as in all names; so a function may be called `quarter_start`.
  @Test func namesAreFoundFolded() {
    let names = Builtin.allCases.map(\.rawValue) + SpecialFunction.allCases.map(\.rawValue) + ["made_up name-2"]
    let table = FoldedNames(names.map { ($0, [$0]) })
    for name in names {
      for spelling in [name, name.uppercased(), name.replacing("_", with: " "), name.replacing("_", with: "")] {
        #expect(table[spelling] == name)
      }
    }
    #expect(table["made_up name"] == nil)
    for function in Builtin.allCases { #expect(FunctionNames.builtin(function.rawValue.uppercased()) == function) }
    for function in SpecialFunction.allCases { #expect(FunctionNames.special(function.rawValue.replacing("_", with: "")) == function) }
  }

  @Test(arguments: Builtin.allCases) func helpSaysEachInBothLanguages(_ function: Builtin) {
    #expect(!function.facts.help.isEmpty)
    for line in function.facts.help {
      #expect(chineseFault(line.words.chinese, english: line.words.english) == nil)
      #expect(!line.arguments.english.isEmpty && !line.words.english.isEmpty)
    }
    #expect(function.facts.example.hasPrefix(function.rawValue + "("))
  }
}
