import Glibc
import TestSupport
import Testing

/// What is read without being asked for, and what it may do.
@Suite(.serialized) struct TrustTests {
  private let folder = "/tmp/luodi-trust-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
  private var environment: [String: String] {
    ["XDG_CONFIG_HOME": folder + "/config", "XDG_STATE_HOME": folder + "/state", "XDG_CACHE_HOME": folder + "/cache", "PAGER": "cat"]
  }
  private static let tiny = "luodi $root/Tests/ShellTests/Fixtures/tiny --model $root/Tests/ShellTests/Fixtures/tiny.lq"

  private func shell(_ commands: String, input: String = "") -> Program.Outcome {
    Program.shell(
      "root=$PWD; mkdir -p \(folder)/config/luodi \(folder)/here && cd \(folder)/here\n" + commands + "\nrm -rf \(folder)", input: input,
      environment: environment)
  }

  @Test func aFoldersOwnFileIsNeverReadUnlessNamed() {
    let outcome = shell(
      """
      echo 'define late for works as phase = done; define own for works as cost > 0元' > luodi.lq
      \(Self.tiny) -q -c 'count late works'
      \(Self.tiny) -q -c 'count own works'; echo $?
      echo 'count own works' > s.lq; \(Self.tiny) -q -f s.lq; echo $?; \(Self.tiny) -q < s.lq; echo $?
      \(Self.tiny) -q --init luodi.lq -c 'count own works'; \(Self.tiny) -q --no-init --init luodi.lq -c 'count own works'
      \(Self.tiny) -q --init nowhere.lq -c 'count works'; echo $?
      luodi check --model $root/Tests/ShellTests/Fixtures/tiny.lq s.lq; echo $?
      luodi check --model $root/Tests/ShellTests/Fixtures/tiny.lq --init luodi.lq s.lq; echo $?
      """)
    #expect(outcome.output == "count\n1\n2\n2\n2\ncount\n4\ncount\n4\n3\n2\n0\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func theHomeFileIsReadAndSaysWhatItRedefines() {
    let outcome = shell(
      """
      echo 'define late for works as phase = done; define own for works as cost > 0元' > \(folder)/config/luodi/init.lq
      \(Self.tiny) -c 'count own works' -c 'describe late'
      \(Self.tiny) -c 'count own works' --lang zh
      \(Self.tiny) --no-init -q -c 'count own works'; echo $?
      """)
    #expect(outcome.output.hasPrefix("count\n4\n"), "\(outcome.errors)")
    #expect(
      outcome.output.contains("redefined by \(folder)/config/luodi/init.lq:1, was: phase = open and due < today"), "\(outcome.output)")
    // It keeps its label.
    #expect(outcome.output.contains("late 超期"), "\(outcome.output)")
    #expect(outcome.errors.contains("init.lq: redefines `late`; adds `own`"), "\(outcome.errors)")
    #expect(outcome.errors.contains("init.lq：重新定义 `late`；增加 `own`"), "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("2\n"))
  }

  /// An answer that may be another one is no note.
  @Test func whatIsRedefinedIsSaidHoweverQuiet() {
    let outcome = shell(
      """
      echo 'define late for works as phase = done' > \(folder)/config/luodi/init.lq; echo 'count late works' > s.lq
      \(Self.tiny) -q -f s.lq 2>&1 | head -1 | grep -c 'init.lq: redefines `late`'; \(Self.tiny) -q --lang zh < s.lq 2>&1 | grep -c '重新定义 `late`'
      \(Self.tiny) -q --no-init -f s.lq 2>&1 | grep -c redefines
      echo 'define own for works as phase = done; define x for nothings as 1 = 1' > \(folder)/config/luodi/init.lq
      \(Self.tiny) -q -c 'count own works' 2>&1
      """)
    #expect(outcome.output == "1\n1\n0\ncount\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func aHomeFileThatOthersCouldWriteIsLeftOut() {
    let outcome = shell(
      """
      init=\(folder)/config/luodi/init.lq
      echo 'define own for works as cost > 0元' > $init
      chmod 666 $init; \(Self.tiny) -c 'count own works'; echo $?
      chmod 600 $init; chmod 777 \(folder)/config/luodi; \(Self.tiny) --lang zh -c 'count own works'; echo $?
      chmod 755 \(folder)/config/luodi; \(Self.tiny) -q -c 'count own works'; echo $?
      if [ $(id -u) = 0 ]; then chown 12345 $init; \(Self.tiny) -c 'count own works' 2>&1 | grep -c 'belongs to another user'; else echo 1; fi
      """)
    #expect(outcome.output == "2\n2\ncount\n4\n0\n1\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("init.lq is left out: anybody may write it"), "\(outcome.errors)")
    #expect(outcome.errors.contains("任何人都可改写"), "\(outcome.errors)")
  }

  /// What the user answers is remembered by path and content.
  @Test func thePromptAsksOnceForEachContent() throws {
    let here = folder + "/here"
    _ = Program.shell(
      "mkdir -p \(here) && echo 'define own for works as cost > 0元; define late for works as phase = done' > \(here)/luodi.lq")
    defer { _ = Program.shell("rm -rf \(folder)") }
    func open() -> PseudoTerminal {
      PseudoTerminal(
        arguments: ["\(Program.root)/Tests/ShellTests/Fixtures/tiny", "--model", "\(Program.root)/Tests/ShellTests/Fixtures/tiny.lq"],
        environment: environment, folder: here)
    }
    func count(_ terminal: PseudoTerminal) -> String? {
      terminal.type("count own works\r")
      return terminal.wait(for: "luodi> ")
    }
    // Enter alone is no, and is remembered.
    var terminal = open()
    let question = try #require(terminal.wait(for: "[y/N]"))
    #expect(question.contains("\(here)/luodi.lq") && question.contains("redefines `late`; adds `own`"), "\(question)")
    terminal.type("\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("is left out"))
    #expect(count(terminal)?.contains("error") == true)
    terminal = open()
    let again = try #require(terminal.wait(for: "luodi> "))
    #expect(!again.contains("[y/N]") && again.contains("is left out"), "\(again)")
    // Another content is asked about again; yes is remembered too.
    _ = Program.shell("echo 'define own for works as cost > 1元' > \(here)/luodi.lq")
    terminal = open()
    try #require(terminal.wait(for: "[y/N]") != nil)
    terminal.type("y\r")
    #expect(try #require(terminal.wait(for: "luodi> ")).contains("luodi.lq: adds `own`"))
    #expect(count(terminal)?.contains("4") == true)
    terminal = open()
    let third = try #require(terminal.wait(for: "luodi> "))
    #expect(!third.contains("[y/N]") && third.contains("adds `own`"), "\(third)")
    #expect(count(terminal)?.contains("4") == true)
    #expect(Program.shell("stat -c %a \(folder)/state/luodi/allowed/*").output == "600\n")
  }

  // MARK: Declarations that would have no effect

  /// Every kind of statement in every place: it works visibly or is an error, and is never passed over.
  @Test(arguments: [
    "count works", "1 + 1", "show A1", "let x = list works", "print \"a\"", "expect count(works) > 0", "run \"x.lq\"",
    "describe late",
    "explain count works", "help where", "param n: number = 1",
  ])
  func aQuestionIsNoDeclaration(_ statement: String) {
    let outcome = shell(
      """
      cp $root/Tests/ShellTests/Fixtures/tiny.lq m.lq; cat >> m.lq; tail -n 1 m.lq > i.lq
      luodi $root/Tests/ShellTests/Fixtures/tiny --no-init --model m.lq -q -c 'count works'; echo $?
      \(Self.tiny) --no-init --init i.lq -q -c '1' 2>&1 | grep -c 'an init file holds only declarations'
      luodi $root/Tests/ShellTests/Fixtures/tiny --no-init --model m.lq --lang zh -q -c 'count works'
      """, input: statement + "\n")
    #expect(outcome.output == "2\n1\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("a model holds only declarations") && outcome.errors.contains("模型只能含有声明"), "\(outcome.errors)")
  }

  /// What says how data are read belongs into a model: in an init file, in a script before and after the data are there, and at the prompt.
  @Test(arguments: ["entity things thing key id", "field size for works: number", "names areas: w West"]) func shapesBelongToAModel(
    _ statement: String
  ) {
    let outcome = shell(
      """
      cat > i.lq
      \(Self.tiny) --no-init --init i.lq -q -c 'count works' 2>&1 | grep -c 'has no effect here'
      \(Self.tiny) --no-init -q -f i.lq; echo $?
      \(Self.tiny) --no-init -q -c 'count works' -f i.lq; echo $?
      luodi check --no-init --model $root/Tests/ShellTests/Fixtures/tiny.lq i.lq; echo $?
      \(Self.tiny) --no-init -q --lang zh -f i.lq
      """, input: statement + "\n")
    #expect(outcome.output == "1\n2\ncount\n4\n2\n2\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("写在此处不起作用"), "\(outcome.errors)")
  }

  /// Definitions, choices and calendars work wherever they stand.
  @Test func definitionsChoicesAndCalendarsWorkEverywhere() {
    let declarations =
      "choice size: small, big\ndefine size for works: choice size as if cost > 100万 then big else small\ncalendar own: rest 2018-01-16; work 2018-01-20"
    let question = "-c 'count works by size' -c '2018-01-15 + 1wd' -c '2018-01-19 + 1wd'"
    let outcome = shell(
      """
      cat > d.lq; cp $root/Tests/ShellTests/Fixtures/tiny.lq m.lq; cat d.lq >> m.lq
      luodi load lib.luodi $root/Tests/ShellTests/Fixtures/tiny --model $root/Tests/ShellTests/Fixtures/tiny.lq -q 2>/dev/null
      for how in "$root/Tests/ShellTests/Fixtures/tiny --model m.lq" "$root/Tests/ShellTests/Fixtures/tiny --init d.lq --model $root/Tests/ShellTests/Fixtures/tiny.lq" "lib.luodi --init d.lq" "lib.luodi --model d.lq"; do
        luodi $how --no-init -q \(question) | tr '\\n' ' '; echo
      done
      luodi lib.luodi --no-init -q -f d.lq -f - <<'END' | tr '\\n' ' '
      count works by size; 2018-01-15 + 1wd; 2018-01-19 + 1wd
      END
      echo
      luodi lib.luodi --no-init -q -c '1' -f d.lq -f - <<'END' | tr '\\n' ' '
      count works by size; 2018-01-15 + 1wd; 2018-01-19 + 1wd
      END
      """, input: declarations)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6, "\(outcome.output)\(outcome.errors)")
    for line in lines {
      #expect(line.contains("big") && line.contains("2018-01-17") && line.contains("2018-01-20"), "\(line)\n\(outcome.errors)")
    }
  }

  /// Over a library a model may call things otherwise and define more; what the data do not hold is an error that names it.
  @Test func aModelOverALibraryWorksOrIsAnError() {
    let outcome = shell(
      """
      luodi load lib.luodi $root/Tests/ShellTests/Fixtures/tiny --model $root/Tests/ShellTests/Fixtures/tiny.lq -q 2>/dev/null
      luodi lib.luodi --model $root/Tests/ShellTests/Fixtures/tiny.lq -q -c 'count late works'; echo $?
      printf 'field cost "总价" alias 价 for works: money in 元\\nchoice phase ordered: open "进行", done\\nnames areas: n "北边"\\ndefine dear "贵" for works as cost > 100万\\n' > m.lq
      luodi lib.luodi --model m.lq -q -c 'count 贵 works where 价 > 0元 and phase = 进行' -c 'count works where area = 北边'; echo $?
      for line in 'field size for works: number' 'entity things thing key id' 'field phase for works: text' 'choice phase ordered: done, open' \\
        'choice phase ordered: open, done; unordered lost' 'names areas: w West' 'entity works work key name' 'field cost "名称" for works: money in 元'; do
        echo "$line" > m.lq; luodi lib.luodi --model m.lq -q -c 'count works'; echo $?
      done
      """)
    #expect(
      outcome.output == "count\n1\n0\ncount\n1\ncount\n2\n0\n" + String(repeating: "2\n", count: 8), "\(outcome.output)\(outcome.errors)")
    for words in [
      "no field `size` in `works`", "no entity `things`", "the field `phase` otherwise", "another order", "no value `lost`", "no value `w`",
      "the key is `id`", "already taken",
    ] {
      #expect(outcome.errors.contains(words), "\(words): \(outcome.errors)")
    }
  }

  @Test func aWordThatOthersBuildOnSaysSo() {
    let outcome = shell(
      """
      \(Self.tiny) --no-init -c 'define bad for works as late and cost > 0元; define worse for works as bad' -c 'define late for works as phase = done' \\
        -c 'count 超期 works'
      \(Self.tiny) --no-init --lang zh -c 'define bad for works as late' -c 'define late for works as phase = done'
      \(Self.tiny) --no-init -q -c 'define late for works as phase = done'
      """)
    #expect(outcome.output == "count\n2\n", "\(outcome.output)\(outcome.errors)")
    #expect(
      outcome.errors.contains("note: `late` is defined anew, and so what is built on it means something else: `bad`, `worse`"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("`late` 已重新定义，以它为基础的定义含义随之改变：`bad`"), "\(outcome.errors)")
  }

  /// What a session declares over a folder does not stay in its cache.
  @Test func theCacheKeepsNoDeclarationOfASession() {
    let outcome = shell(
      """
      echo 'define own for projects as overdue' > i.lq
      luodi $root/examples/wuhan-2018/2018-12-28 --init i.lq -q -c 'count own' -c 'count own projects' >/dev/null 2>&1
      luodi $root/examples/wuhan-2018/2018-12-28 --init i.lq -q -c 'count own projects' | tail -n 1 | wc -l
      luodi $root/examples/wuhan-2018/2018-12-28 -q -c 'count own projects'; echo $?
      """)
    #expect(outcome.output == "1\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  /// Whatever lies in the file's place and is not read is said, with -q too.
  @Test func aHomeFileThatIsNotReadIsSaid() {
    let outcome = shell(
      """
      init=\(folder)/config/luodi/init.lq; ask() { \(Self.tiny) -q -c 'count works' "$@" > out 2> err; echo $?; cat err; }
      ask; mkdir $init; ask; rmdir $init; mkfifo $init; ask; rm $init; ln -s nowhere $init; ask; rm $init; ln -s init.lq $init; ask; rm $init
      ln -s /dev/null $init; ask --lang zh; rm $init; ask; echo 'define own for works as cost > 0元' > $init; chmod 666 $init; ask; chmod 600 $init; ask
      rm -r \(folder)/config/luodi; ln -s gone \(folder)/config/luodi; ask; rm \(folder)/config/luodi; mkdir \(folder)/real
      ln -s \(folder)/real \(folder)/config/luodi; ask; ask --no-init
      """)
    let file = folder + "/config/luodi/init.lq"
    let lines = [
      "", "warning: \(file) is a folder, not a file", "warning: \(file) is a pipe, not a file",
      "warning: \(file): No such file or directory",
      "warning: \(file): Too many levels of symbolic links", "警告：\(file) 是设备，不是文件", "",
      "warning: \(file) is left out: anybody may write it or its folder", "", "warning: \(file): No such file or directory", "", "",
    ]
    #expect(outcome.output == lines.map { "0\n" + ($0.isEmpty ? "" : $0 + "\n") }.joined(), "\(outcome.output)\(outcome.errors)")
  }
}
