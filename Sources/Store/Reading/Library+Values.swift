import Results
public import Schema

// What checking a query and completing it need to know of the data.
extension Library: ValueSource {
  public func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] {
    let column = tables[entity].columns[field]
    guard let names = column.names else { return [] }
    var counts = [Int](repeating: 0, count: names.count)
    tables[entity].alive(at: snapshot).forEach { row in
      if column.isKnown(row) { counts[column.code(at: row)] += 1 }
    }
    if names is RowTexts { return merged(counts, names) }
    let isChoice = if case .choice = column.type { true } else { false }
    let target: Int? = if case .link(let target) = column.type { target } else { nil }
    return counts.indices.filter { isChoice || counts[$0] > 0 }.map { code in
      ValueCount(code: code, text: names.code(code), name: target.flatMap { recordName(entity: $0, key: code) }, rows: counts[code])
    }
  }

  /// Texts by row repeat: equal ones are one value, under their first number, in text order like those of a dictionary.
  private func merged(_ counts: [Int], _ names: any CodeNames) -> [ValueCount] {
    var values: [String: ValueCount] = [:]
    for code in counts.indices where counts[code] > 0 {
      let text = names.code(code)
      values[text, default: ValueCount(code: code, text: text, rows: 0)].rows += counts[code]
    }
    return values.values.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }

  public func keys(entity: Int) -> [ValueCount] {
    (0..<tables[entity].keyCount).map { foundKey($0, entity: entity) }
  }

  public func key(_ number: Int, entity: Int) -> ValueCount? {
    (0..<tables[entity].keyCount).contains(number) ? foundKey(number, entity: entity) : nil
  }

  private func foundKey(_ key: Int, entity: Int) -> ValueCount {
    let table = tables[entity]
    return ValueCount(
      code: key, text: table.keys.code(key), name: recordName(entity: entity, key: key),
      rows: !snapshots.isEmpty && table.isCurrent(key) ? 1 : 0)
  }

  public func text(ofCode code: Int, entity: Int, field: Int) -> String? {
    guard let names = tables[entity].columns[field].names, (0..<names.count).contains(code) else { return nil }
    return names.code(code)
  }

  /// A word is compared with every key and name as long as that takes no time to notice.
  private static let fewKeys = 20_000
  private static let neighbours = 16

  public func keys(entity: Int, near word: String) -> [ValueCount] {
    let keys = tables[entity].keys
    guard keys.count > Self.fewKeys else { return self.keys(entity: entity) }
    let spellings = [word, word.uppercased(), word.lowercased()]
    let places = Set(
      spellings.flatMap { spelling in
        let place = keys.lowerBound(spelling)
        return max(place - Self.neighbours, keys.declared.count)..<min(place + Self.neighbours, keys.count)
      })
    return places.sorted().map { ValueCount(code: $0, text: keys.code($0), rows: tables[entity].isCurrent($0) ? 1 : 0) }
  }

  public func comparesAllKeys(entity: Int) -> Bool { tables[entity].keys.count <= Self.fewKeys }

  public func keyNumber(entity: Int, _ text: String) -> Int? { tables[entity].keys.number(of: text) }

  public func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? {
    let column = tables[entity].columns[field]
    guard column.names != nil, let row = tables[entity].row(ofKey: key, at: snapshot), column.isKnown(row) else { return nil }
    return column.code(at: row)
  }

  public func snapshots(holding key: Int, entity: Int) -> [Int] {
    guard (0..<tables[entity].keyCount).contains(key) else { return [] }
    let table = tables[entity]
    // Damaged intervals read as zeros, which may be empty or end before they begin.
    return table.rows(ofKey: key).flatMap { row in
      let since = Int(table.since[row])
      return Array(since..<max(since, Int(table.until[row])))
    }
  }

  public func decimals(entity: Int, field: Int) -> Int? { tables[entity].columns[field].decimals }

  public func rowCount(entity: Int, snapshot: Int) -> Int { tables[entity].alive(at: snapshot).population }

  /// The text of the name field in the record's latest version; for a declared key without one, its declared name.
  private func recordName(entity: Int, key: Int) -> String? {
    let table = tables[entity]
    if let field = catalog.entities[entity].nameField, field < table.columns.count, let row = table.rows(ofKey: key).last,
      table.columns[field].isKnown(row), let names = table.columns[field].names
    {
      return names.code(table.columns[field].code(at: row))
    }
    guard key < table.keys.declared.count else { return nil }
    return table.keys.declared[key].english ?? table.keys.declared[key].label
  }
}
