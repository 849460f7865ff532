import Diagnostics
import Query

/// What help pages leave to the lists of functions, formats and dialects, so that a new one is in help and reference by being in its list:
///
///     > {functions}        the calls of functions, a line for those that one line explains
///         {functions}      an example of each
///     {function names}     what Chinese questions call them
///     > {formats}          a line each: name, endings, what it is
///     {dialects|}          duckdb|postgresql|…; in a heading {dialects ·}
extension Help {
  static func listed(_ page: String, in language: Language) -> String {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      guard line.utf8.contains(UInt8(ascii: "{")) else { return [String(line)] }
      switch line {
      case "> {functions}": return functions(language)
      case "    {functions}": return Builtin.allCases.map { "    " + $0.facts.example }
      case "> {formats}": return formats(language)
      default: return filled(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func functions(_ language: Language) -> [String] {
    var rows: [(calls: [String], words: String)] = []
    for function in Builtin.allCases {
      for (number, help) in function.facts.help.enumerated() {
        let call = "\(function.rawValue)(\(help.arguments[language]))"
        // Of functions that stand one behind the other: `round(X)  floor(X)`, `round(X, N)  floor(X, N)`
        if let place = rows.suffix(max(number + 1, function.facts.help.count)).lastIndex(where: { $0.words == help.words[language] }) {
          rows[place].calls.append(call)
        } else {
          rows.append(([call], help.words[language]))
        }
      }
    }
    return aligned(rows.map { [$0.calls.joined(separator: "  "), $0.words] }, gap: 5)
  }

  private static func formats(_ language: Language) -> [String] {
    let several = Bilingual("; holds several answers", "；可放多个答案")[language]
    return aligned(
      OutputFormat.allCases.map { format in
        let facts = format.facts
        let endings = facts.endings.map { "." + $0 }.joined(separator: " ")
        return [format.rawValue, endings, facts.help[language] + (format.holdsSeveral ? several : "")]
      }, gap: 2)
  }

  /// Lines of syntax in columns.
  private static func aligned(_ rows: [[String]], gap: Int) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.reduce(0) { max($0, displayWidth($1[column])) } }
    return rows.map { row in
      let cells = zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - displayWidth($0) + gap) }
      return "> " + cells.joined() + (row.last ?? "")
    }
  }

  private static func filled(_ line: String) -> [String] {
    let line = line.replacing("{dialects|}", with: Dialect.names.joined(separator: "|"))
      .replacing("{dialects ·}", with: Dialect.names.joined(separator: " · "))
    guard line.contains("{function names}") else { return [line] }
    return wrapped(line.replacing("{function names}", with: Builtin.allCases.map(\.facts.chinese).joined(separator: "、")))
  }

  /// Broken behind commas where it is too long for a terminal.
  private static func wrapped(_ line: String) -> [String] {
    var lines = [""]
    for piece in line.split(separator: "、", omittingEmptySubsequences: false) {
      let piece = (lines == [""] ? "" : "、") + piece
      if displayWidth(lines[lines.count - 1] + piece) > 118 {
        lines[lines.count - 1] += "、"
        lines.append(String(piece.dropFirst()))
      } else {
        lines[lines.count - 1] += piece
      }
    }
    return lines
  }
}
