import Testing

@testable import Syntax

@Suite("lexer: numbers, money, durations")
struct LexerNumbersTests {
  @Test(
    "numbers",
    arguments: [
      ("12", "integer 12"), ("0", "integer 0"), ("420113", "integer 420113"), ("1_000", "number 1000"), ("0.5", "number 0.5"),
      ("12.50", "number 12.50"),
      ("30%", "number 30%"), ("0.5%", "number 0.5%"), ("３０％", "number 30%"), ("100%", "number 100%"),
      ("123456789012345678", "integer 123456789012345678"),
      ("20名", "integer 20"), ("20 名", "integer 20"), ("3个", "integer 3"), ("0.05", "number 0.05"),
    ])
  func numbers(_ text: String, _ token: String) {
    #expect(lex(text).tokens == [token])
    #expect(lex(text).problems.isEmpty)
  }

  @Test(
    "numbers that are written otherwise show the right form",
    arguments: [
      ("007", "integer 7", "the number `007` begins with a zero; write 7; a code is a text: \"007\""),
      ("00", "integer 0", "the number `00` begins with a zero; write 0; a code is a text: \"00\""),
      ("05亿", "money 5 亿", "the number `05亿` begins with a zero; write 5亿; a code is a text: \"05亿\""),
      ("00.5", "number 0.5", "the number `00.5` begins with a zero; write 0.5; a code is a text: \"00.5\""),
      (".5", "number 0.5", "expected a digit before the point; write 0.5"),
      (".5%", "number 0.5%", "expected a digit before the point; write 0.5%"),
      ("1,000", "number 1000", "expected a number without commas; write 1000; for several numbers put spaces after the commas: 1, 000"),
      (
        "1,234,567.5", "number 1234567.5",
        "expected a number without commas; write 1234567.5; for several numbers put spaces after the commas: 1, 234, 567"
      ),
      (
        "1，000万元", "money 1000 万", "expected a number without commas; write 1000万元; for several numbers put spaces after the commas: 1, 000"
      ),
      ("1234567890123456789", "invalid", "expected a number of at most 18 digits; a long code is a text: put it in quotation marks"),
    ])
  func numberProblems(_ text: String, _ token: String, _ problem: String) {
    #expect(lex(text).tokens == [token])
    #expect(lex(text).problems == [problem])
  }

  @Test("what only looks like a number with a comma or a bare fraction")
  func lists() {
    #expect(lex("1、200").tokens == ["integer 1", "symbol ,", "integer 200"])
    #expect(lex("1,20").tokens == ["integer 1", "symbol ,", "integer 20"])
    #expect(lex("1, 200").problems.isEmpty)
    #expect(lex("420113,420114").tokens == ["integer 420113", "symbol ,", "integer 420114"])
    #expect(lex("1,2000").problems.isEmpty)
    #expect(lex("1.2.3").tokens == ["number 1.2", "symbol .", "integer 3"])
    #expect(lex("a.5").problems.isEmpty)
    #expect(lex("3.5-2").tokens == ["number 3.5", "symbol -", "integer 2"])
    #expect(lex("5.x").tokens == ["integer 5", "symbol .", "word x"])
  }

  @Test(
    "money",
    arguments: [
      ("5亿", "money 5 亿"), ("5亿元", "money 5 亿"), ("5 亿", "money 5 亿"), ("5000万", "money 5000 万"), ("5000 万元", "money 5000 万"),
      ("120元", "money 120 元"), ("120 yuan", "money 120 元"), ("120yuan", "money 120 元"), ("1.2bn", "money 1.2 bn"), ("500m", "money 500 m"),
      ("500 m", "money 500 m"), ("30k", "money 30 k"), ("1.25亿", "money 1.25 亿"), ("0.1 亿元", "money 0.1 亿"), ("３.５亿", "money 3.5 亿"),
      ("5千万", "money 5000 万"), ("1.5千万元", "money 1500 万"), ("3百万", "money 300 万"), ("2万亿", "money 20000 亿"),
      ("1亿2000万", "money 12000 万"), ("1亿2000万元", "money 12000 万"), ("5 million", "money 5 m"), ("1_000万", "money 1000 万"),
      ("5RMB", "money 5 元"),
    ])
  func money(_ text: String, _ token: String) {
    #expect(lex(text).tokens == [token])
    #expect(lex(text).problems.isEmpty)
  }

