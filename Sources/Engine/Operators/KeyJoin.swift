import Diagnostics
import Query
import Results
import Schema
import Store

// `compare T`: two results joined by their keys.

/// The rows of two results by key: for each row of the joined table its row in either, -1 where that side has none.
private struct JoinedRows {
  var now: [Int32]
  var before: [Int32]

  var count: Int { now.count }
}

extension Evaluator {
  /// Runs both sides and joins them. Beside the rows stands where each is in key order; nil where they are in it.
  func joinedByKey(_ comparison: CheckedQuery.Comparison, _ nowSide: inout Executor, _ beforeSide: inout Executor) throws -> (
    table: ResultTable, keyOrder: [UInt32]?
  ) {
    let (now, before) = (try nowSide.result(), try beforeSide.result())
    var isRanking = false
    if case .ranking = comparison.now.shape { isRanking = true }
    let keys = isRanking ? 1..<2 : 0..<now.keyColumns
    let measures = keys.upperBound
    var rows = try joined(now, before, keys: keys)
    var keyOrder: [UInt32]?
    if isRanking {
      let order = try orderByRank(rows, now.columns[0].values)
      rows = JoinedRows(now: order.map { rows.now[$0] }, before: order.map { rows.before[$0] })
      keyOrder = order.map(UInt32.init)
    }
    let empty = (now: try nowSide.measuresOfNoRows(), before: try beforeSide.measuresOfNoRows())
    let outputs = uniquelyNamed(comparison.columns.map { ResultTable.Column($0, values: .missing($0.value.type, count: 0)) })
    let day = before.snapshot

    func cells(_ part: CheckedQuery.Comparison.Part) throws -> Vector {
      switch part {
      case .rank: return ranks(now, rows.now)
      case .rankBefore: return ranks(before, rows.before)
      case .rankChange: return try difference(ranks(before, rows.before), ranks(now, rows.now), .difference, .number)
      case .key(let key): return try keyCells(now, before, keys.lowerBound + key, rows)
      case .now(let measure): return try side(now, measures + measure, rows.now, empty.now[measure])
      case .before(let measure): return try side(before, measures + measure, rows.before, empty.before[measure])
      case .change(let measure):
        return try difference(
          cells(.now(measure)), cells(.before(measure)), comparison.changes[measure],
          comparison.now.keysAndMeasures.measures[measure].value.type)
      }
    }
    var table = now
    table.columns = try zip(comparison.parts, outputs).map { part, output in
      var column = output
      column.values = try cells(part)
      head(&column, part, day, comparison.changes)
      return column
    }
    table.rowCount = rows.count + (now.hasTotals ? 1 : 0)
    table.keyColumns = isRanking ? 2 : now.keyColumns
    table.notes = notes(now, before, comparison, day)
    return (table, keyOrder)
  }

  // MARK: Rows

  /// Groups of either side in declared order, missing keys last.
  private func joined(_ now: ResultTable, _ before: ResultTable, keys: Range<Int>) throws -> JoinedRows {
    let (nowCount, beforeCount) = (groupCount(now), groupCount(before))
    let codes = try keys.map { key -> (codes: [UInt64], known: Bitmap) in
      let cells = try together(now, before, key)
      return (try orderCodes(cells, polling), cells.known)
    }
    /// Below 0 where the keys of the left place come first, 0 where they are the same.
    func difference(_ left: Int, _ right: Int) -> Int {
      for (codes, known) in codes {
        if known[left] != known[right] { return known[left] ? -1 : 1 }
        if known[left], codes[left] != codes[right] { return codes[left] < codes[right] ? -1 : 1 }
      }
      return 0
    }
    let order = try polling.sorted(Array(0..<nowCount + beforeCount)) { left, right in
      let difference = difference(left, right)
      return difference == 0 ? left < right : difference < 0
    }
    var rows = JoinedRows(now: [], before: [])
    try polling.forEach(order.count) { index in
      let place = order[index]
      if index > 0, difference(order[index - 1], place) == 0 {
        rows.before[rows.count - 1] = Int32(place - nowCount)
      } else {
        rows.now.append(place < nowCount ? Int32(place) : -1)
        rows.before.append(place < nowCount ? -1 : Int32(place - nowCount))
      }
    }
    return rows
  }

  /// By rank now; those without one last, in the order of their keys.
  private func orderByRank(_ rows: JoinedRows, _ ranks: Vector) throws -> [Int] {
    let numbers = ranks.quantities.cells
    func rank(_ place: Int) -> Int128 {
      let row = Int(rows.now[place])
      return row >= 0 && ranks.isKnown(row) ? numbers[row] : .max
    }
    return try polling.sorted(Array(0..<rows.count)) { (rank($0), $0) < (rank($1), $1) }
  }

