import Glibc
import TestSupport
import Testing

/// `luodi check` and `luodi fmt`.
@Suite(.serialized) struct CheckAndFormatTests {
  private let model = "--model Tests/ShellTests/Fixtures/tiny.lq"

  @Test func aSoundScriptIsFine() {
    let outcome = Program.shell("luodi check \(model) \(ScriptTests.folder)report.lq \(ScriptTests.folder)ask.lq")
    #expect(outcome.status == 0 && outcome.errors == "" && outcome.output == "", "\(outcome.errors)")
    // The scripts of the house, without a library.
    let house = Program.shell(
      "luodi check examples/tour.lq examples/queries/*.lq && luodi check --model examples/nyc/nyc.lq examples/nyc/queries.lq")
    #expect(house.status == 0, "\(house.errors)")
  }

  @Test func everyMistakeIsFound() {
    let outcome = Program.shell("luodi check \(model) \(ScriptTests.folder)mistakes.lq")
    #expect(outcome.status == 2)
    for words in [
      "mistakes.lq:2:54", "the unit is missing", "mistakes.lq:3:15", "mistakes.lq:5:9", "mistakes.lq:6:23", "`day`", "nowhere.lq",
      "`a` -> `b` -> `a`",
    ] {
      #expect(outcome.errors.contains(words), "\(words): \(outcome.errors)")
    }
    // Without a library a value may be one of the data's.
    #expect(!outcome.errors.contains("Nrth") && !outcome.errors.contains("Q9"))
    let judged = Program.shell("luodi check \(model) --library Tests/ShellTests/Fixtures/tiny \(ScriptTests.folder)mistakes.lq")
    #expect(judged.status == 2 && judged.errors.contains("no value `Nrth`") && judged.errors.contains("no value `Q9`"), "\(judged.errors)")
  }

  @Test func scriptsRunByScriptsAreCheckedToo() {
    let outcome = Program.shell("luodi check \(model) \(ScriptTests.folder)outer.lq")
    #expect(outcome.status == 2 && outcome.errors.contains("parts/broken.lq:2:19") && outcome.errors.contains("outer.lq:1:5"))
    #expect(Program.shell("luodi check \(model) \(ScriptTests.folder)loop.lq").errors.contains("runs itself"))
    #expect(Program.shell("luodi check \(model) nowhere.lq").status == 3)
    #expect(Program.shell("luodi check \(model) - --param m=1", input: "param n: number\n").status == 2)
    let input = Program.shell("luodi check \(model) -", input: "count works\ncount wroks\n")
    #expect(input.status == 2 && input.errors.contains("<input>:2:7"), "\(input.errors)")
  }

