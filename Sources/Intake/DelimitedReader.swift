/// Reads rows of cells from text: RFC 4180 as offices bend it. Linear in the length of the text, whatever the text.
///
/// A cell that begins with a quote runs to the closing quote, over delimiters and line ends; two quotes inside stand for one. Text
/// behind a closing quote is kept and the cell marked. A quote whose cell would pass a line end and then meet a quote that closes nothing is
/// an ordinary character. So is a quote that never closes, and behind it no quoted cell may pass a line end. So one stray quote costs one
/// cell and not the file.
struct DelimitedReader {
  /// A cell as a range of the text, with its quotes.
  struct Cell {
    var start: Int
    var end: Int
    /// The cell stands in quotes
    var isQuoted = false
    /// The content differs from the bytes between the quotes: doubled quotes, text behind the closing quote
    var isEscaped = false
    var hasStrayText = false
    /// The quote at the beginning is an ordinary character
    var hasLooseQuote = false

    /// `""`
    var isEmptyQuotes: Bool { isQuoted && end - start == 2 }
  }

  /// A row of cells, counted as a spreadsheet counts.
  struct Record {
    var cells: [Cell] = []
    /// From 1; a line end inside quotes does not begin a new row
    var row = 0
    /// The line of the file on which the row begins, from 1
    var line = 0
    /// Cells beyond ``DelimitedReader/cellLimit``: counted, not kept
    var cellsBeyondLimit = 0
    /// Index of the cell whose quote never closes
    var unterminatedCell: Int?
    /// The text ends here without a line end
    var endsText = false
  }

  /// A row with more cells than this is damage, not a table (spreadsheets stop at 16,384).
  static let cellLimit = 20_000

  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  private(set) var offset = 0
  private var row = 0
  private var line = 1
  private var quotesStayOnLine = false

  /// Reads from `start` on; what stands before it counts as a row.
  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, from start: Int = 0) {
    self.bytes = bytes
    self.delimiter = delimiter
    offset = start
    if start > 0 {
      row = 1
      line = 2
    }
  }

  /// Reads the next row into `record`; false at the end of the text.
  mutating func next(_ record: inout Record) -> Bool {
    guard offset < bytes.count else { return false }
    row += 1
    record.cells.removeAll(keepingCapacity: true)
    record.row = row
    record.line = line
    record.cellsBeyondLimit = 0
    record.unterminatedCell = nil
    while true {
      let cell = readCell(&record)
      if record.cells.count < Self.cellLimit { record.cells.append(cell) } else { record.cellsBeyondLimit += 1 }
      guard offset < bytes.count else {
        record.endsText = true
        return true
      }
      if bytes[offset] == delimiter {
        offset += 1
        if offset < bytes.count { continue }
        // The text ends behind a delimiter: a last, empty cell.
        record.cells.append(Cell(start: offset, end: offset))
        record.endsText = true
        return true
      }
      record.endsText = false
      passLineEnd()
      return true
    }
  }

  private mutating func passLineEnd() {
    let isReturn = bytes[offset] == 0x0D
    offset += 1
    if isReturn, offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
    line += 1
  }

  private mutating func readCell(_ record: inout Record) -> Cell {
    var isLoose = false
    if offset < bytes.count, bytes[offset] == 0x22 {
      switch readQuoted() {
      case .cell(let cell): return cell
      case .loose: isLoose = true
      case .endless:
        if !quotesStayOnLine { record.unterminatedCell = record.cells.count }
        isLoose = quotesStayOnLine
        quotesStayOnLine = true
      }
    }
    let start = offset
    offset = endOfPlain(from: offset)
    return Cell(start: start, end: offset, hasLooseQuote: isLoose)
  }

  private func endOfPlain(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      index += 1
    }
    return index
  }

  private enum Quoted {
    case cell(Cell)
    /// The next quote, on another line, closes nothing
    case loose
    /// No quote closes the cell
    case endless
  }

  /// The quoted cell that begins here.
  private mutating func readQuoted() -> Quoted {
    var cell = Cell(start: offset, end: offset, isQuoted: true)
    var index = offset + 1
    var lines = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x22:
        if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          cell.isEscaped = true
          index += 2
          continue
        }
        index += 1
        let end = endOfPlain(from: index)
        if end > index {
          cell.hasStrayText = !bytes[index..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
          cell.isEscaped = true
          if cell.hasStrayText, lines > 0 { return .loose }
        }
        cell.end = end
        offset = end
        line += lines
        return .cell(cell)
      case 0x0A, 0x0D:
        if quotesStayOnLine { return .endless }
        if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        lines += 1
        index += 1
      default: index += 1
      }
    }
    return .endless
  }

  /// The content of a cell: a range of the text, if it stands there as it is.
  func plainContent(_ cell: Cell) -> UnsafeBufferPointer<UInt8>? {
    if cell.isEscaped { return nil }
    let inset = cell.isQuoted ? 1 : 0
    return UnsafeBufferPointer(rebasing: bytes[(cell.start + inset)..<(cell.end - inset)])
  }

  /// The content of a cell whose quotes had to be undone.
  func escapedContent(_ cell: Cell) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(cell.end - cell.start)
    var index = cell.start + 1
    while index < cell.end {
      if bytes[index] == 0x22 {
        if index + 1 < cell.end, bytes[index + 1] == 0x22 {
          index += 1
        } else {
          content.append(contentsOf: bytes[(index + 1)..<cell.end])
          break
        }
      }
      content.append(bytes[index])
      index += 1
    }
    return content
  }

  /// Runs `body` on a cell's content without the blanks around it.
  func withContent<Result>(of cell: Cell, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let plain = plainContent(cell) { return body(trimmed(plain)) }
    return escapedContent(cell).withUnsafeBufferPointer { body(trimmed($0)) }
  }

  func text(_ cell: Cell) -> String {
    withContent(of: cell) { String(decoding: $0, as: UTF8.self) }
  }
}

/// The bytes without blanks at either end: ASCII blanks, no-break space, ideographic space, zero-width space and byte order mark.
func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  var start = 0
  var end = bytes.count
  while start < end {
    if isBlank(bytes[start]) {
      start += 1
    } else if bytes[start] >= 0xC2, let length = wideBlankLength(bytes, at: start), start + length <= end {
      start += length
    } else {
      break
    }
  }
  while end > start {
    if isBlank(bytes[end - 1]) {
      end -= 1
    } else if bytes[end - 1] >= 0x80, end - start >= 2, bytes[end - 2] == 0xC2, wideBlankLength(bytes, at: end - 2) != nil {
      end -= 2
    } else if bytes[end - 1] >= 0x80, end - start >= 3, wideBlankLength(bytes, at: end - 3) == 3 {
      end -= 3
    } else {
      break
    }
  }
  return UnsafeBufferPointer(rebasing: bytes[start..<end])
}

/// Space, tab, line ends
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

private func wideBlankLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
  if bytes[index] == 0xC2 { return index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : nil }
  guard index + 2 < bytes.count else { return nil }
  switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
  case (0xE3, 0x80, 0x80), (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return 3
  default: return nil
  }
}
