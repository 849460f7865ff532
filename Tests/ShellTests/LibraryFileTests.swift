import TestSupport
import Testing

/// Library files as people load, ask and break them.
@Suite struct LibraryFileTests {
  static let fixtures = "Tests/ShellTests/Fixtures"

  /// Runs commands in a folder of their own, `$D`; the model's file is `$M`, the fixture's snapshots are in `$S`.
  private func run(_ commands: String, environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'chmod -R u+w $D; rm -rf $D' EXIT; M=\(Self.fixtures)/tiny.lq; S=\(Self.fixtures)/tiny
      \(commands)
      """, environment: environment)
  }

  @Test func loadedSnapshotsAnswerLikeTheirFiles() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S --model $M -q && luodi $D/l.luodi -q -c 'list works' > $D/1 && luodi $S --model $M -q -c 'list works' > $D/2
      cmp $D/1 $D/2 && luodi $D/l.luodi -q -c 'count late works as of 2018-01-08' && luodi verify $D/l.luodi && ls -A $D
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    // The definition of `late` came with the library.
    #expect(lines.prefix(2) == ["count", "1"])
    #expect(lines.dropFirst(2).first?.contains("sound, 2 snapshots from 2018-01-05 to 2018-01-12") == true)
    #expect(lines.suffix(3) == ["1", "2", "l.luodi"])
    #expect(outcome.errors.contains("added 2 snapshots from 2018-01-05 to 2018-01-12; now 2 snapshots"))
  }

  /// What a load lost is said however quiet it is to be; notes are not, and the report holds both.
  @Test func aQuietLoadTellsOfProblems() {
    let outcome = run(
      """
      cp -r $S $D/s; R=$PWD; cd $D; quiet() { luodi load "$@" --model $R/$M -q --color never > out 2> said; echo $?; cat out; sed 1d said; }
      quiet fine.luodi s; echo ',x,北区,在办,1,' >> s/2018-01-12/works.csv
      quiet a.luodi s; quiet b.luodi s --report r.csv; grep -c row-without-key r.csv; quiet c.luodi s --report - --lang zh | grep -v ,
      quiet d.luodi s --strict | sed -n '1p;$p'; ls d.luodi 2> /dev/null; luodi info a.luodi | grep -c 'row 6: .*key'
      """)
    #expect(
      outcome.output == """
        0
        0
        warning: 1 problem in the files: `luodi info a.luodi` lists them, `--report FILE` writes them to a file
        0
        warning: 1 problem in the files: r.csv lists them
        1
        0
        警告：文件中有 1 个问题：见报告
        3
          hint: without --strict the rest would be loaded; the report says what is wrong
        1

        """, "\(outcome.output) \(outcome.errors)")
  }

  /// Definitions are taken apart only when a text needs them; what is said must not tell the difference.
  @Test func definitionsAreThereWhenNeeded() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S --model $M -q 2> /dev/null; echo describe > $D/s.lq
      for q in 'count works' 'count LATE works' '统计 工程 其中 超期' 'count works where latte' 'count works; count late works' 'describe late' 'list nothing' \
          describe 'describe works' '介绍 工程' 'help lat' "run \"$D/s.lq\""; do
        luodi $D/l.luodi -q -c "$q" > $D/1 2>&1; one=$?; luodi $S --model $M -q -c "$q" > $D/2 2>&1; [ $one = $? ] && cmp $D/1 $D/2 && echo same
      done
      """)
    #expect(outcome.output == String(repeating: "same\n", count: 12), "\(outcome.output)")
  }

  @Test func snapshotsJoinInAnyOrderAndOnce() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S/2018-01-12 --model $M -q; luodi load $D/l.luodi $S/2018-01-05 -q; cp $D/l.luodi $D/before
      luodi load $D/l.luodi $S/2018-01-05 -q; echo $?; cmp $D/l.luodi $D/before && echo untouched
      luodi load $D/l.luodi $S/2018-01-05 -q --replace; echo $?
      luodi load $D/whole.luodi $S --model $M -q; luodi info $D/l.luodi | head -5
      luodi $D/l.luodi -q -c 'count works as of 2018-01-05; count works'
      """)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.prefix(3) == ["3", "untouched", "0"], "\(outcome.errors)")
    #expect(lines.suffix(4) == ["count", "3", "count", "4"])
    #expect(outcome.errors.contains("the library already has a snapshot of 2018-01-05"))
    #expect(outcome.errors.contains("--replace"))
    #expect(outcome.output.contains("2018-01-05  3 areas  3 works"))
  }

  /// The weekly folder without a file, and a snapshot replaced by less of it.
  @Test func tablesThatAreGoneAreProblems() {
    let outcome = run(
      """
      cp -r $S $D/s; for d in 2018-01-05 2018-01-12; do printf 'id,name\\nn,Nord\\ns,Mid\\ne,Ost\\n' > $D/s/$d/areas.csv; done; mkdir $D/a $D/b; mv $D/s/2018-01-12 $D/b
      luodi load $D/l.luodi $D/s --model $M -q --strict 2> /dev/null; cp -r $D/b/2018-01-12 $D/a; rm $D/a/2018-01-12/areas.csv
      luodi load $D/l.luodi $D/a --strict -q; echo $?; cp $D/l.luodi $D/m.luodi; luodi load $D/m.luodi $D/a | grep 'no rows of areas'
      luodi load $D/l.luodi $D/b --strict -q; echo $?; luodi load $D/l.luodi $D/a --replace --strict -q; echo $?
      luodi load $D/l.luodi $D/a --replace --lang zh | grep 快照没有; cd $D/b/2018-01-12; luodi load $D/l.luodi . --replace -q
      luodi load $D/l.luodi $D/b $D/s --replace -q --lang zh
      """)
    #expect(
      outcome.output == """
        3
          snapshot 2018-01-12 has no rows of areas; the snapshot of 2018-01-05 had some: the snapshot has no areas
        0
        3
          2018-01-12 的快照没有 `areas` 的行，被替换的快照有；此快照没有 `areas`

        """, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("l.luodi: replaced 1 snapshot of 2018-01-12; now 2 snapshots"), "\(outcome.errors)")
    #expect(outcome.errors.contains("l.luodi：已替换2 个快照，2018-01-05 至 2018-01-12；现有2 个快照"), "\(outcome.errors)")
  }

  /// A file that is named alone has the date of its folder, and `.` the name of the current one.
  @Test func theFoldersNameDatesWhateverIsNamed() {
    let outcome = run(
      """
      R=$PWD; luodi load $D/1.luodi $S/2018-01-05/works.csv --model $M -q; cd $S/2018-01-12
      luodi load $D/2.luodi . --model $R/$M -q; luodi load $D/3.luodi works.csv --model $R/$M -q; luodi works.csv --model $R/$M -q -c 'describe snapshots'
      """)
    #expect(outcome.status == 0 && outcome.output.contains("2018-01-12"), "\(outcome.output)\(outcome.errors)")
    for (library, day) in [(1, "05"), (2, "12"), (3, "12")] {
      #expect(outcome.errors.contains("/\(library).luodi: added 1 snapshot of 2018-01-\(day);"), "\(outcome.errors)")
    }
  }

  @Test func infoTellsSizesAndProblems() {
    let outcome = run(
      """
      cp -r $S $D/s; printf 'B1,x,nowhere,done,many,2018-13-40\\n' >> $D/s/2018-01-12/works.csv
      luodi load $D/l.luodi $D/s --model $M -q; luodi info $D/l.luodi; luodi info $D/l.luodi --lang zh
      luodi load $D/m.luodi $D/s --model $M -q --strict; echo $?; ls $D
      """)
    #expect(outcome.output.contains("works: 5 keys"))
    #expect(outcome.output.contains("no such day") || outcome.output.contains("not a date"), "\(outcome.output)")
    #expect(outcome.output.contains("个键"))
    #expect(outcome.output.hasSuffix("3\nl.luodi\ns\n"), "\(outcome.output)")
  }

  @Test func brokenFilesAreRefused() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S --model $M -q 2> /dev/null; size=$(stat -c %s $D/l.luodi)
      head -c $((size / 2)) $D/l.luodi > $D/cut.luodi; printf 'id,name\\n1,2\\n' > $D/table.luodi; : > $D/empty.luodi
      cp $D/l.luodi $D/flip.luodi; for at in $(seq 64 8 $((size - 3000))); do printf '\\252' | dd of=$D/flip.luodi bs=1 seek=$at conv=notrunc 2> /dev/null; done
      for f in cut table empty flip absent; do luodi $D/$f.luodi -q -c 'list works'; echo "$f $?"; luodi verify $D/$f.luodi > /dev/null; echo "$f $?"; done
      luodi load $D/table.luodi $S -q; echo $?; cat $D/table.luodi
      """)
    let statuses = outcome.output.split(separator: "\n")
    #expect(statuses.prefix(10).allSatisfy { $0.hasSuffix(" 3") }, "\(outcome.output)")
    #expect(outcome.output.hasSuffix("3\nid,name\n1,2\n"), "\(outcome.output)")
    for words in ["is cut short", "is no luodi library", "damaged", "no file or folder"] {
      #expect(outcome.errors.contains(words), "\(words)")
    }
  }

  @Test func aLibraryCutShortUnderAReaderEndsIt() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S --model $M -q 2> /dev/null
      { sleep 1; truncate -s 64 $D/l.luodi; echo 'list works'; } | luodi $D/l.luodi -q; echo $?
      """)
    #expect(outcome.output == "3\n", "\(outcome.errors)")
    #expect(outcome.errors.contains("l.luodi was changed on disk after it was opened"), "\(outcome.errors)")
  }

  @Test func failedLoadsLeaveTheLibraryAlone() {
    let outcome = run(
      """
      luodi load $D/l.luodi $S/2018-01-05 --model $M -q 2> /dev/null; cp $D/l.luodi $D/before
      (ulimit -f 4; luodi load $D/l.luodi $S/2018-01-12 -q); echo $?; cmp $D/l.luodi $D/before && ls $D
      luodi load /sys/l.luodi $S --model $M -q; echo $?; luodi load $D/no/l.luodi $S --model $M -q; echo $?
      mkdir $D/closed; cp $D/l.luodi $D/closed; chmod 444 $D/closed/l.luodi; chmod 555 $D/closed; luodi $D/closed/l.luodi -q -c 'count works'
      """)
    #expect(outcome.output == "3\nbefore\nl.luodi\n3\n3\ncount\n3\n", "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("File too large"))
    #expect(outcome.errors.contains("cannot be written"))
  }

  @Test func aSecondLoadIsToldOrWaits() {
    let outcome = run(
      """
      export D; : > $D/l.luodi.loading; flock $D/l.luodi.loading sh -c 'until grep -q waiting $D/said 2> /dev/null; do sleep 0.1; done' &
      while flock -n $D/l.luodi.loading true; do sleep 0.1; done
      luodi load $D/l.luodi $S --model $M -q --no-wait; echo $?; luodi load $D/l.luodi $S --model $M -q 2> $D/said; echo $?; cat $D/said >&2
      luodi verify $D/l.luodi > /dev/null; echo $?
      """)
    #expect(outcome.output == "3\n0\n0\n", "\(outcome.errors)")
    #expect(outcome.errors.contains("another load is writing"))
    #expect(outcome.errors.contains("waiting for another load"))
  }

  @Test func foldersAreKeptInTheCache() {
    let outcome = run(
      """
      export XDG_CACHE_HOME=$D/cache; cp -r $S $D/s; ask="luodi $D/s --model $M -q -c"
      $ask 'count works'; ls $D/cache/luodi | wc -l; $ask 'count late works'
      cp $D/cache/luodi/*.luodi $D/kept; printf 'C1,new,n,open,1,2018-09-01\\n' >> $D/s/2018-01-12/works.csv; $ask 'count works'
      cmp -s $D/kept $D/cache/luodi/*.luodi || echo renewed; ls $D/cache/luodi | wc -l
      rm -r $D/cache; $ask 'count works' --no-cache; ls $D/cache 2> /dev/null; XDG_CACHE_HOME=/proc $ask 'count works'
      $ask 'count works'; printf x > $D/cache/luodi/*.luodi; $ask 'count works'
      """)
    #expect(
      outcome.output.replacing("count\n", with: "").split(separator: "\n") == ["4", "1", "1", "5", "renewed", "1", "5", "5", "5", "5"])
    #expect(outcome.errors == "")
  }

  /// Fifty loads, each killed at a random moment: the library always is whole and has the snapshots that were reported, and at most the one in flight.
  @Test func killedLoadsLeaveAWholeLibrary() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=\(Self.fixtures)/tiny.lq; F=\(Self.fixtures)/tiny/2018-01-12/works.csv
      start=$(date +%s%N); mkdir -p $D/s/2018-01-01; cp $F $D/s/2018-01-01
      luodi load $D/l.luodi $D/s/2018-01-01 --model $M -q 2> /dev/null || exit 9
      whole=$((($(date +%s%N) - start) / 1000000)); echo 2018-01-01 > $D/reported; seed=12345
      for i in $(seq 1 50); do
        day=$(date -d "2018-01-01 + $i days" +%F); mkdir -p $D/s/$day; cp $F $D/s/$day
        seed=$(((seed * 1103515245 + 12345) % 2147483648)); delay=$((seed / 65536 % (whole + whole / 4) + 1))
        timeout -s KILL $(printf '%d.%03d' $((delay / 1000)) $((delay % 1000))) luodi load $D/l.luodi $D/s/$day -q 2> $D/said
        if grep -q "added" $D/said; then echo $day >> $D/reported; fi
        luodi verify $D/l.luodi > $D/verdict || { cat $D/verdict; exit 8; }
        luodi $D/l.luodi -q -c 'describe snapshots' | cut -d ' ' -f 1 > $D/held
        grep -vxFf $D/reported $D/held > $D/more
        grep -vxFf $D/held $D/reported > $D/lost && { echo lost; cat $D/lost; exit 7; }
        if [ -s $D/more ]; then [ "$(cat $D/more)" = $day ] || { echo extra; cat $D/more; exit 6; }; echo $day >> $D/reported; fi
      done
      ls -A $D | grep luodi | grep -v -e '^l.luodi$' -e '^l.luodi.loading$' && exit 5
      mkdir $D/s/2019-01-01; cp $F $D/s/2019-01-01; luodi load $D/l.luodi $D/s/2019-01-01 -q 2> /dev/null || exit 4
      ls -A $D | grep luodi; echo "$(wc -l < $D/reported) of 51"
      """, timeout: 240)
    #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "l.luodi")
    let reported = lines.last.flatMap { Int($0.prefix { $0 != " " }) } ?? 0
    // Some were killed and some were not, or the moments were no moments.
    #expect(reported > 1 && reported < 51, "\(outcome.output)")
  }

  /// The report is of the files that were there.
  @Test func aLoadBesideItsFilesDoesNotReportItself() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; cp -r Tests/ShellTests/Fixtures/tiny/* $D; M=$PWD/Tests/ShellTests/Fixtures/tiny.lq; cd $D
      luodi load all.luodi . --model $M | grep -c loading; luodi load all.luodi . --model $M --replace | grep -c loading
      """)
    #expect(outcome.output == "0\n0\n", "\(outcome.output)\(outcome.errors)")
  }

  /// A link that leads to itself leads to no library, and no library takes its place.
  @Test func aLinkThatGoesRoundStays() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; R=$PWD/Tests/ShellTests/Fixtures; cd $D; ln -s loop loop; ln -s b a; ln -s a b
      for l in loop a; do luodi load $l $R/tiny --model $R/tiny.lq -q; echo $?; luodi load $l $R/tiny --model $R/tiny.lq -q --lang zh; echo $?; readlink $l; done
      ln -s new.luodi far; luodi load far $R/tiny --model $R/tiny.lq -q 2> /dev/null; echo $?; ls
      """)
    #expect(outcome.output == "3\n3\nloop\n3\n3\nb\n0\na\nb\nfar\nloop\nnew.luodi\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("Too many levels of symbolic links"), "\(outcome.errors)")
  }
}
