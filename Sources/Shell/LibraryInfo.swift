import Diagnostics
import Intake
import Model
import Schema
import Store

/// `luodi info`: snapshots, rows, versions, sizes, load problems.
struct LibraryInfo {
  let loaded: LoadedLibrary
  let language: Language

  var text: String {
    let library = loaded.library
    let outline = library.outline
    var lines = [heading(outline)]
    lines += table(snapshotRows)
    lines += definitions
    for entity in outline.entities {
      lines.append("")
      lines.append(heading(entity))
      lines += table(entity.columns.map { ["  " + displayEscaped($0.name), $0.form, Shell.inWords(bytes: $0.bytes)] })
    }
    let records = loaded.records
    if !records.isEmpty {
      lines.append("")
      lines += records.flatMap(lines(of:))
    }
    return lines.map { displayEscaped($0) + "\n" }.joined()
  }

  private func heading(_ outline: LibraryOutline) -> String {
    let days = loaded.snapshotsInWords
    let size = Shell.inWords(bytes: outline.bytes)
    let version = Library.formatVersion
    return Bilingual(
      "\(loaded.path): \(days.english), \(size), format \(version)", "\(loaded.path)：\(days.chinese)，\(size)，格式 \(version)")[language]
  }

  private func heading(_ entity: LibraryOutline.Entity) -> String {
    let (all, keys, intervals) = (
      Shell.inWords(bytes: entity.bytes), Shell.inWords(bytes: entity.keyBytes), Shell.inWords(bytes: entity.intervalBytes)
    )
    return Bilingual(
      "\(entity.plural): \(entity.keys) keys, \(entity.versions) versions, \(entity.holes) holes, \(all) (keys \(keys), intervals \(intervals))",
      "\(entity.plural)：\(entity.keys) 个键，\(entity.versions) 个版本，\(entity.holes) 个空位，\(all)（键 \(keys)，区间 \(intervals)）")[language]
  }

  /// The words that the library brings along: they are its own, whoever asks it.
  private var definitions: [String] {
    let count = StoredModel.model(of: loaded.library).model.definitions.count
    guard count > 0 else { return [] }
    return [Bilingual("definitions of its own: \(count)", "自带定义：\(count) 个")[language]]
  }

  private var snapshotRows: [[String]] {
    let library = loaded.library
    return library.snapshots.enumerated().map { index, day in
      let rows = library.tables.indices.map { "\(library.rowCount(entity: $0, snapshot: index)) \(library.catalog.entities[$0].plural)" }
      return ["  \(day)"] + rows
    }
  }

  private func lines(of record: LoadRecord) -> [String] {
    let days = LoadedLibrary.inWords(record.days)
    let heading = Bilingual(
      "load of \(days.english): \(record.problemCount) problems, \(record.noteCount) notes",
      "载入\(days.chinese)：\(record.problemCount) 个问题，\(record.noteCount) 条附注")
    guard record.problemCount + record.noteCount > 0 else { return [heading[language]] }
    return [heading[language]] + record.text[language].split(separator: "\n").map { "  " + $0 }
  }

  private func table(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += (line.isEmpty ? "" : "  ") + cell + String(repeating: " ", count: width - displayWidth(cell))
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
