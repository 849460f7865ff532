import Checking
import Diagnostics
import Query
import Schema

extension ExplanationWriter {
  /// A condition as a tree: what joins conditions on a line, the joined ones below it.
  func block(_ condition: Checked, _ row: ExplainedRow, isNegated: Bool = false) -> ExplainedBlock {
    switch condition.node {
    case .not(let operand): return block(operand, row, isNegated: !isNegated)
    case .and(let operands):
      return ExplainedBlock(
        isNegated
          ? say("not all of these hold (a blank makes a line not hold, so it counts here):", "以下并非各项都成立（空值使该项不成立，因此计入）：")
          : say("all of these hold:", "以下各项都成立："),
        below: operands.map { block($0, row) })
    case .or(let operands):
      return ExplainedBlock(
        isNegated
          ? say("none of these holds (a blank makes a line not hold, so it counts here):", "以下各项都不成立（空值使该项不成立，因此计入）：")
          : say("at least one of these holds:", "以下至少一项成立："),
        below: operands.map { block($0, row) })
    case .quantified(let quantifier, let link, let inner?) where !inner.isSaidInOneLine:
      let head = quantified(quantifier, link, isNegated: isNegated)
      let tree = block(inner, row.on(link.entity))
      return ExplainedBlock(say("\(head), for which \(tree.text)", "\(head)，\(tree.text)"), below: tree.below)
    case .follow(let link, let target, let inner) where inner.isCondition && !inner.isSaidInOneLine:
      let path = name(ofField: link, row)
      let tree = block(inner, row.on(target))
      return ExplainedBlock(
        isNegated
          ? say("not so for its \(path): \(tree.text)", "其\(path)并非如此：\(tree.text)")
          : say("for its \(path) \(tree.text)", "其\(path)，\(tree.text)"),
        below: tree.below)
    case .atSnapshot(let snapshot, let inner) where inner.isCondition && !inner.isSaidInOneLine:
      let tree = block(inner, self.row(row, at: snapshot, condition.range))
      return ExplainedBlock(head(snapshot, at: condition.range, row, isNegated: isNegated) + tree.text, below: tree.below)
    case .throughout(let quantifier, let points) where !(points.last?.condition.isSaidInOneLine ?? true):
      let tree = block(points.last!.condition, row.at(.each(MovingSnapshots(points))))
      return ExplainedBlock("\(throughout(quantifier, points, at: condition.range, row, isNegated))\(tree.text)", below: tree.below)
    default: return ExplainedBlock(inline(condition, row, isNegated: isNegated) + missingNote(condition, row, isNegated: isNegated))
    }
  }

