import CKernels
import Results
import Schema

/// A column of unsigned numbers of 1, 2, 4 or 8 bytes, as they lie in the library: codes, dates, amounts, decimals. For kernels.
///
/// A stored 0 is a missing cell; every other stored number s means `(s − 1 + base) · unit`, in a column of numbers `(s − 1 + base) / unit`. Codes
/// have base 0 and unit 1: the code is s − 1. Comparing with a range of values is comparing stored numbers with a range whose lower end is at least 1
/// (``stored(_:)``, kernels `luodi_within_…`): then a missing cell is never inside.
///
/// The pointers are valid as long as the library is. The first use of one checks the column's bytes and brings them into memory, so ask for it
/// once a query, and only where the column is read as a whole; ``stored(at:)`` looks at single cells.
public struct PackedCells: Sendable {
  let image: Image
  let chunk: Int
  let zonesChunk: Int?
  let bitmapsChunk: Int?
  /// Rows, history and holes included.
  public let count: Int
  /// Bytes a cell: 1, 2, 4 or 8.
  public let width: Int
  public let base: Int64
  public let unit: Int64
  /// The largest stored number; 0 when every cell is missing.
  public let top: UInt64
  /// Missing cells in rows that are no holes.
  public let missingCount: Int
  /// Rows a zone.
  public let zoneRows: Int
  /// Up to so many rows are looked at one by one, so that the rest of the column need not be checked.
  private let singleRows: Int

  init(_ image: Image, _ index: Int, zones: Int?, bitmaps: Int?, layout: LibraryLayout) {
    let chunk = image.chunks[index]
    (self.image, self.chunk, zonesChunk, bitmapsChunk) = (image, index, zones, bitmaps)
    (count, width, base, unit, top) = (chunk.count, Int(chunk.width), chunk.base, chunk.unit, chunk.top)
    missingCount = Int(chunk.missing)
    (zoneRows, singleRows) = (layout.zoneRows, layout.singleRows)
  }

  public var bytes: UnsafeRawPointer { image.bytes(chunk) }

  /// The same column of the same library.
  public func isSame(as other: PackedCells) -> Bool { image === other.image && chunk == other.chunk }

  public var u8: UnsafeBufferPointer<UInt8> { typed() }
  public var u16: UnsafeBufferPointer<UInt16> { typed() }
  public var u32: UnsafeBufferPointer<UInt32> { typed() }
  public var u64: UnsafeBufferPointer<UInt64> { typed() }

  private func typed<Cell>() -> UnsafeBufferPointer<Cell> {
    precondition(MemoryLayout<Cell>.size == width, "cells of another width")
    return UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: Cell.self), count: count)
  }

  /// One stored cell.
  public func stored(at row: Int) -> UInt64 {
    precondition(row >= 0 && row < count, "row outside the column")
    let at = image.bytes(chunk, holding: row * width..<(row + 1) * width) + row * width
    switch width {
    case 1: return UInt64(at.load(as: UInt8.self))
    case 2: return UInt64(at.load(as: UInt16.self))
    case 4: return UInt64(at.load(as: UInt32.self))
    default: return at.load(as: UInt64.self)
    }
  }

  /// Of a column of numbers: how many decimals they have.
  public var scale: Int { Decimal.scale(ofUnit: unit) ?? 0 }

  /// The whole number of units that a stored number other than 0 means; times or divided by ``unit`` it is the value.
  public func units(_ stored: UInt64) -> Int64 { Int64(bitPattern: stored &- 1) &+ base }

  /// The stored numbers that mean `low ... high` units; nil when no cell can be inside. Its lower end is at least 1.
  public func stored(_ range: ClosedRange<Int64>) -> ClosedRange<UInt64>? {
    guard top > 0 else { return nil }
    let last = units(top)
    guard range.upperBound >= base, range.lowerBound <= last else { return nil }
    let low = range.lowerBound <= base ? 1 : UInt64(bitPattern: range.lowerBound &- base) + 1
    let high = range.upperBound >= last ? top : UInt64(bitPattern: range.upperBound &- base) + 1
    return low <= high ? low...high : nil
  }

  /// Writes a bit for every row below `rows` whose stored number is in the range, which begins at 1 or higher, into (rows + 63) / 64 words.
  public func within(_ range: ClosedRange<UInt64>, rows: Int, _ words: UnsafeMutablePointer<UInt64>) {
    within(range, rows: 0..<rows, words)
  }

  /// The same for some of the rows, the first of which is a multiple of 64 and has the first bit of the words.
  public func within(_ range: ClosedRange<UInt64>, rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows outside the column")
    guard !rows.isEmpty else { return }
    let (low, span, first) = (range.lowerBound, range.upperBound - range.lowerBound, rows.lowerBound)
    switch width {
    case 1: luodi_within_u8(u8.baseAddress! + first, rows.count, UInt8(low), UInt8(span), words)
    case 2: luodi_within_u16(u16.baseAddress! + first, rows.count, UInt16(low), UInt16(span), words)
    case 4: luodi_within_u32(u32.baseAddress! + first, rows.count, UInt32(low), UInt32(span), words)
    default: luodi_within_u64(u64.baseAddress! + first, rows.count, low, span, words)
    }
  }

  // MARK: zones

  /// Smallest and largest stored number of every ``zoneRows`` rows, one after the other, in the column's width; 0 0 where none is known. Nil for
  /// columns without zones (codes, and tables of one zone).
  public var zones: UnsafeRawPointer? { zonesChunk.map { image.bytes($0) } }
  public var zoneCount: Int { zonesChunk == nil ? 0 : (count + zoneRows - 1) / zoneRows }

  // MARK: bitmaps

  /// For columns of few codes: the rows that hold a code, `(count + 63) / 64` words, bits behind the rows 0. Nil where none is stored.
  public func bitmap(code: Int) -> UnsafePointer<UInt64>? {
    let words = (count + 63) / 64
    guard let bitmapsChunk, code >= 0, (code + 1) * words * 8 <= image.chunks[bitmapsChunk].length else { return nil }
    let place = code * words * 8
    return (image.bytes(bitmapsChunk, holding: place..<place + words * 8) + place).assumingMemoryBound(to: UInt64.self)
  }
}

