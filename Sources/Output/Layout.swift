import Results
import Schema

/// What formats for people make of a table: which columns are shown, which head a section, which share a heading.
struct Layout {
  /// Columns that stand in the grid; the ones before them head sections.
  let columns: Range<Int>
  /// Runs of rows that share their section cells; one run of all rows when there are no sections.
  let sections: [Range<Int>]
  /// Adjacent columns under one `across` value; empty unless some value has several columns.
  let groups: [(name: String, columns: Range<Int>)]

  init(_ table: ResultTable, _ wording: Wording) {
    let sectionColumns = table.columns.prefix(min(table.sectionColumns, table.columns.count))
    columns = sectionColumns.count..<table.columns.count
    sections = sectionColumns.isEmpty ? [0..<table.rowCount] : Self.runs(sectionColumns.map(\.values), table.rowCount)

    var groups: [(name: String, columns: Range<Int>)] = []
    var index = columns.lowerBound
    while index < table.columns.count {
      let start = index
      index += 1
      guard let group = table.columns[start].group else { continue }
      while index < table.columns.count, table.columns[index].group == group { index += 1 }
      groups.append((wording.groupName(table.columns[start]) ?? group, start..<index))
    }
    self.groups = groups.contains { $0.columns.count > 1 } ? groups : []
  }

  private static func runs(_ vectors: [Vector], _ rowCount: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for row in 1..<max(rowCount, 1) where !vectors.allSatisfy({ $0.isSame(row - 1, row) }) {
      runs.append(start..<row)
      start = row
    }
    if rowCount > 0 { runs.append(start..<rowCount) }
    return runs
  }
}

extension Vector {
  /// Numbers are set to the right.
  var isNumeric: Bool {
    switch type {
    case .money, .number, .duration: true
    case .text, .choice, .date, .period, .flag, .link: false
    }
  }

  fileprivate func isSame(_ left: Int, _ right: Int) -> Bool {
    guard isKnown(left), isKnown(right) else { return isKnown(left) == isKnown(right) }
    return switch cells {
    case .text(let cells): cells[left] == cells[right]
    case .codes(let cells, _): cells[left] == cells[right]
    case .int32(let cells): cells[left] == cells[right]
    case .int64(let cells): cells[left] == cells[right]
    case .decimal(let cells, _): cells[left] == cells[right]
    case .bits(let cells): cells[left] == cells[right]
    case .mixed(let cells): cells.text(left) == cells.text(right)
    }
  }
}
