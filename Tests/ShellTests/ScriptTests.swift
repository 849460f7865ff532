import TestSupport
import Testing

/// Scripts with parameters, sets, expectations and scripts of their own.
@Suite struct ScriptTests {
  static let folder = "Tests/ShellTests/Fixtures/scripts/"

  private func luodi(_ rest: String, input: String = "", environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(CommandLineTests.tiny + " -q " + rest, input: input, environment: environment)
  }

  private func script(_ name: String, _ rest: String = "") -> Program.Outcome { luodi("-f \(ScriptTests.folder)\(name) \(rest)") }

  @Test func aReportRunsFromTopToBottom() {
    let outcome = script("report.lq")
    #expect(
      outcome.output == """
        North: 2 works, 210.5 万元; over 50 万元: 2
        id
        A1
        A2
        inside 2018-01-05
        count
        2
        {done}

        """)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
  }

  @Test func parametersComeFromTheCommandLine() {
    #expect(script("report.lq", "--param place=城北 --param floor=1百万").output.hasPrefix("North: 2 works, 210.5 万元; over 100 万元: 1\n"))
    // By name, whichever script declares it; `with` stands nearer.
    #expect(script("report.lq", "--param place=e --param day=2018-01-01").output.contains("e 2018-01-05"))
    #expect(luodi("--param n=3 -c 'param n: number; list id of works top $n by cost'").output == "id\nA4\nA1\nA2\n")
    // An answer for the inner script alone.
    let inner = luodi("--param day=2018-03-01 -c 'run \"\(ScriptTests.folder)parts/inner.lq\"; count timely works'")
    #expect(inner.output == "inside 2018-03-01\ncount\n1\n", "\(inner.errors)")
  }

  @Test(arguments: [
    ("--param plcae=North", "`place`"), ("--param place=Nroth", "`North`"), ("--param floor=5", "the unit is missing"),
    ("--param place=", "no value"),
  ])
  func wrongParametersAreRefused(_ option: String, _ words: String) {
    let outcome = script("report.lq", option)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func aParameterWithoutValueIsAnErrorAwayFromATerminal() {
    let outcome = script("ask.lq")
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(outcome.errors.contains("ask.lq:1:7") && outcome.errors.contains("--param place=…"), "\(outcome.errors)")
    #expect(script("ask.lq", "--param place=South").output == "count\n1\n")
  }

  @Test func aFailedExpectationShowsWhatBrokeIt() {
    let outcome = script("report.lq", "--param place=s")
    #expect(outcome.status == 1)
    #expect(!outcome.output.contains("{done}"))
    #expect(
      outcome.errors == """
        error: nothing here may be late
          --> Tests/ShellTests/Fixtures/scripts/report.lq:12:8
           |
        12 | expect no mine (late) "nothing here may be late"
           |        ^^^^^^^^^^^^^^
           = note: expected no mine (late)
           = note: broken by 1 work: A3

        """)
  }

  @Test(arguments: [
    ("expect count(works) = 3", "count(works) is 4", "4 works: A1, A2, A3, A4"),
    ("expect sum(works.cost) < 1百万 and count(works) = 4", "sum(works.cost) is 1270.5 万元", "万元"),
    ("expect every work (phase = done)", "broken by 2 works: A3, A4", "every work"),
    ("expect any work (cost > 9亿)", "4 works: A1, A2, A3, A4", "any work"),
    ("expect no work (late) or count(works) > 5", "no work (late): broken by 1 work: A3", "count(works) is 4"),
    ("expect every work (late) as of 2018-01-05", "error", "as of"),
    ("let none = list works where cost > 9亿; expect any none", "there are no works", "any none"),
    ("expect avg(works.cost where cost > 9亿) > 0", "is (missing)", "avg"),
  ])
  func evidence(_ query: String, _ first: String, _ second: String) {
    let outcome = luodi("-c '\(query)'")
    #expect(outcome.status == (query.contains("as of") ? 2 : 1))
    #expect(outcome.errors.contains(first) && outcome.errors.contains(second), "\(outcome.errors)")
  }

  @Test func fineExpectationsAreSilent() {
    let outcome = luodi("-c 'expect no work (cost > 9亿)' -c 'expect count(works) > 3 and any work is late \"x\"'")
    #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "", "\(outcome.errors)")
  }

  @Test func innerScriptsTellTheirPlaceAndWhereTheyWereRun() {
    let outcome = script("outer.lq")
    #expect(outcome.status == 2)
    #expect(outcome.output == "before\n")
    #expect(outcome.errors.contains("Tests/ShellTests/Fixtures/scripts/parts/broken.lq:2:19"), "\(outcome.errors)")
    #expect(outcome.errors.contains("was run from here\n --> Tests/ShellTests/Fixtures/scripts/outer.lq:1:5"), "\(outcome.errors)")
  }

  @Test func pathsAreReadFromTheScriptsFolder() {
    // From another folder the same script finds the same parts.
    let outcome = Program.shell(
      "root=$PWD && cd / && luodi $root/Tests/ShellTests/Fixtures/tiny --model $root/Tests/ShellTests/Fixtures/tiny.lq -q -f $root/\(ScriptTests.folder)report.lq"
    )
    #expect(outcome.status == 0 && outcome.output.contains("inside"), "\(outcome.errors)")
    let missing = luodi("-c 'run \"nowhere.lq\"'")
    #expect(missing.status == 3 && missing.errors.contains("nowhere.lq"))
  }

  @Test func aScriptThatRunsItselfIsRefused() {
    let outcome = script("loop.lq")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("loop.lq` -> `") && outcome.errors.contains("back.lq:1:5"), "\(outcome.errors)")
  }

  @Test func parametersOfAnInnerScriptDoNotLeak() {
    let outcome = luodi("-c 'run \"\(ScriptTests.folder)parts/inner.lq\" with day = 2018-01-05; count timely works; print \"{$day}\"'")
    #expect(outcome.status == 2)
    #expect(outcome.output == "inside 2018-01-05\ncount\n2\n")
    #expect(outcome.errors.contains("`$day` is not declared"), "\(outcome.errors)")
  }

  @Test func argumentsAreCheckedAgainstTheScript() {
    let unknown = luodi("-c 'run \"\(ScriptTests.folder)parts/inner.lq\" with dya = 2018-01-05'")
    #expect(unknown.status == 2 && unknown.errors.contains("-c:1:61") && unknown.errors.contains("`day`"), "\(unknown.errors)")
    let wrong = luodi("-c 'run \"\(ScriptTests.folder)parts/inner.lq\" with day = North'")
    #expect(wrong.status == 2 && wrong.errors.contains("expected a date for the parameter `day`, found `North`"), "\(wrong.errors)")
  }

  @Test func allInputsShareTheSession() {
    let outcome = luodi(
      "-c 'define small for works as cost < 100万' -f - -c 'count mine; count small works; print \"{$n}\"; list id of works where id in mine and small'",
      input: "param n: number = 7\nlet mine = list works where phase = done\n")
    // Queries run first, in their order, then scripts: the order of the two kinds on the command line does not count.
    #expect(outcome.status == 2 || outcome.output.contains("count"), "\(outcome.errors)")
    let second = luodi(
      "-c 'let mine = list works where phase = done' -c 'count mine' -c '| where count > 1' -f -", input: "list id of mine\n")
    #expect(second.output == "count\n2\ncount\n2\nid\nA1\nA2\n", "\(second.errors)")
  }

  @Test func lineNumbersAreThoseOfTheInput() {
    let outcome = luodi("-f -", input: "count works\n\n# 注释\nprint \"多 {count(works where\n")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("<input>:4:"), "\(outcome.errors)")
    let piece = luodi("-f -", input: "count works\nprint \"共 {count(works)} 个，{cuont(works)}\"\n")
    #expect(piece.output == "count\n4\n" && piece.errors.contains("<input>:2:28"), "\(piece.errors)")
  }

  @Test func textsNeedNoLibrary() {
    let outcome = Program.shell("luodi -q -c 'param n: number = 3; print \"no data\"'")
    #expect(outcome.status == 0 && outcome.output == "no data\n", "\(outcome.errors)")
  }

  @Test func valuesArePrintedAsPeopleReadThem() {
    #expect(luodi("-c 'print \"{2018-02-14 - 2018-02-13} {1 / 3} {max(works.due)} {1 < 2}\"'").output == "1 day 0.3333 2018-03-01 yes\n")
    #expect(
      luodi(
        "--lang zh -c 'param p: areas = n; print \"{$p}：{sum(works.cost)}，{2018-02-14 - 2018-02-11}，{max(works.cost where late and phase = done)}\"'"
      )
      .output == "北区：1270.5万元，3天，(空)\n")
  }

  @Test func definitionsOfOneScriptMayNameEachOther() {
    let outcome = luodi("-f -", input: "define x for works as y and late\ndefine y for works as cost > 50万\ncount x works\n")
    #expect(outcome.output == "count\n1\n", "\(outcome.errors)")
    let cycle = luodi("-f -", input: "define x for works as y\ndefine y for works as x\n")
    #expect(cycle.status == 2 && cycle.errors.contains("`x` -> `y` -> `x`"), "\(cycle.errors)")
  }

  @Test func describeCountsWhatADefinitionHoldsToday() {
    let outcome = luodi(
      "-c 'define f(x) for works as cost > x; define total for works as sum(cost)' -c 'describe f; describe total; describe late'")
    #expect(outcome.output.contains("depends on `x`: `f(…)`"), "\(outcome.output)")
    #expect(outcome.output.contains("today: 1270.5 万元"))
    #expect(outcome.output.contains("of 4"))
  }

  /// Whatever form of Unicode the system has the name in, and whatever form is typed.
  @Test func scriptsAreFoundByEitherFormOfTheirNames() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; A="$PWD/Tests/ShellTests/Fixtures/tiny --model $PWD/Tests/ShellTests/Fixtures/tiny.lq --no-cache -q"; cd $D
      apart=$(printf 'e\\314\\201'); whole=$(printf '\\303\\251'); mkdir $apart $apart/$whole; echo 'print "one"' > $apart/$whole/$apart.lq
      echo 'print "other"' > $whole.lq
      for in in $apart $whole; do
        luodi $A -c "run '$in/$in/$in.lq'"; luodi $A -c "run '$in.lq'"; luodi $A -c "run '$PWD/$in/$in/$in.lq'"; luodi $A -c "run '$in/$in.lq'" 2> /dev/null; echo $?
        luodi $A -c "run '$in/$in/$in.lq'" -c 'count works' -o $apart/$whole/$apart.lq 2> /dev/null; echo $?
      done
      """)
    #expect(outcome.output == String(repeating: "one\nother\none\n3\n3\n", count: 2), "\(outcome.output)\(outcome.errors)")
  }
}
