/// A file in memory, decoded, with its delimiter found: rows can be read from it any number of times.
struct TableFile {
  let text: DecodedText
  let delimiter: UInt8
  /// Bytes before the first row: a line `sep=;`
  let skipped: Int

  /// The problem that keeps the file from being read as a table, if there is one.
  static func open(_ path: String) -> Result<TableFile, OpeningProblem> {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
    } catch {
      return .failure(OpeningProblem(problem: .unreadableFile(reason: error.reason)))
    }
    return table(from: bytes)
  }

  /// Of a plain file that is long, its beginning, in whole rows: enough to find delimiter and header. Nil where it is not.
  static func openBeginning(_ path: String, _ survey: FileSurvey, of length: Int) -> TableFile? {
    guard survey.isPlain, survey.length > length else { return nil }
    let bytes = FileBytes.beginning(path, length)
    guard bytes.count == length, let end = bytes.lastIndex(of: 0x0A), end > 1 << 17 else { return nil }
    guard case .success(let table) = table(from: Array(bytes[...end])), table.text.encoding == .utf8, table.firstRows(30).count == 30 else {
      return nil
    }
    return table
  }

  struct OpeningProblem: Error {
    var problem: IntakeProblem
  }

  static func table(from bytes: [UInt8]) -> Result<TableFile, OpeningProblem> {
    if let format = binaryFormat(bytes) { return .failure(OpeningProblem(problem: .unsupportedFormat(format))) }
    let text = Decoder.decode(bytes)
    // Damage here and there is reported place by place; a file that is damage throughout is no text.
    let zeros = text.bytes.lazy.filter { $0 == 0 }.count
    if (text.damage.count + zeros) > 20, (text.damage.count + zeros) * 50 > bytes.count {
      return .failure(OpeningProblem(problem: .notText))
    }
    if text.bytes.allSatisfy({ $0 <= 0x20 || $0 == 0x2C }) { return .failure(OpeningProblem(problem: .emptyFile)) }
    let (delimiter, skipped) = text.bytes.withUnsafeBufferPointer { Delimiter.find($0) }
    return .success(TableFile(text: text, delimiter: delimiter, skipped: skipped))
  }

  /// Formats known by their first bytes, whatever the file is called.
  private static func binaryFormat(_ bytes: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "XLSX"), ([0xD0, 0xCF, 0x11, 0xE0], "XLS"), ([0x25, 0x50, 0x44, 0x46], "PDF"), ([0x1F, 0x8B], "gzip"),
    ]
    return signatures.first { bytes.starts(with: $0.0) }?.1
  }

  /// Runs `body` with a reader that stands before the first row.
  func read<Answer>(_ body: (inout DelimitedReader) -> Answer) -> Answer {
    text.bytes.withUnsafeBufferPointer { bytes in
      var reader = DelimitedReader(bytes, delimiter: delimiter, from: skipped)
      return body(&reader)
    }
  }

  /// Whether quotes stand around cells that need none, as programs write that quote all texts; a cell `""` of theirs is blank.
  var quotesByHabit: Bool {
    read { reader in
      var record = DelimitedReader.Record()
      while reader.next(&record) {
        for cell in record.cells where cell.isQuoted && !cell.isEscaped && !cell.isEmptyQuotes {
          if let content = reader.plainContent(cell), Self.needsNoQuotes(content) { return true }
        }
      }
      return false
    }
  }

  /// Whether no program would have to quote a text: it has no delimiters of any kind, line ends or quotes, and no blanks at its ends.
  private static func needsNoQuotes(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
    guard trimmed(content).count == content.count else { return false }
    return content.allSatisfy { $0 > 0x20 && !",;|\"'\\#=".utf8.contains($0) || $0 == 0x20 }
  }

  /// Whether a row has more cells than any table.
  func isTooWide(row: Int) -> Bool {
    read { reader in
      var record = DelimitedReader.Record()
      while reader.next(&record) {
        if record.row >= row { return record.cellsBeyondLimit > 0 }
      }
      return false
    }
  }

  /// The first rows as texts, for finding the header; long cells cut, for no header is so long.
  func firstRows(_ count: Int) -> [[String]] {
    read { reader in
      var rows: [[String]] = []
      var record = DelimitedReader.Record()
      while rows.count < count, reader.next(&record) {
        rows.append(
          record.cells.map { cell in
            reader.withContent(of: cell) { String(decoding: UnsafeBufferPointer(rebasing: $0.prefix(1000)), as: UTF8.self) }
          })
      }
      return rows
    }
  }
}
