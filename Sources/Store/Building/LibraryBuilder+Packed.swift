public import Schema

extension LibraryBuilder {
  /// Adds the dump of a date behind all others.
  ///
  /// The keys an entity declares are no matter here: such entities come as ``EntityRows``. Links point at keys of the snapshot, see ``linksHold(_:among:)``.
  public mutating func addSnapshot(_ day: Day, packed dumps: [PackedRows]) throws(StoreProblem) {
    precondition(snapshots.last.map { $0 < day } ?? true, "packed rows of an older date")
    guard snapshots.count < Self.snapshotLimit else { throw .tooManySnapshots(limit: Self.snapshotLimit) }
    let place = snapshots.count
    for index in tables.indices {
      if let rows = dumps.first(where: { $0.entity == index }) {
        precondition(tables[index].declared.keyNames.isEmpty, "packed rows of an entity with declared keys")
        tables[index].add(rows, at: place)
      } else {
        tables[index].add(nil, at: place, of: place, names: &names)
      }
    }
    snapshots.append(day)
    try refuseTooMuchText(day)
  }

  // MARK: numbers of texts

  /// Hands out the keys of an entity. Keep them no longer than the call.
  public func withKeys<Result>(of entity: Int, _ body: (KeyNumbers) -> Result) -> Result { body(KeyNumbers(interner: names.keys[entity])) }

  public mutating func reserveKeys(_ count: Int, entity: Int) { names.keys[entity].reserve(count) }

  /// The numbers of keys that stand in some bytes, new ones where they have none.
  public mutating func keyNumbers(of ranges: [Range<UInt32>], in bytes: UnsafeBufferPointer<UInt8>, entity: Int) -> [UInt32] {
    ranges.map { UInt32(names.keys[entity].number(of: UnsafeBufferPointer(rebasing: bytes[Int($0.lowerBound)..<Int($0.upperBound)]))) }
  }

  /// The numbers of texts in a field of texts or links, new ones where they have none.
  public mutating func numbers(of table: TextTable, entity: Int, field: Int) -> [UInt32] {
    (0..<table.count).map { local in
      table.interner.texts.withBytes(local) { bytes in
        switch tables[entity].columns[field].type {
        case .link(let target): UInt32(names.keys[target].number(of: bytes))
        case .text: UInt32(tables[entity].columns[field].texts.number(of: bytes))
        default: preconditionFailure("field \(field) holds no texts")
        }
      }
    }
  }

  /// The numbers of values of a choice, new ones where they have none.
  public mutating func numbers(of values: [String], choice: Int) -> [UInt32] {
    values.map { UInt32(names.choices[choice].number(of: $0)) }
  }

  // MARK: links

  /// Whether every link of the rows points at a key of the snapshot they belong to. `present` holds, by entity, a bit for each key number.
  public func linksHold(_ rows: PackedRows, among present: [Int: [UInt64]]) -> Bool {
    for (field, declared) in tables[rows.entity].declared.fields.enumerated() {
      guard case .link(let target) = declared.type else { continue }
      let words = present[target] ?? []
      func holds(_ code: UInt32) -> Bool {
        code.isMissing || (Int(code >> 6) < words.count && words[Int(code >> 6)] & (1 << UInt64(code & 63)) != 0)
      }
      if case .codes(let codes)? = rows.columns[field], !codes.allSatisfy(holds) { return false }
      guard tables[rows.entity].unchangedCodes(rows, field, place: snapshots.count, all: holds) else { return false }
    }
    return true
  }
}

extension TableBuilder {
  /// Adds rows behind all other snapshots.
  mutating func add(_ rows: PackedRows, at place: Int) {
    var before = [Int](repeating: -1, count: rows.changed.count)
    var next = 0
    for (row, key) in rows.keys.enumerated() {
      let version = version(ofKey: Int(key), endingAt: place)
      if next < rows.changed.count, Int(rows.changed[next]) == row {
        before[next] = version
        next += 1
      } else {
        precondition(version >= 0, "a row that is as before, and was not there")
        until[version] = UInt16(place + 1)
      }
    }
    var encoded = [CellArray?](repeating: nil, count: columns.count)
    for (field, cells) in rows.columns {
      precondition(!isRowKey(field) && cells.array.count == rows.changed.count, "column \(columns[field].name) of another length")
      encoded[field] = cells.array
    }
    let dump = EncodedDump(keys: rows.changed.map { Int(rows.keys[Int($0)]) }, columns: encoded)
    let differs = differences(dump, from: before)
    var opened: [Int] = []
    for row in before.indices {
      if before[row] >= 0, !differs[row] { until[before[row]] = UInt16(place + 1) } else { opened.append(row) }
    }
    open(opened, of: dump, at: place)
  }

  /// Whether a condition holds for the codes that unchanged rows have in a column.
  fileprivate func unchangedCodes(_ rows: PackedRows, _ field: Int, place: Int, all condition: (UInt32) -> Bool) -> Bool {
    guard case .codes(let codes) = columns[field].cells else { return true }
    var next = 0
    for (row, key) in rows.keys.enumerated() {
      if next < rows.changed.count, Int(rows.changed[next]) == row {
        next += 1
        continue
      }
      let version = version(ofKey: Int(key), endingAt: place)
      precondition(version >= 0, "a row that is as before, and was not there")
      if !condition(codes[version]) { return false }
    }
    return true
  }
}
