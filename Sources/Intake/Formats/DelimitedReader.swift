/// Reads rows of cells from text: RFC 4180 as offices bend it. Linear in the length of the text, whatever the text.
///
/// A cell that begins with a quote runs to the closing quote, over delimiters and line ends; two quotes inside stand for one. Text
/// behind a closing quote is kept and the cell marked. A quote whose cell would pass a line end and then meet a quote that closes nothing is
/// an ordinary character. So is a quote that never closes, and behind it no quoted cell may pass a line end. So one stray quote costs one
/// cell and not the file.
struct DelimitedReader: RowReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  private(set) var offset = 0
  private var row = 0
  private var line = 1
  private var quotesStayOnLine = false

  /// Places that could not be decoded, and how many of them were passed
  private let damage: [DecodedText.Damage]
  private var passedDamage = 0

  /// Reads from `start` on; what stands before it counts as a row.
  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, from start: Int = 0, damage: [DecodedText.Damage] = []) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.damage = damage
    offset = start
    if start > 0 {
      row = 1
      line = 2
    }
  }

  mutating func next(_ row: inout Row) -> Bool {
    guard offset < bytes.count else { return false }
    self.row += 1
    row.begin(number: self.row, line: line)
    row.text = bytes
    while true {
      let start = offset
      let cell = readCell(&row)
      if passedDamage < damage.count { noteDamage(from: start, &row) }
      if row.cells.count < Row.limit { row.cells.append(cell) } else { row.cellsBeyondLimit += 1 }
      guard offset < bytes.count else {
        row.endsText = true
        return true
      }
      if bytes[offset] == delimiter {
        offset += 1
        if offset < bytes.count { continue }
        // The text ends behind a delimiter: a last, empty cell.
        row.cells.append(Row.Cell(start: offset, end: offset))
        row.endsText = true
        return true
      }
      passLineEnd()
      return true
    }
  }

  /// Bytes of the cell just read that stand for no character.
  private mutating func noteDamage(from start: Int, _ row: inout Row) {
    while passedDamage < damage.count, damage[passedDamage].offset < offset {
      let isInCell = damage[passedDamage].offset >= start && row.cells.count < Row.limit
      row.damage.append(.init(column: isInCell ? row.cells.count : 0, value: nil, problem: .undecodableByte(damage[passedDamage].byte)))
      passedDamage += 1
    }
  }

  private mutating func passLineEnd() {
    let isReturn = bytes[offset] == 0x0D
    offset += 1
    if isReturn, offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
    line += 1
  }

  private mutating func readCell(_ row: inout Row) -> Row.Cell {
    var fault: IntakeProblem?
    if offset < bytes.count, bytes[offset] == 0x22 {
      switch readQuoted(&row) {
      case .cell(let cell): return cell
      case .loose: fault = .looseQuote
      case .endless:
        fault = quotesStayOnLine ? .looseQuote : .unterminatedQuote
        quotesStayOnLine = true
      }
    }
    let start = offset
    offset = endOfPlain(from: offset)
    if let fault { row.remarks.append(.init(column: row.cells.count, problem: fault)) }
    return Row.Cell(start: start, end: offset)
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
    case cell(Row.Cell)
    /// The next quote, on another line, closes nothing
    case loose
    /// No quote closes the cell
    case endless
  }

  /// The quoted cell that begins here.
  private mutating func readQuoted(_ row: inout Row) -> Quoted {
    let start = offset
    var index = offset + 1
    var lines = 0
    var isEscaped = false
    while index < bytes.count {
      switch bytes[index] {
      case 0x22:
        if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          isEscaped = true
          index += 2
          continue
        }
        index += 1
        let end = endOfPlain(from: index)
        let hasStrayText = end > index && !bytes[index..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        if hasStrayText, lines > 0 { return .loose }
        offset = end
        line += lines
        if hasStrayText { row.remarks.append(.init(column: row.cells.count, problem: .textBehindQuote)) }
        guard isEscaped || end > index else { return .cell(Row.Cell(start: start + 1, end: index - 1, isQuoted: true)) }
        return .cell(unescaped(start + 1, end, into: &row))
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

  /// A cell whose content is not what stands between its quotes: doubled quotes, text behind the closing one.
  private func unescaped(_ start: Int, _ end: Int, into row: inout Row) -> Row.Cell {
    let first = row.own.count
    var index = start
    while index < end {
      if bytes[index] == 0x22 {
        if index + 1 < end, bytes[index + 1] == 0x22 {
          index += 1
        } else {
          row.own.append(contentsOf: bytes[(index + 1)..<end])
          break
        }
      }
      row.own.append(bytes[index])
      index += 1
    }
    return Row.Cell(start: first, end: row.own.count, isOwn: true, isQuoted: true, isEscaped: true)
  }
}
