import Engine
import Query
import Results
import Schema
import Store
import Testing

/// `compare` and `trend` on a few records of two snapshots.
@Suite struct ComparisonTests {
  let library: Library

  init() throws {
    func work(_ id: String, _ phase: String?, _ cost: Int64?) -> Work { Work(id: id, phase: phase, cost: cost.map { $0 * 10_000_000 }) }
    library = try World.library([
      Dump(works: [work("W1", "early", 5), work("W2", "early", nil), work("W3", "late", 1), work("W4", nil, 2)]),
      Dump(works: [work("W1", "early", 4), work("W2", "middle", nil), work("W3", "middle", 3), work("W5", "dropped", 9)]),
    ])
  }

  private static let phase = Checked.field(World.phase)
  private static let sum = Checked.aggregate(.sum, .field(World.cost))
  private static let dear = Checked.aggregate(.share, .compare(.field(World.cost), .greater, .money(20_000_000)))

  private func compared(
    _ now: CheckedQuery, _ changes: [CheckedQuery.Comparison.Change], order: [CheckedQuery.SortKey] = [], cut: CheckedQuery.Cut? = nil
  ) throws -> ResultTable {
    var before = now
    before.snapshot = 0
    let comparison = CheckedQuery.Comparison(now: now, before: before, changes: changes)
    let columns = comparison.columns.enumerated().map { OutputColumn(name: $1.name, value: .result($0, $1.value.type)) }
    return try Engine(library: library).run(
      CheckedQuery(
        source: .comparison(comparison), entity: nil, snapshot: 1, today: World.snapshotDay(1), shape: .rows(columns: columns),
        order: order,
        cut: cut))
  }

