import TestSupport
import Testing

/// `luodi` as scripts and pipes use it.
@Suite struct CommandLineTests {
  static let tiny = "luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq"

  private func luodi(_ rest: String, input: String = "", environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(CommandLineTests.tiny + " " + rest, input: input, environment: environment)
  }

  @Test func answersAreCSVInAPipe() {
    let outcome = luodi("-c 'list works'")
    #expect(
      outcome.output == """
        id,name,area,phase,cost,due
        A1,一号桥,n,done,130,2018-01-03
        A2,二号桥,n,done,80.5,2018-01-04
        A3,南门,s,open,60,2018-01-10
        A4,"东塔, 二期",e,open,1000,2018-03-01

        """)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func severalQueriesAndAScriptOnStandardInput() {
    #expect(luodi("-q -c 'count works' -c '统计 工程 其中 超期'").output == "count\n4\ncount\n1\n")
    #expect(luodi("-q", input: "count works where area = North;\n# a comment\ncount late works\n").output == "count\n2\ncount\n1\n")
    #expect(luodi("-q -f -", input: "count works\n  where late\n").output == "count\n1\n")
  }

  @Test func asOfMovesTheSnapshotAndToday() {
    #expect(luodi("-q -c 'count works' --as-of 2018-01-05").output == "count\n3\n")
    #expect(luodi("-q -c 'count late works as of 2018-01-08'").output == "count\n1\n")
    #expect(luodi("-q -c 'count late works' --today 2018-06-01").output == "count\n2\n")
    let early = luodi("-c 'count works' --as-of 2017-01-01")
    #expect(early.status == 3)
    #expect(early.errors.contains("2018-01-05"))
  }

  @Test func formatsAndFiles() {
    #expect(
      luodi("-q -c 'count works by area as json'").output
        == "[\n{\"area\":\"n\",\"count\":2},\n{\"area\":\"s\",\"count\":1},\n{\"area\":\"e\",\"count\":1}\n]\n")
    #expect(luodi("-q --format tsv -c 'count works by phase'").output == "phase\tcount\nopen\t2\ndone\t2\n")
    let file = luodi(#"-q -c 'count works to "/tmp/luodi-cli-test.csv"' && cat /tmp/luodi-cli-test.csv && rm /tmp/luodi-cli-test.csv"#)
    #expect(file.output == "count\n4\n", "\(file.errors)")
    let option = luodi(
      "-q -c 'count works' --output /tmp/luodi-cli-test.json && cat /tmp/luodi-cli-test.json && rm /tmp/luodi-cli-test.json")
    #expect(option.output == "[\n{\"count\":4}\n]\n", "\(option.errors)")
    #expect(luodi("-q --lang zh -c 'count works by area'").output == "区,个数\n北区,2\n南区,1\n东区,1\n")
  }

  @Test func exitStatusesSayWhatKindOfTrouble() {
    #expect(luodi("-c 'count works'").status == 0)
    #expect(luodi("-c 'count works where nonsense = 3'").status == 2)
    #expect(luodi("-c 'count ('").status == 2)
    #expect(luodi("--frobnicate").status == 2)
    #expect(Program.shell("luodi /nonexistent -c 'count works'").status == 3)
    #expect(luodi("--exit-code -c 'list works where phase = open and phase = done'").status == 1)
    #expect(luodi("--format nonsense -c 'count works'").status == 2)
    #expect(Program.shell(CommandLineTests.tiny + " -c 'list works' | true").status == 0)
    #expect(Program.shell("luodi --help").status == 0)
  }

  @Test func errorsPointAtThePlaceUnderChinese() {
    let outcome = luodi("-c '统计 工程 其中 区=北边'")
    #expect(outcome.status == 2)
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    guard let source = lines.firstIndex(where: { $0.contains("统计 工程") }), source + 1 < lines.count else {
      Issue.record("no source line in \(outcome.errors)")
      return
    }
    // 统计␣工程␣其中␣区= is 18 cells wide.
    let before = lines[source].prefix { $0 != "统" }.count
    #expect(lines[source + 1].prefix { $0 != "^" }.count == before + 18, "\(outcome.errors)")
  }

