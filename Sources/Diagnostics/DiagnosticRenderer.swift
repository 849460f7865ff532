/// Diagnostics as text for people.
///
///     error: expected a condition, found `by`
///      --> weekly.lq:3:21
///       |
///     3 | list projects where by district
///       |                     ^^
///       = hint: delete `where`
///       = note: …
///
/// In Chinese the words are 错误, 警告, 附注 and 提示, before a full-width colon. Carets stand under the place in terminal cells. Tabs are expanded; control and bidi characters and bytes that are not UTF-8 are
/// shown escaped. Of a long line only the part around the place is shown, of long names and excerpts the beginning and the end. The text ends with a line end.
public struct DiagnosticRenderer: Sendable {
  public var language: Language
  public var isColored: Bool
  /// The cells that a line of the source may take, without the line numbers before it.
  public var width: Int

  public init(language: Language = .english, isColored: Bool = false, width: Int = 110) {
    self.language = language
    self.isColored = isColored
    self.width = max(width, 20)
  }

  /// Several diagnostics of one source, by place, blank lines between them; the same problem at the same place once.
  public func render(_ diagnostics: [Diagnostic], in source: Source) -> String {
    shown(diagnostics) { _ in true }.map { render($0, in: source) }.joined(separator: "\n")
  }

  /// Those that the tally of the text lets through; the others it counts.
  public func render(_ diagnostics: [Diagnostic], in source: Source, _ tally: inout DiagnosticTally) -> String {
    shown(diagnostics) { tally.shows($0.severity) }.map { render($0, in: source) }.joined(separator: "\n")
  }

  private func shown(_ diagnostics: [Diagnostic], _ isShown: (Diagnostic) -> Bool) -> [Diagnostic] {
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.range.start, $0.element.range.end, $0.offset) < ($1.element.range.start, $1.element.range.end, $1.offset)
    }
    var last: Diagnostic?
    return sorted.map(\.element).filter { diagnostic in
      if let last, last.range == diagnostic.range, last.problem.message == diagnostic.problem.message { return false }
      last = diagnostic
      return isShown(diagnostic)
    }
  }

  public func render(_ diagnostic: Diagnostic, in source: Source) -> String {
    let place = Place(diagnostic.range, in: source)
    var gutter = String(place.line).utf8.count
    for note in diagnostic.notes {
      if let range = note.range { gutter = max(gutter, String(Place(range, in: source).line).utf8.count) }
    }
    let (words, style) = heading(diagnostic.severity)
    let message = displayEscaped(shortenedMessage(diagnostic.problem.message(in: language)))
    var text = paint(words[language], style) + paint(gap + message, .bold) + "\n"
    text += excerpt(at: place, in: source, gutter: gutter, style: style, mark: "^")
    let indent = String(repeating: " ", count: gutter)
    if let hint = shownHint(diagnostic.problem.hint(in: language)) {
      text += "\(indent) = " + paint(Self.hintWord[language], .hint) + gap + "\(displayEscaped(hint))\n"
    }
    for note in diagnostic.notes {
      text += "\(indent) = " + paint(Self.noteWord[language], .note) + gap + "\(displayEscaped(shortenedMessage(note.message[language])))\n"
      if let range = note.range { text += excerpt(at: Place(range, in: source), in: source, gutter: gutter, style: .note, mark: "-") }
    }
    return text
  }

  private func heading(_ severity: Diagnostic.Severity) -> (words: Bilingual, style: Style) {
    switch severity {
    case .error: (Self.errorWord, .error)
    case .warning: (Self.warningWord, .warning)
    case .note: (Self.noteWord, .note)
    }
  }

  /// What a line that tells of a failure begins with, here and wherever there is no place to show.
  public static let errorWord = Bilingual("error:", "错误：")
  public static let warningWord = Bilingual("warning:", "警告：")
  public static let hintWord = Bilingual("hint:", "提示：")
  public static let noteWord = Bilingual("note:", "附注：")

  /// Behind a full-width colon stands no space.
  private var gap: String { language == .english ? " " : "" }

  /// ` --> name:line:column`, the line, the marks under it.
  private func excerpt(at place: Place, in source: Source, gutter: Int, style: Style, mark: String) -> String {
    let indent = String(repeating: " ", count: gutter)
    let number = String(place.line)
    let line = EchoedLine(place, in: source, width: width)
    let marks = String(repeating: " ", count: line.before) + paint(String(repeating: mark, count: line.under), style)
    var text = indent + paint("-->", .rule) + " \(displayEscaped(source.name)):\(place.line):\(place.column)\n"
    text += indent + paint(" |", .rule) + "\n"
    text +=
      String(repeating: " ", count: gutter - number.utf8.count) + paint(number + " |", .rule) + (line.text.isEmpty ? "" : " " + line.text)
    text += "\n" + indent + paint(" |", .rule) + " " + marks + "\n"
    return text
  }

  // MARK: Colour

  private enum Style: String {
    case error = "1;31", warning = "1;33", note = "1;36", hint = "1;32", rule = "34", bold = "1"
  }

  private func paint(_ text: String, _ style: Style) -> String {
    isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Where a range begins: line and column from 1, the column in characters as they were typed.
struct Place {
  let range: SourceRange
  let line: Int
  let lineRange: SourceRange
  let column: Int

  init(_ range: SourceRange, in source: Source) {
    let start = min(max(range.start, 0), source.bytes.count)
    let (number, lineRange) = source.line(at: start)
    // A range that begins at the line's end mark is shown behind the line's last character.
    let shown = min(start, lineRange.end)
    self.range = SourceRange(shown, min(max(range.end, shown), lineRange.end))
    line = number
    self.lineRange = lineRange
    // Bytes that do not begin a character belong to the one before.
    column = source.bytes[lineRange.start..<shown].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}