  @Test func groupsOfEitherSideAppear() throws {
    let table = try compared(
      .groups([.rowCount, Self.sum, Self.dear], by: [Self.phase], snapshot: 1), [.difference, .difference, .points])
    #expect(
      table.lines == [
        "early 1 2 -1 4 5 -1 1 0.5 50", "middle 2 0 2 3 0 3 0.5 - -", "late 0 1 -1 0 1 -1 - 0 -", "dropped 1 0 1 9 0 9 1 - -",
        "- 0 1 -1 0 2 -2 - 0 -",
      ])
    #expect(table.columns.map(\.name).prefix(4) == ["k0", "m0", "m0_before", "m0_change"])
    #expect(table.columns.map(\.heading).prefix(4) == ["k0", "m0", "m0 2018-01-05", "m0 change"])
    #expect(table.columns[9].heading == "m2 change (points)")
    #expect(table.keyColumns == 1)
    #expect(
      table.notes.map(\.kind) == [
        .words(english: "compared with the snapshot of 2018-01-05", chinese: "对比快照 2018-01-05"), .skippedMissing(column: "m1", count: 1),
        .undecided(column: "m2", count: 1),
        .skippedMissing(column: "m1_before", count: 1),
      ])
  }

  @Test func oneRowComparesWithoutKeys() throws {
    let latest = Checked.aggregate(.max, Self.phase)
    #expect(try compared(.groups([.rowCount, latest], snapshot: 1), [.difference, .none]).lines == ["4 4 0 middle late"])
  }

  @Test func totalsStayBelowOrderAndCut() throws {
    let byChange = CheckedQuery.SortKey(.column(3), isDescending: true)
    let grouped = CheckedQuery.groups([.rowCount], by: [Self.phase], totals: true, snapshot: 1)
    let sorted = try compared(grouped, [.difference], order: [byChange])
    #expect(sorted.lines == ["middle 2 0 2", "dropped 1 0 1", "early 1 2 -1", "late 0 1 -1", "- 0 1 -1", "- 4 4 0"])
    #expect(sorted.hasTotals)
    let cut = try compared(grouped, [.difference], cut: CheckedQuery.Cut(count: 1, by: [byChange], per: nil))
    #expect(cut.lines == ["middle 2 0 2", "- 4 4 0"])
    #expect(cut.notes.map(\.kind).contains(.cut(shown: 1, of: 5)))
  }

  @Test func emptyGroupsAreJoinedToo() throws {
    let table = try compared(.groups([.rowCount], by: [Self.phase], empty: true, snapshot: 1), [.difference])
    #expect(table.lines == ["early 1 2 -1", "middle 2 0 2", "late 0 1 -1", "dropped 1 0 1", "- 0 1 -1"])
  }

  @Test func ranksMoveUpwards() throws {
    let now = CheckedQuery(
      source: .entity(World.works), entity: World.works, snapshot: 1, today: World.snapshotDay(1),
      shape: .ranking(
        CheckedQuery.Ranking(
          key: GroupKey(column: OutputColumn(name: "phase", value: Self.phase)), measure: OutputColumn(name: "m", value: Self.sum),
          isAscending: false)))
    let table = try compared(now, [.difference])
    // Ranked then: early 5, late 1. `late` is gone: no rank now. The group of the missing key never has one.
    #expect(
      table.lines == [
        "1 dropped 9 - - 0 9", "2 early 4 1 -1 5 -1", "3 middle 3 - - 0 3", "- late 0 2 - 1 -1", "- - 0 - - 2 -2",
      ])
    #expect(table.columns.map(\.heading) == ["rank", "phase", "m", "rank 2018-01-05", "rank change", "m 2018-01-05", "m change"])
    #expect(table.columns.map(\.role) == [.rank, .plain, .plain, .rank, .rankChange, .plain, .change])
    #expect(table.hasRank)
    let top = try compared(
      now, [.difference], cut: CheckedQuery.Cut(count: 2, by: [CheckedQuery.SortKey(.column(0), isDescending: false)], per: nil))
    #expect(top.lines == ["1 dropped 9 - - 0 9", "2 early 4 1 -1 5 -1"])
  }

  @Test func aTrendShowsEachPointAndEmptyOnesBlank() throws {
    func months(_ points: [(month: Int, snapshot: Int?)], _ query: CheckedQuery) -> CheckedQuery {
      let trend = CheckedQuery.Trend(
        column: OutputColumn(name: "period", value: Checked(.constant(.missing), .period(.month))),
        points: points.map { point in
          var there = query
          there.snapshot = point.snapshot ?? 0
          return CheckedQuery.Trend.Point(
            value: .period(Period(.month, holding: Day(year: 2018, month: point.month, day: 1)!)),
            query: point.snapshot == nil ? nil : there)
        })
      return CheckedQuery(
        source: .trend(trend), entity: nil, snapshot: 1, today: World.snapshotDay(1),
        shape: .rows(columns: trend.columns.enumerated().map { OutputColumn(name: $1.name, value: .result($0, $1.value.type)) }))
    }
    let whole = try Engine(library: library).run(months([(1, 0), (2, 1), (3, nil)], .groups([.rowCount, Self.sum])))
    #expect(whole.lines == ["2018-01 4 8", "2018-02 4 16", "2018-03 - -"])
    #expect(
      whole.notes.map(\.kind) == [
        .words(english: "no snapshot in 2018-03", chinese: "没有快照：2018-03"), .skippedMissing(column: "m1", count: 2),
      ])
    let keyed = try Engine(library: library).run(months([(1, 0), (2, 1)], .groups([.rowCount], by: [Self.phase])))
    #expect(
      keyed.lines == ["2018-01 early 2", "2018-01 late 1", "2018-01 - 1", "2018-02 early 1", "2018-02 middle 2", "2018-02 dropped 1"])
    #expect(keyed.keyColumns == 2 && keyed.rowsWithoutKeys.isEmpty)
    // A point without a snapshot has no keys; the missing key is one.
    let gap = months([(1, 0), (2, 1), (3, nil)], .groups([.rowCount], by: [Self.phase]))
    let withGap = try Engine(library: library).run(gap)
    #expect(withGap.lines.last == "2018-03 - -" && withGap.keyColumns == 2 && withGap.rowsWithoutKeys == [6])
  }
}
