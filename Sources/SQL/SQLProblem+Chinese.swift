import Query
import Schema

extension SQLProblem {
  public var chineseMessage: String {
    switch self {
    case .function(let function, let dialect, let difference): "`\(function.rawValue)` 在 \(dialect) 中没有完全一致的译法：\(difference.chinese)"
    case .computedDigits(let name): "`\(name)` 的位数须为常数，才能译成 SQL"
    case .pattern(let pattern): "`matches /\(pattern)/` 没有各数据库都与 luodi 一致的译法"
    case .acrossWithoutValues: "`across` 的每个值成为一列，没有打开的库便不知有哪些值"
    case .unknownValue: "没有打开的库，查询中有一个值无从写出"
    case .form(let form, let dialect): "\(form.chinese)没有 \(dialect) 的 SQL 译法"
    case .fineNumbers: "小数超过 \(Decimal.places) 位的数，其乘积、商、平均、中位数所留的位数随每个数而定，译不成 SQL"
    case .tooLarge(let name): "`\(name)` 连同所用的定义展开后过大，无法写成 SQL"
    case .misplaced(let what): "内部错误：\(what) 在此无法翻译"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .function: "可去掉它，或直接用 luodi 查询"
    case .computedDigits: "位数请写成数字"
    case .pattern: "可用字母、数字、`[ ]`、`( )`、`|`、`*`、`+`、`?`；`contains` 和 `starts with` 总能翻译"
    case .acrossWithoutValues: "改用 `by` 写上两个键即可"
    case .unknownValue: "请在命令行给出库"
    case .form: "去掉它，其余部分或可翻译"
    case .fineNumbers: "先用 `round(…, \(Decimal.places))` 取整到 \(Decimal.places) 位即可"
    case .tooLarge: "去掉它，其余部分或可翻译"
    case .misplaced: "请反馈这条查询"
    }
  }
}
