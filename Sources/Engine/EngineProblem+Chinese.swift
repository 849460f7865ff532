import Patterns

extension EngineProblem {
  public var chineseMessage: String {
    switch self {
    case .moneyOverflow: "金额过大：最大为 922 万亿（9.2e14）货币单位"
    case .mixedUnits(let units): "这些数量有 \(units.count) 种单位，不能合在一起：\(units.joined(separator: "、"))"
    case .pattern(let problem): problem.chineseMessage
    case .cancelled: "已取消"
    case .misplaced(let what): "内部错误：\(what) 在此无法计算"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .moneyOverflow: "可先除以一个数，或减少聚合的行"
    case .mixedUnits: "可按单位分组，或在 `where` 中选定一种单位"
    case .pattern(let problem): problem.chineseHint
    case .cancelled: nil
    case .misplaced: "请反馈这条查询"
    }
  }
}
