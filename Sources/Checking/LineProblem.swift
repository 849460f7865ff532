public import Diagnostics
public import Schema
import Syntax

/// What can be wrong or odd about `changes`, `history` and `show`.
public enum LineProblem: Problem {
  /// `changes` without `since`; the entity as written
  case sinceWanted(String)
  case endBeforeBeginning(Day, Day)
  /// Odd: nothing can have changed between a snapshot and itself.
  case sameEnds(Day)
  /// `by` on lines; the keys as written
  case groups(String, keys: String)
  /// A condition that reads lines and, by this name, their records
  case mixedConditions(String)
  case filedFieldWanted(String, String)
  case keyNeverChanges(String)
  /// Order or arithmetic of old or new values of several types
  case mixedCells(String)
  /// A key that no snapshot holds; the singulars of the entities searched
  case unknownRecord(String, of: [String], nearest: [String])
  /// A key that only links name: its entity's singular, and the fields that hold it with how many rows
  case filedNowhere(String, of: String, namedBy: [(rows: Int, field: String)])
  case ambiguousRecord(String, of: String, candidates: [String])
  /// `show ID` with records of several entities; their singulars
  case recordOfSeveral(String, of: [String])
  /// A clause that one record has no use for
  case clauseOfShow(String)

  public var message: String {
    switch self {
    case .sinceWanted: "`changes` needs its beginning: `since` a date, a period or a snapshot"
    case .endBeforeBeginning(let from, let to): "the end, the snapshot of \(to), lies before the beginning, that of \(from)"
    case .sameEnds(let day): "both ends are the snapshot of \(day), so nothing can have changed"
    case .groups(let verb, _): "`\(verb)` gives lines, which only a stage can group"
    case .mixedConditions(let name): "`\(name)` is of the record, and the rest of this condition of the lines"
    case .filedFieldWanted(let found, let entity):
      "`\(found)` is no filed field of `\(entity)`, and only what was filed is compared cell by cell"
    case .keyNeverChanges(let name): "`\(name)` is the key: a record with another key is another record"
    case .mixedCells(let name): "`\(name)` holds values of several fields here, which have no type or unit in common to order or compute by"
    case .unknownRecord(let key, let of, _): "no snapshot holds the \(Self.either(of, "or")) `\(key)`"
    case .filedNowhere(let key, let of, let links):
      "no snapshot holds the \(of) `\(key)`"
        + (links.isEmpty ? "" : "; only links name it: \(links.map { "`\($0.field)` of \($0.rows)" }.joined(separator: ", "))")
    case .ambiguousRecord(let key, let of, _): "more than one \(of) answers to `\(key)`"
    case .recordOfSeveral(let key, let of): "`\(key)` is a record of several kinds: \(of.joined(separator: ", "))"
    case .clauseOfShow(let clause): "`\(clause)` does not go with `show`, which shows one record"
    }
  }

  public var hint: String? {
    switch self {
    case .sinceWanted(let entity): mean(["changes of \(entity) since last month", "changes of \(entity) since previous snapshot"])
    case .endBeforeBeginning, .sameEnds: "`describe snapshots` lists those there are"
    case .groups(_, let keys): mean(["… | count by \(keys)"])
    case .mixedConditions: "in `where` a condition is about records or about lines; you might move all of it behind `| where`"
    case .filedFieldWanted(let found, _): "for a condition you might ask `list … where \(found) and not was \(found)`"
    case .keyNeverChanges: nil
    case .mixedCells: "after `changes in FIELD of …` with one field, or fields of one type, they have that type"
    case .unknownRecord(_, _, let nearest): mean(nearest)
    case .filedNowhere: nil
    case .ambiguousRecord(_, _, let candidates): mean(candidates)
    case .recordOfSeveral(let key, let of): mean(of.map { "show \($0) \(key)" })
    case .clauseOfShow: "it takes `as of T`, `as FORMAT` and `to \"FILE\"`"
    }
  }

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

  private func mean(_ readings: [String]) -> String? {
    readings.isEmpty ? nil : "you might mean " + Self.either(readings.map { "`\($0)`" }, "or")
  }

  private func maybe(_ readings: [String]) -> String? {
    readings.isEmpty ? nil : "可能是 " + Self.either(readings.map { "`\($0)`" }, "或")
  }

  /// `a`, `a or b`, `a, b or c`
  private static func either(_ words: [String], _ or: String) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: or == "or" ? ", " : "、") + " \(or) " + last
  }
}
