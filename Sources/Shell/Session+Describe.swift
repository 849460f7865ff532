import Results
import Checking
import Diagnostics
import Engine
import Model
import Output
import Schema
import Store
import Syntax

extension Session {
  /// What a name stands for, as lines of text; a predicate with how many match today.
  func describe(_ subjects: [Described]) throws {
    var blocks: [String] = []
    for subject in subjects {
      var lines = lines(of: subject.description)
      if let matching = subject.matching {
        let table = try engine().run(matching)
        if table.rowCount == 1, case .decimal(let counts, _)? = table.columns.last?.values.cells, let count = counts.first {
          let (count, all) = (Int(truncatingIfNeeded: count), subject.description.rows)
          lines.append(
            Bilingual(
              "  today: \(count) match" + (all.map { " of \($0)" } ?? ""), "  今日：" + (all.map { "\($0) 条中 " } ?? "") + "\(count) 条符合")[
                language])
        }
      }
      if let value = subject.value {
        lines.append(Bilingual("  today: ", "  今日：")[language] + CellWords.text(of: try engine().run(value), in: language))
      }
      if !subject.description.parameters.isEmpty { lines.append(dependence(of: subject.description)) }
      blocks.append(lines.joined(separator: "\n"))
    }
    try show(blocks.joined(separator: "\n\n"))
  }

  /// A definition with parameters has no count of its own.
  private func dependence(of definition: Description) -> String {
    let parameters = definition.parameters.map { "`\($0)`" }.joined(separator: ", ")
    let call = "\(definition.name)(\(definition.parameters.map { _ in "…" }.joined(separator: ", ")))"
    return Bilingual("  today: it depends on \(parameters): `\(call)`", "  今日：取决于 \(parameters)：`\(call)`")[language]
  }

  /// `describe`: every entity on a line.
  func modelInWords(_ describer: Describer) -> String {
    let entities = describer.overview().map { entity in
      "  \(titled(entity.name, entity.label))" + colon + records(entity.rows ?? 0)[language] + documentation(entity.documentation)
    }
    let definitions = model.definitions.map { titled($0.name, $0.label) }
    var lines = [Bilingual("entities:", "实体：")[language]] + entities
    if !definitions.isEmpty {
      lines.append(Bilingual("definitions", "定义")[language] + colon + unique(definitions).joined(separator: comma))
    }
    lines.append(Bilingual("`describe NAME` tells more; `describe snapshots` lists the dates", "`介绍 名称` 细说；`介绍 快照` 列出日期")[language])
    return lines.joined(separator: "\n")
  }

  /// `describe snapshots`: the dates and what each holds.
  func snapshotsInWords() -> String {
    guard let library = data?.library else { return "" }
    return library.snapshots.enumerated().map { index, day in
      let rows = model.catalog.entities.enumerated().compactMap { entity, declared -> String? in
        let count = library.rowCount(entity: entity, snapshot: index)
        let words = Bilingual(
          "\(count) \(count == 1 ? declared.singular : declared.plural)", "\(declared.label ?? declared.plural) \(count)")
        return count > 0 ? words[language] : nil
      }
      return "\(day)  \(rows.joined(separator: comma))"
    }.joined(separator: "\n")
  }

  private func lines(of subject: Description) -> [String] {
    var heading = "\(kindInWords(subject.kind)[language]) \(titled(subject.name, subject.label))"
    if !subject.parameters.isEmpty { heading += "(\(subject.parameters.joined(separator: ", ")))" }
    if let entity = subject.entity { heading += Bilingual(" of \(entity)", "（属于 \(entity)）")[language] }
    if let type = subject.type { heading += colon + type[language] }
    var lines = [heading]
    if let text = subject.documentation { lines.append("  " + displayEscaped(text)) }
    if !subject.aliases.isEmpty { lines.append(Bilingual("  also: ", "  又名：")[language] + subject.aliases.joined(separator: comma)) }
    if let definition = subject.definition { lines.append("  " + definition) }
    if let (place, was) = subject.redefined {
      lines.append(Bilingual("  redefined by \(place), was: \(was)", "  由 \(place) 重新定义，原为：\(was)")[language])
    }
    if let rule = subject.missingRule { lines.append("  " + rule[language]) }
    if let rows = subject.rows, case .entity = subject.kind {
      lines.append((Bilingual("  ", "  今日 ") + records(rows) + Bilingual(" today", ""))[language])
    }
    lines += table(
      subject.parts.map {
        [
          titled(KeywordTable.isReserved($0.name) ? quotedName($0.name) : $0.name, $0.label), $0.type[language],
          displayEscaped($0.documentation ?? ""),
        ]
      })
    lines += table(subject.values.map(valueCells))
    if subject.valueCount > subject.values.count {
      let rest = subject.valueCount - subject.values.count
      lines.append(Bilingual("  … \(rest) more values", "  … 另有 \(rest) 个取值")[language])
    }
    return lines
  }

  private func valueCells(_ value: Description.ValueLine) -> [String] {
    var cells = [
      titled(value.code, [value.english, value.label].compactMap { $0 }.joined(separator: " ")),
      value.rows.map { Bilingual(counted($0, "row"), "\($0) 行")[language] } ?? "",
    ]
    cells.append(
      value.isOutside
        ? Bilingual("outside the declared values", "不在声明的取值之中")[language]
        : value.aliases.isEmpty ? "" : Bilingual("also ", "又名 ")[language] + value.aliases.map { $0[language] }.joined(separator: comma))
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

  private func kindInWords(_ kind: Description.Kind) -> Bilingual {
    switch kind {
    case .entity: Bilingual("entity", "实体")
    case .field: Bilingual("field", "字段")
    case .link: Bilingual("link", "关联")
    case .reverse: Bilingual("links", "反向关联")
    case .choice: Bilingual("choice", "选项")
    case .definition: Bilingual("definition", "定义")
    case .function: Bilingual("function", "函数")
    }
  }

  private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private var colon: String { Bilingual(": ", "：")[language] }
  private var comma: String { Bilingual(", ", "、")[language] }
  private func records(_ count: Int) -> Bilingual { Bilingual(counted(count, "record"), "\(count) 条记录") }
  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
  private func titled(_ name: String, _ label: String?) -> String {
    displayEscaped(label.flatMap { $0.isEmpty ? nil : "\(name) \($0)" } ?? name)
  }
  private func documentation(_ text: String?) -> String { text.map { displayEscaped(" -- \($0)") } ?? "" }
}
