public import Diagnostics

extension LoadReport {
  /// The whole report as a table: RFC 4180, LF, UTF-8, a row an entry. Headings, severities and kinds are for filters and stay English.
  public func csv(in language: Language = .english) -> String {
    var lines = ["file,row,line,column,header,severity,kind,value,reason,action\n"]
    for entry in entries {
      let cells: [String?] = [
        entry.file, entry.row.map(String.init), entry.line.map(String.init), entry.column.map(String.init), entry.header,
        entry.problem.severity.rawValue, entry.problem.kind, entry.value, entry.problem.reason(in: language),
        entry.problem.action(in: language),
      ]
      lines.append(cells.map { $0.map(Self.quoted) ?? "" }.joined(separator: ",") + "\n")
    }
    for (kind, count) in overflow {
      let words = Bilingual("\(count) more of this kind are counted but not listed", "此类另有 \(count) 条，只计数，未列出")
      lines.append(",,,,,,\(kind),,\(words[language]),\n")
    }
    return lines.joined()
  }

  private static func quoted(_ text: String) -> String {
    if text.isEmpty { return "\"\"" }
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "\""
  }
}
