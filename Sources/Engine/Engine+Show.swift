public import Query
public import Results
import Schema
import Store

extension Engine {
  /// One record with everything linked to it. Throws ``EngineError``.
  public func card(of show: CheckedShow) throws -> RecordCard {
    let entity = catalog.entities[show.entity]
    let table = library.tables[show.entity]
    let fields = try run(show.fields)
    var links: [RecordCard.Part] = []
    for link in show.links {
      let rows = try run(link.query)
      guard rows.rowCount > 0 else { continue }
      links.append(
        RecordCard.Part(name: link.name, names: (words(link.name), link.label ?? words(link.name)), table: rows))
    }
    let key = table.keys.code(show.key)
    return RecordCard(
      entity: entity.singular, entityNames: (entity.singular, entity.label ?? entity.singular), key: key,
      name: name(of: show, fields), snapshot: date(show.shown), fields: fields, definitions: try definitions(show), links: links,
      history: RecordCard.Part(name: "history", names: ("history", "历史"), table: try run(show.history)), notes: notes(show, key))
  }

  private func date(_ snapshot: Int) -> Day? { library.snapshots.indices.contains(snapshot) ? library.snapshots[snapshot] : nil }

  private func name(of show: CheckedShow, _ fields: ResultTable) -> String? {
    let entity = catalog.entities[show.entity]
    guard let name = entity.nameField, name != entity.keyField, fields.rowCount > 0,
      let column = fields.columns.first(where: { $0.name == entity.fields[name].name }), column.values.isKnown(0)
    else { return nil }
    return column.values.machineText(at: 0)
  }

  /// Flags that are true and values that are known.
  private func definitions(_ show: CheckedShow) throws -> ResultTable {
    guard let query = show.definitions else { return ResultTable(columns: [], rowCount: 0) }
    var table = try run(query)
    table.columns.removeAll { column in
      guard table.rowCount > 0, column.values.isKnown(0) else { return true }
      if case .bits(let flags) = column.values.cells { return !flags[0] }
      return false
    }
    return table
  }

  private func notes(_ show: CheckedShow, _ key: String) -> [ResultTable.Note] {
    guard show.shown != show.asked, let asked = date(show.asked), let shown = date(show.shown) else { return [] }
    return [
      ResultTable.Note(
        show.shown < show.asked
          ? .words(
            english: "\(key) is not in the snapshot of \(asked); it is shown as it last was, on \(shown)",
            chinese: "快照 \(asked) 中没有 \(key)；所示为它最后的样子（\(shown)）")
          : .words(
            english: "\(key) is not in the snapshot of \(asked) yet; it is shown as it first was, on \(shown)",
            chinese: "快照 \(asked) 中还没有 \(key)；所示为它最初的样子（\(shown)）"))
    ]
  }
}
