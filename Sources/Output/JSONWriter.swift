import Results

/// JSON: an array of objects, one a line, or JSON Lines. Numbers and amounts are numbers, as exact as in CSV; missing is `null`; dates and
/// periods are texts. Zero rows are `[]`, or nothing in JSON Lines.
struct JSONWriter: TableWriter {
  private static let blockSize = 2048

  private let encoder: CellEncoder
  private let options: OutputOptions
  private let isByLine: Bool

  init(_ options: OutputOptions, isByLine: Bool) {
    self.options = options
    self.isByLine = isByLine
    encoder = CellEncoder(.json, options)
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws {
    let table = table.withoutSectionsAgain
    guard table.rowCount > 0 else {
      if !isByLine { sink.append("[]\n") }
      return
    }
    let names = encoder.memberNames(table, options)
    if !isByLine { sink.append("[\n") }
    var blocks = [CellBlock](repeating: CellBlock(), count: table.columns.count)
    for first in stride(from: 0, to: table.rowCount, by: Self.blockSize) {
      let rows = first..<min(first + Self.blockSize, table.rowCount)
      for column in table.columns.indices { encoder.fill(&blocks[column], table, column: column, rows: rows) }
      for row in 0..<rows.count {
        sink.bytes.append(UInt8(ascii: "{"))
        for column in blocks.indices {
          if column > 0 { sink.bytes.append(UInt8(ascii: ",")) }
          sink.bytes += names[column]
          sink.bytes.append(contentsOf: blocks[column][row])
        }
        sink.append(isByLine || rows.lowerBound + row == table.rowCount - 1 ? "}\n" : "},\n")
      }
      try sink.drainIfFull()
    }
    if !isByLine { sink.append("]\n") }
  }
}

extension CellEncoder {
  /// `"district":` of each column. Headings in a language may repeat, members may not: then all are the machine names.
  func memberNames(_ table: ResultTable, _ options: OutputOptions) -> [[UInt8]] {
    let wording = Wording(options.language)
    var names = table.columns.map(\.name)
    if options.namesInMachineFormats {
      let headings = table.columns.map(wording.plainHeading)
      if Set(headings).count == headings.count { names = headings }
    }
    return names.map { name in
      var bytes: [UInt8] = []
      appendText(name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      return bytes
    }
  }
}
