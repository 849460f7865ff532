extension KeywordTable {
  /// In the order of ``Keyword``.
  public static let entries: [Entry] = verbs + clauses + conditions + moments + aggregates + declarations + foreign

  private static let verbs: [Entry] = [
    Entry(.list, "列出", "列表"), Entry(.count, "统计", "计数", "个数"), Entry(.rank, "排名", "排行"), Entry(.changes, "变化", "变动"),
    Entry(.trend, "趋势", "走势"), Entry(.history, "历史", "沿革"), Entry(.show, "查看", "显示"), Entry(.explain, "解释"),
    Entry(.describe, "介绍"), Entry(.help, "帮助"), Entry(.define, "定义"), Entry(.param, "参数"), Entry(.letting, "令", "设"),
    Entry(.print, "打印"), Entry(.expect, "要求", "应当"), Entry(.run, "运行", "执行"), Entry(.entity, "实体"), Entry(.field, "字段"),
    Entry(.choice, "选项"), Entry(.names, "名录"), Entry(.calendar, "日历"),
  ]

  private static let clauses: [Entry] = [
    Entry(.of, "来自", "取自"), Entry(.possessive), Entry(.where, "其中"), Entry(.by, "按", "按照"), Entry(.across, "横排", "横向"),
    Entry(.sort, "排序"), Entry(.order), Entry(.ascending, "升序", "从低到高"), Entry(.descending, "降序", "倒序", "从高到低"),
    Entry(.top, "前"), Entry(.bottom, "后", "末"), Entry(.skip, "跳过"), Entry(.per, "每", "每个"), Entry(.asOf, "截至", "截止"), Entry(.as),
    Entry(.asName, "记为", "名为"), Entry(.asFormat, "格式", "输出为"), Entry(.with, "含", "带"), Entry(.totals, "合计"), Entry(.empty, "空组"),
    Entry(.withTotals, "含合计", "带合计"), Entry(.withEmpty, "含空组", "带空组"), Entry(.compare, "对比", "比较"), Entry(.to, "到", "至"),
    Entry(.toFile, "存到", "导出到"), Entry(.from, "从"), Entry(.since, "自", "自从"), Entry(.on, "于"), Entry(.for, "用于"),
  ]

  private static let conditions: [Entry] = [
    Entry(.and, "且", "并且", "而且"), Entry(.rangeAnd, "和", "与"), Entry(.or, "或", "或者"), Entry(.not, "非", "未", "不"),
    Entry(.any, "任一", "任何", "有"), Entry(.every, "每个", "所有", "凡"), Entry(.no, "无", "没有"), Entry(.is, "是"), Entry(.in, "属于", "在"),
    Entry(.notIn, "不属于", "不在"), Entry(.between, "介于"), Entry(.contains, "包含", "含有"), Entry(.notContains, "不包含", "不含"),
    Entry(.starts), Entry(.ends), Entry(.startsWith, "开头为"), Entry(.endsWith, "结尾为"), Entry(.matches, "匹配"), Entry(.missing),
    Entry(.known), Entry(.isMissing, "为空", "缺失", "未填"), Entry(.isKnown, "不为空", "非空", "已填"), Entry(.isNot, "不是"),
    Entry(.equal, "为", "等于"), Entry(.notEqual, "不为", "不等于"), Entry(.greater, "大于", "高于", "超过", "多于", "晚于"),
    Entry(.less, "小于", "低于", "少于", "不足", "不到", "早于"), Entry(.greaterOrEqual, "不少于", "不低于", "至少", "不早于"),
    Entry(.lessOrEqual, "不超过", "不高于", "至多", "不晚于"), Entry(.orMore), Entry(.orLess, "以内"), Entry(.before, "以前"),
    Entry(.after, "以后"), Entry(.was, "此前", "上期"), Entry(.ever, "曾", "曾经"), Entry(.always, "一直", "始终"),
    Entry(.changed, "变更", "改过"), Entry(.existed, "存在"), Entry(.if, "如果", "若"), Entry(.then, "则", "那么"), Entry(.else, "否则"),
  ]

  /// The Chinese words of `this`, `last` and `next` are moments by themselves (``MomentTable``).
  private static let moments: [Entry] = [
    Entry(.today, "今天", "今日"), Entry(.yesterday, "昨天", "昨日"), Entry(.tomorrow, "明天", "明日"), Entry(.this),
    Entry(.last, "近", "最近", "过去"), Entry(.next, "未来", "今后"), Entry(.previous), Entry(.first), Entry(.snapshot, "快照"),
    Entry(.snapshots, "快照"), Entry(.date, "日期"), Entry(.day, "days", "天", "日"), Entry(.week, "weeks", "周", "星期"),
    Entry(.month, "months", "月", "个月"), Entry(.quarter, "quarters", "季度", "个季度"), Entry(.half, "halves", "半年"),
    Entry(.year, "years", "年"), Entry(.workday, "workdays", "工作日", "个工作日"),
  ]

  private static let aggregates: [Entry] = [
    Entry(.sum, "合计", "求和"), Entry(.avg, "average", "mean", "平均"), Entry(.min, "最小", "最早"), Entry(.max, "最大", "最晚"), Entry(.median, "中位数"),
    Entry(.share, "比例"), Entry(.part, "占比"), Entry(.distinct, "去重数"),
  ]

  private static let declarations: [Entry] = [
    Entry(.key, "主键"), Entry(.name, "名称"), Entry(.label, "标签"), Entry(.alias, "别名"), Entry(.documentation, "说明"),
    Entry(.reverse, "反向"), Entry(.ordered, "有序"), Entry(.unordered, "无序"), Entry(.rest, "放假", "休息"), Entry(.work, "上班", "补班"),
    Entry(.text, "文本", "文字"), Entry(.money, "金额"), Entry(.number, "数字", "数值"), Entry(.flag, "是否"),
    Entry(.link, "关联"), Entry(.days, "天数"), Entry(.months, "月数"), Entry(.workdays, "工作日数"), Entry(.tokens, "词元"),
    Entry(.tree, "语法树"), Entry(.plan, "执行计划"), Entry(.sql),
  ]

  private static let foreign: [Entry] = [
    Entry(.select), Entry(.limit), Entry(.group), Entry(.having), Entry(.like), Entry(.null), Entry(.join),
  ]

  public static let compounds: [Compound] = [
    Compound("每期", .every, .snapshot), Compound("每周", .every, .week), Compound("每月", .every, .month),
    Compound("每季度", .every, .quarter), Compound("每季", .every, .quarter), Compound("每年", .every, .year),
  ]
}