// General access: cells widened into arrays.
extension PackedCells {
  /// Rows `0..<n`, or any rows in any order, each below the count.
  enum Rows {
    case first(Int)
    case picked([Int32])

    var count: Int {
      switch self {
      case .first(let count): count
      case .picked(let rows): rows.count
      }
    }
  }

  func codes(_ rows: Rows) -> [UInt32] { widened(rows, empty: 0) { UInt32(truncatingIfNeeded: $0 &- 1) } }

  func int32s(_ rows: Rows) -> [Int32] {
    let (base, unit) = (base, unit)
    return widened(rows, empty: 0) { Int32(truncatingIfNeeded: (Int64(bitPattern: $0 &- 1) &+ base) &* unit) }
  }

  func int64s(_ rows: Rows) -> [Int64] {
    let (base, unit) = (base, unit)
    return widened(rows, empty: 0) { (Int64(bitPattern: $0 &- 1) &+ base) &* unit }
  }

  /// Numbers: whole numbers of their last place.
  func mantissas(_ rows: Rows) -> [Int128] {
    let base = base
    return widened(rows, empty: 0) { Int128(Int64(bitPattern: $0 &- 1) &+ base) }
  }

  /// Nil when all of the rows are known.
  func validity(_ rows: Rows) -> Bitmap? {
    let known: Bitmap
    switch rows {
    case .first(let count):
      guard top > 0 else { return count > 0 ? Bitmap(count: count) : nil }
      known = Bitmap(count: count) { within(1...top, rows: count, $0) }
    case .picked(let rows) where rows.count < singleRows && rows.allSatisfy({ stored(at: Int($0)) != 0 }): return nil
    case .picked:
      let bytes = widened(rows, empty: UInt8(0)) { _ in UInt8(1) }
      known = Bitmap(count: bytes.count) { luodi_within_u8(bytes, bytes.count, 1, 0, $0) }
    }
    return known.population == known.count ? nil : known
  }

  @inline(__always)
  private func widened<Wide: BitwiseCopyable>(_ rows: Rows, empty: Wide, _ value: (UInt64) -> Wide) -> [Wide] {
    let count = rows.count
    return [Wide](unsafeUninitializedCapacity: count) { result, filled in
      switch width {
      case 1: widen(UInt8.self, rows, result, empty, value)
      case 2: widen(UInt16.self, rows, result, empty, value)
      case 4: widen(UInt32.self, rows, result, empty, value)
      default: widen(UInt64.self, rows, result, empty, value)
      }
      filled = count
    }
  }

  @inline(__always)
  private func widen<Narrow: FixedWidthInteger & UnsignedInteger, Wide>(
    _ type: Narrow.Type, _ rows: Rows, _ result: UnsafeMutableBufferPointer<Wide>, _ empty: Wide, _ value: (UInt64) -> Wide
  ) {
    switch rows {
    case .first(let count):
      precondition(count <= self.count, "rows outside the column")
      let cells = bytes.assumingMemoryBound(to: Narrow.self)
      for row in 0..<count { result[row] = cells[row] == 0 ? empty : value(UInt64(cells[row])) }
    case .picked(let rows) where rows.count < singleRows:
      for (index, row) in rows.enumerated() {
        let stored = stored(at: Int(row))
        result[index] = stored == 0 ? empty : value(stored)
      }
    case .picked(let rows):
      let cells = bytes.assumingMemoryBound(to: Narrow.self)
      for (index, row) in rows.enumerated() {
        let stored = cells[Int(row)]
        result[index] = stored == 0 ? empty : value(UInt64(stored))
      }
    }
  }

}
