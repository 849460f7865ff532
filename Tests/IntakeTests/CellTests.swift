import Schema
import TestSupport
import Testing

@testable import Intake

private func bytes<Answer>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Answer) -> Answer {
  Array(text.utf8).withUnsafeBufferPointer(body)
}

private func day(_ text: String, _ order: DateOrder = .yearFirst) -> CellReading<Day> {
  bytes(text) { DateCell.read($0, order: order) }
}

private func at(_ year: Int, _ month: Int, _ day: Int) -> CellReading<Day> { .value(Day(year: year, month: month, day: day)!) }

@Suite struct DateCellTests {
  @Test(arguments: [
    "2018-03-07", "2018-3-7", "2018/3/7", "2018/03/07", "2018.3.7", "2018.03.07", "2018年3月7日", "2018年03月07日", "2018 年 3 月 7 日", "2018年3月7号",
    "2018年3月7",
    "20180307", "43166", "43166.0", "２０１８－０３－０７", "２０１８／３／７", "7 March 2018", "March 7, 2018", "07-Mar-2018", "2018-Mar-07",
    "2018-03-07 00:00:00",
    "2018-03-07T00:00:00Z", "2018-03-07T00:00:00.000+08:00", "2018/3/7 0:00", "2018-03-07 12:00:00 AM",
  ])
  func formsOfOneDay(_ text: String) {
    #expect(day(text) == at(2018, 3, 7))
  }

  @Test func timesOfDayAreDroppedWithARemark() {
    let seventh = Day(year: 2018, month: 3, day: 7)!
    for text in ["2018-03-07 12:30", "2018/3/7 9:05:01", "43166.5", "2018-03-07T23:59:59Z", "2018-03-07 12:00:00 PM"] {
      #expect(day(text) == .remarked(seventh, .timeDropped), "\(text)")
    }
  }

  @Test func dayAndMonthOnlyInTheDeclaredOrder() {
    #expect(day("03/07/2018") == .fault(.dateOrderUnknown))
    #expect(day("31/12/2018") == .fault(.dateOrderUnknown))
    #expect(day("03/07/2018", .monthFirst) == at(2018, 3, 7))
    #expect(day("03/07/2018", .dayFirst) == at(2018, 7, 3))
    #expect(day("05/01/2014 12:00:00 AM", .monthFirst) == at(2014, 5, 1))
    #expect(day("31.12.2018", .dayFirst) == at(2018, 12, 31))
    #expect(day("31/12/2018", .monthFirst) == .fault(.noSuchDay))
    #expect(day("2018-03-07", .monthFirst) == at(2018, 3, 7))
  }

