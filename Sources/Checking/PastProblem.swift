public import Diagnostics
public import Schema
import Syntax

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
  /// `was … on T`, `changes … to T`, `compare T`, `trend … from T` with a T after the snapshot asked
  case momentAhead(String, Day, asked: Day)
  /// `changed from planned`
  case changedNeedsField
  /// `held_since` of something that is no field of the row; the reading is what might be meant
  case heldSinceField(String, reading: String?)
  /// `trend … where changed FIELD from T to T`: what follows the field, and the readings with parentheses; nil where the field holds no days
  case rangeOfChanged(String, trend: String, changed: String?)
  /// `compare` beside `across`
  case comparedAcross
  case comparedInStage
  /// `compare T` with a T that means the snapshot asked
  case comparedWithItself(Day)
  /// `trend … with totals`
  case clauseOfTrend(String)
  /// `trend … of _`
  case trendOfResult
  case noSnapshotBetween(Day, Day)
  /// Odd: `trend … to T every snapshot` over snapshots behind the one asked; the first of them
  case trendEnds(Day, asked: Day)
  case tooManyPoints(Int, limit: Int)
  /// `ever` and `always` inside each other
  case tooManyMoments(String, limit: Int)

  public var message: String {
    switch self {
    case .momentInMeasure(let form): "`\(form)` is about one row, and a group has many"
    case .momentInResult(let form): "`\(form)` needs records, and the rows here are those of a result"
    case .momentOfNothing(let form): "`\(form)` needs a record: an expression alone has none"
    case .nothingBefore(let form, let first, let isValue):
      "`\(form)` looks before \(first), the first snapshot, and is \(isValue ? "missing" : "false")"
    case .momentAhead(let form, let day, let asked): "`\(form)` looks at \(day), which is later than the snapshot asked, that of \(asked)"
    case .changedNeedsField: "`changed from` and `changed to` need the field that changed"
    case .heldSinceField(let found, _): "`held_since` expects a field of the row, found `\(found)`"
    case .rangeOfChanged(let bounds, _, let changed):
      changed == nil
        ? "behind `changed` `\(bounds)` are values of the field, not the range of the trend"
        : "`\(bounds)` are values behind `changed`, and could be meant as the range of the trend"
    case .comparedAcross: "`compare` does not go with `across`, whose columns depend on the data"
    case .comparedInStage: "`compare` belongs to the query before the first `|`"
    case .comparedWithItself(let day): "`compare` looks at the snapshot asked itself, that of \(day)"
    case .clauseOfTrend(let clause): "`\(clause)` does not go with `trend`"
    case .trendOfResult: "`trend` reads the records of an entity, and `_` is a result"
    case .noSnapshotBetween(let first, let last): "there is no snapshot from \(first) to \(last)"
    case .trendEnds(let next, let asked): "this trend ends with the snapshot asked, that of \(asked): those from \(next) on are left out"
    case .tooManyPoints(let count, let limit): "this trend has \(count) points, and \(limit) is the limit"
    case .tooManyMoments(let form, let limit): "with this `\(form)` the statement looks back more than \(limit) times"
    }
  }

  public var hint: String? {
    switch self {
    case .momentInMeasure(let form):
      "you might mean `\(Self.aggregated(form))`, or `compare` after the query"
    case .momentInResult: "you might say it before the first `|`"
    case .momentOfNothing: "you might mean `list … where …`"
    case .nothingBefore: nil
    case .momentAhead: "a query looks back from the snapshot asked, which `as of` sets; `describe snapshots` lists those there are"
    case .changedNeedsField: "you might mean `changed FIELD from … to …`"
    case .heldSinceField(_, let reading): reading.map { "you might mean `\($0)`" } ?? "you might mean `was` or `ever` with a condition"
    case .rangeOfChanged(_, let trend, let changed):
      changed.map { "for the range write `\(trend)`, for the values `\($0)`" } ?? "you might mean `\(trend)`"
    case .comparedAcross: "you might group by both keys instead"
    case .comparedInStage: nil
    case .comparedWithItself: "you might mean `compare previous snapshot`"
    case .clauseOfTrend: nil
    case .trendOfResult: "you might mean an entity"
    case .noSnapshotBetween: "`describe snapshots` lists those there are"
    case .trendEnds: "`as of` sets the snapshot asked"
    case .tooManyPoints: "you might take a longer step, or say `from` and `to`"
    case .tooManyMoments: "each `ever` or `always` inside another looks back from every snapshot of the outer one; `since` shortens that"
    }
  }

  public var chineseMessage: String { ChineseSpelling.message(chineseWords) }

  private var chineseWords: String {
    switch self {
    case .momentInMeasure(let form): "`\(form)` 问的是一行，而分组有多行"
    case .momentInResult(let form): "`\(form)` 需要记录，而这里的行是结果的行"
    case .momentOfNothing(let form): "`\(form)` 需要记录：单独的表达式没有记录"
    case .nothingBefore(let form, let first, let isValue):
      "`\(form)` 要看首期快照 \(first) 之前，因此\(isValue ? "为空" : "不成立")"
    case .momentAhead(let form, let day, let asked): "`\(form)` 要看 \(day)，晚于被问的快照 \(asked)"
    case .changedNeedsField: "`changed from` 和 `changed to` 需要写明变更的字段"
    case .heldSinceField(let found, _): "`held_since` 要行的字段，却是 `\(found)`"
    case .rangeOfChanged(let bounds, _, let changed):
      changed == nil ? "`changed` 之后的 `\(bounds)` 是字段的值，不是走势的范围" : "`\(bounds)` 是 `changed` 之后的值，也可能是走势的范围"
    case .comparedAcross: "`compare` 不能与 `across` 并用：横排的列取决于数据"
    case .comparedInStage: "`compare` 属于第一个 `|` 之前的查询"
    case .comparedWithItself(let day): "`compare` 所看的就是被问的快照 \(day)"
    case .clauseOfTrend(let clause): "`\(clause)` 不能与 `trend` 并用"
    case .trendOfResult: "`trend` 读取实体的记录，而 `_` 是结果"
    case .noSnapshotBetween(let first, let last): "从 \(first) 到 \(last) 没有快照"
    case .trendEnds(let next, let asked): "走势到被问的快照 \(asked) 为止：从 \(next) 起的快照未计入"
    case .tooManyPoints(let count, let limit): "这个走势有 \(count) 个点，上限是 \(limit)"
    case .tooManyMoments(let form, let limit): "加上这个 `\(form)`，本句要回看的次数超过 \(limit)"
    }
  }

  public var chineseHint: String? { chineseAdvice.map(ChineseSpelling.hint) }

  private var chineseAdvice: String? {
    switch self {
    case .momentInMeasure(let form): "可能是 `\(Self.aggregated(form))`，或在查询之后写 `compare`"
    case .momentInResult: "可以写在第一个 `|` 之前"
    case .momentOfNothing: "可能是 `list … where …`"
    case .nothingBefore: nil
    case .momentAhead: "查询从被问的快照向前看，`as of` 定快照；`describe snapshots` 列出已有的快照"
    case .changedNeedsField: "可能是 `changed FIELD from … to …`"
    case .heldSinceField(_, let reading): reading.map { "可能是 `\($0)`" } ?? "可能是 `was` 或 `ever` 加条件"
    case .rangeOfChanged(_, let trend, let changed):
      changed.map { "指范围则写 `\(trend)`，指值则写 `\($0)`" } ?? "可能是 `\(trend)`"
    case .comparedAcross: "可以改为按两个键分组"
    case .comparedInStage: nil
    case .comparedWithItself: "可能是 `compare previous snapshot`"
    case .clauseOfTrend: nil
    case .trendOfResult: "可能是一个实体"
    case .noSnapshotBetween: "`describe snapshots` 列出已有的快照"
    case .trendEnds: "`as of` 定被问的快照"
    case .tooManyPoints: "可以取更长的一步，或写明 `from` 和 `to`"
    case .tooManyMoments: "`ever`、`always` 层层相套时，内层从外层的每个快照起再回看；用 `since` 可以缩短"
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
