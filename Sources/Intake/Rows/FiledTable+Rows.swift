extension FiledTable {
  func forEachRow(_ body: (Row) -> Void) {
    read { reader in
      var row = Row()
      while reader.next(&row) { body(row) }
    }
  }

  func forEachRecord(below map: HeaderMap, keyColumn: Int? = nil, _ body: (Row) -> Void) {
    forEachRow { row in
      guard row.number > map.row, row.fault == nil, case .record = RowKind.of(row, keyColumn: keyColumn) else { return }
      body(row)
    }
  }

  /// Whether a row has more cells than any table.
  func isTooWide(row number: Int) -> Bool {
    read { reader in
      var row = Row()
      while reader.next(&row) {
        if row.number >= number { return row.cellsBeyondLimit > 0 }
      }
      return false
    }
  }

  /// The rows among which the header is, as texts; long cells cut, for no header is so long.
  var headerRows: [[String]] { firstRows(namesColumns ? 1 : 30) }

  func firstRows(_ count: Int) -> [[String]] {
    read { reader in
      var rows: [[String]] = []
      var row = Row()
      while rows.count < count, reader.next(&row) {
        rows.append(
          row.cells.map { cell in
            row.withContent(of: cell) { String(decoding: UnsafeBufferPointer(rebasing: $0.prefix(1000)), as: UTF8.self) }
          })
      }
      return rows
    }
  }

  /// For each column whether a cell below the first row is filled.
  func filledColumns() -> [Bool] {
    var filled: [Bool] = []
    var rows = 0
    forEachRow { row in
      rows += 1
      if row.cells.count > filled.count { filled.append(contentsOf: repeatElement(false, count: row.cells.count - filled.count)) }
      guard rows > 1 else { return }
      for (index, cell) in row.cells.enumerated() where !filled[index] && !cell.isEmpty {
        filled[index] = row.withContent(of: cell) { !$0.isEmpty }
      }
    }
    return filled
  }

  /// What the cells of some columns look like, over the records below a header.
  func facts(of columns: [Int], below map: HeaderMap, keyColumn: Int?) -> [ColumnFacts] {
    var facts = columns.map { ColumnFacts(header: map.columns[$0].header) }
    forEachRecord(below: map, keyColumn: keyColumn) { row in
      for (index, column) in columns.enumerated() where column < row.cells.count {
        let cell = row.cells[column]
        row.withContent(of: cell) { facts[index].add($0, as: cell.kind) }
      }
    }
    return facts
  }

  /// Adds every cell below the header to its column's facts; gives the number of rows.
  func survey(into facts: inout [ColumnFacts], below map: HeaderMap, column: (String) -> Int?) -> Int {
    // A repeated header's later columns become extra fields when the file is loaded.
    let first = map.firstColumns
    let places = map.columns.enumerated().map { index, header in
      first[HeaderNames.folded(header.header)] == index ? column(header.header) : nil
    }
    var rows = 0
    forEachRecord(below: map) { row in
      rows += 1
      for (index, cell) in row.cells.enumerated() where index < places.count {
        guard let place = places[index] else { continue }
        row.withContent(of: cell) { facts[place].add($0, as: cell.kind) }
      }
    }
    return rows
  }
}
