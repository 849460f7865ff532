import Checking
import Diagnostics
import Schema
import Syntax

extension ExplanationWriter {
  /// `Friday 2018-12-28`
  func long(_ day: Day) -> String {
    say("\(Self.weekdays[day.weekday - 1]) \(day)", "\(day)（星期\(Self.chineseWeekdays[day.weekday - 1])）")
  }

  /// `Fri 2018-12-28`
  func short(_ day: Day) -> String {
    say("\(Self.weekdays[day.weekday - 1].prefix(3)) \(day)", "\(day)（周\(Self.chineseWeekdays[day.weekday - 1])）")
  }

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  private static let chineseWeekdays = ["一", "二", "三", "四", "五", "六", "日"]

  /// A run of days with its weekdays.
  func span(_ first: Day, _ last: Day) -> String {
    first == last ? long(first) : say("\(long(first)) to \(long(last))", "\(long(first))至\(long(last))")
  }

  /// The words that a reading stands for: as written, or in the language asked where they were written in the other one.
  func words(of reading: Reading) -> String {
    let isLatin = reading.words.utf8.allSatisfy { $0 < 0x80 }
    guard isLatin == isChinese, case .days(let literal, _, _) = reading.kind else { return reading.words }
    return isChinese ? chinese(literal) ?? reading.words : Printer.text(of: literal)
  }

  private func chinese(_ literal: Literal) -> String? {
    switch literal {
    case .day(let offset): [-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"][offset]
    case .relative(.year, let offset): [-2: "前年", -1: "去年", 0: "今年", 1: "明年", 2: "后年"][offset]
    case .relative(let unit, let offset): [-1: "上", 0: "本", 1: "下"][offset].map { $0 + chinese(unit) }
    case .span(let count, let unit):
      (count < 0 ? "近" : "未来") + "\(abs(count)) " + (unit == .month || unit == .workday ? "个" : "") + chinese(unit)
    case .toDate(let unit): (unit == .year ? "今年" : "本" + chinese(unit)) + "以来"
    case .snapshot(let word):
      switch word {
      case .previous: "上期快照"
      case .first: "首期快照"
      case .last: "末期快照"
      }
    case .partOfThisYear, .text, .number, .money, .date, .period, .duration, .pattern: nil
    }
  }

  private func chinese(_ unit: UnitWord) -> String {
    switch unit {
    case .day: "天"
    case .week: "周"
    case .month: "月"
    case .quarter: "季度"
    case .half: "半年"
    case .year: "年"
    case .workday: "工作日"
    case .snapshot: "快照"
    }
  }

  // MARK: In the tree

  /// A date as it stands in a condition: `today (Fri 2018-12-28)`, or the date alone where it was written so. Where it is another at each
  /// snapshot, only its words.
  func text(of day: Day, at range: SourceRange, _ row: ExplainedRow) -> String {
    guard let reading = readings.first(where: { $0.range == range && $0.span?.first == day && $0.span?.last == day }) else {
      return day.description
    }
    let words = words(of: reading)
    if case .each? = row.then { return say("\(words) (of that day)", "\(words)（当期）") }
    return say("\(words) (\(short(day)))", "\(words)（\(day)，周\(Self.chineseWeekdays[day.weekday - 1])）")
  }

  /// The same for a bound: the words may be any part of the comparison.
  func text(of day: Day, within range: SourceRange, _ row: ExplainedRow) -> String {
    let bound = readings.last { reading in
      reading.span?.first == day && reading.span?.last == day && range.start <= reading.range.start && reading.range.end <= range.end
    }
    return text(of: day, at: bound?.range ?? range, row)
  }

  /// What a run of days was written as, where its bounds come from such words.
  func reading(low: Day?, high: Day?, within range: SourceRange) -> Reading? {
    readings.first { reading in
      guard case .days(_, let first, let last) = reading.kind, range.start <= reading.range.start, reading.range.end <= range.end else {
        return false
      }
      switch (low, high) {
      case (let low?, let high?): return low == first && high == last
      case (nil, let high?): return high == last || high == first - 1
      case (let low?, nil): return low == first || low == last + 1
      case (nil, nil): return false
      }
    }
  }

  // MARK: The list of what was worked out

  /// Every word that counts from today with the days it came to, each once; then the words that could have meant something else.
  func writeReadings() {
    var seen: Set<String> = []
    let dates = readings.compactMap { reading -> String? in
      guard !reading.isThen, let days = reading.span, seen.insert("\(words(of: reading)) \(days)").inserted else { return nil }
      return say("\(words(of: reading)) = \(span(days.first, days.last))", "\(words(of: reading)) = \(span(days.first, days.last))")
    }
    if !dates.isEmpty {
      title("Dates", "日期")
      for line in dates { add(line, depth: 1) }
    }
    let doubtful = readings.compactMap { reading -> String? in
      guard case .value(let value, let type, let kind) = reading.kind, seen.insert(reading.words).inserted else { return nil }
      let meant = text(of: value, type)
      return say(
        "`\(reading.words)` is read as the value \(meant), not as \(english(kind)) of that name (back-quotes make it the name)",
        "`\(reading.words)` 读作值 \(meant)，而不是同名的\(chinese(kind))（要用后者，请加反引号）")
    }
    guard !doubtful.isEmpty else { return }
    title("Words with two meanings", "有两种含义的词")
    for line in doubtful { add(line, depth: 1) }
  }

  private func english(_ kind: Reading.NameKind) -> String {
    switch kind {
    case .field: "the field"
    case .link: "the link"
    case .links: "the linked records"
    case .definition: "the definition"
    case .column: "the column"
    case .entity: "the entity"
    case .parameter: "the parameter"
    }
  }

  private func chinese(_ kind: Reading.NameKind) -> String {
    switch kind {
    case .field: "字段"
    case .link: "关联"
    case .links: "关联记录"
    case .definition: "定义"
    case .column: "列"
    case .entity: "实体"
    case .parameter: "参数"
    }
  }
}
