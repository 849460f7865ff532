import TestSupport
import Testing

/// The pages keep their word: every command of the README is run and must print what the page shows.
@Suite struct PageTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var command: String
    var output: String
    var testDescription: String { command }
  }

  /// `$ command` and the lines below it, in blocks fenced as `console`.
  static func examples(of page: String) -> [Example] {
    guard let text = contents(of: Program.root + "/" + page) else { return [] }
    var examples: [Example] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2)), output: ""))
      } else if isInside, !examples.isEmpty {
        examples[examples.count - 1].output += line + "\n"
      }
    }
    return examples
  }

  @Test func theReadmeHasExamples() {
    #expect(PageTests.examples(of: "README.md").count >= 4)
  }

  @Test(arguments: examples(of: "README.md"))
  func readmeCommandPrintsWhatThePageShows(_ example: Example) {
    let outcome = Program.shell(example.command + " 2>&1")
    #expect(outcome.output == example.output)
  }
}
