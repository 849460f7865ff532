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

  /// Row of the header, from 1
  var row: Int
  var columns: [Column]
  /// What stands to be said about rows above it and about columns: (row, column from 1, value, problem). Extra columns have their names only later.
  var remarks: [(row: Int, column: Int?, value: String?, problem: IntakeProblem)] = []
  /// The unit that a line above the header gives for all amounts: `单位：万元`
  var tableUnit: MoneyWords?
  /// How many columns name fields
  var matched: Int

  func index(ofField field: Int) -> Int? { columns.firstIndex { $0.role == .field(field) } }

  /// By folded header the first column that has it.
  var firstColumns: [String: Int] {
    Dictionary(columns.enumerated().map { (HeaderNames.folded($0.element.header), $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The best header among the first rows; nil if no row names a field. `isFilled` tells of columns without header whether they hold cells.
  static func find(in rows: [[String]], names: HeaderNames, rowOffset: Int, isFilled: (Int) -> Bool) -> HeaderMap? {
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
    var map = HeaderMap(row: best.index + 1 + rowOffset, columns: [], matched: best.matched)
    map.readTitles(rows[..<best.index], rowOffset: rowOffset)
    map.readColumns(rows[best.index], names: names, isFilled: isFilled)
    return map
  }

  private mutating func readTitles(_ rows: ArraySlice<[String]>, rowOffset: Int) {
    for (index, row) in rows.enumerated() {
      let filled = row.filter { !$0.isEmpty }
      guard !filled.isEmpty else { continue }
      let row = index + 1 + rowOffset
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

/// Makes names of the language out of headers.
enum FieldNames {
  /// `Current Phase` → `current_phase`, `总投资（亿元）` → `总投资`, `% done` → `done`. A header without a letter becomes `column`.
  static func name(of header: String) -> String {
    var base = header
    if let split = HeaderNames.splits(header).first(where: { $0.isBracketed }), MoneyWords(split.suffix) != nil || split.suffix == "%" {
      base = split.name
    }
    var name = String.UnicodeScalarView()
    for scalar in CellScalars(NormalForm.of(base)).scalars {
      if scalar.properties.isAlphabetic || scalar.digit != nil || scalar.properties.numericType == .decimal {
        name.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      } else if name.last != "_", !name.isEmpty {
        name.append("_")
      }
    }
    while name.last == "_" { name.removeLast() }
    guard name.contains(where: { $0.properties.isAlphabetic }) else { return name.isEmpty ? "column" : "column_" + String(name) }
    return isReserved(String(name)) ? "\(String(name))_column" : String(name)
  }

  /// Words of the language that no field may take, and no entity be called by.
  static func isReserved(_ name: String) -> Bool { ["all", "true", "false"].contains(foldedName(name)) }

  /// A name for each of some words, no two alike and none that is used. A word that is the name made of it has it before those that only lead to it: a
  /// name is looked up as words are, and leads to the word that is spelled so.
  static func unique(_ words: [(word: String, name: String)], besides used: inout UsedNames) -> [String] {
    var names = words.map { word, name in HeaderNames.folded(name) == HeaderNames.folded(word) && used.take(name) ? name : "" }
    for (index, word) in words.enumerated() where names[index].isEmpty { names[index] = used.unique(word.name) }
    return names
  }
}

/// Names that are taken. Thousands of equal ones cost no more each than the first.
struct UsedNames {
  private var folded: Set<String>
  /// By a name that others wanted too, the number that the next of them tries first
  private var numbers: [String: Int] = [:]

  init(_ names: some Sequence<String> = []) { folded = Set(names.map(foldedName)) }

  /// False, and nothing done, if it is taken already.
  mutating func take(_ name: String) -> Bool { folded.insert(foldedName(name)).inserted }

  /// The name, with a number behind it if another has it.
  mutating func unique(_ name: String) -> String {
    if take(name) { return name }
    let key = foldedName(name)
    var number = numbers[key] ?? 2
    while !take("\(name)_\(number)") { number += 1 }
    numbers[key] = number + 1
    return "\(name)_\(number)"
  }
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
