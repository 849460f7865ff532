import Schema

// What `compare` and `trend` ask besides the query at its own snapshot.
extension ExplanationWriter {
  func writeSnapshots(_ query: CheckedQuery) {
    switch query.source {
    case .comparison(let comparison): write(comparison)
    case .trend(let trend): write(trend)
    case .entity, .rows, .table, .changes, .history: return
    }
  }

  private func write(_ comparison: CheckedQuery.Comparison) {
    let then = snapshotInWords(comparison.before.snapshot)
    title("Compared with \(then)", "对比\(then)")
    add(say("the same question with `today` as of then, joined by key", "同一问题，“今天”为当时的日期，按键对齐"), depth: 1)
    add(
      say(
        "a group that one side lacks has 0 there for counts and sums, else nothing", "一方没有的组，个数与合计为 0，其余为空"), depth: 1)
    if comparison.changes.contains(.points) { add(say("ratios change in points", "比率的变化以百分点计"), depth: 1) }
    if case .ranking = comparison.now.shape { add(say("a positive change of rank is upwards", "名次变化为正表示上升"), depth: 1) }
  }

  private func write(_ trend: CheckedQuery.Trend) {
    let (count, empty) = (trend.points.count, trend.points.count { $0.query == nil })
    title("Trend: the same question at \(count) point\(count == 1 ? "" : "s")", "走势：同一问题的 \(count) 个点")
    add(
      say("each at the last snapshot in it, with `today` as of then; nothing is carried forward", "每点读其中最后一期快照，“今天”为当时的日期；不沿用前期数"),
      depth: 1)
    if empty > 0 {
      add(say("\(empty) of them have no snapshot and stay blank", "其中 \(empty) 个点没有快照，留空"), depth: 1)
    }
  }
}
