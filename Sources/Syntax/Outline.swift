import Diagnostics

/// A tree as its printed pieces: one walk makes it (``Printer``), and text, layout and debug dump are read off it.
struct Outline {
  enum Piece {
    case text(String)
    case node(Outline)
    /// A space, or the place where a long statement takes a new line.
    case line
    /// A space, or a new line where what follows would not fit.
    case fill
  }

  /// What the node is, for the dump.
  var label: String
  var range: SourceRange
  var pieces: [Piece]

  init(_ label: String, _ range: SourceRange, _ pieces: [Piece] = []) {
    self.label = label
    self.range = range
    self.pieces = pieces
  }

  // MARK: Text

  /// All on one line.
  var flat: String {
    var text = ""
    appendFlat(to: &text)
    return text
  }

  private func appendFlat(to text: inout String) {
    for piece in pieces {
      switch piece {
      case .text(let words): text += words
      case .node(let node): node.appendFlat(to: &text)
      case .line, .fill: text += " "
      }
    }
  }

  /// On one line if that fits into `width` display cells, else broken: clauses on lines of their own, indented.
  func laidOut(width: Int) -> String {
    let flat = flat
    if cells(flat) <= width { return flat }
    var text = ""
    var column = 0
    var segments: [(leading: Piece?, text: String)] = [(nil, "")]
    collect(into: &segments)
    for segment in segments {
      let length = cells(segment.text)
      switch segment.leading {
      case .line:
        text += "\n  "
        column = 2
      case .fill where column + 1 + length > width:
        text += "\n    "
        column = 4
      case .fill:
        text += " "
        column += 1
      default: break
      }
      text += segment.text
      column += length
    }
    return text
  }

  private func collect(into segments: inout [(leading: Piece?, text: String)]) {
    for piece in pieces {
      switch piece {
      case .text(let words): segments[segments.count - 1].text += words
      case .node(let node): node.collect(into: &segments)
      case .line, .fill: segments.append((piece, ""))
      }
    }
  }

  private func cells(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && !(0x2000...0x2E7F).contains($1.value) ? 2 : 1) }
  }

  // MARK: Dump

  /// One node a line: label, bytes of the text, and the words that belong to the node itself.
  func dump(withRanges: Bool, indent: Int = 0) -> String {
    var lines: [String] = []
    appendDump(to: &lines, withRanges: withRanges, indent: indent)
    return lines.joined(separator: "\n")
  }

  private func appendDump(to lines: inout [String], withRanges: Bool, indent: Int) {
    var line = String(repeating: "  ", count: indent) + label
    if withRanges { line += " \(range.start)-\(range.end)" }
    let own = ownWords
    if !own.isEmpty { line += "  " + own }
    lines.append(line)
    for case .node(let node) in pieces { node.appendDump(to: &lines, withRanges: withRanges, indent: indent + 1) }
  }

  private var ownWords: String {
    var words = ""
    for piece in pieces {
      switch piece {
      case .text(let text): words += text
      case .node, .line, .fill: words += " "
      }
    }
    return words.split(separator: " ").joined(separator: " ")
  }
}

extension Outline.Piece: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { self = .text(value) }
}

extension [Outline] {
  /// The nodes with a text between them.
  func joined(_ separator: Outline.Piece...) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = []
    for (index, node) in enumerated() {
      if index > 0 { pieces += separator }
      pieces.append(.node(node))
    }
    return pieces
  }
}
