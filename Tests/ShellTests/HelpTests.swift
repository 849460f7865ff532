import Shell
import TestSupport
import Testing

/// The help pages: every example runs, every clause has a topic.
@Suite struct HelpTests {
  static let help = Help(page: contents(of: Program.root + "/Sources/Landing/help.md") ?? "")

  @Test func everyExampleRunsOnTheExampleLibrary() {
    let examples = HelpTests.help.topics.flatMap(\.examples)
    #expect(examples.count > 50)
    // One script: a definition on one page may serve a later example.
    let outcome = Program.shell("luodi examples/wuhan-2018 -q -f -", input: examples.map { $0 + ";\n" }.joined())
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
  }

  @Test(arguments: ["list", "列出", "where", "top", "as of", "截至", "with totals", "quantifiers", "money", "prompt"])
  func topicsAreFoundByTheirWords(_ topic: String) {
    #expect(HelpTests.help.page(for: topic) != nil)
  }

  @Test func unknownTopicsNameTheNearest() {
    let outcome = Program.shell("luodi /nonexistent -c 'help wher'")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("`where`"))
    #expect(Program.shell("luodi /nonexistent -c help").output.contains("A query reads like a sentence"))
  }
}
