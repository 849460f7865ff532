import Diagnostics
import Testing

@testable import Syntax

@Suite("lexer: texts, names, patterns, comments, lines")
struct LexerTextTests {
  @Test(
    "texts",
    arguments: [
      (#""a b""#, "a b"), ("'a \"b\"'", "a \"b\""), ("“汉南 区”", "汉南 区"), ("”a“", "a"), ("‘a’", "a"), (#""a\"b\\c\nd\te""#, "a\"b\\c\nd\te"),
      (#""\u{6C49}\u{1F600}""#, "汉😀"), ("\"\"", ""), ("＂全角＂", "全角"), ("\"（ａ）\"", "（ａ）"), ("“it's \"so\"”", "it's \"so\""),
      ("\"# no comment\"", "# no comment"),
    ])
  func texts(_ text: String, _ content: String) {
    let (tokens, diagnostics) = Lexer.tokens(of: Source(name: "test", text: text))
    #expect(tokens.count == 2 && tokens[0].kind == .text(content))
    #expect(diagnostics.isEmpty)
  }

  @Test(
    "texts and names that do not end on their line",
    arguments: [
      ("\"abc", "the text that begins here does not end on its line; close it with \""),
      ("“abc\"", "the text that begins here does not end on its line; close it with ”"),
      ("`abc", "the back-quoted name that begins here does not end on its line; close it with a back-quote"),
      ("a matches /b", "the pattern that begins here does not end on its line; close it with /; a slash inside is \\/"),
      ("\"a\\q\"", "`\\q` is no escape; the escapes are \\\" \\' \\\\ \\n \\t and \\u{…}"),
      ("\"a\\u{110000}\"", "`\\u` is no escape; the escapes are \\\" \\' \\\\ \\n \\t and \\u{…}"),
      ("``", "expected a name between the back-quotes, found nothing"),
    ])
  func unterminated(_ text: String, _ problem: String) { #expect(lex(text).problems == [problem]) }

  @Test("the line after an unterminated text is read as usual")
  func afterUnterminated() { #expect(lex("\"a\nlist b").tokens == ["text \"a\"", "word list", "word b"]) }

  @Test("back-quoted names")
  func names() {
    #expect(lex("`select` `a``b` `汉 南`").tokens == ["name `select`", "name `a`b`", "name `汉 南`"])
  }

  @Test("patterns stand only behind matches")
  func patterns() {
    #expect(lex(#"name matches /^a\/b\d+$/"#).tokens == ["word name", "word matches", #"pattern /^a/b\d+$/"#])
    #expect(lex("名称 匹配 /汉.*/").tokens == ["word 名称", "word 匹配", "pattern /汉.*/"])
    #expect(lex("a / b").tokens == ["word a", "symbol /", "word b"])
  }

  @Test("comments and documentation")
  func comments() {
    #expect(lex("a # b \"c\n＃ d\ne").tokens == ["word a", "word e"])
    #expect(lex("a -- the \"text\" # all \nb").tokens == ["word a", "documentation the \"text\" # all", "word b"])
    #expect(lex("a --").tokens == ["word a", "documentation "])
  }

  @Test("the first token of a line knows the indentation")
  func indentation() {
    let (tokens, _) = Lexer.tokens(of: Source(name: "test", text: "list a\n  where b\n\tby c # x\n# only\n\n　d\r\n e"))
    let indents = tokens.map { $0.lineIndent.map(String.init) ?? "-" }
    #expect(indents == ["0", "-", "2", "-", "8", "-", "2", "1", "-"])
    #expect(tokens.map(\.hasSpaceBefore) == [false, true, true, true, true, true, true, true, false])
  }

  @Test(
    "characters that mean nothing",
    arguments: [
      ("a ~ b", ["word a", "invalid", "word b"], ["`~` means nothing here; write `to` for a range"]),
      ("¥5", ["invalid", "integer 5"], ["`¥` means nothing here; write the unit behind the amount: 120元, 1.2m"]),
      (
        "a\u{200B}b", ["word a", "invalid", "word b"], ["found an invisible character, U+200B; delete it; inside a text write it as \\u{…}"]
      ),
      (
        "a \u{202E}b", ["word a", "invalid", "word b"],
        ["found an invisible character, U+202E; delete it; inside a text write it as \\u{…}"]
      ),
      ("a \0\0 b", ["word a", "invalid", "word b"], ["found an invisible character, U+0000; delete it; inside a text write it as \\u{…}"]),
      (
        "@ 👍🏽", ["invalid", "invalid"],
        ["`@` means nothing here", "`👍🏽` means nothing here; names with such characters stand in back-quotes, values in quotation marks"]
      ),
    ])
  func stray(_ text: String, _ tokens: [String], _ problems: [String]) {
    #expect(lex(text).tokens == tokens)
    #expect(lex(text).problems == problems)
  }

  @Test("bytes that are not UTF-8 are one problem a run")
  func invalidBytes() {
    let bytes: [UInt8] = [0x61, 0x20, 0xFF, 0xC0, 0x80, 0x20, 0xED, 0xA0, 0x80, 0xE6, 0xB1]
    let source = Source(name: "test", bytes: bytes)
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    #expect(tokens.map(\.description) == ["word a", "invalid", "invalid", "end"])
    #expect(diagnostics.map(\.problem.message) == Array(repeating: "expected text in UTF-8, found other bytes", count: 2))
  }

  @Test("a byte order mark, spaces of other widths and line ends are white space")
  func spaces() {
    #expect(lex("\u{FEFF}list　a\u{A0}b\r\nc").tokens == ["word list", "word a", "word b", "word c"])
    #expect(lex("").tokens == [])
  }

  @Test("what quoting writes, the lexer reads back", arguments: ["", "a\"b\\c\n\t", "汉 ’“", "\u{1B}[31m\u{202E}", "{x} # y"])
  func quoting(_ content: String) {
    let (tokens, diagnostics) = Lexer.tokens(of: Source(name: "test", text: quoted(content)))
    #expect(tokens[0].kind == .text(content) && diagnostics.isEmpty)
  }

  @Test("names are spelled bare where they can be")
  func spelling() {
    #expect(
      ["stage", "new-start", "区", "select", "where", "按", "2018", "a b", "今天", "a`b", "Ａ"].map(spelledName) == [
        "stage", "new-start", "区", "select", "`where`", "`按`", "`2018`", "`a b`", "`今天`", "`a``b`", "`Ａ`",
      ])
  }
}
