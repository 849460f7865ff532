import TestSupport
import Testing

/// Paths whose names are not UTF-8, wherever the command line and the environment may name one.
@Suite struct PathBytesTests {
  private func run(_ commands: String) -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; F=$PWD/Tests/ShellTests/Fixtures; export XDG_CACHE_HOME=$D/cache; cd $D
      X=$(printf 'x\\377'); G=$(printf '\\262\\342'); mkdir $X; cp -r $F/tiny $X/$G; M=$X/$G.lq; cp $F/tiny.lq $M; L=$X/$G.luodi
      \(commands)
      """)
  }

  @Test func everyPathReachesItsFile() {
    let outcome = run(
      """
      luodi load $L $X/$G --model $M -q --report $X/r$G.csv --model-out $X/o$G.lq 2> said; echo $?; test -s $X/r$G.csv && test -s $X/o$G.lq || echo lost
      echo 'count works' > $X/q$G.lq; luodi $L -q -f $X/q$G.lq -o $X/a$G.csv; echo $?; cat $X/a$G.csv
      luodi $L -q -c 'count works' --output=$X/b$G.csv; cmp $X/a$G.csv $X/b$G.csv
      for i in 1 2; do luodi $X/$G --model $M -q -c 'count works'; done; ls cache/luodi | wc -l
      luodi $X/$G/2018-01-05/works.csv --model $M -q -c 'count works'; cd $X/$G; luodi . --model ../$G.lq -q -c 'count works'; cd $D
      LUODI_LIBRARY=$L luodi -q -c 'count works'; luodi verify $L > v; echo $?; luodi info $L > i; echo $?
      luodi export $L --as-tables $X/t$G; test -s $X/t$G/works.csv || ls $X/t$G | head -3; luodi fmt --check $X/q$G.lq; echo $?
      luodi check $X/q$G.lq --library $L; echo $?
      printf 'run "q%s.lq"\\n' n > $X/s$G.lq; echo 'count works' > $X/qn.lq; luodi $L -q -f $X/s$G.lq
      ln -s $G.luodi $X/k$G; luodi load $X/k$G $X/$G --replace -q 2> /dev/null; echo $?; test -L $X/k$G && ls $X | grep -c loading
      """)
    #expect(
      outcome.output == """
        0
        0
        count
        4
        count
        4
        count
        4
        1
        count
        3
        count
        4
        count
        4
        0
        0
        0
        0
        count
        4
        0
        0

        """, "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors == "")
  }

  /// Such bytes are shown as what they are, and no message holds one.
  @Test func messagesEscapeThem() {
    let outcome = run(
      """
      exec 2>&1; export LC_ALL=C.UTF-8
      luodi $X/none -q -c 'count works' --color never; echo $?; luodi verify $X/no$G.luodi; echo $?; luodi -f $X/q$G.lq; echo $?
      luodi $X/$G --model $M -q -c 'count works' -o $X/no$G/a.csv; echo $?; luodi load $L $X/$G --model $M -q; luodi load $L $X/no$G -q; echo $?
      luodi $L --nope$G; echo $?
      """)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(!outcome.output.contains("\u{FFFD}") && !outcome.output.unicodeScalars.contains { $0.value > 0x10FE00 }, "\(outcome.output)")
    #expect(lines.contains { $0.contains(#"no file or folder x\xFF/none"#) }, "\(outcome.output)")
    #expect(lines.contains { $0.contains(#"x\xFF/no\xB2\xE2.luodi"#) })
    #expect(lines.contains { $0.contains(#"x\xFF/q\xB2\xE2.lq"#) })
    #expect(lines.contains { $0.contains(#"x\xFF/no\xB2\xE2/a.csv"#) })
    #expect(lines.contains { $0.contains(#"x\xFF/\xB2\xE2.luodi: added 2 snapshots"#) })
    #expect(lines.contains { $0.contains(#"--nope\xB2\xE2"#) })
    #expect(lines.filter { ["0", "1", "2", "3", "4"].contains($0) } == ["3", "3", "3", "3", "3", "2"])
  }
}
