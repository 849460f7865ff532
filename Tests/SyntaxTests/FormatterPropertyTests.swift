import Diagnostics
import Syntax
import Testing

/// Whatever is formatted reads as before, in the words that it was written in, and is formatted once for all.
@Suite struct FormatterPropertyTests {
  /// What is wrong with the formatting of a text; nil when all is well or the text has errors.
  static func complaint(about text: String) -> String? {
    let first = Parser.parse(Source(name: "test", text: text))
    guard !first.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    guard let formatted = Formatter.format(first) else { return "not formatted:\n\(text)" }
    let second = Parser.parse(Source(name: "test", text: formatted))
    guard !second.diagnostics.contains(where: { $0.severity == .error }) else { return "does not parse:\n\(text)\n----\n\(formatted)" }
    guard second.script.isSameTree(as: first.script) else { return "another tree:\n\(text)\n----\n\(formatted)" }
    guard Formatter.format(second) == formatted else {
      return "not the same twice:\n\(text)\n----\n\(formatted)\n----\n\(Formatter.format(second) ?? "")"
    }
    guard wideWords(of: first) == wideWords(of: second) else { return "put into other words:\n\(text)\n----\n\(formatted)" }
    return nil
  }

  private static func wideWords(of script: ParsedScript) -> [String] {
    script.tokens.compactMap { token in
      if case .symbol = token.kind { return nil }
      let text = script.source.text(token.range)
      return text.unicodeScalars.contains { $0.value > 0x2E7F } ? text : nil
    }.filter { !$0.hasPrefix("\"") && !$0.hasPrefix("“") }
  }

  @Test func theQueriesOfTheCorpusKeepTheirWords() {
    let complaints = corpus().compactMap { FormatterPropertyTests.complaint(about: $0) }
    #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(5).joined(separator: "\n"))")
  }

