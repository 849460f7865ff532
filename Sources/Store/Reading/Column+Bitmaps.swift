import CKernels
public import Results
import Synchronization

extension Column {
  /// The rows whose cell is this code: a choice value, a key number of a link, a text. Empty for columns without codes. Few codes have theirs in the
  /// library; others are made once and kept.
  public func bitmap(code: Int) -> Bitmap {
    guard let names, (0..<names.count).contains(code) else { return Bitmap(count: count) }
    return bitmaps.bitmap(code) { makeBitmap(code) }
  }

  private func makeBitmap(_ code: Int) -> Bitmap {
    switch storage {
    case .packed(let cells):
      if let words = cells.bitmap(code: code) {
        return Bitmap(count: cells.count, copying: words)
      }
      let stored = UInt64(code) + 1
      guard stored <= cells.top else { return Bitmap(count: cells.count) }
      return Bitmap(count: cells.count) { cells.within(stored...stored, rows: cells.count, $0) }
    case .texts, .keys: return Bitmap(count: count, rows: (0..<count).lazy.filter { isKnown($0) && self.code(at: $0) == code })
    case .wide, .flags: return Bitmap(count: count)
    }
  }
}

/// The bitmaps of a column's codes that were asked for. Shared by all copies of the column.
final class BitmapCache: Sendable {
  private let bitmaps = Mutex<[Int: Bitmap]>([:])

  func bitmap(_ code: Int, make: () -> Bitmap) -> Bitmap { bitmaps.withLock { $0.value(for: code, make: make) } }
}
