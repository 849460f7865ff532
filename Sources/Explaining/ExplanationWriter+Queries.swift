import Diagnostics
import Query
import Schema

extension ExplanationWriter {
  // MARK: Statements

  func write(_ query: CheckedQuery) {
    // The last step knows the choices of all before it; words of any of them are told ahead of the steps.
    addedChoices = query.addedChoices
    let steps = query.chain.reduce(into: [[CheckedQuery]]()) { steps, next in
      // A step that only puts the rows of the one before in another order is said with it.
      if next.onlySorts, !steps.isEmpty { steps[steps.count - 1].append(next) } else { steps.append([next]) }
    }
    let trend = query.trend
    if let trend {
      writeHeading(trend)
    } else {
      self.query = steps[0][0]
      writeHeading(steps[0][0])
    }
    writeReadings()
    if let trend { writeLastPoint(trend) } else if let comparison = query.comparison { write(comparison) }
    var number = 1
    for (index, step) in steps.enumerated() {
      let before = lines.count
      if index > 0 {
        title(
          "Step \(number + 1), on \(steps[index - 1][0].entity == nil || step[0].entity == nil ? "that result" : "those rows")",
          "第 \(number + 1) 步：对上一步的\(step[0].entity == nil ? "结果" : "记录")")
      }
      let titled = lines.count
      writeStep(step)
      guard index > 0 else { continue }
      // What joins the snapshots has been said above.
      if lines.count == titled { lines.removeSubrange(before...) } else { number += 1 }
    }
  }

  func write(_ destination: Destination) {
    guard destination.format != nil || destination.file != nil else { return }
    lines.append("")
    let format = destination.format.map { say(" as \($0.rawValue)", "以 \($0.rawValue) 格式") } ?? ""
    let file = destination.file.map { say(" to \"\($0)\"", "存到“\($0)”") } ?? ""
    add(say("The answer is written\(format)\(file).", "答案\(format)\(file.isEmpty ? "输出" : file)。"))
  }

  func write(_ expression: CheckedExpression) {
    addedChoices = expression.addedChoices
    let words = phrase(expression.column.value, ExplainedRow())
    let snapshot = snapshotInWords(expression.snapshot)
    add(say("One value: \(words).", "求一个值：\(words)。"))
    if readsData(expression.column.value) { add(say("Read from \(snapshot).", "取自\(snapshot)。")) }
    writeReadings()
  }

  private func readsData(_ expression: Checked) -> Bool {
    switch expression.node {
    case .entityAggregate: true
    case .shared(let shared): shared.readsWholeEntity
    default: expression.children.contains(where: readsData)
    }
  }

  // MARK: The heading

  private func writeHeading(_ query: CheckedQuery) {
    switch query.source {
    case .changes(let changes): return writeHeading(changes)
    case .history(let history): return writeHeading(history)
    case .entity, .rows, .table, .comparison, .trend: break
    }
    let records = records(query.entity)
    let snapshot = snapshotInWords(query.snapshot)
    let all = query.conjuncts.isEmpty
    switch query.shape {
    case .rows:
      add(say("List \(all ? "all " : "")\(records) of \(snapshot).", "列出\(snapshot)中的\(all ? "全部" : "")\(records)。"))
    case .groups(let grouping) where grouping.isPlainCount:
      add(say("Count \(all ? "all " : "")\(records) of \(snapshot).", "统计\(snapshot)中\(all ? "全部" : "")\(records)的个数。"))
    case .groups:
      add(say("Compute figures of \(all ? "all " : "")\(records) of \(snapshot).", "计算\(snapshot)中\(all ? "全部" : "")\(records)的指标。"))
    case .ranking(let ranking):
      let key = name(ofColumn: ranking.key.column)
      add(say("Rank by \(key) the \(records) of \(snapshot).", "对\(snapshot)中的\(records)按\(key)排名。"))
    }
    writeToday(query.today, at: query.snapshot)
  }

  /// What `today` is where it is not the date of the snapshot.
  func writeToday(_ today: Day, at snapshot: Int) {
    guard explainer.snapshots.indices.contains(snapshot), explainer.snapshots[snapshot] != today else { return }
    add(say("`today` was set to \(long(today)).", "“今天”设为\(long(today))。"))
  }

