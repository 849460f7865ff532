import Glibc
import TestSupport
import Testing

/// The pages keep their word: every command of the README and the tutorial is run and must print what the page shows. `RECORD=1` writes what it prints into
/// the page instead.
@Suite(.serialized) struct PageTests {
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

  private static func run(_ example: Example) -> String {
    var output = Program.shell(example.command + " 2>&1").output
    // A blank line between two commands belongs to the page.
    while output.hasSuffix("\n\n") { output.removeLast() }
    return output
  }

  @Test func theReadmeHasExamples() {
    #expect(PageTests.examples(of: "README.md").count >= 4)
  }

  static let pages = ["README.md", "docs/tutorial.md", "ARCHITECTURE.md"]

  @Test func theTutorialHasTenSteps() {
    let steps = contents(of: Program.root + "/docs/tutorial.md")?.split(separator: "\n").filter { $0.hasPrefix("## ") } ?? []
    #expect(steps.count == 10)
    #expect(PageTests.examples(of: "docs/tutorial.md").count >= 10)
  }

  @Test(arguments: pages.flatMap { examples(of: $0) })
  func commandsPrintWhatThePageShows(_ example: Example) {
    if getenv("RECORD") != nil { return }
    var shown = example.output
    while shown.hasSuffix("\n\n") { shown.removeLast() }
    #expect(PageTests.run(example) == shown)
  }

  @Test(.enabled(if: getenv("RECORD") != nil)) func recordPages() throws {
    for page in PageTests.pages { try PageTests.record(Program.root + "/" + page) }
  }

  private static func record(_ path: String) throws {
    let text = try #require(contents(of: path))
    var page: [String] = []
    var isInside = false
    var isOutput = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
        isOutput = false
      } else if isInside, line.hasPrefix("$ ") {
        isOutput = true
        page.append((page.last?.hasPrefix("```") ?? true) ? line : "\n" + line)
        page.append(String(PageTests.run(Example(command: String(line.dropFirst(2)), output: "")).dropLast()))
        continue
      }
      if !isOutput { page.append(line) }
    }
    let file = try #require(fopen(path, "w"))
    fputs(page.joined(separator: "\n"), file)
    fclose(file)
  }
}
