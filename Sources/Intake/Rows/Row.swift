/// A row of cells, whatever the format of its file. A reader fills the same one again and again.
///
/// Cells are ranges of bytes, so that nothing is copied where a text stands in its file as it is meant: `text` is the reader's, and holds for as long as
/// the reader does. What the file spells another way (doubled quotes, escapes) stands in `own`, undone.
struct Row {
  struct Cell {
    /// The content, in the bytes that ``isOwn`` tells
    var start: Int
    var end: Int
    var isOwn = false
    var kind = Kind.plain
    /// What stands here is a text, though it may be empty.
    var isQuoted = false
    /// Behind quotes that have been undone, or with text behind them
    var isEscaped = false

    var isEmpty: Bool { end == start }
  }

  /// What a format says of a cell. The content is UTF-8 whatever it says: a number in digits, a date as `2018-03-07`, a flag as `true`.
  enum Kind: UInt8 {
    /// What people typed: its look tells what it is
    case plain
    /// A text, though it may look like a number
    case text
    case number
    case date
    case flag
    /// A value that could not be worked out: `#REF!`
    case error
    /// A list or a record of its own, as filed
    case nested
  }

  /// Something that the format has to say of a cell.
  struct Remark {
    /// From 0
    var column: Int
    var value: String?
    var problem: IntakeProblem
  }

  var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var own: [UInt8] = []
  var cells: [Cell] = []
  /// As a spreadsheet counts, from 1
  var number = 0
  /// The line of the file on which the row begins, from 1
  var line = 0
  /// Cells beyond ``limit``: counted, not kept
  var cellsBeyondLimit = 0
  /// The file ends here, and not with a line end
  var endsText = false
  /// Said if the row is a record
  var remarks: [Remark] = []
  /// Said whatever the row is: bytes that stand for nothing
  var damage: [Remark] = []
  /// Why there are no cells, and at which character of the line
  var fault: (problem: IntakeProblem, character: Int)?

  /// A row with more cells than this is damage, not a table (spreadsheets stop at 16,384).
  static let limit = 20_000

  /// Empties it for the next row.
  @inline(__always)
  mutating func begin(number: Int, line: Int) {
    cells.removeAll(keepingCapacity: true)
    if !own.isEmpty { own.removeAll(keepingCapacity: true) }
    if !remarks.isEmpty { remarks.removeAll() }
    if !damage.isEmpty { damage.removeAll() }
    (self.number, self.line, cellsBeyondLimit, endsText, fault) = (number, line, 0, false, nil)
  }

  /// Runs `body` on a cell's content without the blanks around it.
  @inline(__always)
  func withContent<Result>(of cell: Cell, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if cell.isOwn { return own.withUnsafeBufferPointer { body(trimmed(UnsafeBufferPointer(rebasing: $0[cell.start..<cell.end]))) } }
    return body(trimmed(UnsafeBufferPointer(rebasing: text[cell.start..<cell.end])))
  }

  func content(of cell: Cell) -> String { withContent(of: cell) { String(decoding: $0, as: UTF8.self) } }

  /// The content of a column's cell, empty where the row is shorter.
  func content(ofColumn column: Int) -> String { column < cells.count ? content(of: cells[column]) : "" }
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