  /// `the snapshot of Friday 2018-12-28 (the last of 52)`
  func snapshotInWords(_ index: Int) -> String {
    let snapshots = explainer.snapshots
    guard snapshots.indices.contains(index) else { return say("no snapshot", "（没有快照）") }
    let place =
      index == snapshots.count - 1
      ? say("the last of \(snapshots.count)", "共 \(snapshots.count) 期，最新一期")
      : say("number \(index + 1) of \(snapshots.count)", "第 \(index + 1) 期，共 \(snapshots.count) 期")
    return say(
      "the snapshot of \(long(snapshots[index])) (\(place))", " \(snapshots[index]) 快照（星期\(chineseWeekday(snapshots[index]))，\(place)）")
  }

  private func chineseWeekday(_ day: Day) -> String { ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1] }

  // MARK: One step

  private func writeStep(_ step: [CheckedQuery]) {
    let query = step[0]
    self.query = query
    addedChoices = query.addedChoices
    let row = row(of: query)
    writeCondition(query, row)
    switch query.shape {
    case .rows(let columns): writeColumns(columns, query, row)
    case .groups(let grouping): writeGroups(grouping, row)
    case .ranking(let ranking): writeRanking(ranking, row)
    }
    let order = order(query, row) + step.dropFirst().flatMap { sorting($0.order, $0, self.row(of: $0), isAfterCut: true) }
    if !order.isEmpty { title("Order", "顺序") }
    for line in order { add(line, depth: 1) }
  }

  /// What the expressions of a query read.
  func row(of query: CheckedQuery) -> ExplainedRow {
    switch query.source {
    case .table(let inner): ExplainedRow(columns: inner.outputColumns)
    case .changes(let changes): ExplainedRow(columns: changes.columns.outputs)
    case .history(let history): ExplainedRow(columns: history.columns.outputs)
    case .comparison(let comparison): ExplainedRow(columns: comparison.columns)
    case .trend(let trend): ExplainedRow(columns: trend.columns)
    case .entity, .rows: ExplainedRow(entity: query.entity)
    }
  }

  private func writeCondition(_ query: CheckedQuery, _ row: ExplainedRow) {
    guard let condition = query.condition else { return }
    let records = records(query.entity)
    let tree = block(condition, row)
    let joined = tree.below.isEmpty ? "" : tree.text
    title("Condition: the \(records) for which" + (joined.isEmpty ? "" : " \(joined)"), "条件（\(records)）：\(joined)")
    for line in tree.below.isEmpty ? [tree] : tree.below { add(line, depth: 1) }
  }

  private func writeColumns(_ columns: [OutputColumn], _ query: CheckedQuery, _ row: ExplainedRow) {
    // A stage that shows what the step before showed has nothing to say about columns.
    if columns.map(\.name) == innerColumns(query) { return }
    title("Shown", "显示")
    let sections = columns.prefix(query.sections)
    if !sections.isEmpty {
      add(say("in sections by \(list(sections.map { described($0, row) }))", "按\(list(sections.map { described($0, row) }))分节"), depth: 1)
    }
    add(
      say("a row each: ", "每条一行：") + columns.dropFirst(query.sections).map { described($0, row) }.joined(separator: say(", ", "、")),
      depth: 1)
  }

  private func innerColumns(_ query: CheckedQuery) -> [String]? {
    switch query.source {
    case .rows(let inner), .table(let inner): inner.outputColumns.map(\.name)
    case .changes(let changes): changes.columns.outputs.map(\.name)
    case .history(let history): history.columns.outputs.map(\.name)
    // Said with the snapshots that they come from.
    case .comparison, .trend: query.outputColumns.map(\.name)
    case .entity: nil
    }
  }

  /// A column by its words; with its name where that says something else.
  private func described(_ column: OutputColumn, _ row: ExplainedRow) -> String {
    let (name, words) = (name(ofColumn: column), phrase(column.value, row))
    switch column.value.node {
    case .column, .definition: return words
    default: return name == words ? words : say("\(name) (\(words))", "\(name)（\(words)）")
    }
  }

  private func writeGroups(_ grouping: CheckedQuery.Grouping, _ row: ExplainedRow) {
    title("Shown", "显示")
    let keys = grouping.keys.map { described($0.column, row) }
    add(keys.isEmpty ? say("one row over all of them", "合为一行") : say("a row for each \(list(keys))", "每个\(list(keys))一行"), depth: 1)
    if let across = grouping.across {
      add(
        say("\(described(across.column, row)) across: a column for each of its values", "\(described(across.column, row))横向：每个值一列"),
        depth: 1)
    }
    for measure in grouping.measures { add(measured(measure, row), depth: 2) }
    if grouping.withEmpty { add(say("also groups without rows", "没有记录的组也显示"), depth: 1) }
    if grouping.withTotals {
      add(say("with a row (all), worked out over all rows read and not added up", "含合计行：按读到的全部记录重新计算，而非相加"), depth: 1)
    }
  }

  private func measured(_ measure: OutputColumn, _ row: ExplainedRow) -> String {
    isInMeasure = true
    defer { isInMeasure = false }
    return described(measure, row) + skippedNote(measure.value, row)
  }

  private func writeRanking(_ ranking: CheckedQuery.Ranking, _ row: ExplainedRow) {
    title("Shown", "显示")
    let key = described(ranking.key.column, row)
    add(say("a row for each \(key), ranked by", "每个\(key)一行，排名依据"), depth: 1)
    add(measured(ranking.measure, row), depth: 2)
    add(
      say(
        "\(ranking.isAscending ? "low" : "high") first; equal values share a rank, no value has none",
        "从\(ranking.isAscending ? "低到高" : "高到低")；相同值名次并列，无值不排名"), depth: 1)
  }

  // MARK: Order

  private func order(_ query: CheckedQuery, _ row: ExplainedRow) -> [String] {
    guard let cut = query.cut else {
      let skipped = query.skip > 0 ? [say("without the first \(query.skip) rows", "跳过前 \(query.skip) 行")] : []
      return sorting(Array(query.order.dropFirst(query.sections)), query, row, isAfterCut: false) + skipped
    }
    let order = cut.by.isEmpty ? "" : say(" by \(keys(cut.by, query, row))", "，按\(keys(cut.by, query, row))")
    let per = cut.per.map { say(" of each \(phrase($0, row))", "每个\(phrase($0, row))") } ?? ""
    let unknown = cut.by.isEmpty ? "" : say("; never one without a value to go by", "；无值的不取")
    let skipped = query.skip > 0 ? say(" after the first \(query.skip)", "（跳过前 \(query.skip) 行）") : ""
    return [say("only the first \(cut.count)\(per)\(skipped)\(order)\(unknown)", "只取\(per)前 \(cut.count) 行\(skipped)\(order)\(unknown)")]
      + sorting(cut.order, query, row, isAfterCut: true)
  }

  private func sorting(_ order: [CheckedQuery.SortKey], _ query: CheckedQuery, _ row: ExplainedRow, isAfterCut: Bool) -> [String] {
    guard !order.isEmpty else { return [] }
    let words = keys(order, query, row)
    return [
      say(
        "\(isAfterCut ? "printed" : "sorted") by \(words); blanks last, ties by key",
        "\(isAfterCut ? "再" : "")按\(words)排序；空值在后，同值按主键")
    ]
  }

  private func keys(_ keys: [CheckedQuery.SortKey], _ query: CheckedQuery, _ row: ExplainedRow) -> String {
    var columns = query.outputColumns
    // The turned key is no column that groups have one value of.
    if case .groups(let grouping) = query.shape { columns = grouping.keys.map(\.column) + grouping.measures }
    return keys.map { key in
      let words: String
      switch key.target {
      case .expression(let expression): words = phrase(expression, row)
      case .column(let index): words = columns.indices.contains(index) ? name(ofColumn: columns[index]) : "#\(index + 1)"
      }
      let isDate = type(of: key, columns)?.isCalendar ?? false
      let english = isDate ? (key.isDescending ? "latest first" : "earliest first") : (key.isDescending ? "high first" : "low first")
      return say("\(words), \(english)", "\(words)\(isDate ? (key.isDescending ? "从晚到早" : "从早到晚") : (key.isDescending ? "从高到低" : "从低到高"))")
    }.joined(separator: say(", then ", "、"))
  }

  private func type(of key: CheckedQuery.SortKey, _ columns: [OutputColumn]) -> DataType? {
    switch key.target {
    case .expression(let expression): expression.type
    case .column(let index): columns.indices.contains(index) ? columns[index].value.type : nil
    }
  }
}

extension CheckedQuery.Grouping {
  /// `count ENTITY`, with or without groups.
  var isPlainCount: Bool {
    guard measures.count == 1, case .aggregate(let aggregate) = measures[0].value.node else { return false }
    return aggregate.function == .count && aggregate.value == nil && aggregate.filter == nil
  }
}

extension CheckedQuery {
  /// Puts the rows of its source in another order and nothing else.
  fileprivate var onlySorts: Bool {
    guard condition == nil, cut == nil, skip == 0, !order.isEmpty, case .rows(let columns) = shape else { return false }
    switch source {
    case .entity, .changes, .history, .comparison, .trend: return false
    case .rows(let inner), .table(let inner): return columns.map(\.name) == inner.outputColumns.map(\.name)
    }
  }
}
