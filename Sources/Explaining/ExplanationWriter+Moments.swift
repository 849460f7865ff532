import Checking
import Diagnostics
import Query
import Schema

// Conditions about other snapshots: which one, and what holds for records that were not there.

extension ExplanationWriter {
  /// `Fri 2018-12-21`
  func date(ofSnapshot index: Int) -> String {
    explainer.snapshots.indices.contains(index) ? short(explainer.snapshots[index]) : say("snapshot \(index + 1)", "第 \(index + 1) 期快照")
  }

  /// The words before a condition that is read at another snapshot.
  func moment(_ words: MomentWords, _ isNegated: Bool) -> String {
    isNegated ? say("not so \(words.on): ", "\(words.name)时并非：") : say("\(words.on): ", "\(words.name)时：")
  }

  /// `at some snapshot from Fri 2018-01-05 to Fri 2018-12-28 (52 of them): `
  func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], at range: SourceRange, _ row: ExplainedRow, _ isNegated: Bool)
    -> String
  {
    guard let first = points.first?.snapshot, let last = points.last?.snapshot else { return say("at no snapshot: ", "没有快照：") }
    let from = words(ofSnapshot: first, at: range, row).name
    let to = date(ofSnapshot: last)
    // Inside another one it ends at each of its snapshots.
    let isMoving = if case .each? = row.then { true } else { false }
    let span =
      isMoving
      ? say("from \(from) to that day", "\(from)至当期")
      : say("from \(from) to \(to) (\(points.count) of them)", "\(from)至\(to)（共 \(points.count) 期）")
    return switch (quantifier, isNegated) {
    case (.ever, false): say("at one snapshot or more \(span): ", "\(span)至少一期：")
    case (.ever, true): say("at none of the snapshots \(span): ", "\(span)没有一期：")
    case (.always, false): say("at every snapshot that holds it \(span): ", "\(span)凡有该记录的每一期：")
    case (.always, true): say("not at every snapshot that holds it \(span): ", "\(span)并非有该记录的每一期：")
    }
  }

  /// How many records were not there, for whom the condition is false; behind a condition of one line.
  func absenceNote(_ snapshot: Int, _ row: ExplainedRow, isNegated: Bool) -> String {
    absence(snapshot, row, isNegated: isNegated).map { say(" -- \($0)", " —— \($0)") } ?? ""
  }

  /// The same before the lines of a condition.
  func head(_ snapshot: Int, at range: SourceRange, _ row: ExplainedRow, isNegated: Bool) -> String {
    let words = words(ofSnapshot: snapshot, at: range, row)
    let absent = absence(snapshot, row, isNegated: isNegated).map { say(" (\($0))", "（\($0)）") } ?? ""
    return isNegated
      ? say("not so \(words.on)\(absent): ", "\(words.name)时并非如此\(absent)：") : say("\(words.on)\(absent): ", "\(words.name)时\(absent)：")
  }

  private func absence(_ snapshot: Int, _ row: ExplainedRow, isNegated: Bool) -> String? {
    guard row.then == nil, let entity = row.entity else { return nil }
    let key = Checked(.recordKey, type: .link(entity), range: SourceRange(0, 0))
    let record = Checked(.atSnapshot(snapshot, key), type: key.type, range: key.range)
    guard let count = explainer.missing(record, entity, query?.snapshot, addedChoices) else {
      return isNegated ? say("true as well where it did not exist then", "当时不存在的也算") : nil
    }
    guard count.missing > 0 else { return nil }
    return say(
      "\(count.missing) of \(counted(count.of, entity)) did not exist then: \(isNegated ? "true" : "false") for those",
      "\(counted(count.of, entity))中有 \(count.missing) 个当时不存在：对其\(isNegated ? "" : "不")成立")
  }

  /// A run of days that is another at each snapshot: its words alone.
  func varying(_ words: String, _ low: Day?, _ high: Day?, _ reading: Reading, _ isNegated: Bool) -> String {
    let written = self.words(of: reading)
    let not = isNegated ? "not " : ""
    switch (low, high) {
    case (nil, let high?):
      let isWhole = high == reading.span?.last
      return say(
        "\(words) is \(not)\(isWhole ? "no later than" : "before") \(written)",
        "\(words)\(isNegated ? "并非" : "")\(isWhole ? "不晚于" : "早于")\(written)")
    case (let low?, nil):
      let isWhole = low == reading.span?.first
      return say(
        "\(words) is \(not)\(isWhole ? "no earlier than" : "after") \(written)",
        "\(words)\(isNegated ? "并非" : "")\(isWhole ? "不早于" : "晚于")\(written)")
    default: return say("\(words) is \(not)in \(written)", "\(words)\(isNegated ? "不" : "")在\(written)")
    }
  }
}