  /// Every query of every golden of this room, whether it parses or not.
  @Test(arguments: ["errors.txt", "formatted.txt", "expectations.txt"]) func theGoldensKeepTheirMeaning(_ name: String) {
    let text = contents(of: folder(of: #filePath) + "/Goldens/" + name) ?? ""
    #expect(!text.isEmpty)
    for line in text.split(separator: "\n") {
      if let complaint = FormatterPropertyTests.complaint(about: String(line)) { Issue.record("\(complaint)") }
    }
  }

  @Test(arguments: [3, 17, 2018]) func generatedTreesKeepTheirMeaningInBothLanguages(_ seed: UInt64) {
    var generator = TreeGenerator(seed: seed)
    var chinese = 0
    for _ in 0..<400 {
      let printed = Printer.print(Script(statements: [generator.statement()]))
      if let complaint = FormatterPropertyTests.complaint(about: printed) { Issue.record("\(complaint)") }
      guard let translated = FormatterPropertyTests.inChinese(printed) else { continue }
      chinese += 1
      if let complaint = FormatterPropertyTests.complaint(about: translated) { Issue.record("\(complaint)") }
    }
    #expect(chinese > 100)
  }

  /// The same statement with Chinese keywords, where that reads as the same tree.
  private static func inChinese(_ text: String) -> String? {
    let first = Parser.parse(Source(name: "test", text: text))
    var result = text
    for token in first.tokens.reversed() where token.kind == .word {
      guard let keyword = Keyword.allCases.first(where: { $0.rawValue == token.text }),
        let word = KeywordTable.spellings(of: keyword).first(where: { !$0.utf8.contains { $0 < 0x80 } })
      else { continue }
      let utf8 = Array(result.utf8)
      let candidate = String(decoding: utf8[..<token.range.start] + Array(word.utf8) + utf8[token.range.end...], as: UTF8.self)
      let parsed = Parser.parse(Source(name: "test", text: candidate))
      if parsed.diagnostics.isEmpty, parsed.script.isSameTree(as: first.script) { result = candidate }
    }
    return result == text ? nil : result
  }

  /// Orders, signs and spellings that the printer has no form for, or another one.
  @Test(arguments: [
    "变化 项目 的 阶段 自 上月", "变化 项目 的 阶段、开工 自 上月", "列出 项目 的 名称、总投资", "列出 逾期 的 项目", "列出 项目 的 名称", "统计 项目 的 阶段",
    "统计 逾期 的 项目 按 区", "项目 的 变化 自 上月", "项目 变化 自 上月 到 本月", "排名 项目 的 区 按 落地率", "趋势 项目 的 个数 每月", "历史 项目 X",
    "changes in stage, planned_start of projects since 2018-03-30", "changes 项目 的 阶段 since last month", "history of works A B",
    "列出 项目 其中 总投资 5亿以上", "列出 项目 其中 总投资 5亿以下 且 工期 90天以内", "列出 项目 其中 未 已落地", "列出 未 已落地 的 项目",
    "列出 项目 其中 开工 2018年3月7日 以前", "列出 项目 排序 按 总投资 降序", "列出 项目 排序 按 总投资 从高到低 前 5", "统计 项目 按 区 横排 阶段 含合计",
    "统计 项目 其中 阶段 不属于（前期，新开工）按 区；", "合计 总投资 记为 总额，个数 来自 项目", "sum investment as `total 2018` of projects",
    "list `select`, `where` of `by`", "列出 `按`、`其中` 来自 `两 词`", "列出 项目 其中 名称 包含 “湖 \u{3000} 区”", "list projects where name = 'it\\'s  two'",
    "count projects where 总投资 > 5亿 and signed < 2018年3月", "list nodes where due in next 30 days and done is missing",
    "list nodes where due 介于 本月 和 下月", "如果 a 则 b 否则 c", "2018年2月14日 + 1个工作日", "令 晚 = 列出 项目 其中 逾期；统计 晚", "统计项目按区",
    "定义 贵 \"贵\" 别名（很贵，太贵）用于 项目 as 总投资 > 5亿 -- 说明，文字", "选项 阶段 有序：前期 “甲”，在办；无序 终止", "参数 区名: units = 汉南 \"哪 个  区\"",
    "日历 国务院: 放假 2018-01-01 到 2018-01-03；上班 2018-02-11", "entity works work key id", "entity works key id", "entity works `works` key id",
    "print \"{count(projects)}  of  {{x}} “y”\"", "打印 \"{count(projects)} 个\"", "解释 列出 项目", "介绍 快照", "帮助 其中", "查看 项目 A1 截至 上月",
    "expect no project (landed) \"a  b\"", "要求 count(projects) > 0 \"两  空\"", "run \"a  b.lq\" with 区 = 汉南", "列出 项目 | 统计 按 区 | 其中 个数 > 3",
    "列出 项目\n其中 区 = 汉南\n  且 逾期\n按 阶段", "list projects\nwhere a = 1\n| count by b",
  ])
  func oddSpellingsSurvive(_ text: String) {
    let parsed = Parser.parse(Source(name: "test", text: text))
    #expect(parsed.diagnostics.filter { $0.severity == .error }.map(\.problem.message) == [], "\(text)")
    if let complaint = FormatterPropertyTests.complaint(about: text) { Issue.record("\(complaint)") }
  }

  @Test(arguments: [
    ("变化   项目 的 阶段  自 上月", "变化 项目 的 阶段 自 上月\n"), ("changes  项目 的 阶段 since last month", "changes 项目 的 阶段 since last month\n"),
    ("列出 项目 其中 总投资   5亿以上", "列出 项目 其中 总投资 5亿以上\n"), ("逾期  项目", "逾期 项目\n"),
    ("列出 项目 的 名称、 总投资", "列出 项目 的 名称、总投资\n"), ("LIST   projects  WHERE a=1", "list projects where a = 1\n"),
    ("统计  项目 其中 开工<2018年3月7日", "统计 项目 其中 开工 < 2018年3月7日\n"),
    ("count projects where due in 本月", "count projects where due in 本月\n"), ("list projects where  区=汉南", "list projects where 区 = 汉南\n"),
  ])
  func aScriptKeepsItsLanguage(_ text: String, _ formatted: String) {
    let parsed = Parser.parse(Source(name: "test", text: text))
    #expect((Formatter.format(parsed) ?? text) == formatted)
  }

  @Test func longChineseStatementsBreakAtTheirClauses() {
    let text =
      "列出 项目名称，总投资，责任单位，延误 来自 项目 其中 超期(10wd) 且 阶段=前期 且 区 属于 (汉南, 蔡甸, 江夏, 黄陂) 按 区 排序 按 总投资 降序 前 20 按 总投资"
    let formatted = Formatter.format(Parser.parse(Source(name: "test", text: text))) ?? ""
    #expect(formatted.contains("\n  其中 超期(10wd)") && formatted.contains("\n  排序 按 总投资 降序"), "\(formatted)")
    #expect(FormatterPropertyTests.complaint(about: text) == nil)
  }

  @Test func lineEndsAndTheByteOrderMarkStay() {
    func format(_ text: String) -> String? { Formatter.format(Parser.parse(Source(name: "test", text: text))) }
    #expect(format("count  a\r\n# one\r\n\r\n\r\ncount b # two\r\n") == "count a\r\n# one\r\n\r\ncount b  # two\r\n")
    #expect(format("\u{FEFF}count  a") == "\u{FEFF}count a\n")
    #expect(format("统计  项目\r\n  按 区 # 末") == "统计 项目 按 区  # 末\r\n")
    #expect(format("count a (\r\n # in\r\n)") == nil)
    #expect(format("\u{FEFF}") == "\u{FEFF}")
  }

  @Test func commentsInsideBracketsAndBetweenClausesStay() {
    for text in [
      "count a where b in (1, # one\n    2)\n", "统计 a # 甲\n  其中 b = 1 # 乙\n  按 c # 丙\n# 丁", "count a\n  # between\n  by b\n",
      "choice c: a, # first\n  b\n",
      "define x for a as # why\n  b = 1 -- documentation # no comment\n",
    ] {
      if let complaint = FormatterPropertyTests.complaint(about: text) { Issue.record("\(complaint)") }
      let formatted = Formatter.format(Parser.parse(Source(name: "test", text: text))) ?? ""
      #expect(formatted.count(where: { $0 == "#" }) == text.count(where: { $0 == "#" }), "\(formatted)")
    }
  }

  /// The judge sees what the printer's own text would hide.
  @Test(arguments: [
    ("print \"a  b\"", "print \"a b\""), ("list a", "list `a`"), ("entity works work key id", "entity works key id"),
    ("count a by b", "count a by c"),
    ("changes 项目 的 阶段 since last month", "changes of 阶段 项目 since last month"), ("count a", "count a; count a"), ("count a", "count ("),
  ])
  func aTextThatReadsOtherwiseIsNotFaithful(_ text: String, _ other: String) {
    let script = Parser.parse(Source(name: "test", text: text))
    #expect(Formatter.isFaithful(text, to: script))
    #expect(!Formatter.isFaithful(other, to: script))
  }
}
