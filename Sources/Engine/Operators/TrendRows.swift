import Diagnostics
import Query
import Results
import Schema
import Store

// `trend`: the results of a query at the points of a grid, one behind the other.

extension Evaluator {
  /// Runs every point.
  func trendRows(_ trend: CheckedQuery.Trend, _ points: inout [Executor?]) throws -> ResultTable {
    var pieces: [(places: [Int32], table: ResultTable)] = []
    var days: [Int32] = []
    var empty: [CheckedQuery.Trend.Point] = []
    for (index, point) in trend.points.enumerated() {
      try poll()
      var rows = 1
      if points[index] == nil {
        empty.append(point)
      } else {
        let table = try points[index]!.result()
        rows = table.rowCount
        if case .groups(let grouping)? = point.query?.shape, grouping.withEmpty, days.count + rows > TableLimits.groups {
          throw EngineError(.tooManyGroups(nil))
        }
        let first = Int32(days.count)
        pieces.append(((first..<first + Int32(rows)).map { $0 }, table))
      }
      days += [Int32](repeating: day(of: point.value), count: rows)
    }
    return try trendRows(trend, pieces, days, empty)
  }

  /// All points in one pass over the versions: `point` is the plan of one, `there` evaluates for it.
  func sweptRows(_ trend: CheckedQuery.Trend, _ point: Plan, _ codes: CodeGrouping, _ there: Evaluator) throws -> ResultTable {
    guard case .groups(let grouping) = point.query.shape else { throw misplaced("a sweep without groups", SourceRange(0, 0)) }
    let table = library.tables[codes.entity]
    var rows = table.versions
    for filter in point.filters {
      if case .columns(let predicate) = filter.method { rows = try there.passing(predicate, rows, codes.entity) }
    }
    try poll()
    let snapshots = trend.points.compactMap(\.query?.snapshot)
    let groups = CodeGroups(
      rows, packed(codes.keys, codes.entity), entity: codes.entity, limits, adding: packed(codes.summed, codes.entity),
      sweeping: SweptSnapshots(table: table, wanted: snapshots, count: library.snapshots.count))
    let grouped = there.grouped(grouping, groups) { preconditionFailure("a sweep has no frame") }
    var notes = FooterNotes()
    let all = (0..<Int32(grouped.count)).map { $0 }
    let columns = try there.measureColumns(grouping, grouped, all, notes: &notes)
    var result = ResultTable(columns: columns, rowCount: grouped.count)
    result.keyColumns = grouping.keys.count
    result.notes = notes.notes(there)

    var (places, days, empty): ([Int32], [Int32], [CheckedQuery.Trend.Point]) = ([], [], [])
    var (group, moment) = (0, 0)
    for point in trend.points {
      let day = day(of: point.value)
      guard point.query != nil else {
        empty.append(point)
        days.append(day)
        continue
      }
      while group < grouped.count, groups.moment(ofGroup: group) == moment {
        places.append(Int32(days.count))
        days.append(day)
        group += 1
      }
      moment += 1
    }
    return try trendRows(trend, [(places, result)], days, empty)
  }

  private func trendRows(
    _ trend: CheckedQuery.Trend, _ pieces: [(places: [Int32], table: ResultTable)], _ days: [Int32], _ empty: [CheckedQuery.Trend.Point]
  ) throws -> ResultTable {
    var columns = uniquelyNamed(trend.columns.map { ResultTable.Column($0, values: .missing($0.value.type, count: 0)) })
    columns[0].values = Vector(type: trend.column.value.type, count: days.count, cells: .int32(days))
    for index in columns.indices.dropFirst() {
      // Codes of texts may come from several dictionaries, or from one.
      columns[index].values = try combined(
        pieces.map { (places: $0.places, vector: $0.table.columns[index - 1].values) }, type: columns[index].values.type, count: days.count)
      if let first = pieces.first {
        columns[index].heading = first.table.columns[index - 1].heading
        columns[index].label = first.table.columns[index - 1].label
      }
    }
    var table = ResultTable(columns: columns, rowCount: days.count)
    table.keyColumns = 1 + (pieces.first?.table.keyColumns ?? 0)
    // The row of a point without a snapshot has no keys, which is not the group of the missing key.
    if !empty.isEmpty { table.rowsWithoutKeys = Set(days.indices).subtracting(pieces.flatMap { $0.places.map(Int.init) }) }
    table.snapshot = library.snapshots.indices.contains(snapshot) ? library.snapshots[snapshot] : nil
    table.notes = notes(pieces.map(\.table.notes), empty)
    return table
  }

  private func day(of value: Value) -> Int32 {
    switch value {
    case .date(let day): day.rawValue
    case .period(let period): period.first.rawValue
    case .missing, .text, .choice, .link, .money, .number, .flag, .duration: 0
    }
  }

  /// Skipped and undecided values are added up over the points; everything else is said once.
  private func notes(_ notes: [[ResultTable.Note]], _ empty: [CheckedQuery.Trend.Point]) -> [ResultTable.Note] {
    var result: [ResultTable.Note] = []
    if !empty.isEmpty {
      func names(_ end: (Day) -> String) -> [String] {
        empty.prefix(6).map { point -> String in
          let name =
            switch point.value {
            case .date(let day): day.description
            case .period(let period): period.description
            default: ""
            }
          return name + (point.end.map(end) ?? "")
        }
      }
      let more = empty.count - 6
      result.append(
        ResultTable.Note(
          .words(
            english: "no snapshot in \(names { " up to \($0)" }.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")",
            chinese: "没有快照：\(names { "（至 \($0)）" }.joined(separator: "、"))\(more > 0 ? " 等 \(empty.count) 个" : "")")))
    }
    var (skipped, unordered, undecided): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
    for note in notes.joined() {
      switch note.kind {
      case .skippedMissing(let column, let count): skipped[column, default: 0] += count
      case .outsideOrder(let column, let count): unordered[column, default: 0] += count
      case .undecided(let column, let count): undecided[column, default: 0] += count
      default: if !result.contains(note) { result.append(note) }
      }
    }
    return result + skipped.sorted { $0.key < $1.key }.map { ResultTable.Note(.skippedMissing(column: $0.key, count: $0.value)) }
      + unordered.sorted { $0.key < $1.key }.map { ResultTable.Note(.outsideOrder(column: $0.key, count: $0.value)) }
      + undecided.sorted { $0.key < $1.key }.map { ResultTable.Note(.undecided(column: $0.key, count: $0.value)) }
  }
}