  @Test(
    "durations",
    arguments: [
      ("30d", "duration 30 d"), ("2w", "duration 2 w"), ("5wd", "duration 5 wd"), ("3mo", "duration 3 mo"), ("1q", "duration 1 q"),
      ("1y", "duration 1 y"),
      ("30 days", "duration 30 d"), ("1 day", "duration 1 d"), ("5 workdays", "duration 5 wd"), ("5 working days", "duration 5 wd"),
      ("2 Weeks", "duration 2 w"),
      ("30天", "duration 30 d"), ("30 天", "duration 30 d"), ("5个工作日", "duration 5 wd"), ("5工作日", "duration 5 wd"),
      ("5 个工作日", "duration 5 wd"),
      ("3个月", "duration 3 mo"), ("2周", "duration 2 w"), ("2个季度", "duration 2 q"), ("3年", "duration 3 y"), ("1.5年", "duration 1.5 y"),
    ])
  func durations(_ text: String, _ token: String) {
    #expect(lex(text).tokens == [token])
    #expect(lex(text).problems.isEmpty)
  }

  @Test("a name behind a number is no unit")
  func namesBehindNumbers() {
    #expect(lex("top 10 projects").tokens == ["word top", "integer 10", "word projects"])
    #expect(lex("top 10 d").tokens == ["word top", "integer 10", "word d"])
    #expect(lex("top 5 year(signed)").tokens == ["word top", "integer 5", "word year", "symbol (", "word signed", "symbol )"])
    #expect(lex("前 20 项目").tokens == ["word 前", "integer 20", "word 项目"])
    #expect(lex("10\ndays").tokens == ["integer 10", "word days"])
  }

  @Test(
    "words that stand behind a value need no space",
    arguments: [
      ("5亿以上", ["money 5 亿", "word 以上"]), ("5 亿元以下", ["money 5 亿", "word 以下"]), ("30天以内", ["duration 30 d", "word 以内"]),
      ("2018年3月7日之前", ["date 2018-03-07", "word 之前"]), ("2018-03-07以后", ["date 2018-03-07", "word 以后"]),
      ("2018年以前", ["period 2018", "word 以前"]),
      ("2018以前", ["integer 2018", "word 以前"]), ("30%以上", ["number 30%", "word 以上"]), ("3个以上", ["integer 3", "word 以上"]),
      ("30d以上", ["duration 30 d", "word 以上"]),
      ("2018年一季度之后", ["period 2018Q1", "word 之后"]), ("2018Q1之后", ["period 2018Q1", "word 之后"]),
    ])
  func tails(_ text: String, _ tokens: [String]) {
    #expect(lex(text).tokens == tokens)
    #expect(lex(text).problems.isEmpty)
  }

  @Test(
    "前20名 is 前 and 20; other words that begin so stay whole",
    arguments: [
      ("前20名", ["word 前", "integer 20"]), ("前20", ["word 前", "integer 20"]), ("前 20 名", ["word 前", "integer 20"]),
      ("后5名", ["word 后", "integer 5"]),
      ("末3家", ["word 末", "integer 3"]), ("前十名", ["word 前", "integer 10"]), ("前十二项", ["word 前", "integer 12"]),
      ("前10%", ["word 前", "number 10%"]),
      ("前期", ["word 前期"]), ("前3季度", ["word 前3季度"]), ("后期", ["word 后期"]), ("前十", ["word 前十"]), ("前3月", ["word 前3月"]),
    ])
  func rankHeads(_ text: String, _ tokens: [String]) {
    #expect(lex(text).tokens == tokens)
    #expect(lex(text).problems.isEmpty)
  }
}
