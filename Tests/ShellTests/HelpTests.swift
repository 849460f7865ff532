import Diagnostics
import Shell
import TestSupport
import Testing

/// The help pages: the same topics in both languages, found by their words. That their examples run is shown by `ReferenceTests`.
@Suite struct HelpTests {
  static let pages = HelpPages(
    english: Help(page: contents(of: Program.root + "/Sources/Landing/help.md") ?? "", in: .english),
    chinese: Help(page: contents(of: Program.root + "/Sources/Landing/help.zh.md") ?? "", in: .chinese))

  @Test func bothLanguagesHaveTheSameTopicsInTheSameOrder() {
    let (english, chinese) = (HelpTests.pages.english, HelpTests.pages.chinese)
    #expect(english.topics.count > 50)
    #expect(english.groups.count == chinese.groups.count)
    #expect(english.topics.map(\.group) == chinese.topics.map(\.group))
    #expect(english.topics.map { Set($0.names) } == chinese.topics.map { $0.names.reduce(into: []) { $0.insert($1) } })
  }

  @Test func everyTopicHasATitleOfItsOwnLanguage() {
    #expect(HelpTests.pages.english.topics.allSatisfy { $0.names[0].utf8.allSatisfy { $0 < 0x80 } })
    #expect(HelpTests.pages.chinese.topics.allSatisfy { $0.names[0].utf8.first.map { $0 >= 0x80 } ?? false })
    #expect(Set(HelpTests.pages.english.topics.map(\.names[0])).count == HelpTests.pages.english.topics.count)
  }

  /// Each tells what it means, and, but for a few that are prose alone, how it is written.
  @Test func everyTopicSaysSomething() {
    for topic in HelpTests.pages.english.topics + HelpTests.pages.chinese.topics {
      #expect(topic.text.split(separator: "\n").contains { !$0.hasPrefix(">") && !$0.hasPrefix("    ") }, "\(topic.names[0])")
    }
  }

  @Test(arguments: [
    ("list", "list"), ("列出", "list"), ("列表", "list"), ("where", "where"), ("top", "top"), ("as of", "as of"), ("截止", "as of"),
    ("with totals", "with totals"), ("带合计", "with totals"), ("quantifiers", "quantifiers"), ("money", "money"), ("prompt", "prompt"),
    ("IS  missing", "missing"), ("不为空", "missing"), ("不早于", "comparisons"), ("count projects", "count"),
  ])
  func topicsAreFoundByTheirWords(_ words: String, _ title: String) throws {
    let place = try #require(HelpTests.pages.place(of: words))
    #expect(HelpTests.pages.english.topics[place].names[0] == title)
  }

  @Test func unknownTopicsNameTheNearest() {
    let outcome = Program.shell("luodi -c 'help wher'")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("`where`"))
  }

  @Test func theStartPageListsEveryTopicInTheLanguageAsked() {
    for (language, help) in [("en", HelpTests.pages.english), ("zh", HelpTests.pages.chinese)] {
      let page = Program.shell("luodi --lang \(language) -c help").output
      for topic in help.topics.dropFirst() { #expect(page.contains(topic.names[0]), "\(topic.names[0])") }
      for group in help.groups { #expect(page.contains(group), "\(group)") }
    }
    #expect(Program.shell("luodi --lang zh -c 'help where'").output.contains("保留条件为真的行"))
  }
}
