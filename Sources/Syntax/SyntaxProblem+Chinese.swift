import Diagnostics

extension SyntaxProblem {
  public var chineseMessage: String {
    switch self {
    case .notText: "应为 UTF-8 文本，却有其他字节"
    case .otherEncoding(let name): "应为 UTF-8 文本，却是 \(name) 文本"
    case .invisible(let code): "有不可见字符 U+\(hexadecimal(code))"
    case .strayCharacter(let text): "`\(text)` 在此没有意义"
    case .unterminatedText: "此处开始的文本在本行内没有结束"
    case .unterminatedName: "此处开始的反引号名称在本行内没有结束"
    case .unterminatedPattern: "此处开始的模式在本行内没有结束"
    case .emptyName: "反引号之间应有名称，却是空的"
    case .badEscape(let text): "`\(text)` 不是转义"
    case .leadingZero(let written, _): "数 `\(written)` 以零开头"
    case .missingZero: "小数点之前应有数字"
    case .commaInNumber: "数中不应有逗号"
    case .tooManyDigits: "数最多 18 位"
    case .noSuchDay(let text): "没有 \(text) 这一天"
    case .noSuchPeriod(let text): "没有 \(text) 这一时段"
    case .loneMonth(let text, _): "单写 `\(text)`，可以是月份，也可以是月数"
    case .loneDay(let text, _): "单写 `\(text)`，可以是某日，也可以是天数"
    case .dayWithoutYear(let text, _, _): "`\(text)` 缺年份"
    case .foreignDate(let text, _): "日期不写作 `\(text)`"
    case .nulInPath: "文件名中不能有 U+0000"
    case .expected(let wanted, let found): "此处应为\(joined(wanted.chinese))，却是\(joined(found.chinese))"
    case .unexpected(let what, _): "此处不应有\(joined(what.chinese))"
    case .foreign(let text, _): "这里不写作 `\(text)`"
    case .twice(let what, let first): what == first ? "`\(what)` 写了两次" : "`\(what)` 不能与 `\(first)` 并用"
    case .wordsNeedQuotes(let text): "`\(text)` 不止一个词"
    case .tooDeep(let levels): "嵌套超过 \(levels) 层"
    case .tooManyStages(let limit): "一个查询最多 \(limit) 个步骤"
    case .reserved(let word): "`\(word)` 是语言的词，不能作名称"
    case .clauseNotHere(let clause, _): "`\(clause)` 不能放在此处"
    case .statementInside(let line, let first): "第 \(line) 行有缩进，因此接着第 \(first) 行的语句"
    }
  }

  public var chineseHint: String? { chineseAdvice.map(ChineseSpelling.hint) }

  private var chineseAdvice: String? {
    switch self {
    case .notText: "请将文件存为 UTF-8"
    case .otherEncoding(let name): "请将文件存为 UTF-8；`iconv -f \(name) -t UTF-8 FILE` 可以转换"
    case .invisible: "请删去；在文本里写作 \\u{…}"
    case .strayCharacter(let text): SyntaxProblem.chineseStrayHint(text)
    case .unterminatedText(let closing): "请以 \(closing) 结束"
    case .unterminatedName: "请以反引号结束"
    case .unterminatedPattern: "请以 / 结束；其中的斜杠写作 \\/"
    case .badEscape: "转义有 \\\" \\' \\\\ \\n \\t 和 \\u{…}"
    case .leadingZero(let written, let right): "写作 \(right)；编码是文本：\"\(written)\""
    case .missingZero(let right): "写作 \(right)"
    case .commaInNumber(let right, let list): "写作 \(right)；几个数之间，逗号后留空格：\(list)"
    case .tooManyDigits: "长编码是文本，请加引号"
    case .loneMonth(_, let number) where number > 12: "写作 \(number)mo 或 \(number)个月"
    case .loneDay(_, let number) where number > 31: "写作 \(number)d 或 \(number)天"
    case .loneMonth(_, let number): "月份写作 2018-\(twoDigits(number)) 或 2018年\(number)月，时长写作 \(number)mo 或 \(number)个月"
    case .loneDay(_, let number): "日期写作 2018-03-\(twoDigits(number)) 或 2018年3月\(number)日，时长写作 \(number)d 或 \(number)天"
    case .dayWithoutYear(_, let month, let day): "写作 2018-\(twoDigits(month))-\(twoDigits(day)) 或 2018年\(month)月\(day)日"
    case .foreignDate(_, let readings): "写作 " + readings.joined(separator: " 或 ")
    case .foreign(_, let ours): "写作 \(ours.chinese)"
    case .tooDeep: "可用 `define` 为其中的部分命名"
    case .tooManyStages: "一个步骤可含多个条件，用 `and` 连接"
    case .reserved(let word): "作名称时加反引号：`\(word)`"
    case .clauseNotHere(_, let reading): reading.chinese
    case .statementInside(_, let first): "若是另一语句，请与第 \(first) 行左端对齐"
    case .expected(.keyword(.of), _): "用 `来自` 加实体写明是哪些记录"
    case .emptyName, .noSuchDay, .noSuchPeriod, .nulInPath, .expected: nil
    case .unexpected(_, let mightBe): mightBe.map { "可能是 `\($0)`" }
    case .twice("where", "where"): "可用 `and` 连接各条件"
    case .twice: "请去掉其中一个"
    case .wordsNeedQuotes(let text): "请加引号：\"\(text)\""
    }
  }

  private static func chineseStrayHint(_ text: String) -> String? {
    switch text {
    case "–", "—", "——": "减号写作 -，区间用 `to`（到）"
    case "~", "～", "〜": "区间用 `to`（到）"
    case "&": "写作 `and`（且）"
    case "?", "？": "“否则取”写作 ??"
    case "%": "百分比是数：30%"
    case "¥", "￥", "€", "£": "单位写在金额之后：120元、1.2m"
    case "《", "》", "「", "」", "『", "』", "〈", "〉", "【", "】": "文本写在 \"…\" 或 “…” 中"
    case "@", "^", "\\": nil
    default: "含这类字符的名称加反引号，取值加引号"
    }
  }

  /// Behind a Chinese word code stands after a space, and a word does not.
  private func joined(_ words: String) -> String { words.hasPrefix("`") ? " " + words : words }
}

extension Wanted {
  /// Behind 应为.
  var chinese: String {
    switch self {
    case .statement: "语句"
    case .query: "查询"
    case .entity: "实体"
    case .column: "列"
    case .measure: "指标"
    case .key: "分组的键"
    case .condition: "条件"
    case .expression: "表达式"
    case .value: "值"
    case .predicate: "谓词"
    case .link: "指向多条记录的关联"
    case .field: "字段"
    case .name: "名称"
    case .recordKey: "记录的主键"
    case .number: "整数"
    case .moment: "日期或时段"
    case .day: "日期"
    case .text: "加引号的文本"
    case .file: "加引号的文件名"
    case .format: "格式"
    case .unit: "时间单位"
    case .step: "快照、周、月、季度或年"
    case .type: "类型"
    case .stage: "`|` 之后的子句，或 `list`、`count`、`rank`"
    case .keyword(let keyword): keyword.inBothLanguages
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    }
  }
}

extension Keyword {
  /// `` `where`（其中） ``: either may be typed.
  fileprivate var inBothLanguages: String {
    let chinese = KeywordTable.spellings(of: self).first { spelling in !spelling.utf8.contains { $0 < 0x80 } }
    return "`\(rawValue)`" + (chinese.map { "（\($0)）" } ?? "")
  }
}
