public import Diagnostics

extension LoadReport {
  /// The report for people: a line a file, below it each kind of entry with up to `examples` places, then the counts.
  public func text(in language: Language = .english, examples: Int = 3) -> String {
    var lines = inferences.map { $0[language] }
    var order: [String] = []
    var byPath: [String: [Entry]] = [:]
    for entry in entries {
      if byPath[entry.file] == nil { order.append(entry.file) }
      byPath[entry.file, default: []].append(entry)
    }
    for file in files {
      lines.append(headline(file)[language])
      lines += details(byPath.removeValue(forKey: file.path) ?? [], examples: examples, language)
    }
    for path in order {
      guard let entries = byPath[path] else { continue }
      lines.append(path)
      lines += details(entries, examples: examples, language)
    }
    lines += summary.map { $0[language] }
    return lines.map { displayEscaped($0) + "\n" }.joined()
  }

  private func headline(_ file: File) -> Bilingual {
    var line = Bilingual(
      "\(file.path): \(counted(file.rowsLoaded, "row")) of \(file.entity)", "\(file.path)：`\(file.entity)` \(file.rowsLoaded) 行")
    if let first = file.snapshots.first, let last = file.snapshots.last {
      line.english += first == last ? ", \(first)" : ", \(file.snapshots.count) snapshots from \(first) to \(last)"
      line.chinese += first == last ? "，\(first)" : "，\(file.snapshots.count) 个快照，\(first) 至 \(last)"
    }
    if file.rowsSetAside > 0 {
      line.english += ", \(file.rowsSetAside) set aside"
      line.chinese += "，搁置 \(file.rowsSetAside) 行"
    }
    if file.rowsSkipped > 0 {
      line.english += ", \(file.rowsSkipped) skipped"
      line.chinese += "，略过 \(file.rowsSkipped) 行"
    }
    return line
  }

  /// Entries of one kind in one column: the first ones stand for all.
  private struct Group: Hashable {
    var kind: String
    var header: String?
    var column: Int?
  }

  private func details(_ entries: [Entry], examples: Int, _ language: Language) -> [String] {
    var order: [Group] = []
    var members: [Group: [Entry]] = [:]
    for entry in entries {
      let group = Group(kind: entry.problem.kind, header: entry.header, column: entry.column)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(entry)
    }
    return order.flatMap { lines(for: members[$0]!, examples: examples, language) }
  }

  private func lines(for entries: [Entry], examples: Int, _ language: Language) -> [String] {
    // What is said of no row is of a table or a file: each has another name, and none stands for the others.
    let examples = entries.contains { $0.row != nil } ? examples : max(examples, 20)
    var lines = entries.prefix(examples).map { "  " + $0.text(in: language) }
    let rest = entries.dropFirst(examples)
    guard let first = rest.first else { return lines }
    let rows = rest.compactMap(\.row)
    let shown = rows.prefix(12).map(String.init)
    let isCut = rows.count > shown.count
    let kind = first.problem.kind(in: language)
    switch language {
    case .english:
      let places = rows.isEmpty ? "" : " in row\(rows.count == 1 ? "" : "s") \(shown.joined(separator: ", "))\(isCut ? ", …" : "")"
      lines.append("    \(rest.count) more \(kind)\(places)")
    case .chinese:
      let places = rows.isEmpty ? "" : "，在第 \(shown.joined(separator: "、"))\(isCut ? " 等" : "") 行"
      lines.append("    另有 \(rest.count) 条\(kind)\(places)")
    }
    return lines
  }

  /// The counts per kind and what the report could not hold.
  private var summary: [Bilingual] {
    guard !counts.isEmpty else { return [] }
    let noteCount = counts.values.reduce(0, +) - problemCount
    let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let chinese = Dictionary(entries.map { ($0.problem.kind, $0.problem.chineseKind) }, uniquingKeysWith: { first, _ in first })
    var lines = [
      Bilingual(
        "\(counted(problemCount, "problem")), \(counted(noteCount, "note")): "
          + kinds.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
        "\(problemCount) 个问题，\(noteCount) 条附注："
          + kinds.map { "\(chinese[$0.key] ?? $0.key) \($0.value)" }.joined(separator: "，"))
    ]
    for (kind, count) in overflow {
      lines.append(
        Bilingual(
          "\(count) more of kind \(kind) are counted but not listed", "\(chinese[kind] ?? kind)另有 \(count) 条，只计数，未列出"))
    }
    return lines
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension LoadReport.Entry: CustomStringConvertible {
  /// `row 14, column 7 (总投资): "8,16" not an amount of money: left blank`
  public var description: String { text(in: .english) }

  /// The entry on a line: `第 14 行第 7 列（总投资）“8,16”：不是金额；留空`
  public func text(in language: Language) -> String {
    let header = header.flatMap { $0.isEmpty ? nil : displayEscaped($0) }
    let line = line == row ? nil : line
    let value = value.map(displayEscaped)
    switch language {
    case .english:
      var place: [String] = []
      if let row { place.append("row \(row)" + (line.map { " (line \($0))" } ?? "")) }
      if let column { place.append("column \(column)" + (header.map { " (\($0))" } ?? "")) } else if let header { place.append(header) }
      return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + (value.map { "\"\($0)\" " } ?? "")
        + problem.message(in: .english)
    case .chinese:
      var place = ""
      if let row { place += "第 \(row) 行" + (line.map { "（文件第 \($0) 行）" } ?? "") }
      if let column { place += "第 \(column) 列" + (header.map { "（\($0)）" } ?? "") } else if let header { place += "（\(header)）" }
      if let value { place += "“\(value)”" }
      return (place.isEmpty ? "" : place + "：") + problem.message(in: .chinese)
    }
  }
}
