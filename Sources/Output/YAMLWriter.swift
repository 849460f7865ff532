import Results

/// YAML 1.2: a sequence of mappings. Texts, dates and periods are quoted as JSON quotes them, which YAML reads alike, so that no text is taken for a
/// number, a date or `no`; numbers and amounts are as exact as in CSV; missing is `null`. Zero rows are `[]`.
/// Each further answer is a document of its own.
struct YAMLWriter: TableWriter {
  private static let blockSize = 2048

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
    var blocks = [CellBlock](repeating: CellBlock(), count: table.columns.count)
    for first in stride(from: 0, to: table.rowCount, by: Self.blockSize) {
      let rows = first..<min(first + Self.blockSize, table.rowCount)
      for column in table.columns.indices { encoder.fill(&blocks[column], table, column: column, rows: rows) }
      for row in 0..<rows.count {
        for column in blocks.indices {
          sink.append(column == 0 ? "- " : "  ")
          sink.bytes += names[column]
          sink.bytes.append(UInt8(ascii: " "))
          sink.bytes.append(contentsOf: blocks[column][row])
          sink.bytes.append(UInt8(ascii: "\n"))
        }
      }
      try sink.drainIfFull()
    }
  }
}
