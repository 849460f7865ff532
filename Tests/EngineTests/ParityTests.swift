import Engine
import Glibc
import Schema
import Semantics
import Store
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

  private func isStage(_ query: CheckedQuery) -> Bool {
    if case .entity = query.source { false } else { true }
  }

  private func difference(_ found: ResultTable, _ expected: NaiveResult, isStage: Bool) -> String? {
    guard found.rowCount == expected.rows.count else {
      return "\(found.rowCount) rows, expected \(expected.rows.count): \(found.lines) \(expected.rows)"
    }
    for (index, row) in expected.rows.enumerated() {
      let cells = found.columns.map { $0.values.cell(index) }
      guard cells.count == row.count, zip(cells, row).allSatisfy(isSame) else { return "row \(index) is \(cells), expected \(row)" }
    }
    var ties = 0
    var cutOf: Int?
    var skipped: [String: Int] = [:]
    for note in found.notes {
      switch note.kind {
      case .tiesCut(let count): ties = count
      case .cut(_, let of): cutOf = of
      case .skippedMissing(let column, let count): skipped[column] = count
      case .countedOnce, .outsideCalendar, .words: break
      }
    }
    // A stage repeats the notes of what it reads.
    guard !isStage else { return nil }
    guard ties == expected.ties else { return "\(ties) ties, expected \(expected.ties)" }
    guard cutOf == expected.cutOf else { return "cut of \(String(describing: cutOf)), expected \(String(describing: expected.cutOf))" }
    let wanted = expected.skipped.filter { $0.value > 0 }
    guard skipped == wanted else { return "skipped \(skipped), expected \(wanted)" }
    return nil
  }

  /// Sums of numbers may be added in another order.
  private func isSame(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): isClose(left, right)
    case (.duration(let left, let kind), .duration(let right, let other)): kind == other && isClose(left, right)
    default: left == right
    }
  }

  private func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= 1e-9 * max(1, abs(left), abs(right)) }
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
    case (.double(let cells), .duration(let kind)): return .duration(cells[row], kind)
    case (.double(let cells), _): return .number(cells[row])
    case (.bits(let bits), _): return .flag(bits[row])
    }
  }
}
