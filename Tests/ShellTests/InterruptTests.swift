import Glibc
import TestSupport
import Testing

/// Ctrl-C, wherever the program is.
@Suite(.serialized) struct InterruptTests {
  /// Sends SIGINT to loads at random moments: each changes nothing, leaves nothing behind and ends with the word, or is whole. On a busy machine the
  /// signal may come before the program listens for it: such an end has no word and is not counted.
  @Test func aLoadInterruptedChangesNothing() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkdir -p $D/a/2018-01-05 $D/b/2018-01-12; L=$D/l/l.luodi; mkdir $D/l
      for s in a/2018-01-05 b/2018-01-12; do
        awk -v s=$s 'BEGIN { print "id,name,cost"; for (i = 0; i < 12000; i++) print "K" i ",thing " i " of " s "," i % 97 }' > $D/$s/things.csv
      done
      luodi load $L $D/a --model infer -q > /dev/null 2>&1 || exit 9
      cp $L $D/before; start=$(date +%s%N); luodi load $L $D/b -q > /dev/null 2>&1; whole=$((($(date +%s%N) - start) / 1000000)); seed=17; n=0
      for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
        cp $D/before $L; seed=$(((seed * 1103515245 + 12345) % 2147483648)); delay=$((60 + seed / 65536 % whole))
        timeout -s INT $(printf '%d.%03d' $((delay / 1000)) $((delay % 1000))) luodi load $L $D/b -q > /dev/null 2> $D/said; status=$?
        test "$(ls -A $D/l)" = l.luodi || exit 8
        if cmp -s $L $D/before; then
          case $(cat $D/said) in
            interrupted) n=$((n + 1)) ;;
            '') ;;
            *) exit 7 ;;
          esac
        else
          grep -q added $D/said || exit 6
          luodi verify $L > /dev/null || exit 5
        fi
      done
      for what in "-c 'list things'" "-f /dev/stdin"; do
        echo 'list things' | eval timeout --preserve-status -s INT 0.3 luodi $D/a $D/none --model infer > /dev/null 2>&1
        echo 'list things' | eval timeout --preserve-status -s INT 0.25 luodi $D/b --model infer --no-cache -q --lang zh $what > /dev/null 2> $D/said
        status=$?; said=$(cat $D/said)
        test $status = 0 || { test $status = 130 && { test "$said" = 已中断 || test -z "$said"; }; } || { echo "$said"; exit 4; }
      done
      echo $n
      """, timeout: 240)
    #expect(outcome.status == 0, "\(outcome.status) \(outcome.output) \(outcome.errors)")
    #expect(!outcome.output.hasPrefix("0"), "none was interrupted: \(outcome.output)")
  }

  /// A script from a pipe that nobody writes.
  @Test func theReadingOfAScriptEnds() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkfifo $D/fifo; export M=Tests/ShellTests/Fixtures/tiny.lq
      for of in '-f' '--model'; do timeout --preserve-status -s INT 1 luodi Tests/ShellTests/Fixtures/tiny --no-cache $of $D/fifo; echo $?; done
      sleep 5 | timeout --preserve-status -s INT 1 luodi Tests/ShellTests/Fixtures/tiny --model $M -f -; echo $?
      """)
    #expect(outcome.output == "130\n130\n130\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors == "interrupted\ninterrupted\ninterrupted\n")
  }

  /// The prompt over the small example, with a folder of its own that a command has filled.
  private func atThePrompt(_ fill: String, before: String = "", _ body: (PseudoTerminal, _ folder: String) throws -> Void) throws {
    let folder = "/tmp/luodi-interrupt-\(UInt64.random(in: 0...UInt64.max))"
    defer { _ = Program.shell("rm -r \(folder)") }
    _ = Program.shell("mkdir \(folder); cd \(folder); " + fill)
    let terminal = PseudoTerminal(
      arguments: ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq"],
      environment: ["XDG_STATE_HOME": folder, "PAGER": "cat"], command: "\(before) exec '\(Program.path)' \"$@\"")
    try #require(terminal.wait(for: "luodi> ") != nil)
    try body(terminal, folder)
  }

  /// Where the system's stack is small, the work is another thread's, and Ctrl-C has to reach that.
  @Test(arguments: ["", "ulimit -s 128;"]) func atThePromptTheReadingOfAScriptEndsAndThePromptStays(before: String) throws {
    try atThePrompt("mkfifo fifo", before: before) { terminal, folder in
      terminal.type("run \"\(folder)/fifo\"\r")
      usleep(500_000)
      terminal.type("\u{3}")
      #expect(terminal.wait(for: "luodi> ")?.contains("interrupted") == true)
      // At the edit line Ctrl-C never leaves, however often.
      for _ in 0..<5 {
        terminal.type("\u{3}")
        #expect(terminal.wait(for: "luodi> ") != nil)
      }
      terminal.type("count works\r")
      #expect(terminal.wait(for: "luodi> ")?.contains("4") == true)
      terminal.type("exit\r")
      #expect(terminal.exitStatus() == 0)
    }
  }

  /// An answer that does not end: nobody reads the terminal, and what is written there waits.
  @Test func whileAnAnswerRunsTheThirdLeaves() throws {
    try atThePrompt("{ printf 'print \"'; head -c 400000 /dev/zero | tr '\\0' x; echo '\"'; } > long.lq") { terminal, folder in
      terminal.type("run \"\(folder)/long.lq\"\r")
      usleep(1_500_000)
      // Two are not enough, and a third after more than two seconds is a first one again.
      for _ in 0..<2 { terminal.interrupt() }
      #expect(terminal.exitStatus() == nil)
      for _ in 0..<3 { terminal.interrupt() }
      #expect(terminal.exitStatus() == 130)
    }
  }
}
