import Diagnostics
import Testing

@testable import Syntax

/// The tokens of a text, without the end, and the words of its problems.
func lex(_ text: String) -> (tokens: [String], problems: [String]) {
  let source = Source(name: "test", text: text)
  let (tokens, diagnostics) = Lexer.tokens(of: source)
  #expect(tokens.last?.description == "end")
  checkCoverage(source, tokens)
  return (tokens.dropLast().map(\.description), diagnostics.map { $0.problem.message + ($0.problem.hint.map { "; " + $0 } ?? "") })
}

/// Every byte belongs to a token, white space or a comment, and ranges ascend.
func checkCoverage(_ source: Source, _ tokens: [Token], sourceLocation: SourceLocation = #_sourceLocation) {
  var end = 0
  for token in tokens {
    #expect(token.range.start >= end && token.range.end >= token.range.start, sourceLocation: sourceLocation)
    let gap = source.text(SourceRange(end, token.range.start))
    let isBlank = gap.split(whereSeparator: \.isNewline).allSatisfy { line in
      line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first.map { $0 == "#" || $0 == "＃" } ?? true
    }
    #expect(isBlank, "not covered: \(gap.debugDescription)", sourceLocation: sourceLocation)
    end = token.range.end
  }
  #expect(end == source.bytes.count, sourceLocation: sourceLocation)
}

@Suite("lexer: words and symbols")
struct LexerTests {
  @Test(
    "words join letters, digits, inner hyphens and apostrophes",
    arguments: [
      "WH-2018-0042", "new-start", "Jiang'an", "due-30d", "3D", "2018-13", "landing_rate", "_", "项目名称", "前期", "在建", "ünter", "5-3",
      "2018-0042",
      "a1", "3号楼", "2018年项目", "5亿项目", "30D", "5M", "12abc", "проект", "東京", "总投资5亿以上", "5亿至10亿", "2018-W60", "2018Q5", "5季度", "10号线",
    ])
  func word(_ text: String) { #expect(lex(text).tokens == ["word \(text)"] && lex(text).problems.isEmpty) }

  @Test("full-width forms, curly apostrophes and typographic hyphens fold inside words")
  func foldedWords() {
    #expect(lex("ＡＢ１ ｎｅｗ－ｓｔａｒｔ Jiang’an WH‑2018").tokens == ["word AB1", "word new-start", "word Jiang'an", "word WH-2018"])
  }

  @Test(
    "symbols in every width",
    arguments: [
      ("a,b，c、d", ["word a", "symbol ,", "word b", "symbol ,", "word c", "symbol ,", "word d"]),
      ("（a）；b。c", ["symbol (", "word a", "symbol )", "symbol ;", "word b", "symbol ;", "word c"]),
      ("a≥1 b≤2 c≠3", ["word a", "symbol >=", "integer 1", "word b", "symbol <=", "integer 2", "word c", "symbol !=", "integer 3"]),
      (
        "＞＝ <= ！= <> == && || ?? !",
        ["symbol >=", "symbol <=", "symbol !=", "symbol <>", "symbol ==", "symbol &&", "symbol ||", "symbol ??", "symbol !"]
      ),
      (
        "a.b $c | [d] {e} x：y",
        [
          "word a", "symbol .", "word b", "symbol $", "word c", "symbol |", "symbol [", "word d", "symbol ]", "symbol {", "word e",
          "symbol }", "word x", "symbol :", "word y",
        ]
      ),
      ("a - b -c", ["word a", "symbol -", "word b", "symbol -", "word c"]),
      ("a×b÷c −1", ["word a", "symbol *", "word b", "symbol /", "word c", "symbol -", "integer 1"]),
    ])
  func symbols(_ text: String, _ tokens: [String]) { #expect(lex(text).tokens == tokens) }
}
