import TestSupport
import Testing

/// Files and queries that nobody means well with: each gets its exit status and clear words, and nothing crashes.
@Suite struct HostileInputTests {
  private static let heading = "编号,名称,区,阶段,造价（万元）,期限"

  /// Loads one file, made by a shell command, and lists it. `$F` is the file, `$D` its folder, `$H` a heading line, `$L` the library.
  private func load(_ make: String, then: String = "") -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=Tests/ShellTests/Fixtures/tiny.lq; L=$D/l.luodi; H='\(Self.heading)'
      mkdir -p $D/2018-01-05; F=$D/2018-01-05/works.csv; \(make)
      luodi load $L $D --model $M; echo "status $?"; \(then)
      """)
  }

  @Test func quotesThatNeverClose() {
    let outcome = load(
      #"printf "$H\nA1,\"一号桥,北区,在办,120,2018-01-03\nA2,二号桥,城北,办结,80.5,2018-01-04\n" > $F"#, then: "luodi $L -q -c 'list id, cost of works'")
    #expect(outcome.output.hasSuffix("status 0\nid,cost\nA1,120\nA2,80.5\n"), "\(outcome.output)\(outcome.errors)")
    #expect((outcome.output + outcome.errors).contains("a quote opens here and never closes"))
  }

  @Test func zeroBytesAndControlCharacters() {
    let outcome = load(
      #"printf "$H\nA1,一\000号\033[31m桥\n" > $F"#,
      then: "luodi $L -q --format table -c 'list name of works'; luodi $L -q --format json -c 'list name of works'")
    #expect((outcome.output + outcome.errors).contains("control character 0x00: kept as filed"))
    // Nothing that a terminal obeys is printed for people.
    #expect(outcome.output.contains(#"一\u{0}号\u{1B}[31m桥"#), "\(outcome.output)")
    #expect(outcome.output.contains(#"一\u0000号\u001b[31m桥"#), "\(outcome.output)")
    #expect(!(outcome.output + outcome.errors).utf8.contains(0x1B))
  }

  @Test func bytesOfNoEncoding() {
    let utf8 = load(#"printf "$H\nA1,\377\376\200号桥,北区,在办,120,2018-01-03\n" > $F"#)
    #expect((utf8.output + utf8.errors).contains("byte 0xFF stands for no character: read as U+FFFD"))
    #expect(utf8.output.contains("status 0"))
    let chinese = load(#"(printf "$H\n" | iconv -t GB18030; printf 'A1,\201 \377\201,x\n') > $F"#)
    #expect((chinese.output + chinese.errors).contains("read as GB18030"), "\(chinese.output)\(chinese.errors)")
    #expect((chinese.output + chinese.errors).contains("byte 0x81 stands for no character"))
    #expect(chinese.output.contains("status 0"))
  }

  @Test func aLineOfManyMegabytes() {
    let outcome = load(
      #"{ printf "$H\nA1,"; head -c 4000000 /dev/zero | tr '\0' x; printf ',北区,在办,120,2018-01-03\n'; } > $F"#,
      then: "luodi $L -q -c 'list length(name), cost of works'")
    #expect(outcome.output.contains("status 0"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasSuffix("\n4000000,120\n"), "\(outcome.output)")
  }

  /// A file beyond the limit ends every way of loading, with one error; one that memory does not hold as well.
  @Test func filesLargerThanMemory() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=Tests/ShellTests/Fixtures/tiny.lq; mkdir $D/f $D/f/2018-01-05 $D/f/2018-01-12; cd $D
      printf '\(Self.heading)\\nA1,x,北区,在办,120,2018-01-03\\n' | tee f/2018-01-05/works.csv > f/2018-01-12/works.csv
      cp f/2018-01-05/works.csv works.csv; truncate -s 100G works.csv f/2018-01-12/works.csv; cd $OLDPWD
      for asked in $D/works.csv $D/f $D/f/2018-01-12; do luodi $asked --model $M -q -c 'count works' --color never 2> $D/e; echo $?; grep -c . $D/e; done
      cat $D/e; luodi $D/f --model $M -q -c 'count works' --lang zh 2>&1
      luodi load $D/new.luodi $D/works.csv --model $M -q 2> $D/e; echo $?; grep -c too.large $D/e; test -e $D/new.luodi || echo none
      truncate -s 300M $D/works.csv; for at in $(seq 8 8 296); do printf x | dd of=$D/works.csv oflag=seek_bytes seek=${at}M conv=notrunc 2> $D/e; done
      (ulimit -v 500000; luodi $D/works.csv --date 2018-01-05 --model $M -q -c 'count works' 2> $D/e); echo $?
      grep -c 'the file cannot be read: Cannot allocate memory' $D/e
      """, timeout: 60)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(Array(lines.prefix(6)) == ["3", "2", "3", "2", "3", "2"], "\(outcome.output)\(outcome.errors)")
    #expect(Array(lines.suffix(5)) == ["3", "1", "none", "3", "1"], "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("works.csv 过大：数据文件最大 4 GB，此文件有 100 GB"), "\(outcome.output)")
  }

  /// Gigabytes of nothing are not read to find that out.
  @Test func filesWithAPartThatNobodyWrote() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; M=Tests/ShellTests/Fixtures/tiny.lq; F=$D/f/2018-01-05/works.csv; mkdir -p $D/f/2018-01-05
      row() { printf 'A%s,x,北区,在办,120,2018-01-03\\n' $1; }; { echo '\(Self.heading)'; row 1; } > $F; cp $F $D/whole; truncate -s 3G $F
      ulimit -v 2000000; luodi $D/f --model $M -q -c 'count works' --color never; echo $?; luodi load --check $F --date 2018-01-05 --model $M -q --lang zh; echo $?
      cp $D/whole $F; truncate -s 100M $F; row 2 >> $F; luodi load $D/l.luodi $D/f --model $M -q; echo $?; test -e $D/l.luodi || echo none
      """)
    #expect(outcome.output == "3\n3\n3\nnone\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("works.csv holds nothing in 3071 MB from byte 4096 on"), "\(outcome.errors)")
    #expect(outcome.errors.contains("works.csv 从第 4096 字节起有 3071 MB 没有内容"))
    #expect(outcome.errors.contains("holds nothing in 99 MB"))
  }

  @Test func filesWrittenByHalfAndEmptyOnes() {
    let half = load(#"printf "$H\nA1,一号桥,北区,在办,120,2018-01-03\nA2,二号" > $F"#)
    #expect((half.output + half.errors).contains("the file ends here, perhaps cut off"))
    #expect(half.output.contains("status 0"))
    let empty = load(": > $F", then: "test -e $L || echo no library")
    #expect(empty.output.hasSuffix("status 3\nno library\n"), "\(empty.output)")
    #expect(empty.errors.contains("nothing could be loaded"))
  }

  @Test func textsNestedWithoutEnd() {
    for text in [
      #"'count works where ' + '(' * n + 'cost > 1' + ')' * n"#, #"'count works where ' + 'not ' * n + 'late'"#,
      #"'list ' + 'abs(' * n + '1' + ')' * n + ' of works'"#, #"'list ' + '- ' * n + '1 of works'"#,
    ] {
      let outcome = ask("python3 -c \"n = 100000; print(\(text))\"")
      #expect(outcome.status == 2, "\(text): \(outcome.errors.prefix(300))")
      #expect(outcome.errors.contains("this is nested more than 200 levels deep"), "\(text)")
    }
    #expect(ask("python3 -c \"print('list ' + '(' * 100000)\"").status == 2)
  }

  @Test func controlCharactersInQueries() {
    let outcome = ask(#"printf 'count works where \033[31m name = \000 1\n'"#)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("found an invisible character, U+001B"))
    #expect(outcome.errors.contains("found an invisible character, U+0000"))
    #expect(!outcome.errors.utf8.contains(0x1B) && !outcome.errors.utf8.contains(0))
  }

  /// Asks what a shell command prints.
  private func ask(_ text: String) -> Program.Outcome {
    Program.shell("\(text) | \(CommandLineTests.tiny) -q --color never")
  }

  private static let mountsMemory = Program.shell("unshare -rm sh -c 'mount -t tmpfs -o size=64k none /mnt'").status == 0

  /// A disk without room for another snapshot.
  @Test(.enabled(if: mountsMemory)) func aFullDiskLeavesTheOldLibrary() {
    let script = """
      mount -t tmpfs -o size=64k none /mnt; L=/mnt/l.luodi; S=Tests/ShellTests/Fixtures/tiny
      luodi load $L $S/2018-01-05 --model Tests/ShellTests/Fixtures/tiny.lq -q 2> /dev/null; cksum < $L > /mnt/before
      head -c 1000000 /dev/zero > /mnt/filler 2> /dev/null
      luodi load $L $S/2018-01-12 -q; echo $?; cksum < $L | cmp - /mnt/before && ls /mnt; luodi verify $L > /dev/null; echo $?
      """
    let outcome = Program.shell("unshare -rm sh -c '\(script)'")
    #expect(outcome.output == "3\nbefore\nfiller\nl.luodi\n0\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("No space left on device"), "\(outcome.errors)")
  }
}
