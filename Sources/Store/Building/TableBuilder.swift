import Schema

/// All versions of one entity while a library is built, in order of first appearance.
struct TableBuilder: Sendable {
  let entity: Int
  let declared: Entity
  /// The declared fields, then extra columns in order of first appearance. A text key field stays empty: its cells are the row keys.
  var columns: [ColumnBuilder]
  private var extras: [Field] = []
  /// Key numbers of first appearance.
  private(set) var rowKeys: [UInt32] = []
  var since: [UInt16] = []
  var until: [UInt16] = []
  /// Another version of the same key, -1 at the end; where the chain of a key begins.
  private var nextVersion: [Int32] = []
  private var firstVersion: [Int32] = []

  init(entity: Int, catalog: Catalog) {
    self.entity = entity
    declared = catalog.entities[entity]
    columns = declared.fields.map { ColumnBuilder(name: $0.name, type: $0.type, count: 0) }
  }

  /// What the columns behind the declared fields are, with the types that they have by now.
  var extraFields: [Field] {
    zip(extras, columns[declared.fields.count...]).map { field, column in
      var field = field
      field.type = column.type
      return field
    }
  }

  /// Adds an extra column, without a cell.
  mutating func addExtra(_ field: Field, count: Int) {
    extras.append(field)
    columns.append(ColumnBuilder(name: field.name, type: field.type, count: count))
  }

  func isRowKey(_ column: Int) -> Bool { column == declared.keyField && declared.fields[column].type == .text }

  // MARK: versions

  /// The version of a key that holds up to snapshot `place` and no further; -1 where there is none.
  func version(ofKey key: Int, endingAt place: Int) -> Int {
    var version = key < firstVersion.count ? Int(firstVersion[key]) : -1
    while version >= 0, Int(until[version]) != place { version = Int(nextVersion[version]) }
    return version
  }

  func versions(ofKey key: Int) -> [Int] {
    var found: [Int] = []
    var version = key < firstVersion.count ? Int(firstVersion[key]) : -1
    while version >= 0 {
      found.append(version)
      version = Int(nextVersion[version])
    }
    return found
  }

  /// Opens versions for some rows of a dump, for one snapshot.
  mutating func open(_ rows: [Int], of dump: EncodedDump, at place: Int) {
    for row in rows { link(key: dump.keys[row], since: place, until: place + 1) }
    for index in columns.indices where !isRowKey(index) {
      if let cells = dump.columns[index] {
        if rows.count == dump.keys.count {
          columns[index].cells.append(all: cells)
        } else {
          columns[index].cells.append(rows, of: cells)
        }
      } else {
        columns[index].cells.appendMissing(rows.count)
      }
    }
  }

  /// Ends versions before a snapshot and lets copies of them go on after it.
  private mutating func split(_ versions: [Int], around place: Int) {
    for version in versions {
      link(key: Int(rowKeys[version]), since: place + 1, until: Int(until[version]))
      until[version] = UInt16(place)
    }
    for index in columns.indices where !isRowKey(index) {
      let cells = columns[index].cells
      columns[index].cells.append(versions, of: cells)
    }
  }

  mutating func link(key: Int, since start: Int, until end: Int) {
    if key >= firstVersion.count { firstVersion.append(contentsOf: repeatElement(-1, count: key + 1 - firstVersion.count)) }
    nextVersion.append(firstVersion[key])
    firstVersion[key] = Int32(rowKeys.count)
    rowKeys.append(UInt32(key))
    since.append(UInt16(start))
    until.append(UInt16(end))
  }

  mutating func clearVersions() {
    rowKeys = []
    since = []
    until = []
    nextVersion = []
    firstVersion = []
  }

  // MARK: dumps

  /// Adds the dump of a date that is to be snapshot `place`; there were `count` snapshots so far. Without rows given, the declared keys are the rows.
  mutating func add(_ rows: EntityRows?, at place: Int, of count: Int, names: inout SharedNames) {
    // Nothing of a table in a newest dump: all versions have ended. Of thousands of tables few are in each dump.
    if rows.map({ $0.keys.isEmpty && $0.columns.isEmpty }) ?? declared.keyNames.isEmpty, place == count { return }
    let dump = encode(rows ?? declaredRows, names: &names)
    if place < count { makeRoom(at: place) }

    // What stands beside the new date: a version that spans it, else one that ends just before it, and one that begins just after it.
    var before = [Int](repeating: -1, count: dump.keys.count)
    var after = before
    var isInDump = [Bool](repeating: false, count: names.keys[entity].count)
    for (row, key) in dump.keys.enumerated() {
      precondition(!isInDump[key], "a key twice in one dump")
      isInDump[key] = true
      for version in versions(ofKey: key) {
        if until[version] >= place && since[version] < place { before[row] = version }
        if since[version] == place + 1 { after[row] = version }
      }
    }
    let differsBefore = differences(dump, from: before)
    let differsAfter = place < count ? differences(dump, from: after) : []

    var opened: [Int] = []
    var spanning: [Int] = []
    for row in dump.keys.indices {
      if before[row] >= 0, !differsBefore[row] {
        until[before[row]] = max(until[before[row]], UInt16(place + 1))
      } else if place < count, after[row] >= 0, !differsAfter[row] {
        since[after[row]] = UInt16(place)
      } else {
        if before[row] >= 0, until[before[row]] > place { spanning.append(before[row]) }
        opened.append(row)
      }
    }
    if place < count {
      for version in rowKeys.indices where since[version] < place && until[version] > place && !isInDump[Int(rowKeys[version])] {
        spanning.append(version)
      }
    }
    open(opened, of: dump, at: place)
    split(spanning, around: place)
  }

