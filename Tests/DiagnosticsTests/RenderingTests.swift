import Testing

@testable import Diagnostics

private struct Trouble: Problem {
  var message: String
  var hint: String?
  var chineseMessage: String { "不对" }
  var chineseHint: String? { hint.map { _ in "写得对些" } }
}

@Suite("rendering of diagnostics")
struct RenderingTests {
  /// The diagnostic at the `place`th occurrence of a text.
  func render(
    _ text: String, at part: String, message: String = "not good", hint: String? = nil, notes: [Diagnostic.Note] = [], width: Int = 110
  ) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array(part.utf8)
    let start = (0...(bytes.count - wanted.count)).first { Array(bytes[$0..<($0 + wanted.count)]) == wanted } ?? 0
    let diagnostic = Diagnostic(Trouble(message: message, hint: hint), at: SourceRange(start, start + wanted.count), notes: notes)
    return DiagnosticRenderer(width: width).render(diagnostic, in: Source(name: "weekly.lq", text: text))
  }

  @Test("what a message quotes is cut where it is long, and a hint that could not be read is left out")
  func longQuotes() {
    func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    let long = many("汉x", 500_000)
    #expect(shortenedMessage("no `\(long)` in `b`") == "no `\(many("汉x", 45))…\(many("汉x", 10))` in `b`")
    #expect(shortenedMessage("no `\(many("y", 120))`") == "no `\(many("y", 120))`")
    #expect(shortenedMessage("between \(long) and `b`").count < 2000)
    #expect(shortenedMessage(String(repeating: "`", count: 1_000_000)).count < 2000)
    let note = Diagnostic.Note(Bilingual("`\(long)`", ""))
    let text = render("count x", at: "x", message: "no `\(long)`", hint: "you might mean `\(long)`", notes: [note])
    #expect(text.utf8.count < 1000 && !text.contains("hint"))
    #expect(render("count x", at: "x", hint: "you might mean `\(many("y", 500))`").contains(many("y", 500)))
  }

  @Test("heading, place, line, carets, hint")
  func plain() {
    let text = render(
      "# report\nlist projects where district=Hanan and overdue", at: "Hanan", message: "`district` has no value `Hanan`",
      hint: "it might be Hannan")
    #expect(
      text == """
        error: `district` has no value `Hanan`
         --> weekly.lq:2:30
          |
        2 | list projects where district=Hanan and overdue
          |                              ^^^^^
          = hint: it might be Hannan

        """)
  }

  @Test("汉字 take two cells, columns count characters")
  func chinese() {
    let text = render("列出 项目 其中 区=汉男 且 逾期", at: "汉男")
    #expect(
      text == """
        error: not good
         --> weekly.lq:1:12
          |
        1 | 列出 项目 其中 区=汉男 且 逾期
          |                   ^^^^

        """)
  }

  @Test("combining marks, emoji and full-width forms")
  func combining() {
    #expect(marks(render("e\u{301}e\u{301} x", at: "x")) == "   ^")
    #expect(marks(render("👍 ＡＢ x", at: "x")) == "        ^")
    #expect(marks(render("ae\u{301}b", at: "e\u{301}")) == " ^")
  }

  @Test("tabs reach to the next multiple of eight")
  func tabs() {
    #expect(lines(render("\tab\tx y", at: "x"))[3] == "1 |         ab      x y")
    #expect(marks(render("\tab\tx y", at: "x")) == String(repeating: " ", count: 16) + "^")
  }

  @Test("control and bidi characters are shown escaped, and the carets stand under the escape")
  func controls() {
    let text = lines(render("a \u{202E}b\u{1B}[31m x", at: "\u{202E}"))
    #expect(text[3] == "1 | a \\u{202E}b\\u{1B}[31m x")
    #expect(text[4] == "  |   ^^^^^^^^")
    #expect(!render("a", at: "a", message: "bad \u{1B}[2J").contains("\u{1B}"))
  }

  @Test("bytes that are not UTF-8 do not shift the carets")
  func invalidBytes() {
    let source = Source(name: "x", bytes: [0x61, 0xFF, 0xC0, 0xE6, 0xB1, 0x20, 0x62])
    let text = DiagnosticRenderer().render(Diagnostic(Trouble(message: "m"), at: SourceRange(6, 7)), in: source)
    #expect(lines(text)[3] == "1 | a\u{FFFD}\u{FFFD}\u{FFFD} b")
    #expect(lines(text)[4] == "  |      ^")
  }

  @Test("the end of the text, an empty text, a range over lines")
  func edges() {
    let source = Source(name: "x", text: "list\nby a\n")
    func shown(_ start: Int, _ end: Int) -> [String] {
      lines(DiagnosticRenderer().render(Diagnostic(Trouble(message: "m"), at: SourceRange(start, end)), in: source))
    }
    #expect(shown(10, 10)[1...4] == [" --> x:3:1", "  |", "3 |", "  | ^"])
    #expect(shown(4, 4)[1...4] == [" --> x:1:5", "  |", "1 | list", "  |     ^"])
    #expect(shown(0, 9)[4] == "  | ^^^^")
    #expect(shown(500, 900)[1] == " --> x:3:1")
    let empty = DiagnosticRenderer().render(Diagnostic(Trouble(message: "m"), at: SourceRange(0, 0)), in: Source(name: "x", text: ""))
    #expect(lines(empty)[1...4] == [" --> x:1:1", "  |", "1 |", "  | ^"])
  }

  @Test("of a long line the part around the place is shown")
  func longLines() {
    let line = String(repeating: "a", count: 500) + "汉" + String(repeating: "b", count: 500)
    let text = lines(render(line, at: "汉", width: 20))
    #expect(text[1] == " --> weekly.lq:1:501")
    #expect(text[3] == "1 | …aaaaaaaaaa汉bbbbbb…")
    #expect(text[4] == "  |            ^^")
    #expect(lines(render("x" + line, at: "x", width: 20))[3] == "1 | xaaaaaaaaaaaaaaaaa…")
    #expect(lines(render(line + "x", at: "x", width: 20))[3] == "1 | …bbbbbbbbbbbbbbbbbx")
    // Ten megabytes cost no more than their search.
    let huge = Source(name: "x", bytes: [UInt8](repeating: 0x61, count: 10_000_000))
    let time = ContinuousClock().measure {
      _ = DiagnosticRenderer().render(Diagnostic(Trouble(message: "m"), at: SourceRange(5_000_000, 5_000_001)), in: huge)
    }
    #expect(time < .seconds(10))
  }

  @Test("notes with and without a place")
  func notes() {
    let text = render(
      "define a for b as c\ndefine a for b as d", at: "d",
      notes: [.init(Bilingual("`a` is defined here", "`a` 在此定义"), at: SourceRange(7, 8)), .init(Bilingual("names are unique", "名称不可重复"))])
    #expect(
      text == """
        error: not good
         --> weekly.lq:1:1
          |
        1 | define a for b as c
          | ^
          = note: `a` is defined here
         --> weekly.lq:1:8
          |
        1 | define a for b as c
          |        -
          = note: names are unique

        """)
  }

  @Test("in Chinese every word is Chinese, and the carets stay under the place")
  func inChinese() {
    let source = Source(name: "周报.lq", text: "列出 项目 其中 区=汉男")
    let notes = [Diagnostic.Note(Bilingual("`a` is defined here", "`a` 在此定义"), at: SourceRange(0, 6))]
    let diagnostic = Diagnostic(Trouble(message: "m", hint: "h"), at: SourceRange(25, 31), notes: notes)
    #expect(
      DiagnosticRenderer(language: .chinese).render(diagnostic, in: source) == """
        错误：不对
         --> 周报.lq:1:12
          |
        1 | 列出 项目 其中 区=汉男
          |                   ^^^^
          = 提示：写得对些
          = 附注：`a` 在此定义
         --> 周报.lq:1:1
          |
        1 | 列出 项目 其中 区=汉男
          | ----

        """)
    let warning = Diagnostic(Trouble(message: "m"), at: SourceRange(0, 6), severity: .warning)
    #expect(DiagnosticRenderer(language: .chinese).render(warning, in: source).hasPrefix("警告：不对\n"))
  }

  @Test("several are sorted by place and said once")
  func several() {
    let source = Source(name: "x", text: "a b")
    let renderer = DiagnosticRenderer()
    let first = Diagnostic(Trouble(message: "first"), at: SourceRange(0, 1))
    let second = Diagnostic(Trouble(message: "second"), at: SourceRange(2, 3), severity: .warning)
    #expect(
      renderer.render([second, first, second], in: source) == renderer.render(first, in: source) + "\n"
        + renderer.render(second, in: source))
    #expect(renderer.render(second, in: source).hasPrefix("warning: second\n"))
  }

  @Test("colour marks heading, carets and hint, and nothing else changes")
  func colour() {
    let source = Source(name: "x", text: "a b")
    let diagnostic = Diagnostic(Trouble(message: "m", hint: "h"), at: SourceRange(2, 3))
    let colored = DiagnosticRenderer(isColored: true).render(diagnostic, in: source)
    #expect(colored.hasPrefix("\u{1B}[1;31merror:\u{1B}[0m\u{1B}[1m m\u{1B}[0m\n"))
    #expect(colored.contains("   \u{1B}[1;31m^\u{1B}[0m\n"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == DiagnosticRenderer().render(diagnostic, in: source))
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  private func marks(_ text: String) -> String { String(lines(text)[4].dropFirst(4)) }
}
