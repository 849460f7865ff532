import Query
import Results
import Schema
import Store

/// Lines about records in the order printed, before their cells are read: one entry a line.
struct LineList {
  /// Key number of the record
  var keys: [UInt32] = []
  var changes: [LineChange] = []
  /// Index into the fields compared; -1 for a line about the record itself
  var fields: [Int32] = []
  /// Versions that hold the old and the new cell; -1 for a line without a field
  var oldRows: [Int32] = []
  var newRows: [Int32] = []
  /// History: the first snapshot of what the line begins, and the one behind its last
  var since: [Int] = []
  var until: [Int] = []

  var count: Int { keys.count }

  mutating func append(
    _ change: LineChange, key: UInt32, field: Int = -1, old: Int32 = -1, new: Int32 = -1, since: Int = 0, until: Int = 0
  ) {
    keys.append(key)
    changes.append(change)
    fields.append(Int32(field))
    oldRows.append(old)
    newRows.append(new)
    self.since.append(since)
    self.until.append(until)
  }
}

/// Lines as a table that conditions, orders and stages read by column.
struct LineTable {
  var columns: [Vector]
  var count: Int
  var notes: [ResultTable.Note]
  /// What one line is called; the English plural adds an s.
  var noun: (english: String, chinese: String)
}

extension Evaluator {
  func changeVector(_ list: LineList, _ columns: CheckedQuery.LineColumns) -> Vector {
    Vector(
      type: columns.change, count: list.count,
      cells: .codes(list.changes.map { UInt32($0.rawValue) }, names(of: columns.change) ?? NoNames()))
  }

  func keyVector(_ list: LineList, _ entity: Int) -> Vector {
    Vector(type: .link(entity), count: list.count, cells: .codes(list.keys, library.tables[entity].keys))
  }

  func fieldVector(_ list: LineList, _ columns: CheckedQuery.LineColumns) -> Vector {
    var known = Bitmap(count: list.count)
    for (line, field) in list.fields.enumerated() where field >= 0 { known[line] = true }
    return Vector(
      type: columns.field, count: list.count,
      cells: .codes(list.fields.map { UInt32(max($0, 0)) }, names(of: columns.field) ?? NoNames()), validity: known)
  }

  /// The cells of the versions in `rows`, each of its line's field: of the type that the fields share, or each of its own.
  func cellVector(_ rows: [Int32], _ list: LineList, _ fields: [Int], _ entity: Int, _ columns: CheckedQuery.LineColumns) throws -> Vector {
    var linesOfField = [[Int32]](repeating: [], count: fields.count)
    try polling.forEach(list.count) { if list.fields[$0] >= 0 { linesOfField[Int(list.fields[$0])].append(Int32($0)) } }
    let parts = try fields.indices.filter { !linesOfField[$0].isEmpty }.map { field -> (places: [Int32], vector: Vector) in
      try poll()
      let places = linesOfField[field]
      return (places, column(fields[field], of: entity, over: .picked(gather(rows, places))).trimmed)
    }
    guard columns.isMixed else { return try combined(parts, type: columns.cell, count: list.count) }
    guard !parts.isEmpty else { return .missing(.text, count: list.count) }
    var known = Bitmap(count: list.count)
    for (places, vector) in parts {
      try polling.forEach(places.count) { if vector.isKnown($0) { known[Int(places[$0])] = true } }
    }
    return Vector(type: .text, count: list.count, cells: .mixed(try mixed(parts, count: list.count, polling)), validity: known)
  }

  /// For each field, the pairs of versions whose cells differ: one is missing, or both are known and unequal.
  func differences(_ old: [Int32], _ new: [Int32], _ fields: [Int], _ entity: Int) throws -> [Bitmap] {
    try fields.map { field in
      try poll()
      return try placesDiffering(column(field, of: entity, over: .picked(old)), column(field, of: entity, over: .picked(new)))
    }
  }

  /// Two vectors of one stored column: where they hold different cells. A missing cell equals a missing one.
  private func placesDiffering(_ left: Vector, _ right: Vector) throws -> Bitmap {
    let count = left.count
    var same: Bitmap =
      switch (left.cells, right.cells) {
      case (.codes(let left, let names), .codes(let right, _)):
        if names is RowTexts {
          // Two numbers may be of one text.
          try polling.places(count) { left[$0] == right[$0] || isSame(names.code(Int(left[$0])), names.code(Int(right[$0]))) }
        } else {
          placesEqual(left, right, count)
        }
      case (.int32(let left), .int32(let right)): placesEqual(left, right, count)
      case (.int64(let left), .int64(let right)): placesEqual(left, right, count)
      case (.decimal(let left, _), .decimal(let right, _)): placesEqual(left, right, count)
      case (.bits(let left), .bits(let right)): Bitmap(count: count, filled: true).andNot(left.andNot(right).or(right.andNot(left)))
      default: preconditionFailure("a column of another form")
      }
    let (leftKnown, rightKnown) = (left.known, right.known)
    same.formAnd(leftKnown.and(rightKnown))
    same.formOr(leftKnown.or(rightKnown).complement())
    return same.complement()
  }
}
