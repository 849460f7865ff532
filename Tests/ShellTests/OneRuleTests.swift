import TestSupport
import Testing

/// Rules of the command line that hold whichever way a thing is said.
@Suite struct OneRuleTests {
  private func luodi(_ rest: String, environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(CommandLineTests.tiny + " " + rest, environment: environment)
  }

  @Test func aQueryMayBeginWithAMinus() {
    for quiet in ["-q", "--quiet --color auto --date 2018-01-01"] {
      // The second reads the arguments by the long way.
      #expect(luodi("\(quiet) -c '-7 / 2'").output == "-3.5\n")
      #expect(luodi("\(quiet) -c '-0.0005元'").output == "-0.0005\n")
      #expect(luodi("\(quiet) -c '-(3 + 4)' -c 'count works' -c '- 3d'").output == "-7\ncount\n4\n-3\n")
    }
    #expect(luodi("-q -c").status == 2)
    #expect(luodi("-q --format -c 'count works'").status == 2)
  }

  @Test(arguments: [
    "-c 'count works as of 2017'", "--as-of 2017 -c 'count works'", "--as-of 2017-01-01 -c 'count works'",
    "-c 'list works where was late on 2017'", "-c 'changes of works since 2017-01-01'",
    "-c 'trend count of works from 2017-01 to 2017-03 every month'", "-c 'count works compare 2017'",
    "-c 'count works as of previous snapshot' --as-of 'first snapshot'", "-c 'print \"{count(works where was late on 2017)}\"'",
    "-c 'define early for works as was late on 2017; count early works'",
  ])
  func aMomentBeforeTheFirstSnapshotIsAProblemOfTheData(_ rest: String) {
    let outcome = luodi("-q " + rest)
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("snapshot"))
  }

  @Test func aQueryThatIsWrongInItselfTooIsWrong() {
    #expect(luodi("-q -c 'count works as of 2017 where cost = nonsense' -c 'count works where nonsense = 3'").status != 0)
    #expect(luodi("-q -c 'count works where was late on 2017 and nonsense = 3'").status == 2)
  }

  /// What says how files are read says nothing of a library, which was read already.
  @Test func optionsOfReadingAreErrorsOverALibrary() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=Tests/ShellTests/Fixtures/tiny.lq; S=Tests/ShellTests/Fixtures/tiny
      luodi load $D/l.luodi $S --model $M -q 2> /dev/null; echo 'count works' > $D/s.lq
      for o in --strict '--date 2018-01-05' '--model infer'; do
        luodi $D/l.luodi $o -q -c 'count works'; echo $?; LUODI_LIBRARY=$D/l.luodi luodi $o -q -c 'count works'; echo $?
        luodi export $D/l.luodi $o --as-tables $D/t; echo $?; luodi check --library $D/l.luodi $o $D/s.lq; echo $?
        luodi $D/l.luodi $o --lang zh -c 'count works' 2>&1 | head -1 | sed 's,/.*/,,'
      done
      luodi $S --model $M --strict -q -c 'count works'; luodi $S/2018-01-05 --model $M --date 2018-01-05 -q -c 'count works'; ls $D
      """)
    let words = ["--strict", "--date", "--model infer"].map { "2\n2\n2\n2\n错误：\($0) 说的是怎样读取数据文件，而 l.luodi 已是库\n" }
    #expect(outcome.output == words.joined() + "count\n4\ncount\n3\nl.luodi\ns.lq\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("--strict says how files of data are read, and "), "\(outcome.errors)")
  }

  @Test(arguments: ["2020-02-30", "2018-13-01", "soon", "20180105", ""])
  func aDayThatIsNoneIsAnErrorOfTheCommandLine(_ day: String) {
    #expect(luodi("-q --date '\(day)' -c 'count works'").status == 2)
    #expect(luodi("-q --today '\(day)' -c 'count works'").status == 2)
    let outcome = Program.shell(
      "luodi load /tmp/luodi-none-such.luodi Tests/ShellTests/Fixtures/tiny --date '\(day)'; echo $?; luodi load --check Tests/ShellTests/Fixtures/tiny --date '\(day)'"
    )
    #expect(outcome.output == "2\n" && outcome.status == 2, "\(outcome.errors)")
  }

  @Test func aVariableSetToNothingIsUnset() {
    let environment = ["LUODI_LIBRARY": ""]
    let outcome = Program.shell(
      "cd $(mktemp -d) && luodi -q -c 'count works'; echo $?; cp -r \(Program.root)/Tests/ShellTests/Fixtures/tiny library.luodi; luodi --model \(Program.root)/Tests/ShellTests/Fixtures/tiny.lq -q -c 'count works'",
      environment: environment)
    #expect(outcome.output == "3\ncount\n4\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("no file or folder library.luodi"), "\(outcome.errors)")
  }

  /// The missing key is a group in every answer; the point of a trend without a snapshot is none, and has no key.
  @Test func theMissingKeyOfATrendHasItsName() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkdir $D/2018-01-05; printf 'id,area\\nA,n\\nB,\\n' > $D/2018-01-05/works.csv
      trend='trend count of works by area from 2018-01 to 2018-01-05 every month'; M=Tests/ShellTests/Fixtures/tiny.lq
      gap='trend count of works by area from 2017-12 to 2018-01-05 every month'
      for q in "$trend" "$gap" "$gap | where count > 0" "$gap | sort by count"; do
        luodi $D --model $M -q --format table -c "$q" | grep 20 | grep -v snapshot | tr -s ' '; echo
      done; luodi $D --model $M -q --format markdown -c "$gap" | sed -n 3,5p; luodi $D --model $M -q --format jsonl -c "$gap"
      """)
    #expect(
      outcome.output == """
        2018-01 North 1
        2018-01 (missing) 1

        2017-12
        2018-01 North 1
        2018-01 (missing) 1

        2018-01 North 1
        2018-01 (missing) 1

        2018-01 North 1
        2018-01 (missing) 1
        2017-12

        | 2017-12 |  |  |
        | 2018-01 | North | 1 |
        | 2018-01 | (missing) | 1 |
        {"period":"2017-12","area":null,"count":null}
        {"period":"2018-01","area":"n","count":1}
        {"period":"2018-01","area":null,"count":1}

        """, "\(outcome.output)\(outcome.errors)")
  }

  @Test func helpOnWhatIsNothingIsAnError() {
    for (words, nearest) in [("nonsense", nil), ("laod", "load"), ("wher", "where"), ("verfy", "verify")] {
      let outcome = Program.shell("luodi help \(words)")
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("error: there is no command and no topic `\(words)`\n"), "\(outcome.errors)")
      if let nearest { #expect(outcome.errors.contains("you might mean `\(nearest)`"), "\(outcome.errors)") }
    }
    #expect(Program.shell("LC_ALL=zh_CN.UTF-8 luodi help nonsense").errors.hasPrefix("错误：没有命令或主题 `nonsense`"))
    #expect(Program.shell("luodi help where").output.hasPrefix("where · "))
    #expect(Program.shell("luodi help exit status").output.contains("an `expect` does not hold"))
    #expect(Program.shell("luodi help load").output.contains("--replace"))
    #expect(Program.shell("luodi help").status == 0)
  }

  /// A warning says that the answer may be none to the question: that is no note.
  @Test func warningsAreSaidWhereNotesAreNot() {
    for query in ["count works where was late as of 2018-01-05", "changes of works since 2018-01-12"] {
      let (loud, quiet) = (luodi("-c '\(query)'"), luodi("-q -c '\(query)'"))
      #expect(quiet.status == 0)
      #expect(quiet.errors.contains("warning: "), "\(query): \(quiet.errors)")
      #expect(loud.errors.contains(quiet.errors) && loud.errors != quiet.errors)
    }
    #expect(luodi("-q -c 'count late works'").errors.isEmpty)
  }

  // MARK: Scripts that are no UTF-8

  private func run(_ bytes: String, _ more: String = "") -> Program.Outcome {
    Program.shell(
      "printf '\(bytes)' \(more)> /tmp/luodi-bytes-$$.lq; \(CommandLineTests.tiny) -q -f /tmp/luodi-bytes-$$.lq; s=$?; rm /tmp/luodi-bytes-$$.lq; exit $s"
    )
  }

  @Test(arguments: [
    (#"count works\nprint "a\377b"\n"#, ":2:9"), (#"# caf\351\ncount works\n"#, ":1:6"),
    (#"count works where name = "\303\050"\n"#, ":1:27"),
    (#"list `\200` of works\n"#, ":1:7"), (#"list works where name matches /\355\240\200/"#, ":1:32"),
  ])
  func bytesThatAreNoTextAreOneErrorWithItsPlace(_ bytes: String, _ place: String) {
    let outcome = run(bytes)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("error: expected text in UTF-8, found other bytes\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains(place + "\n"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("error") } == 1)
  }

  @Test(arguments: ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "GB18030"])
  func anotherEncodingIsOneErrorThatNamesIt(_ encoding: String) {
    let outcome = run(#"列出 工程 前 2\ncount works\nlist works top 2\n"#, "| iconv -t \(encoding) ")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error: expected text in UTF-8, found text in \(encoding)\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("iconv -f \(encoding) -t UTF-8"))
    #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("error") } == 1)
  }

  @Test func argumentsThatAreNoTextAreErrorsToo() {
    let query = luodi(#"-q -c "$(printf 'print "a\377"')""#)
    #expect(query.status == 2 && query.output.isEmpty && query.errors.contains("-c:1:9"), "\(query.errors)")
    let parameter = Program.shell(
      #"printf 'param x: text\nprint $x\n' | "# + CommandLineTests.tiny + #" -q --param "$(printf 'x=a\377')" -f -"#)
    #expect(parameter.status == 2 && parameter.output.isEmpty && parameter.errors.contains("--param x:1:2"), "\(parameter.errors)")
    // U+FFFD that somebody wrote is text.
    #expect(luodi("-q -c 'print \"a\u{FFFD}\"'").output == "a\u{FFFD}\n")
  }

  @Test func aScriptThatIsNoTextIsNotWrittenAnew() {
    let outcome = Program.shell(
      #"printf 'count  works\n# \377\n' > /tmp/luodi-fmt-$$.lq; luodi fmt /tmp/luodi-fmt-$$.lq; s=$?; cat /tmp/luodi-fmt-$$.lq | od -An -c | tr -d ' \n'; rm /tmp/luodi-fmt-$$.lq; exit $s"#
    )
    #expect(outcome.status == 2)
    #expect(outcome.output == #"countworks\n#377\n"#, "\(outcome.output)")
    #expect(outcome.errors.contains(":2:3"))
  }
}
