import Diagnostics
import Glibc
import Results
import Schema

/// The quick way to CSV and TSV for programs: codes, not names, nothing to guard. A block of rows of each column is printed into one buffer, then
/// the buffers are woven into lines. Prints what ``CellEncoder`` prints.
struct PlainColumns: ~Copyable {
  private let delimiter: UInt8
  private var line = RawBytes(capacity: 1 << 10)

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Whether every column is one of these; mixed columns and rows of totals take the other way.
  static func canWrite(_ table: ResultTable) -> Bool {
    !table.hasTotals
      && table.columns.allSatisfy {
        switch $0.values.cells {
        case .text, .codes, .int32, .int64, .decimal, .bits: true
        default: false
        }
      }
  }

  mutating func write(_ table: ResultTable, to sink: inout ByteSink, blockSize: Int) throws {
    guard !table.columns.isEmpty else { return }
    let blockSize = min(blockSize, max(table.rowCount, 1))
    let columns = table.columns.map { PlainColumn($0.values, delimiter: delimiter, rows: blockSize) }
    for first in stride(from: 0, to: table.rowCount, by: blockSize) {
      let rows = first..<min(first + blockSize, table.rowCount)
      for column in columns.indices { columns[column].print(rows) }
      weave(columns, rows.count)
      unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: line.start, count: line.count))
      try sink.drainIfFull()
    }
  }

  private mutating func weave(_ columns: [PlainColumn], _ rows: Int) {
    line.clear()
    line.reserve(columns.reduce(0) { unsafe $0 + $1.cells.bytes.count + rows })
    var sources = unsafe columns.map { unsafe $0.cells.bytes.start }
    let sizes = unsafe columns.map { unsafe $0.cells.sizes }
    let last = columns.count - 1
    var at = unsafe line.end
    unsafe sources.withUnsafeMutableBufferPointer { sources in
      unsafe sizes.withUnsafeBufferPointer { sizes in
        for row in 0..<rows {
          for column in 0...last {
            let size = unsafe Int(sizes[column][row])
            unsafe copyShort(sources[column], to: at, size)
            unsafe sources[column] += size
            unsafe at += size
            unsafe at.pointee = column == last ? 0x0A : delimiter
            unsafe at += 1
          }
        }
      }
    }
    unsafe line.extend(to: at)
  }
}

/// Copies a cell. Most are short, and two vectors cost less than a call; both sides have ``RawBytes/slack`` bytes behind what counts.
@inline(__always)
private func copyShort(_ source: UnsafeMutablePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ size: Int) {
  if size <= RawBytes.slack {
    let from = UnsafeRawPointer(source)
    let to = UnsafeMutableRawPointer(target)
    unsafe to.storeBytes(of: from.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
    if size > 16 {
      unsafe to.storeBytes(of: from.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self), toByteOffset: 16, as: SIMD16<UInt8>.self)
    }
  } else {
    unsafe memcpy(target, source, size)
  }
}

/// The printed cells of one column for a run of rows.
@safe final class PlainCells {
  @exclusivity(unchecked) var bytes: RawBytes
  /// Bytes of each cell
  let sizes: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var count = 0
  @exclusivity(unchecked) private var start = 0

  init(rows: Int) {
    unsafe bytes = RawBytes(capacity: 64 + 24 * rows)
    unsafe sizes = .allocate(capacity: max(rows, 1))
  }

  deinit { unsafe sizes.deallocate() }

  func clear() {
    unsafe bytes.clear()
    unsafe (count, start) = (0, 0)
  }

  @inline(__always)
  func endCell() {
    unsafe sizes[count] = UInt32(truncatingIfNeeded: bytes.count - start)
    unsafe start = bytes.count
    unsafe count += 1
  }
}

/// A column with what its cells need beside them.
private final class PlainColumn {
  let cells: PlainCells
  private let vector: Vector
  private let delimiter: UInt8
  /// For dates
  private let days: PrintedDays?
  /// Each code printed once, for dictionaries of few.
  private var printed: (bytes: [UInt8], ends: [UInt32])?

  private static let fewCodes = 4096

