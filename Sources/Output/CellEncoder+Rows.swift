import Results

extension CellEncoder {
  /// Prints the cells of a table block by block and hands on row after row: its number, the cells of a block by column, and its place among them.
  @inline(__always)
  func forEachRow(
    of table: ResultTable, to sink: inout ByteSink, _ write: (_ row: Int, _ cells: [CellBlock], _ place: Int, inout ByteSink) -> Void
  ) throws {
    var blocks = [CellBlock](repeating: CellBlock(), count: table.columns.count)
    for first in stride(from: 0, to: table.rowCount, by: CellBlocks.size) {
      let rows = first..<min(first + CellBlocks.size, table.rowCount)
      for column in table.columns.indices { fill(&blocks[column], table, column: column, rows: rows) }
      for place in 0..<rows.count { write(first + place, blocks, place, &sink) }
      try sink.drainIfFull()
    }
  }
}
