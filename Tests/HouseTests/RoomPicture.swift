/// The rooms and who imports whom, as SVG: a place for each room by hand, every arrow from the manifest. What other arrows lead to
/// has none of its own.
struct RoomPicture {
  typealias Imports = [String: Set<String>]

  struct Box {
    var left, right, top, bottom: Double
    var middle: Double { (left + right) / 2 }
    var height: Double { (top + bottom) / 2 }
  }

  enum Kind: String, CaseIterable {
    case words, question, data, ground, house

    var meaning: String {
      switch self {
      case .words: "the language and its words"
      case .question: "the question"
      case .data: "data and answers"
      case .ground: "what all stand on"
      case .house: "the program"
      }
    }
  }

  struct Place {
    var row: Int
    var span: ClosedRange<Double>
    var kind: Kind
    var role: String
  }

  /// Where each room stands; rows from the program down to the ground.
  static let places: [String: Place] = [
    "luodi": Place(row: 0, span: 445...605, kind: .house, role: "arguments"),
    "Shell": Place(
      row: 1, span: 20...1030, kind: .house, role: "the session, a straight line from statement to bytes; prompt, scripts, files"),
    "Completing": Place(row: 2, span: 20...155, kind: .words, role: "what may follow"),
    "Explaining": Place(row: 2, span: 170...305, kind: .words, role: "a query in words"),
    "Landing": Place(row: 2, span: 340...445, kind: .words, role: "the domain"),
    "SQL": Place(row: 2, span: 470...575, kind: .question, role: "query → SQL"),
    "Engine": Place(row: 2, span: 610...795, kind: .question, role: "query → plan → table"),
    "Intake": Place(row: 2, span: 820...905, kind: .data, role: "files → rows"),
    "Output": Place(row: 2, span: 925...1030, kind: .data, role: "table → bytes"),
    "Checking": Place(row: 3, span: 20...305, kind: .words, role: "tree + model → checked query"),
    "Patterns": Place(row: 3, span: 340...445, kind: .ground, role: "patterns of text"),
    "Store": Place(row: 3, span: 745...905, kind: .data, role: "library file, columns"),
    "Model": Place(row: 4, span: 20...305, kind: .words, role: "what words mean"),
    "Query": Place(row: 4, span: 470...700, kind: .question, role: "the contract: a checked query"),
    "Results": Place(row: 4, span: 800...965, kind: .data, role: "what an answer is"),
    "Syntax": Place(row: 5, span: 20...305, kind: .words, role: "text → tokens → tree"),
    "Schema": Place(row: 5, span: 530...725, kind: .ground, role: "types, values, catalog"),
    "Diagnostics": Place(row: 6, span: 20...1030, kind: .ground, role: "texts and places in them, messages in both languages"),
  ]

  /// Lines that do not simply go down in the middle of what both ends share: where they go down, and for those that turn, to the side.
  static let ways: [String: Double] = [
    "Engine Query": 675, "Engine Patterns": 635, "Engine Store": 770, "Query Schema": 615, "Query Diagnostics": 500, "Store Results": 852,
    "Store Diagnostics": 772, "Results Schema": 880, "Output Results": 945, "Output Diagnostics": 998,
  ]

  static let (width, rowHeight, boxHeight) = (1050.0, 92.0, 58.0)

  let imports: Imports

  var rooms: [String] {
    imports.keys.filter { Self.places[$0] != nil }.sorted {
      (Self.places[$0]!.row, Self.places[$0]!.span.lowerBound) < (Self.places[$1]!.row, Self.places[$1]!.span.lowerBound)
    }
  }

  static func box(_ room: String) -> Box {
    let place = places[room]!
    let top = 20 + Double(place.row) * rowHeight
    return Box(left: place.span.lowerBound, right: place.span.upperBound, top: top, bottom: top + boxHeight)
  }

  /// All that can be reached from a room.
  func reached(from room: String) -> Set<String> {
    var (found, waiting): (Set<String>, [String]) = ([], Array(imports[room] ?? []))
    while let next = waiting.popLast() {
      if found.insert(next).inserted { waiting += imports[next] ?? [] }
    }
    return found
  }

  /// Pairs of rooms whose arrow says something that no way round says.
  var arrows: [(from: String, to: String)] {
    rooms.flatMap { room in
      let direct = imports[room]!.filter { Self.places[$0] != nil }
      return direct.filter { one in !direct.contains { $0 != one && reached(from: $0).contains(one) } }.sorted().map { (room, $0) }
    }
  }

  /// The corners of an arrow's line.
  static func line(from: String, to: String) -> [(x: Double, y: Double)] {
    let (start, end) = (box(from), box(to))
    if start.top == end.top {
      return start.right < end.left
        ? [(start.right, start.height), (end.left, end.height)] : [(start.left, start.height), (end.right, end.height)]
    }
    let shared = (max(start.left, end.left), min(start.right, end.right))
    let down = ways["\(from) \(to)"] ?? (shared.0 < shared.1 ? (shared.0 + shared.1) / 2 : start.middle)
    if end.left < down && down < end.right { return [(down, start.bottom), (down, end.top)] }
    return [(down, start.bottom), (down, end.height), (down > end.right ? end.right : end.left, end.height)]
  }

  // MARK: Drawing

