import Glibc
import TestSupport
import Testing

/// The prompt as a person drives it, behind a pseudo-terminal.
@Suite(.serialized) struct PromptTests {
  let folder: String
  let environment: [String: String]

  init() {
    folder = "/tmp/luodi-prompt-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    environment = ["XDG_STATE_HOME": folder, "PAGER": "cat"]
  }

  private func open() throws -> PseudoTerminal {
    let terminal = PseudoTerminal(
      arguments: ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq"], environment: environment)
    try #require(terminal.wait(for: "luodi> ") != nil, "no prompt: \(String(decoding: terminal.screen, as: UTF8.self))")
    return terminal
  }

  @Test func answersAndLeaves() throws {
    let terminal = try open()
    terminal.type("count works by area\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("North") == true)
    terminal.type("统计 工程 其中 区=北区\r")
    let answer = terminal.wait(for: "luodi> ")
    #expect(answer?.contains("2") == true, "\(answer ?? "nothing")")
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func endOfInputLeaves() throws {
    let terminal = try open()
    terminal.type("\u{4}")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func interruptClearsTheLineAndKeepsTheShell() throws {
    let terminal = try open()
    terminal.type("count nonsense")
    #expect(terminal.wait(for: "nonsense") != nil)
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count works\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("4") == true)
    // The terminal throws away what was typed before an interrupt, so each is waited for.
    for _ in 0..<2 {
      terminal.type("\u{3}")
      #expect(terminal.wait(for: "luodi> ") != nil)
    }
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func missingAtTheEndReadsOn() throws {
    let terminal = try open()
    terminal.type("count works where\r")
    #expect(terminal.wait(for: "   ... ") != nil)
    terminal.type("  area = North\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("2") == true)
    // Unexpected is an error at once.
    terminal.type("count works where area = = North\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("error") == true)
    // An empty line ends what was begun, with the error that it is.
    terminal.type("count works where\r")
    #expect(terminal.wait(for: "   ... ") != nil)
    terminal.type("\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("error") == true)
  }

  /// Each line is typed on its own; the answer comes behind the last.
  @Test(arguments: [
    (["count works where", "area = North"], "2"), (["count works where area in (", "North,", "South", ")"], "3"),
    (["count", "works"], "4"), (["count works where not", "area = North and", "phase = open"], "2"),
    (["统计 工程 其中", "区 = 北区"], "2"), (["统计 工程 其中 区 属于 （", "北区，", "南区", "）"], "3"),
  ])
  func typedLinesNeedNoIndentation(lines: [String], answer: String) throws {
    let terminal = try open()
    for line in lines.dropLast() {
      terminal.type(line + "\r")
      #expect(terminal.wait(for: "   ... ", seconds: 10) != nil, "\(line)")
    }
    terminal.type(lines.last! + "\r")
    let shown = terminal.wait(for: "luodi> ") ?? "nothing"
    #expect(!shown.contains("error") && shown.split(whereSeparator: \.isNewline).contains { $0.trimming == answer }, "\(shown)")
  }

  @Test func anErrorOnALaterLinePointsIntoIt() throws {
    let terminal = try open()
    terminal.type("统计 工程 其中\r")
    #expect(terminal.wait(for: "   ... ") != nil)
    terminal.type("区 = = 北区\r")
    let shown = try #require(terminal.wait(for: "luodi> "))
    #expect(shown.contains("<prompt>:2:5"), "\(shown)")
    // What was wrong is gone: the next line is a statement of its own.
    terminal.type("count works\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("4"))
  }

  @Test func aClauseTypedFirstWorksOnTheLastResult() throws {
    let terminal = try open()
    terminal.type("where count > 1\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("error"), "there is no result yet")
    terminal.type("count works by area\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("East"))
    terminal.type("where count > 1\r")
    let shown = try #require(terminal.wait(for: "luodi> "))
    #expect(shown.contains("North") && !shown.contains("East"), "\(shown)")
    terminal.type("输出为 csv\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("area,count"))
    // Never another meaning in silence: groups want a verb.
    terminal.type("by area\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("expected a verb before `by`"))
  }

  @Test func pastedLinesAreOneEntry() throws {
    let terminal = try open()
    terminal.paste("count works where\narea = North\nand phase = open\n")
    terminal.type("\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("1"))
    terminal.type("\u{1B}[A")
    #expect(terminal.wait(for: "phase = open") != nil)
    terminal.type("\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("error") == false)
    // Two statements pasted are two answers.
    terminal.paste("count works\n统计 区")
    terminal.type("\r")
    let shown = try #require(terminal.wait(for: "luodi> "))
    #expect(shown.contains("4") && shown.contains("3"), "\(shown)")
  }

  @Test func tabKeepsAWordThatIsComplete() throws {
    let terminal = try open()
    terminal.type("define latest for works as phase = done\r")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count late\t")
    #expect(terminal.wait(for: "late") != nil)
    // A second Tab lists what begins with it.
    terminal.type("\t")
    #expect(terminal.wait(for: "latest") != nil)
    terminal.type(" works\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("error") == false)
    terminal.type("统计 工程\t 按 区\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("error") == false)
  }

  @Test func tabInQuotationMarksOffersValuesAndFilesOnly() throws {
    let terminal = try open()
    terminal.type("run \"Tests/ShellTests/Fix\t")
    #expect(terminal.wait(for: "Fixtures/") != nil)
    terminal.type("\t\t")
    let shown = try #require(terminal.wait(for: "scripts/"))
    #expect(!shown.contains("with"), "\(shown)")
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count works where area = \"Nor\t\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("2"))
    // The quotation mark that stands already closes the text.
    terminal.type("count works where area = \"Nor\"\u{2}\t\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("2"))
    terminal.type("print \"wor\t\"\r")
    #expect(terminal.wait(for: "\rwor\r\n") != nil)
  }

  @Test func tabOnALineThatGoesOn() throws {
    let terminal = try open()
    terminal.type("count works where\r")
    #expect(terminal.wait(for: "   ... ") != nil)
    terminal.type("area = bq\t")
    #expect(terminal.wait(for: "北区") != nil)
    terminal.type("\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("2"))
  }

  @Test func pipeWorksOnTheLastResult() throws {
    let terminal = try open()
    terminal.type("list works\r")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("| count by area\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("South") == true)
  }

  @Test func anEmptyAnswerSaysHowNearItCame() throws {
    let terminal = try open()
    terminal.type("list works where area = South and due > 2030-01-01\r")
    let answer = try #require(terminal.wait(for: "luodi> "))
    #expect(answer.contains("hint: No work satisfies both conditions: without [due is after 2030-01-01] there"), "\(answer)")
    #expect(answer.contains("the latest due is"), "\(answer)")
    // One row that counts none is as empty; an answer with rows has no hint.
    terminal.type("count works where area = East and phase = done\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("without [area is e East 东区] there are 2"))
    terminal.type("count works where area = South\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("hint") == false)
  }

  @Test func quietSaysNoHint() throws {
    let terminal = PseudoTerminal(
      arguments: ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq", "--quiet"], environment: environment)
    try #require(terminal.wait(for: "luodi> ") != nil)
    terminal.type("list works where area = East and phase = done\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("hint") == false)
  }

  @Test func completesKeywordsNamesAndValues() throws {
    let terminal = try open()
    terminal.type("count wor\t")
    #expect(terminal.wait(for: "works") != nil)
    terminal.type(" whe\t")
    #expect(terminal.wait(for: "where") != nil)
    terminal.type(" area = Nor\t")
    #expect(terminal.wait(for: "North") != nil)
    terminal.type("\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("2") == true)
    // By initials of the pinyin: bq is 北区.
    terminal.type("count works where area = bq\t")
    #expect(terminal.wait(for: "北区") != nil)
    terminal.type("\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("2") == true)
  }

  @Test func entriesOfSeveralLinesSurviveARestart() throws {
    do {
      let terminal = try open()
      terminal.type("count works where\r")
      #expect(terminal.wait(for: "   ... ") != nil)
      terminal.type("  area = South\r")
      #expect(terminal.wait(for: "luodi> ") != nil)
      terminal.type("exit\r")
      #expect(terminal.exitStatus() == 0)
    }
    let terminal = try open()
    terminal.type("\u{1B}[A")
    #expect(terminal.wait(for: "area = South") != nil)
    terminal.type("\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("1") == true)
  }

  @Test func bytesThatAreNoTextDoNotHurt() throws {
    let terminal = try open()
    terminal.type("count \u{7}\u{1B}[Z works ））））\r")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count works\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("4") == true)
  }

  /// A clause typed alone goes on from the answer above it, not from one that others stand behind.
  @Test func aClauseGoesOnFromTheLastTableOnly() throws {
    let terminal = try open()
    func ask(_ line: String) -> String {
      terminal.type(line + "\r")
      return terminal.wait(for: "luodi> ") ?? ""
    }
    _ = ask("list works where phase = open")
    #expect(ask("where area = South").contains("1 work"))
    for between in ["let ll = list works", "explain list works", "count wroks", "describe works", "define dear for works as cost > 1万元"] {
      #expect(ask("list works where phase = open").contains("2 works"))
      _ = ask(between)
      let refused = ask("where area = South")
      #expect(refused.contains("gave no table; the last one is of `list works where phase = open`"), "\(between): \(refused)")
      #expect(refused.contains("`| where …` goes on from that one"), "\(refused)")
      #expect(ask("| where area = South").contains("1 work"), "\(between)")
      // A clause that was no good is none in between.
      #expect(ask("where araea = South").contains("error"))
      #expect(ask("where phase = open").contains("1 work"), "\(between)")
    }
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }

  /// `less` only shows, and says how to leave.
  @Test(arguments: [("en", "q leaves"), ("zh", "q 退出")]) func thePagerOnlyShows(_ language: String, _ words: String) throws {
    guard Program.shell("command -v less").status == 0 else { return }
    let terminal = PseudoTerminal(
      arguments: ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq", "--lang", language],
      environment: ["XDG_STATE_HOME": folder])
    try #require(terminal.wait(for: "luodi> ") != nil)
    terminal.type("print \"" + (1...40).map { "\($0)\\n" }.joined() + "\"\r")
    #expect(terminal.wait(for: words) != nil, "\(String(decoding: terminal.screen, as: UTF8.self))")
    terminal.type("!")
    #expect(terminal.wait(for: "not available") != nil, "\(String(decoding: terminal.screen, as: UTF8.self))")
    terminal.type("\r")
    #expect(terminal.wait(for: words) != nil)
    terminal.type("q")
    #expect(terminal.wait(for: "luodi> ") != nil)
  }
}

extension Substring {
  fileprivate var trimming: String { String(drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed()) }
}
