public import Schema

// What checking a query and completing it need to know of the data.
extension Library: ValueSource {
  public func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] {
    let column = tables[entity].columns[field]
    guard case .codes(let codes, let names) = column.cells else { return [] }
    var counts = [Int](repeating: 0, count: names.count)
    tables[entity].alive(at: snapshot).forEach { row in
      if column.isKnown(row) { counts[Int(codes[row])] += 1 }
    }
    let isChoice = if case .choice = column.type { true } else { false }
    let target: Int? = if case .link(let target) = column.type { target } else { nil }
    return counts.indices.filter { isChoice || counts[$0] > 0 }.map { code in
      ValueCount(code: code, text: names.code(code), name: target.flatMap { recordName(entity: $0, key: code) }, rows: counts[code])
    }
  }

  public func keys(entity: Int) -> [ValueCount] {
    let table = tables[entity]
    let current = table.rows(byKeyAt: snapshots.count - 1)
    return (0..<table.keyCount).map { key in
      ValueCount(
        code: key, text: table.keys.code(key), name: recordName(entity: entity, key: key),
        rows: key < current.count && current[key] >= 0 ? 1 : 0)
    }
  }

  public func keyNumber(entity: Int, _ text: String) -> Int? { tables[entity].keys.number(of: text) }

  public func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? {
    let column = tables[entity].columns[field]
    guard case .codes(let codes, _) = column.cells, let row = tables[entity].row(ofKey: key, at: snapshot), column.isKnown(row) else {
      return nil
    }
    return Int(codes[row])
  }

  public func rowCount(entity: Int, snapshot: Int) -> Int { tables[entity].alive(at: snapshot).population }

  /// The text of the name field in the record's latest version; for a declared key without one, its declared name.
  private func recordName(entity: Int, key: Int) -> String? {
    let table = tables[entity]
    if let field = catalog.entities[entity].nameField, field < table.columns.count, let row = table.rows(ofKey: key).last,
      table.columns[field].isKnown(row), case .codes(let codes, let names) = table.columns[field].cells
    {
      return names.code(Int(codes[row]))
    }
    guard key < table.keys.declared.count else { return nil }
    return table.keys.declared[key].english ?? table.keys.declared[key].label
  }
}
