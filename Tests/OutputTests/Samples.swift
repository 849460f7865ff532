import Results
import Schema
import TestSupport

/// Answers of every shape, with cells that each format has to take care of.
enum Samples {
  static let all: [(name: String, table: ResultTable)] = [
    ("list", list), ("groups", groups), ("across", across), ("sections", sections), ("ranking", ranking), ("mixed", mixed),
    ("empty", empty),
  ]

  private struct Names: CodeNames {
    var values: [(code: String, english: String, chinese: String)]
    var count: Int { values.count }
    func code(_ index: Int) -> String { values[index].code }
    func name(_ index: Int, chinese: Bool) -> String { chinese ? values[index].chinese : values[index].english }
  }

  private static let districts = Names(values: [
    ("420102", "Jiang'an", "江岸区"), ("420113", "Hannan", "汉南区"), ("420112", "Dongxihu", "东西湖区"),
  ])

  private static let million = MoneyUnit(name: "亿元", factor: 100_000_000)

  static func decimals(_ numbers: [Decimal]) -> Vector.Cells {
    let scale = numbers.reduce(0) { max($0, $1.scale) }
    return .decimal(numbers.map { $0.mantissa(atScale: scale)! }, scale: scale)
  }

  static func known(_ flags: [Int]) -> Bitmap { Bitmap(count: flags.count, rows: flags.indices.filter { flags[$0] == 1 }) }

  private static func column(
    _ name: String, _ label: String?, _ type: DataType, _ cells: Vector.Cells, known flags: [Int]? = nil, count: Int, group: String? = nil,
    groupNames: (english: String, chinese: String)? = nil
  ) -> ResultTable.Column {
    ResultTable.Column(
      name: name, heading: name.map { $0 == "_" ? " " : String($0) }.joined(), label: label, group: group, groupNames: groupNames,
      values: Vector(type: type, count: count, cells: cells, validity: flags.map(known)))
  }

  /// Every type, and texts that mean something to one format or another.
  static var list: ResultTable {
    let texts = [
      "plain", "a,b", "say \"hi\"", "two\nlines", "", "", "=1+1", "＝A1", "-5", "tab\there", "<b>&amp;</b>", "a|b*c_d`e[f]\\",
      "\u{202E}left\u{1B}[1m",
      "汉字 and é 👍🏽", "one\rtwo", "\tfirst",
    ]
    let count = texts.count
    let flags = texts.indices.map { $0 == 5 ? 0 : 1 }
    func cycle<T>(_ values: [T]) -> [T] { texts.indices.map { values[$0 % values.count] } }
    return ResultTable(
      columns: [
        column("id", "编号", .text, .text(texts.indices.map { "K\($0)" }), count: count),
        column("remark", "备注", .text, .text(texts), known: flags, count: count),
        column("district", "区", .link(0), .codes(cycle([0, 1, 2]), districts), known: flags, count: count),
        column(
          "investment", "总投资", .money(million), .int64(cycle([8_160_000_000_000, -1, 0, 100_000_000, 9_223_372_036_854_775_807])),
          known: flags, count: count),
        column("due", "到期", .date, .int32(cycle([17_597, -25_568, 17_000])), known: flags, count: count),
        column("month", nil, .period(.month), .int32(cycle([17_591])), known: flags, count: count),
        column(
          "rate", "率", .number,
          decimals(cycle([0.30000000000000004, 12, 0, 0.0000001, 0.333333333333, 123_456_789_012, Decimal(Decimal.powers[19]), 0.5])),
          known: flags,
          count: count),
        column("delay", "延误", .duration(.workdays), decimals(cycle([3, -2.5])), known: flags, count: count),
        column("done", "完成", .flag, .bits(known(cycle([1, 0]))), known: flags, count: count),
      ], rowCount: count, rowNoun: ("projects", "项目"), snapshot: Day(year: 2018, month: 3, day: 30),
      notes: [.init(.cut(shown: count, of: 200)), .init(.tiesCut(count: 2))])
  }

