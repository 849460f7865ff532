import Diagnostics
import Schema

/// Which column of a file is what: the header row found and read against an entity.
struct HeaderMap {
  struct Column: Equatable {
    enum Role: Equatable {
      case field(Int)
      /// Not in the model; kept under a name that all files together decide
      case extra(ExtraColumn)
      /// No header and no cell: the comma at the end of every line
      case nothing
    }

    var header: String
    var role: Role
    var unit: MoneyWords?
    var inPercent = false
  }

  /// Row of the header, from 1; 0 where the format names the columns
  var row: Int
  var columns: [Column]
  /// What stands to be said about rows above it and about columns: (row, column from 1, value, problem). Extra columns have their names only later.
  var remarks: [(row: Int, column: Int?, value: String?, problem: IntakeProblem)] = []
  /// The unit that a line above the header gives for all amounts: `单位：万元`
  var tableUnit: MoneyWords?
  /// How many columns name fields
  var matched: Int

  /// Where the header stands, for the report.
  var place: Int? { row == 0 ? nil : row }

  /// A column as people count, for the report; those that a format names are not counted.
  func place(ofColumn column: Int) -> Int? { row == 0 ? nil : column + 1 }

  func index(ofField field: Int) -> Int? { columns.firstIndex { $0.role == .field(field) } }

  /// By folded header the first column that has it.
  var firstColumns: [String: Int] {
    Dictionary(columns.enumerated().map { (HeaderNames.folded($0.element.header), $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The best header among the first rows; nil if no row names a field. `isFilled` tells of columns without header whether they hold cells.
  static func find(in rows: [[String]], names: HeaderNames, firstRow: Int = 1, isFilled: (Int) -> Bool) -> HeaderMap? {
    var best: (index: Int, matched: Int) = (0, 0)
    for (index, row) in rows.enumerated() {
      let matched = Set(
        row.compactMap { header -> Int? in
          if case .field(let field, _, _) = names.match(header) { field } else { nil }
        })
      // A title like the label of one field is no header of a wide table.
      let isHeader = matched.count > 1 || matched.contains(names.entity.keyField) || row.count { !$0.isEmpty } <= 3
      if matched.count > best.matched, isHeader { best = (index, matched.count) }
    }
    guard best.matched > 0 else { return nil }
    var map = HeaderMap(row: best.index + firstRow, columns: [], matched: best.matched)
    map.readTitles(rows[..<best.index], firstRow: firstRow)
    map.readColumns(rows[best.index], names: names, isFilled: isFilled)
    return map
  }

  private mutating func readTitles(_ rows: ArraySlice<[String]>, firstRow: Int) {
    for (index, row) in rows.enumerated() {
      let filled = row.filter { !$0.isEmpty }
      guard !filled.isEmpty else { continue }
      let row = index + firstRow
      var isUnit = false
      for cell in filled {
        guard let marker = cell.range(ofFirst: ["单位：", "单位:", "Unit:", "unit:"]) else { continue }
        let words = String(cell[marker.upperBound...]).trimmingScalars(" \u{3000})）")
        if let unit = MoneyWords(words), unit.namesUnit {
          tableUnit = unit
          remarks.append((row, nil, cell, .tableUnit))
          isUnit = true
        }
      }
      if !isUnit || filled.count > 1 { remarks.append((row, nil, filled.joined(separator: " "), .titleRow)) }
    }
  }

  private mutating func readColumns(_ headers: [String], names: HeaderNames, isFilled: (Int) -> Bool) {
    columns = headers.map { Column(header: $0, role: .nothing) }
    var taken: [Int: Int] = [:]
    let matches = headers.map { $0.isEmpty ? .none : names.match($0) }
    // A header that is a field's name in full wins over one that is it but for a unit.
    for wantsExact in [true, false] {
      for (index, match) in matches.enumerated() {
        guard case .field(let field, let unit, let inPercent) = match, taken[field] == nil, columns[index].role == .nothing else {
          continue
        }
        guard (names.field(headers[index]) != nil) == wantsExact else { continue }
        taken[field] = index
        columns[index] = Column(header: headers[index], role: .field(field), unit: unit, inPercent: inPercent)
        if inPercent { remarks.append((row, index + 1, headers[index], .percentColumn)) }
      }
    }
    var repeats: [String: Int] = [:]
    for (index, header) in headers.enumerated() where columns[index].role == .nothing {
      if header.isEmpty, !isFilled(index) { continue }
      let folded = HeaderNames.folded(header)
      repeats[folded, default: 0] += 1
      columns[index].role = .extra(ExtraColumn(header: folded, number: folded.isEmpty ? index + 1 : repeats[folded]!))
      switch matches[index] {
      case .field(let field, _, _):
        let problem = IntakeProblem.repeatedColumn(field: names.entity.fields[field].name, first: taken[field]! + 1, name: "")
        remarks.append((row, index + 1, header, problem))
      case .foreignCurrency(let field):
        guard case .money(let unit) = names.entity.fields[field].type else { continue }
        remarks.append((row, index + 1, header, .foreignCurrency(unit: unit.name, name: "")))
      case .none:
        if header.isEmpty { remarks.append((row, index + 1, nil, .unnamedColumn(name: ""))) }
      }
    }
  }
}

/// What tells a column that no field names from others, in all files of an entity.
struct ExtraColumn: Hashable {
  /// Folded; empty where it says nothing
  var header: String
  /// 2 for the second column of a header; where the header says nothing, the column's place
  var number: Int
}

extension String {
  /// Where the first of some words stands.
  func range(ofFirst words: [String]) -> Range<String.Index>? {
    for word in words {
      var start = startIndex
      while start < endIndex {
        if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
        start = index(after: start)
      }
    }
    return nil
  }
}