  /// Snapshots from `place` on move up by one.
  private mutating func makeRoom(at place: Int) {
    for version in rowKeys.indices {
      if since[version] >= place { since[version] += 1 }
      if until[version] > place { until[version] += 1 }
    }
  }

  func differences(_ dump: EncodedDump, from base: [Int]) -> [Bool] {
    var changed = [Bool](repeating: false, count: base.count)
    for index in columns.indices where !isRowKey(index) {
      CellArray.markDifferences(of: dump.columns[index], from: columns[index].cells, baseRows: base, in: &changed)
    }
    return changed
  }
}

/// A dump with its texts as numbers: by column of the table, nil where the dump has no such column.
struct EncodedDump {
  var keys: [Int]
  var columns: [CellArray?]
}

extension TableBuilder {
  private var declaredRows: EntityRows { EntityRows(entity: entity, keys: declared.keyNames.map(\.code), columns: []) }

  private mutating func encode(_ rows: EntityRows, names: inout SharedNames) -> EncodedDump {
    let keys = rows.keys.map { names.keys[entity].number(of: $0) }
    var incoming: [Int: EntityRows.IncomingColumn.Cells] = [:]
    for column in rows.columns {
      let (index, cells) = place(column)
      precondition(incoming[index] == nil, "column \(columns[index].name) twice in one dump")
      incoming[index] = cells
    }
    let keyField = declared.keyField
    if incoming[keyField] == nil, !isRowKey(keyField), case .codes = columns[keyField].cells { incoming[keyField] = .text(rows.keys) }
    if let nameField = declared.nameField, nameField != keyField, columns[nameField].type == .text, incoming[nameField] == nil,
      !declared.keyNames.isEmpty
    {
      incoming[nameField] = .text(keys.map(declaredName(ofKey:)))
    }

    var encoded = [CellArray?](repeating: nil, count: columns.count)
    for (index, cells) in incoming where !isRowKey(index) {
      let cells = columns[index].encode(cells, names: &names)
      precondition(cells.count == keys.count, "column \(columns[index].name) of another length")
      encoded[index] = cells
    }
    return EncodedDump(keys: keys, columns: encoded)
  }

  /// Where an incoming column goes; an extra column seen for the first time is added, one of another type than before becomes text.
  private mutating func place(_ column: EntityRows.IncomingColumn) -> (Int, EntityRows.IncomingColumn.Cells) {
    switch column.target {
    case .field(let index): return (index, column.cells)
    case .extra(let field):
      let type = field.type
      let index = columns.firstIndex { $0.name == field.name } ?? columns.count
      if index == columns.count { addExtra(field, count: rowKeys.count) }
      if columns[index].type == type { return (index, column.cells) }
      if case .money = columns[index].type, case .money = type { return (index, column.cells) }
      precondition(index >= declared.fields.count, "an extra column named as a declared field")
      columns[index].widenToText()
      return (index, .text(ColumnBuilder.printed(column.cells, type)))
    }
  }

  /// Whether a snapshot has rows other than those that stand for a dump that is not there.
  func hasFiledRows(at place: Int) -> Bool {
    let alive = rowKeys.indices.lazy.filter { since[$0] <= place && until[$0] > place }
    guard !declared.keyNames.isEmpty else { return alive.first != nil }
    var count = 0
    for version in alive {
      count += 1
      guard standsForNone(version) else { return true }
    }
    return count != 0 && count != declared.keyNames.count
  }

  private func standsForNone(_ version: Int) -> Bool {
    let key = Int(rowKeys[version])
    guard key < declared.keyNames.count else { return false }
    return columns.indices.allSatisfy { index in
      if isRowKey(index) || index == declared.keyField { return true }
      guard index == declared.nameField, case .codes(let codes) = columns[index].cells, case .text = columns[index].type else {
        return columns[index].cells.isMissing(version)
      }
      return codes[version].isMissing || columns[index].texts.texts[Int(codes[version])] == declaredName(ofKey: key)
    }
  }

  /// What stands as a declared key's name where a dump has no names.
  private func declaredName(ofKey key: Int) -> String? {
    guard key < declared.keyNames.count else { return nil }
    let value = declared.keyNames[key]
    return value.english ?? value.label ?? value.code
  }
}
