import Glibc

/// JSON Lines: an object a line. Members are columns in the order in which they first appear in the file; a row has whichever of them it has.
struct JSONLinesFormat: IntakeFormat {
  let name = "JSON Lines"
  let endings: Set<String> = ["jsonl", "ndjson"]

  func open(_ path: String, table: Int) throws(OpeningProblem) -> any FiledTable { try JSONLinesTable(try TableText(path)) }
}

/// A file of JSON Lines in memory, with its members collected.
struct JSONLinesTable: FiledTable {
  private let text: DecodedText
  private let names: MemberNames
  private let lines: Int

  /// Reads all lines once: a member may appear in the last one first.
  init(_ text: TableText) throws(OpeningProblem) {
    self.text = text.decoded
    (names, lines) = text.decoded.bytes.withUnsafeBufferPointer { bytes in
      var reader = JSONLinesReader(bytes, MemberNames(), damage: [])
      var row = Row()
      while reader.names.count <= Row.limit, reader.next(&row) {}
      return (reader.names, reader.number)
    }
    if names.count == 0 { throw OpeningProblem(problem: .noRecords(format: "JSON Lines")) }
  }

  var encoding: TextEncoding { text.encoding }
  let namesColumns = true
  let firstRow = 0
  let emptyTextsAreMeant = true
  var expectedRows: Int { lines }
  var plainDelimiter: UInt8? { nil }

  func read<Answer>(_ body: (inout any RowReader) -> Answer) -> Answer {
    text.bytes.withUnsafeBufferPointer { bytes in
      var reader: any RowReader = JSONLinesReader(bytes, names, damage: text.damage, handsOutNames: true)
      return body(&reader)
    }
  }
}

/// The members of a file's objects, in order of first appearance.
private struct MemberNames {
  private var columns: [String: Int] = [:]
  private(set) var texts: [String] = []

  var count: Int { texts.count }

  mutating func column(of name: UnsafeBufferPointer<UInt8>, expecting next: Int) -> Int {
    // Objects mostly have the same members in the same order.
    if next < texts.count {
      let isNext = texts[next].utf8.withContiguousStorageIfAvailable { isEqual($0, name) } ?? false
      if isNext { return next }
    }
    let text = String(decoding: name, as: UTF8.self)
    if let known = columns[text] { return known }
    var contiguous = text
    contiguous.makeContiguousUTF8()
    columns[contiguous] = texts.count
    texts.append(contiguous)
    return texts.count - 1
  }
}

/// What is wrong with a line, by RFC 8259.
public enum JSONFault: Error, Hashable, Sendable {
  case expectedObject, expectedMember, expectedColon, expectedValue, expectedComma, expectedEnd
  case controlCharacter, badEscape, badNumber, openText, tooDeep
}

