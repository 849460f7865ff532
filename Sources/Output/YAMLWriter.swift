import Results

/// YAML 1.2: a sequence of mappings. Texts, dates and periods are quoted as JSON quotes them, which YAML reads alike, so that no text is taken for a
/// number, a date or `no`; numbers and amounts are as exact as in CSV; missing is `null`. Zero rows are `[]`.
/// Each further answer is a document of its own.
struct YAMLWriter: TableWriter {
  private let encoder: CellEncoder
  private let options: OutputOptions
  private var isFirst = true

  init(_ options: OutputOptions) {
    self.options = options
    encoder = CellEncoder(.json, options)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    let table = table.withoutSectionsAgain
    if !isFirst { sink.append("---\n") }
    isFirst = false
    guard table.rowCount > 0 else { return sink.append("[]\n") }
    let names = encoder.memberNames(table, options)
    try encoder.forEachRow(of: table, to: &sink) { _, cells, place, sink in
      for column in cells.indices {
        sink.append(column == 0 ? "- " : "  ")
        sink.bytes += names[column]
        sink.bytes.append(UInt8(ascii: " "))
        sink.bytes.append(contentsOf: cells[column][place])
        sink.bytes.append(UInt8(ascii: "\n"))
      }
    }
  }
}
