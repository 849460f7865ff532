import Diagnostics
import Glibc
import Schema
import Store

/// Reads a part of a plain file: whole lines, each a row about which nothing is to be reported. At the first line that is anything else it stops.
///
/// Goes from thread to thread with pointers into the file's bytes, which the frame keeps.
struct PlainPart: @unchecked Sendable {
  /// What the rows of one file are read by.
  struct Frame {
    let file: MappedFile
    let delimiter: UInt8
    let columnCount: Int
    let keyColumn: Int
    /// The first column with a header, and the header: a row that has it there may be the header again
    let probe: (index: Int, header: [UInt8])?
    let day: Day
    let memory: PlainMemory?
  }

  private let frame: Frame
  private let range: Range<Int>
  /// A part that begins the file begins where the one before it began.
  private let isFirst: Bool
  private(set) var columns: [PackedColumn]

  /// Where the rows begin.
  private(set) var starts: [UInt32] = []
  /// Their keys' numbers; for keys that are new, ``newKey`` and their place in ``newKeys``.
  private(set) var keys: [UInt32] = []
  /// Rows whose cells were read
  private(set) var changed: [UInt32] = []
  /// Where keys that are new stand
  private(set) var newKeys: [Range<UInt32>] = []
  /// There is a line that has to be read the careful way.
  private(set) var isStopped = false

  static let newKey: UInt32 = 1 << 31
  /// Longer keys are looked up when the whole line was taken apart.
  private static let longestKey = 256

  private var ends: [Int]

  init(_ frame: Frame, _ range: Range<Int>, isFirst: Bool, columns: [PackedColumn], expectedRows: Int) {
    (self.frame, self.range, self.isFirst, self.columns) = (frame, range, isFirst, columns)
    ends = [Int](repeating: 0, count: frame.columnCount)
    starts.reserveCapacity(expectedRows)
    keys.reserveCapacity(expectedRows)
  }

  /// `pace` is told how many bytes and rows were read, now and then.
  mutating func read(_ known: KeyNumbers, pace: (Int, Int) -> Void) {
    let bytes = frame.file.bytes.baseAddress!
    let before = RowsBefore(frame.memory)
    let end = range.upperBound
    var position = range.lowerBound
    var released = position
    var paced = (position, 0)
    // The row of the dump before that probably comes next
    var next = isFirst ? 0 : Int.max
    while position < end {
      if position - released > 1 << 23 {
        pace(position - paced.0, keys.count - paced.1)
        paced = (position, keys.count)
        release(released..<position, rowBefore: next)
        released = position
      }
      let line = bytes + position
      let (row, isSame) = find(line, end - position, next, before, known)
      if isSame {
        starts.append(UInt32(position))
        keys.append(UInt32(before.key(row)))
        position += before.length(row)
        next = row + 1
        continue
      }
      guard let lineEnd = takeApart(position, bytes), let key = key(position, bytes) else { return stop() }
      starts.append(UInt32(position))
      if let number = row < before.rowCount ? before.key(row) : known.number(of: key) {
        keys.append(UInt32(number))
        let found = before.row(ofKey: number)
        if found < before.rowCount { next = found + 1 }
      } else {
        guard NormalForm.changed(key) == nil else { return stop() }
        let start = UInt32(key.baseAddress! - bytes)
        keys.append(Self.newKey | UInt32(newKeys.count))
        newKeys.append(start..<(start + UInt32(key.count)))
      }
      guard readCells(position, bytes) else { return stop() }
      changed.append(UInt32(keys.count - 1))
      position = lineEnd
    }
    pace(position - paced.0, keys.count - paced.1)
    release(released..<position, rowBefore: next)
  }

  /// The row of the dump before that has this line's key, and whether it has the whole line. Beyond all rows where none was found, which may be for
  /// want of looking at the key more closely.
  @inline(__always)
  private func find(
    _ line: UnsafePointer<UInt8>, _ room: Int, _ next: Int, _ before: RowsBefore, _ known: KeyNumbers
  ) -> (row: Int, isSame: Bool) {
    guard before.rowCount > 0 else { return (.max, false) }
    // Nearly always it is the row after the last one found …
    if before.isRow(next, at: line, room: room) { return (next, true) }
    guard frame.keyColumn == 0 else { return (.max, false) }
    if before.isFirstCell(of: next, at: line, room: room, delimiter: frame.delimiter) { return (next, false) }
    // … or that of the key which came after the last one's when keys were new, where the dump before was in another order.
    if let last = keys.last, last & Self.newKey == 0 {
      let row = before.row(ofKey: Int(last) + 1)
      if before.isRow(row, at: line, room: room) { return (row, true) }
      if before.isFirstCell(of: row, at: line, room: room, delimiter: frame.delimiter) { return (row, false) }
    }
    guard let end = memchr(line, Int32(frame.delimiter), min(room, Self.longestKey)) else { return (.max, false) }
    let key = UnsafeBufferPointer(start: line, count: UnsafeRawPointer(end) - UnsafeRawPointer(line))
    guard let number = known.number(of: key) else { return (.max, false) }
    let row = before.row(ofKey: number)
    return (row, before.isRow(row, at: line, room: room))
  }

