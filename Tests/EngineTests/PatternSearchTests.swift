import Patterns
import Results
import Store
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// A search for a pattern can be stopped: between many texts, and inside one that takes long.
@Suite(.serialized) struct PatternSearchTests {
  /// Says that the query is to stop once some time has gone by, and remembers when it first said so.
  private final class Alarm: Sendable {
    let due: ContinuousClock.Instant
    let rung = Mutex<ContinuousClock.Instant?>(nil)
    let asked = Atomic(0)

    init(after delay: Duration) { due = .now + delay }

    @Sendable func isRinging() -> Bool {
      asked.add(1, ordering: .relaxed)
      guard ContinuousClock.now >= due else { return false }
      rung.withLock { $0 = $0 ?? .now }
      return true
    }
  }

  /// How long after the alarm was due the search ended, in milliseconds; nil if it ended on its own.
  private func delay(_ pattern: String, _ texts: [String]) throws -> Double? {
    let alarm = Alarm(after: .milliseconds(100))
    let search = PatternSearch(try Pattern.read(pattern), Polling(isCancelled: alarm.isRinging))
    do {
      _ = try search.places(texts.count) { $1.append(contentsOf: texts[$0].utf8) }
      return nil
    } catch let error as EngineError {
      #expect({ if case .cancelled = error.problem { true } else { false } }())
      return (ContinuousClock.now - alarm.due) / .milliseconds(1)
    }
  }

  /// Each pattern outgrows RE2's automaton, so that a byte takes microseconds.
  static let slow = ["[ab]*a[ab]{900}c", "(x*a?b?){900}c", "(.*a.{2,80}b|.*b.{3,90}a|.*a.{5,70}a){2}c"]

  private static func text(_ count: Int) -> String {
    var generator = SeededGenerator(seed: 9)
    return String(decoding: (0..<count).map { _ in Bool.random(using: &generator) ? UInt8(0x61) : 0x62 }, as: UTF8.self)
  }

  /// RE2's automaton may hold one of the patterns after all; not all of them.
  private func expectQuickEnds(_ texts: [String]) throws {
    let delays = try Self.slow.compactMap { try delay($0, texts) }
    #expect(!delays.isEmpty, "too quick to be a test")
    // A busy machine may hold one up, and not each again.
    for delay in delays where delay >= 150 {
      let again = try Self.slow.compactMap { try self.delay($0, texts) }
      #expect(again.allSatisfy { $0 < 150 }, "\(delay) ms, then \(again)")
    }
  }

  @Test func oneLongTextIsLeftBehind() throws { try expectQuickEnds([Self.text(4_000_000)]) }

  @Test func manyTextsAreAskedAbout() throws { try expectQuickEnds([String](repeating: Self.text(1500), count: 20_000)) }

  /// The search on another thread answers as the one on this does.
  @Test func bothWaysAnswerAlike() throws {
    let texts = (0..<1200).map { index in Self.text(index % 7 == 0 ? 4000 : 30) + (index % 3 == 0 ? "c" : "") }
    let search = PatternSearch(try Pattern.read("[ab]*a[ab]{20,900}c"), Polling(isCancelled: { false }))
    let found = try search.places(texts.count) { $1.append(contentsOf: texts[$0].utf8) }
    for (index, text) in texts.enumerated() {
      let isThere = text.hasSuffix("c") && text.dropLast(21).contains("a")
      #expect(found[index] == isThere, "text \(index)")
    }
    #expect(try search.verdicts(texts.count) { $1.append(contentsOf: texts[$0].utf8) } == texts.indices.map { found[$0] })
  }

  @Test func thePatternOfManyNamesAndFew() throws {
    let search = PatternSearch(try Pattern.read("^[0-9]*7$"), Polling(isCancelled: { false }))
    for count in [0, 1, 63, 64, 511, 512, 513, 3000] {
      let found = try search.places(count) { $1.append(contentsOf: "\($0)".utf8) }
      #expect(found.population == (0..<count).count { $0 % 10 == 7 }, "\(count)")
    }
  }
}
