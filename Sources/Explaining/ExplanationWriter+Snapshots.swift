import Checking
import Query
import Schema

// `compare` and `trend`: one question at several snapshots.

extension ExplanationWriter {
  /// Points that are listed one by one.
  private static let listedPoints = 16

  // MARK: compare

  /// The other snapshot, and what the columns beside the question's own mean.
  func write(_ comparison: CheckedQuery.Comparison) {
    let snapshot = comparison.before.snapshot
    title("Compared with \(snapshotInWords(snapshot))", "对比\(snapshotInWords(snapshot))")
    let keys = list(comparison.now.keysAndMeasures.keys.map(name(ofColumn:)))
    add(
      say(
        "the same question with `today` as of then" + (keys.isEmpty ? "" : ", joined by \(keys)"),
        "同一问题，“今天”为当时的日期" + (keys.isEmpty ? "" : "，按\(keys)对齐")), depth: 1)
    for line in daysThen() { add(line, depth: 1) }
    for (part, column) in zip(comparison.parts, comparison.columns) {
      if let line = meaning(of: part, column, comparison) { add(line, depth: 1) }
    }
    if !keys.isEmpty {
      add(say("a group that one side lacks has 0 there for counts and sums, else nothing", "一方没有的组，个数与合计为 0，其余为空"), depth: 1)
    }
  }

  /// `this week was Monday 2018-12-17 to …`: words of the question that come to other days then.
  private func daysThen() -> [String] {
    var seen: Set<String> = []
    return readings.compactMap { reading in
      guard reading.isThen, let days = reading.span,
        let now = readings.first(where: { !$0.isThen && $0.range == reading.range })?.span, now != days,
        seen.insert("\(words(of: reading)) \(days)").inserted
      else { return nil }
      return say(
        "\(words(of: reading)) was then \(span(days.first, days.last))", "当时\(words(of: reading)) = \(span(days.first, days.last))")
    }
  }

  private func meaning(of part: CheckedQuery.Comparison.Part, _ column: OutputColumn, _ comparison: CheckedQuery.Comparison) -> String? {
    let name = name(ofColumn: column)
    let day = date(ofSnapshot: comparison.before.snapshot)
    func measure(_ index: Int) -> String { self.name(ofColumn: comparison.now.keysAndMeasures.measures[index]) }
    switch part {
    case .key, .now: return nil
    case .rank: return say("\(name): the rank now", "\(name)：现在的名次")
    case .rankBefore: return say("\(name): the rank on \(day)", "\(name)：\(day)的名次")
    case .rankChange:
      return say("\(name): by how many places it rose (fell, if negative); `new` without a rank then", "\(name)：正为上升，负为下降；当时没有名次的记为“新”")
    case .before(let index): return say("\(name): \(measure(index)) on \(day)", "\(name)：\(day)的\(measure(index))")
    case .change(let index):
      return comparison.changes[index] == .points
        ? say("\(name): \(measure(index)) now less then, in points (× 100)", "\(name)：现在的\(measure(index))减当时的，以百分点计")
        : say("\(name): \(measure(index)) now less then", "\(name)：现在的\(measure(index))减当时的")
    }
  }

  // MARK: trend

