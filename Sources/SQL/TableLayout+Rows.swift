public import Schema

extension TableLayout {
  /// A table whose rows follow from the model and the snapshots alone.
  public struct FixedTable: Sendable {
    public var name: String
    public var columns: [String]
    /// As text; nil is missing.
    public var rows: [[String?]]
  }

  /// The tables beside those of the entities.
  public func fixedTables(_ catalog: Catalog, snapshots days: [Day]) -> [FixedTable] {
    var tables: [FixedTable] = []
    func cells(_ value: NamedValue, _ place: Int) -> [String?] { [String(place), value.code, value.english, value.label] }
    for (entity, table) in zip(catalog.entities, entities) {
      guard let name = table.names else { continue }
      tables.append(
        FixedTable(
          name: name, columns: ["place", "code", "english", "chinese"],
          rows: entity.keyNames.enumerated().map { cells($0.element, $0.offset) }))
    }
    for (choice, name) in zip(catalog.choices, choices) {
      tables.append(
        FixedTable(
          name: name, columns: ["place", "code", "english", "chinese", "is_ordered"],
          rows: choice.values.enumerated().map { cells($0.element, $0.offset) + [$0.offset < choice.orderedCount ? "true" : "false"] }))
    }
    tables.append(
      FixedTable(
        name: snapshots, columns: ["number", "day"], rows: days.enumerated().map { [String($0.offset + 1), $0.element.description] }))
    if let calendar = catalog.calendar {
      var count = 0
      let rows = (calendar.first.rawValue...calendar.last.rawValue).map { raw -> [String?] in
        let day = Day(rawValue: raw)
        let isWorkday = calendar.isWorkday(day)
        let before = count
        if isWorkday { count += 1 }
        return [day.description, isWorkday ? "true" : "false", String(count), String(before)]
      }
      tables.append(FixedTable(name: workdays, columns: ["day", "is_workday", "number", "number_before"], rows: rows))
    }
    return tables
  }
}
