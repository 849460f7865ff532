import Diagnostics
import Engine
import Schema
import Semantics
import Store

extension Session {
  /// What a name stands for, as lines of text; a predicate with how many match today.
  func describe(_ subjects: [Described]) throws {
    var blocks: [String] = []
    for subject in subjects {
      var lines = lines(of: subject.description)
      if let matching = subject.matching {
        let table = try engine().run(matching)
        if table.rowCount == 1, case .double(let counts)? = table.columns.last?.values.cells, let count = counts.first {
          lines.append("  today: \(Int(count)) match" + (subject.description.rows.map { " of \($0)" } ?? ""))
        }
      }
      blocks.append(lines.joined(separator: "\n"))
    }
    show(blocks.joined(separator: "\n\n"))
  }

  /// `describe`: every entity on a line.
  func modelInWords(_ describer: Describer) -> String {
    let entities = describer.overview().map { entity in
      "  \(titled(entity.name, entity.label)): \(counted(entity.rows ?? 0, "record"))" + documentation(entity.documentation)
    }
    let definitions = model.definitions.map { titled($0.name, $0.label) }
    var lines = ["entities:"] + entities
    if !definitions.isEmpty { lines.append("definitions: " + unique(definitions).joined(separator: ", ")) }
    lines.append("`describe NAME` tells more; `describe snapshots` lists the dates")
    return lines.joined(separator: "\n")
  }

  /// `describe snapshots`: the dates and what each holds.
  func snapshotsInWords() -> String {
    guard let library = data?.library else { return "" }
    return library.snapshots.enumerated().map { index, day in
      let rows = model.catalog.entities.enumerated().compactMap { entity, declared -> String? in
        let count = library.rowCount(entity: entity, snapshot: index)
        return count > 0 ? "\(count) \(count == 1 ? declared.singular : declared.plural)" : nil
      }
      return "\(day)  \(rows.joined(separator: ", "))"
    }.joined(separator: "\n")
  }

  private func lines(of subject: Description) -> [String] {
    var heading = "\(kindInWords(subject.kind)) \(titled(subject.name, subject.label))"
    if !subject.parameters.isEmpty { heading += "(\(subject.parameters.joined(separator: ", ")))" }
    if let entity = subject.entity { heading += " of \(entity)" }
    if let type = subject.type { heading += ": \(type)" }
    var lines = [heading]
    if let text = subject.documentation { lines.append("  " + text) }
    if !subject.aliases.isEmpty { lines.append("  also: " + subject.aliases.joined(separator: ", ")) }
    if let definition = subject.definition { lines.append("  " + definition) }
    if let rule = subject.missingRule { lines.append("  " + rule) }
    if let rows = subject.rows, case .entity = subject.kind { lines.append("  \(counted(rows, "record")) today") }
    lines += table(subject.parts.map { [titled($0.name, $0.label), $0.type, $0.documentation ?? ""] })
    lines += table(subject.values.map(valueCells))
    if subject.valueCount > subject.values.count { lines.append("  … \(subject.valueCount - subject.values.count) more values") }
    return lines
  }

  private func valueCells(_ value: Description.ValueLine) -> [String] {
    var cells = [
      titled(value.code, [value.english, value.label].compactMap { $0 }.joined(separator: " ")),
      value.rows.map { counted($0, "row") } ?? "",
    ]
    cells.append(
      value.isOutside ? "outside the declared values" : value.aliases.isEmpty ? "" : "also " + value.aliases.joined(separator: ", "))
    return cells
  }

  /// Cells in columns by display width.
  private func table(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = "  "
      for (cell, width) in zip(row, widths) { line += "  " + cell + String(repeating: " ", count: width - displayWidth(cell)) }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func kindInWords(_ kind: Description.Kind) -> String {
    switch kind {
    case .entity: "entity"
    case .field: "field"
    case .link: "link"
    case .reverse: "links"
    case .choice: "choice"
    case .definition: "definition"
    case .function: "function"
    }
  }

  private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
  private func titled(_ name: String, _ label: String?) -> String { label.flatMap { $0.isEmpty ? nil : "\(name) \($0)" } ?? name }
  private func documentation(_ text: String?) -> String { text.map { " -- \($0)" } ?? "" }
}
