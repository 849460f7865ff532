import Diagnostics
import Results

/// A table for a terminal: columns aligned by display cells, numbers to the right, a footer with row count, snapshot and notes. Needs all rows
/// before it can write the first.
///
/// ```
///           Preparatory       New start          groups of `across`, when a value has several columns
/// district  count  cost (k)   count  cost (k)
/// --------  -----  ---------  -----  --------
/// north         3        8.5      1      0.25
/// --------  -----  ---------  -----  --------   before the total
/// (all)         3        8.5      1      0.25
///
/// 1 row; snapshot 2018-03-30
/// ```
struct AlignedTableWriter: TableWriter {
  private static let gap = "  "

  private let options: OutputOptions
  private let wording: Wording
  private let encoder: CellEncoder
  private var isFirst = true

  init(_ options: OutputOptions) {
    self.options = options
    wording = Wording(options.language)
    encoder = CellEncoder(.shown, options)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    if !isFirst { sink.append("\n") }
    isFirst = false
    let shortened = try writeGrid(table, to: &sink)
    var footer = wording.footer(table)
    if shortened > 0, let limit = options.cellLimit { footer.append(wording.shortened(shortened, limit: limit)) }
    sink.append("\n")
    for line in footer { writeStyled(shown(line), "\u{1B}[2m", to: &sink) }
  }

  /// The table without its footer. Returns how many cells were cut short.
  func writeGrid(_ table: ResultTable, to sink: inout ByteSink) throws -> Int {
    let layout = Layout(table, wording)
    var shortened = 0
    var columns = try layout.columns.map { try makeColumn(table, $0, &shortened, sink) }
    widen(&columns, for: layout)

    for (index, section) in layout.sections.enumerated() {
      if index > 0 { sink.append("\n") }
      if layout.columns.lowerBound > 0 { writeTitle(table, row: section.lowerBound, columns: 0..<layout.columns.lowerBound, to: &sink) }
      writeHeading(columns, layout, to: &sink)
      for row in section {
        if table.hasTotals, row == table.rowCount - 1 { writeRule(columns, to: &sink) }
        writeLine(columns, to: &sink) { ($0.block[row], $0.widths[row]) }
        try sink.drainIfFull()
      }
    }
    if layout.sections.isEmpty { writeHeading(columns, layout, to: &sink) }
    return shortened
  }

  // MARK: columns

  /// A column printed: its cells with their widths in display cells.
  private struct PrintedColumn {
    var heading: String
    var block: CellBlocks
    var widths: [Int]
    var width: Int
    var isNumeric: Bool
  }

  private func makeColumn(_ table: ResultTable, _ index: Int, _ cutCount: inout Int, _ sink: borrowing ByteSink) throws -> PrintedColumn {
    var block = try encoder.cells(table, column: index, rows: 0..<table.rowCount, sink)
    var widths = try sink.widths(of: block)
    // Half a number is a wrong number: only texts are cut.
    let isNumeric = table.columns[index].values.isNumeric
    if let limit = options.cellLimit, !isNumeric, widths.contains(where: { $0 > limit }) {
      block = try shortened(block, &widths, to: limit, &cutCount, sink)
    }
    if options.isolatesCells { block.isolateRightToLeft() }
    let heading = shown(wording.heading(table.columns[index]))
    return PrintedColumn(
      heading: heading, block: block, widths: widths, width: max(displayWidth(heading), widths.max() ?? 0),
      isNumeric: isNumeric)
  }

  /// The cells, those wider than the limit cut short.
  private func shortened(
    _ cells: CellBlocks, _ widths: inout [Int], to limit: Int, _ count: inout Int, _ sink: borrowing ByteSink
  ) throws -> CellBlocks {
    var result = CellBlocks()
    var first = 0
    for block in cells.blocks {
      try sink.poll()
      var cut = CellBlock()
      for cell in 0..<block.count {
        if widths[first + cell] > limit {
          cut.bytes.append(displayPrefix(String(decoding: block[cell], as: UTF8.self), cells: limit - 1).prefix + "…")
          count += 1
        } else {
          cut.bytes.append(contentsOf: block[cell])
        }
        cut.endCell()
        widths[first + cell] = displayWidth(cut[cell])
      }
      result.blocks.append(cut)
      first += block.count
    }
    return result
  }

