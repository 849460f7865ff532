import Shell
import Syntax
import TestSupport
import Testing

/// The reference is true: every example runs and prints what the page shows, and no keyword is without an entry.
@Suite(.serialized) struct ReferenceTests {
  static let pages = HelpPages(
    english: Help(page: contents(of: Program.root + "/Sources/Landing/help.md") ?? ""),
    chinese: Help(page: contents(of: Program.root + "/Sources/Landing/help.zh.md") ?? ""))

  @Test func theEnglishReferenceIsUpToDate() throws {
    RecordedFile.check("docs/reference.md", equals: try ReferencePage(help: ReferenceTests.pages.english, language: "en").text())
  }

  @Test func theChineseReferenceIsUpToDate() throws {
    RecordedFile.check("docs/reference.zh.md", equals: try ReferencePage(help: ReferenceTests.pages.chinese, language: "zh").text())
  }

  /// Forms that the program refuses by name have no entry yet; the test below holds them to that.
  static let refused: [Keyword: String] = [
    .compare: "count projects by stage compare first snapshot", .trend: "trend count of projects every month",
    .show: "show WH-2018-0042",
    .param: "param n: number = 1", .letting: "let late = list projects", .print: "print \"x\"", .expect: "expect count(projects) > 0",
    .run: "run \"x.lq\"",
  ]

  @Test(arguments: Keyword.allCases) func everyKeywordHasAnEntry(_ keyword: Keyword) {
    if ReferenceTests.refused[keyword] != nil { return }
    let topics = ReferenceTests.pages.english.topics
    #expect(topics.contains { $0.keywords.contains(keyword) })
    for spelling in KeywordTable.spellings(of: keyword) {
      #expect(ReferenceTests.pages.place(of: spelling) != nil, "\(spelling)")
    }
  }

  @Test(arguments: refused.values.sorted()) func whatHasNoEntryIsRefusedByName(_ query: String) {
    let outcome = Program.shell("luodi examples/wuhan-2018/2018-12-28 -q -c '\(query)'")
    #expect(outcome.status == 2, "\(query) works: write its entry")
    #expect(outcome.errors.contains("is not available yet"), "\(outcome.errors)")
  }

  /// An entry without an example would be only a promise.
  @Test func nearlyEveryEntryHasAnExample() {
    for help in [ReferenceTests.pages.english, ReferenceTests.pages.chinese] {
      #expect(help.topics.filter(\.examples.isEmpty).map(\.names[0]) == ["prompt", "提示符"].filter { help.topics[1].names[0] == $0 })
    }
  }
}
