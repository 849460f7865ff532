import Glibc
import TestSupport
import Testing

/// `matches` through the program: what is refused before anything runs, and what ends at once.
@Suite(.serialized) struct PatternTests {
  private func ask(_ query: String, _ options: String = "") -> Program.Outcome {
    Program.shell("\(CommandLineTests.tiny) -q --color never \(options) -f -", input: query + "\n")
  }

  /// Whatever way a pattern comes in, it is judged before data are asked: status 2, and a caret below the part that is not taken.
  @Test func refusedWhenTheQueryIsChecked() {
    for query in [
      "count works where name matches /汉(?!字)/", "explain count works where name matches /汉(?!字)/",
      "explain sql count works where name matches /汉(?!字)/", "explain plan count works where name matches /汉(?!字)/",
      "define x for works as name matches /汉(?!字)/", "define x(n) for works as cost > n and name matches /汉(?!字)/",
      "let x = works where name matches /汉(?!字)/", "expect no work (name matches /汉(?!字)/)",
      "list id of works | where name matches /汉(?!字)/", "count works where ever name matches /汉(?!字)/",
      "changes of works since 2018-01-05 where name matches /汉(?!字)/", "count works where 1 > 2 and name matches /汉(?!字)/",
    ] {
      let outcome = ask(query)
      #expect(outcome.status == 2 && outcome.output == "", "\(query): \(outcome.status) \(outcome.output)")
      #expect(outcome.errors.contains("looking ahead or behind, `(?!…)`, is not taken"), "\(query): \(outcome.errors)")
      let mark = outcome.errors.split(separator: "\n").first { $0.contains("^^^") } ?? ""
      let line = outcome.errors.split(separator: "\n").first { $0.contains("matches /汉") } ?? ""
      // The Han character is two cells wide.
      #expect(line.prefix(mark.count - 4).hasSuffix("汉"), "\(query): \(outcome.errors)")
    }
  }

  @Test func checkSeesPatternsWithoutALibrary() {
    let model = "--model Tests/ShellTests/Fixtures/tiny.lq"
    for (text, words) in [
      ("count works where name matches /(.)\\1/", "<input>:1:36"), ("define x(n) for works as name matches /[[a]b]/", "<input>:1:41"),
      ("count works where name matches /\(String(repeating: "[", count: 2000))/", "<input>:1:34"),
      ("count works where name matches /\(String(repeating: "(", count: 2000))/", "nested too deeply"),
      ("count works where name matches /a{1000}{1000}/", "repeats what is repeated already"),
      ("count works where name matches /\(String(repeating: "汉", count: 350_000))/", "the pattern is too long: 65536 bytes"),
    ] {
      let outcome = Program.shell("luodi check \(model) -", input: text + "\n")
      #expect(outcome.status == 2 && outcome.errors.contains(words), "\(text.prefix(60)): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("error") } == 1, "\(text.prefix(60))")
      #expect(outcome.errors.utf8.count < 2000, "\(text.prefix(60))")
      for question in ["", "explain sql ", "explain tree ", "explain "] where text.hasPrefix("count") && question != "explain tree " {
        let asked = ask(question + text)
        #expect(asked.status == 2 && asked.errors.contains("error"), "\(question)\(text.prefix(60)): \(asked.status)")
      }
    }
    #expect(Program.shell("luodi check \(model) -", input: "count works where name matches /(.*)*桥$/\n").status == 0)
  }

  @Test func aModelWithABadPatternIsRefused() {
    let outcome = Program.shell(
      """
      F=$(mktemp --suffix=.lq); trap 'rm -f $F' EXIT; cp Tests/ShellTests/Fixtures/tiny.lq $F
      echo 'define odd(n) for works as cost > n and name matches /(?<=a)b/' >> $F
      luodi check $F; echo "status $?"
      """)
    #expect(outcome.output == "status 2\n" && outcome.errors.contains("looking ahead or behind, `(?<=…)`"), "\(outcome.errors)")
  }

  @Test func saidInChinese() {
    let outcome = ask("count works where name matches /(.)\\1/", "--lang zh")
    #expect(outcome.status == 2 && outcome.errors.contains("不支持反向引用 `\\1`"), "\(outcome.errors)")
    #expect(outcome.errors.contains("可将可能重复的内容列出"))
  }

  @Test func noPatternTakesForEver() {
    let outcome = Program.shell(
      "luodi examples/wuhan-2018 -q -f -",
      input: "count projects where name matches /(.*)*x/\ncount projects where name matches /(.+)+$/\n")
    #expect(outcome.status == 0 && outcome.output == "count\n0\ncount\n301\n", "\(outcome.status) \(outcome.output)\(outcome.errors)")
  }

  /// A name of four million letters and a pattern that outgrows the automaton: seconds of work, in one call of the library.
  @Test func ctrlCEndsASearchAndKeepsThePrompt() throws {
    let library = "\(Program.home)/long-name.luodi"
    let made = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; mkdir -p $D/2018-01-05
      python3 -c "import random; random.seed(1); print('编号,名称,区,阶段,造价（万元）,期限'); \
      print('A1,' + ''.join(random.choices('ab', k=4000000)) + ',北区,在办,120,2018-01-03')" > $D/2018-01-05/works.csv
      luodi load \(library) $D --model Tests/ShellTests/Fixtures/tiny.lq -q
      timeout --preserve-status -s INT 1 luodi \(library) -q -c 'count works where name matches /[ab]*a[ab]{900}c/'; echo "status $?"
      """)
    #expect(made.output == "status 130\n", "\(made.output)\(made.errors)")
    let terminal = PseudoTerminal(arguments: [library, "--color", "never"], environment: ["PAGER": "cat", "XDG_STATE_HOME": Program.home])
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count works where name matches /[ab]*a[ab]{900}c/\r")
    #expect(terminal.wait(for: "{900}c/") != nil)
    sleep(1)
    let start = ContinuousClock.now
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "luodi> ")?.contains("interrupted") == true)
    #expect(ContinuousClock.now - start < .milliseconds(500))
    terminal.type("count works\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("1") == true)
    terminal.type("\u{4}")
    #expect(terminal.exitStatus() == 0)
  }
}