  /// A condition on one line.
  func inline(_ condition: Checked, _ row: ExplainedRow, isNegated: Bool = false) -> String {
    switch condition.node {
    case .not(let operand): return inline(operand, row, isNegated: !isNegated)
    case .and(let operands): return joined(operands, say(" and ", "且"), row, isNegated: isNegated)
    case .or(let operands): return joined(operands, say(" or ", "或"), row, isNegated: isNegated)
    case .definition(let name, let body):
      let name = self.name(ofDefinition: name, body, row)
      return isNegated ? say("not \(name)", "非“\(name)”") : say(name, "“\(name)”")
    case .shared(let shared):
      let name = self.name(of: shared, row)
      return isNegated ? say("not \(name)", "非“\(name)”") : say(name, "“\(name)”")
    case .quantified(let quantifier, let link, let inner):
      let head = quantified(quantifier, link, isNegated: isNegated)
      return head + (inner.map { say(": ", "：") + inline($0, row.on(link.entity)) } ?? "")
    case .follow(let link, let target, let inner) where inner.isCondition:
      if let moved = inner.onTheRow(through: link, target) { return inline(moved, row, isNegated: isNegated) }
      let words = inline(inner, row.on(target))
      return isNegated
        ? say("not so for its \(name(ofField: link, row)): \(words)", "其\(name(ofField: link, row))并非\(words)")
        : say("for its \(name(ofField: link, row)): \(words)", "其\(name(ofField: link, row))\(words)")
    case .constant(.flag(let holds)): return holds != isNegated ? say("always true", "恒成立") : say("never true", "恒不成立")
    case .isMissing(let operand):
      let words = phrase(operand, row)
      return isNegated ? say("\(words) is filled in", "\(words)已填") : say("\(words) is blank", "\(words)为空")
    case .compare(let comparison, let left, let right): return compared(comparison, left, right, row, isNegated)
    case .isOneOf(let operand, let codes): return oneOf(operand, codes, row, isNegated)
    case .isIn(let operand, let values):
      let words = values.map { text(of: $0, operand.type) }
      return oneOf(phrase(operand, row), words, isNegated)
    case .isBetween(let operand, let low, let high): return between(operand, low, high, condition.range, row, isNegated)
    case .contains(let text, let part):
      return said(phrase(text, row), "contains", "does not contain", "包含", "不包含", phrase(part, row), isNegated)
    case .startsWith(let text, let part):
      return said(phrase(text, row), "starts with", "does not start with", "开头为", "开头不为", phrase(part, row), isNegated)
    case .endsWith(let text, let part):
      return said(phrase(text, row), "ends with", "does not end with", "结尾为", "结尾不为", phrase(part, row), isNegated)
    case .matches(let text, let pattern):
      return said(phrase(text, row), "matches", "does not match", "匹配", "不匹配", "/\(pattern)/", isNegated)
    case .atSnapshot(let snapshot, let inner) where inner.isCondition:
      let then = self.row(row, at: snapshot, condition.range)
      return moment(words(ofSnapshot: snapshot, at: condition.range, row), isNegated) + inline(inner, then)
    case .existed(let snapshot):
      let words = words(ofSnapshot: snapshot, at: condition.range, row)
      return isNegated ? say("it did not exist \(words.on)", "\(words.name)时不存在") : say("it existed \(words.on)", "\(words.name)时已存在")
    case .throughout(let quantifier, let points):
      let head = throughout(quantifier, points, at: condition.range, row, isNegated)
      return head + (points.last.map { inline($0.condition, row.at(.each(MovingSnapshots(points)))) } ?? say("no snapshot", "无快照"))
    case .differs(let left, let right):
      return said(phrase(left, row), "differs from", "does not differ from", "不同于", "并非不同于", phrase(right, row), isNegated)
    case .recordDiffers(let snapshot):
      let day = words(ofSnapshot: snapshot, at: condition.range, row).name
      return isNegated
        ? say("nothing in it has changed since \(day), or it did not exist then", "自\(day)以来没有变化，或当时不存在")
        : say("something in it has changed since \(day)", "自\(day)以来有变化")
    case .constant, .column, .recordKey, .follow, .atSnapshot, .heldSince, .negate, .arithmetic, .chain, .call, .conditional, .coalesce,
      .aggregate, .linkAggregate, .entityAggregate, .part:
      let words = phrase(condition, row)
      return isNegated ? say("\(words) is not yes", "\(words)不为“是”") : say("\(words) is yes", "\(words)为“是”")
    }
  }

  private func joined(_ operands: [Checked], _ word: String, _ row: ExplainedRow, isNegated: Bool) -> String {
    let parts = operands.map { operand in
      let words = inline(operand, row)
      return operand.isJunction ? say("(\(words))", "（\(words)）") : words
    }.joined(separator: word)
    return isNegated ? say("not (\(parts))", "并非（\(parts)）") : parts
  }

  private func said(
    _ left: String, _ english: String, _ notEnglish: String, _ chinese: String, _ notChinese: String, _ right: String, _ isNegated: Bool
  ) -> String {
    say("\(left) \(isNegated ? notEnglish : english) \(right)", "\(left)\(isNegated ? notChinese : chinese)\(right)")
  }

  // MARK: Comparisons

