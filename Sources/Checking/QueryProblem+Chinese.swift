import Diagnostics
import Model
import Patterns
import Query
import Schema
import Syntax

extension QueryProblem {
  public var chineseMessage: String { ChineseSpelling.message(chineseWords) }

  private var chineseWords: String {
    switch self {
    case .unknownEntity(let name, _, _): "此处应为实体，却是未知名称 `\(name)`"
    case .unknownName(let name, let owner, _, _): owner.map { "\(of($0))中没有名称 `\(name)`" } ?? "没有名称 `\(name)`"
    case .looksLikeDifference(let name, _): "`\(name)` 读作一个词，而没有这个名称"
    case .runTogether(let run, _): "`\(run)` 读作一个词，而没有这个词"
    case .needsEntity(let name, let owner, _): "`\(name)` 属于 `\(owner)`，但没有写明是哪些 `\(owner)`"
    case .valueAlone(let word, _, _): "`\(word)` 是一个值，但没有写明是哪个字段的"
    case .recordAsEntity(let key, let singular): "`\(key)` 是一个 `\(singular)` 的主键，不是实体"
    case .periodWithoutYear(let word, _): "`\(word)` 缺年份"
    case .valueAsSubject(let name, _): "没有名为 `\(name)` 的东西，但它是一个值"
    case .durationAgainstDate(let found, _): "应为日期，却是\(found.chinese)"
    case .unknownFunction(let name, let isName, _): isName ? "`\(name)` 不是函数" : "没有函数 `\(name)`"
    case .unknownSubject(let name, _): "没有名为 `\(name)` 的东西"
    case .unknownFormat(let name, _): "没有格式 `\(name)`"
    case .unknownDialect(let name, _): "没有 SQL 方言 `\(name)`：可用 \(Dialect.names.joined(separator: "、"))"
    case .noParts(let name, let part): "`\(name)` 不是关联，因此没有 `\(part)`"
    case .manyValues(let path, let isEntity, _): isEntity ? "`\(path)` 代表多条记录，而此处要一个值" : "`\(path)` 有多个值，而此处要一个"
    case .wholeInRow(let name, let isSet, let entity, let row, _, _, _):
      "`\(name)` 是整个\(isSet ? "集合（`\(entity)`）" : "实体")，不能放在\(row.map { " `\($0)` " } ?? "结果")的一行之内"
    case .linkWanted(let quantifier, let found, _): "`\(quantifier)` 之后应为关联的记录，却是 `\(found)`"
    case .notALinkOfMany(let quantifier, let found): "`\(quantifier)` 问的是多条记录，而 `\(found)` 只有一个值"
    case .lastResultIsNoValue: "`_` 是上一个结果，不是值"
    case .noLastResult: "还没有上一个结果"

    case .unknownValue(let word, let field, _): "`\(field)` 没有取值 `\(word)`"
    case .ambiguousValue(let word, let field, let candidates): "`\(word)` 是 `\(field)` 的 \(candidates.count) 个取值的名称"
    case .moneyNeedsUnit(let number, let field, _): "`\(number)` 是数，而 `\(field)` 是金额：缺单位"
    case .durationNeedsUnit(let number, let field, _): "`\(number)` 是数，不是能与 `\(field)` 相配的时长：缺单位"
    case .durationKinds(let left, let right): "\(left.chinese)与\(right.chinese)不能混用：没有共同的长度"
    case .numberAgainstDate(let found): "此处应为日期，却是数 `\(found)`"
    case .numberAgainstPeriod(let unit, let found): "此处应为\(chinese(unit))，却是数 `\(found)`"
    case .wordAgainstText(let word, let field): "文本 `\(field)` 的另一边是未知名称 `\(word)`"
    case .outdatedValue(let value):
      value.outdated.map { alias in
        let time = alias.to.map { "在 \($0) 以前" } ?? alias.from.map { "从 \($0) 起" } ?? ""
        return "`\(value.spelling)` 仅\(time)是 \(value.name) 的名称"
      } ?? ""
    case .emptyRange(let low, let high): "`\(low)` 与 `\(high)` 之间什么也没有：前者较大"
    case .textAgainstDate(let found): "此处应为日期，却是文本 \(found)"
    case .dateAgainstPeriod(let unit, let found): "\(chinese(unit))不能与日期 `\(found)` 相比"
    case .unfitPeriod(let unit, let found): "`\(found)` 不是由整个\(chinese(unit))组成"
    case .spanIsNoValue(let found): "`\(found)` 是一段日子，只能与日期相比"
    case .momentIsNoValue(let found): "`\(found)` 在此没有日期"
    case .patternAlone: "模式 `/…/` 只能放在 `matches` 之后"
    case .patternWanted: "`matches` 之后应为模式 `/…/`"
    case .pattern(let problem): problem.chineseMessage
    case .moment(.noSuchDay, let found): "没有 `\(found)` 这一天"
    case .moment(.noSuchPeriod, let found): "没有 `\(found)` 这一时段"
    case .moment(.outsideCalendar, let found): "`\(found)` 超出工作日历所声明的年份"
    case .moment(.outsideYears, let found): "`\(found)` 超出 1 年至 9999 年的范围"
    case .moment(.noSuchSnapshot, let found): "没有 `\(found)`"
    case .tooDeep(let levels): "连同所用的定义，嵌套超过 \(levels) 层"
    case .tooManyParts(let limit): "将所用的定义全部展开后，超过 \(limit) 个部分"
    case .tooManyDefinitions(let name, let limit): "`\(name)` 之前已有 \(limit) 个定义逐个引用"
    case .tooManyStages(let limit): "该结果已经过 \(limit) 个步骤，这是上限"
    case .constant(.overflow): "结果过大"
    case .constant(.outsideCalendar): "结果超出工作日历所声明的年份"
    case .constant(.noSuchDay): "结果不是 1 年至 9999 年中的日子"
    case .constant(.fraction): "日期只按整天、整工作日或整月推移，此处带小数"
    case .amountTooFine(let amount): "`\(amount)` 过细：金额最小到 0.0001 元"

    case .unlike(let left, let right): "此处应为\(behind(left))，却是\(behind(right))"
    case .unlikeBranches(let first, let second): "此处应与前面一样为\(behind(first))，却是\(behind(second))"
    case .notACondition(let found, let type, _): "此处应为条件，而 `\(found)` 是\(behind(type))"
    case .notAPredicate(let found, let type): "实体之前只能是条件，而 `\(found)` 是\(behind(type))"
    case .notAText(let found, let type, let test): "`\(test)` 用于文本，而 `\(found)` 是\(behind(type))"
    case .notOrdered(let found, let type): "`\(found)` 是\(behind(type))，没有顺序"
    case .valueNotOrdered(let value, let choice): "`\(value)` 不在 `\(choice)` 的顺序之中"
    case .fieldOnRight: "比较时字段在左边"
    case .listWanted(let left, let right): "`in` 之后应为值的列表或时段，`\(left)` 却对着 `\(right)`"
    case .noArithmetic(let sign, let left, nil): "`\(sign)` 不能用于\(behind(left))"
    case .noArithmetic(let sign, let left, let right?): "`\(sign)` 不能用于\(behind(left))和\(behind(right))"
    case .moneyTimesMoney: "金额乘金额没有意义"
    case .functionArguments(let name, let wanted, let found): "此处应为 `\(wanted)`，而 `\(name)` 有 \(found) 个参数"
    case .wrongArgument(let name, let wanted, let found): "`\(name)` 需要\(behind(wanted))，却是\(behind(found))"
    case .wrongAggregate(let name, let value, let wanted, let found, _):
      "`\(name)` 需要\(behind(wanted))，而 `\(value)` 是\(behind(found))"
    case .bandBound(let found): "`band` 的界限须在读行之前已知，而 `\(found)` 不是"
    case .bandOrder(let found): "`band` 的界限须递增，而 `\(found)` 没有增加"

    case .measureInRow(let name): "`\(name)` 是多行的指标，对一行没有值"
    case .notAMeasure(let name): "`\(name)` 每行有一个值，对分组须取其聚合"
    case .nestedAggregate(let name): "`\(name)` 在另一个聚合之内，那里的行没有自己的行"
    case .nestedLinks(let path): "指标已经经过一个指向多条记录的关联，其中的 `\(path)` 又经过一个"
    case .aggregateOfNothing(let name): "`\(name)` 需要行：单独的表达式没有行"
    case .aggregateNeedsField(let function, let path): path.isEmpty ? "`\(function)` 需要字段" : "`\(function)` 需要 `\(path)` 的字段"
    case .partOfNoSum(let measure): "`\(measure)` 不是合计：各组的值相加不等于全部的值"
    case .distinctOnlyCounts(let function): "`distinct` 与 `count` 搭配，不与 `\(function)` 搭配"
    case .quantifierInMeasure(let quantifier): "`\(quantifier)` 问的是一行，而分组有多行"
    case .noCondition(let name): "`\(name)` 不是聚合或指标，不能带 `where`"
    case .constantKey(let found): "`\(found)` 在每一行都相同，不能用来分组"
    case .keyOfMany(let path): "`\(path)` 对一行有多个值，不能按它分组或排序"
    case .everythingOfGroups: "`*` 列出字段，而分组只有指标"
    case .everythingAsKey: "`*` 不能作键"

    case .definitionCycle(let names): "定义引用了自身：\(names.map { "`\($0)`" }.joined(separator: " -> "))"
    case .definitionType(let declared, let found): "定义声明为\(behind(declared))，给出的却是\(behind(found))"
    case .argumentCount(let name, let wanted, let found):
      wanted.isEmpty ? "`\(name)` 没有参数，却有 \(found) 个" : "此处应为 `\(name)(\(wanted.joined(separator: ", ")))`，却有 \(found) 个参数"
    case .argumentOfOtherRow(let found): "`\(found)` 属于调用处的行，而定义把它用在其他行上"
    case .inDefinition(let name, let problem): "在 `\(name)` 的定义中：\(problem.chineseMessage)"

    case .past(let problem): problem.chineseMessage
    case .lines(let problem): problem.chineseMessage

    case .clauseOfOtherVerb(let clause, let verbs): "`\(clause)` 只用于 \(verbs.map { "`\($0)`" }.joined(separator: " 和 "))"
    case .needsMeasures(let clause): "`\(clause)` 用于指标，而列表没有指标"
    case .needsGroups(let clause): "`\(clause)` 需要分组，而这里只有一行"
    case .emptyGroups: "`with empty` 需要按选项或关联分组"
    case .tooManyGroups(let found): TableLimits.tooManyGroups(found).chinese
    case .sectionsOfQuantity(let key, let type, _): "`by` 为 `\(key)` 的每个取值分一节，而它是\(type.chinese)，几乎每行各有一值"
    case .oneRow(let clause, nil, _): "`\(clause)` 没有可安排的：结果只有一行"
    case .oneRow(let clause, let took?, let count): "`by \(took)` 读作 `\(clause) \(count)` 的一部分，因此结果只有一行"
    case .topBesideBottom: "`top` 和 `bottom` 不能并用"
    case .bottomOfNothing: "`bottom` 需要顺序"
    case .perOfNoKey(let found, _): "`per \(found)` 不是分组的键"
    case .countWanted(let clause, let found): "`\(clause)` 之后应为整数，却是 `\(found)`"
    case .clauseOfRank(let clause): "`\(clause)` 不能与 `rank` 并用"
    case .rankedTop: "`rank` 已有顺序：这里 `top` 只带一个数"
    case .asOfInStage: "`as of` 属于第一个 `|` 之前的查询"
    case .stageAfterAcross: "`across` 的列取决于数据，其后不能再接一步"
    case .groupsWithoutVerb: "一步之中，`by` 之前应有动词"
    case .destinationBeforeStage: "格式和文件写在最后"
    case .noSnapshot(let day, let first): "\(day) 及以前没有快照；第一个是 \(first)"
    case .momentWanted(let found): "此处应为日期或时段，却是 `\(found)`"
    case .planOfQuery: "只有查询才有执行计划"
    case .sqlOfQuery: "只有查询才能写成 SQL"
    case .wordsOfQuery: "只有提问的语句，以及 `令`、`参数`、`要求`、`打印`、`运行`，才能用文字解释"
    }
  }

