import Schema

/// The functions of the language by name: a definition must not take one, as a call would no longer reach the function.
public enum FunctionNames {
  public static let spellings: [String] =
    Builtin.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue).filter { Builtin(rawValue: $0) == nil }
    + ["part", "coalesce", "previous", "held_since"]

  /// What a Chinese question calls them. These are no reserved names: a field or a definition of the same name comes first.
  private static let chinese: [String: String] = [
    "年份": "year", "季度": "quarter", "月份": "month", "周次": "week", "星期几": "weekday", "天数": "days", "工作日数": "workdays", "绝对值": "abs",
    "四舍五入": "round", "向下取整": "floor", "向上取整": "ceil", "分档": "band", "小写": "lower", "大写": "upper", "字数": "length",
    "上期值": "previous", "前值": "previous", "保持自": "held_since",
  ]

  /// The English name of a function that is called by its Chinese one; any other word as it is.
  public static func english(_ name: String) -> String { chinese[name] ?? name }

  /// Folded.
  public static let all: Set<String> = Set((spellings + ["existed"]).map(foldedName))

  public static func spelling(of folded: String) -> String { spellings.first { foldedName($0) == folded } ?? folded }
}