  @Test func explainsWithoutData() {
    let tokens = Program.shell("luodi -c 'explain tokens count projects'")
    #expect(tokens.status == 0, "\(tokens.errors)")
    #expect(tokens.output.contains("count"))
    #expect(Program.shell("luodi -c 'explain tree list projects where a=b'").status == 0)
  }

  @Test func changesHistoryAndShowAnswer() {
    let changes = luodi("-c 'changes of works since first snapshot | list change, key, field, old, new'")
    #expect(changes.status == 0, "\(changes.errors)")
    #expect(changes.output.hasPrefix("change,key,field,old,new\n"))
    #expect(changes.errors.contains("note: 2018-01-05 to 2018-01-12:"), "\(changes.errors)")
    let history = luodi("-q -c 'history of work A1'")
    #expect(history.output.hasPrefix("key,from,to,change,field,old,new\nA1,2018-01-05,"), "\(history.output)\(history.errors)")
    let show = luodi("-q -c 'show A1'")
    #expect(show.output.hasPrefix("part,record,field,value\nwork,A1,id,A1\nwork,A1,name,一号桥\n"), "\(show.output)\(show.errors)")
    let card = luodi("-q -c 'show work A1 as table'")
    #expect(card.output.hasPrefix("work A1  一号桥\nsnapshot 2018-01-12\n\n  id "), "\(card.output)\(card.errors)")
    #expect(card.output.contains("\nhistory\nfrom        to          change"), "\(card.output)")
    let missing = luodi("-c 'show A9'")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("`A1`"), "\(missing.errors)")
  }

  @Test func loadReportsEveryProblem() {
    let outcome = Program.shell("luodi load --check Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let infer = Program.shell(
      "luodi Tests/ShellTests/Fixtures/tiny/2018-01-12/works.csv --date 2018-01-12 --model infer --model-out /tmp/luodi-inferred.lq -q -c 'count works' && cat /tmp/luodi-inferred.lq; rm -f /tmp/luodi-inferred.lq"
    )
    #expect(infer.output.hasPrefix("count\n4\n"), "\(infer.errors)")
    #expect(infer.output.contains("entity works"))
  }

  /// A path that leads nowhere is an error, asked or not; `lod` is no command.
  @Test func aPathThatIsNotThereIsAnError() {
    for arguments in ["nofile.csv", "lod -q", "nofile -c help", "nofile -c 'print \"x\"' --lang zh", "nofile.luodi"] {
      let outcome = Program.shell("cd /tmp && luodi \(arguments) < /dev/null")
      #expect(outcome.status == 3 && outcome.output == "" && !outcome.errors.isEmpty, "\(arguments): \(outcome.output)")
    }
    #expect(Program.shell("cd /tmp && luodi -c help").status == 0)
    #expect(Program.shell("luodi Tests/ShellTests/Fixtures/tiny -q < /dev/null").status == 0)
  }

  @Test func aParameterIsGivenOnce() {
    let script = "param a: number = 1\nprint \"{$a}\"\n"
    for twice in ["--param a=1 --param a=2", "--param a=1 --param A=1"] {
      let outcome = Program.shell(Self.tiny + " -q \(twice) -f -", input: script)
      #expect(
        outcome.status == 2 && outcome.output == "" && outcome.errors.contains("is given twice"), "\(outcome.output)\(outcome.errors)")
      let chinese = Program.shell(Self.tiny + " -q --lang zh \(twice) -f -", input: script)
      #expect(chinese.status == 2 && chinese.errors.contains("参数给了两次"), "\(chinese.errors)")
    }
    #expect(Program.shell(Self.tiny + " -q --param a=2 -f -", input: script).output == "2\n")
  }
}
