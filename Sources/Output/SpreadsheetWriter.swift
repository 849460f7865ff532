import CSpreadsheet
import Diagnostics
import Results
import Schema

/// An XLSX workbook: a sheet for each section of each answer, then one with the notes. Dates are dates, numbers numbers; an amount of more than
/// 15 digits, which a spreadsheet would round, is text, and so is a whole number. Of a fraction 15 digits are kept. Empty text and missing both are empty cells: the format knows no difference.
struct SpreadsheetWriter: TableWriter {
  private static let rowLimit = 1_048_576
  private static let columnLimit = 16_384
  private static let textLimit = 32_767

  private let options: OutputOptions
  private let wording: Wording
  private let encoder: CellEncoder
  private var workbook: Workbook?
  private var sheetNames: Set<String> = []
  private var notes: [String] = []

  init(_ options: OutputOptions) {
    self.options = options
    wording = Wording(options.language)
    encoder = CellEncoder(.shown, options)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    let workbook = try self.workbook ?? Workbook(created: table.snapshot)
    self.workbook = workbook
    let layout = Layout(table, wording)
    guard table.columns.count <= Self.columnLimit else {
      throw OutputProblem.tooManyColumns(table.columns.count, limit: Self.columnLimit)
    }
    for section in layout.sections.isEmpty ? [0..<0] : layout.sections {
      try workbook.beginSheet(sheetName(table, layout, section))
      let headingRows = try writeHeading(table, layout, to: workbook)
      guard section.count + headingRows <= Self.rowLimit else {
        throw OutputProblem.tooManyRows(section.count, limit: Self.rowLimit - headingRows)
      }
      for (place, column) in layout.columns.enumerated() {
        try writeColumn(table, column, section, at: place, below: headingRows, to: workbook, sink)
      }
    }
    notes += wording.footer(table)
  }

  mutating func finish(to sink: inout ByteSink) throws {
    let workbook = try self.workbook ?? Workbook(created: nil)
    self.workbook = nil
    if !notes.isEmpty {
      try workbook.beginSheet(unused(wording.notesSheet))
      for (row, note) in notes.enumerated() { try workbook.write(note, row, 0, LUODI_PLAIN) }
    }
    sink.bytes += try workbook.close()
  }

  // MARK: a sheet

  private func writeHeading(_ table: ResultTable, _ layout: Layout, to workbook: Workbook) throws -> Int {
    let row = layout.groups.isEmpty ? 0 : 1
    for group in layout.groups {
      let first = group.columns.lowerBound - layout.columns.lowerBound
      try workbook.writeSpan(group.name, 0, first..<first + group.columns.count)
    }
    for (place, column) in layout.columns.enumerated() {
      try workbook.write(wording.heading(table.columns[column]), row, place, LUODI_HEADING)
    }
    workbook.freeze(rows: row + 1)
    return row + 1
  }

  private func writeColumn(
    _ table: ResultTable, _ column: Int, _ rows: Range<Int>, at place: Int, below heading: Int, to workbook: Workbook,
    _ sink: borrowing ByteSink
  ) throws {
    let vector = table.columns[column].values
    let block = try encoder.cells(table, column: column, rows: rows, sink)
    let widest = max(displayWidth(wording.heading(table.columns[column])), try sink.widths(of: block).max() ?? 0)
    try workbook.setWidth(min(Double(widest) + 2, 60), place)

    for (index, row) in rows.enumerated() {
      if index % 1024 == 0 { try sink.poll() }
      let isTotal = table.hasTotals && row == table.rowCount - 1
      let style = isTotal ? LUODI_TOTAL : LUODI_PLAIN
      let line = heading + index
      guard vector.isKnown(row), !(isTotal && column < table.keyColumns) else {
        // `(all)`, `(missing)` and the like, as the encoder words them.
        if block[index].count > 0 { try workbook.write(String(decoding: block[index], as: UTF8.self), line, place, style) }
        continue
      }
      try writeCell(vector, row, table, column, row, line, place, style, workbook)
    }
  }

