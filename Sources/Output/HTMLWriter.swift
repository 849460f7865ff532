import Diagnostics
import Results

/// One HTML document with a table for each answer and section.
struct HTMLWriter: TableWriter {
  private let options: OutputOptions
  private let encoder: CellEncoder
  private let wording: Wording
  private var isFirst = true

  init(_ options: OutputOptions) {
    self.options = options
    encoder = CellEncoder(.html, options)
    wording = Wording(options.language)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    begin(&sink)
    let layout = Layout(table, wording)
    let blocks = try table.columns.indices.map { try encoder.cells(table, column: $0, rows: 0..<table.rowCount, sink) }

    for section in layout.sections.isEmpty ? [0..<0] : layout.sections {
      if layout.columns.lowerBound > 0, !section.isEmpty {
        let title = (0..<layout.columns.lowerBound).map { String(decoding: blocks[$0][section.lowerBound], as: UTF8.self) }
        sink.append("<h2>\(title.joined(separator: ", "))</h2>\n")
      }
      sink.append("<table>\n")
      writeHeading(table, layout, to: &sink)
      sink.append("<tbody>\n")
      for row in section {
        if table.hasTotals, row == table.rowCount - 1 { sink.append("</tbody>\n<tfoot>\n") }
        sink.append("<tr>")
        for column in layout.columns {
          sink.append(table.columns[column].values.isNumeric ? "<td class=\"n\">" : "<td>")
          sink.bytes.append(contentsOf: blocks[column][row])
          sink.append("</td>")
        }
        sink.append("</tr>\n")
        try sink.drainIfFull()
      }
      sink.append(table.hasTotals && section.upperBound == table.rowCount ? "</tfoot>\n</table>\n" : "</tbody>\n</table>\n")
    }
    sink.append("<p>\(wording.footer(table).map(escaped).joined(separator: "<br>\n"))</p>\n")
  }

  mutating func finish(to sink: inout ByteSink) throws {
    begin(&sink)
    sink.append("</html>\n")
  }

  private mutating func begin(_ sink: inout ByteSink) {
    guard isFirst else { return }
    isFirst = false
    sink.append(
      """
      <!doctype html>
      <html lang="\(options.language.rawValue)">
      <meta charset="utf-8">
      <title>luodi</title>
      <style>
      table { border-collapse: collapse; margin: 1em 0; font-family: sans-serif; font-size: 14px }
      th, td { border: 1px solid #bbb; padding: 2px 8px; text-align: left; vertical-align: top }
      th { background: #eee } .n { text-align: right; font-variant-numeric: tabular-nums } tfoot { font-weight: bold }
      </style>

      """)
  }

  private func writeHeading(_ table: ResultTable, _ layout: Layout, to sink: inout ByteSink) {
    sink.append("<thead>\n")
    if !layout.groups.isEmpty {
      sink.append("<tr>")
      var column = layout.columns.lowerBound
      while column < layout.columns.upperBound {
        let group = layout.groups.first { $0.columns.lowerBound == column }
        let span = group?.columns.count ?? 1
        sink.append("<th\(span > 1 ? " colspan=\"\(span)\"" : "")>\(escaped(group?.name ?? ""))</th>")
        column += span
      }
      sink.append("</tr>\n")
    }
    sink.append("<tr>")
    for column in layout.columns {
      let kind = table.columns[column].values.isNumeric ? " class=\"n\"" : ""
      sink.append("<th\(kind)>\(escaped(wording.heading(table.columns[column])))</th>")
    }
    sink.append("</tr>\n</thead>\n")
  }

  private func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    encoder.appendText(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
