import Query
import Schema

extension ExplanationWriter {
  /// The rows left after each condition, numbers in a column.
  func write(_ funnel: Funnel, _ query: CheckedQuery) {
    let chain = query.chain
    var rows: [(count: Int, words: String)] = []
    for (index, (query, step)) in zip(chain, funnel.steps).enumerated() {
      self.query = query
      addedChoices = query.addedChoices
      // A step without conditions leaves what it reads.
      if index > 0, query.conjuncts.isEmpty { continue }
      rows.append(
        (
          step.start,
          index == 0 ? allRead(query) : say("rows of the step before", "上一步的结果")
        ))
      let row = self.self.row(of: query)
      for (condition, left) in zip(query.conjuncts, step.left) { rows.append((left, inline(condition, row))) }
    }
    let place = query.trend?.points.last { $0.query != nil }.map { text(of: $0.value, query.trend!.column.value.type) }
    title(
      "Rows left after each condition" + (place.map { ", at \($0)" } ?? ""), "逐项条件后剩余的记录" + (place.map { "（\($0)）" } ?? ""))
    let width = rows.map { String($0.count).count }.max() ?? 0
    for row in rows {
      let number = String(row.count)
      add(String(repeating: " ", count: width - number.count) + number + "  " + row.words, depth: 1)
    }
  }

  /// What the first condition is put to.
  private func allRead(_ query: CheckedQuery) -> String {
    switch query.source {
    case .changes, .history: say("all lines", "全部变动行")
    case .comparison, .trend: say("all rows", "全部行")
    case .entity, .rows, .table: say("all \(records(query.entity))", "全部\(records(query.entity))")
    }
  }

  // MARK: Nothing found

  /// Which condition leaves nothing, and how near the rows come to it.
  func sentences(of miss: NearestMiss, _ whole: CheckedQuery) -> [String] {
    let chain = whole.chain
    guard chain.indices.contains(miss.step) else { return [] }
    let query = chain[miss.step]
    self.query = query
    addedChoices = query.addedChoices
    let row = row(of: query)
    let conditions = query.conjuncts.map { inline($0, row) }
    guard miss.start > 0 else {
      return miss.step == 0
        ? [
          say(
            "There are no \(records(query.entity)) in \(snapshotInWords(query.snapshot)).",
            "\(snapshotInWords(query.snapshot))中没有\(records(query.entity))。")
        ]
        : [say("The step before leaves no rows.", "上一步没有结果。")]
    }
    var sentences = [blame(miss, conditions, query.entity)]
    if let nearest = miss.nearest, let sentence = sentence(of: nearest, miss, row) { sentences.append(sentence) }
    return sentences
  }

  private func blame(_ miss: NearestMiss, _ conditions: [String], _ entity: Int?) -> String {
    let one = records(entity, count: 1)
    if conditions.count == 1 {
      return say(
        "None of the \(counted(miss.start, entity)) satisfies: \(conditions[0]).", "\(counted(miss.start, entity))都不满足：\(conditions[0])。")
    }
    let all = say(conditions.count == 2 ? "both conditions" : "all \(conditions.count) conditions", "全部 \(conditions.count) 个条件")
    if !miss.singles.isEmpty {
      let shown = miss.singles.prefix(3).enumerated().map { place, single in
        say(
          "without [\(conditions[single.condition])] \(place == 0 ? single.rows == 1 ? "there is " : "there are " : "")\(single.rows)",
          "去掉[\(conditions[single.condition])]则有 \(single.rows) 个")
      }
      return say(
        "No \(one) satisfies \(all): \(shown.joined(separator: ", ")).", "没有\(one)满足\(all)：\(shown.joined(separator: "，"))。")
    }
    if let pair = miss.pair {
      return say(
        "No \(one) satisfies \(all), nor all but one; without both [\(conditions[pair.first])] and [\(conditions[pair.second])] \(pair.rows == 1 ? "there is" : "there are") \(pair.rows).",
        "没有\(one)满足\(all)，去掉任一个也没有；同时去掉[\(conditions[pair.first])]和[\(conditions[pair.second])]则有 \(pair.rows) 个。")
    }
    return say("No \(one) satisfies \(all), nor all but two of them.", "没有\(one)满足\(all)，去掉任两个也没有。")
  }

  private func sentence(
    of nearest: (of: NearestMiss.Without, NearestMiss.Nearest), _ miss: NearestMiss, _ row: ExplainedRow
  ) -> String? {
    let rows = nearest.of.rows
    // All of them are those that the first sentence has counted.
    let isAll = rows == miss.start
    let among =
      isAll
      ? say("Among them ", "其中，") : rows == 1 ? say("For that one ", "就这一个而言，") : say("Among those \(rows) ", "在这 \(rows) 个中，")
    switch nearest.1 {
    case .value(let operand, let value, let side):
      let isDate = operand.type.isCalendar
      let word: String
      switch side {
      case .smallest: word = say(isDate ? "earliest" : "smallest", isDate ? "最早" : "最小")
      case .largest: word = say(isDate ? "latest" : "largest", isDate ? "最晚" : "最大")
      case .closest: word = say("nearest", "最接近")
      }
      let shown: String
      if case .date(let day) = value { shown = long(day) } else { shown = text(of: value, operand.type) }
      return say("\(among)the \(word) \(phrase(operand, row)) is \(shown).", "\(among)\(word)的\(phrase(operand, row))是 \(shown)。")
    case .values(let operand, let counts):
      let isLink = if case .link = operand.type { true } else { false }
      var shown = counts.prefix(4).map { "\(text(of: isLink ? .link($0.code) : .choice($0.code), operand.type)) (\($0.rows))" }
      if counts.count > shown.count {
        shown.append(say("\(counts.count - shown.count) more values", "另外 \(counts.count - shown.count) 个值"))
      }
      return say(
        "\(among)\(phrase(operand, row)) is \(list(shown, or: true)).", "\(among)\(phrase(operand, row))为\(list(shown, or: true))。")
    case .allMissing(let operand):
      return say("\(among)\(phrase(operand, row)) is always blank.", "\(among)\(phrase(operand, row))全部为空。")
    case .noneMissing(let operand):
      return say("\(among)\(phrase(operand, row)) is always filled in.", "\(among)\(phrase(operand, row))全部已填。")
    }
  }
}