  /// A library brings its definitions along, as a file and as what is kept of a folder.
  @Test func theDefinitionsOfALibraryAreKnown() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; export XDG_CACHE_HOME=$D/cache; F=Tests/ShellTests/Fixtures; echo 'count late works' > $D/s.lq
      luodi load $D/l.luodi $F/tiny \(model) -q 2> /dev/null; luodi check -q --library $D/l.luodi $D/s.lq; echo $?
      for time in 1 2; do luodi check -q \(model) --library $F/tiny $D/s.lq; echo $?; done
      """)
    #expect(outcome.output == "0\n0\n0\n" && outcome.errors == "", "\(outcome.output)\(outcome.errors)")
  }

  /// The file of `--model` over a library: its definitions beside those of the library, or in their place, and all of them sound.
  @Test func aModelOverALibraryAddsToIt() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; L=$D/l.luodi; luodi load $L Tests/ShellTests/Fixtures/tiny \(model) -q 2> /dev/null
      ask() { echo "$1" > $D/m.lq; luodi $L --model $D/m.lq -q --color never -c "$2"; echo $?; }
      ask 'define later for works as late and cost > 80万' 'count later works'
      ask 'define late for works as phase = done' 'count late works'
      ask 'define other for works as cost > 3万' 'count late works'
      ask 'define wrong for works as nosuch' 'count works'
      ask 'define wrong for works as late and (' 'count works'
      """)
    #expect(outcome.output == "count\n0\n0\ncount\n2\n0\ncount\n1\n0\n2\n2\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("unknown name `nosuch` in works\n --> "), "\(outcome.errors)")
  }

  @Test func formattingRewritesInPlaceAndOnce() {
    let path = "/tmp/luodi-fmt-\(getpid()).lq"
    let text = "# first\ncount   works where  (late)   # behind\n\n\n\n;;count works\n  # inside\n  by area\n"
    let formatted = "# first\ncount works where (late)  # behind\n\ncount works\n  # inside\n  by area\n"
    let outcome = Program.shell(
      "cat > \(path) && chmod 640 \(path) && luodi fmt --check \(path); echo $?; luodi fmt \(path) && luodi fmt --check \(path); echo $?; stat -c %a \(path); cat \(path); rm \(path)",
      input: text)
    #expect(outcome.output == "\(path)\n1\n0\n640\n" + formatted, "\(outcome.errors)")
    #expect(Program.shell("luodi fmt -", input: text).output == formatted)
  }

  @Test func whatDoesNotParseIsLeftAlone() {
    let path = "/tmp/luodi-fmt-bad-\(getpid()).lq"
    let outcome = Program.shell("cat > \(path); luodi fmt \(path); echo $?; cat \(path); rm \(path)", input: "count  (\n")
    #expect(outcome.output == "2\ncount  (\n")
    #expect(outcome.errors.contains(":1:9"), "\(outcome.errors)")
    #expect(Program.shell("luodi fmt nowhere.lq").status == 3)
    let stdout = Program.shell("luodi fmt --stdout \(ScriptTests.folder)ask.lq")
    #expect(stdout.status == 0 && stdout.output.hasPrefix("param place: areas \"which area\"\n"))
  }

  /// Links lead to the file, its other names see the change, and what may not be written or is not text stays as it is.
  @Test func formattingKeepsFilesWhatTheyAre() {
    let outcome = Program.shell(
      #"""
      luodi=$(command -v luodi); D=$(mktemp -d); trap 'rm -rf $D' EXIT; cd $D
      echo 'count   works' > a.lq; ln -s a.lq link.lq; ln a.lq other.lq
      luodi fmt link.lq; echo $?; test -L link.lq && cat other.lq
      printf 'count   works # \377\n' > bad.lq; cp bad.lq before; luodi fmt bad.lq; echo $?; cmp bad.lq before && echo same
      echo 'count   works' > held.lq; chmod 444 held.lq; chmod 755 $D; cp held.lq before
      if [ $(id -u) = 0 ]; then
        chown -R nobody $D; setpriv --reuid=65534 --regid=65534 --clear-groups $luodi fmt held.lq; echo $?
      else luodi fmt held.lq; echo $?; fi
      cmp held.lq before && echo same
      """#)
    #expect(outcome.output == "0\ncount works\n2\nsame\n3\nsame\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("expected text in UTF-8, found other bytes\n --> bad.lq:1:17"), "\(outcome.errors)")
    #expect(outcome.errors.contains("held.lq: Permission denied"), "\(outcome.errors)")
  }

  @Test func formattingShowsTenErrorsAndCountsTheRest() {
    let outcome = Program.shell("luodi fmt --stdout -", input: String(repeating: "count ) 5\n", count: 30))
    #expect(outcome.status == 2 && outcome.output == "" && outcome.errors.hasSuffix("20 more errors are not shown\n"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("error:") } == 10)
  }

  @Test func scriptsOfTheHouseKeepTheirForm() {
    let outcome = Program.shell("luodi fmt --check Sources/Landing/landing.lq examples/tour.lq examples/queries/*.lq")
    #expect(outcome.status < 2, "\(outcome.errors)")
  }

  // MARK: Init files

  @Test func aUsersDefinitionsAreLoadedFirst() {
    let folder = "/tmp/luodi-init-\(getpid())"
    let tiny = "luodi $root/Tests/ShellTests/Fixtures/tiny --model $root/Tests/ShellTests/Fixtures/tiny.lq -q"
    let outcome = Program.shell(
      """
      root=$PWD; mkdir -p \(folder)/luodi \(folder)/here && cd \(folder)/here
      echo 'define dear for works as cost > 100万; define nothing for lands as size > 3' > \(folder)/luodi/init.lq
      echo 'define dearer for works as dear and phase = open' > luodi.lq
      \(tiny) --init luodi.lq -c 'count dear works' -c 'count dearer works'; echo $?
      \(tiny) --no-init -c 'count dear works' 2>/dev/null; echo $?
      echo 'count works; define odd for works as csot > 3; define even for works as cost > 3万' > luodi.lq
      \(tiny) --init luodi.lq -c 'count even works'; echo $?
      rm -r \(folder)
      """, environment: ["XDG_CONFIG_HOME": folder])
    #expect(outcome.output == "count\n2\ncount\n1\n0\n2\n2\n", "\(outcome.errors)")
    #expect(outcome.errors.contains("luodi.lq:1:1") && outcome.errors.contains("only declarations"), "\(outcome.errors)")
    #expect(outcome.errors.contains("`csot`") && outcome.errors.contains("luodi.lq:1:38"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("lands"))
  }

  /// What an init file declares for an entity of another model is named, and its other declarations hold.
  @Test func definitionsWithoutTheirEntityAreNamed() {
    let folder = "/tmp/luodi-init-entity-\(getpid())"
    defer { _ = Program.shell("rm -r \(folder)") }
    for (language, heading, words) in [
      ("en", "count", "leaves out, since the model has no such entity, `nothing`"), ("zh", "个数", "略过（模型中没有其实体） `nothing`"),
    ] {
      let outcome = Program.shell(
        """
        mkdir -p \(folder); echo 'define dear for works as cost > 100万; define nothing for lands as size > 3' > \(folder)/more.lq
        \(CommandLineTests.tiny) --lang \(language) --init \(folder)/more.lq -c 'count dear works'
        """)
      #expect(outcome.status == 0 && outcome.output == "\(heading)\n2\n", "\(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test func anInitFileShowsTenErrorsAndCountsTheRest() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; for n in $(seq 30); do echo "define d$n for works as unheard$n > 3"; done > $D/init.lq
      \(CommandLineTests.tiny) -q --color never --init $D/init.lq -c 'count works'
      """)
    #expect(outcome.status == 2 && outcome.output == "" && outcome.errors.contains("20 more errors are not shown\n"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("error:") } == 10)
  }

  /// What is written out needs no data to be wrong.
  @Test func constantsThatLeaveTheYearsAreFoundWithoutALibrary() {
    for wrong in [
      "2018-03-07 - 2018y", "2018-03-07 + 9000y", "count works where due > 2018-03-07 + (9000y + 1y)", "2018-03-07 + 1d + 99999y",
      "define far for works as due > 2018-03-07 - 9999y",
    ] {
      let outcome = Program.shell("luodi check \(model) -", input: wrong + "\n")
      #expect(outcome.status == 2 && outcome.errors.contains("no day of the years 1 to 9999"), "\(wrong): \(outcome.errors)")
      let chinese = Program.shell("luodi check --lang zh \(model) -", input: wrong + "\n")
      #expect(chinese.status == 2 && chinese.errors.contains("9999"), "\(wrong): \(chinese.errors)")
    }
    for right in ["today + 9000y", "param n: number = 9000\n2018-03-07 + $n * 1y", "2018-03-07 + 900y"] {
      #expect(Program.shell("luodi check \(model) -", input: right + "\n").status == 0, "\(right)")
    }
  }

  /// A column without a name is called by its words, however they are laid out, so that formatting changes no header.
  @Test func formattingChangesNoHeader() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; T="luodi Tests/ShellTests/Fixtures/tiny \(model) -q"
      printf '%s\\n' 'sum cost/2 of works' 'sum   (cost)  /2,max cost  -1万元 of works' '求和 造价/2 来自 工程' 'list id,cost*2+1万元,if cost>3万元 then 1 else 2 of works' \
        'count works by if cost>3万元 then "a" else "b"' 'list -cost , (cost)-(cost) of works' > $D/all
      while read -r q; do printf '%s\\n' "$q" > $D/q.lq; $T -f $D/q.lq | head -1 > $D/a; $T -f $D/q.lq --format json > $D/j
        luodi fmt $D/q.lq || echo unformatted; $T -f $D/q.lq | head -1 | cmp - $D/a && $T -f $D/q.lq --format json | cmp - $D/j || echo "$q"; cat $D/a; done < $D/all
      """)
    #expect(
      outcome.output == #"""
        sum cost / 2
        sum(cost) / 2,max cost - 1万元
        求和 造价 / 2
        id,cost * 2 + 1万元,if cost > 3万元 then 1 else 2
        "if cost > 3万元 then ""a"" else ""b""",count
        -cost,(cost) - (cost)

        """#, "\(outcome.output)\(outcome.errors)")
  }

  /// What does not parse is not rewritten, and is no fault of the formatter's.
  @Test func gluedAndUnfinishedStatementsAreLeftAlone() {
    for script in [
      "求和;\n", "去重数;\n", "distinct;\n", "sum;\ncount works\n", "count works\n\n  list works top 1\n",
      "count works\n# note\n\n    show A1\n", "let a = list works\n \n  count a\n",
    ] {
      let outcome = Program.shell(
        "D=$(mktemp); cat > $D; cp $D $D.old; luodi fmt $D; s=$?; cmp $D $D.old && rm $D $D.old; exit $s", input: script)
      #expect(outcome.status == 2 && outcome.output == "" && !outcome.errors.contains("fault"), "\(script): \(outcome.errors)")
    }
    let glued = Program.shell("luodi check \(model) -; luodi check --lang zh \(model) -", input: "count works\n\n  list works top 1\n")
    #expect(glued.errors.contains("line 3 goes on with the statement of line 1, because it is indented"), "\(glued.errors)")
    let chinese = Program.shell("luodi check --lang zh \(model) -", input: "count works\n\n  list works top 1\n")
    #expect(chinese.errors.contains("第 3 行有缩进，因此接着第 1 行的语句"), "\(chinese.errors)")
    // What needs the line below is one statement with it, whatever it begins with.
    for script in [
      "let a =\n\n  list works\n", "define few for works: number as\n\n  count works\n", "count works where\n\n  late\n",
      "list id, cost of works\n\n  sort by cost\n", "explain\n\n  count works\n",
    ] {
      let outcome = Program.shell("luodi fmt --stdout -", input: script)
      #expect(outcome.status == 0, "\(script): \(outcome.errors)")
    }
  }
}
