import Engine
import Glibc
import Results
import Schema
import Store
import TestSupport
import Testing

/// The engine against the naive evaluator on random data and random queries, with all rules, with none, and with each rule alone left out.
@Suite struct ParityTests {
  /// `PARITY_SEEDS=5000 swift test --filter ParityTests` goes on for longer.
  static let seeds = Array(1...(getenv("PARITY_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 60))
  static let queriesPerSeed = 40

  @Test(arguments: seeds) func engineEqualsNaiveEvaluator(seed: UInt64) throws {
    var generator = QueryGenerator(random: SeededGenerator(seed: seed))
    let dumps = Dump.random(&generator.random)
    let library = try World.library(dumps)
    let naive = NaiveLibrary(dumps)
    for number in 0..<Self.queriesPerSeed {
      let query = generator.query()
      let expected: NaiveResult
      do { expected = try NaiveQuery(library: naive, query: query).result() } catch {
        Issue.record("seed \(seed), query \(number): the naive evaluator fails with \(error): \(query)")
        continue
      }
      let oneOut = Set(Rule.allCases).subtracting([generator.pick(Rule.allCases)])
      for rules in [Set(Rule.allCases), [], oneOut] {
        let engine = Engine(library: library, options: Engine.Options(rules: rules))
        do {
          let found = try engine.run(query)
          if let difference = difference(found, expected, isStage: isStage(query)) {
            Issue.record("seed \(seed), query \(number), rules \(rules.map(\.rawValue).sorted()): \(difference)\n\(query)")
            return
          }
        } catch {
          Issue.record("seed \(seed), query \(number), rules \(rules.map(\.rawValue).sorted()): the engine fails with \(error)\n\(query)")
          return
        }
      }
    }
  }
}

extension Vector {
  func cell(_ row: Int) -> Value {
    guard isKnown(row) else { return .missing }
    switch (cells, type) {
    case (.text(let texts), _): return .text(texts[row])
    case (.codes(let codes, let names), .text): return .text(names.code(Int(codes[row])))
    case (.codes(let codes, _), .link): return .link(Int(codes[row]))
    case (.codes(let codes, _), _): return .choice(Int(codes[row]))
    case (.int32(let cells), .period(let unit)): return .period(Period(unit, holding: Day(rawValue: cells[row])))
    case (.int32(let cells), _): return .date(Day(rawValue: cells[row]))
    case (.int64(let cells), _): return .money(Money(rawValue: cells[row]))
    case (.decimal(let cells, let scale), .duration(let kind)): return .duration(Decimal(cells[row], scale: scale), kind)
    case (.decimal(let cells, _), .money): return .money(Money(rawValue: cells[row]))
    case (.decimal(let cells, let scale), _): return .number(Decimal(cells[row], scale: scale))
    case (.bits(let bits), _): return .flag(bits[row])
    case (.mixed(let cells), _): return .text(cells.text(row))
    }
  }
}