  var svg: String {
    let height = 20 + 7 * Self.rowHeight + 34
    let lines = arrows.map { Self.line(from: $0.from, to: $0.to) }
    let list = arrows.reduce(into: [(String, [String])]()) { list, arrow in
      if list.last?.0 == arrow.from { list[list.count - 1].1.append(arrow.to) } else { list.append((arrow.from, [arrow.to])) }
    }
    let described = list.map { "\($0.0) imports \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Self.width)) \(number(height))" width="\(number(Self.width))" height="\(number(height))" role="img" aria-labelledby="title desc">
      <title id="title">The rooms of luodi</title>
      <desc id="desc">From the program down to what all stand on. An arrow leads from a room to one that it imports; what it imports and other arrows lead to has none of its own. \(described).</desc>
      <style>
      svg { font-family: Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif; text-anchor: middle; }
      .name { font-size: 16px; font-weight: 600; fill: #1f2328; }
      .role, .key { font-size: 11.5px; fill: #57606a; }
      .key { text-anchor: start; }
      .shim { font-size: 10.5px; fill: #57606a; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
      .line { fill: none; stroke: #6e7781; stroke-width: 1.5; }
      .gap { fill: none; stroke: #ffffff; stroke-width: 7; }
      .head { fill: #6e7781; }
      .room { stroke-width: 1.5; }
      .back { fill: #ffffff; }
      .words { fill: #ddf4ff; stroke: #218bff; }
      .question { fill: #fff1e5; stroke: #e16f24; }
      .data { fill: #dafbe1; stroke: #2da44e; }
      .ground { fill: #f6f8fa; stroke: #8c959f; }
      .house { fill: #fbefff; stroke: #a475f9; }
      @media (prefers-color-scheme: dark) {
      .name { fill: #f0f6fc; }
      .role, .key, .shim { fill: #b1bac4; }
      .line { stroke: #8b949e; }
      .gap { stroke: #0d1117; }
      .head { fill: #8b949e; }
      .back { fill: #0d1117; }
      .words { fill: #0c2d6b; stroke: #388bfd; }
      .question { fill: #3d1d0b; stroke: #db6d28; }
      .data { fill: #0b3017; stroke: #2ea043; }
      .ground { fill: #21262d; stroke: #8b949e; }
      .house { fill: #2f1a4f; stroke: #a371f7; }
      }
      </style>
      <rect class="back" width="\(number(Self.width))" height="\(number(height))" rx="10"/>
      \(drawn(lines))
      \(rooms.map(drawn).joined(separator: "\n"))
      \(legend(at: height - 22))
      </svg>

      """
  }

  /// Those that turn or lie lie over those that go straight down, and a gap shows that they do not meet.
  private func drawn(_ lines: [[(x: Double, y: Double)]]) -> String {
    let straight = lines.filter { $0.first!.x == $0.last!.x }
    let others = lines.filter { $0.first!.x != $0.last!.x }
    return (straight.map { draw($0, hasGap: false) } + others.map { draw($0, hasGap: true) }).joined(separator: "\n")
  }

  private func draw(_ line: [(x: Double, y: Double)], hasGap: Bool) -> String {
    let (before, end) = (line[line.count - 2], line[line.count - 1])
    let (right, below) = (end.x == before.x ? 0.0 : end.x > before.x ? 1.0 : -1.0, end.y == before.y ? 0.0 : 1.0)
    let tail = (x: end.x - 8 * right, y: end.y - 8 * below)
    let points = (line.dropLast() + [tail]).map { "\(number($0.x)),\(number($0.y))" }
    // A gap begins where nothing else begins or ends.
    let inner = "\(number(before.x + 14 * right)),\(number(before.y)) \(number(end.x - 14 * right)),\(number(end.y))"
    let head =
      "\(number(end.x)),\(number(end.y)) \(number(tail.x - 4.5 * below)),\(number(tail.y - 4.5 * right)) "
      + "\(number(tail.x + 4.5 * below)),\(number(tail.y + 4.5 * right))"
    return (hasGap ? "<polyline class=\"gap\" points=\"\(inner)\"/>\n" : "")
      + "<polyline class=\"line\" points=\"\(points.joined(separator: " "))\"/><polygon class=\"head\" points=\"\(head)\"/>"
  }

  private func drawn(_ room: String) -> String {
    let (box, place) = (Self.box(room), Self.places[room]!)
    let shims = imports[room]!.filter { $0.hasPrefix("C") && Self.places[$0] == nil }.sorted().map {
      $0 == "CReadlineLibrary" ? "readline" : $0
    }
    let first = box.top + (shims.isEmpty ? 26 : 19)
    var text = "<text class=\"name\" x=\"\(number(box.middle))\" y=\"\(number(first))\">\(room)</text>"
    text += "<text class=\"role\" x=\"\(number(box.middle))\" y=\"\(number(first + 17))\">\(place.role)</text>"
    if !shims.isEmpty {
      text += "<text class=\"shim\" x=\"\(number(box.middle))\" y=\"\(number(first + 32))\">\(shims.joined(separator: " · "))</text>"
    }
    return
      "<rect class=\"room \(place.kind.rawValue)\" x=\"\(number(box.left))\" y=\"\(number(box.top))\" width=\"\(number(box.right - box.left))\" height=\"\(number(Self.boxHeight))\" rx=\"8\"/>"
      + text
  }

  private func legend(at y: Double) -> String {
    var x = 20.0
    var drawn: [String] = []
    for kind in [Kind.words, .question, .data, .ground] {
      drawn.append(
        "<rect class=\"room \(kind.rawValue)\" x=\"\(number(x))\" y=\"\(number(y - 11))\" width=\"18\" height=\"13\" rx=\"3\"/>"
          + "<text class=\"key\" x=\"\(number(x + 25))\" y=\"\(number(y))\">\(kind.meaning)</text>")
      x += 45 + Double(kind.meaning.count) * 6.3
    }
    drawn.append(
      "<text class=\"key\" style=\"text-anchor: end\" x=\"1030\" y=\"\(number(y))\">"
        + "arrows: imports, but for what other arrows lead to · small: C beneath</text>")
    return drawn.joined(separator: "\n")
  }

  private func number(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\((value * 10).rounded() / 10)" }
}
