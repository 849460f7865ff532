import Results

/// Tables of GitHub's Markdown; a heading for each section, the footer as a paragraph. A group of `across` stands before the heading of each of
/// its columns, since these tables have one heading row.
struct MarkdownWriter: TableWriter {
  private let encoder: CellEncoder
  private let wording: Wording
  private var isFirst = true

  init(_ options: OutputOptions) {
    encoder = CellEncoder(.markdown, options)
    wording = Wording(options.language)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    if !isFirst { sink.append("\n") }
    isFirst = false
    let layout = Layout(table, wording)
    let blocks = try table.columns.indices.map { try encoder.cells(table, column: $0, rows: 0..<table.rowCount, sink) }

    for section in layout.sections.isEmpty ? [0..<0] : layout.sections {
      if layout.columns.lowerBound > 0, !section.isEmpty {
        let title = (0..<layout.columns.lowerBound).map { String(decoding: blocks[$0][section.lowerBound], as: UTF8.self) }
        sink.append("### \(title.joined(separator: ", "))\n\n")
      }
      writeHeading(table, layout, to: &sink)
      for row in section {
        let isTotal = table.hasTotals && row == table.rowCount - 1
        sink.append("|")
        for column in layout.columns {
          let cell = String(decoding: blocks[column][row], as: UTF8.self)
          sink.append(isTotal && !cell.isEmpty ? " **\(cell)** |" : " \(cell) |")
        }
        sink.append("\n")
        try sink.drainIfFull()
      }
      sink.append("\n")
    }
    sink.append(wording.footer(table).map(escaped).joined(separator: "  \n") + "\n")
  }

  private func writeHeading(_ table: ResultTable, _ layout: Layout, to sink: inout ByteSink) {
    let headings = layout.columns.map { index in
      let group = layout.groups.first { $0.columns.contains(index) }.map { "\($0.name): " } ?? ""
      return escaped(group + wording.heading(table.columns[index]))
    }
    sink.append("| \(headings.joined(separator: " | ")) |\n")
    sink.append("|" + layout.columns.map { table.columns[$0].values.isNumeric ? " ---: |" : " --- |" }.joined() + "\n")
  }

  private func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    encoder.appendText(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