  public var chineseHint: String? { chineseAdvice.map(ChineseSpelling.hint) }

  private var chineseAdvice: String? {
    switch self {
    case .unknownEntity(_, let nearest, let known):
      nearest.isEmpty ? "实体有 \(known.map { "`\($0)`" }.joined(separator: "、"))" : maybe(nearest)
    case .unknownName(_, _, let nearest, let elsewhere): elsewhere.isEmpty ? maybe(nearest) : maybe(elsewhere)
    case .looksLikeDifference(_, let spelled), .runTogether(_, let spelled): maybe([spelled])
    case .needsEntity(_, _, let instead): maybe(instead)
    case .valueAlone(_, let comparisons, let list): (maybe(comparisons) ?? "") + "；几个值写作 `\(list)`"
    case .recordAsEntity(let key, let singular): maybe(["查看 \(key)", "历史 来自 \(singular) \(key)"])
    case .periodWithoutYear(_, let spelled): maybe([spelled])
    case .valueAsSubject(_, let instead): maybe(instead)
    case .durationAgainstDate(_, let text): maybe(["今天 + \(text)", "今天 - \(text)"])
    case .unknownFunction(let name, let isName, let nearest): isName ? "可能是不带括号的 `\(name)`" : maybe(nearest)
    case .unknownSubject(_, let nearest), .unknownFormat(_, let nearest), .unknownDialect(_, let nearest): maybe(nearest)
    case .noParts: nil
    case .manyValues(let path, let isEntity, let target):
      isEntity ? "可能是 `count(\(path))` 或 `any \(target) (…)`" : "可能是 `max(\(path))`，或 `any` 加括号中的条件"
    case .wholeInRow(_, _, let entity, let row, let links, let columns, let instead): hint(entity, row, links, columns, instead)
    case .linkWanted(_, _, let nearest): maybe(nearest)
    case .notALinkOfMany(_, let found): "可能是以 `\(found)` 本身为条件"
    case .lastResultIsNoValue: "要接着处理它，可以 `|` 开头"
    case .noLastResult: "一步处理的是查询的结果"

    case .unknownValue(_, _, let nearest): nearest.isEmpty ? nil : "可能是 \(chineseAlternatives(nearest.map(\.chinese)))"
    case .ambiguousValue(_, _, let candidates): "可能是 \(chineseAlternatives(candidates.map(\.chineseByCode)))"
    case .moneyNeedsUnit(_, _, let readings): maybe(readings) ?? "金额写作 `5亿`、`5000万` 或 `1.2bn`"
    case .durationNeedsUnit(_, _, let readings): maybe(readings) ?? "时长写作 `10d`、`10wd` 或 `3mo`"
    case .durationKinds: "`30d` 是天，`3mo` 是月，`5wd` 是工作日"
    case .numberAgainstDate, .momentWanted: "日期写作 `2018-03-07`，时段写作 `2018`、`2018Q1` 或 `2018-03`"
    case .numberAgainstPeriod(let unit, _): "\(chinese(unit))写作 `\(Self.spellings[unit] ?? "2018")`"
    case .wordAgainstText(let word, _): "文本加引号：`\"\(word)\"`"
    case .outdatedValue(let value): maybe([value.code])
    case .emptyRange: "可将两者对调"
    case .textAgainstDate: "日期不加引号：`2018-03-07`"
    case .dateAgainstPeriod(let unit, let found): maybe(["\(unit)(\(found))"])
    case .unfitPeriod(let unit, _): "可与一个\(chinese(unit))相比，或与日期本身相比"
    case .spanIsNoValue(let found): "可能是日期之后的 `in \(found)`"
    case .momentIsNoValue, .patternAlone: nil
    case .patternWanted: "普通文本可用 `contains`"
    case .pattern(let problem): problem.chineseHint
    case .moment(.noSuchSnapshot, _), .noSnapshot: "`describe snapshots` 列出已有的快照"
    case .moment: nil
    case .tooDeep: "可减少其中某个定义的层数"
    case .tooManyDefinitions, .tooManyParts: nil
    case .tooManyStages: "请重新提问，把几个步骤的条件合为一个"
    case .constant(.outsideCalendar): "模型的 `calendar` 按年声明放假和上班的日子"
    case .constant: nil

    case .unlike, .unlikeBranches: nil
    case .notACondition(_, _, let reading): maybe([reading])
    case .notAPredicate: "可写在 `where` 中"
    case .notAText: "可用 `=` 比较"
    case .notOrdered: "它的值只能用 `=`、`!=` 和 `in (…)` 比较"
    case .valueNotOrdered: "只能用 `=` 和 `!=` 比较"
    case .fieldOnRight(let turned): maybe([turned])
    case .listWanted(let left, let right): "可能是 `\(left) = \(right)` 或 `\(left) in (\(right), …)`"
    case .noArithmetic: nil
    case .moneyTimesMoney: "金额乘数得金额，金额除以金额得数"
    case .functionArguments, .wrongArgument: nil
    case .wrongAggregate(_, let value, _, _, let isFlag): isFlag ? "可能是 `count(where \(value))` 或 `share(\(value))`" : nil
    case .bandBound, .bandOrder: "界限是递增的常数：`band(x, 1亿, 10亿)`"

    case .measureInRow(let name): "要以它挑选分组，可在带 `by` 的查询之后写 `| where \(name) > …`"
    case .notAMeasure(let name): "可能是 `sum(\(name))`、`max(\(name))` 或 `count(distinct \(name))`，或分组 `by \(name)`"
    case .nestedAggregate: "可改为对每行的关联取聚合"
    case .nestedLinks: "可为关联的记录定义内层的值，再取其聚合"
    case .aggregateOfNothing(let name): "可指明实体：`\(name)(…)`，其中写实体的复数名"
    case .aggregateNeedsField(let function, let path): path.isEmpty ? nil : maybe(["\(function)(\(path).…)"])
    case .partOfNoSum: "`part` 要的是计数或合计：`占比(个数)`、`占比(求和 …)`"
    case .distinctOnlyCounts: nil
    case .quantifierInMeasure: "可能是 `count(where any …)`"
    case .noCondition: "可能是 `if … then … else …`"
    case .constantKey: "分组键应是字段，或由字段算出"
    case .keyOfMany: "可从那些记录开始：它们经各自的关联到达这条记录"
    case .everythingOfGroups, .everythingAsKey: nil

    case .amountTooFine, .definitionCycle, .definitionType: nil
    case .argumentCount: nil
    case .argumentOfOtherRow: "只有常数可以传给其他行"
    case .inDefinition(_, let problem): problem.chineseHint

    case .past(let problem): problem.chineseHint
    case .lines(let problem): problem.chineseHint

    case .clauseOfOtherVerb: nil
    case .needsMeasures: "可能是用 `count` 或指标代替 `list`"
    case .needsGroups, .emptyGroups: "可加 `by …`"
    case .tooManyGroups: TableLimits.fewerGroups.chinese
    case .sectionsOfQuantity(_, _, let reading): maybe([reading].compactMap { $0 })
    case .oneRow(let clause, let took?, let count): maybe(["by \(took) \(clause) \(count)"])
    case .oneRow: "可加 `by …`，使每组一行"
    case .topBesideBottom: "可先后各问一次"
    case .bottomOfNothing: "可能是 `bottom N by …`"
    case .perOfNoKey(_, let keys): maybe(keys.map { "per \($0)" })
    case .countWanted: nil
    case .clauseOfRank: "`rank KEY by MEASURE` 自带分组和顺序"
    case .rankedTop: nil
    case .asOfInStage, .destinationBeforeStage: nil
    case .stageAfterAcross: "可改为按两个键分组"
    case .groupsWithoutVerb: maybe(["| count by …", "| sum … by …"])
    case .planOfQuery, .sqlOfQuery: nil
    case .wordsOfQuery: "`describe 名称` 说明一个名称的含义"
    }
  }