  private func groupCount(_ table: ResultTable) -> Int { table.rowCount - (table.hasTotals ? 1 : 0) }

  // MARK: Cells

  /// The cells of both sides in one vector, now first, without totals.
  private func together(_ now: ResultTable, _ before: ResultTable, _ column: Int) throws -> Vector {
    let (first, second) = (Int32(groupCount(now)), Int32(groupCount(before)))
    return try combined(
      [
        ((0..<first).map { $0 }, now.columns[column].values.picking((0..<first).map { $0 })),
        ((first..<first + second).map { $0 }, before.columns[column].values.picking((0..<second).map { $0 })),
      ], type: now.columns[column].values.type, count: Int(first + second))
  }

  private func keyCells(_ now: ResultTable, _ before: ResultTable, _ column: Int, _ rows: JoinedRows) throws -> Vector {
    let first = Int32(groupCount(now))
    let places = zip(rows.now, rows.before).map { $0 >= 0 ? $0 : first + $1 }
    return try together(now, before, column).picking(orMissing: places + (now.hasTotals ? [-1] : []))
  }

  /// A measure of one side; the absent groups have what no rows have.
  private func side(_ table: ResultTable, _ column: Int, _ rows: [Int32], _ empty: Vector) throws -> Vector {
    let values = table.columns[column].values
    let present = (0..<Int32(rows.count)).filter { rows[Int($0)] >= 0 }
    let absent = (0..<Int32(rows.count)).filter { rows[Int($0)] < 0 }
    var parts = [(present, values.picking(present.map { rows[Int($0)] }))]
    if !absent.isEmpty { parts.append((absent, empty.picking([Int32](repeating: 0, count: absent.count)))) }
    if table.hasTotals { parts.append(([Int32(rows.count)], values.picking([Int32(table.rowCount - 1)]))) }
    return try combined(parts.map { (places: $0.0, vector: $0.1) }, type: values.type, count: rows.count + (table.hasTotals ? 1 : 0))
  }

  private func ranks(_ table: ResultTable, _ rows: [Int32]) -> Vector { table.columns[0].values.picking(orMissing: rows) }

  private func difference(_ now: Vector, _ before: Vector, _ change: CheckedQuery.Comparison.Change, _ type: DataType) throws -> Vector {
    let (operation, result): (Arithmetic, DataType) =
      switch type {
      case .money: (.subtractMoney, type)
      case .duration: (.subtractDurations, type)
      case .date: (.subtractDates, .duration(.days))
      case .number, .text, .choice, .period, .flag, .link: (.subtractNumbers, type)
      }
    let expression = Checked(.constant(.missing), type: result, range: SourceRange(0, 0))
    var cells = try arithmetic(operation, now, before, expression)
    if change == .points {
      // A hundred times as much is the same digits, the point two places on.
      let shares = cells.quantities
      let scale = max(shares.scale, 2)
      guard let mantissas = try scaled(shares, to: scale, count: cells.count) else { throw overflow(expression) }
      cells.cells = .decimal(mantissas, scale: scale - 2)
    }
    return cells
  }

  // MARK: Headings and notes

  private func head(
    _ column: inout ResultTable.Column, _ part: CheckedQuery.Comparison.Part, _ day: Day?, _ changes: [CheckedQuery.Comparison.Change]
  ) {
    let date = day.map { " \($0)" } ?? ""
    func dated(_ ending: String) {
      column.heading = String(column.heading.dropLast(ending.utf8.count)) + date
      column.label = column.label.map { ($0.hasSuffix("前期") ? String($0.dropLast(2)) : $0) + date }
    }
    switch part {
    case .key, .now: break
    case .rank: column.role = .rank
    case .rankBefore:
      column.role = .rank
      (column.heading, column.label) = ("rank\(date)", "名次\(date)")
    case .rankChange: column.role = .rankChange
    case .before: dated(" before")
    case .change(let measure):
      column.role = .change
      guard changes[measure] == .points else { return }
      column.heading += " (points)"
      column.label = column.label.map { $0 + "(百分点)" }
    }
  }

  private func notes(_ now: ResultTable, _ before: ResultTable, _ comparison: CheckedQuery.Comparison, _ day: Day?) -> [ResultTable.Note] {
    var notes = now.notes
    if let day { notes.insert(ResultTable.Note(.words(english: "compared with the snapshot of \(day)", chinese: "对比快照 \(day)")), at: 0) }
    for note in before.notes {
      var note = note
      switch note.kind {
      case .skippedMissing(let column, let count): note.kind = .skippedMissing(column: "\(column)_before", count: count)
      case .outsideOrder(let column, let count): note.kind = .outsideOrder(column: "\(column)_before", count: count)
      default: break
      }
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }
}