  /// Gives the last column of a group the room that the group's name needs.
  private func widen(_ columns: inout [PrintedColumn], for layout: Layout) {
    for group in layout.groups {
      let places = group.columns.map { $0 - layout.columns.lowerBound }
      let missing = displayWidth(shown(group.name)) - spanWidth(columns, places)
      if missing > 0 { columns[places.last!].width += missing }
    }
  }

  private func spanWidth(_ columns: [PrintedColumn], _ places: [Int]) -> Int {
    places.reduce(0) { $0 + columns[$1].width } + Self.gap.count * (places.count - 1)
  }

  private func shown(_ text: String) -> String {
    var bytes: [UInt8] = []
    encoder.appendText(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: lines

  private func writeTitle(_ table: ResultTable, row: Int, columns: Range<Int>, to sink: inout ByteSink) {
    let parts = columns.map { index in
      var block = CellBlock()
      encoder.fill(&block, table, column: index, rows: row..<row + 1)
      if options.isolatesCells { block.isolateRightToLeft() }
      return "\(shown(wording.heading(table.columns[index]))): \(String(decoding: block[0], as: UTF8.self))"
    }
    writeStyled(parts.joined(separator: ", "), "\u{1B}[1m", to: &sink)
  }

  private func writeHeading(_ columns: [PrintedColumn], _ layout: Layout, to sink: inout ByteSink) {
    if !layout.groups.isEmpty { writeStyled(groupLine(columns, layout), "\u{1B}[1m", to: &sink) }
    var line = ByteSink { _ in }
    writeLine(columns, to: &line) { ($0.heading.utf8[...], displayWidth($0.heading)) }
    writeStyled(String(decoding: line.bytes.dropLast(), as: UTF8.self), "\u{1B}[1m", to: &sink)
    writeRule(columns, to: &sink)
  }

  private func groupLine(_ columns: [PrintedColumn], _ layout: Layout) -> String {
    var line = ""
    var column = layout.columns.lowerBound
    while column < layout.columns.upperBound {
      let group = layout.groups.first { $0.columns.lowerBound == column }
      let span = group?.columns ?? column..<column + 1
      let name = group.map { shown($0.name) } ?? ""
      let width = spanWidth(columns, span.map { $0 - layout.columns.lowerBound })
      line += name + String(repeating: " ", count: width - displayWidth(name)) + Self.gap
      column = span.upperBound
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  private func writeRule(_ columns: [PrintedColumn], to sink: inout ByteSink) {
    sink.append(columns.map { String(repeating: "-", count: $0.width) }.joined(separator: Self.gap) + "\n")
  }

  /// One cell of each column; nothing behind the last one.
  private func writeLine<Cell: Collection<UInt8>>(
    _ columns: [PrintedColumn], to sink: inout ByteSink, _ cell: (PrintedColumn) -> (Cell, width: Int)
  ) {
    var owed = 0
    for (index, column) in columns.enumerated() {
      let (text, width) = cell(column)
      if index > 0 { owed += Self.gap.count }
      if column.isNumeric { owed += column.width - width }
      if width > 0 {
        sink.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: owed))
        owed = 0
        sink.bytes.append(contentsOf: text)
      } else {
        owed += width
      }
      if !column.isNumeric { owed += column.width - width }
    }
    sink.append("\n")
  }

  private func writeStyled(_ line: String, _ style: String, to sink: inout ByteSink) {
    sink.append(options.usesColor && !line.isEmpty ? "\(style)\(line)\u{1B}[0m\n" : "\(line)\n")
  }
}

extension ByteSink {
  /// The display cells that each cell of a block takes.
  func widths(of block: CellBlocks) throws -> [Int] {
    try (0..<block.count).map { cell in
      if cell % 1024 == 0 { try poll() }
      return displayWidth(block[cell])
    }
  }
}