  /// Groups with a missing key, a total and notes.
  static var groups: ResultTable {
    ResultTable(
      columns: [
        column("district", "区", .link(0), .codes([0, 1, 0, 0], districts), known: [1, 1, 0, 0], count: 4),
        column("stage", "阶段", .text, .text(["planned", "", "new", ""]), known: [1, 0, 1, 0], count: 4),
        column("count", "个数", .number, decimals([3, 1, 12, 16]), count: 4),
        column(
          "sum_investment", "求和 总投资", .money(million), .int64([5_000_000_000_000, 0, 25_000_000_000, 5_025_000_000_000]),
          known: [1, 0, 1, 1], count: 4),
      ], rowCount: 4, hasTotals: true, keyColumns: 2, rowNoun: ("groups", "组"), snapshot: Day(year: 2018, month: 3, day: 30),
      notes: [
        .init(.skippedMissing(column: "investment", count: 1)), .init(.skippedMissing(column: "delay", count: 3)),
        .init(.countedOnce(entity: "projects")), .init(.outsideCalendar(count: 1)), .init(.words(english: "a < b", chinese: "甲 < 乙")),
      ])
  }

  /// Two measures under each value of `across`, and a plain column behind.
  static var across: ResultTable {
    let stages = [("prep", "Under preparation", "前期"), ("new-start", "New start", "新开工")]
    var columns = [column("district", "区", .link(0), .codes([0, 2], districts), count: 2)]
    for (index, stage) in stages.enumerated() {
      let names = (english: stage.1, chinese: stage.2)
      columns.append(
        ResultTable.Column(
          name: "\(stage.0).count", heading: "count", label: "个数", group: stage.0, groupNames: names,
          values: Vector(type: .number, count: 2, cells: decimals([Decimal(index), 20]))))
      columns.append(
        ResultTable.Column(
          name: "\(stage.0).rate", heading: "rate", label: "率", group: stage.0, groupNames: names,
          values: Vector(type: .number, count: 2, cells: decimals([0.5, 0]), validity: known([1, 0]))))
    }
    columns.append(column("total", nil, .number, decimals([1, 40]), count: 2))
    return ResultTable(columns: columns, rowCount: 2, keyColumns: 1, snapshot: Day(year: 2018, month: 12, day: 31))
  }

  static var sections: ResultTable {
    ResultTable(
      columns: [
        column("district", "区", .link(0), .codes([1, 1, 0, 0], districts), known: [1, 1, 0, 0], count: 4),
        column("id", "编号", .text, .text(["P1", "P2", "P3", "P4"]), count: 4),
        column("cost", "费用", .money(million), .int64([1_000_000_000_000, 0, 15_000_000_000, 5]), known: [1, 0, 1, 1], count: 4),
      ], rowCount: 4, sectionColumns: 1, rowNoun: ("projects", "项目"), snapshot: Day(year: 2018, month: 3, day: 30))
  }

  static var ranking: ResultTable {
    ResultTable(
      columns: [
        column("rank", "名次", .number, decimals([1, 1, 0]), known: [1, 1, 0], count: 3),
        column("district", "区", .link(0), .codes([2, 0, 1], districts), count: 3),
        column("landing_rate", "落地率", .number, decimals([0.75, 0.75, 0]), known: [1, 1, 0], count: 3),
      ], rowCount: 3, hasRank: true, keyColumns: 2, rowNoun: ("districts", "区"), snapshot: Day(year: 2018, month: 3, day: 30))
  }

