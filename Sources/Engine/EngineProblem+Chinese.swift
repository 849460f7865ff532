import Diagnostics
import Patterns
import Query

extension EngineProblem {
  public var chineseMessage: String {
    switch self {
    case .overflow: "数过大：连小数在内最多 38 位"
    case .mixedUnits(let units): "这些数量有 \(units.count) 种单位，不能合在一起：\(units.joined(separator: "、"))"
    case .pattern(let problem): problem.chineseMessage
    case .tooManyGroups(let found): TableLimits.tooManyGroups(found).chinese
    case .tooManyColumns(let found): "`across` 在此产生 \(found) 列，上限为 \(TableLimits.columns) 列"
    case .tooManyCells(let rows, let columns): "`across` 在此产生 \(rows) 行、\(columns) 列，上限为 \(TableLimits.cells) 个单元格"
    case .cancelled: "已取消"
    case .misplaced(let what): "内部错误：\(what) 在此无法计算"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .overflow: "可先除以一个数，或减少聚合的行"
    case .mixedUnits: "可按单位分组，或在 `where` 中选定一种单位"
    case .pattern(let problem): problem.chineseHint
    case .tooManyGroups: TableLimits.fewerGroups.chinese
    case .tooManyColumns, .tooManyCells: "可改为按两个键分组，或用 `where` 减少行"
    case .cancelled: nil
    case .misplaced: "请反馈这条查询"
    }
  }
}