  private func hint(_ entity: String, _ row: String?, _ links: [String], _ columns: [String], _ instead: [String]) -> String? {
    var facts: [String] = []
    if let row {
      if !links.isEmpty { facts.append("`\(row)` 到 `\(entity)` 的关联有 \(links.map { "`\($0)`" }.joined(separator: "、"))") }
      if row == entity { facts.append("行内的全部 `\(entity)` 写作 `all`") }
      if facts.isEmpty { facts.append("`\(row)` 没有到 `\(entity)` 的关联") }
    } else if !columns.isEmpty {
      facts.append("结果的一行只有它的列：\(columns.map { "`\($0)`" }.joined(separator: "、"))")
    }
    let words = (facts + [maybe(instead)].compactMap { $0 }).joined(separator: "；")
    return words.isEmpty ? nil : words
  }

  private func maybe(_ readings: [String]) -> String? {
    readings.isEmpty ? nil : "可能是 " + chineseAlternatives(readings.map { "`\($0)`" })
  }

  /// Code is set off by a space from the Chinese word before it.
  private func behind(_ words: Bilingual) -> String { words.chinese.hasPrefix("`") ? " " + words.chinese : words.chinese }

  private func of(_ owner: Bilingual) -> String { owner.chinese.hasSuffix("`") ? owner.chinese + " " : owner.chinese }

  private func chinese(_ unit: String) -> String { PeriodUnit(rawValue: unit)?.chinese ?? unit }
}

extension ValueHint {
  /// `` `Hannan`（420113 Hannan 汉南区，23 行） ``
  fileprivate var chinese: String { chinese(spelling) }

  fileprivate var chineseByCode: String { chinese(code) }

  private func chinese(_ spelling: String) -> String {
    let more = [name(besides: spelling), rows.map { "\($0) 行" } ?? ""].filter { !$0.isEmpty }.joined(separator: "，")
    return more.isEmpty ? "`\(spelling)`" : "`\(spelling)`（\(more)）"
  }
}
