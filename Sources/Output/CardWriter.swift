import Diagnostics
public import Results
import Schema

/// A record as people read it: its fields a line each, what is said of it, the records linked to it as small tables, its history.
///
/// ```
/// project WH-2018-0042  name of the project
/// snapshot 2018-12-28
///
///   district       Hannan
///   investment     18.6 亿元
///
///   overdue        yes
///
/// nodes (3)
/// id      kind   due
/// ------  -----  ----------
/// N42-01  start  2018-03-01
///
/// history
/// …
/// ```
public struct CardWriter {
  private let options: OutputOptions
  private let wording: Wording
  private let encoder: CellEncoder

  public init(_ options: OutputOptions = OutputOptions()) {
    self.options = options
    wording = Wording(options.language)
    encoder = CellEncoder(.shown, options)
  }

  /// Throws ``OutputProblem``.
  public func bytes(_ card: RecordCard) throws -> [UInt8] {
    var sink = ByteSink { _ in }
    var shortened = 0
    let entity = Bilingual(card.entityNames.english, card.entityNames.chinese)[options.language]
    append(shown(([entity, card.key].joined(separator: " ")) + (card.name.map { "  " + $0 } ?? "")), bold: true, to: &sink)
    if let snapshot = card.snapshot { append(Bilingual("snapshot \(snapshot)", "快照 \(snapshot)")[options.language], to: &sink) }
    for note in card.notes { append(shown(wording.note(note)), to: &sink) }
    writeFields([card.fields, card.definitions], to: &sink)
    for part in card.links + [card.history] {
      let name = Bilingual(part.names.english, part.names.chinese)[options.language]
      sink.append("\n")
      append(shown(part.name == card.history.name ? name : "\(name) (\(part.table.rowCount))"), bold: true, to: &sink)
      let writer = AlignedTableWriter(options)
      shortened += try writer.writeGrid(part.table, to: &sink)
    }
    if shortened > 0, let limit = options.cellLimit {
      sink.append("\n")
      append(wording.shortened(shortened, limit: limit), to: &sink)
    }
    return sink.bytes
  }

  /// The columns of tables of one row, a line each, a blank line before each table.
  private func writeFields(_ tables: [ResultTable], to sink: inout ByteSink) {
    let headings = tables.map { table in table.columns.map { shown(wording.plainHeading($0)) } }
    let width = headings.joined().map { displayWidth($0) }.max() ?? 0
    for (table, headings) in zip(tables, headings) where table.rowCount > 0 && !table.columns.isEmpty {
      sink.append("\n")
      for (index, heading) in headings.enumerated() {
        var block = CellBlock()
        encoder.fill(&block, table, column: index, rows: 0..<1)
        if options.isolatesCells { block.isolateRightToLeft() }
        let cell = String(decoding: block[0], as: UTF8.self)
        let values = table.columns[index].values
        let unit = values.isKnown(0) ? values.type.unitName.map { " " + Bilingual($0.english, $0.chinese)[options.language] } ?? "" : ""
        var line = "  \(heading)\(String(repeating: " ", count: width - displayWidth(heading)))  \(cell)\(unit)"
        while line.last == " " { line.removeLast() }
        sink.append(line + "\n")
      }
    }
  }

  private func append(_ line: String, bold: Bool = false, to sink: inout ByteSink) {
    sink.append(options.usesColor && bold ? "\u{1B}[1m\(line)\u{1B}[0m\n" : "\(line)\n")
  }

  private func shown(_ text: String) -> String {
    var bytes: [UInt8] = []
    encoder.appendText(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
