import CKernels
import Synchronization

extension Column {
  /// The versions whose cell is this code: a choice value, a key number of a link, a text. Empty for columns without codes. Made once for a
  /// code and kept; the bitmaps of a column with few codes are made together in one pass.
  public func bitmap(code: Int) -> Bitmap {
    switch cells {
    case .codes(let codes, let names):
      guard (0..<names.count).contains(code) else { return Bitmap(count: codes.count) }
      return bitmaps.bitmap(code) {
        if names.count <= BitmapCache.fewCodes { return all(codes, count: names.count) }
        return [code: one(code, of: codes)]
      }
    case .int32(let cells): return Bitmap(count: cells.count)
    case .int64(let cells): return Bitmap(count: cells.count)
    case .double(let cells): return Bitmap(count: cells.count)
    case .bits(let bits): return Bitmap(count: bits.count)
    }
  }

  private func one(_ code: Int, of codes: [UInt32]) -> Bitmap {
    let found = Bitmap(count: codes.count) { luodi_equal_u32(codes, codes.count, UInt32(code), $0) }
    guard let validity else { return found }
    return found.and(validity)
  }

  private func all(_ codes: [UInt32], count: Int) -> [Int: Bitmap] {
    var bitmaps = [Bitmap](repeating: Bitmap(count: codes.count), count: count)
    for (row, code) in codes.enumerated() where isKnown(row) { bitmaps[Int(code)][row] = true }
    return Dictionary(uniqueKeysWithValues: bitmaps.enumerated().map { ($0.offset, $0.element) })
  }
}

/// The bitmaps of a column's codes that were asked for. Shared by all copies of the column.
final class BitmapCache: Sendable {
  /// Up to this many codes one pass makes all bitmaps: 64 of them over a million versions take 8 MB.
  static let fewCodes = 64

  private let bitmaps = Mutex<[Int: Bitmap]>([:])

  func bitmap(_ code: Int, make: () -> [Int: Bitmap]) -> Bitmap {
    bitmaps.withLock { held in
      if let bitmap = held[code] { return bitmap }
      held.merge(make()) { old, _ in old }
      return held[code]!
    }
  }
}
