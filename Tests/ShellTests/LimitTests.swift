import TestSupport
import Testing

/// The limits of a text as the program shows them: one error and status 2, or an answer.
@Suite struct LimitTests {
  /// Runs the text that a Python expression makes, over the small example.
  private func ask(_ text: String, _ options: String = "-q --color never", timeout: Int = 60) -> Program.Outcome {
    Program.shell("python3 -c \"print(\(text))\" | \(CommandLineTests.tiny) \(options)", timeout: timeout)
  }

  private func check(_ text: String, _ command: String) -> Program.Outcome {
    Program.shell(
      "D=$(mktemp -d); trap 'rm -rf $D' EXIT; python3 -c \"print(\(text))\" > $D/s.lq; luodi \(command) $D/s.lq 2>&1 > $D/out; echo $?; tail -c 300 $D/out"
    )
  }

  @Test func longAndFlatIsAnswered() {
    for (text, answer) in [
      ("'list ' + ' + '.join(['cost'] * 10000) + ' as c of works where id = A1'", "c\n1300000\n"),
      ("'count works where ' + ' and '.join(['cost > 1万'] * 10000)", "count\n4\n"),
      ("'count works where ' + ' or '.join(['cost > 1万'] * 10000)", "count\n4\n"),
      ("'count works where cost in (' + ', '.join(str(n) + '万' for n in range(50000)) + ')'", "count\n3\n"),
      ("' + '.join(['1'] * 100000)", "100000\n"),
    ] {
      let outcome = ask(text)
      #expect(outcome.status == 0, "\(text): \(outcome.errors.prefix(300))")
      #expect(outcome.output.hasSuffix(answer), "\(text): \(outcome.output.prefix(200))")
    }
  }

  @Test func stagesAndDefinitionsHaveLimits() {
    let stages = ask("'count works by area' + ' | where count > 0' * 680")
    #expect(stages.status == 2 && stages.errors.contains("a query has at most 100 stages"), "\(stages.errors.prefix(300))")
    #expect(ask("'count works by area' + ' | where count > 0' * 100").status == 0)
    let chain = ask(
      "'define d0 for works as cost > 1万\\n' + ''.join('define d%d for works as d%d\\n' % (n, n - 1) for n in range(1, 551)) + 'count works where d550'"
    )
    #expect(chain.status == 2 && chain.errors.contains("stands behind more than 100 definitions"), "\(chain.errors.prefix(300))")
    // Each limit lets its own number through and not one more, whether a definition's body is checked for the first time or known.
    #expect(ask("'count works by area' + ' | where count > 0' * 101").status == 2)
    func chained(_ last: Int) -> String {
      "'define d0 for works as cost > 1万\\n' + ''.join('define d%d for works as d%d\\n' % (n, n - 1) for n in range(1, \(last + 1))) + 'count works where d\(last)'"
    }
    #expect(ask(chained(99)).status == 0)
    #expect(ask(chained(100)).status == 2)
    let chinese = ask("'count works by area' + ' | where count > 0' * 680", "-q --color never --lang zh")
    #expect(chinese.status == 2 && chinese.errors.contains("一个查询最多 100 个步骤"), "\(chinese.errors.prefix(300))")
  }

