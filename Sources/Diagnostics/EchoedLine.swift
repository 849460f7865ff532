/// A line of a source as it is echoed above the carets, cut to a window around the place.
struct EchoedLine {
  private(set) var text = ""
  /// Cells before the place and under it; at least one under it.
  private(set) var before = 0
  private(set) var under = 0

  /// One character as shown.
  private struct Cell {
    var text: String
    var width: Int
    var isUnder: Bool
  }

  init(_ place: Place, in source: Source, width: Int) {
    // What lies further away cannot be in the window; lines of many megabytes stay cheap.
    let reach = width * 8
    var start = place.lineRange.start
    var end = place.lineRange.end
    if place.range.start - start > reach { start = Self.boundary(place.range.start - reach, in: source) }
    if end - place.range.start > reach { end = Self.boundary(place.range.start + reach, in: source) }
    let cells = Self.cells(source, from: start, to: end, place)
    let window = Self.window(cells, width: width)
    compose(
      cells[window], isCutLeft: start > place.lineRange.start || window.lowerBound > 0,
      isCutRight: end < place.lineRange.end || window.upperBound < cells.count)
  }

  /// All cells if they fit; else half the room before the place, or more where little follows it.
  private static func window(_ cells: [Cell], width: Int) -> Range<Int> {
    let total = cells.reduce(0) { $0 + $1.width }
    if total <= width { return 0..<cells.count }
    let first = cells.firstIndex { $0.isUnder } ?? cells.count
    let following = cells[first...].reduce(0) { $0 + $1.width }
    // Two cells are kept for the marks of the cuts.
    let room = max(width / 2, width - following - 2)
    var used = 0
    var low = first
    while low > 0, used + cells[low - 1].width <= room {
      low -= 1
      used += cells[low].width
    }
    var high = first
    while high < cells.count, used + cells[high].width <= width - 2 {
      used += cells[high].width
      high += 1
    }
    return low..<max(high, min(first + 1, cells.count))
  }

  private mutating func compose(_ cells: ArraySlice<Cell>, isCutLeft: Bool, isCutRight: Bool) {
    if isCutLeft { text = "…" }
    var column = isCutLeft ? 1 : 0
    var place: Int?
    for cell in cells {
      if cell.isUnder {
        if place == nil { place = column }
        under += cell.width
      }
      text += cell.text
      column += cell.width
    }
    if isCutRight { text += "…" }
    before = place ?? column
    under = max(under, 1)
  }

  /// The first byte of the character that holds this offset.
  private static func boundary(_ offset: Int, in source: Source) -> Int {
    var start = offset
    while start > 0, offset - start < 3, source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// The characters of a part of the line. A tab reaches to the next multiple of 8 cells.
  private static func cells(_ source: Source, from start: Int, to end: Int, _ place: Place) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var offset = start
    let isEmpty = place.range.isEmpty
    for scalar in source.text(SourceRange(start, end)).unicodeScalars {
      let length = Self.length(of: scalar, at: offset, in: source)
      let isUnder = isEmpty ? offset == place.range.start : offset < place.range.end && offset + length > place.range.start
      var shown = ""
      if scalar == "\t" { shown = String(repeating: " ", count: 8 - column % 8) } else { appendEscaped(scalar, to: &shown) }
      let width = displayWidth(shown)
      if width == 0, !cells.isEmpty {
        cells[cells.count - 1].text += shown
        if isUnder { cells[cells.count - 1].isUnder = true }
      } else {
        cells.append(Cell(text: shown, width: width, isUnder: isUnder))
      }
      column += width
      offset += length
    }
    return cells
  }

  /// Bytes that are not UTF-8 are shown as U+FFFD, one for each run that could have begun a character.
  private static func length(of scalar: Unicode.Scalar, at offset: Int, in source: Source) -> Int {
    let bytes = source.bytes
    if scalar != "\u{FFFD}" || offset + 2 < bytes.count && bytes[offset...].starts(with: [0xEF, 0xBF, 0xBD]) {
      return UTF8.width(scalar)
    }
    var end = offset + 1
    while end < bytes.count, end < offset + 4, String(decoding: bytes[offset...end], as: UTF8.self).unicodeScalars.count == 1 { end += 1 }
    return end - offset
  }
}
