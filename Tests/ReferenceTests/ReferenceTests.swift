import Diagnostics
import Shell
import Syntax
import TestSupport
import Testing

/// The reference is true: every example runs and prints what the page shows, and no keyword is without an entry.
@Suite(.serialized) struct ReferenceTests {
  static let pages = HelpPages(
    english: Help(page: contents(of: Program.root + "/Sources/Landing/help.md") ?? "", in: .english),
    chinese: Help(page: contents(of: Program.root + "/Sources/Landing/help.zh.md") ?? "", in: .chinese))

  @Test func theEnglishReferenceIsUpToDate() throws {
    RecordedFile.check("docs/reference.md", equals: try ReferencePage(help: ReferenceTests.pages.english, language: "en").text())
  }

  @Test func theChineseReferenceIsUpToDate() throws {
    RecordedFile.check("docs/reference.zh.md", equals: try ReferencePage(help: ReferenceTests.pages.chinese, language: "zh").text())
  }

  @Test(arguments: Keyword.allCases) func everyKeywordHasAnEntry(_ keyword: Keyword) {
    let topics = ReferenceTests.pages.english.topics
    #expect(topics.contains { $0.keywords.contains(keyword) })
    for spelling in KeywordTable.spellings(of: keyword) {
      #expect(ReferenceTests.pages.place(of: spelling) != nil, "\(spelling)")
    }
  }

  /// An entry without an example would be only a promise; `run` wants a script to run, which `Tests/ShellTests` have.
  @Test func nearlyEveryEntryHasAnExample() {
    for help in [ReferenceTests.pages.english, ReferenceTests.pages.chinese] {
      #expect(
        help.topics.filter(\.examples.isEmpty).map(\.names[0])
          == (help.topics[1].names[0] == "prompt" ? ["prompt", "run"] : ["提示符", "运行"]))
    }
  }
}