  private mutating func stop() { isStopped = true }

  private func release(_ read: Range<Int>, rowBefore: Int) {
    frame.file.release(read)
    guard let memory = frame.memory, rowBefore <= memory.rowCount else { return }
    let end = Int(memory.starts[rowBefore])
    memory.file.release(max(0, end - 2 * read.count)..<end)
  }

  /// Finds the cells of a line; where the next one begins. Nil where it is no row with all its cells, or the file's last line without a line end.
  private mutating func takeApart(_ start: Int, _ bytes: UnsafePointer<UInt8>) -> Int? {
    let (delimiter, end) = (frame.delimiter, range.upperBound)
    return ends.withUnsafeMutableBufferPointer { ends in
      var count = 0
      var index = start
      while index < end {
        let byte = bytes[index]
        if byte == delimiter {
          guard count < ends.count - 1 else { return nil }
          ends[count] = index
          count += 1
        } else if byte < 0x20 {
          guard count == ends.count - 1 else { return nil }
          ends[count] = index
          if byte == 0x0A { return index + 1 }
          guard byte == 0x0D, index + 1 < end, bytes[index + 1] == 0x0A else { return nil }
          return index + 2
        } else if byte == 0x7F {
          return nil
        }
        index += 1
      }
      return nil
    }
  }

  /// A cell of the line, without blanks around it.
  @inline(__always)
  private func cell(_ index: Int, _ line: Int, _ bytes: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let start = index == 0 ? line : ends[index - 1] + 1
    let cell = UnsafeBufferPointer(start: bytes + start, count: ends[index] - start)
    guard let first = cell.first, let last = cell.last else { return cell }
    // How the wide blanks begin and end.
    let mayBeBlank = first <= 0x20 || first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF || last <= 0x20 || last == 0xA0
    return mayBeBlank || last == 0x80 || last == 0x8B || last == 0xBF ? trimmed(cell) : cell
  }

  /// The key of a line that is a record beyond doubt: no blank row, no total, no note, no header.
  private func key(_ line: Int, _ bytes: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    let key = cell(frame.keyColumn, line, bytes)
    guard let first = key.first, first != 0x23 else { return nil }
    if let probe = frame.probe, isEqual(cell(probe.index, line, bytes), probe.header) { return nil }
    return isRecord(line, bytes) ? key : nil
  }

  /// Totals, notes and titles of sections begin with words; notes and titles have few cells. See ``RowKind``.
  private func isRecord(_ line: Int, _ bytes: UnsafePointer<UInt8>) -> Bool {
    var filled = 0
    var opening: UnsafeBufferPointer<UInt8>?
    for index in ends.indices {
      let cell = cell(index, line, bytes)
      if cell.isEmpty { continue }
      filled += 1
      if opening == nil { opening = cell }
      if filled > 3 { break }
    }
    guard let opening else { return false }
    // None of the words begins with another ASCII character: total, grand total, subtotal, sum, overall; note, source, remark, nb; (一), *.
    switch opening[0] {
    case 0x80...: break
    case UInt8(ascii: "("), UInt8(ascii: "*"): break
    case let first: if !"tgsonr".utf8.contains(first | 0x20) { return true }
    }
    return filled > 3 && opening.contains { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Reads the cells of the row begun; false where one is not clean.
  private mutating func readCells(_ line: Int, _ bytes: UnsafePointer<UInt8>) -> Bool {
    var isFilled = false
    for number in columns.indices {
      let index = columns[number].index
      let cell = cell(index, line, bytes)
      if cell.isEmpty {
        columns[number].appendMissing()
        continue
      }
      if index != frame.keyColumn { isFilled = true }
      guard columns[number].append(cell, on: frame.day) else { return false }
    }
    return isFilled || columns.count <= 1
  }
}

/// Whether two texts have the same bytes.
func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
  left.count == right.count && (left.isEmpty || memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0)
}

func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: [UInt8]) -> Bool { right.withUnsafeBufferPointer { isEqual(left, $0) } }
