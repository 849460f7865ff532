import Diagnostics

/// Railroad diagrams as SVG: a rule is a line to follow from left to right; what lies on a branch is a choice, what lies on a way back repeats.
struct Railroad {
  /// A piece with the rail on its axis; `draw` takes the place of its left end.
  struct Piece {
    var width: Double
    /// What it takes above and below its axis.
    var up: Double
    var down: Double
    var draw: (_ x: Double, _ y: Double) -> String
  }

  private static let radius = 8.0
  private static let gap = 12.0
  private static let widest = 860.0

  /// One section of the grammar as a picture.
  static func svg(_ section: Grammar.Section) -> String {
    var body = ""
    var y = 12.0
    var width = 0.0
    for rule in section.rules {
      let lines = rows(of: rule.body)
      body += "<text x=\"12\" y=\"\(text(y + 14))\" font-weight=\"700\">\(escaped(rule.name))</text>\n"
      y += 26
      var previousEnd: (x: Double, y: Double)?
      for (place, line) in lines.enumerated() {
        y += line.up + 4
        let x = 24.0
        if let end = previousEnd { body += turn(from: end, to: (x, y), above: y - line.up - 6) } else { body += dot(x - 8, y) }
        body += line.draw(x, y)
        width = max(width, x + line.width)
        if place == lines.count - 1 {
          body += dot(x + line.width + 8, y)
        } else {
          previousEnd = (x + line.width, y + line.down)
          body += rail(x + line.width, y, "h 8 v \(text(line.down))")
        }
        y += line.down + 14
      }
      y += 6
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(text(width + 44))" height="\(text(y))" viewBox="0 0 \(text(width + 44)) \(text(y))">
      <title>\(escaped(section.title))</title>
      <style>@media (prefers-color-scheme: dark) { text { fill: #e6e6e6 } }</style>
      <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#24292f" stroke="none">
      \(body)</g>
      </svg>

      """
  }

  /// A long sequence is broken into lines.
  private static func rows(of node: Grammar.Node) -> [Piece] {
    guard case .sequence(let parts) = simplified(node), sequence(pieces(parts)).width > widest else { return [piece(node)] }
    var rows: [[Piece]] = [[]]
    var width = 0.0
    for piece in pieces(parts) {
      if width + piece.width > widest, !(rows.last?.isEmpty ?? true) {
        rows.append([])
        width = 0
      }
      rows[rows.count - 1].append(piece)
      width += piece.width + gap
    }
    return rows.map(sequence)
  }

  // MARK: Pieces

  /// `X { "," X }` is one loop: the loop node is spelled as repeated(sequence) behind its first item, so the first item is dropped.
  private static func pieces(_ parts: [Grammar.Node]) -> [Piece] {
    var pieces: [Piece] = []
    var index = 0
    while index < parts.count {
      if let (count, back) = loop(at: index, parts) {
        let item = Array(parts[index..<index + count])
        pieces.append(loop(sequence(self.pieces(item)), back: back.map(piece)))
        index += count + 1
      } else {
        pieces.append(piece(parts[index]))
        index += 1
      }
    }
    return pieces
  }

  /// How many parts from `index` on come again in the repetition behind them, and what stands between.
  private static func loop(at index: Int, _ parts: [Grammar.Node]) -> (count: Int, back: Grammar.Node?)? {
    for place in index + 1..<max(parts.count, index + 1) {
      guard place < parts.count, case .repeated(let again) = parts[place] else { continue }
      let repeated: [Grammar.Node] = if case .sequence(let inner) = again { inner } else { [again] }
      let item = Array(parts[index..<place])
      guard repeated.count > item.count, Array(repeated.suffix(item.count)) == item else { continue }
      return (item.count, .sequence(Array(repeated.dropLast(item.count))))
    }
    return nil
  }

  private static func simplified(_ node: Grammar.Node) -> Grammar.Node {
    if case .sequence(let parts) = node, parts.count == 1 { return simplified(parts[0]) }
    return node
  }

  private static func piece(_ node: Grammar.Node) -> Piece {
    switch simplified(node) {
    case .word(let word): box(word, rounded: true)
    case .name(let name): box(name, rounded: false)
    case .sequence(let parts): sequence(pieces(parts))
    case .choice(let parts): choice(parts.map(piece))
    case .optional(let part): optional(piece(part))
    case .repeated(let part): loop(line(16), back: piece(part))
    }
  }

  private static func box(_ label: String, rounded: Bool) -> Piece {
    let width = Double(displayWidth(label)) * 7.9 + 18
    return Piece(width: width, up: 12, down: 12) { x, y in
      let corner = rounded ? " rx=\"11\"" : ""
      return
        "<rect x=\"\(text(x))\" y=\"\(text(y - 11))\" width=\"\(text(width))\" height=\"22\"\(corner) fill=\"#8b949e\" fill-opacity=\"0.16\" stroke=\"#8b949e\"/>"
        + "<text x=\"\(text(x + width / 2))\" y=\"\(text(y + 4.5))\" text-anchor=\"middle\">\(escaped(label))</text>\n"
    }
  }

  private static func line(_ width: Double) -> Piece {
    Piece(width: width, up: 0, down: 0) { x, y in rail(x, y, "h \(text(width))") }
  }

  private static func sequence(_ parts: [Piece]) -> Piece {
    let width = parts.map(\.width).reduce(0, +) + gap * Double(max(parts.count - 1, 0))
    return Piece(width: width, up: parts.map(\.up).max() ?? 0, down: parts.map(\.down).max() ?? 0) { x, y in
      var drawn = ""
      var x = x
      for (place, part) in parts.enumerated() {
        drawn += part.draw(x, y)
        x += part.width
        if place < parts.count - 1 { drawn += rail(x, y, "h \(text(gap))") }
        x += gap
      }
      return drawn
    }
  }

  private static func choice(_ parts: [Piece]) -> Piece {
    let inner = parts.map(\.width).max() ?? 0
    var offsets: [Double] = [0]
    for (above, below) in zip(parts, parts.dropFirst()) { offsets.append((offsets.last ?? 0) + max(above.down + below.up + 6, 2 * radius)) }
    let down = (offsets.last ?? 0) + (parts.last?.down ?? 0)
    return Piece(width: inner + 4 * radius, up: parts.first?.up ?? 0, down: down) { x, y in
      var drawn = ""
      let end = x + inner + 4 * radius
      for (part, offset) in zip(parts, offsets) {
        let left = x + 2 * radius
        if offset == 0 {
          drawn += rail(x, y, "h \(text(2 * radius))") + rail(left + part.width, y, "H \(text(end))")
        } else {
          let straight = text(offset - 2 * radius)
          drawn += rail(x, y, "\(arc(1, 1, 1)) v \(straight) \(arc(0, 1, 1))")
          drawn += rail(left + part.width, y + offset, "H \(text(end - 2 * radius)) \(arc(0, 1, -1)) v -\(straight) \(arc(1, 1, -1))")
        }
        drawn += part.draw(left, y + offset)
      }
      return drawn
    }
  }

  /// The way around lies above.
  private static func optional(_ part: Piece) -> Piece {
    let rise = max(part.up + 5, 2 * radius)
    return Piece(width: part.width + 4 * radius, up: rise + 2, down: part.down) { x, y in
      let straight = text(rise - 2 * radius)
      return rail(x, y, "h \(text(2 * radius))") + part.draw(x + 2 * radius, y)
        + rail(x + 2 * radius + part.width, y, "h \(text(2 * radius))")
        + rail(
          x, y,
          "\(arc(0, 1, -1)) v -\(straight) \(arc(1, 1, -1)) h \(text(part.width)) \(arc(1, 1, 1)) v \(straight) \(arc(0, 1, 1))")
    }
  }

  /// The way back lies below, with what stands between two rounds on it.
  private static func loop(_ part: Piece, back: Piece?) -> Piece {
    let inner = max(part.width, back?.width ?? 0)
    let drop = max(part.down + (back?.up ?? 0) + 5, 2 * radius)
    return Piece(width: inner + 4 * radius, up: part.up, down: drop + (back?.down ?? 2)) { x, y in
      let left = x + 2 * radius
      let straight = text(drop - 2 * radius)
      var drawn = rail(x, y, "h \(text(2 * radius))") + part.draw(left, y) + rail(left + part.width, y, "H \(text(x + inner + 4 * radius))")
      drawn += rail(left + inner, y, "\(arc(1, 1, 1)) v \(straight) \(arc(1, -1, 1))")
      drawn += rail(left, y, "\(arc(0, -1, 1)) v \(straight) \(arc(0, 1, 1))")
      let place = left + (inner - (back?.width ?? 0)) / 2
      drawn += rail(left, y + drop, "H \(text(place))") + (back?.draw(place, y + drop) ?? "")
      return drawn + rail(place + (back?.width ?? 0), y + drop, "H \(text(left + inner))")
    }
  }

  // MARK: Strokes

  private static func arc(_ sweep: Int, _ x: Double, _ y: Double) -> String {
    "a \(text(radius)) \(text(radius)) 0 0 \(sweep) \(text(x * radius)) \(text(y * radius))"
  }

  private static func rail(_ x: Double, _ y: Double, _ path: String) -> String {
    "<path d=\"M \(text(x)) \(text(y)) \(path)\" fill=\"none\" stroke=\"#8b949e\" stroke-width=\"1.5\"/>\n"
  }

  private static func dot(_ x: Double, _ y: Double) -> String {
    "<circle cx=\"\(text(x))\" cy=\"\(text(y))\" r=\"4\" fill=\"#8b949e\"/>" + rail(min(x, x), y, x < 20 ? "h 8" : "h -8")
  }

  /// From the end of one line to the beginning of the next.
  private static func turn(from end: (x: Double, y: Double), to start: (x: Double, y: Double), above: Double) -> String {
    rail(end.x + 8, end.y, "V \(text(above)) H \(text(start.x - 8)) V \(text(start.y)) h 8")
  }

  private static func text(_ number: Double) -> String {
    let tenths = (number * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
