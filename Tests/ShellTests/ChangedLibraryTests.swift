import Glibc
import TestSupport
import Testing

/// A library file that another program writes while somebody asks it.
@Suite(.serialized) struct ChangedLibraryTests {
  /// Two libraries of the fixture in a folder of their own: `l.luodi` with both snapshots, `other.luodi` with the first one.
  private final class Files {
    let folder: String

    init() throws {
      var template = Array("/tmp/luodi-changed-XXXXXX".utf8CString)
      folder = try #require(mkdtemp(&template).map { String(cString: $0) })
      let made = Program.shell(
        """
        S=Tests/ShellTests/Fixtures/tiny; M=Tests/ShellTests/Fixtures/tiny.lq
        luodi load \(folder)/l.luodi $S --model $M -q && luodi load \(folder)/other.luodi $S/2018-01-05 --model $M -q
        """)
      try #require(made.status == 0, "\(made.errors)")
    }

    deinit { _ = Program.shell("rm -rf \(folder)") }

    func run(_ command: String) { #expect(Program.shell("cd \(folder) && \(command)").status == 0, "\(command)") }

    func prompt(_ more: [String] = []) throws -> PseudoTerminal {
      let terminal = PseudoTerminal(
        arguments: [folder + "/l.luodi"] + more, environment: ["XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder, "PAGER": "cat"])
      try #require(terminal.wait(for: "luodi> ") != nil, "no prompt: \(String(decoding: terminal.screen, as: UTF8.self))")
      return terminal
    }
  }

  private func ask(_ terminal: PseudoTerminal, _ line: String) -> String {
    terminal.type(line + "\r")
    return terminal.wait(for: "luodi> ") ?? "nothing: \(String(decoding: terminal.screen, as: UTF8.self))"
  }

  private func leave(_ terminal: PseudoTerminal) {
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func anotherLibraryWrittenUnderAPromptIsOpenedAnew() throws {
    let files = try Files()
    let terminal = try files.prompt()
    #expect(ask(terminal, "count works").contains("4"))
    #expect(ask(terminal, "let few = works where phase = done").contains("few: "))
    files.run("cp other.luodi l.luodi")
    let answer = ask(terminal, "count works")
    #expect(answer.contains("l.luodi was changed on disk: opened anew") && answer.contains("3"), "\(answer)")
    // It is said once; what hung on the old numbers is gone, definitions of the library are not.
    #expect(!ask(terminal, "count late works").contains("changed on disk"))
    #expect(ask(terminal, "count few").contains("error:"))
    leave(terminal)
  }

  @Test func aLibraryCutShortUnderAPromptIsRefusedUntilItIsWhole() throws {
    let files = try Files()
    let terminal = try files.prompt(["--lang", "zh"])
    #expect(ask(terminal, "统计 工程").contains("4"))
    files.run("cp l.luodi kept; truncate -s 100 l.luodi")
    for _ in 0..<2 {
      let answer = ask(terminal, "列出 工程")
      #expect(answer.contains("错误：") && answer.contains("不完整"), "\(answer)")
    }
    files.run("cat kept > l.luodi")
    #expect(ask(terminal, "统计 工程").contains("4"))
    leave(terminal)
  }

  @Test func renamedOverDeletedOrTouchedTheLibraryStaysWhatItWas() throws {
    let files = try Files()
    let terminal = try files.prompt()
    for change in ["touch l.luodi", "mv other.luodi l.luodi", "rm l.luodi"] {
      files.run(change)
      let answer = ask(terminal, "count works")
      #expect(answer.contains("4") && !answer.contains("error") && !answer.contains("changed"), "\(change): \(answer)")
    }
    leave(terminal)
  }

  /// The answer is longer than a pipe holds, so that the program waits in the middle of it.
  @Test(arguments: [
    "cp $D/other.luodi $D/l.luodi", "truncate -s 4096 $D/l.luodi", "cat /dev/urandom | head -c $(stat -c %s $D/l.luodi) > $D/l.luodi",
  ])
  func anAnswerUnderWayEndsWithAnError(change: String) {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=Tests/ShellTests/Fixtures/tiny.lq; mkdir $D/2018-01-05
      { echo 编号,名称,区,阶段,造价（万元）,期限; for i in $(seq 1 20000); do echo W$i,name of the work number $i,北区,在办,$i,2018-01-03; done; } > $D/2018-01-05/works.csv
      luodi load $D/l.luodi $D/2018-01-05 --model $M -q 2> /dev/null
      luodi load $D/other.luodi Tests/ShellTests/Fixtures/tiny --model $M -q 2> /dev/null
      { luodi $D/l.luodi -q -c 'list * of works' -c 'count works' 2> $D/errors; echo $? > $D/status; } | { sleep 1; \(change); cat > $D/out; }
      cat $D/status; tail -n +2 $D/out | head -n -1 | grep -vcE '^W[0-9]+,name of the work number [0-9]+,n,open,[0-9]+,2018-01-03' ; cat $D/errors
      """)
    #expect(outcome.output.hasPrefix("3\n0\n"), "\(outcome.output)")
    #expect(outcome.output.contains("was changed on disk after it was opened"), "\(outcome.output)")
  }

  @Test func nothingOfAScriptComesFromAChangedFile() throws {
    let files = try Files()
    let outcome = Program.shell(
      "cd \(files.folder); { sleep 1; cp other.luodi l.luodi; echo 'count works; count areas'; } | luodi l.luodi -q; echo $?")
    #expect(outcome.output == "3\n", "\(outcome.output)")
    #expect(outcome.errors.contains("l.luodi was changed on disk after it was opened"))
  }

  @Test func writersNeedNotWaitForLong() throws {
    let files = try Files()
    let terminal = try files.prompt()
    files.run("timeout 5 cp other.luodi l.luodi")
    #expect(ask(terminal, "count works").contains("3"))
    leave(terminal)
  }
}
