public import Diagnostics
public import Schema

/// What can be wrong or odd about a condition or value of other snapshots.
public enum PastProblem: Problem, Hashable {
  /// `was` beside aggregates
  case momentInMeasure(String)
  /// `was` in a stage over a printed result
  case momentInResult(String)
  /// `existed` in an expression alone
  case momentOfNothing(String)
  /// The snapshot at hand is the first one. `isValue`: the form gives a value, not a condition.
  case nothingBefore(String, first: Day, isValue: Bool)
  /// `was … on T` with a T after the snapshot at hand
  case momentAhead(String, Day, asked: Day, isValue: Bool)
  /// `changed from planned`
  case changedNeedsField
  /// `held_since` of something that is no field of the row; the reading is what might be meant
  case heldSinceField(String, reading: String?)

  public var message: String {
    switch self {
    case .momentInMeasure(let form): "`\(form)` is about one row, and a group has many"
    case .momentInResult(let form): "`\(form)` needs records, and the rows here are those of a result"
    case .momentOfNothing(let form): "`\(form)` needs a record: an expression alone has none"
    case .nothingBefore(let form, let first, let isValue):
      "`\(form)` looks before \(first), the first snapshot, and is \(isValue ? "missing" : "false")"
    case .momentAhead(let form, let day, let asked, let isValue):
      "`\(form)` looks at \(day), later than the snapshot of \(asked), and is \(isValue ? "missing" : "false")"
    case .changedNeedsField: "`changed from` and `changed to` need the field that changed"
    case .heldSinceField(let found, _): "`held_since` expects a field of the row, found `\(found)`"
    }
  }

  public var hint: String? {
    switch self {
    case .momentInMeasure(let form):
      "you might mean `\(Self.aggregated(form))`, or `compare` after the query"
    case .momentInResult: "you might say it before the first `|`"
    case .momentOfNothing: "you might mean `list … where …`"
    case .nothingBefore, .momentAhead: nil
    case .changedNeedsField: "you might mean `changed FIELD from … to …`"
    case .heldSinceField(_, let reading): reading.map { "you might mean `\($0)`" } ?? "you might mean `was` or `ever` with a condition"
    }
  }

  public var chineseMessage: String {
    switch self {
    case .momentInMeasure(let form): "`\(form)` 问的是一行，而分组有多行"
    case .momentInResult(let form): "`\(form)` 需要记录，而这里的行是结果的行"
    case .momentOfNothing(let form): "`\(form)` 需要记录：单独的表达式没有记录"
    case .nothingBefore(let form, let first, let isValue):
      "`\(form)` 要看首期快照 \(first) 之前，因此\(isValue ? "为空" : "不成立")"
    case .momentAhead(let form, let day, let asked, let isValue):
      "`\(form)` 要看 \(day)，晚于快照 \(asked)，因此\(isValue ? "为空" : "不成立")"
    case .changedNeedsField: "`changed from` 和 `changed to` 需要写明变更的字段"
    case .heldSinceField(let found, _): "`held_since` 要行的字段，却是 `\(found)`"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .momentInMeasure(let form): "可能是 `\(Self.aggregated(form))`，或在查询之后写 `compare`"
    case .momentInResult: "可以写在第一个 `|` 之前"
    case .momentOfNothing: "可能是 `list … where …`"
    case .nothingBefore, .momentAhead: nil
    case .changedNeedsField: "可能是 `changed FIELD from … to …`"
    case .heldSinceField(_, let reading): reading.map { "可能是 `\($0)`" } ?? "可能是 `was` 或 `ever` 加条件"
    }
  }

  /// The form as a measure of many rows.
  private static func aggregated(_ form: String) -> String {
    switch form {
    case "previous": "sum(previous(…))"
    case "held_since": "min(held_since(…))"
    default: "count(where \(form) …)"
    }
  }
}
