import Glibc
import TestSupport
import Testing

/// What files say is what answers say: empty tables, records left out, texts in either form, files that changed unseen, damage.
@Suite struct FiledTruthTests {
  /// Runs commands in a folder of their own, `$D`, with a cache of their own; the model's file is `$M`, the fixture's snapshots are copied to `$D/s`.
  private func run(_ commands: String) -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; F=Tests/ShellTests/Fixtures; M=$F/tiny.lq; cp -r $F/tiny $D/s; export XDG_CACHE_HOME=$D/cache
      ask() { luodi $D/s --model $M -q "$@"; }
      \(commands)
      """)
  }

  @Test func aTableWithoutRowsIsASnapshot() {
    let outcome = run(
      """
      mkdir $D/s/2018-02-01; head -1 $D/s/2018-01-12/works.csv > $D/s/2018-02-01/works.csv
      ask -c 'count works' -c today -c 'list works' -c 'changes of works since 2018-01-12 | count by change' -c 'sum cost of works'
      ask --as-of 2018-01-31 -c 'count works'
      ask -c 'trend count of works from 2018-01-05'
      """)
    #expect(
      outcome.output == """
        count
        0
        2018-02-01
        id,name,area,phase,cost,due
        change,count
        removed,4
        sum_cost
        0
        count
        4
        date,count
        2018-01-05,3
        2018-01-12,4
        2018-02-01,0