  /// Lines of changes: the cells of ``list``, a type a line in turn, in one column.
  static var mixed: ResultTable {
    let columns = list.columns
    let count = list.rowCount * columns.count
    let cells = MixedCells(
      parts: columns.map(\.values), part: (0..<count).map { UInt32($0 % columns.count) },
      place: (0..<count).map { Int32($0 / columns.count) })
    let known = Bitmap(count: count, rows: (0..<count).filter { cells.cell($0).vector.isKnown(cells.cell($0).place) })
    return ResultTable(
      columns: [
        column("line", "行", .number, decimals((0..<count).map { Decimal($0) }), count: count),
        ResultTable.Column(
          name: "old", heading: "old", label: "原值", values: Vector(type: .text, count: count, cells: .mixed(cells), validity: known)),
      ], rowCount: count, rowNoun: ("changes", "变化"), snapshot: Day(year: 2018, month: 3, day: 30))
  }

  /// A record with a link of many and a history.
  static var card: RecordCard {
    let one = [0]
    func single(_ columns: [ResultTable.Column]) -> ResultTable { ResultTable(columns: columns, rowCount: 1) }
    let stages = Names(values: [("prep", "Under preparation", "前期"), ("new-start", "New start", "新开工")])
    let changes = Names(values: [("added", "added", "新增"), ("changed", "changed", "变更")])
    let fields = Names(values: [("stage", "stage", "阶段"), ("investment", "investment (亿元)", "总投资(亿元)")])
    func ends(_ name: String, _ label: String, _ stage: UInt32, _ amount: Int64) -> ResultTable.Column {
      let cells = MixedCells(
        parts: [
          Vector(type: .choice(0), count: 1, cells: .codes([stage], stages)),
          Vector(type: .money(million), count: 1, cells: .int64([amount])),
        ], part: [0, 0, 1], place: [0, 0, 0])
      return ResultTable.Column(
        name: name, heading: name, label: label, values: Vector(type: .text, count: 3, cells: .mixed(cells), validity: known([0, 1, 1])))
    }
    return RecordCard(
      entity: "project", entityNames: ("project", "项目"), key: "K\u{1B}1", name: "光谷 \u{202E}tower",
      snapshot: Day(year: 2018, month: 3, day: 30),
      fields: single([
        column("id", "编号", .text, .text(["K\u{1B}1"]), count: 1), column("district", "区", .link(0), .codes([1], districts), count: 1),
        column("investment", "总投资", .money(million), .int64([8_160_000_000_000]), count: 1),
        column("planned_start", "计划开工", .date, .int32([17_597]), count: 1),
        column("actual_start", "实际开工", .date, .int32([0]), known: one, count: 1),
      ]),
      definitions: single([
        column("overdue", "逾期", .flag, .bits(known([1])), count: 1), column("delay", "延误", .duration(.days), decimals([12]), count: 1),
      ]),
      links: [
        RecordCard.Part(
          name: "nodes", names: ("nodes", "节点"),
          table: ResultTable(
            columns: [
              column("id", "编号", .text, .text(["N1", "N2"]), count: 2),
              column("done", "完成", .date, .int32([17_600, 0]), known: [1, 0], count: 2),
            ], rowCount: 2))
      ],
      history: RecordCard.Part(
        name: "history", names: ("history", "历史"),
        table: ResultTable(
          columns: [
            column("from", "起始", .date, .int32([17_500, 17_550, 17_550]), count: 3),
            column("to", "截止", .date, .int32([17_549, 17_597, 17_597]), count: 3),
            column("change", "变化", .choice(0), .codes([0, 1, 1], changes), count: 3),
            column("field", "字段", .choice(1), .codes([0, 0, 1], fields), known: [0, 1, 1], count: 3), ends("old", "原值", 0, 0),
            ends("new", "新值", 1, 8_160_000_000_000),
          ], rowCount: 3)),
      notes: [.init(.words(english: "K is not in the snapshot", chinese: "快照中没有 K"))])
  }

  static var empty: ResultTable {
    ResultTable(
      columns: [column("id", "编号", .text, .text([]), count: 0), column("cost", "费用", .money(million), .int64([]), count: 0)], rowCount: 0,
      rowNoun: ("projects", "项目"), snapshot: Day(year: 2018, month: 3, day: 30))
  }
}
