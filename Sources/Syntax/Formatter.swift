import Diagnostics

/// A script in canonical form: the printer's text for every statement, comments and single blank lines kept where they were.
///
/// A script keeps its language: a statement that the printer would put into other words is laid out in its own. And it keeps its meaning: every text
/// is read again and compared with the tree it came from.
public enum Formatter {
  public enum Outcome: Sendable, Equatable {
    case formatted(String)
    /// What could not be read is not rewritten.
    case hasErrors
    /// The text would read otherwise: a fault of ours, never of the script's.
    case wouldDiffer
  }

  /// The formatted text, or nil where there is none. Formatting twice changes nothing.
  public static func format(_ script: ParsedScript) -> String? {
    if case .formatted(let text) = outcome(of: script) { text } else { nil }
  }

  public static func outcome(of script: ParsedScript) -> Outcome {
    guard !script.diagnostics.contains(where: { $0.severity == .error }) else { return .hasErrors }
    // Nearly every statement reads as its first text does: all are looked at once, and each by itself only where that shows a difference.
    for isCareful in [false, true] {
      let text = formatted(script, isCareful: isCareful)
      if isFaithful(text, to: script) { return .formatted(text) }
    }
    return .wouldDiffer
  }

  /// The text reads as the script did.
  public static func isFaithful(_ text: String, to script: ParsedScript) -> Bool {
    let again = Parser.parse(Source(name: script.source.name, text: text))
    return !again.diagnostics.contains { $0.severity == .error } && again.script.isSameTree(as: script.script)
  }

  private static func formatted(_ script: ParsedScript, isCareful: Bool) -> String {
    var output = ""
    var end = 0
    var before = ""
    for statement in script.script.statements {
      let text = text(of: statement, in: script, isCareful: isCareful)
      appendGap(
        script.source.text(SourceRange(end, statement.range.start)), closes: end > 0,
        statementEnd: before.isEmpty ? "" : Printer.end(of: before, before: text), to: &output)
      output += text
      before = text
      end = statement.range.end
    }
    appendGap(script.source.text(SourceRange(end, script.source.bytes.count)), closes: end > 0, statementEnd: "", to: &output)
    while output.hasSuffix("\n\n") { output.removeLast() }
    return withLineEnds(of: script.source, output)
  }

  /// The first of the printer's text, the layout of its own words and the statement as it was that reads as the statement does. A statement with a
  /// comment inside stays as it was written. Without care the first of them, read or not.
  private static func text(of statement: Statement, in script: ParsedScript, isCareful: Bool) -> String {
    let written = withPlainLineEnds(script.source.text(statement.range))
    if hasCommentInside(statement, in: script) { return written }
    let printed = Printer.text(of: statement)
    let keepsWords = keepsWords(printed, of: statement, in: script)
    func laidOut() -> String { WrittenLayout(statement, in: script).laidOut(width: Printer.width) }
    guard isCareful else { return keepsWords ? printed : laidOut() }
    for text in (keepsWords ? [printed] : []) + [laidOut()] {
      let again = Parser.parse(Source(name: "", text: text))
      if again.diagnostics.allSatisfy({ $0.severity != .error }), TreeShape.isSame(again.script.statements, [statement]) { return text }
    }
    return written
  }

  private static func hasCommentInside(_ statement: Statement, in script: ParsedScript) -> Bool {
    var end = statement.range.start
    for token in script.tokens(within: statement.range) {
      if hasComment(script.source.text(SourceRange(end, token.range.start))) { return true }
      end = token.range.end
    }
    return false
  }

  /// Every word with a Chinese character is still there: nothing was put into English.
  private static func keepsWords(_ printed: String, of statement: Statement, in script: ParsedScript) -> Bool {
    let source = Source(name: "", text: printed)
    let (before, after) = (script.tokens(within: statement.range), Lexer.tokens(of: source).tokens[...])
    let words = wideWords(before, in: script.source)
    // A statement without an English word gets none.
    if !words.isEmpty, !hasPlainWord(before), hasPlainWord(after) { return false }
    return words == wideWords(after, in: source)
  }

  private static func hasPlainWord(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.contains { $0.kind == .word && $0.text.utf8.contains { byte in 0x41...0x5A ~= byte || 0x61...0x7A ~= byte } }
  }

  static func wideWords(_ tokens: ArraySlice<Token>, in source: Source) -> [String: Int] {
    var words: [String: Int] = [:]
    for token in tokens {
      switch token.kind {
      case .text, .quotedName, .pattern, .symbol(.documentation): continue
      default:
        let text = source.text(token.range)
        if text.unicodeScalars.contains(where: { $0.value > 0x2E7F }) { words[text, default: 0] += 1 }
      }
    }
    return words
  }

  private static func hasComment(_ gap: String) -> Bool { gap.unicodeScalars.contains { $0 == "#" || $0 == "＃" } }

  // MARK: Line ends

  /// Lines end as the script's first one does.
  private static func withLineEnds(of source: Source, _ text: String) -> String {
    var mark = ""
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { mark = "\u{FEFF}" }
    guard let first = source.bytes.firstIndex(of: 0x0A), first > 0, source.bytes[first - 1] == 0x0D else { return mark + text }
    return mark + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  private static func withPlainLineEnds(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", plain.last == "\r" { plain.removeLast() }
      plain.append(scalar)
    }
    return String(plain)
  }

  // MARK: Between statements

  /// What stands between two statements: a comment behind the first, comment lines, blank lines.
  private static func appendGap(_ gap: String, closes: Bool, statementEnd: String, to output: inout String) {
    var lines = withoutEnds(withPlainLineEnds(gap)).split(separator: "\n", omittingEmptySubsequences: false).map { comment(in: $0) }
    if closes {
      output += statementEnd
      if let trailing = lines.removeFirst() { output += "  " + trailing }
      output += "\n"
    }
    // The last piece is the indentation of the next statement, or what follows the last line end.
    if lines.last == .some(nil) { lines.removeLast() }
    var isBlankPending = false
    for line in lines {
      if let line {
        if isBlankPending, !output.isEmpty { output += "\n" }
        output += line + "\n"
        isBlankPending = false
      } else {
        isBlankPending = true
      }
    }
    if isBlankPending, !output.isEmpty { output += "\n" }
  }

  /// Lines that hold only the end of a statement are no blank lines.
  private static func withoutEnds(_ gap: String) -> String {
    var lines = gap.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 2 else { return gap }
    let inner = lines[1..<(lines.count - 1)].filter { line in
      !line.contains(";") && !line.contains("；") && !line.contains("。") || line.contains("#") || line.contains("＃")
    }
    lines = [lines[0]] + inner + [lines[lines.count - 1]]
    return lines.joined(separator: "\n")
  }

  /// The comment of a line that holds no statement, from its sign on.
  private static func comment(in line: Substring) -> String? {
    guard let start = line.unicodeScalars.firstIndex(where: { $0 == "#" || $0 == "＃" }) else { return nil }
    var comment = line[start...]
    while let last = comment.unicodeScalars.last, last == " " || last == "\t" || last == "\r" { comment.unicodeScalars.removeLast() }
    return String(comment)
  }
}
