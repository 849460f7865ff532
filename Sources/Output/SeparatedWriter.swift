import Results

/// CSV and TSV: RFC 4180 quoting, UTF-8, LF; missing is an empty field, empty text is `""`. Reads all rows once, in blocks.
///
/// For spreadsheet programs: byte order mark, CRLF, and an apostrophe before texts that would run as formulas. Answers are kept apart by an empty line.
struct SeparatedWriter: TableWriter {
  private let encoder: CellEncoder
  private let options: OutputOptions
  private let delimiter: UInt8
  private let lineEnd: [UInt8]
  private let hasByteOrderMark: Bool
  private var isFirst = true

  init(_ options: OutputOptions, delimiter: Unicode.Scalar, isForSpreadsheets: Bool = false) {
    self.options = options
    self.delimiter = UInt8(ascii: delimiter)
    encoder = CellEncoder(.separated(delimiter: UInt8(ascii: delimiter), guardsFormulas: isForSpreadsheets), options)
    lineEnd = isForSpreadsheets ? [0x0D, 0x0A] : [0x0A]
    hasByteOrderMark = isForSpreadsheets
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    let table = table.withoutSectionsAgain
    if isFirst {
      if hasByteOrderMark { sink.bytes += [0xEF, 0xBB, 0xBF] }
    } else {
      sink.bytes += lineEnd
    }
    isFirst = false

    let wording = Wording(options.language)
    for (index, column) in table.columns.enumerated() {
      if index > 0 { sink.bytes.append(delimiter) }
      encoder.appendText(options.namesInMachineFormats ? wording.plainHeading(column) : column.name, to: &sink.bytes)
    }
    sink.bytes += lineEnd

    if !hasByteOrderMark, !options.namesInMachineFormats, PlainColumns.canWrite(table) {
      var columns = PlainColumns(delimiter: delimiter)
      return try columns.write(table, to: &sink, blockSize: CellBlocks.size)
    }
    try encoder.forEachRow(of: table, to: &sink) { _, cells, place, sink in
      for column in cells.indices {
        if column > 0 { sink.bytes.append(delimiter) }
        sink.bytes.append(contentsOf: cells[column][place])
      }
      sink.bytes += lineEnd
    }
  }
}
