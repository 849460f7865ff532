/// Tables as text: comma, semicolon, tab or bar between cells.
struct DelimitedFormat: IntakeFormat {
  let name = "CSV"
  /// A file without ending may be one.
  let endings: Set<String> = ["csv", "tsv", "tab", "txt", ""]
  let isSurveyed = true

  func open(_ path: String, table: Int) throws(OpeningProblem) -> any FiledTable { DelimitedTable(try TableText(path)) }

  func openBeginning(_ path: String, _ survey: FileSurvey, of length: Int) -> (any FiledTable)? {
    guard survey.isPlain, survey.length > length else { return nil }
    let bytes = FileBytes.beginning(path, length)
    guard bytes.count == length, let end = bytes.lastIndex(of: 0x0A), end > 1 << 17, let text = try? TableText(Array(bytes[...end])) else {
      return nil
    }
    let table = DelimitedTable(text)
    return table.encoding == .utf8 && table.firstRows(30).count == 30 ? table : nil
  }
}

/// A delimited file in memory, with its delimiter found.
struct DelimitedTable: FiledTable {
  private let text: DecodedText
  private let delimiter: UInt8
  /// Bytes before the first row: a line `sep=;`
  private let skipped: Int

  init(_ text: TableText) {
    self.text = text.decoded
    (delimiter, skipped) = text.decoded.bytes.withUnsafeBufferPointer { Delimiter.find($0) }
  }

  var encoding: TextEncoding { text.encoding }
  let namesColumns = false
  var firstRow: Int { skipped > 0 ? 2 : 1 }
  var plainDelimiter: UInt8? { skipped == 0 ? delimiter : nil }

  /// One row a line at most, but for the damaged files with nothing but line ends.
  var expectedRows: Int {
    let lines = text.bytes.withUnsafeBufferPointer { bytes in bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
    return min(lines, text.bytes.count / 8)
  }

  func read<Answer>(_ body: (inout any RowReader) -> Answer) -> Answer {
    text.bytes.withUnsafeBufferPointer { bytes in
      var reader: any RowReader = DelimitedReader(bytes, delimiter: delimiter, from: skipped, damage: text.damage)
      return body(&reader)
    }
  }

  /// `""`, as `luodi` and databases write it; but where quotes stand around cells that need none, as programs write that quote all texts, it is blank.
  var emptyTextsAreMeant: Bool {
    read { reader in
      var row = Row()
      while reader.next(&row) {
        for cell in row.cells where cell.isQuoted && !cell.isEscaped && !cell.isEmpty {
          let content = UnsafeBufferPointer(rebasing: row.text[cell.start..<cell.end])
          if Self.needsNoQuotes(content) { return false }
        }
      }
      return true
    }
  }

  /// Whether no program would have to quote a text: it has no delimiters of any kind, line ends or quotes, and no blanks at its ends.
  private static func needsNoQuotes(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
    guard trimmed(content).count == content.count else { return false }
    return content.allSatisfy { $0 > 0x20 && !",;|\"'\\#=".utf8.contains($0) || $0 == 0x20 }
  }
}
