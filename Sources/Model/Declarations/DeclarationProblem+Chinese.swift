import Diagnostics
import Schema

extension DeclarationProblem {
  public var chineseMessage: String {
    switch self {
    case .unknown(let kind, let name, let within, _):
      let place = within.map { " `\($0)` 的" } ?? ""
      return "此处应为\(place)\(kind.chinese)，却是未知名称 `\(name)`"
    case .unknownDateOrder(let found): return "此处应为日期各部分的顺序，却是 `\(found)`"
    case .unfitUnit(let found): return "此类型需要日历单位，却是 `\(found)`"
    case .duplicate(let name, let other): return "名称 `\(name)` 已用于\(other.chinese)"
    case .hides(let name, let hidden): return "`\(name)` 会遮住\(spaced(hidden.chinese))"
    case .reservedName(let name): return "`\(name)` 自有含义，不能声明"
    case .unfitField(let role, let field, let found):
      return "\(role.chinese)应为\(role.chineseType)字段，而 `\(field)` 是\(spaced(found.chinese))"
    case .keyMissing(let entity, let field, _): return "`\(entity)` 需要字段 `\(field)`，却没有声明"
    case .reverseNeeded(let field, let entity, let target):
      return "从 `\(entity)` 到 `\(target)` 的关联不止一个，`\(field)` 需要反向名称"
    case .definitionCycle(let names): return "定义引用了自身：\(names.map { "`\($0)`" }.joined(separator: " -> "))"
    case .notADay(let found): return "此处应为日期，如 2018-02-15，却是 `\(found)`"
    case .daysReversed(let first, let last): return "后一天应较晚，却是 \(first) 到 \(last)"
    case .tooManyDays(let count): return "此处应为连续几天，却有 \(count) 天"
    case .restAndWork(let day): return "\(day) 既声明为放假，又声明为上班"
    case .secondCalendar(let name, let first): return "此处应为日历 `\(first)` 的日子，却是第二个日历 `\(name)`"
    case .fixedEntity(let name): return "实体 `\(name)` 已经声明"
    case .notInData(let kind, let name, let within):
      return "数据文件中\(within.map { " `\($0)` " } ?? "")没有\(kind.chinese) `\(name)`"
    case .otherInData(let kind, let name, let held): return "数据文件中的\(kind.chinese) `\(name)` 与此不同：\(held.chinese)"
    case .redefines(let name, let users):
      return "`\(name)` 已重新定义，以它为基础的定义含义随之改变：\(users.map { "`\($0)`" }.joined(separator: "、"))"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .unknown(let kind, let name, let within, let nearest):
      if let words = chineseNearest(nearest) { return words }
      switch kind {
      case .entity: return "可先声明：entity \(name) … key …"
      case .choice: return "可声明：choice \(name): a, b"
      case .field: return within.map { "可声明：field \(name) for \($0): text" }
      case .value: return nil
      case .moneyUnit: return "金额单位有 \(MoneyUnits.usual.map { "`\($0)`" }.joined(separator: "、"))"
      }
    case .unknownDateOrder: return "可能是 YYYY-MM-DD、MM/DD/YYYY 或 DD/MM/YYYY"
    case .unfitUnit: return "时段有 week、month、quarter、half、year；时长有 days、months、workdays"
    case .duplicate: return "大小写、全半角、`_`、`-` 和空格不足以区分名称；标签和别名也算名称"
    case .hides: return "可另取名称"
    case .reservedName: return "可另取名称"
    case .unfitField: return nil
    case .keyMissing(let entity, let field, let nearest): return chineseNearest(nearest) ?? "可声明：field \(field) for \(entity): text"
    case .reverseNeeded(let field, let entity, _): return "可写：reverse \(field)_\(entity)"
    case .definitionCycle: return "定义可以引用其他定义，但不能绕回自身"
    case .notADay: return nil
    case .daysReversed: return nil
    case .tooManyDays: return "请核对年份"
    case .restAndWork: return nil
    case .secondCalendar: return "一个模型只有一个日历，可用同名语句分几次声明"
    case .fixedEntity: return "可为它增加字段：field … for …"
    case .notInData, .otherInData: return "可按此模型重新载入数据：`luodi load NEW.luodi … --model FILE`"
    case .redefines: return nil
    }
  }

  private func chineseNearest(_ nearest: [String]) -> String? {
    nearest.isEmpty ? nil : "可能是 " + chineseAlternatives(nearest.map { "`\($0)`" })
  }

  private func spaced(_ words: String) -> String { words.hasPrefix("`") ? " " + words : words }
}

/// `a`, `a 或 b`, `a、b 或 c`; behind a full-width parenthesis stands no space.
public func chineseAlternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  let others = words.dropLast().joined(separator: "、")
  return others + (others.hasSuffix("）") ? "或 " : " 或 ") + last
}

extension DeclarationProblem.Kind {
  var chinese: String {
    switch self {
    case .entity: "实体"
    case .choice: "选项"
    case .field: "字段"
    case .value: "取值"
    case .moneyUnit: "金额单位"
    }
  }
}

extension DeclarationProblem.Role {
  var chineseType: String {
    switch self {
    case .key, .name, .unit: "文本"
    case .snapshot: "日期"
    case .restriction: "选项"
    }
  }

  var chinese: String {
    switch self {
    case .key: "主键"
    case .name: "名称"
    case .snapshot: "快照日期"
    case .unit: "单位"
    case .restriction: "关联的限定"
    }
  }
}
