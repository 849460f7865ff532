import Diagnostics
import Schema
import Syntax

extension PastProblem {
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
}
