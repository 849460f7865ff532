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
}
