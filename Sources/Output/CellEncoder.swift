import Diagnostics
import Results
import Schema

/// Prints the cells of a column in the manner of a format: a whole run of rows of one column at a time, so that the type is asked once a run.
struct CellEncoder {
  enum Dialect: Hashable {
    case separated(delimiter: UInt8, guardsFormulas: Bool)
    case json
    /// Aligned tables
    case shown
    case markdown
    case html
  }

  let dialect: Dialect
  let wording: Wording
  /// Values by name instead of by code.
  let usesNames: Bool

  init(_ dialect: Dialect, _ options: OutputOptions) {
    self.dialect = dialect
    wording = Wording(options.language)
    switch dialect {
    case .separated, .json: usesNames = options.namesInMachineFormats
    case .shown, .markdown, .html: usesNames = true
    }
  }

  private var isForPeople: Bool {
    switch dialect {
    case .separated, .json: false
    case .shown, .markdown, .html: true
    }
  }

  /// All cells of some rows, however many.
  func cells(_ table: ResultTable, column: Int, rows: Range<Int>, _ sink: borrowing ByteSink) throws -> CellBlocks {
    var cells = CellBlocks()
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: CellBlocks.size) {
      try sink.poll()
      var block = CellBlock()
      fill(&block, table, column: column, rows: first..<min(first + CellBlocks.size, rows.upperBound))
      cells.blocks.append(block)
    }
    return cells
  }

  /// Replaces what the block holds by the cells of some rows.
  func fill(_ block: inout CellBlock, _ table: ResultTable, column: Int, rows: Range<Int>) {
    block.clear()
    let vector = table.columns[column].values
    let isKey = column < table.keyColumns
    let totalRow = isKey && table.hasTotals ? table.rowCount - 1 : -1
    let missing = missingText(table, column: column)
    let blank = dialect == .json ? missing : ""
    let role = table.columns[column].role
    let isNew = role == .rankChange && table.hasRank && isForPeople ? { table.columns[0].values.isKnown($0) } : { (_: Int) in false }
    /// The sign of a positive change, for people.
    func sign(_ isPositive: Bool, _ bytes: inout [UInt8]) {
      if isPositive, isForPeople, role == .change || role == .rankChange { bytes.append("+") }
    }
    /// Prints the known cells; the others are the same in every type.
    func fillKnown(_ print: (Int, inout [UInt8]) -> Void) {
      for row in rows {
        if row == totalRow {
          appendText(isForPeople ? wording.all : Wording(.english).all, to: &block.bytes)
        } else if vector.isKnown(row) {
          print(row, &block.bytes)
        } else {
          block.bytes.append(isNew(row) ? wording.new : isKey && table.rowsWithoutKeys.contains(row) ? blank : missing)
        }
        block.endCell()
      }
    }

    switch (vector.cells, vector.type) {
    case (.text(let texts), _): fillKnown { appendText(texts[$0], to: &$1) }
    case (.codes(let codes, let names), let type):
      let isNamed = usesNames && type != .text
      fillKnown { appendCode(Int(codes[$0]), names, isNamed: isNamed, to: &$1) }
    case (.int32(let days), .period(let unit)):
      fillKnown { row, bytes in appendQuoted(&bytes) { $0.append(Period(unit, holding: Day(rawValue: days[row])).description) } }
    case (.int32(let days), _): fillKnown { row, bytes in appendQuoted(&bytes) { $0.append(Day(rawValue: days[row])) } }
    case (_, .money(let unit)):
      fillKnown { row, bytes in
        let money = vector.money(row)
        sign(money.rawValue > 0, &bytes)
        bytes.append(money, in: unit)
      }
    case (.decimal(let numbers, let scale), _):
      fillKnown { row, bytes in
        sign(numbers[row] > 0, &bytes)
        append(numbers[row], scale: scale, to: &bytes)
      }
    case (.bits(let flags), _): fillKnown { append(flags[$0], to: &$1) }
    case (.mixed(let mixed), _): fillKnown { appendCell($0, of: mixed, missing: missing, to: &$1) }
    case (.int64, _): preconditionFailure("a column of another form")
    }
  }

  /// A cell as the column that it comes from prints it.
  private func appendCell(_ row: Int, of mixed: MixedCells, missing: String, to bytes: inout [UInt8]) {
    let (vector, place) = mixed.cell(row)
    guard vector.isKnown(place) else { return bytes.append(missing) }
    switch (vector.cells, vector.type) {
    case (.text(let texts), _): appendText(texts[place], to: &bytes)
    case (.codes(let codes, let names), let type): appendCode(Int(codes[place]), names, isNamed: usesNames && type != .text, to: &bytes)
    case (.int32, _): appendQuoted(&bytes) { $0.append(vector.machineText(at: place)) }
    case (_, .money(let unit)): bytes.append(vector.money(place), in: unit)
    case (.decimal(let numbers, let scale), _): append(numbers[place], scale: scale, to: &bytes)
    case (.bits(let flags), _): append(flags[place], to: &bytes)
    case (.mixed(let inner), _): appendCell(place, of: inner, missing: missing, to: &bytes)
    case (.int64, _): preconditionFailure("a column of another form")
    }
  }

  private func appendCode(_ code: Int, _ names: any CodeNames, isNamed: Bool, to bytes: inout [UInt8]) {
    if isNamed {
      appendText(names.name(code, chinese: wording.language == .chinese), to: &bytes)
    } else {
      let start = beginText(&bytes)
      names.appendCode(code, to: &bytes)
      endText(from: start, &bytes)
    }
  }

  private func append(_ mantissa: Int128, scale: Int, to bytes: inout [UInt8]) {
    if isForPeople { bytes.append(roundedNumber: mantissa, scale: scale) } else { bytes.append(mantissa, scale: scale) }
  }

  private func append(_ flag: Bool, to bytes: inout [UInt8]) {
    bytes.append(isForPeople ? wording.flag(flag) : flag ? "true" : "false")
  }

  private func missingText(_ table: ResultTable, column: Int) -> String {
    if dialect == .json { return "null" }
    guard isForPeople else { return "" }
    if table.hasRank, column == 0 { return "-" }
    switch table.columns[column].role {
    case .rank, .rankChange: return "-"
    case .plain, .change: break
    }
    return column < max(table.keyColumns, table.sectionColumns) ? wording.missing : ""
  }

  /// A text of any origin, made safe for the format.
  func appendText(_ text: String, to bytes: inout [UInt8]) {
    let start = beginText(&bytes)
    bytes.append(text)
    endText(from: start, &bytes)
  }

  private func beginText(_ bytes: inout [UInt8]) -> Int {
    if dialect == .json { bytes.append(0x22) }
    return bytes.count
  }

  private func endText(from start: Int, _ bytes: inout [UInt8]) {
    switch dialect {
    case .separated(let delimiter, let guardsFormulas):
      if guardsFormulas { bytes.guardFormula(from: start) }
      bytes.quoteTail(from: start, delimiter: delimiter)
    case .json:
      bytes.escapeJSON(from: start)
      bytes.append(0x22)
    case .shown: bytes.showControls(from: start)
    case .markdown: bytes.escapeMarkdown(from: start)
    case .html: bytes.escapeHTML(from: start)
    }
  }

  /// Dates and periods: nothing to make safe, but texts in JSON.
  private func appendQuoted(_ bytes: inout [UInt8], _ print: (inout [UInt8]) -> Void) {
    if dialect == .json { bytes.append(0x22) }
    print(&bytes)
    if dialect == .json { bytes.append(0x22) }
  }
}
