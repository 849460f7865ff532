import Completing
import Diagnostics
import FrontSupport
import Model
import Query
import Schema
import Syntax
import Testing

/// `^` in the text is where the cursor stands.
@Suite struct CompletionTests {
  func complete(
    _ text: String, model: Model = Model(catalog: Fixtures.catalog), files: [String] = []
  ) -> [CompletionCandidate] {
    let bytes = Array(text.utf8)
    let offset = bytes.lastIndex(of: UInt8(ascii: "^"))!
    let source = Source(name: "<prompt>", bytes: bytes.filter { $0 != UInt8(ascii: "^") })
    var completer = Completer(
      model: model, values: FixtureValues(kinds: [0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 1]),
      snapshots: [Day(year: 2018, month: 3, day: 2)!, Day(year: 2018, month: 3, day: 9)!],
      snapshot: 1)
    completer.scripts = ["weekly"]
    completer.files = { path, _ in files.filter { $0.hasPrefix(path) } }
    completer.resultColumns = [["stage", "阶段"], ["count"]]
    return completer.complete(source, at: offset).candidates
  }

  func inserts(_ text: String) -> [String] { complete(text).map(\.insert) }

  @Test func namesOfTheRow() {
    let found = inserts("list works where sta^")
    #expect(found.first == "stage")
    #expect(!found.contains("seat"))
  }

  @Test func valuesComeWithTheirRows() {
    let found = complete("list works where stage = ^").filter { $0.kind == .value }
    #expect(found.map(\.insert) == ["planned", "preparatory", "new-start", "ended", "停建"])
    #expect(found[1].display == "preparatory 前期 (41)")
  }

  @Test(arguments: [
    ("hn", "汉南区"), ("hannan", "hannan"), ("Hann", "Hannan"), ("汉", "汉南区"), ("dxh", "东西湖区"), ("dongx", "Dongxihu"), ("4201", "420102"),
  ])
  func valuesByEnglishChinesePinyinAndInitials(prefix: String, expected: String) {
    #expect(inserts("list works where seat = \(prefix)^").first == expected)
  }

  @Test func aValueOfSeveralWordsIsQuoted() {
    #expect(inserts("list works where seat = East^").contains("\"East Lake High-tech\""))
    #expect(inserts("list works where seat = 'East^") == ["'East Lake High-tech'", "'East Lake Scenic Area'"])
    #expect(inserts("list works where seat = “East^").first == "“East Lake High-tech”")
    #expect(inserts("list works where seat = “Hann^") == ["“Hannan”"])
  }

  @Test func aRestrictedLinkOffersWhatMayStandThere() {
    let found = complete("list works where kept_by = ^").filter { $0.kind == .value }
    #expect(found.prefix(2).map(\.display) == ["420113 Hannan 汉南区 (7)", "420171 East Lake High-tech 东湖高新区 (5)"])
    #expect(found.map(\.insert) == ["Hannan", "\"East Lake High-tech\"", "Jiang'an", "Dongxihu", "\"East Lake Scenic Area\""])
  }

  @Test func everyFormatAndEveryDialect() {
    #expect(inserts("count works as ^").filter(OutputFormat.names.contains) == OutputFormat.names)
    #expect(inserts("explain sql for ^") == Dialect.names)
    for format in OutputFormat.names { #expect(inserts("count works as \(format.dropLast())^").contains(format)) }
    for dialect in Dialect.names { #expect(inserts("explain sql for \(dialect.dropLast())^") == [dialect]) }
  }

  @Test func throughALink() {
    #expect(inserts("list works where seat.^").prefix(3) == ["id", "name", "kind"])
    #expect(inserts("list works where seat.kind = dep^") == ["department"])
    #expect(inserts("list works where any step (d^").contains("due"))
  }

  @Test func entitiesAndKeywords() {
    #expect(inserts("count wo^").contains("works"))
    #expect(inserts("count 工^").contains("工程"))
    #expect(inserts("count works w^").contains("where"))
    #expect(inserts("count works 其^").contains("其中"))
    #expect(inserts("count works qi^").contains("其中"))
  }

  /// Until the entity is there the names of every one are offered, then its own, and behind a link those of the other side.
  @Test func namesOfTheEntityThatIsMeant() {
    #expect(inserts("list du^").contains("due"))
    #expect(!inserts("list works where du^").contains("due"))
    #expect(!inserts("list works where seat.st^").contains("stage"))
  }

  /// A path keeps the marks that its text was begun with where it can stand in them; a folder's stays open for what lies in it.
  @Test func pathsInTheMarksThatAreTyped() {
    #expect(paths("run 'o^") == ["'one.lq'", "\"o's.lq\"", "'old/"])
    #expect(paths("run \"o^") == ["\"one.lq\"", "\"o's.lq\"", "\"old/"])
    #expect(paths("run “o^") == ["“one.lq”", "\"o's.lq\"", "“old/"])
    #expect(paths("run ^").contains("\"one.lq\""))
  }

  func paths(_ text: String) -> [String] {
    complete(text, files: ["one.lq", "o's.lq", "old/"]).filter { $0.kind == .file }.map(\.insert)
  }

  @Test func columnsOfAResult() { #expect(inserts("count works by stage | where c^").contains("count")) }

  @Test func momentsOfferSnapshots() { #expect(complete("count works as of ^").contains { $0.insert == "2018-03-09" && $0.kind == .date }) }

  @Test func scripts() { #expect(inserts("run w^").contains("weekly")) }

  @Test func theBuiltInModelCompletesInBothLanguages() {
    let model = BuiltInModel.built.model
    let completer = Completer(model: model, values: NoValues(catalog: model.catalog), snapshots: [], snapshot: 0)
    func first(_ text: String) -> String? {
      completer.complete(Source(name: "<prompt>", text: text), at: text.utf8.count).candidates.first?.insert
    }
    #expect(first("list projects where district = hn") == "汉南区")
    #expect(first("列出 项目 其中 区 = 东西") == "东西湖区")
    #expect(first("list projects where stage = prep") == "preparatory")
    #expect(first("list proj") == "projects")
    #expect(first("列出 xm") == "项目")
    #expect(first("list projects where any node (ki") == "kind")
    #expect(first("list projects where district.ki") == "kind")
    #expect(first("list over") == "overdue")
    #expect(first("describe land") == "landed")
  }
}