  /// The points, and the snapshot that each reads.
  func writeHeading(_ trend: CheckedQuery.Trend) {
    let count = trend.points.count
    let read = trend.points.compactMap(\.query)
    guard let last = read.last else { return }
    let plural = last.isOfAllRecords ? say("all ", "全部") : ""
    let records = plural + records(last.entity)
    let isPlainCount = if case .groups(let grouping) = last.shape { grouping.isPlainCount } else { false }
    add(
      say(
        "Follow \(isPlainCount ? "the number" : "figures") of \(records) over time: \(count) point\(count == 1 ? "" : "s"), \(steps(of: trend)).",
        "按时间考察\(records)的\(isPlainCount ? "个数" : "指标")：共 \(count) 个点，\(steps(of: trend))。"))
    if case .period = trend.column.value.type {
      add(
        say(
          "each point asks its last snapshot, with `today` as of then; nothing is carried forward", "每点只问其中最后一期快照，“今天”为当时的日期；不沿用前期数"),
        depth: 1)
    } else {
      add(say("each asked with `today` as of then", "每期的“今天”为当时的日期"), depth: 1)
    }
    for line in listed(trend) { add(line, depth: 1) }
    let empty = trend.points.filter { $0.query == nil }
    guard !empty.isEmpty else { return }
    let names = empty.prefix(Self.listedPoints).map { point in
      text(of: point.value, trend.column.value.type) + (point.end.map { say(" up to \($0)", "（至 \($0)）") } ?? "")
    }
    let more = empty.count > names.count ? say(" and \(empty.count - names.count) more", "等 \(empty.count) 个") : ""
    let shown = more.isEmpty ? list(names) : names.joined(separator: say(", ", "、")) + more
    add(
      say("without a snapshot, so a row of blanks: \(shown)", "没有快照、因而为空行的：\(shown)"), depth: 1)
  }

  private func steps(of trend: CheckedQuery.Trend) -> String {
    let type = trend.column.value.type
    guard let first = trend.points.first?.value, let last = trend.points.last?.value else { return "" }
    let (from, to) = (text(of: first, type), text(of: last, type))
    let span = from == to ? say("(\(from))", "（\(from)）") : say("from \(from) to \(to)", "从 \(from) 到 \(to) ")
    guard case .period(let unit) = type else { return say("one a snapshot \(span)", "\(span)每期一个") }
    return switch unit {
    case .day: say("one a day \(span)", "\(span)每天一个")
    case .week: say("one a week \(span)", "\(span)每周一个")
    case .month: say("one a month \(span)", "\(span)每月一个")
    case .quarter: say("one a quarter \(span)", "\(span)每季度一个")
    case .half: say("one a half-year \(span)", "\(span)每半年一个")
    case .year: say("one a year \(span)", "\(span)每年一个")
    }
  }

  /// `2018-03: Fri 2018-03-30`, the first and the last of many.
  private func listed(_ trend: CheckedQuery.Trend) -> [String] {
    let type = trend.column.value.type
    let points = trend.points.compactMap { point in
      point.query.map { query -> String in
        let day = date(ofSnapshot: query.snapshot)
        guard case .period = type else { return day }
        return say("\(text(of: point.value, type)): the snapshot of \(day)", "\(text(of: point.value, type))：\(day)的快照")
      }
    }
    guard points.count > Self.listedPoints else { return points }
    let left = points.count - 6
    return points.prefix(3) + [say("… \(left) more …", "……另 \(left) 个……")] + points.suffix(3)
  }

  /// Where conditions and dates are told, they are those of one point.
  func writeLastPoint(_ trend: CheckedQuery.Trend) {
    guard let point = trend.points.last(where: { $0.query != nil }), let query = point.query, trend.points.count > 1 else { return }
    let day = long(explainer.snapshots[query.snapshot])
    let name = text(of: point.value, trend.column.value.type)
    guard case .period = trend.column.value.type else {
      return title("The question, with dates and blanks as of the last point, \(day)", "问题本身（日期与空值按最后一点 \(day)）")
    }
    title(
      "The question, with dates and blanks as of the last point, \(name) (\(day))", "问题本身（日期与空值按最后一点 \(name)，\(day)）")
  }
}

extension CheckedQuery {
  /// The trend that this query or one that it reads from is about.
  var trend: Trend? {
    chain.lazy.compactMap { if case .trend(let trend) = $0.source { trend } else { nil } }.first
  }

  var comparison: Comparison? {
    chain.lazy.compactMap { if case .comparison(let comparison) = $0.source { comparison } else { nil } }.first
  }

  fileprivate var isOfAllRecords: Bool { chain.first?.conjuncts.isEmpty ?? true }
}
