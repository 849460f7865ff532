import TestSupport
import Testing

/// Parameters without a value are asked for where someone can answer.
@Suite(.serialized) struct AskingTests {
  private let tiny = ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq", "-q"]

  @Test func aScriptAsksAndAsksAgain() throws {
    let terminal = PseudoTerminal(arguments: tiny + ["-f", ScriptTests.folder + "ask.lq"])
    let question = terminal.wait(for: "place (areas): ")
    #expect(question?.contains("which area") == true, "\(question ?? "nothing")")
    terminal.type("Nroth\n")
    let again = terminal.wait(for: "place (areas): ")
    #expect(again?.contains("no value `Nroth`") == true && again?.contains("`North`") == true, "\(again ?? "nothing")")
    terminal.type("城北\n")
    #expect(terminal.wait(for: "2") != nil)
    #expect(terminal.exitStatus() == 0)
  }

  @Test func theEndOfInputIsNoAnswer() throws {
    let terminal = PseudoTerminal(arguments: tiny + ["-f", ScriptTests.folder + "ask.lq"])
    #expect(terminal.wait(for: "place (areas): ") != nil)
    terminal.type("\u{4}")
    #expect(terminal.wait(for: "has no value") != nil)
    #expect(terminal.exitStatus() == 2)
  }

  @Test func thePromptAsksAndGoesOn() throws {
    let terminal = PseudoTerminal(
      arguments: tiny, environment: ["XDG_STATE_HOME": "/tmp/luodi-asking", "PAGER": "cat"])
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("run \"\(ScriptTests.folder)ask.lq\"\r")
    #expect(terminal.wait(for: "place (areas): ") != nil)
    terminal.type("s\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("1") == true)
    terminal.type("run \"\(ScriptTests.folder)ask.lq\"\r")
    #expect(terminal.wait(for: "place (areas): ") != nil)
    // Ctrl-C drops the script and keeps the shell.
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("let mine = list works where area = North\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("mine: 2 works") == true)
    terminal.type("expect count(mine) = 2\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("as expected") == true)
    terminal.type("count min\t\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("2") == true)
    terminal.type("expect count(mine) = 3\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("count(mine) is 2") == true)
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }
}
