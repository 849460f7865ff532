import Diagnostics
import Testing

@testable import Syntax

@Suite("lexer: dates, periods, moments")
struct LexerDatesTests {
  @Test(
    "dates",
    arguments: ["2018-03-07", "2018-3-7", "2018/3/7", "2018/03/07", "2018年3月7日", "2018年03月07日", "2018 年 3 月 7 日", "２０１８－３－７", "2018年3月7号"])
  func dates(_ text: String) {
    #expect(lex(text).tokens == ["date 2018-03-07"])
    #expect(lex(text).problems.isEmpty)
  }

  @Test(
    "periods",
    arguments: [
      ("2018H1", "2018H1"), ("2018h2", "2018H2"), ("2018Q1", "2018Q1"), ("2018-Q4", "2018Q4"), ("2018-03", "2018-03"),
      ("2018-3", "2018-03"),
      ("2018年", "2018"), ("2018年度", "2018"), ("2018 年", "2018"), ("2018年3月", "2018-03"), ("2018年3月份", "2018-03"), ("2018年12月", "2018-12"),
      ("2018年一季度", "2018Q1"), ("2018年第四季度", "2018Q4"), ("2018年3季度", "2018Q3"), ("2018年Q2", "2018Q2"), ("2018年上半年", "2018H1"),
      ("2018年下半年", "2018H2"), ("2018-W10", "2018-W10"), ("2018-w1", "2018-W01"), ("2018W52", "2018-W52"), ("2020-W53", "2020-W53"),
      ("2018年第10周", "2018-W10"),
    ])
  func periods(_ text: String, _ period: String) {
    #expect(lex(text).tokens == ["period " + period])
    #expect(lex(text).problems.isEmpty)
  }

  @Test(
    "days and periods that do not exist",
    arguments: [
      ("2018-02-30", "there is no day 2018-02-30"), ("2018-13-01", "there is no day 2018-13-01"),
      ("2018/2/29", "there is no day 2018/2/29"),
      ("2018年2月30日", "there is no day 2018年2月30日"), ("2018年13月", "there is no period 2018年13月"),
      ("2018-W53", "there is no period 2018-W53"),
      ("2018年五季度", "there is no period 2018年五季度"), ("30/30/2018", "there is no day 30/30/2018"),
    ])
  func absent(_ text: String, _ problem: String) {
    #expect(lex(text).tokens == ["invalid"])
    #expect(lex(text).problems == [problem])
  }

