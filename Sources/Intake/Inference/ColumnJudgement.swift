import Diagnostics
import Schema

/// What inference takes a column for, and the words in which it says so.
struct ColumnJudgement {
  var type: DataType
  var order: DateOrder = .yearFirst
  var isChoice = false
  var words: Bilingual

  /// So much of a column must fit a type; what does not fit is reported cell by cell when it is loaded.
  static let share = 0.98

  /// `tableOrder` is the order of day and month that other columns of the table gave away.
  init(_ facts: ColumnFacts, tableOrder: DateOrder?) {
    self.init(type: .text, words: Bilingual("text", "文本"))
    guard facts.filled > 0 else {
      words = Bilingual("text, for no cell is filled", "文本，因为没有一格有内容")
      return
    }
    let needed = Int((Double(facts.filled) * Self.share).rounded(.up))
    if judgeDate(facts, needed, tableOrder) { return }
    if facts.flags == facts.filled, facts.numbers == 0 {
      set(.flag, Bilingual("yes or no", "是否"))
    } else if facts.digitCodes > 0, facts.numbers >= needed {
      words = Bilingual("text, for numbers with leading zeros or many digits are identifiers", "文本，因为以零开头或位数很多的数是编号")
    } else if facts.amounts >= needed, let unit = facts.headerUnit?.unit {
      set(.money(unit), Bilingual("money in \(unit.name)", "金额（\(unit.name)）") + misfits(facts.filled - facts.amounts))
    } else if facts.amounts >= needed, facts.signedAmounts > 0 || Self.isMoneyHeader(facts.header) {
      let unit = facts.cellUnit
      let why = facts.currency != nil ? Bilingual("", "") : Bilingual(", by its header; the unit is a guess", "，依表头；单位是推测的")
      set(.money(unit), Bilingual("money in \(unit.name)", "金额（\(unit.name)）") + why + misfits(facts.filled - facts.amounts))
    } else if facts.numbers >= needed {
      set(.number, Bilingual("a number", "数") + misfits(facts.filled - facts.numbers))
    } else if let count = facts.distinct?.count, count <= 60, facts.filled >= 4 * count, facts.longest <= 80, !facts.hasLineEnds,
      !facts.hasLinks
    {
      isChoice = true
      words = Bilingual("a choice of \(count) value\(count == 1 ? "" : "s")", "选项，\(count) 个取值")
    }
  }

  init(type: DataType, order: DateOrder = .yearFirst, words: Bilingual) {
    self.type = type
    self.order = order
    self.words = words
  }

  private mutating func set(_ type: DataType, _ words: Bilingual) {
    self.type = type
    self.words = words
  }

  private mutating func judgeDate(_ facts: ColumnFacts, _ needed: Int, _ tableOrder: DateOrder?) -> Bool {
    if let (order, bad) = facts.dateOrder(share: Self.share) {
      type = .date
      if let order {
        self.order = order
        let written = order == .yearFirst ? Bilingual("", "") : Bilingual(", \(order.rawValue)", "，\(order.rawValue)")
        words = Bilingual("a date", "日期") + written + misfits(bad)
      } else if let tableOrder {
        self.order = tableOrder
        words = Bilingual(
          "a date, \(tableOrder.rawValue) as in other columns, for its own cells do not tell day from month",
          "日期，与其他列一样为 \(tableOrder.rawValue)，因为此列自身分不清日月")
      } else {
        type = .text
        words = Bilingual("text, though it looks like dates: no cell tells day from month", "文本，虽然像日期：没有一格分得清日月")
      }
      return true
    }
    if facts.months >= needed {
      set(.period(.month), Bilingual("a month", "月份") + misfits(facts.filled - facts.months))
      return true
    }
    if facts.spreadsheetDays + facts.yearFirst >= needed, Self.isDateHeader(facts.header) {
      set(.date, Bilingual("a date, by its header; in part a spreadsheet's day numbers", "日期，依表头；一部分是电子表格的日序数"))
      return true
    }
    return false
  }

  private func misfits(_ count: Int) -> Bilingual {
    count == 0
      ? Bilingual("", "") : Bilingual(", though \(count) cell\(count == 1 ? " is" : "s are") none", "，但有 \(count) 格不是")
  }

  private static func contains(_ header: String, _ words: [String]) -> Bool {
    let folded = Array(foldedName(header).utf8)
    return words.contains { word in
      let word = Array(word.utf8)
      return folded.count >= word.count
        && (0...(folded.count - word.count)).contains { folded[$0] == word[0] && folded[$0..<($0 + word.count)].elementsEqual(word) }
    }
  }

  static func isMoneyHeader(_ header: String) -> Bool {
    // A change of an amount is an amount; a change of a schedule is none, so only words for money count.
    contains(header, ["budget", "cost", "amount", "price", "monto", "importe", "presupuesto", "costo", "金额", "费用", "资金", "预算", "造价", "概算"])
  }

  static func isDateHeader(_ header: String) -> Bool {
    contains(header, ["date", "日期", "时间", "fecha", "datum"])
  }

  static func isSnapshotHeader(_ header: String) -> Bool {
    contains(
      header, ["asof", "reported", "reportdate", "snapshot", "快照", "截至", "截止日期", "填报日期", "报告日期", "数据日期", "统计日期", "报送日期", "fechadecorte"])
  }

  /// How much a header sounds like a key's: 0 most.
  static func keyRank(_ facts: ColumnFacts) -> Int {
    let folded = foldedName(facts.header)
    if ["序号", "no", "no.", "row", "#", "行号"].contains(folded) { return 3 }
    let words = ["id", "key", "code", "编号", "编码", "代码", "number", "pid", "uuid"]
    if words.contains(folded) || words.contains(where: { folded.hasSuffix($0) }) { return 0 }
    return facts.numbers == facts.filled ? 2 : 1
  }

  static func isNameHeader(_ header: String) -> Bool {
    contains(header, ["name", "名称", "nombre", "title", "标题"])
  }
}
