import CKernels
import Results
import Schema

/// What the numbers of a chunk keep, so that whoever reads them may follow them without a look: a checksum says only that bytes are as they were
/// written. Where it does not hold, the chunk is damaged.
///
/// A block is looked at right behind its checksum, a few microseconds for 64 KB; what needs the whole chunk is looked at when it is first asked for
/// as a whole.
enum ChunkRule: Sendable {
  case none
  /// Stored numbers up to `top`, of which `empty` are 0; those of holes are among them.
  case cells(top: UInt64, empty: Int, alive: Int?)
  /// Mantissas of filed numbers, of which so many are missing.
  case wide(empty: Int)
  /// Bits, none behind the last row, of which so many are set, if it is known how many.
  case bits(rows: Int, set: Int?)
  /// Of `rows` bits each, in whole words.
  case bitmaps(rows: Int)
  /// Places that rise from 0 to `end`.
  case offsets(end: Int)
  /// Numbers below `count`, in rising order where they are keys.
  case numbers(count: Int, rise: Bool)
  /// In current rows below the number of snapshots, or equal to it in holes; in the rows behind them below it.
  case since(snapshots: Int, current: Int, alive: Int?)
  /// Behind the numbers of another chunk, and below the number of snapshots.
  case until(snapshots: Int, since: Int, current: Int)
  /// Pairs up to `top`, of so many bytes a number.
  case zones(top: UInt64, width: Int)
}

extension ChunkRule {
  /// Some bytes of the chunk, a block of it, have just come in. Adds the empty cells among them.
  func holds(in image: Image, _ index: Int, _ range: Range<Int>, empty: inout Int) -> Bool {
    let width = Int(image.chunks[index].width)
    let bytes = UnsafeRawBufferPointer(start: image.start + image.chunks[index].place + range.lowerBound, count: range.count)
    switch self {
    case .none: return true
    case .cells(let top, _, _):
      let extent = Extent(bytes, width: width)
      empty += extent.zeros
      return extent.top <= top
    case .wide:
      let limit = Decimal.powers[Decimal.mostDigits + Decimal.mostPlaces].magnitude
      for cell in bytes.bindMemory(to: Int128.self) {
        if cell == .missing { empty += 1 } else if cell.magnitude >= limit { return false }
      }
      return true
    case .bits(let rows, _): return range.upperBound * 8 <= rows || endsWithZeros(bytes, rows: rows - range.lowerBound * 8)
    case .bitmaps: return true
    case .offsets(let end): return Extent(bytes, width: width).top <= UInt64(end) && rises(bytes, width: width)
    case .numbers(let count, let rise):
      return Extent(bytes, width: width).top < UInt64(count) && (!rise || rises(bytes, width: width))
    case .since(let snapshots, let current, let alive):
      let part = max(0, min(bytes.count, current * width - range.lowerBound))
      let history = UnsafeRawBufferPointer(rebasing: bytes[part...])
      guard history.isEmpty || Extent(history, width: width).top < UInt64(snapshots) else { return false }
      let first = range.lowerBound / width
      return part == 0
        || holesBeginNowhere(UnsafeRawBufferPointer(rebasing: bytes[..<part]), width, from: first, snapshots, alive: alive, in: image)
    case .until(let snapshots, let since, let current):
      let rows = current * width + range.lowerBound..<current * width + range.upperBound
      let starts = image.bytes(since, holding: rows) + rows.lowerBound
      return Extent(bytes, width: width).top < UInt64(snapshots) && lasts(starts, bytes, width: width)
    case .zones(let top, let width): return Extent(bytes, width: width).top <= top
    }
  }

  /// All blocks of the chunk hold, and so many cells in them are empty.
  func holds(in image: Image, _ index: Int, empty: Int) -> Bool {
    let chunk = image.chunks[index]
    let bytes = UnsafeRawBufferPointer(start: image.start + chunk.place, count: chunk.length)
    switch self {
    case .none, .since, .until, .zones: return true
    case .cells(_, let expected, let alive): return empty == expected && (alive.map { holesAreEmpty(image, index, alive: $0) } ?? true)
    case .wide(let expected): return empty == expected
    case .bits(_, let set):
      return set.map { $0 == luodi_count(bytes.baseAddress?.assumingMemoryBound(to: UInt64.self), chunk.length / 8) } ?? true
    case .bitmaps(let rows):
      let size = (rows + 63) / 64 * 8
      guard size > 0 else { return true }
      return stride(from: 0, to: chunk.length, by: size).allSatisfy { place in
        endsWithZeros(UnsafeRawBufferPointer(rebasing: bytes[place..<place + size]), rows: rows)
      }
    case .offsets(let end):
      guard let last = bytes.count >= 4 ? bytes.load(fromByteOffset: bytes.count - 4, as: UInt32.self) : nil else { return false }
      return bytes.load(as: UInt32.self) == 0 && Int(last) == end && risesBetweenBlocks(bytes, width: 4)
    case .numbers(_, let rise): return !rise || risesBetweenBlocks(bytes, width: Int(chunk.width))
    }
  }

