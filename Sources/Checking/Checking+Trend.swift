import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  private static let pointLimit = 10_000

  /// `trend …`: the query checked at each point of the grid, at the last snapshot in it.
  func checkTrend(_ query: Query, _ entity: Int, _ set: SavedSet?, _ clauses: Clauses) -> CheckedQuery? {
    for (clause, range) in [
      ("with totals", clauses.withTotals), ("across", clauses.groups?.across?.range), ("compare", clauses.compare?.range),
    ] {
      guard let range else { continue }
      report(.past(.clauseOfTrend(clause)), at: range)
      return nil
    }
    guard isClear(clauses, on: entity), let grid = checkGrid(clauses, query.range) else { return nil }
    let bare = clauses.withoutOrder
    let outer = early
    early = .warnings
    defer { early = outer }
    var points: [CheckedQuery.Trend.Point] = []
    /// The query of one point, where it is that of every other.
    var common: CheckedQuery?
    var movesWithSnapshot = false
    for point in grid {
      var checked: CheckedQuery?
      if let snapshot = point.snapshot {
        if var same = common {
          (same.snapshot, same.today) = (snapshot, world.today(at: snapshot))
          checked = same
        } else {
          (checked, movesWithSnapshot) = readingMoment { asking(at: snapshot) { checkBody(query, entity, set, bare) } }
          guard checked != nil else { return nil }
          if !movesWithSnapshot { common = checked }
        }
      }
      var strung = CheckedQuery.Trend.Point(value: point.value, query: checked)
      strung.end = point.end
      points.append(strung)
    }
    if let empty = clauses.withEmpty, isTooMany(leastGroups(of: points), at: empty) { return nil }
    for index in points.indices { points[index].query?.addedChoices = addedChoices }
    var trend = CheckedQuery.Trend(column: gridColumn(clauses.every?.step ?? .snapshot, query.range), points: points)
    trend.isSteady = common != nil
    let source = CheckedQuery.Source.trend(trend)
    guard let table = madeTable(source) else { return nil }
    let strung = CheckedQuery(
      source: source, entity: nil, snapshot: snapshot, today: today, shape: .rows(columns: unique(readAgain(trend.columns))),
      addedChoices: addedChoices)
    let firstMeasure = 1 + (clauses.groups?.columns.count ?? 0)
    return checkTableOrder(
      clauses, strung, first: CheckedQuery.SortKey(.column(firstMeasure), isDescending: true),
      context(.result(table), .row(insideAggregate: false)))
  }

  /// `trend … where changed planned_start from 2018-03 to 2018-06 every month`: what follows `changed` is its own, and the range of the trend is meant
  /// as often. Reports a condition that ends so, with both spellings; where the field holds no days, with the one that there is.
  private func isClear(_ clauses: Clauses, on entity: Int) -> Bool {
    var last = clauses.conditions.last
    while let inner = last {
      if case .changed = inner.kind { break }
      if case .parenthesized = inner.kind { return true }
      last = inner.children.last { $0.range.end == inner.range.end }
    }
    guard let changed = last, case .changed(let field?, let from, let to, since: nil) = changed.kind else { return true }
    let alone = context(.none, .row(insideAggregate: false))
    let spans = [from, to].compactMap { $0 }.map { bound in attempt { checkMomentSpan(bound, alone) } }
    guard !spans.isEmpty, !spans.contains(where: { $0 == nil }), from == nil || clauses.from == nil, to == nil || clauses.until == nil
    else {
      return true
    }
    let head = words(SourceRange(changed.range.start, field.range.end), alone)
    let bounds = words(SourceRange(field.range.end, changed.range.end), alone)
    let type = attempt { check(field, context(.record(entity), .row(insideAggregate: false))) }?.type
    let holdsDays = if case .date? = type { true } else if case .period? = type { true } else { false }
    report(
      .past(.rangeOfChanged(bounds, trend: "(\(head)) \(bounds)", changed: holdsDays ? "(\(head) \(bounds))" : nil)),
      at: SourceRange([from, to].compactMap { $0?.range.start }.min() ?? changed.range.start, changed.range.end))
    return false
  }

  /// Of `with empty`: those of all points together.
  private func leastGroups(of points: [CheckedQuery.Trend.Point]) -> Int? {
    var sum = 0
    for case let query? in points.map(\.query) {
      guard case .groups(let grouping) = query.shape else { continue }
      guard let groups = leastGroups(of: grouping.keys.map(\.column), on: query) else { return nil }
      let (next, isBeyond) = sum.addingReportingOverflow(groups)
      if isBeyond { return nil }
      sum = next
    }
    return sum
  }

  // MARK: The grid

  private func gridColumn(_ step: TrendStep, _ range: SourceRange) -> OutputColumn {
    let type: DataType = periodUnit(step).map { .period($0) } ?? .date
    return OutputColumn(
      name: step == .snapshot ? "date" : "period", label: step == .snapshot ? "日期" : "时段",
      value: Checked(.constant(.missing), type: type, range: range))
  }

  /// Nil for snapshots, which have no length of their own.
  private func periodUnit(_ step: TrendStep) -> PeriodUnit? {
    switch step {
    case .snapshot: nil
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    }
  }

  /// The points with the snapshot that each reads: the last one in it, up to the one asked.
  private func checkGrid(_ clauses: Clauses, _ range: SourceRange) -> [GridPoint]? {
    let alone = context(.none, .row(insideAggregate: false))
    var (from, until) = (world.snapshots.first ?? today, world.snapshots.isEmpty ? today : world.snapshots[snapshot])
    if let clause = clauses.from {
      guard let span = checkMomentSpan(clause.moment, alone) else { return nil }
      from = span.first
      // What begins behind the snapshot asked has nothing to show; what only ends there shows blanks.
      if !world.snapshots.isEmpty, checkIsPast("trend", span, 0, clause.moment.range, alone) == nil { return nil }
    }
    if let clause = clauses.until {
      guard let span = checkMomentSpan(clause.moment, alone) else { return nil }
      until = span.last
    }
    let place = clauses.from?.range ?? clauses.until?.range ?? range
    guard from <= until else {
      report(
        .emptyRange(
          clauses.from.map { words($0.moment, alone) } ?? from.description,
          clauses.until.map { words($0.moment, alone) } ?? until.description),
        at: place)
      return nil
    }
    guard !world.snapshots.isEmpty else { return [GridPoint(.date(today), snapshot)] }
    guard let grid = grid(from, until, clauses.every?.step ?? .snapshot, place) else { return nil }
    if let clause = clauses.until, periodUnit(clauses.every?.step ?? .snapshot) == nil,
      let next = world.snapshots.dropFirst(snapshot + 1).first, next <= until
    {
      warn(.past(.trendEnds(next, asked: world.snapshots[snapshot])), at: clause.moment.range, in: alone)
    }
    guard grid.contains(where: { $0.snapshot != nil }) else {
      report(.past(.noSnapshotBetween(from, until)), at: place)
      return nil
    }
    return grid
  }

  private struct GridPoint {
    var value: Value
    /// The last one in it that is read
    var snapshot: Int?
    /// See ``CheckedQuery/Trend/Point/end``
    var end: Day?

    init(_ value: Value, _ snapshot: Int?) {
      self.value = value
      self.snapshot = snapshot
    }
  }

  private func grid(_ from: Day, _ until: Day, _ step: TrendStep, _ place: SourceRange) -> [GridPoint]? {
    let read = world.snapshots[...snapshot]
    guard let unit = periodUnit(step) else {
      return read.indices.filter { from <= read[$0] && read[$0] <= until }.map { GridPoint(.date(read[$0]), $0) }
    }
    var grid: [GridPoint] = []
    var period = Period(unit, holding: from)
    while period.first <= until {
      // The unit that `from` lies in is asked as a whole; only `to` leaves days of the last one out.
      let last = min(period.last, until)
      var point = GridPoint(.period(period), read.lastIndex { period.first <= $0 && $0 <= last })
      if point.snapshot == nil, world.snapshots.contains(where: { period.first <= $0 && $0 <= period.last }) {
        point.end = min(last, read.last ?? last)
      }
      grid.append(point)
      guard grid.count <= Self.pointLimit else {
        report(.past(.tooManyPoints((until - from) / max(period.last - period.first + 1, 1) + 1, limit: Self.pointLimit)), at: place)
        return nil
      }
      guard let next = period.advanced(by: 1) else { break }
      period = next
    }
    return grid
  }
}