  init(_ vector: Vector, delimiter: UInt8, rows: Int) {
    cells = PlainCells(rows: rows)
    self.vector = vector
    self.delimiter = delimiter
    days = if case .date = vector.type { PrintedDays(rows: rows) } else { nil }
    if case .codes(let codes, let names) = vector.cells, names.count <= Self.fewCodes, codes.count > names.count / 4 {
      var text = RawBytes(capacity: 1 << 12)
      var ends: [UInt32] = []
      for code in 0..<names.count {
        append(text: names.code(code), to: &text)
        ends.append(UInt32(text.count))
      }
      printed = unsafe (Array(UnsafeBufferPointer(start: text.start, count: text.count)), ends)
    }
  }

  func print(_ rows: Range<Int>) {
    cells.clear()
    switch (vector.cells, vector.type) {
    case (.codes(let codes, let names), _):
      if let printed { printPrinted(codes, printed, rows) } else { print(codes, names, rows) }
    case (.text(let texts), _): printKnown(rows) { unsafe append(text: texts[$0], to: &cells.bytes) }
    case (.int32(let numbers), .period(let unit)):
      printKnown(rows) { unsafe cells.bytes.append(Period(unit, holding: Day(rawValue: numbers[$0])).description) }
    case (.int32(let numbers), _):
      guard let days else { preconditionFailure("no room for days") }
      printKnown(rows) { unsafe cells.bytes.append(Day(rawValue: numbers[$0]), days) }
    case (.int64(let amounts), .money(let unit)):
      guard let places = decimalPlaces(of: unit) else {
        return printKnown(rows) { unsafe cells.bytes.append(vector.money($0).decimal(in: unit)) }
      }
      printKnown(rows) { unsafe cells.bytes.append(amounts[$0], places: places) }
    case (.decimal, .money(let unit)): printKnown(rows) { unsafe cells.bytes.append(vector.money($0).decimal(in: unit)) }
    case (.decimal(let numbers, let scale), _): printKnown(rows) { unsafe cells.bytes.append(numbers[$0], scale: scale) }
    case (.bits(let flags), _): printKnown(rows) { unsafe cells.bytes.append(flags[$0] ? "true" : "false") }
    default: preconditionFailure("a column of another form")
    }
  }

  /// A missing cell is an empty field.
  @inline(__always)
  private func printKnown(_ rows: Range<Int>, _ print: (Int) -> Void) {
    if let validity = vector.validity {
      for row in rows {
        if validity[row] { print(row) }
        cells.endCell()
      }
    } else {
      for row in rows {
        print(row)
        cells.endCell()
      }
    }
  }

  private func printPrinted(_ codes: [UInt32], _ printed: (bytes: [UInt8], ends: [UInt32]), _ rows: Range<Int>) {
    unsafe printed.bytes.withUnsafeBufferPointer { bytes in
      unsafe printed.ends.withUnsafeBufferPointer { ends in
        printKnown(rows) { row in
          let code = Int(codes[row])
          let start = unsafe code == 0 ? 0 : Int(ends[code - 1])
          if let base = bytes.baseAddress { unsafe cells.bytes.append(base + start, Int(ends[code]) - start) }
        }
      }
    }
  }

  private func print(_ codes: [UInt32], _ names: any CodeNames, _ rows: Range<Int>) {
    if let texts = names.codeBytes {
      let isPlain = texts.isPlain
      let validity = vector.validity
      unsafe texts.forEach(codes[rows]) { index, text in
        if validity?[rows.lowerBound + index] ?? true {
          if isPlain, text.count > 0 { unsafe cells.bytes.append(text) } else { unsafe append(text, to: &cells.bytes) }
        }
        cells.endCell()
      }
    } else {
      printKnown(rows) { unsafe append(text: names.code(Int(codes[$0])), to: &cells.bytes) }
    }
  }

  private func append(text: String, to bytes: inout RawBytes) {
    var text = text
    text.withUTF8 { unsafe append($0, to: &bytes) }
  }

  /// As `quoteTail` does it, without a copy.
  @inline(__always)
  private func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout RawBytes) {
    var needsQuotes = text.isEmpty
    for index in 0..<text.count where unsafe asksForQuotes(text[index], delimiter: delimiter) { needsQuotes = true }
    guard needsQuotes else { return unsafe bytes.append(text) }
    bytes.append(0x22)
    for index in 0..<text.count {
      let byte = unsafe text[index]
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
