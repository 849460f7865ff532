import Results

/// JSON: an array of objects, one a line, or JSON Lines. Numbers and amounts are numbers, as exact as in CSV; missing is `null`; dates and
/// periods are texts. Zero rows are `[]`, or nothing in JSON Lines.
struct JSONWriter: TableWriter {
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
    try encoder.forEachRow(of: table, to: &sink) { row, cells, place, sink in
      sink.bytes.append(UInt8(ascii: "{"))
      for column in cells.indices {
        if column > 0 { sink.bytes.append(UInt8(ascii: ",")) }
        sink.bytes += names[column]
        sink.bytes.append(contentsOf: cells[column][place])
      }
      sink.append(isByLine || row == table.rowCount - 1 ? "}\n" : "},\n")
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