  // MARK: parts

  /// The largest of some numbers, and how many are 0.
  private struct Extent {
    var top: UInt64 = 0
    var zeros = 0

    init(_ bytes: UnsafeRawBufferPointer, width: Int) {
      guard let start = bytes.baseAddress else { return }
      switch width {
      case 1: luodi_extent_u8(start.assumingMemoryBound(to: UInt8.self), bytes.count, &top, &zeros)
      case 2: luodi_extent_u16(start.assumingMemoryBound(to: UInt16.self), bytes.count / 2, &top, &zeros)
      case 4: luodi_extent_u32(start.assumingMemoryBound(to: UInt32.self), bytes.count / 4, &top, &zeros)
      default: luodi_extent_u64(start.assumingMemoryBound(to: UInt64.self), bytes.count / 8, &top, &zeros)
      }
    }
  }

  private func rises(_ bytes: UnsafeRawBufferPointer, width: Int) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    switch width {
    case 1: return luodi_rises_u8(start.assumingMemoryBound(to: UInt8.self), bytes.count) != 0
    case 2: return luodi_rises_u16(start.assumingMemoryBound(to: UInt16.self), bytes.count / 2) != 0
    default: return luodi_rises_u32(start.assumingMemoryBound(to: UInt32.self), bytes.count / 4) != 0
    }
  }

  private func risesBetweenBlocks(_ bytes: UnsafeRawBufferPointer, width: Int) -> Bool {
    stride(from: LibraryFormat.blockLength, to: bytes.count, by: LibraryFormat.blockLength).allSatisfy { border in
      rises(UnsafeRawBufferPointer(rebasing: bytes[border - width..<border + width]), width: width)
    }
  }

  private func lasts(_ since: UnsafeRawPointer, _ until: UnsafeRawBufferPointer, width: Int) -> Bool {
    guard let ends = until.baseAddress else { return true }
    if width == 1 {
      return luodi_lasts_u8(since.assumingMemoryBound(to: UInt8.self), ends.assumingMemoryBound(to: UInt8.self), until.count) != 0
    }
    return luodi_lasts_u16(since.assumingMemoryBound(to: UInt16.self), ends.assumingMemoryBound(to: UInt16.self), until.count / 2) != 0
  }

  /// The last words of `rows` bits have nothing behind them.
  private func endsWithZeros(_ bytes: UnsafeRawBufferPointer, rows: Int) -> Bool {
    guard rows & 63 != 0, bytes.count >= 8 else { return true }
    return bytes.load(fromByteOffset: (rows >> 6) * 8, as: UInt64.self) >> UInt64(rows & 63) == 0
  }

  /// Rows from `first` on, a multiple of 64, are holes exactly where they begin behind the last snapshot.
  private func holesBeginNowhere(
    _ bytes: UnsafeRawBufferPointer, _ width: Int, from first: Int, _ snapshots: Int, alive: Int?, in image: Image
  ) -> Bool {
    let top = Extent(bytes, width: width).top
    guard let alive else { return top < UInt64(snapshots) }
    guard top <= UInt64(snapshots), let start = bytes.baseAddress else { return top <= UInt64(snapshots) }
    let rows = bytes.count / width
    let holes = Bitmap(count: rows) { words in
      if width == 1 {
        luodi_within_u8(start.assumingMemoryBound(to: UInt8.self), rows, UInt8(snapshots), 0, words)
      } else {
        luodi_within_u16(start.assumingMemoryBound(to: UInt16.self), rows, UInt16(snapshots), 0, words)
      }
    }
    let place = first / 8
    let bits = image.bytes(alive, holding: place..<place + holes.words.count * 8) + place
    return holes.words.indices.allSatisfy { word in
      let used = word == rows >> 6 ? (1 << UInt64(rows & 63)) - 1 : UInt64.max
      return (holes.words[word] ^ bits.load(fromByteOffset: word * 8, as: UInt64.self)) & used == used
    }
  }

  private func holesAreEmpty(_ image: Image, _ index: Int, alive: Int) -> Bool {
    let rows = image.chunks[alive].count
    let words = image.bytes(alive).assumingMemoryBound(to: UInt64.self)
    let width = Int(image.chunks[index].width)
    let cells = image.start + image.chunks[index].place
    for word in 0..<(rows + 63) / 64 {
      var holes = ~words[word]
      while holes != 0 {
        let row = word << 6 | holes.trailingZeroBitCount
        holes &= holes - 1
        guard row < rows else { break }
        for place in row * width..<(row + 1) * width where cells.load(fromByteOffset: place, as: UInt8.self) != 0 { return false }
      }
    }
    return true
  }
}