  @Test("2020-02-29 is a day") func leapDay() { #expect(lex("2020-02-29 2000-02-29").tokens == ["date 2020-02-29", "date 2000-02-29"]) }

  @Test(
    "incomplete dates list the readings",
    arguments: [
      ("3月", "`3月` alone can be a month or a number of months; write a month (2018-03, 2018年3月) or a duration (3mo, 3个月)"),
      ("12月份", "`12月份` alone can be a month or a number of months; write a month (2018-12, 2018年12月) or a duration (12mo, 12个月)"),
      ("18月", "`18月` alone can be a month or a number of months; write 18mo or 18个月"),
      ("5日", "`5日` alone can be a day of a month or a number of days; write a date (2018-03-05, 2018年3月5日) or a duration (5d, 5天)"),
      ("40日", "`40日` alone can be a day of a month or a number of days; write 40d or 40天"),
      ("3月7日", "`3月7日` needs a year; write 2018-03-07 or 2018年3月7日"), ("2月30日", "there is no day 2月30日"),
    ])
  func incomplete(_ text: String, _ problem: String) {
    #expect(lex(text).tokens == ["invalid"])
    #expect(lex(text).problems == [problem])
  }

  @Test(
    "dates in other notations show ours",
    arguments: [
      ("2018.3.7", "date 2018-03-07", "`2018.3.7` is not how a date is written; write 2018-03-07"),
      ("3/7/2018", "date 2018-03-07", "`3/7/2018` is not how a date is written; write 2018-03-07 or 2018-07-03"),
      ("13/7/2018", "date 2018-07-13", "`13/7/2018` is not how a date is written; write 2018-07-13"),
      ("03/03/2018", "date 2018-03-03", "`03/03/2018` is not how a date is written; write 2018-03-03"),
    ])
  func foreign(_ text: String, _ token: String, _ problem: String) {
    #expect(lex(text).tokens == [token])
    #expect(lex(text).problems == [problem])
  }

  @Test("dates in arithmetic")
  func arithmetic() {
    #expect(lex("2018-09-30 + 5wd").tokens == ["date 2018-09-30", "symbol +", "duration 5 wd"])
    #expect(lex("2018-09-30+5wd").tokens == ["date 2018-09-30", "symbol +", "duration 5 wd"])
    #expect(lex("2018/3").tokens == ["integer 2018", "symbol /", "integer 3"])
    #expect(lex("2018年 前 20").tokens == ["period 2018", "word 前", "integer 20"])
    #expect(lex("2018-03-07,2018-03-08").tokens == ["date 2018-03-07", "symbol ,", "date 2018-03-08"])
  }

  @Test(
    "Chinese moments",
    arguments: [
      ("今天", Literal.day(offset: 0)), ("昨天", .day(offset: -1)), ("明天", .day(offset: 1)), ("本周", .relative(.week, offset: 0)),
      ("上周", .relative(.week, offset: -1)),
      ("下周", .relative(.week, offset: 1)), ("本月", .relative(.month, offset: 0)), ("上月", .relative(.month, offset: -1)),
      ("上个月", .relative(.month, offset: -1)),
      ("下月", .relative(.month, offset: 1)), ("本季度", .relative(.quarter, offset: 0)), ("上季度", .relative(.quarter, offset: -1)),
      ("下季度", .relative(.quarter, offset: 1)),
      ("今年", .relative(.year, offset: 0)), ("去年", .relative(.year, offset: -1)), ("上年", .relative(.year, offset: -1)),
      ("明年", .relative(.year, offset: 1)),
      ("今年以来", .toDate(.year)), ("本月以来", .toDate(.month)), ("上半年", .partOfThisYear(half: 1, quarter: nil)),
      ("下半年", .partOfThisYear(half: 2, quarter: nil)),
      ("一季度", .partOfThisYear(half: nil, quarter: 1)), ("四季度", .partOfThisYear(half: nil, quarter: 4)),
      ("第二季度", .partOfThisYear(half: nil, quarter: 2)),
      ("3季度", .partOfThisYear(half: nil, quarter: 3)), ("上期快照", .snapshot(.previous)), ("首期快照", .snapshot(.first)),
      ("近30天", .span(-30, .day)),
      ("最近5个工作日", .span(-5, .workday)), ("过去2周", .span(-2, .week)), ("未来30天", .span(30, .day)), ("今后三个月", .span(3, .month)),
      ("近３年", .span(-3, .year)),
      ("近半年", .span(-1, .half)), ("近3期", .span(-3, .snapshot)), ("近两个季度", .span(-2, .quarter)), ("未来30天内", .span(30, .day)),
      ("近3月", .span(-3, .month)),
      ("近30d", .span(-30, .day)),
    ])
  func moments(_ text: String, _ moment: Literal) {
    let (tokens, diagnostics) = Lexer.tokens(of: Source(name: "test", text: text))
    #expect(tokens.count == 2 && tokens[0].kind == .moment(moment))
    #expect(diagnostics.isEmpty)
  }

  @Test("当年 is the name of a field's value, not this year") func vintage() { #expect(lex("当年 当月").tokens == ["word 当年", "word 当月"]) }

  @Test("近 and 未来 apart from their number are keywords")
  func spacedMoments() {
    #expect(lex("近 30 天").tokens == ["word 近", "duration 30 d"])
    #expect(lex("last 3 月").tokens == ["word last", "duration 3 mo"])
    #expect(lex("next 5 workdays").tokens == ["word next", "duration 5 wd"])
    #expect(lex("last 2 halves").tokens == ["word last", "integer 2", "word halves"])
  }
}
