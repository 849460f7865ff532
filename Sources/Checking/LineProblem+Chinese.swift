import Diagnostics
import Schema
import Syntax

extension LineProblem {
  public var chineseMessage: String { ChineseSpelling.message(chineseWords) }

  private var chineseWords: String {
    switch self {
    case .sinceWanted: "`changes` 需要起点：`since` 加日期、时段或快照"
    case .endBeforeBeginning(let from, let to): "终点（快照 \(to)）早于起点（快照 \(from)）"
    case .sameEnds(let day): "起点和终点都是快照 \(day)，不会有变化"
    case .groups(let verb, _): "`\(verb)` 给出变化的行，只能在下一步分组"
    case .mixedConditions(let name): "`\(name)` 属于记录，而这个条件的其余部分属于变化的行"
    case .filedFieldWanted(let found, let entity): "`\(found)` 不是 `\(entity)` 填报的字段，而逐格比较的只有填报的内容"
    case .keyNeverChanges(let name): "`\(name)` 是主键：主键不同就是另一条记录"
    case .mixedCells(let name): "`\(name)` 这里含几个字段的值，没有共同的类型或单位可以排序或计算"
    case .unknownRecord(let key, let of, _): "任何快照中都没有 \(Self.either(of, "或")) `\(key)`"
    case .filedNowhere(let key, let of, let links):
      "任何快照中都没有 \(of) `\(key)`"
        + (links.isEmpty ? "" : "，只有指向它的填报：\(links.map { "`\($0.field)` \($0.rows) 行" }.joined(separator: "、"))")
    case .ambiguousRecord(let key, let of, _): "叫 `\(key)` 的 \(of) 不止一个"
    case .recordOfSeveral(let key, let of): "`\(key)` 是几种记录：\(of.joined(separator: "、"))"
    case .clauseOfShow(let clause): "`\(clause)` 不能与 `show` 并用：它只显示一条记录"
    }
  }

  public var chineseHint: String? { chineseAdvice.map(ChineseSpelling.hint) }

  private var chineseAdvice: String? {
    switch self {
    case .sinceWanted(let entity): maybe(["changes of \(entity) since last month", "changes of \(entity) since previous snapshot"])
    case .endBeforeBeginning, .sameEnds: "`describe snapshots` 列出已有的快照"
    case .groups(_, let keys): maybe(["… | count by \(keys)"])
    case .mixedConditions: "`where` 中的一个条件或针对记录，或针对变化的行；可将它整个移到 `| where` 之后"
    case .filedFieldWanted(let found, _): "对条件可以问 `list … where \(found) and not was \(found)`"
    case .keyNeverChanges: nil
    case .mixedCells: "`changes in FIELD of …` 只列一个字段或类型相同的字段时，它们就有类型"
    case .unknownRecord(_, _, let nearest): maybe(nearest)
    case .filedNowhere: nil
    case .ambiguousRecord(_, _, let candidates): maybe(candidates)
    case .recordOfSeveral(let key, let of): maybe(of.map { "show \($0) \(key)" })
    case .clauseOfShow: "它可带 `as of T`、`as FORMAT` 和 `to \"FILE\"`"
    }
  }

  private func maybe(_ readings: [String]) -> String? {
    readings.isEmpty ? nil : "可能是 " + Self.either(readings.map { "`\($0)`" }, "或")
  }
}