  private func compared(_ comparison: ComparisonOperator, _ left: Checked, _ right: Checked, _ row: ExplainedRow, _ isNegated: Bool)
    -> String
  {
    let isDate = left.type.isCalendar
    let (english, chinese): (String, String) =
      switch comparison {
      case .equal: ("", "为")
      case .notEqual: (" other than", "不为")
      case .less: isDate ? (" before", "早于") : (" less than", "小于")
      case .lessOrEqual: isDate ? (" on or before", "不晚于") : (" at most", "不超过")
      case .greater: isDate ? (" after", "晚于") : (" more than", "大于")
      case .greaterOrEqual: isDate ? (" on or after", "不早于") : (" at least", "不少于")
      }
    let turned = comparison == .equal ? "不为" : "并非" + chinese
    return said(phrase(left, row), "is" + english, "is not" + english, chinese, turned, phrase(right, row), isNegated)
  }

  /// A choice or link that is one of some values; many neighbours of an ordered choice are said by their ends.
  private func oneOf(_ operand: Checked, _ codes: Set<Int>, _ row: ExplainedRow, _ isNegated: Bool) -> String {
    let sorted = codes.sorted()
    let value: (Int) -> Value = if case .link = operand.type { { .link($0) } } else { { .choice($0) } }
    let words = phrase(operand, row)
    if case .choice = operand.type, sorted.count > 5, sorted.last! - sorted[0] == sorted.count - 1 {
      let (first, last) = (text(of: value(sorted[0]), operand.type), text(of: value(sorted.last!), operand.type))
      let range = say("one of the \(sorted.count) values from \(first) to \(last)", "从\(first)到\(last)的 \(sorted.count) 个值之一")
      return say("\(words) is \(isNegated ? "not " : "")\(range)", "\(words)\(isNegated ? "不" : "")是\(range)")
    }
    // A set can have any number of keys.
    if sorted.count > 12 {
      let some = sorted.prefix(5).map { text(of: value($0), operand.type) }.joined(separator: say(", ", "、"))
      let range = say("one of \(sorted.count): \(some), …", "以下 \(sorted.count) 个之一：\(some)……")
      return say("\(words) is \(isNegated ? "not " : "")\(range)", "\(words)\(isNegated ? "不" : "")是\(range)")
    }
    return oneOf(words, sorted.map { text(of: value($0), operand.type) }, isNegated)
  }

  private func oneOf(_ operand: String, _ values: [String], _ isNegated: Bool) -> String {
    if values.isEmpty { return isNegated ? say("always true", "恒成立") : say("never true", "恒不成立") }
    return isNegated
      ? say("\(operand) is \(values.count == 1 ? "not" : "neither") \(neither(values))", "\(operand)不是\(list(values, or: true))")
      : say("\(operand) is \(list(values, or: true))", "\(operand)是\(list(values, or: true))")
  }

  private func neither(_ values: [String]) -> String { values.joined(separator: " nor ") }

  private func between(
    _ operand: Checked, _ low: Value?, _ high: Value?, _ range: SourceRange, _ row: ExplainedRow, _ isNegated: Bool
  ) -> String {
    let words = phrase(operand, row)
    let not = isNegated ? "not " : ""
    if case .date = operand.type { return between(words, low?.day, high?.day, range, row, isNegated) }
    let (first, last) = (low.map { text(of: $0, operand.type) }, high.map { text(of: $0, operand.type) })
    switch (first, last) {
    case (let first?, let last?):
      return say("\(words) is \(not)from \(first) to \(last), both included", "\(words)\(isNegated ? "不" : "")介于\(first)和\(last)之间（含两端）")
    case (let first?, nil): return say("\(words) is \(not)at least \(first)", "\(words)\(isNegated ? "并非" : "")不少于\(first)")
    case (nil, let last?): return say("\(words) is \(not)at most \(last)", "\(words)\(isNegated ? "并非" : "")不超过\(last)")
    case (nil, nil): return isNegated ? say("\(words) is blank", "\(words)为空") : say("\(words) is filled in", "\(words)已填")
    }
  }

