public import Diagnostics
public import Schema

/// Types as messages call them, with the article that English asks for.
extension Bilingual {
  public static let text = Bilingual("a text", "文本")
  public static let date = Bilingual("a date", "日期")
  public static let number = Bilingual("a number", "数")
  public static let condition = Bilingual("a condition", "条件")

  // What functions and aggregates ask for.
  public static let measurable = Bilingual("a number, an amount or a duration", "数、金额或时长")
  public static let measurableOrDate = Bilingual("a number, an amount, a duration or a date", "数、金额、时长或日期")
  public static let orderable = Bilingual("values that can be ordered", "可以排序的值")

  public static func period(_ unit: PeriodUnit) -> Bilingual { Bilingual("a \(unit.rawValue)", unit.chinese) }

  public static func duration(_ kind: DurationKind) -> Bilingual {
    switch kind {
    case .days: Bilingual("a number of days", "天数")
    case .months: Bilingual("a number of months", "月数")
    case .workdays: Bilingual("a number of working days", "工作日数")
    }
  }
}

extension PeriodUnit {
  /// The unit's name in Chinese messages.
  public var chinese: String {
    switch self {
    case .year: "年份"
    case .half: "半年"
    case .quarter: "季度"
    case .month: "月份"
    case .week: "周"
    case .day: "日期"
    }
  }
}