  /// What the limits let through needs no more stack than there is, however little the system gives.
  @Test(arguments: [64, 256, 1024]) func smallStacksAreEnough(kilobytes: Int) {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; A="luodi $D/l.luodi -q"
      python3 -c "print('count projects where ' + '(' * 190 + 'overdue' + ')' * 190)" > $D/deep.lq; python3 -c "print('1' + ' + 1' * 9999)" > $D/long.lq
      python3 -c "print('count projects where ' + '(' * 4000)" > $D/wrong.lq; ulimit -s \(kilobytes); luodi load $D/l.luodi examples/wuhan-2018 -q > /dev/null 2>&1
      $A -f $D/deep.lq; $A -f $D/long.lq; $A -f $D/wrong.lq 2> /dev/null; echo $?; luodi check $D/deep.lq; echo $?; luodi fmt --stdout $D/deep.lq | wc -l
      $A -c 'count projects where name matches /(a|b)*(公园|项目)/'; luodi verify $D/l.luodi | grep -c sound
      $A --nothing 2> /dev/null; echo $?; sleep 3 | timeout --preserve-status -s INT 1 $A -f -; echo $?
      """, timeout: 120)
    #expect(outcome.output == "count\n73\n10000\n2\n0\n2\ncount\n98\n1\n2\n130\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func checkAndFmtHaveTheSameLimits() {
    for command in ["check", "fmt --stdout", "fmt --check"] {
      for text in [
        "'count works by area' + ' | where count > 0' * 680", "'count works where ' + 'not ' * 5000 + 'late'",
        "'(' * 5000 + '1' + ')' * 5000",
      ] {
        let outcome = check(text, command)
        #expect(outcome.output.hasPrefix("2\n") || outcome.output.contains("\n2\n"), "\(command) \(text): \(outcome.output.prefix(300))")
      }
    }
    #expect(
      check("'define d0 for works as 1 = 1\\ncount works where ' + ' or '.join(['d0'] * 10000)", "fmt --stdout").output.hasPrefix("0\n"))
  }

  @Test func definitionsThatDoubleAreAnswered() {
    let layers =
      "'define d0 for works as cost > 1万\\n' + ''.join('define d%d for works as d%d and not d%d\\n' % (n, n - 1, n - 1) for n in range(1, 61))"
    #expect(ask("\(layers) + 'count works where d60'", timeout: 20).output.hasSuffix("count\n0\n"))
    #expect(ask("\(layers) + 'explain plan list works where d60'", timeout: 20).status == 0)
    #expect(ask("\(layers) + 'explain list works where d60'", timeout: 20).status == 0)
    let sql = ask("\(layers) + 'explain sql count works where d60'", timeout: 20)
    #expect(sql.status == 2 && sql.errors.contains("is too large to be written out as SQL"), "\(sql.errors.prefix(300))")
    let sums =
      "'define s0 for works as cost / 1万\\n' + ''.join('define s%d for works as s%d + s%d\\n' % (n, n - 1, n - 1) for n in range(1, 41))"
    let sum = ask("\(sums) + 'list s40 / s39 as twice, s20 / s0 as many of works where id = A1'", timeout: 20)
    #expect(sum.output.hasSuffix("2,1048576\n"), "\(sum.output) \(sum.errors)")
    let branches =
      "'define b0 for works as cost / 1万\\n' + ''.join('define b%d for works as if b%d > 100 then b%d else b%d + 1\\n' % (n, n - 1, n - 1, n - 1) for n in range(1, 61))"
    let branch = ask("\(branches) + 'list id, b60 as b of works'", timeout: 20)
    #expect(branch.status == 0, "\(branch.errors.prefix(300))")
  }

  /// What a script names costs by itself, however many names there are.
  @Test func thousandsOfNames() {
    for (line, answer, expected) in [
      ("let many%d = works where cost > %d万", "list id of many99 where area = North", "id\nA1\n"),
      ("param many%d: number = %d", "\\$many1999 + \\$many7", "2006\n"),
      ("define many%d for works as cost > %d万", "list id of many99 works where area = North", "id\nA1\n"),
      ("define many for works as cost > %d万\\nprint \\'%d\\'", "list id of works where not many and area = North", "id\nA1\nA2\n"),
    ] {
      let outcome = ask("'\\n'.join('\(line)' % (i, i) for i in range(2000)) + '\\n\(answer)'", timeout: 30)
      #expect(outcome.status == 0)
      #expect(outcome.output.hasSuffix(expected), "\(line): \(outcome.output) \(outcome.errors.prefix(300))")
    }
  }

  /// Longer scripts than a list that is copied for each name, or a search for each mistake, would bear.
  @Test(arguments: [
    ("let many%d = works where cost > %d万", 8000, 0), ("param many%d: number = %d", 16_000, 0),
    ("define many%d for works as cost > %d万\\ncount works", 3000, 0), ("define many%d for works as unheard%d", 4000, 4000),
    ("define many%d for unheard as cost > %d万", 4000, 4000),
  ]) func scriptsOfThousandsOfNames(line: String, count: Int, errors: Int) {
    let text = "'\\n'.join('\(line)'.replace('%d', str(i)) for i in range(\(count))) + '\\ncount works'"
    let run = ask(text, timeout: 40)
    let checked = check(text, "check -q --model Tests/ShellTests/Fixtures/tiny.lq")
    guard errors > 0 else {
      #expect(run.status == 0 && run.output.hasSuffix("count\n4\n"), "\(line): \(run.errors.prefix(300))")
      #expect(checked.output == "0\n", "\(line): \(checked.output.prefix(300))")
      return
    }
    #expect(run.status == 2 && run.errors.components("error:") == 10, "\(line): \(run.errors.prefix(300))")
    #expect(run.errors.hasSuffix("\(errors - 10) more errors are not shown\n"), "\(run.errors.suffix(200))")
    #expect(checked.output.contains("\(errors - 10) more errors are not shown"), "\(line): \(checked.output.suffix(300))")
  }

  @Test func definitionsThatGrowByTheirArgumentsAreOneError() {
    let layers =
      "'define d0(x) for works as cost > x\\n' + ''.join('define d%d(x) for works as d%d(x) and not d%d(x + 1万)\\n' % (n, n - 1, n - 1) for n in range(1, 31))"
    for verb in ["", "explain ", "explain plan ", "explain sql "] {
      let outcome = ask("\(layers) + '\(verb)count works where d30(1万)'", timeout: 40)
      #expect(outcome.status == 2 && outcome.errors.components("error:") == 1, "\(verb): \(outcome.errors.prefix(300))")
      #expect(outcome.errors.contains("written out this has more than 500000 parts"), "\(verb): \(outcome.errors.prefix(300))")
    }
    let checked = check("\(layers) + 'count works where d30(1万)'", "check --model Tests/ShellTests/Fixtures/tiny.lq")
    #expect(checked.output.contains("more than 500000 parts"), "\(checked.output.prefix(300))")
    let chinese = ask("\(layers) + 'count works where d30(1万)'", "-q --color never --lang zh", timeout: 40)
    #expect(chinese.errors.contains("全部展开后，超过 500000 个部分"), "\(chinese.errors.prefix(300))")
    // Few layers are written out: all costs lie above 2万, so d1 holds of none.
    let few = ask("\(layers) + 'count works where d0(1万)\\ncount works where d1(1万)\\ncount works where d9(1万)'", timeout: 40)
    #expect(few.output == "count\n4\ncount\n0\ncount\n0\n", "\(few.output) \(few.errors)")
  }

  @Test func thousandsOfEqualColumns() {
    let outcome = ask("'list ' + ', '.join(['cost'] * 4000) + ' of works where id = A1'", timeout: 40)
    #expect(outcome.output.hasPrefix("cost,cost_2,cost_3,") && outcome.output.components("cost_") == 3999, "\(outcome.errors.prefix(300))")
    #expect(outcome.output.contains("cost_4000\n130,130,"))
    let taken = ask("'list cost as c, cost as c_2, cost as c, cost as c, cost as c_2 of works where id = A1'")
    #expect(taken.output == "c,c_2,c_3,c_4,c_2_2\n130,130,130,130,130\n", "\(taken.output)")
  }

  /// Texts that hardly repeat have no index: one pass looks for all that a statement names.
  @Test func thousandsOfTexts() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkdir $D/2018-01-05
      { echo 'entity things key id name title; field id for things: text; field title for things: text'; } > $D/m.lq
      python3 -c "
      print('id,title')
      for n in range(6000): print('%d,the long name of thing number %d' % (n, n))" > $D/2018-01-05/things.csv
      python3 -c "
      def among(numbers): return 'things where title in (' + ', '.join('\\"the long name of thing number %d\\"' % n for n in numbers) + ')'
      print('count', among(range(0, 12000, 2)))
      print('count', among([1, 2, 3, 3, 6000]))
      print('count', among([1, 2, 3, 4, 5, 7000]))
      print('count', among([7, 8000]), 'or title = \\"the long name of thing number 9\\"')
      print('explain list', among(range(0, 12000, 2)))" > $D/s.lq
      luodi $D --model $D/m.lq -q --no-cache -f $D/s.lq > $D/out; echo $?; head -8 $D/out; grep -c '^  3000  title is ' $D/out
      """, timeout: 60)
    let answers = "0\ncount\n3000\ncount\n3\ncount\n5\ncount\n2\n1\n"
    #expect(outcome.output == answers, "\(outcome.output.prefix(500)) \(outcome.errors.prefix(500))")
  }

  /// The lines of `changes` hold cells of several types, which are compared as they are spelled.
  @Test func thousandsOfTextsAmongChanges() {
    for (values, lines) in [
      ("130", ["changed,A1,cost,120,130"]),
      ("'done', '2018-01-10'", ["changed,A1,phase,open,done", "changed,A3,due,2018-02-01,2018-01-10"]),
    ] {
      let list = "', '.join(chr(34) + str(n) + chr(34) for n in [*range(1000, 4000), \(values)])"
      let outcome = ask("'changes of works since 2018-01-05 where new in (' + \(list) + ')'", timeout: 20)
      #expect(outcome.output == "change,key,field,old,new\n" + lines.joined(separator: "\n") + "\n", "\(outcome.output) \(outcome.errors)")
    }
  }

  /// What `with empty` and `across` multiply is worked out before it is made. Errors come when the query is checked, where declared values and
  /// records alone make too many, else when it runs.
  @Test func tablesThatMultiplyAreRefused() {
    let library = "examples/wuhan-2018/2018-12-28 --no-cache"
    for (query, words) in [
      ("count nodes by project, responsible_unit, kind, done with empty", "`with empty` makes"),
      ("count nodes by project, responsible_unit, done with empty", "`with empty` makes"),
      ("explain sql count nodes by project, project, project with empty", "`with empty` makes"),
      ("explain count nodes by project, project, project with empty", "`with empty` makes"),
      ("count nodes by kind\(String(repeating: ", kind", count: 79)) with empty", "`with empty` makes at most 1000000 groups"),
      ("count nodes by id, due across project with empty with totals", "cells"),
      ("count nodes by kind, project with empty compare first snapshot", nil),
      ("count nodes across id", nil),
      (
        "count, max due, min due, max done, min done, count(where due > done), count(where kind = eia) of nodes across id",
        "`across` makes 11501 columns"
      ),
      ("count nodes by project, done, kind with empty | count", "`with empty` makes"),
      ("count nodes by project, kind | count by project, kind, count with empty", nil),
      ("count projects by district, stage with empty", nil),
    ] as [(String, String?)] {
      let outcome = Program.shell("luodi \(library) -q --color never > /dev/null", input: query, timeout: 60)
      #expect(outcome.status == (words == nil ? 0 : 2), "\(query): \(outcome.status) \(outcome.errors)")
      guard let words else { continue }
      #expect(outcome.errors.contains(words) && outcome.errors.components("error:") == 1, "\(query): \(outcome.errors)")
    }
  }

  /// The groups of all points of a trend together, where declared values and records alone make too many.
  @Test func trendsThatMultiplyAreRefusedBeforeTheyRun() {
    let groups = "nodes by project, responsible_unit, kind with empty"
    for (query, isRefused) in [
      ("explain sql count \(groups)", false), ("explain trend count of \(groups)", true), ("explain 趋势 个数 来自 节点 按 项目、责任单位、节点类型 含空组", true),
      ("trend count of \(groups) from 2018-01 to 2018-12 every month | count", true),
      ("explain sql trend count of \(groups) from 2018-11-30 to 2018-12-28", false),
      ("explain sql trend count of nodes by project, kind with empty", false),
    ] {
      let outcome = Program.shell("luodi examples/wuhan-2018 -q --color never > /dev/null", input: query, timeout: 60)
      #expect(outcome.status == (isRefused ? 2 : 0), "\(query): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("`with empty` makes") == isRefused, "\(query): \(outcome.errors)")
    }
  }

  /// Names and excerpts of any length: an error in no time, and of a length that can be read.
  @Test func longWordsAreCutInMessages() {
    let n = 200_000
    for text in [
      "'count ' + 'x' * \(n)", "'count works where area = ' + 'x' * \(n)", "'count works where ' + 'x' * \(n) + ' = 3'",
      "'列出' + '汉' * \(n)",
      "'show ' + 'x' * \(n)", "'describe ' + 'x' * \(n)", "'count works where ' + '-' * \(n) + '1'",
      "'count works where area = ' + '汉' * \(n)",
      "'print ' + chr(36) + 'x' * \(n)", "'count works by ' + 'x' * \(n)", "'count works as ' + 'x' * \(n)", "'help ' + 'x' * \(n)",
      "'history of work ' + 'x' * \(n)", "'count works as of ' + 'x' * \(n)", "'run ' + chr(39) + 'x' * \(n) + chr(39)",
      "'count works where a' + '-a' * \(n)", "'-' * \(n) + '1'", "'x' * \(n) + '(3)'", "'count works where cost > ' + '1' * \(n)",
    ] {
      let outcome = ask(text, timeout: 20)
      #expect((outcome.status == 2 || outcome.status == 3) && outcome.errors.contains("error:"), "\(text): \(outcome.status)")
      #expect(outcome.errors.utf8.count < 6000, "\(text): \(outcome.errors.utf8.count) \(outcome.errors.prefix(300))")
    }
  }

  /// Each `ever` inside another multiplies the snapshots looked at.
  @Test func lookingBackHasALimit() {
    let text = "'count works where ' + 'ever ' * %d + 'late as of 2018-01-12'"
    #expect(ask(text.replacing("%d", with: "4")).output == ask(text.replacing("%d", with: "1")).output)
    for form in ["ever ", "always ", "not ever "] {
      let outcome = ask(text.replacing("%d", with: "60").replacing("ever ", with: form), timeout: 60)
      #expect(outcome.status == 2 && outcome.errors.contains("looks back more than 50000 times"), "\(outcome.errors.prefix(400))")
      #expect(outcome.errors.contains("error:") && !outcome.errors.contains("more errors"))
    }
    let defined =
      "'define d0 for works as late\\n' + ''.join('define d%d for works as ever d%d\\n' % (n, n - 1) for n in range(1, 60)) + 'count works where d59'"
    let outcome = ask(defined, timeout: 60)
    #expect(outcome.status == 0 || outcome.errors.contains("looks back more than 50000 times"), "\(outcome.errors.prefix(400))")
  }

  @Test func aChoiceOfFiftyThousandValues() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkdir $D/2018-01-05; printf 'id,kind\n1,v7\n2,v49999\n3,V-7\n4,v50000\n' > $D/2018-01-05/things.csv
      { echo 'entity things key id; field id for things: text; field kind for things: choice kinds'
        python3 -c "print('choice kinds: ' + ', '.join('v%d' % n for n in range(50000)))"; } > $D/m.lq
      luodi $D --model $D/m.lq -q -c 'count things where kind = v7' -c 'count things where kind = v49999' -c 'count things where kind = v123'
      """, timeout: 60)
    #expect(outcome.output == "count\n2\ncount\n1\ncount\n0\n", "\(outcome.output) \(outcome.errors)")
  }

  @Test func tenErrorsAreShownAndTheRestCounted() {
    let list = ask("'count works where area in (' + ', '.join('unheard%d' % n for n in range(20000)) + ')'", timeout: 30)
    #expect(list.status == 2)
    #expect(list.errors.components("error:") == 10, "\(list.errors.prefix(600))")
    #expect(list.errors.hasSuffix("19990 more errors are not shown\n"), "\(list.errors.suffix(200))")
    let chinese = ask("'count works where area in (' + ', '.join('unheard%d' % n for n in range(20)) + ')'", "-q --color never --lang zh")
    #expect(chinese.errors.hasSuffix("另有 10 个错误未显示\n"), "\(chinese.errors.suffix(200))")
    let checked = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; for n in $(seq 30); do echo "count unheard$n"; done > $D/s.lq
      luodi check $D/s.lq --color never
      """)
    #expect(checked.status == 2 && checked.errors.components("error:") == 10, "\(checked.errors)")
    #expect(checked.errors.hasSuffix("20 more errors are not shown\n"), "\(checked.errors.suffix(200))")
    let model = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; cp Tests/ShellTests/Fixtures/tiny.lq $D/m.lq
      for n in $(seq 30); do echo "field f$n for unheard: text"; done >> $D/m.lq
      luodi Tests/ShellTests/Fixtures/tiny --model $D/m.lq -c 'count works' --color never
      """)
    #expect(model.status == 2 && model.errors.components("error:") == 10, "\(model.errors)")
  }

  @Test func resultsOfResultsHaveALimit() {
    let outcome = ask("'count works by area\\n' + 'list _ where count > 0\\n' * 150")
    #expect(outcome.status == 2 && outcome.errors.contains("has come through 100 stages already"), "\(outcome.errors.prefix(300))")
  }

  /// Ctrl-C while a long text is checked.
  @Test func aCheckHeedsInterrupts() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT
      python3 -c "print('count works where area in (' + ', '.join('unheard%d' % n for n in range(700000)) + ')')" > $D/s.lq
      timeout --signal=INT 1 luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q -f $D/s.lq 2>/dev/null; echo $?
      """, timeout: 60)
    #expect(["130\n", "124\n"].contains(outcome.output), "\(outcome.output)")
  }
}

extension String {
  /// How often a part stands in it.
  fileprivate func components(_ part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }

  /// Which condition keeps the rows out is not tried pair by pair.
  @Test func anEmptyAnswerOfManyConditionsIsExplained() {
    let outcome = Program.shell(
      """
      Q="explain list works where cost > 9亿 and phase = done"; for i in $(seq 1000); do Q="$Q and late"; done
      luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq --no-cache -q -c "$Q" | wc -l
      """, timeout: 30)
    #expect((outcome.output.split(separator: "\n").first.flatMap { Int($0) } ?? 0) > 1000, "\(outcome.output)\(outcome.errors)")
  }
}
