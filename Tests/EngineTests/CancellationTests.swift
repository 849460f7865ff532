import Checking
import Diagnostics
import Model
import Query
import Results
import Schema
import Store
import Synchronization
import Syntax
import Testing

@testable import Engine

/// Ctrl-C: every operator asks once a block of rows whether the query is to stop, and the first answer that says so ends it.
@Suite struct CancellationTests {
  /// Counts the polls; says yes from one of them on.
  private final class Polls: Sendable {
    private let count = Mutex(0)
    private let last: Int

    init(stoppingAt last: Int = .max) { self.last = last }

    var seen: Int { count.withLock { $0 } }

    func poll() -> Bool {
      count.withLock {
        $0 += 1
        return $0 >= last
      }
    }
  }

  private static let blocks = 3

  /// Works with a step each, most of which change in the second snapshot.
  private static func library(works count: Int) throws -> Library {
    let dumps = (0..<2).map { snapshot in
      var dump = Dump()
      for index in 0..<count {
        let key = String(1_000_000 + index)
        dump.works.append(
          Work(
            id: key, title: "工程 \(index * 7919 % count)", phase: ["early", "middle", "late"][(index + snapshot) % 3],
            cost: Int64((index * 31 + snapshot) % 50_000) * 10_000, start: Int32(17_000 + index % 900 + snapshot),
            size: ShortDecimal(Int64(index % 40) * 5, decimals: 1),
            open: index % 3 == 0, unit: "U\(index % 5)", month: nil, lag: nil, budget: index % 11 == 0 ? nil : Int64(index) * 10_000,
            measure: nil))
        dump.steps.append(
          Step(
            id: "S" + key, work: key, kind: ["permit", "survey"][index % 2], due: Int32(17_100 + index % 700), done: nil,
            weight: ShortDecimal(Int64(index % 9), decimals: 0)))
      }
      dump.units = (0..<5).map {
        Unit(id: "U\($0)", area: ["town", "field"][$0 % 2], target: ShortDecimal(Int64($0), decimals: 0), name: "unit \($0)")
      }
      return dump
    }
    return try World.library(dumps)
  }

  private static let small = Result { try library(works: 300) }
  private static let large = Result { try library(works: blocks * Limits().block) }

  /// Every operator, and every kind of expression that goes row by row.
  static let queries = [
    "list title of works sort by title desc",
    "list title, cost of works sort by cost desc, start",
    "list title, cost of works top 2 by cost per unit",
    "list id, start + 3mo, cost * 2, round(size) of works",
    "list lower(title) of works where length(title) > 4",
    "count works where title matches /1.*2/",
    "count works where upper(title) contains \"1\" by phase",
    "count, median cost, median start of works by unit",
    "count works by unit, size across phase with totals",
    "count works where every step (weight > 2) or lower(title) contains \"7\"",
    "list id, count(steps where weight > 2) of works",
    "sum weight of steps by work.unit",
    "changes of works since 2018-01-05",
    "history of works",
    "count works where changed since 2018-01-05",
    "list id, held_since(cost) of works",
    "list id, previous(start) of works where previous(cost) + 1元 < cost + cost",
    "count works where ever (size > 3 and cost + cost > 20元)",
    "count works by title compare 2018-01-05",
    "list id, (if cost > 10元 then cost else budget) of works",
    "count works by year(start), month(start)",
    "rank title by sum(cost) of works",
    "trend median cost of works by unit every snapshot",
    "list id, budget ?? cost of works",
  ]

  /// What kernels do in one stroke of a few milliseconds, over however many rows: these are polled between strokes only.
  static let strokes = ["list * of works", "count works by title", "count steps by work", "count works by phase", "sum cost of works"]

  @Test(arguments: queries) func polledOnceABlock(_ text: String) throws {
    let few = Polls()
    _ = try answer(text, Self.small.get(), few)
    let many = Polls()
    _ = try answer(text, Self.large.get(), many)
    #expect(many.seen >= few.seen + Self.blocks - 1, "\(text): \(few.seen) polls over 300 works, \(many.seen) over \(Self.blocks) blocks")
  }

  @Test(arguments: queries + strokes) func endsAtTheFirstYes(_ text: String) throws {
    let all = Polls()
    _ = try answer(text, Self.small.get(), all)
    for last in Set([1, 2, all.seen / 2, all.seen - 1, all.seen]).filter({ $0 > 0 }) {
      let polls = Polls(stoppingAt: last)
      #expect {
        _ = try answer(text, Self.small.get(), polls)
      } throws: { error in
        if case .cancelled? = (error as? EngineError)?.problem { true } else { false }
      }
      #expect(polls.seen == last, "\(text): went on polling")
    }
  }

  /// The nearest miss looks at each row once for each condition, and once more.
  @Test func theNearestMissIsPolled() throws {
    let both = "count works where cost < -1元 and start < 1990-01-01"
    func polls(_ text: String, _ library: Library) throws -> Int {
      let polls = Polls()
      _ = try engine(library, polls).nearestMiss(try query(text, library))
      return polls.seen
    }
    let (few, many) = (try polls(both, Self.small.get()), try polls(both, Self.large.get()))
    #expect(many - few >= 3 * (Self.blocks - 1), "\(few) polls over 300 works, \(many) over \(Self.blocks) blocks")
    for last in 1...few {
      let polls = Polls(stoppingAt: last)
      #expect {
        _ = try engine(Self.small.get(), polls).nearestMiss(try query(both, Self.small.get()))
      } throws: { error in
        if case .cancelled? = (error as? EngineError)?.problem { true } else { false }
      }
      #expect(polls.seen == last)
    }
  }

  private func engine(_ library: Library, _ polls: Polls) -> Engine {
    Engine(library: library, catalog: TextParityTests.model().catalog, options: Engine.Options(isCancelled: polls.poll))
  }

  private func query(_ text: String, _ library: Library) throws -> CheckedQuery {
    let world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, values: library)
    let parsed = Parser.parse(Source(name: "test", text: text))
    let (checked, _) = Checker(world: world).check(try #require(parsed.script.statements.first), in: parsed.source)
    guard case .query(let query, _)? = checked else { throw EngineError(.misplaced(text)) }
    return query
  }

  private func answer(_ text: String, _ library: Library, _ polls: Polls) throws -> ResultTable {
    let model = TextParityTests.model()
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    let parsed = Parser.parse(Source(name: "test", text: text))
    let (checked, diagnostics) = Checker(world: world).check(try #require(parsed.script.statements.first), in: parsed.source)
    guard case .query(let query, _)? = checked, parsed.diagnostics.isEmpty else {
      Issue.record("\(text): \((parsed.diagnostics + diagnostics).map(\.problem.message))")
      return ResultTable(columns: [], rowCount: 0)
    }
    return try Engine(library: library, catalog: model.catalog, options: Engine.Options(isCancelled: polls.poll)).run(query)
  }
}