private struct JSONLinesReader: RowReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var names: MemberNames
  /// The line read last, from 1
  private(set) var number = 0
  private var offset = 0
  /// Whether the next row is the one of the names
  private var handsOutNames: Bool
  /// Where the line begins in the file, and how far it is read
  private var lineStart = 0
  private var position = 0
  private var line = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// By column the line that had it last
  private var seen: [Int] = []
  private let damage: [DecodedText.Damage]
  private var passedDamage = 0
  /// Values in values: deeper ones are no table.
  private static let depthLimit = 100

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ names: MemberNames, damage: [DecodedText.Damage], handsOutNames: Bool = false) {
    (self.bytes, self.names, self.damage, self.handsOutNames) = (bytes, names, damage, handsOutNames)
  }

  mutating func next(_ row: inout Row) -> Bool {
    if handsOutNames {
      handsOutNames = false
      handOutNames(&row)
      return true
    }
    guard offset < bytes.count else { return false }
    number += 1
    row.begin(number: number, line: number)
    let found = memchr(bytes.baseAddress! + offset, 0x0A, bytes.count - offset)
    let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes.baseAddress!) } ?? bytes.count
    row.endsText = found == nil
    line = UnsafeBufferPointer(rebasing: bytes[offset..<end])
    row.text = line
    (lineStart, position) = (offset, 0)
    offset = end + 1
    do {
      try readObject(&row)
    } catch {
      let before = String(decoding: line[..<min(position, line.count)], as: UTF8.self)
      row.begin(number: number, line: number)
      row.fault = (.badLine(error), before.unicodeScalars.count + 1)
    }
    // What stands between cells is no text, and the line was at fault.
    while passedDamage < damage.count, damage[passedDamage].offset < end { passedDamage += 1 }
    return true
  }

  private func handOutNames(_ row: inout Row) {
    row.begin(number: 0, line: 0)
    for text in names.texts.prefix(Row.limit) {
      let start = row.own.count
      row.own += text.utf8
      row.cells.append(Row.Cell(start: start, end: row.own.count, isOwn: true, kind: .text))
    }
    row.cellsBeyondLimit = max(0, names.count - Row.limit)
  }

  // MARK: an object

  private mutating func readObject(_ row: inout Row) throws(JSONFault) {
    passBlanks()
    // A blank line is a row without cells.
    if position == line.count { return }
    guard eat("{") else { throw .expectedObject }
    passBlanks()
    var expected = 0
    if !eat("}") {
      repeat {
        passBlanks()
        expected = try readMember(&row, expected) + 1
        passBlanks()
      } while eat(",")
      guard eat("}") else { throw .expectedComma }
    }
    passBlanks()
    guard position == line.count else { throw .expectedEnd }
  }

  /// One member into its column, which is handed back.
  private mutating func readMember(_ row: inout Row, _ expected: Int) throws(JSONFault) -> Int {
    guard current == 0x22 else { throw .expectedMember }
    let ownBefore = row.own.count
    let remarksBefore = row.remarks.count
    let key = try readText(&row)
    let column: Int
    if key.isOwn {
      column = row.own.withUnsafeBufferPointer {
        names.column(of: UnsafeBufferPointer(rebasing: $0[key.start..<key.end]), expecting: expected)
      }
      row.own.removeLast(row.own.count - ownBefore)
    } else {
      column = names.column(of: UnsafeBufferPointer(rebasing: line[key.start..<key.end]), expecting: expected)
    }
    passBlanks()
    guard eat(":") else { throw .expectedColon }
    passBlanks()
    let cell = try readValue(&row)
    for index in remarksBefore..<row.remarks.count { row.remarks[index].column = column }
    noteDamage(column, &row)
    guard column < Row.limit else {
      row.cellsBeyondLimit += 1
      return column
    }
    while row.cells.count <= column { row.cells.append(Row.Cell(start: 0, end: 0)) }
    if seen.count <= column { seen += [Int](repeating: 0, count: column + 1 - seen.count) }
    if seen[column] == number {
      row.remarks.append(.init(column: column, value: row.content(ofColumn: column), problem: .repeatedMember))
    }
    seen[column] = number
    row.cells[column] = cell
    return column
  }

  private mutating func noteDamage(_ column: Int, _ row: inout Row) {
    while passedDamage < damage.count, damage[passedDamage].offset < lineStart + position {
      row.damage.append(.init(column: column, problem: .undecodableByte(damage[passedDamage].byte)))
      passedDamage += 1
    }
  }

  // MARK: values

  private mutating func readValue(_ row: inout Row) throws(JSONFault) -> Row.Cell {
    let start = position
    switch current {
    case 0x22: return try readText(&row)
    case 0x7B, 0x5B:
      try passValue(depth: 0)
      return Row.Cell(start: start, end: position, kind: .nested)
    case UInt8(ascii: "n"):
      guard eat("null") else { throw .expectedValue }
      return Row.Cell(start: 0, end: 0)
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard eat("true") || eat("false") else { throw .expectedValue }
      return Row.Cell(start: start, end: position, kind: .flag)
    default:
      try passNumber()
      return Row.Cell(start: start, end: position, kind: .number)
    }
  }

  /// The text that begins here. It stays where it is unless it holds escapes.
  private mutating func readText(_ row: inout Row) throws(JSONFault) -> Row.Cell {
    let start = position + 1
    try passText()
    let end = position - 1
    guard line[start..<end].contains(0x5C) else { return Row.Cell(start: start, end: end, kind: .text, isQuoted: true) }
    let first = row.own.count
    var index = start
    while index < end {
      guard line[index] == 0x5C else {
        row.own.append(line[index])
        index += 1
        continue
      }
      index += 2
      switch line[index - 1] {
      case UInt8(ascii: "b"): row.own.append(0x08)
      case UInt8(ascii: "f"): row.own.append(0x0C)
      case UInt8(ascii: "n"): row.own.append(0x0A)
      case UInt8(ascii: "r"): row.own.append(0x0D)
      case UInt8(ascii: "t"): row.own.append(0x09)
      case UInt8(ascii: "u"): index = appendUnit(index, end, &row)
      case let byte: row.own.append(byte)
      }
    }
    return Row.Cell(start: first, end: row.own.count, isOwn: true, kind: .text, isQuoted: true)
  }

  /// The character of the four digits at `index`, and of four more where two units make one; where the text goes on.
  private func appendUnit(_ index: Int, _ end: Int, _ row: inout Row) -> Int {
    let unit = unit(index)
    if let scalar = Unicode.Scalar(unit) {
      row.own.append(contentsOf: UTF8.encode(scalar)!)
      return index + 4
    }
    if unit < 0xDC00, index + 10 <= end, line[index + 4] == 0x5C, line[index + 5] == UInt8(ascii: "u") {
      let low = self.unit(index + 6)
      if (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) {
        row.own.append(contentsOf: UTF8.encode(scalar)!)
        return index + 10
      }
    }
    row.own.append(contentsOf: replacementCharacter)
    row.remarks.append(.init(column: 0, problem: .loneSurrogate(UInt16(unit))))
    return index + 4
  }

  private func unit(_ index: Int) -> UInt32 { line[index..<(index + 4)].reduce(0) { $0 << 4 | UInt32(Self.digit($1)!) } }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  // MARK: passing over

  private var current: UInt8? { position < line.count ? line[position] : nil }

  private mutating func passBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0D { position += 1 }
  }

  private mutating func eat(_ word: StaticString) -> Bool {
    guard line.count - position >= word.utf8CodeUnitCount, memcmp(line.baseAddress! + position, word.utf8Start, word.utf8CodeUnitCount) == 0
    else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// The text that begins here, with its quotes; its escapes are looked at.
  private mutating func passText() throws(JSONFault) {
    position += 1
    while let byte = current {
      switch byte {
      case 0x22:
        position += 1
        return
      case ..<0x20: throw .controlCharacter
      case 0x5C:
        guard position + 1 < line.count else { throw .openText }
        switch line[position + 1] {
        case 0x22, 0x5C, 0x2F, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): position += 2
        case UInt8(ascii: "u"):
          guard position + 6 <= line.count, line[(position + 2)..<(position + 6)].allSatisfy({ Self.digit($0) != nil }) else {
            throw .badEscape
          }
          position += 6
        default: throw .badEscape
        }
      default: position += 1
      }
    }
    throw .openText
  }

  private mutating func passNumber() throws(JSONFault) {
    let start = position
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
    if current == 0x2D { position += 1 }
    guard isDigit(current) else {
      position = start
      throw .expectedValue
    }
    let isZero = current == 0x30
    position += 1
    if isZero, isDigit(current) { throw .badNumber }
    while isDigit(current) { position += 1 }
    if current == 0x2E {
      position += 1
      guard isDigit(current) else { throw .badNumber }
      while isDigit(current) { position += 1 }
    }
    if let byte = current, byte | 0x20 == 0x65 {
      position += 1
      if current == 0x2B || current == 0x2D { position += 1 }
      guard isDigit(current) else { throw .badNumber }
      while isDigit(current) { position += 1 }
    }
  }

  /// A value in a value.
  private mutating func passValue(depth: Int) throws(JSONFault) {
    guard depth < Self.depthLimit else { throw .tooDeep }
    passBlanks()
    switch current {
    case 0x22: try passText()
    case 0x7B:
      position += 1
      passBlanks()
      if eat("}") { return }
      repeat {
        passBlanks()
        guard current == 0x22 else { throw .expectedMember }
        try passText()
        passBlanks()
        guard eat(":") else { throw .expectedColon }
        try passValue(depth: depth + 1)
        passBlanks()
      } while eat(",")
      guard eat("}") else { throw .expectedComma }
    case 0x5B:
      position += 1
      passBlanks()
      if eat("]") { return }
      repeat {
        try passValue(depth: depth + 1)
        passBlanks()
      } while eat(",")
      guard eat("]") else { throw .expectedComma }
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard eat("null") || eat("true") || eat("false") else { throw .expectedValue }
    default: try passNumber()
    }
  }
}