        """, "\(outcome.errors)")
  }

  /// `e` is declared, filed first and left out then; `s` has no file at first and so is there by its name.
  @Test func aDeclaredNameThatItsFileLeavesOutIsRemoved() {
    let outcome = run(
      """
      printf 'id,name\\nn,North End\\ne,East\\n' > $D/s/2018-01-05/areas.csv; printf 'id,name\\nn,North End\\n' > $D/s/2018-01-12/areas.csv
      ask -c 'list areas' -c 'changes of areas since 2018-01-05' -c 'list areas as of 2018-01-05' -c 'count works by area with empty' \\
        -c 'history of area s'
      """)
    #expect(
      outcome.output == """
        id,name
        n,North End
        change,key,field,old,new
        removed,e,,,
        id,name
        n,North End
        e,East
        area,count
        n,2
        s,1
        e,1
        """ + "\n", "\(outcome.output)\(outcome.errors)")
  }

  // MARK: the cache

  @Test func filesThatChangedUnseenAreReadAnew() {
    let outcome = run(
      """
      f=$D/s/2018-01-12/works.csv; touch -d 2018-01-12 $f; cp -p $f $D/kept; ask -c 'count works where phase = open' | tail -1; sleep 3
      ask -c 'count works where phase = open' | tail -1
      sed 's/A3\\(.*\\)在办/A3\\1办结/' $D/kept > $D/new; cat $D/new > $f; touch -r $D/kept $f; ask -c 'count works where phase = open' | tail -1
      cp -p $D/kept $D/moved; mv $D/moved $f; ask -c 'count works where phase = open' | tail -1
      ls $D/cache/luodi | wc -l
      """)
    #expect(outcome.output == "2\n2\n1\n2\n1\n", "\(outcome.output)\(outcome.errors)")
  }

  /// A copy of the same bytes needs no new reading; the library kept is the one before.
  @Test func touchedFilesAreKnownByTheirContents() {
    let outcome = run(
      """
      ask -c 'count works' > $D/1; sleep 3; ask -c 'count works' > $D/1; c=$(ls $D/cache/luodi/*); stat -c %i $c > $D/a
      ask -c 'count works' > $D/2; stat -c %i $c | cmp - $D/a && echo kept; touch $D/s/2018-01-12/works.csv; ask -c 'count works' > $D/3
      cmp $D/1 $D/2 && cmp $D/1 $D/3 && echo same; stat -c %i $c | cmp - $D/a && echo kept
      """)
    #expect(outcome.output == "kept\nsame\nkept\n", "\(outcome.output)\(outcome.errors)")
  }

  /// A library that somebody else put into the cache is not read, and one that is ours takes its place; a folder of theirs is left alone. That it is
  /// not read shows by its cells being broken.
  @Test(.enabled(if: geteuid() == 0)) func whatAnotherUserKeepsIsNotUsed() throws {
    let made = Program.shell("D=$(mktemp -d); cp -r Tests/ShellTests/Fixtures/tiny $D/s; echo $D")
    let folder = String(made.output.dropLast())
    defer { _ = Program.shell("rm -r \(folder)") }
    func ask() -> Program.Outcome {
      Program.shell(
        "XDG_CACHE_HOME=\(folder)/cache luodi \(folder)/s --model Tests/ShellTests/Fixtures/tiny.lq -q -c 'sum cost of works' | tail -1")
    }
    func inCache(_ command: String) -> String { Program.shell("cd \(folder)/cache/luodi; \(command)").output }
    func breakCache() throws {
      let file = folder + "/cache/luodi/" + inCache("ls").dropLast()
      #expect(try LibraryBytes(file).breakCells { _, _ in true } > 3)
    }
    #expect(ask().output == "1270.5\n")
    try breakCache()
    #expect(ask().output == "")
    #expect(inCache("chown 12345 *") == "")
    #expect(ask().output == "1270.5\n")
    #expect(inCache("stat -c %u *") == "0\n")
    try breakCache()
    #expect(inCache("chown 12345 .") == "")
    #expect(ask().output == "1270.5\n")
    #expect(ask().output == "1270.5\n")
    try breakCache()
    #expect(inCache("chown 0 .; chmod o+w *") == "")
    #expect(ask().output == "1270.5\n")
  }

  // MARK: texts

  /// Filed in both forms, asked in both forms.
  @Test func textsAgreeInBothForms() {
    let outcome = run(
      """
      nfc=$(printf 'caf\\303\\251'); nfd=$(printf 'cafe\\314\\201')
      printf "A6,$nfd,n,open,1,\\nA7,$nfc,n,open,1,\\nA$nfd,x,n,open,1,\\n" >> $D/s/2018-01-12/works.csv
      for w in $nfc $nfd 'cafe\\u{301}'; do
        ask -c "count works where name = \\"$w\\"" -c "count works where name contains \\"$w\\"" -c "count works where name starts with \\"$w\\"" \\
          -c "count works where name in (\\"$w\\", \\"y\\")" -c "count works where name = upper(\\"$w\\")" -c "count works where id = \\"A$w\\"" \\
          -c "length(\\"$w\\")" -c "expect count(works where name = \\"$w\\") = 2" | grep -v count | tr '\\n' ' '; echo
      done
      for w in $nfc $nfd; do
        ask -c "count works where name contains $w" -c "count works where name matches /^$w\\$/" -c "count works where name matches /caf.$/" -c "show A$w" \\
          -c "param p: text; count works where name = \\$p" --param "p=$w" --format csv | grep -c -e '^2$' -e "^work,A$nfc,id,A$nfc$"; done
      ask -c 'count works where length(name) = 4 by name'
      """)
    #expect(
      outcome.output == """
        2 2 2 2 0 1 4 \n2 2 2 2 0 1 4 \n2 2 2 2 0 1 4 \n5
        5
        name,count
        café,2

        """, "\(outcome.output)\(outcome.errors)")
  }

  /// What was written is read as it was: an empty text is no missing one.
  @Test func emptyTextsComeBack() {
    let outcome = run(
      """
      rm -r $D/s/2018-01-05; printf '编号,名称,区,阶段,造价（万元）,期限\\nA1,"",北区,办结,1,\\nA2,,北区,办结,2,\\nA3,"a, b",北区,办结,3,\\n' > $D/s/2018-01-12/works.csv
      ask -c 'list works' | tee $D/1; mkdir -p $D/t/2018-01-12; cp $D/1 $D/t/2018-01-12/works.csv
      luodi $D/t --model $M -q -c 'list works' | cmp - $D/1 && echo same
      luodi $D/t --model $M -q -c 'count works where name is missing' -c 'count works where name = ""'
      """)
    #expect(
      outcome.output == """
        id,name,area,phase,cost,due
        A1,"",n,done,1,
        A2,,n,done,2,
        A3,"a, b",n,done,3,
        same
        count
        1
        count
        1

        """, "\(outcome.output)\(outcome.errors)")
  }

  // MARK: damage

  /// The last block of the names is broken: an answer of a few lines, one that is held whole and one that is not are each refused, in one message,
  /// before their first byte, on standard output, in a FIFO and in a file; what needs none of these names is answered.
  @Test func nothingOfADamagedAnswerIsWritten() throws {
    let made = Program.shell(
      """
      D=$(mktemp -d); mkdir -p $D/s/2018-01-12; pad=$(printf 'x%.0s' $(seq 1 90))
      (echo id,name,area,phase,cost,due; seq 1 60000 | sed "s/.*/A&,$pad &,n,open,1,/") > $D/s/2018-01-12/works.csv
      luodi load $D/l.luodi $D/s --model Tests/ShellTests/Fixtures/tiny.lq -q 2> /dev/null; echo $D
      """)
    let folder = String(made.output.dropLast())
    defer { _ = Program.shell("rm -r \(folder)") }
    let library = "\(folder)/l.luodi"
    #expect(try LibraryBytes(library).breakCells(atEnd: true) { entity, column in entity == 1 && column == 1 } > 1)
    let questions = [
      "list id, name of works where id = A9999", "list id, name of works top 9000", "list id, name of works", "show A9999",
      "list works where name contains 59999",
    ]
    for question in questions {
      for target in ["", "-o \(folder)/out.csv", "-o /dev/stdout --format jsonl"] {
        let outcome = Program.shell(
          "rm -f \(folder)/out.csv; timeout 60 luodi \(library) -q \(target) -c '\(question)'; status=$?; ls \(folder) | grep out.csv; exit $status"
        )
        // Names before the last block hold, and may be all that an answer needs.
        if outcome.status == 0, question.hasSuffix("A9999") || question.hasSuffix("9000") { continue }
        #expect(outcome.status == 3, "\(question) \(target)")
        #expect(outcome.output == "", "\(question) \(target)")
        #expect(outcome.errors.components(of: "is damaged") == 1, "\(question) \(target) \(outcome.errors)")
      }
    }
    // What waits for its file with another answer is refused with it, and said once.
    let two = Program.shell(
      "luodi \(library) -q -o \(folder)/out.txt --format table -c 'count works by phase' -c 'list works where name contains 59999'; ls \(folder) | grep txt"
    )
    #expect(two.output == "")
    #expect(two.errors.components(of: "is damaged") == 1, "\(two.errors)")
    // A FIFO gets nothing of it either.
    let fifo = Program.shell(
      """
      mkfifo \(folder)/fifo; timeout 20 cat \(folder)/fifo > \(folder)/got &
      timeout 60 luodi \(library) -q -o \(folder)/fifo --format csv -c 'list id, name of works'; echo $?; wait; wc -c < \(folder)/got
      """)
    #expect(fifo.output == "3\n0\n", "\(fifo.errors)")
    let whole = Program.shell("luodi \(library) -q -c 'list id, name of works'")
    #expect(whole.status == 3)
    #expect(whole.output.isEmpty)
    #expect(Program.shell("luodi \(library) -q -c 'count works by phase'").output == "phase,count\nopen,60000\n")
  }
}

extension String {
  fileprivate func components(of word: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: word) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
