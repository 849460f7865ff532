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
      #expect(luodi("\(quiet) -c '-0.00005元'").output == "-0.0001\n")
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
