/// Finds what separates the cells of a text.
enum Delimiter {
  private static let candidates: [UInt8] = [0x2C, 0x09, 0x3B, 0x7C]

  /// Spreadsheets may name the delimiter in a first line `sep=;`. The length of that line, with its end, is `skipped`.
  static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> (delimiter: UInt8, skipped: Int) {
    if bytes.count > 5, bytes.prefix(4).elementsEqual("sep=".utf8), candidates.contains(bytes[4]) {
      var end = 5
      while end < bytes.count, bytes[end] == 0x0D || bytes[end] == 0x0A, end < 7 { end += 1 }
      if end > 5 || bytes.count == 5 { return (bytes[4], end) }
    }
    return (mostRegular(bytes), 0)
  }

  /// The candidate under which most of the first rows have the same number of cells, more than one; among equals, more cells.
  private static func mostRegular(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    let sample = UnsafeBufferPointer(rebasing: bytes.prefix(65_536))
    var best: (delimiter: UInt8, score: Int) = (candidates[0], 0)
    for candidate in candidates {
      var counts: [Int: Int] = [:]
      var reader = DelimitedReader(sample, delimiter: candidate)
      var row = Row()
      var rows = 0
      while rows < 60, reader.next(&row) {
        // The last row of the sample may be cut; one-cell rows (titles, footnotes, blanks) say nothing.
        if reader.offset == sample.count, sample.count < bytes.count { break }
        rows += 1
        if row.cells.count > 1 { counts[row.cells.count, default: 0] += 1 }
      }
      let score = counts.map { $1 * $1 * 1000 + min($0, 999) }.max() ?? 0
      if score > best.score { best = (candidate, score) }
    }
    return best.delimiter
  }
}