  /// Days: with the words they came from, and with weekdays where they were worked out.
  private func between(_ words: String, _ low: Day?, _ high: Day?, _ range: SourceRange, _ row: ExplainedRow, _ isNegated: Bool) -> String {
    let not = isNegated ? "not " : ""
    let reading = reading(low: low, high: high, within: range)
    let day: (Day) -> String = reading == nil ? { self.text(of: $0, within: range, row) } : { self.short($0) }
    if case .each? = row.then, let reading { return varying(words, low, high, reading, isNegated) }
    let written = reading.map { self.words(of: $0) } ?? ""
    let origin = reading == nil ? "" : say(" (\(written))", "（\(written)）")
    switch (low, high) {
    case (let low?, let high?):
      if reading == nil, let period = Period.whole(from: low, to: high) {
        return say("\(words) is \(not)in \(period) (\(low) to \(high))", "\(words)\(isNegated ? "不" : "")在 \(period) 内（\(low) 至 \(high)）")
      }
      return say(
        "\(words) is \(not)from \(day(low)) to \(day(high))\(origin)", "\(words)\(isNegated ? "不" : "")在\(day(low))至\(day(high))之间\(origin)"
      )
    case (let low?, nil):
      // `> this year` begins the day after it.
      if let span = reading?.span, low == span.last + 1 {
        return say(
          "\(words) is \(not)after \(day(span.last)) (the end of \(written))",
          "\(words)\(isNegated ? "并非" : "")晚于\(day(span.last))（\(written)末）")
      }
      let start = reading == nil ? "" : say(" (the start of \(written))", "（\(written)首日）")
      return say("\(words) is \(not)on or after \(day(low))\(start)", "\(words)\(isNegated ? "并非" : "")不早于\(day(low))\(start)")
    case (nil, let high?):
      if let span = reading?.span, high == span.last {
        return say(
          "\(words) is \(not)on or before \(day(high)) (the end of \(written))",
          "\(words)\(isNegated ? "并非" : "")不晚于\(day(high))（\(written)末）")
      }
      // The end of a month is said by the day after it, as people do.
      guard reading != nil || (high + 1).civil.day == 1 else {
        return say("\(words) is \(not)on or before \(high)", "\(words)\(isNegated ? "并非" : "")不晚于\(high)")
      }
      let start = reading == nil ? "" : say(" (the start of \(written))", "（\(written)首日）")
      return say("\(words) is \(not)before \(day(high + 1))\(start)", "\(words)\(isNegated ? "并非" : "")早于\(day(high + 1))\(start)")
    case (nil, nil): return isNegated ? say("\(words) is blank", "\(words)为空") : say("\(words) is filled in", "\(words)已填")
    }
  }

  // MARK: Linked records

  private func quantified(_ quantifier: Quantifier, _ link: ReverseLink, isNegated: Bool) -> String {
    let name = name(of: link)
    return switch (quantifier, isNegated) {
    case (.any, false), (.no, true): say("at least one of its \(name)", "至少一个所属\(name)")
    case (.no, false), (.any, true): say("none of its \(name)", "没有一个所属\(name)")
    case (.every, false): say("it has \(name), and every one of them", "有所属\(name)，且每一个")
    case (.every, true): say("it has no \(name), or not every one of them", "没有所属\(name)，或并非每一个")
    }
  }
}

extension Checked {
  /// Whether it needs no lines of its own below it.
  var isSaidInOneLine: Bool {
    switch node {
    case .and, .or: false
    case .not(let operand): operand.isSaidInOneLine
    case .quantified(_, _, let inner): inner?.isSaidInOneLine ?? true
    case .atSnapshot(_, let inner): inner.isSaidInOneLine
    case .throughout(_, let points): points.last?.condition.isSaidInOneLine ?? true
    case .follow(_, _, let inner): inner.isSaidInOneLine
    default: true
    }
  }

  var isJunction: Bool {
    switch node {
    case .and, .or: true
    case .not(let operand): operand.isJunction
    default: false
    }
  }
}

extension Value {
  fileprivate var day: Day? { if case .date(let day) = self { day } else { nil } }
}

extension Period {
  /// The calendar unit that a run of days is, the largest first.
  fileprivate static func whole(from first: Day, to last: Day) -> Period? {
    [PeriodUnit.year, .half, .quarter, .month, .week].lazy.map { Period($0, holding: first) }.first { $0.first == first && $0.last == last }
  }
}
