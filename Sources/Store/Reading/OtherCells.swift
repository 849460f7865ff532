import Results
import Schema

/// Numbers that have no place in 64 bits: mantissas of one scale. The pointers are valid as long as the library is.
public struct WideCells: Sendable {
  let image: Image
  let chunk: Int
  public let count: Int
  /// Decimals of every number
  public let scale: Int
  public let missingCount: Int

  init(_ image: Image, _ index: Int, scale: Int) {
    (self.image, chunk, self.scale) = (image, index, scale)
    count = image.chunks[index].count
    missingCount = Int(image.chunks[index].missing)
  }

  /// A missing cell is less than every number.
  public var cells: UnsafeBufferPointer<Int128> {
    UnsafeBufferPointer(start: image.bytes(chunk).assumingMemoryBound(to: Int128.self), count: count)
  }

  /// Writes a bit for every row below `rows` whose mantissa is in the range.
  public func within(_ range: ClosedRange<Int128>, rows: Int, _ words: UnsafeMutablePointer<UInt64>) {
    let cells = cells
    for row in 0..<rows where range.contains(cells[row]) { words[row >> 6] |= 1 &<< UInt64(row & 63) }
  }

  func mantissas(_ rows: PackedCells.Rows) -> [Int128] {
    let cells = cells
    switch rows {
    case .first(let count): return cells.prefix(count).map { $0 == .missing ? 0 : $0 }
    case .picked(let rows): return rows.map { cells[Int($0)] == .missing ? 0 : cells[Int($0)] }
    }
  }

  func validity(_ rows: PackedCells.Rows) -> Bitmap? {
    let cells = cells
    var known = Bitmap(count: rows.count, filled: true)
    switch rows {
    case .first(let count): for row in 0..<count where cells[row] == .missing { known[row] = false }
    case .picked(let rows): for (index, row) in rows.enumerated() where cells[Int(row)] == .missing { known[index] = false }
    }
    return known.population == known.count ? nil : known
  }
}

extension Int128 {
  /// What a wide column holds where no number is filed.
  static var missing: Int128 { .min }
}

/// Flags as bits: what is true, and what is known where cells are missing. The pointers are valid as long as the library is.
public struct FlagCells: Sendable {
  let bits: StoredBits
  let knownBits: StoredBits?
  public let missingCount: Int

  public var count: Int { bits.count }
  /// `(count + 63) / 64` words; a missing cell's bit is 0.
  public var words: UnsafePointer<UInt64> { bits.words }
  /// Nil where every cell is known.
  public var knownWords: UnsafePointer<UInt64>? { knownBits?.words }

  func isKnown(_ row: Int) -> Bool { knownBits?[row] ?? true }
  func bits(_ rows: PackedCells.Rows) -> Bitmap { bits.bitmap(rows) }

  func validity(_ rows: PackedCells.Rows) -> Bitmap? {
    guard let known = knownBits?.bitmap(rows), known.population != known.count else { return nil }
    return known
  }
}

/// A bit a row in an image.
struct StoredBits: Sendable {
  let image: Image
  let chunk: Int

  var count: Int { image.chunks[chunk].count }
  var words: UnsafePointer<UInt64> { image.bytes(chunk).assumingMemoryBound(to: UInt64.self) }

  subscript(row: Int) -> Bool {
    let place = (row >> 6) * 8
    let word = (image.bytes(chunk, holding: place..<place + 8) + place).load(as: UInt64.self)
    return word & (1 << UInt64(row & 63)) != 0
  }

  func bitmap(_ rows: PackedCells.Rows) -> Bitmap {
    let words = words
    switch rows {
    case .first(let size):
      precondition(size <= count, "rows outside the column")
      return Bitmap(count: size, copying: words)
    case .picked(let rows):
      var result = Bitmap(count: rows.count)
      for (index, row) in rows.enumerated() {
        result.words[index >> 6] |= (words[Int(row) >> 6] >> UInt64(row & 63) & 1) << UInt64(index & 63)
      }
      return result
    }
  }
}

/// A column of texts that hardly repeat. The cell of current row r is text r; a history row names the number of its text.
public struct TextCells: Sendable {
  /// Text r is the cell of current row r; the texts behind are of history only.
  public let texts: StoredTexts
  let known: StoredBits?
  let image: Image
  /// Numbers of texts, a history row each.
  let numbersChunk: Int
  public let currentCount: Int
  public let missingCount: Int

  public var count: Int { currentCount + image.chunks[numbersChunk].count }
  /// Nil where every cell is known, holes included.
  public var knownWords: UnsafePointer<UInt64>? { known?.words }

  func isKnown(_ row: Int) -> Bool { known?[row] ?? true }

  /// The number of a row's text.
  public func number(_ row: Int) -> Int {
    guard row >= currentCount else { return row }
    let place = (row - currentCount) * 4
    return Int((image.bytes(numbersChunk, holding: place..<place + 4) + place).load(as: UInt32.self))
  }

  func numbers(_ rows: PackedCells.Rows) -> [UInt32] {
    func read(_ row: Int) -> UInt32 { isKnown(row) ? UInt32(number(row)) : 0 }
    switch rows {
    case .first(let count): return (0..<count).map(read)
    case .picked(let rows): return rows.map { read(Int($0)) }
    }
  }

  func validity(_ rows: PackedCells.Rows) -> Bitmap? {
    guard let known = known?.bitmap(rows), known.population != known.count else { return nil }
    return known
  }
}
