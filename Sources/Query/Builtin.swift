import Schema

/// The functions of values. Closed: checker, engine, SQL writer and explainer switch over it without `default`, so the compiler leads a new one to
/// each of them. What can be said of a function without computing it stands in ``facts``, and only there.
public enum Builtin: String, Sendable, CaseIterable {
  /// Periods of a date
  case year, quarter, month, week
  /// 1 (Monday) to 7
  case weekday
  /// Whole days / working days as durations: `days(a, b)`, `workdays(a, b)` counts after a up to b
  case days, workdays
  case abs, round, floor, ceil
  /// Scalar, two or more arguments; with one argument the names are aggregates
  case least = "min", greatest = "max"
  /// `band(x, 1亿, 10亿)`: a choice whose code is the number of the band, 0 below the first bound; a bound itself belongs to the upper band. The checker
  /// makes the choice with its labels.
  case band
  case lower, upper, length
}

extension Builtin {
  /// The table of functions: a row each, read by checker, completion, explanation, help and reference.
  public var facts: FunctionFacts {
    switch self {
    case .year: .periodOfDate(.year, "年份", example: "year(2018-03-07)")
    case .quarter: .periodOfDate(.quarter, "季度", example: "quarter(2018-03-07)")
    case .month: .periodOfDate(.month, "月份", example: "month(2018-03-07)")
    case .week: .periodOfDate(.week, "周次", example: "week(2018-03-07)")
    case .weekday:
      FunctionFacts(
        "星期几", of: [.date], "date", gives: .type(.number), example: "weekday(2018-03-07)",
        help: [.init("D", "1 Monday to 7 Sunday", "1 是星期一，7 是星期日")])
    case .days:
      FunctionFacts(
        "天数", of: [.date, .date], "from, to", gives: .type(.duration(.days)), example: "days(2018-09-28, 2018-10-10)",
        help: [.init("A, B", "from A to B", "从 A 到 B 的天数")])
    case .workdays:
      FunctionFacts(
        "工作日数", of: [.date, .date], "from, to", gives: .type(.duration(.workdays)), missing: .orOutsideTheCalendar,
        example: "workdays(2018-09-28, 2018-10-10)",
        help: [.init("A, B", "after A up to B, by the calendar", "A 之后到 B 为止的工作日数")])
    case .abs:
      FunctionFacts(
        "绝对值", of: [.measurable], "number", gives: .firstArgument, example: "abs(3 - 5)",
        help: [.init("X", "of a number, an amount or a duration", "数字、金额、时长")])
    case .round: .rounding("四舍五入", example: "round(2.5)")
    case .floor: .rounding("向下取整", example: "floor(-2.5)")
    case .ceil: .rounding("向上取整", example: "ceil(1.25, 1)")
    case .least: .extreme("最小", example: "min(2018-03-07, 2018-03-31)")
    case .greatest: .extreme("最大", example: "max(2018-03-07, 2018-03-31)")
    case .band:
      FunctionFacts(
        "分档", of: [.measurableOrDate], arguments: 2...64, "value, bound, …", gives: .band, example: "band(7, 5, 10)",
        help: [.init("X, BOUND, …", in: "X, 界, …", "the band of a value; a bound opens the band above it", "值所在的档；界本身属于上一档")])
    case .lower: .ofText("小写", gives: .type(.text), example: "lower(\"Ab\")")
    case .upper: .ofText("大写", gives: .type(.text), example: "upper(\"Ab\")")
    case .length: .ofText("字数", gives: .type(.number), example: "length(\"长江\")")
    }
  }

  /// How a call is written: `days(from, to)`.
  public var usage: String { "\(rawValue)(\(facts.parameters))" }
}

extension FunctionFacts {
  fileprivate static func periodOfDate(_ unit: PeriodUnit, _ chinese: String, example: String) -> FunctionFacts {
    FunctionFacts(
      chinese, of: [.dateOrPeriod], "date", gives: .period(unit), example: example,
      help: [.init("D", "the period of a date; months of two years stay apart", "日期所在的年、季、月、周；不同年的月份不会混在一起")])
  }

  fileprivate static func rounding(_ chinese: String, example: String) -> FunctionFacts {
    FunctionFacts(
      chinese, of: [.measurable, .number], arguments: 1...2, "number, digits", gives: .firstArgument, example: example,
      help: [
        .init("X", "whole ones; amounts in the unit that they print in", "取整；金额按显示的单位"),
        .init("X, N", "to N places behind the point", "取到小数点后 N 位"),
      ])
  }

  fileprivate static func extreme(_ chinese: String, example: String) -> FunctionFacts {
    FunctionFacts(
      chinese, of: [.orderable], arguments: 2...64, "a, b", gives: .commonType, example: example,
      help: [.init("A, B, …", "the least and the greatest; one argument is an aggregate", "最小和最大；只有一个参数时是聚合")])
  }

  fileprivate static func ofText(_ chinese: String, gives result: Result, example: String) -> FunctionFacts {
    FunctionFacts(chinese, of: [.text], "text", gives: result, example: example, help: [.init("T", "of text", "文字")])
  }
}