  /// A known cell of a vector; `row` is where it stands in the table.
  private func writeCell(
    _ vector: Vector, _ cell: Int, _ table: ResultTable, _ column: Int, _ row: Int, _ line: Int, _ place: Int, _ style: luodi_style,
    _ workbook: Workbook
  ) throws {
    switch (vector.cells, vector.type) {
    case (.text(let texts), _): try writeText(texts[cell], table, column, row, line, place, style, workbook)
    case (.codes(let codes, let names), let type):
      let code = Int(codes[cell])
      let text = type == .text ? names.code(code) : names.name(code, chinese: options.language == .chinese)
      try writeText(text, table, column, row, line, place, style, workbook)
    case (.int32, .period): try workbook.write(vector.machineText(at: cell), line, place, style)
    case (.int32(let days), _): try write(Day(rawValue: days[cell]), line, place, style == LUODI_TOTAL, workbook)
    case (_, .money(let unit)): try write(vector.money(cell), in: unit, line, place, style, workbook)
    case (.decimal(let numbers, let scale), _): try write(Decimal(numbers[cell], scale: scale), line, place, style, workbook)
    case (.bits(let flags), _): try workbook.write(flags[cell], line, place, style)
    case (.mixed(let cells), _):
      let (vector, cell) = cells.cell(cell)
      if vector.isKnown(cell) { try writeCell(vector, cell, table, column, row, line, place, style, workbook) }
    case (.int64, _): preconditionFailure("a column of another form")
    }
  }

  private func writeText(
    _ text: String, _ table: ResultTable, _ column: Int, _ row: Int, _ line: Int, _ place: Int, _ style: luodi_style, _ workbook: Workbook
  ) throws {
    guard text.utf8.count <= Self.textLimit || text.utf16.count <= Self.textLimit else {
      throw OutputProblem.textTooLong(column: table.columns[column].name, row: row + 1, limit: Self.textLimit)
    }
    try workbook.write(text, line, place, style)
  }

  private func write(_ day: Day, _ line: Int, _ place: Int, _ isTotal: Bool, _ workbook: Workbook) throws {
    // Day numbers count from 1899-12-30; before 1900-03-01 they are off by the 29th of February 1900, which Excel believes in.
    let serial = Int(day.rawValue) + 25_569
    if serial >= 61 {
      try workbook.write(Double(serial), line, place, isTotal ? LUODI_TOTAL_DATE : LUODI_DATE)
    } else {
      try workbook.write(day.description, line, place, isTotal ? LUODI_TOTAL : LUODI_PLAIN)
    }
  }

  private func write(_ number: Decimal, _ line: Int, _ place: Int, _ style: luodi_style, _ workbook: Workbook) throws {
    if Self.fits(String(number.mantissa / Decimal.powers[number.scale])) {
      try workbook.write(number.approximate, line, place, style)
    } else {
      try workbook.write(number.description, line, place, style)
    }
  }

  /// A spreadsheet keeps 15 digits.
  private static func fits(_ text: String) -> Bool { text.utf8.count { $0 >= 0x30 && $0 <= 0x39 } <= 15 }

  private func write(_ money: Money, in unit: MoneyUnit, _ line: Int, _ place: Int, _ style: luodi_style, _ workbook: Workbook) throws {
    let text = money.decimal(in: unit)
    if Self.fits(text), let number = Double(text) {
      try workbook.write(number, line, place, style)
    } else {
      try workbook.write(text, line, place, style)
    }
  }

  // MARK: sheet names

  private mutating func sheetName(_ table: ResultTable, _ layout: Layout, _ section: Range<Int>) -> String {
    guard layout.columns.lowerBound > 0, !section.isEmpty else {
      return unused(options.language == .chinese ? table.rowNoun.chinese : table.rowNoun.english)
    }
    let parts = (0..<layout.columns.lowerBound).map { column in
      var block = CellBlock()
      encoder.fill(&block, table, column: column, rows: section.lowerBound..<section.lowerBound + 1)
      return String(decoding: block[0], as: UTF8.self)
    }
    return unused(parts.joined(separator: " "))
  }

  /// A name that Excel accepts and no sheet has: without `[]:*?/\`, no apostrophe at an end, at most 31 UTF-16 units, unique whatever the case.
  private mutating func unused(_ wanted: String) -> String {
    var base = String(wanted.map { "[]:*?/\\".contains($0) ? "-" : $0 })
    while base.hasPrefix("'") { base.removeFirst() }
    while base.hasSuffix("'") { base.removeLast() }
    if base.isEmpty || base.lowercased() == "history" { base += "_" }
    var name = Self.prefix(base, 31)
    var number = 2
    while !sheetNames.insert(name.lowercased()).inserted {
      let suffix = " (\(number))"
      name = Self.prefix(base, 31 - suffix.utf16.count) + suffix
      number += 1
    }
    return name
  }

  private static func prefix(_ text: String, _ limit: Int) -> String {
    var left = limit
    return String(
      text.prefix { character in
        left -= character.utf16.count
        return left >= 0
      })
  }
}
