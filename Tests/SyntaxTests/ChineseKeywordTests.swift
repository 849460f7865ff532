import Diagnostics
import Testing

@testable import Syntax

/// The whole language can be written in Chinese: every keyword has a Chinese spelling, or its Chinese is a form of its own.
@Suite("keywords in Chinese")
struct ChineseKeywordTests {
  /// Keywords that Chinese does not spell by themselves, with what it writes for them and the English that means the same.
  static let elsewhere: [Keyword: [(chinese: String, english: String)]] = [
    .starts: [("列出 项目 其中 名称 开头为 \"a\"", "list 项目 where 名称 starts with \"a\"")],
    .ends: [("列出 项目 其中 名称 结尾为 \"a\"", "list 项目 where 名称 ends with \"a\"")],
    .missing: [("列出 项目 其中 开工 为空", "list 项目 where 开工 is missing")],
    .known: [("列出 项目 其中 开工 不为空", "list 项目 where 开工 is known")],
    .as: [("列出 项目 格式 csv", "list 项目 as csv"), ("列出 项目 的 名称 记为 甲", "list 名称 as 甲 of 项目")],
    .order: [("列出 项目 按 名称 排序", "list 项目 order by 名称")],
    .this: [("列出 项目 其中 开工 在 本月", "list 项目 where 开工 in this month")],
    .previous: [("列出 项目 截至 上期快照", "list 项目 as of previous snapshot")],
    .first: [("列出 项目 截至 首期快照", "list 项目 as of first snapshot")],
  ]

  /// Words of other languages, and a name that has no translation.
  static let untranslated: Set<Keyword> = [.select, .limit, .group, .having, .like, .null, .join, .sql]

  @Test("every keyword has a Chinese spelling or a Chinese form")
  func complete() {
    for entry in KeywordTable.entries where !Self.untranslated.contains(entry.keyword) {
      let isChinese = entry.spellings.contains { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
      #expect(isChinese != (Self.elsewhere[entry.keyword] != nil), "\(entry.keyword)")
    }
  }

  @Test("the forms that stand for several words mean what the English ones mean")
  func forms() {
    for (chinese, english) in Self.elsewhere.values.flatMap({ $0 }) {
      let (left, right) = (parse(chinese), parse(english))
      // `order by` is another language's word for it: read all the same, with a message.
      #expect(left.diagnostics.isEmpty, "\(chinese): \(left.diagnostics.map(\.problem.message))")
      #expect(Printer.print(left.script) == Printer.print(right.script), "\(chinese)")
    }
  }

  private func parse(_ text: String) -> ParsedScript { Parser.parse(Source(name: "test", text: text)) }

  /// The table of the language's reference: a keyword, then its Chinese spellings.
  static let reference = """
    list 列出 列表 | count 统计 计数 个数 | rank 排名 排行 | changes 变化 变动 | trend 趋势 走势 | history 历史 沿革 | show 查看 显示
    explain 解释 | plan 执行计划 | describe 介绍 | help 帮助 | define 定义 | param 参数 | let 令 设 | print 打印 | expect 要求 应当
    run 运行 执行 | entity 实体 | field 字段 | choice 选项 | calendar 日历 | key 主键 | of 来自 取自 | where 其中 | by 按 按照
    across 横排 横向 | sort 排序 | asc 升序 从低到高 | desc 降序 倒序 从高到低 | top 前 | bottom 后 末 | skip 跳过 | as of 截至 截止
    as name 记为 名为 | as format 格式 输出为 | to file 存到 导出到 | with totals 含合计 带合计 | with empty 含空组 | compare 对比 比较
    since 自 自从 | from 从 | to 到 至 | on 于 | for 用于 | and 且 并且 而且 | or 或 或者 | not 非 未 不 | any 任一 任何 有
    every 每个 所有 凡 每期 每周 每月 每季度 每年 | no 无 没有 | is 是 | = 为 等于 | != 不为 不等于 | is not 不是
    > 大于 高于 超过 多于 晚于 | < 小于 低于 少于 不足 不到 早于 | >= 不少于 不低于 至少 不早于 | <= 不超过 不高于 至多 不晚于
    以上 以上 | 以下 以下 以内 | 之前 之前 以前 | 之后 之后 以后 | in 属于 在 | not in 不属于 不在 | between 介于 | between and 和 与
    contains 包含 含有 | not contains 不包含 不含 | starts with 开头为 | ends with 结尾为 | matches 匹配 | is missing 为空 缺失 未填
    is known 不为空 非空 已填 | was 此前 上期 | ever 曾 曾经 | always 一直 始终 | changed 变更 改过 | if 如果 若 | then 则 那么
    else 否则 | today 今天 今日 | yesterday 昨天 | tomorrow 明天 | last 近 最近 过去 | next 未来 今后 | day 天 | week 周 | month 个月
    quarter 季度 | year 年 | workday 工作日 | snapshot 快照 | sum 合计 求和 | avg 平均 | median 中位数 | min 最小 最早 | max 最大 最晚
    share 比例 | part 占比 | distinct 去重数
    """

  @Test("every spelling of the reference is known")
  func referenceTable() {
    for entry in Self.reference.split(whereSeparator: { $0 == "|" || $0 == "\n" }) {
      let words = entry.split(separator: " ").map(String.init)
      let start = words.firstIndex { !$0.utf8.contains { $0 < 0x80 } } ?? 0
      let name = start == 0 ? words[0] : words[..<start].joined(separator: " ")
      guard let keyword = Keyword(rawValue: name) else {
        Issue.record("no keyword \(name)")
        continue
      }
      for word in words[max(start, 1)...] {
        let known = KeywordTable.keywords(of: word).contains(keyword)
        #expect(known, "\(name): \(word)")
      }
    }
    for word in [
      "本周", "本月", "本季度", "今年", "本年", "上周", "上月", "上个月", "上季度", "去年", "上年", "下周", "下月", "下季度", "明年", "今年以来", "本月以来",
      "上半年", "下半年", "一季度", "四季度", "上期快照", "首期快照",
    ] {
      #expect(MomentTable.words.contains { $0.spelling == word }, "\(word)")
    }
  }
}
