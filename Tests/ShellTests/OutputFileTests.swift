import TestSupport
import Testing

/// Where answers go: into files, devices and pipes, and never over what is read or what belongs to others.
@Suite struct OutputFileTests {
  /// Runs commands in a folder of their own, `$D`, with a library in it, `$L`; `$A` asks it.
  private func run(_ commands: String, environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; R=$PWD/Tests/ShellTests/Fixtures; cp -r $R/tiny $R/tiny.lq $D; cd $D; M=tiny.lq; S=tiny
      L=l.luodi; luodi load $L $S --model $M -q 2> /dev/null; A="luodi $L -q"
      \(commands)
      """, environment: environment)
  }

  private static let hasOtherUsers =
    Program.shell("[ $(id -u) = 0 ] && setpriv --reuid 65534 --regid 65534 --clear-groups true").status == 0

  @Test func devicesAndPipesAreWrittenInto() {
    let outcome = run(
      """
      $A -c 'count works' -o /dev/stdout; $A -c 'count works' -o /dev/stderr 2> e; cat e; $A -c 'count works' -o /dev/fd/3 3> f; cat f
      mkfifo p; cat p > g & $A -c 'count works' -c 'count works' -o p --format csv; wait; cat g; test -p p && echo still a pipe
      $A -c 'list works to "/dev/null"'; test -c /dev/null && echo still a device; $A -c 'count works' -o /dev/fd/77; echo $?; ls
      """)
    #expect(
      outcome.output == String(repeating: "count\n4\n", count: 5)
        + "still a pipe\nstill a device\n3\ne\nf\ng\nl.luodi\np\ntiny\ntiny.lq\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func linksStayAndModesStay() {
    let outcome = run(
      """
      umask 027; echo old > t.csv; chmod 604 t.csv; ln -s t.csv link; ln link/../t.csv hard 2> /dev/null || ln t.csv hard
      $A -c 'count works as csv' -o link; stat -c '%a %h' t.csv; readlink link; cmp t.csv hard && cat t.csv
      ln -s sub/new.csv far.csv; mkdir sub; $A -c 'count works' -o far.csv; readlink far.csv; stat -c %a sub/new.csv
      ln -s round.csv round.csv; $A -c 'count works' -o round.csv; echo $?; $A -c 'count works' -o sub; echo $?; $A -c 'count works' -o no/x.csv; echo $?
      chmod 604 t.csv; rm hard; $A -c 'count works' -o t.csv; stat -c '%a %h' t.csv; ls -A sub
      """)
    #expect(
      outcome.output == "604 2\nt.csv\ncount\n4\nsub/new.csv\n640\n3\n3\n3\n604 1\nnew.csv\n", "\(outcome.output)\(outcome.errors)")
    for words in ["Too many levels of symbolic links", "Is a directory", "No such file or directory"] {
      #expect(outcome.errors.contains(words), "\(words)")
    }
  }

  /// The system reads a path up to its first U+0000: `victim\u{0}.csv` would be `victim`, and a script another one.
  @Test func aNameWithNULIsNoFile() {
    let outcome = run(
      #"""
      echo mine > victim; echo 'count works' > ok.lq; echo 'run "ok.lq\u{0}zzz"' > s.lq; ln -s victim link
      for q in 'count works to "victim\u{0}.csv"' 'count works to "\u{0}"' 'count works to "link\u{0}" as csv' 'show snapshots to "victim\u{0}"' \
        'count works by stage | where count > 0 to "victim\u{0}"' 'run "ok.lq\u{0}zzz"' 'run "ok\u{0}.lq"' '统计 works 存到 "victim\u{0}.csv"'; do
        $A -c "$q" 2> e; echo $?; grep -c 'holds no U+0000' e
      done; $A -f s.lq 2> e; echo $?; grep -A2 '^ --> ' e; luodi check s.lq 2> e; echo $?; grep -c 'holds no U+0000' e
      $A --lang zh -c 'count works to "victim\u{0}"' 2>&1 | head -1; cat victim; rm e; ls
      """#)
    #expect(
      outcome.output == String(repeating: "2\n1\n", count: 8)
        + #"2\#n --> s.lq:1:5\#n  |\#n1 | run "ok.lq\u{0}zzz"\#n2\#n1\#n错误：文件名中不能有 U+0000\#nmine\#n"#
        + "l.luodi\nlink\nok.lq\ns.lq\ntiny\ntiny.lq\nvictim\n", "\(outcome.output)\(outcome.errors)")
  }

  /// Also what a run makes for itself, and what it will read later.
  @Test func whatARunNeedsItselfIsNotWrittenOver() {
    let outcome = run(
      """
      export XDG_CONFIG_HOME=$D; mkdir luodi sub x; echo 'define q for works as late' > i.lq; cp i.lq luodi/init.lq; ln -s sub/far.luodi far.luodi
      echo 'count works' > s.lq; printf 'count works\ncount works to "s.lq" as csv\nrun "s.lq"\n' > c.lq; echo 'the only copy' > x/works.csv
      echo 'count works to "two.csv"; count works to "two.csv"' > two.lq
      sum() { cat l.luodi *.lq luodi/init.lq $M x/* | cksum; }; before=$(sum); load="load n.luodi $S --model $M -q"
      for o in n.luodi ./n.luodi sub/../n.luodi n.luodi.loading; do
        luodi $load --report $o; echo $?; luodi $load --model-out $o; echo $?
      done; test -e n.luodi || echo none
      for o in i.lq luodi/init.lq; do
        for option in -o --report --model-out; do luodi $L --init i.lq -c 'count q works' $option $o; echo $?; done
        $A --init i.lq -c "count q works to \\"$o\\" as csv"; echo $?
      done
      $A -f c.lq; echo $?; luodi $S --model $M -c 'count works' -o a.csv --report a.csv; echo $?
      luodi $S --model $M -c 'count works' --report a.csv --model-out a.csv; echo $?
      luodi $S --model $M -c 'count works to "a.csv"' --report a.csv; echo $?; test -e a.csv || echo none
      luodi check --model $M --library $S s.lq --report s.lq; echo $?; luodi check --library $L two.lq; echo $?
      luodi export $L --as-tables x; echo $?; [ "$before" = "$(sum)" ] && echo untouched
      rm x/works.csv; luodi export $L --as-tables x && luodi export $L --as-tables x; echo $?
      luodi load far.luodi $S --model $M -q 2> /dev/null; readlink far.luodi; ls sub
      """)
    let refused = String(repeating: "3\n", count: 8) + "none\n" + String(repeating: "3\n", count: 12) + "none\n3\n2\n3\nuntouched\n"
    #expect(outcome.output == refused + "0\nsub/far.luodi\nfar.luodi\n", "\(outcome.output)\(outcome.errors)")
  }

  /// The scripts that scripts run, and the library of those who only open the prompt or export.
  @Test func whatIsReadLaterIsNotWrittenOver() {
    let outcome = run(
      """
      echo 'count works' > in.lq; echo 'run "in.lq"' > out.lq; echo 'run "out.lq"' > outer.lq; ln -s in.lq link.csv
      sum() { cat l.luodi *.lq | cksum; }; before=$(sum)
      for option in -o --report --model-out; do $A -f outer.lq $option in.lq; echo $?; $A -c 'run "outer.lq"' $option link.csv; echo $?; done
      for option in --report --model-out; do
        luodi check outer.lq --library $L $option in.lq; echo $?; luodi export $L --as-tables x $option $L; echo $?
        script -qec "luodi $L $option $L" /dev/null < /dev/null > e; echo $?; grep -c 'not written over' e
      done
      script -qec "luodi $L -o $L" /dev/null < /dev/null > e; echo $?
      luodi check outer.lq --library $L --report r.csv; echo $?; head -c 4 r.csv; echo; [ "$before" = "$(sum)" ] && echo untouched
      """)
    #expect(
      outcome.output == String(repeating: "3\n", count: 6) + String(repeating: "3\n3\n3\n1\n", count: 2) + "3\n0\nfile\nuntouched\n",
      "\(outcome.output)\(outcome.errors)")
  }

  /// An option that could do nothing is no success.
  @Test func whatNothingGoesIntoIsSaid() {
    let outcome = run(
      """
      echo old > x.csv; echo 'print "x"' > p.lq
      $A -c 'print "x"' -o x.csv; echo $?; $A -c 'describe works' -c 'explain list works' -c help -o x.csv; echo $?; $A -f p.lq -o x.csv --lang zh; echo $?
      $A -c 'run "p.lq"' -o x.csv; echo $?; $A -c 'count works to "y.csv"' -o x.csv; echo $?; test -e y.csv || echo none; cat x.csv
      $A -c 'run "nothere.lq"' -o x.csv 2> /dev/null; echo $?; $A -c 'print "x"' -c 'count works' -o x.csv; echo $?; cat x.csv
      for option in '--report r.csv' '--model-out m.lq' --strict '--date 2018-01-01' '--model infer'; do luodi check p.lq $option; echo $?; done; ls r.csv m.lq
      """)
    #expect(
      outcome.output == "2\n2\n2\n2\n2\nnone\nold\n3\nx\n0\ncount\n4\n2\n2\n2\n2\n2\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("no answer of this run goes there"))
    #expect(outcome.errors.contains("本次运行没有写入其中的答案"))
    #expect(outcome.errors.contains("--report is about the data"))
  }

  @Test func aMinusIsStandardOutput() {
    let outcome = run(
      """
      $A -c 'count works' -o -; $A -c '1 + 1' -o -; $A -c 'print "x"' -o -; $A -c 'count works to "-"' -c '2 + 2' -o z.csv; cat z.csv
      $A -c 'count works' -c 'count works' --output - --format json; $A -c 'print "y"' --report - --model-out - | grep -c -e '^file,row' -e '^entity'
      $A -c 'count works' -o ./-; cat ./-; rm ./-; ls -A
      """)
    #expect(
      outcome.output == """
        count
        4
        2
        x
        count
        4
        2 + 2
        4
        [
        {"count":4}
        ]
        [
        {"count":4}
        ]
        3
        count
        4
        l.luodi
        tiny
        tiny.lq
        z.csv

        """, "\(outcome.output)\(outcome.errors)")
  }

  @Test func whatIsReadIsNotWrittenOver() {
    let outcome = run(
      """
      echo 'count works' > s.lq; echo 'run "s.lq"; count works to "s.lq" as csv' > t.lq; ln l.luodi hard.csv; ln -s tiny/2018-01-12/works.csv w.csv
      sum() { cat l.luodi s.lq t.lq $M tiny/*/* | cksum; }; before=$(sum)
      for o in l.luodi hard.csv s.lq; do $A -f s.lq -o $o; echo $?; done; $A -f t.lq; echo $?
      luodi $S --model $M -c 'count works' -o w.csv; echo $?; luodi $S --model $M -q -c 'count works' -o $M; echo $?
      luodi load l.luodi $S --replace -q --report l.luodi; echo $?; luodi load n.luodi $S --model $M -q --model-out tiny/2018-01-05/works.csv; echo $?
      luodi load --check $S --model $M --report w.csv > /dev/null; echo $?
      [ "$before" = "$(sum)" ] && echo untouched; $A -c 'count works' -o tiny/2018-01-12/new.csv && ls tiny/2018-01-12
      """)
    #expect(
      outcome.output == String(repeating: "3\n", count: 9)
        + "untouched\nnew.csv\nworks.csv\n", "\(outcome.output)\(outcome.errors)")
    for words in ["the library that is asked", "a script that is run", "a file of the snapshots", "the model in use"] {
      #expect(outcome.errors.contains(words), "\(words)")
    }
  }

  @Test(.enabled(if: hasOtherUsers)) func rightsAreAskedOfTheFile() {
    let outcome = run(
      """
      cp $(command -v luodi) $D/program; other() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=$D "$@"; }
      mkdir open; chmod 755 $D; chmod 777 open; echo x > open/closed.csv; chmod 444 open/closed.csv; cp l.luodi open; chmod 644 open/l.luodi
      other $D/program open/l.luodi -q -c 'count works' -o open/closed.csv; echo $?; cat open/closed.csv
      other $D/program load open/l.luodi $S --replace -q; echo $?
      echo x > open/theirs.csv; chown 65534 open/theirs.csv; $A -c 'count works' -o open/theirs.csv; stat -c %u open/theirs.csv
      other $D/program open/l.luodi -q -c 'count works' -c '1 + 1' -o open/theirs.txt; stat -c %u open/theirs.txt
      other $D/program open/l.luodi -q -c 'count works' -o open/theirs.csv; echo $?; cat open/theirs.csv; ls -A open
      """)
    #expect(
      outcome.output == "3\nx\n3\n65534\n65534\n0\ncount\n4\nclosed.csv\nl.luodi\ntheirs.csv\ntheirs.txt\n",
      "\(outcome.output)\(outcome.errors)")
  }

  @Test func aLockOfSomebodyElseIsLeftAlone() {
    let outcome = run(
      """
      echo evil > victim; ln -s victim l.luodi.loading; luodi load $L $S --replace -q; echo $?; rm l.luodi.loading
      ln victim l.luodi.loading; luodi load $L $S --replace -q; echo $?; rm l.luodi.loading
      mkfifo l.luodi.loading; timeout 5 luodi load $L $S --replace -q --lang zh; echo $?; rm l.luodi.loading; mkdir l.luodi.loading
      luodi load $L $S --replace -q; echo $?; rmdir l.luodi.loading; : > l.luodi.loading; luodi load $L $S --replace -q; echo $?; cat victim; ls
      """)
    #expect(outcome.output == "3\n3\n3\n3\n0\nevil\nl.luodi\ntiny\ntiny.lq\nvictim\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("is no file of a load's: it is left alone"))
    #expect(outcome.errors.contains("不是载入所写的文件，未作改动"))
  }

  @Test(.enabled(if: hasOtherUsers)) func aLockOfAnotherUserIsNamed() {
    let outcome = run(
      ": > l.luodi.loading; chown 65534 l.luodi.loading; luodi load $L $S --replace -q; echo $?; stat -c '%u %s' l.luodi.loading")
    #expect(outcome.output == "3\n65534 0\n")
    #expect(outcome.errors.contains("l.luodi.loading is a file of nobody"), "\(outcome.errors)")
  }

  /// A FIFO that nobody reads holds the writing up, so that the signal surely comes in the middle of it.
  @Test func nothingIsLeftBehindBySignals() {
    let outcome = run(
      """
      for s in INT TERM HUP; do
        { sleep 3 | timeout -s $s 1 env -S luodi load other.luodi /dev/stdin --model infer --date 2018-01-01 -q; } 2> /dev/null
        mkdir -p big/2018-01-05; [ -s big/2018-01-05/works.csv ] || { echo id,name; seq -f '%.0f,x' 1 400000; } > big/2018-01-05/works.csv
        for t in 0.05 0.2 0.4 0.6 0.8 1; do timeout -s $s $t luodi load big.luodi big --model infer -q 2> /dev/null; rm -f big.luodi; done
      done
      ls -A
      """)
    #expect(outcome.output == "big\nl.luodi\ntiny\ntiny.lq\n", "\(outcome.output)\(outcome.errors)")
  }

  // MARK: every byte arrives

  @Test func aFullDiskIsStatusThree() {
    let outcome = run(
      #"""
      echo 'list   works' > s.lq
      for c in "$L -c 'list works'" "$L -c 'print \"{count(works)}\"'" "$L -c 'describe works'" "$L -c 'describe'" "$L -c 'describe snapshots'" \
        "$L -c 'explain list works'" "$L -c 'explain plan list works'" "$L -c 'explain sql list works'" "$L -c 'explain tree list works'" "$L -c help" \
        "$L -c 'show A1'" "$L -c 1+1" "info $L" "verify $L" "load n.luodi $S --model $M" "load --check $S --model $M" 'fmt --stdout s.lq' \
        'fmt --check s.lq' --help --version 'help load'; do
        eval "luodi $c > /dev/full" 2> e; [ $? = 3 ] && grep -q 'No space left on device' e || echo "full: $c"
        rm -f n.luodi; eval "luodi $c >&-" 2> e; [ $? = 3 ] && grep -q 'Bad file descriptor' e || echo "closed: $c"
      done
      $A -c 'count works' --lang zh > /dev/full; echo $?
      """#)
    #expect(outcome.output == "3\n", "\(outcome.output)")
    #expect(outcome.errors == "错误：标准输出：磁盘空间不足\n", "\(outcome.errors)")
  }

  @Test func aClosedPipeIsSilent() {
    let outcome = run(
      "bash -c 'luodi l.luodi -q -c \"list works\" | true; echo ${PIPESTATUS[0]}; (trap \"\" PIPE; luodi l.luodi -q -c help) | true; echo ${PIPESTATUS[0]}'"
    )
    #expect(outcome.output == "141\n141\n", "\(outcome.output)")
    #expect(outcome.errors == "")
  }

  /// Without standard output the first file that is opened would get its number.
  @Test func aClosedOutputIsNotTheLibrary() {
    let outcome = run(
      "cksum < $L > b; $A -c 'list works' >&- 2> /dev/null; luodi load $L $S --replace >&- 2> /dev/null; echo $?; luodi verify $L > /dev/null; echo $?"
    )
    #expect(outcome.output == "3\n0\n")
  }

  @Test func loadsWriteReportAndModel() {
    let outcome = run(
      """
      printf 'B1,x,nowhere,done,many,2018-13-40\\n' >> tiny/2018-01-12/works.csv
      luodi load n.luodi $S --model $M -q --report r.csv --model-out m.lq 2> /dev/null; echo $?; grep -c 2018-13-40 r.csv; grep -c '^entity' m.lq
      luodi load k.luodi $S --model $M -q --strict --report strict.csv 2> /dev/null; echo $?; cmp r.csv strict.csv; ls *.luodi
      luodi load --check $S --model $M -q --report c.csv --model-out c.lq > /dev/null; echo $?; cmp r.csv c.csv; cmp m.lq c.lq
      luodi load k.luodi $S --model $M -q --report no/r.csv; echo $?; ls *.luodi; $A -c 'count works' --report a.csv --model-out a.lq; ls a.csv a.lq
      """)
    #expect(
      outcome.output == "0\n1\n2\n3\nl.luodi\nn.luodi\n0\n3\nl.luodi\nn.luodi\ncount\n4\na.csv\na.lq\n",
      "\(outcome.output)\(outcome.errors)")
  }

  /// A file that only its owner may read stays one, whoever writes it anew.
  @Test func privateFilesStayPrivate() {
    let outcome = run(
      """
      umask 022; printf 'count  works\\n' > s.lq; echo old > a.csv; chmod 600 s.lq a.csv $L
      luodi fmt s.lq; cat s.lq; $A -c 'count works' -o a.csv; $A -c 'count works to "new.csv"'; luodi load $L $S --replace -q 2> /dev/null
      stat -c '%a %n' s.lq a.csv $L new.csv
      """)
    #expect(outcome.output == "count works\n600 s.lq\n600 a.csv\n600 l.luodi\n644 new.csv\n", "\(outcome.output)\(outcome.errors)")
  }

  // MARK: several answers

  @Test func aSecondAnswerForAFileOfOneTableIsRefusedBeforeAnythingRuns() {
    let outcome = run(
      """
      printf 'count works to "q.csv"\\ncount works to "./q.csv"\\n' > two.lq; echo 'run "two.lq"' > outer.lq; echo 'count works to "q.csv"' > one.lq
      for f in csv tsv json jsonl; do $A -c 'print "ran"' -c 'list works' -c 'count works' -o x.$f; echo "$f $?"; done; $A -f two.lq; echo $?; $A -f outer.lq; echo $?
      $A -f one.lq -f one.lq; echo $?; $A -f one.lq -c 'count works' -o q.csv; echo $?; $A -c 'count works as csv' -c 'count works as html' -o y; echo $?; ls *.csv y
      $A -f one.lq -c 'print "one answer"' -c '1 + 1' -o v.csv; echo $?; cat q.csv v.csv
      """)
    #expect(
      outcome.output == "csv 2\ntsv 2\njson 2\njsonl 2\n2\n2\n2\n2\n2\none answer\n0\ncount\n4\n1 + 1\n2\n",
      "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("./q.csv would hold a second answer, and a file of the format csv holds one\n --> two.lq:2:13"))
    #expect(outcome.errors.contains("y would hold answers of two formats"))
  }

  @Test func formatsForPeopleHoldSeveral() {
    let outcome = run(
      """
      for f in html md txt xlsx; do $A -c 'list works' -c 'count works' -c 'show A1' -o x.$f; echo $?; done; grep -c '<table>' x.html; grep -c doctype x.html
      grep -c '^| ---' x.md; grep -c '^-' x.txt; python3 -c "import zipfile; print(sum('sheet' in n and 'rels' not in n for n in zipfile.ZipFile('x.xlsx').namelist()))"
      printf 'list works to "y.md"\\ncount works to "y.md"\\nlist nothing\\n' > s.lq; $A -f s.lq; echo $?; grep -c '^| ---' y.md
      """)
    #expect(outcome.output == "0\n0\n0\n0\n3\n1\n3\n3\n4\n2\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  // MARK: bytes of a library

  @Test func aLibraryDoesNotTellWhereItsFilesLay() {
    let outcome = run(
      """
      mkdir -p here/deep/er there; cp -r $S here/deep/er/data; cp -r $S there/data; printf 'B1,x,nowhere,done,many,2018-13-40\\n' | tee -a */data/2018-01-12/works.csv here/deep/er/data/2018-01-12/works.csv > /dev/null
      (cd there; luodi load ../a.luodi data --model ../$M -q 2> /dev/null); luodi load b.luodi $D/here/deep/er/data/ --model $M -q 2> /dev/null; cmp a.luodi b.luodi && echo equal
      luodi load c.luodi $D/here/deep/er/data/2018-01-12/works.csv --date 2018-01-12 --model $M -q 2> /dev/null
      for f in a b c; do grep -c -a -e "$D" -e deep $f.luodi; done; luodi info b.luodi | grep works.csv
      export XDG_CACHE_HOME=$D/cache; luodi there/data --model $M -q -c 'count works' > /dev/null; grep -c -a -e "$D" -e there cache/luodi/*.luodi
      """)
    #expect(outcome.output.hasPrefix("equal\n0\n0\n0\n"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("  2018-01-12/works.csv: "), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("\n0\n"), "\(outcome.output)")
  }

  /// What would be written is CSV, whatever the name says.
  @Test func anEndingOfNoFormatIsAnError() {
    let outcome = run(
      """
      for o in out.xls x.nope no.such .csvx.y; do $A -c 'count works' -o $o; echo $?; $A -c "count works to \\"$o\\""; echo $?; done 2> e
      grep -c 'no format goes with the name' e; $A --lang zh -c 'count works' -o out.xls 2>&1 | head -1
      $A -c 'print "first"' -c 'count works' -o late.xls 2> e; echo $?; rm e; ls
      $A -c 'count works' -o plain && cat plain; $A -c 'count works' -o x.nope --format csv && cat x.nope; $A -c 'count works as json' -o y.nope && cat y.nope
      $A -c 'count works' -o .hidden && cat .hidden
      """)
    #expect(
      outcome.output == String(repeating: "2\n", count: 8) + "8\n错误：由文件名 out.xls 看不出格式：请以 .csv、.json、.xlsx 等结尾，或写 `as FORMAT`\n2\n"
        + "l.luodi\ntiny\ntiny.lq\ncount\n4\ncount\n4\n[\n{\"count\":4}\n]\ncount\n4\n", "\(outcome.output)\(outcome.errors)")
  }
}
