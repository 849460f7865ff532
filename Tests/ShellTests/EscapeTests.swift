import TestSupport
import Testing

/// What a terminal would obey is shown, whoever filed or named it.
@Suite struct EscapeTests {
  /// A folder whose every name and text tries to recolour the screen.
  private static let make = #"""
    D=$(mktemp -d); E=$(printf '\033[31m'); mkdir -p "$D/s$E/2018-01-05"; W="$D/s$E/2018-01-05/works.csv"
    printf 'id,name,odd%s,when\nA1,a%sb\302\2331mc\342\200\256d,x,2018-13-99%s\n' "$E" "$E" "$E" > "$W"; printf 'x' > "$D/s$E/2018-01-05/z$E.pdf"
    printf 'entity works work "工程%s" key id\nfield id for works: text\nfield name "名%s" for works: text -- doc%s\nfield when for works: date\ndefine odd "x%s" for works as name is known -- d%s\n' "$E" "$E" "$E" "$E" "$E" > "$D/m$E.lq"
    """#

  private func isClean(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}") }
  }

  @Test func wordsAreEscapedEverywhere() {
    let outcome = Program.shell(
      #"""
      \#(Self.make)
      luodi load "$D/l$E.luodi" "$D/s$E" --model "$D/m$E.lq"; luodi load --check "$D/s$E" --model "$D/m$E.lq"; luodi info "$D/l$E.luodi"; luodi verify "$D/l$E.luodi"
      luodi info "$D/no$E.luodi"; printf 'count works where' > "$D/q$E.lq"; luodi "$D/l$E.luodi" -f "$D/q$E.lq"; luodi check "$D/q$E.lq"; luodi fmt --check "$D/q$E.lq"
      for q in describe 'describe works' 'describe name' 'describe odd' 'describe snapshots' 'explain list works where odd' 'list works as table' 'list works as md' 'show A1 as table'; do luodi "$D/l$E.luodi" -c "$q"; done
      luodi "$D/l$E.luodi" -c "list x$E"; luodi --"$E"; rm -r "$D"
      """#)
    #expect(isClean(outcome.output), "\(outcome.output.debugDescription)")
    #expect(isClean(outcome.errors), "\(outcome.errors.debugDescription)")
    #expect(outcome.output.contains(#"a\u{1B}[31mb\u{9B}1mc\u{202E}d"#))
    #expect(outcome.output.contains(#"z\u{1B}[31m.pdf"#))
  }

  @Test func everyFormatIsEscapedAtATerminal() {
    let library = Program.shell(
      #"\#(Self.make)"# + "\n" + #"luodi load "$D/l.luodi" "$D/s$E" --model "$D/m$E.lq" -q 2> /dev/null; echo "$D""#)
    let folder = String(library.output.split(separator: "\n").last ?? "")
    defer { _ = Program.shell("rm -r '\(folder)'") }
    let formats = ["csv", "tsv", "json", "jsonl", "markdown", "html", "table", "excel-csv"]
    let queries =
      formats.flatMap { ["-c", "list name of works as \($0)"] } + ["-c", "print \"{first(works.name)}\"", "-c", "print \"end\""]
    let terminal = PseudoTerminal(arguments: [folder + "/l.luodi", "-q", "--color", "never"] + queries)
    let shown = terminal.wait(for: "\r\nend") ?? ""
    #expect(shown.components(of: #"\u{1B}[31m"#) + shown.components(of: #"\u001b[31m"#) >= formats.count, "\(shown.debugDescription)")
    // The terminal makes line ends of its own.
    #expect(isClean(String(String.UnicodeScalarView(shown.unicodeScalars.filter { $0 != "\r" }))), "\(shown.debugDescription)")
    // Where no terminal reads, the bytes are the data's.
    let piped = Program.shell("luodi '\(folder)/l.luodi' -q -c 'list name of works as csv'")
    #expect(piped.output == "name\na\u{1B}[31mb\u{9B}1mc\u{202E}d\n")
  }

  /// A terminal is one by whatever name it is written to.
  @Test(arguments: ["/dev/tty", "/dev/stdout", "/dev/fd/2"]) func aTerminalByAnotherNameObeysNothingEither(_ name: String) {
    let library = Program.shell(
      #"\#(Self.make)"# + "\n" + #"luodi load "$D/l.luodi" "$D/s$E" --model "$D/m$E.lq" -q 2> /dev/null; echo "$D""#)
    let folder = String(library.output.split(separator: "\n").last ?? "")
    defer { _ = Program.shell("rm -r '\(folder)'") }
    let queries = ["csv", "tsv", "json", "table"].flatMap { ["-c", "list name of works as \($0) to \"\(name)\""] }
    let terminal = PseudoTerminal(
      arguments: [folder + "/l.luodi", "-q", "--color", "never"] + queries + [
        "-o", name, "-c", "list name of works", "-c", "show A1", "-c", "print \"end\"",
      ])
    let shown = terminal.wait(for: "\r\nend") ?? ""
    #expect(shown.components(of: #"\u{1B}[31m"#) + shown.components(of: #"\u001b[31m"#) >= 6, "\(shown.debugDescription)")
    let text = String(String.UnicodeScalarView(shown.unicodeScalars.filter { $0 != "\r" && $0 != "\t" }))
    #expect(isClean(text.filter { !"\u{2068}\u{2069}".contains($0) }), "\(shown.debugDescription)")
    // Without a format it is the table that a terminal gets, and a workbook is none.
    #expect(shown.contains("1 work"), "\(shown.debugDescription)")
    let workbook = PseudoTerminal(arguments: [folder + "/l.luodi", "-q", "-c", "list works as xlsx to \"\(name)\""])
    #expect(workbook.wait(for: "a workbook is no text") != nil)
    #expect(workbook.exitStatus() == 2)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
