import Diagnostics
import Syntax
import Testing

/// Sentences that the grammar derives are formatted to what reads alike, in either language.
@Suite struct FormattedSentenceTests {
  @Test(arguments: 0..<6) func generatedSentencesKeepTheirTree(_ seed: Int) {
    var generator = SentenceGenerator(.luodi, seed: UInt64(seed) &* 104_729 &+ 3)
    var failures: [String] = []
    for number in 0..<200 {
      let text = generator.sentence(["Statement", "Query", "Declaration"][number % 3], depth: 14 + number % 8)
      let parsed = Parser.parse(Source(name: "generated", text: text))
      guard !parsed.diagnostics.contains(where: { $0.severity == .error }) else { continue }
      guard let formatted = Formatter.format(parsed) else {
        failures.append("not formatted: \(text)")
        continue
      }
      let again = Parser.parse(Source(name: "generated", text: formatted))
      if !again.script.isSameTree(as: parsed.script) { failures.append("another tree: \(text)\n---- \(formatted)") }
      if Formatter.format(again) != formatted { failures.append("not the same twice: \(text)\n---- \(formatted)") }
    }
    #expect(failures.isEmpty, "\(failures.count) of 200:\n\(failures.sorted { $0.count < $1.count }.prefix(8).joined(separator: "\n"))")
  }
}
