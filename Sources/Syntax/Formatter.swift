import Diagnostics

/// A script in canonical form: the printer's text for every statement, comments and single blank lines kept where they were.
public enum Formatter {
  /// The formatted text, or nil where the script has errors: what could not be read is not rewritten. Formatting twice changes nothing.
  public static func format(_ script: ParsedScript) -> String? {
    guard !script.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    var output = ""
    var end = 0
    var before = ""
    for statement in script.script.statements {
      let text = text(of: statement, in: script)
      appendGap(
        script.source.text(SourceRange(end, statement.range.start)), closes: end > 0,
        statementEnd: Printer.continues(text) ? Printer.end(of: before) : "", to: &output)
      output += text
      before = text
      end = statement.range.end
    }
    appendGap(script.source.text(SourceRange(end, script.source.bytes.count)), closes: end > 0, statementEnd: "", to: &output)
    while output.hasSuffix("\n\n") { output.removeLast() }
    return output
  }

  /// A statement with a comment inside stays as it was written.
  private static func text(of statement: Statement, in script: ParsedScript) -> String {
    var end = statement.range.start
    for token in script.tokens where token.range.start >= statement.range.start && token.range.end <= statement.range.end {
      if hasComment(script.source.text(SourceRange(end, token.range.start))) { return script.source.text(statement.range) }
      end = token.range.end
    }
    return Printer.text(of: statement)
  }

  private static func hasComment(_ gap: String) -> Bool { gap.unicodeScalars.contains { $0 == "#" || $0 == "＃" } }

  /// What stands between two statements: a comment behind the first, comment lines, blank lines.
  private static func appendGap(_ gap: String, closes: Bool, statementEnd: String, to output: inout String) {
    var lines = withoutEnds(gap).split(separator: "\n", omittingEmptySubsequences: false).map { comment(in: $0) }
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