  @Test func whatIsNoDate() {
    let faults: [(String, CellFault)] = [
      ("2018-02-29", .noSuchDay), ("2018/13/1", .noSuchDay), ("20180230", .noSuchDay), ("2018年2月30日", .noSuchDay),
      ("0000-00-00", .noSuchDay),
      ("2018", .yearAlone), ("2018年", .yearAlone), ("201803", .monthAlone), ("2018-03", .monthAlone), ("2018年3月", .monthAlone),
      ("18/3/7", .twoDigitYear), ("06/03/19", .twoDigitYear), ("soon", .notADate), ("2018年底", .notADate), ("3月7日", .notADate),
      ("-5", .notADate),
      ("2018-03-07-08", .notADate), ("2018-03/07", .notADate), ("1234567", .notADate), ("2018-03-07 25:00", .notADate), ("::", .notADate),
      ("########", .hashes), ("#N/A", .spreadsheetError), ("2018-3-777", .notADate),
    ]
    for (text, fault) in faults { #expect(day(text) == .fault(fault), "\(text)") }
    for text in ["-", "无", "待定", "N/A", "/", "—"] { #expect(day(text) == .placeholder, "\(text)") }
    #expect(day("") == .missing)
  }

  @Test func spreadsheetDaysSkipTheDayThatNeverWas() {
    #expect(DateCell.spreadsheetDay(1) == Day(year: 1900, month: 1, day: 1))
    #expect(DateCell.spreadsheetDay(59) == Day(year: 1900, month: 2, day: 28))
    #expect(DateCell.spreadsheetDay(60) == nil)
    #expect(DateCell.spreadsheetDay(61) == Day(year: 1900, month: 3, day: 1))
    #expect(DateCell.spreadsheetDay(25569) == Day(year: 1970, month: 1, day: 1))
    #expect(DateCell.spreadsheetDay(2_958_465) == Day(year: 9999, month: 12, day: 31))
    #expect(DateCell.spreadsheetDay(0) == nil)
    #expect(DateCell.spreadsheetDay(2_958_466) == nil)
  }

  @Test func everyDayOfFourYearsReadsBackInEveryForm() {
    var current = Day(year: 2016, month: 1, day: 1)!
    while current.year < 2020 {
      let (year, month, number) = current.civil
      let padded = { (value: Int) in (value < 10 ? "0" : "") + "\(value)" }
      for text in [
        current.description, "\(year)/\(month)/\(number)", "\(year).\(padded(month)).\(number)", "\(year)年\(month)月\(number)日",
        "\(year)\(padded(month))\(padded(number))", "\(current - Day(year: 1899, month: 12, day: 30)!)",
      ] { #expect(day(text) == .value(current), "\(text)") }
      #expect(day("\(padded(month))/\(padded(number))/\(year)", .monthFirst) == .value(current))
      #expect(day("\(number)/\(month)/\(year)", .dayFirst) == .value(current))
      current = current + 1
    }
  }
}

@Suite struct PeriodCellTests {
  private func month(_ text: String) -> CellReading<Period> { bytes(text) { PeriodCell.read($0, unit: .month, order: .yearFirst) } }

  @Test(arguments: [
    "2018-03", "2018-3", "2018/03", "2018.3", "2018年3月", "2018年03月份", "201803", "2018-03-07", "20180307", "2018年3月7日", "43166",
  ])
  func formsOfOneMonth(_ text: String) {
    #expect(month(text) == .value(Period(.month, holding: Day(year: 2018, month: 3, day: 1)!)))
  }

  @Test func otherUnits() {
    let read = { (text: String, unit: PeriodUnit) in bytes(text) { PeriodCell.read($0, unit: unit, order: .yearFirst) } }
    let march = Day(year: 2018, month: 3, day: 5)!
    for text in ["2018Q1", "2018-Q1", "2018年一季度", "2018年第1季度", "2018-02"] {
      #expect(read(text, .quarter) == .value(Period(.quarter, holding: march)), "\(text)")
    }
    for text in ["2018H1", "2018年上半年"] { #expect(read(text, .half) == .value(Period(.half, holding: march)), "\(text)") }
    for text in ["2018", "2018年", "2018年度", "2018Q3"] { #expect(read(text, .year) == .value(Period(.year, holding: march)), "\(text)") }
    for text in ["2018-W10", "2018W10", "2018年第10周", "2018-03-07"] {
      #expect(read(text, .week) == .value(Period(.week, holding: march)), "\(text)")
    }
    #expect(month("2018") == .fault(.periodTooCoarse))
    #expect(month("2018Q1") == .fault(.periodTooCoarse))
    #expect(month("2018-13") == .fault(.notAPeriod))
    #expect(month("March") == .fault(.notAPeriod))
    #expect(month("2018-W09") == .fault(.notAPeriod))
    #expect(month("-") == .placeholder)
    #expect(read("2018-W53", .week) == .fault(.notAPeriod))
  }
}

@Suite struct AmountCellTests {
  private func amount(_ text: String, factor: Int64 = 1, currency: Currency? = .yuan) -> CellReading<Money> {
    bytes(text) { AmountCell.read($0, column: AmountColumn(factor: factor, currency: currency)) }.map { Money(rawValue: $0) }
  }

  private func yuan(_ value: Int64, _ tenThousandths: Int64 = 0) -> Money { Money(rawValue: value * 10_000 + tenThousandths) }

  @Test func plainAndDecorated() {
    let cases: [(String, Money)] = [
      ("0", yuan(0)), ("1234", yuan(1234)), ("1234.5", yuan(1234, 5000)), ("-1234.56", yuan(-1234, -5600)), ("1,234", yuan(1234)),
      ("1,234,567.89", yuan(1_234_567, 8900)), ("￥1,234", yuan(1234)), ("¥ 1234", yuan(1234)), ("(1,234)", yuan(-1234)),
      ("（1234）", yuan(-1234)),
      ("-￥5", yuan(-5)), ("￥-5", yuan(-5)), ("+5", yuan(5)), ("－5", yuan(-5)), ("−5", yuan(-5)), ("１２３４", yuan(1234)),
      ("1 234 567", yuan(1_234_567)),
      ("1.5E+08", yuan(150_000_000)), ("5亿元", yuan(500_000_000)), ("8.16亿", yuan(816_000_000)), ("5000万元", yuan(50_000_000)),
      ("5000万", yuan(50_000_000)),
      ("120元", yuan(120)), ("1亿5000万元", yuan(150_000_000)), ("人民币5万元", yuan(50_000)), ("RMB 5,000", yuan(5000)),
      ("1.2 billion yuan", yuan(1_200_000_000)),
      ("500m", yuan(500_000_000)), ("0.0001", yuan(0, 1)), ("3百万", yuan(3_000_000)), ("2千万元", yuan(20_000_000)),
      ("1万亿元", yuan(1_000_000_000_000)),
      (".5", yuan(0, 5000)), ("5.", yuan(5)),
    ]
    for (text, money) in cases { #expect(amount(text) == .value(money), "\(text)") }
  }

  @Test func theColumnsUnitAppliesToBareNumbers() {
    #expect(amount("8.16", factor: 100_000_000) == .value(yuan(816_000_000)))
    #expect(amount("￥8.16", factor: 100_000_000) == .value(yuan(816_000_000)))
    #expect(amount("8.16万元", factor: 100_000_000) == .value(yuan(81_600)))
    #expect(amount("1,200", factor: 10_000) == .value(yuan(12_000_000)))
    #expect(amount("0.000000000001", factor: 100_000_000) == .value(yuan(0, 1)))
  }

  @Test func exactBeyondDoubles() {
    // 2^53 + 1 ten-thousandths, and decimals that binary fractions only come near
    #expect(amount("900719925474.0993") == .value(Money(rawValue: 9_007_199_254_740_993)))
    #expect(amount("0.1", factor: 100_000_000) == .value(yuan(10_000_000)))
    #expect(amount("1.1", factor: 100_000_000) == .value(yuan(110_000_000)))
  }

  @Test func remarks() {
    #expect(amount("约5亿元") == .remarked(yuan(500_000_000), .approximate))
    #expect(amount("5亿元左右") == .remarked(yuan(500_000_000), .approximate))
    #expect(amount("5亿元以上") == .remarked(yuan(500_000_000), .approximate))
    #expect(amount("5亿余元") == .remarked(yuan(500_000_000), .approximate))
    #expect(amount("10多亿") == .remarked(yuan(1_000_000_000), .approximate))
    #expect(amount("about 5 million") == .remarked(yuan(5_000_000), .approximate))
    #expect(amount("1.00005") == .remarked(yuan(1, 1), .rounded))
    #expect(amount("-1.00005") == .remarked(yuan(-1, -1), .rounded))
    #expect(amount("1.00004") == .remarked(yuan(1), .rounded))
    #expect(amount("1.234,56") == .remarked(yuan(1234, 5600), .decimalComma))
    #expect(amount("1234,5") == .remarked(yuan(1234, 5000), .decimalComma))
    #expect(amount("1.234.567") == .remarked(yuan(1_234_567), .decimalComma))
  }

  private static let before = [
    "approximately", "Approx.", "approx", "about", "circa", "ca.", "more than", "over", "up to", "不低于", "不少于", "不超过", "大约", "约为", "超过",
    "至少",
    "约", "近", "逾", "超", "~", "～", "≈", ">=", "<=", ">", "<", "＞", "≥", "≤",
  ]
  private static let behind = ["approximately", "approx.", "approx", "circa", "ca.", "左右", "上下", "以上", "以下", "以内", "余", "多"]

  /// Where a word says how a figure is meant, the figure is read; between two figures it says that there are two.
  @Test func wordsForAboutInEveryPlace() {
    for word in Self.before {
      for text in ["\(word)5亿元", "\(word) 5亿元", "￥\(word)5亿元", "(\(word)5亿元)"] {
        let sign: Int64 = text.hasPrefix("(") ? -1 : 1
        #expect(amount(text) == .remarked(yuan(500_000_000 * sign), .approximate), "\(text)")
      }
    }
    for word in Self.behind {
      for text in ["10亿元\(word)", "10亿\(word)元", "10 \(word)亿元", "约10亿元\(word)"] {
        #expect(amount(text) == .remarked(yuan(1_000_000_000), .approximate), "\(text)")
      }
    }
    for word in Self.before + Self.behind {
      for text in [
        "5\(word)6", "5\(word)6亿", "约5\(word)6亿元", "10亿\(word)20亿", "1亿\(word)5000万元", "5 \(word) 6", "5\(word)-6", "1\(word)000",
      ] {
        #expect(amount(text) == .fault(.notAnAmount), "\(text)")
      }
    }
    for word in Self.before where !Self.behind.contains(word.lowercased()) {
      for text in ["5亿元\(word)", "5\(word)亿元"] { #expect(amount(text) == .fault(.notAnAmount), "\(text)") }
    }
    for word in Self.behind where !Self.before.contains(where: { $0.lowercased() == word }) {
      #expect(amount("\(word)5亿元") == .fault(.notAnAmount), "\(word)")
    }
  }

  @Test func whatIsNoAmount() {
    let faults: [(String, CellFault)] = [
      ("abc", .notAnAmount), ("5-10亿元", .notAnAmount), ("5亩", .notAnAmount), ("1,23,45", .notAnAmount), ("1,2345,678", .notAnAmount),
      ("(5", .notAnAmount),
      ("5000万1亿", .notAnAmount), ("1亿5000", .notAnAmount), ("1.2.3", .notAnAmount), ("########", .hashes), ("#DIV/0!", .spreadsheetError),
      ("99999999999999999999", .beyondRange), ("5亿美元", .otherCurrency), ("$5", .otherCurrency), ("€5", .otherCurrency),
      ("12%", .notAnAmount),
      ("五亿元", .notAnAmount), ("1e999", .notAnAmount),
    ]
    for (text, fault) in faults { #expect(amount(text) == .fault(fault), "\(text)") }
    #expect(amount("$5", currency: .dollar) == .value(yuan(5)))
    #expect(amount("$5", currency: nil) == .value(yuan(5)))
    #expect(amount("待定") == .placeholder)
    #expect(amount("-") == .placeholder)
  }

  @Test func randomDecimalsReadBackExactly() {
    var generator = SeededGenerator(7)
    for _ in 0..<5000 {
      let money = Money(
        rawValue: Int64.random(in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &generator)
          >> Int64.random(in: 0..<60, using: &generator))
      for unit in [MoneyUnit.yuan, MoneyUnit(name: "万元", factor: 10_000), MoneyUnit(name: "亿元", factor: 100_000_000)] {
        #expect(amount(money.decimal(in: unit), factor: unit.factor) == .value(money))
        #expect(amount(money.decimal(in: unit) + unit.name) == .value(money))
      }
    }
  }
}

@Suite struct NumberAndFlagCellTests {
  private func number(_ text: String, inPercent: Bool = false) -> CellReading<ShortDecimal> {
    bytes(text) { NumberCell.read($0, inPercent: inPercent) }
  }

  @Test func numbers() {
    let cases: [(String, ShortDecimal)] = [
      ("0", 0), ("12", 12), ("-0.5", -0.5), ("1,234.5", 1234.5), ("30%", 0.3), ("0.1%", 0.001), ("３０％", 0.3), ("1.5e3", 1500), ("(5)", -5),
      ("0.30000000000000004", 0.30000000000000004), ("420113199001011234", 420_113_199_001_011_234), ("1.50000000000000000000", 1.5),
      ("0.000000000000000001", ShortDecimal(1, decimals: 18)), ("1E+17", 100_000_000_000_000_000), ("0.0000000000000000000000", 0),
    ]
    for (text, value) in cases { #expect(number(text) == .value(value), "\(text)") }
    #expect(number("85", inPercent: true) == .value(0.85))
    #expect(number("85%", inPercent: true) == .value(0.85))
    for text in [
      "abc", "5 apples", "1e999", "$5", "NaNa", "inf", "0x10", "1E+18", "1234567890123456789", "0.0000000000000000001",
      "2.2250738585072014e-308",
    ] {
      if case .fault = number(text) {} else { Issue.record("\(text) reads as \(number(text))") }
    }
    for word in ["~", "～", "≈", "约", "多", "余", "以上", "左右", "about", "over", "up to", "<", ">=", "≤", "〜", "∼", "-", "至"] {
      for text in ["5\(word)6", "5 \(word) 6", "约5\(word)6", "85%\(word)90%", "85\(word)90%"] {
        #expect(number(text) == .fault(.notANumber), "\(text)")
      }
    }
    #expect(number("~5") == .remarked(5, .approximate))
    #expect(number("≈ 30%") == .remarked(0.3, .approximate))
    #expect(number("-30多") == .remarked(-30, .approximate))
    #expect(number("-") == .placeholder)
    #expect(number("nan") == .placeholder)
  }

  @Test func randomNumbersReadBackExactly() {
    var generator = SeededGenerator(3)
    for _ in 0..<5000 {
      let mantissa =
        Int64.random(in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &generator)
        / [1, 1_000_000, 1_000_000_000_000].randomElement(using: &generator)!
      let value = ShortDecimal(mantissa, decimals: Int.random(in: 0...18, using: &generator))
      #expect(number(value.decimal.description) == .value(value))
    }
  }

  @Test func flags() {
    let flag = { (text: String) in bytes(text) { FlagCell.read($0) } }
    for text in ["是", "有", "yes", "YES", "y", "true", "TRUE", "SI", "sí", "√", "✓", "1"] { #expect(flag(text) == .value(true), "\(text)") }
    for text in ["否", "无", "no", "N", "false", "NO", "×", "0"] { #expect(flag(text) == .value(false), "\(text)") }
    #expect(flag("2") == .fault(.notAFlag))
    #expect(flag("perhaps") == .fault(.notAFlag))
    #expect(flag("-") == .placeholder)
    #expect(flag("") == .missing)
  }
}
