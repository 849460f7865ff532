extension LoadReport {
  /// The report for people: a line a file, below it each kind of entry with up to `examples` places, then the counts.
  public func text(examples: Int = 3) -> String {
    var lines = inferences
    var order: [String] = []
    var byPath: [String: [Entry]] = [:]
    for entry in entries {
      if byPath[entry.file] == nil { order.append(entry.file) }
      byPath[entry.file, default: []].append(entry)
    }
    for file in files {
      lines.append(headline(file))
      lines += details(byPath.removeValue(forKey: file.path) ?? [], examples: examples)
    }
    for path in order {
      guard let entries = byPath[path] else { continue }
      lines.append(path)
      lines += details(entries, examples: examples)
    }
    lines += summary
    return lines.map { $0 + "\n" }.joined()
  }

  private func headline(_ file: File) -> String {
    var line = "\(file.path): \(counted(file.rowsLoaded, "row")) of \(file.entity)"
    if let first = file.snapshots.first, let last = file.snapshots.last {
      line += first == last ? ", \(first)" : ", \(file.snapshots.count) snapshots from \(first) to \(last)"
    }
    if file.rowsSetAside > 0 { line += ", \(file.rowsSetAside) set aside" }
    if file.rowsSkipped > 0 { line += ", \(file.rowsSkipped) skipped" }
    return line
  }

  /// Entries of one kind in one column: the first ones stand for all.
  private struct Group: Hashable {
    var kind: String
    var header: String?
    var column: Int?
  }

  private func details(_ entries: [Entry], examples: Int) -> [String] {
    var order: [Group] = []
    var members: [Group: [Entry]] = [:]
    for entry in entries {
      let group = Group(kind: entry.problem.kind, header: entry.header, column: entry.column)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(entry)
    }
    return order.flatMap { lines(for: members[$0]!, examples: examples) }
  }

  private func lines(for entries: [Entry], examples: Int) -> [String] {
    var lines = entries.prefix(examples).map { "  " + $0.description }
    let rest = entries.dropFirst(examples)
    guard let first = rest.first else { return lines }
    let rows = rest.compactMap(\.row)
    let shown = rows.prefix(12).map(String.init).joined(separator: ", ") + (rows.count > 12 ? ", …" : "")
    lines.append("    \(rest.count) more \(first.problem.kind)" + (rows.isEmpty ? "" : " in row\(rows.count == 1 ? "" : "s") \(shown)"))
    return lines
  }

  /// The counts per kind and what the report could not hold.
  private var summary: [String] {
    guard !counts.isEmpty else { return [] }
    let noteCount = counts.values.reduce(0, +) - problemCount
    let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    var lines = ["\(counted(problemCount, "problem")), \(counted(noteCount, "note")): \(kinds.joined(separator: ", "))"]
    for (kind, count) in overflow { lines.append("\(count) more of kind \(kind) are counted but not listed") }
    return lines
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension LoadReport.Entry: CustomStringConvertible {
  /// `row 14, column 7 (总投资): "8,16" not an amount of money: left blank`
  public var description: String {
    var place: [String] = []
    if let row { place.append("row \(row)" + (line == nil || line == row ? "" : " (line \(line!))")) }
    if let column { place.append("column \(column)" + (header.map { $0.isEmpty ? "" : " (\(LoadReport.visible($0)))" } ?? "")) }
    let quoted = value.map { "\"\(LoadReport.visible($0))\" " } ?? ""
    return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + quoted + problem.message
  }
}

extension LoadReport {
  /// Line ends and control characters drawn, so that an entry stays on its line.
  static func visible(_ text: String) -> String {
    var drawn = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: drawn.append("⏎")
      case 0x0D: continue
      case 0x09: drawn.append(" ")
      case 0..<0x20: drawn.append(Unicode.Scalar(0x2400 + scalar.value)!)
      case 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: drawn.append("\u{FFFD}")
      default: drawn.append(scalar)
      }
    }
    return String(drawn)
  }
}
