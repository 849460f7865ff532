/// Chinese words that are a moment by themselves: `本周`, `今年以来`, `上期快照`. The English ones are several words and the parser's.
///
/// `当年` and `当月` are missing on purpose: in plans they name the year or month of the row, not this one.
public enum MomentTable {
  public static let words: [(spelling: String, moment: Literal)] =
    [
      ("今天", .day(offset: 0)), ("今日", .day(offset: 0)), ("昨天", .day(offset: -1)), ("昨日", .day(offset: -1)),
      ("明天", .day(offset: 1)), ("明日", .day(offset: 1)), ("前天", .day(offset: -2)), ("后天", .day(offset: 2)),
      ("本周", .relative(.week, offset: 0)), ("这周", .relative(.week, offset: 0)), ("本星期", .relative(.week, offset: 0)),
      ("上周", .relative(.week, offset: -1)), ("上星期", .relative(.week, offset: -1)), ("上个星期", .relative(.week, offset: -1)),
      ("下周", .relative(.week, offset: 1)), ("下星期", .relative(.week, offset: 1)), ("下个星期", .relative(.week, offset: 1)),
      ("本月", .relative(.month, offset: 0)), ("这个月", .relative(.month, offset: 0)), ("上月", .relative(.month, offset: -1)),
      ("上个月", .relative(.month, offset: -1)), ("下月", .relative(.month, offset: 1)), ("下个月", .relative(.month, offset: 1)),
      ("本季度", .relative(.quarter, offset: 0)), ("本季", .relative(.quarter, offset: 0)), ("这个季度", .relative(.quarter, offset: 0)),
      ("上季度", .relative(.quarter, offset: -1)), ("上个季度", .relative(.quarter, offset: -1)),
      ("下季度", .relative(.quarter, offset: 1)), ("下个季度", .relative(.quarter, offset: 1)),
      ("今年", .relative(.year, offset: 0)), ("本年", .relative(.year, offset: 0)), ("本年度", .relative(.year, offset: 0)),
      ("去年", .relative(.year, offset: -1)), ("上年", .relative(.year, offset: -1)), ("上年度", .relative(.year, offset: -1)),
      ("明年", .relative(.year, offset: 1)), ("下年度", .relative(.year, offset: 1)), ("前年", .relative(.year, offset: -2)),
      ("后年", .relative(.year, offset: 2)),
      ("上半年", .partOfThisYear(half: 1, quarter: nil)), ("下半年", .partOfThisYear(half: 2, quarter: nil)),
      ("今年上半年", .partOfThisYear(half: 1, quarter: nil)), ("今年下半年", .partOfThisYear(half: 2, quarter: nil)),
      ("今年以来", .toDate(.year)), ("本年以来", .toDate(.year)), ("年初以来", .toDate(.year)), ("本季度以来", .toDate(.quarter)),
      ("季初以来", .toDate(.quarter)), ("本月以来", .toDate(.month)), ("月初以来", .toDate(.month)), ("本周以来", .toDate(.week)),
      ("上期快照", .snapshot(.previous)), ("上一期快照", .snapshot(.previous)), ("首期快照", .snapshot(.first)),
      ("最新快照", .snapshot(.last)), ("本期快照", .snapshot(.last)),
    ] + quarters

  private static let quarters: [(spelling: String, moment: Literal)] = ["一", "二", "三", "四"].enumerated().flatMap { index, digit in
    ["", "第", "今年", "今年第"].map { ("\($0)\(digit)季度", .partOfThisYear(half: nil, quarter: index + 1)) }
  }
}
