import Diagnostics
import Syntax
import Testing

/// The grammar tells no lie: what it derives, the parser reads without an error.
@Suite struct SentenceTests {
  private static let starts = ["Statement", "Query", "Where", "Declaration"]

  @Test(arguments: 0..<8) func generatedSentencesParse(_ seed: Int) {
    var generator = SentenceGenerator(.luodi, seed: UInt64(seed) &* 7_919 &+ 1)
    var failures: [String] = []
    for number in 0..<250 {
      let rule = SentenceTests.starts[number % SentenceTests.starts.count]
      let sentence = generator.sentence(rule, depth: 16 + number % 8)
      let text = rule == "Where" ? "list alpha " + sentence : sentence
      let parsed = Parser.parse(Source(name: "generated", text: text))
      guard let first = parsed.diagnostics.first(where: { $0.severity == .error }) else { continue }
      let source = parsed.source
      let before = String(decoding: Array(text.utf8.prefix(first.range.start).suffix(160)), as: UTF8.self)
      failures.append("… \(before)\n  \(first.problem.message(in: .english)) at `\(source.text(first.range))` in\n\(text)")
    }
    #expect(failures.isEmpty, "\(failures.count) of 250:\n\(failures.sorted { $0.count < $1.count }.prefix(12).joined(separator: "\n"))")
  }

  /// Every rule is derived sooner or later.
  @Test func everyRuleIsDerived() {
    var generator = SentenceGenerator(.luodi, seed: 1)
    for _ in 0..<4_000 { _ = generator.sentence("Statement", depth: 24) }
    let rules = Set(Grammar.luodi.rules.map(\.name)).subtracting(["Script"])
    #expect(rules.subtracting(generator.used) == [])
  }
}
