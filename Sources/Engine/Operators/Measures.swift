import Query
import Results
import Schema
import Store

// The printed columns of groups: keys, then measures (under `across` once for each value), then the row of totals.

extension Evaluator {
  /// Columns for the groups at `places`, in that order.
  func measureColumns(_ grouping: CheckedQuery.Grouping, _ grouped: Grouped, _ places: [Int32], notes: inout FooterNotes) throws
    -> [ResultTable.Column]
  {
    var columns = grouped.keys.indices.map { key in
      var cells = grouped.keyCells(key).picking(places)
      if grouping.withTotals { cells = appendingMissing(to: cells) }
      return ResultTable.Column(grouped.keys[key].column, values: cells)
    }
    if let across = grouped.across {
      columns += try acrossColumns(grouping, grouped, across, places, notes: &notes)
    } else {
      for measure in grouping.measures {
        try poll()
        let cells = try counting(measure, grouped.rows, in: &notes) { try values(measure.value, over: .groups(grouped.rows, picked: nil)) }
        columns.append(
          ResultTable.Column(
            measure, values: try withTotal(cells.picking(places), measure, grouping, grouped.rows.whole, whole: nil, notes: &notes)))
      }
    }
    return uniquelyNamed(columns)
  }

  private func acrossColumns(
    _ grouping: CheckedQuery.Grouping, _ grouped: Grouped, _ across: AcrossGroups, _ places: [Int32], notes: inout FooterNotes
  ) throws -> [ResultTable.Column] {
    let width = across.columns.count
    let cells = try grouping.measures.map { measure in
      try counting(measure, across.cells, in: &notes) { try values(measure.value, over: .groups(across.cells, picked: nil)) }
    }
    var columns: [ResultTable.Column] = []
    let isSingle = grouping.measures.count == 1
    for (index, heading) in across.headings().enumerated() {
      for (measure, cells) in zip(grouping.measures, cells) {
        let values = cells.picking(places.map { $0 * Int32(width) + Int32(index) })
        columns.append(
          ResultTable.Column(
            name: isSingle ? heading.code : "\(heading.code).\(measure.name)",
            heading: isSingle ? heading.english : words(measure.name), label: isSingle ? heading.chinese : measure.label,
            group: heading.code, groupNames: (heading.english, heading.chinese),
            values: try withTotal(values, measure, grouping, across.totals, whole: index, notes: &notes)))
      }
    }
    guard grouping.withTotals else { return columns }
    // The total of each row, over all values.
    for measure in grouping.measures {
      let cells = try withoutNotes { try values(measure.value, over: .groups(grouped.rows, picked: places)) }
      columns.append(
        ResultTable.Column(
          name: isSingle ? "total" : "total.\(measure.name)", heading: isSingle ? "(all)" : words(measure.name),
          label: isSingle ? "(合计)" : measure.label, group: "(all)", groupNames: ("(all)", "(合计)"),
          values: try withTotal(cells, measure, grouping, grouped.rows.whole, whole: nil, notes: &notes)))
    }
    return columns
  }

  /// Adds the cell of the totals row: the measure worked out again over all rows read.
  private func withTotal(
    _ cells: Vector, _ measure: OutputColumn, _ grouping: CheckedQuery.Grouping, _ totals: Groups, whole index: Int?,
    notes: inout FooterNotes
  )
    throws
    -> Vector
  {
    guard grouping.withTotals else { return cells }
    let total: Vector
    do {
      total = try withoutNotes { try values(measure.value, over: .groups(totals, picked: [Int32(index ?? 0)])) }
    } catch let error as EngineError {
      // Each group may have one unit where all rows together have several: then there is no total, but the groups stand.
      guard case .mixedUnits(let units) = error.problem else { throw error }
      total = .missing(cells.type, count: 1, names: names(of: cells.type))
      notes.leaveOutTotal(of: measure.name, units)
    }
    return try appended(cells, total)
  }

  /// One cell more at the end.
  func appended(_ cells: Vector, _ last: Vector) throws -> Vector {
    try combined([((0..<Int32(cells.count)).map { $0 }, cells), ([Int32(cells.count)], last)], type: cells.type, count: cells.count + 1)
  }

  private func appendingMissing(to cells: Vector) -> Vector {
    cells.picking(orMissing: (0..<Int32(cells.count)).map { $0 } + [-1])
  }

  func counting(_ measure: OutputColumn, _ groups: Groups, in notes: inout FooterNotes, _ body: () throws -> Vector) throws -> Vector {
    skippedCells = [:]
    defer { skippedCells = nil }
    let cells = try body()
    let skipped = SkippedCells(all: skippedCells!)
    if !skipped.isEmpty { notes.skipped.append((measure.name, skipped)) }
    let undecided = try withoutNotes { try undecidedRows(of: measure.value, groups) }
    if undecided > 0 { notes.undecided.append((measure.name, undecided)) }
    return cells
  }

  /// Column names are unique; a repeated one gets a number.
  func uniquelyNamed(_ columns: [ResultTable.Column]) -> [ResultTable.Column] {
    guard hasRepetition(columns.map(\.name)) else { return columns }
    var taken: Set<String> = []
    return columns.map { column in
      if column.isSectionAgain { return column }
      var column = column
      let name = column.name
      var number = 2
      while !taken.insert(column.name).inserted {
        column.name = "\(name)_\(number)"
        number += 1
      }
      return column
    }
  }
}

/// What the footer will say.
struct FooterNotes {
  var skipped: [(column: String, cells: SkippedCells)] = []
  /// By measure: rows of a share that count as not because a value is missing.
  var undecided: [(column: String, count: Int)] = []
  var ties = 0
  var cut: (shown: Int, of: Int)?
  /// Of the queries this one reads from.
  var inner: [ResultTable.Note] = []
  /// Measures whose total would mix units, with those.
  private var withoutTotal: [(column: String, units: [String])] = []

  mutating func leaveOutTotal(of column: String, _ units: [String]) {
    if !withoutTotal.contains(where: { $0.column == column }) { withoutTotal.append((column, units)) }
  }

  func notes(_ evaluator: Evaluator) -> [ResultTable.Note] {
    var result = inner
    result += skipped.flatMap { $0.cells.notes(of: $0.column) }
    result += evaluator.notes.ofSkipped
    result += undecided.map { ResultTable.Note(.undecided(column: $0.column, count: $0.count)) }
    if let cut { result.append(ResultTable.Note(.cut(shown: cut.shown, of: cut.of))) }
    if ties > 0 { result.append(ResultTable.Note(.tiesCut(count: ties))) }
    result += evaluator.notes.countedOnce.sorted().map { ResultTable.Note(.countedOnce(entity: evaluator.catalog.entities[$0].plural)) }
    result += withoutTotal.map { column, units in
      let list = units.joined(separator: ", ")
      return ResultTable.Note(
        .words(english: "\(column) has no total: its units are \(list)", chinese: "\(column) 没有合计：单位不同（\(list)）"))
    }
    return result + evaluator.notes.ofDates
  }
}
