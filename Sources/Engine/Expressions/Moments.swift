import Query
import Results
import Schema
import Store

// Values and conditions of other snapshots. A record is found there by its key; what is read of it is read by the evaluator of that snapshot.

extension Evaluator {
  /// The rows of a domain as they stood at another snapshot, and where each place of the domain is among them: -1 without the record; nil where
  /// all are there, in order.
  private struct Then {
    var evaluator: Evaluator
    var frame: Frame
    var places: [Int32]?
  }

  private func then(_ snapshot: Int, _ expression: Checked, over domain: Domain) throws -> Then {
    guard case .rows(let frame) = domain else { throw misplaced("another snapshot for a group", expression.range) }
    let other = at(snapshot)
    switch frame.origin {
    case .nothing: return Then(evaluator: other, frame: frame, places: nil)
    case .table: throw misplaced("another snapshot of a result", expression.range)
    case .records(let entity):
      if snapshot == self.snapshot { return Then(evaluator: other, frame: frame, places: nil) }
      let rows = rows(of: keys(of: frame, entity: entity), at: snapshot, entity)
      func there(_ rows: [Int32]) -> Frame { Frame(origin: frame.origin, rows: .picked(rows)) }
      guard rows.contains(where: { $0 < 0 }) else { return Then(evaluator: other, frame: there(rows), places: nil) }
      var next: Int32 = -1
      let places = rows.map { row -> Int32 in
        guard row >= 0 else { return -1 }
        next += 1
        return next
      }
      return Then(evaluator: other, frame: there(rows.filter { $0 >= 0 }), places: places)
    }
  }

  /// The rows of some keys at another snapshot, -1 without one.
  private func rows(of keys: [UInt32], at snapshot: Int, _ entity: Int) -> [Int32] {
    let table = library.tables[entity]
    if zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) { return table.rows(ofRisingKeys: keys, at: snapshot) }
    let rows = table.rows(byKeyAt: snapshot)
    return keys.map { rows[Int($0)] }
  }

  /// `previous(E)`; missing without the record.
  func values(_ inner: Checked, at snapshot: Int, _ expression: Checked, over domain: Domain) throws -> Vector {
    if inner.isCondition {
      return Vector(type: .flag, count: domain.count, cells: .bits(try truth(inner, at: snapshot, expression, over: domain)))
    }
    let then = try then(snapshot, expression, over: domain)
    let vector = try then.evaluator.values(inner, over: .rows(then.frame))
    return then.places.map { vector.picking(orMissing: $0) } ?? vector
  }

  /// `was C`; false without the record.
  func truth(_ inner: Checked, at snapshot: Int, _ expression: Checked, over domain: Domain) throws -> Bitmap {
    let then = try then(snapshot, expression, over: domain)
    let holds = try then.evaluator.truth(inner, over: .rows(then.frame))
    guard let places = then.places else { return holds }
    var result = Bitmap(count: domain.count)
    for (index, place) in places.enumerated() where place >= 0 && holds[Int(place)] { result[index] = true }
    return result
  }

  func existed(at snapshot: Int, _ expression: Checked, over domain: Domain) throws -> Bitmap {
    guard case .rows(let frame) = domain, let entity = frame.entity else { throw misplaced("`existed`", expression.range) }
    let placeOfKey = try at(snapshot).placesByKey(entity)
    let keys = keys(of: frame, entity: entity)
    return try polling.places(keys.count) { placeOfKey[Int(keys[$0])] >= 0 }
  }

  // MARK: Changes

  /// Exactly one side is missing, or both are known and unequal.
  func differs(_ left: Vector, _ right: Vector) throws -> Bitmap {
    let equal = try compare(.equal, left, right)
    let (leftKnown, rightKnown) = (left.known, right.known)
    return leftKnown.or(rightKnown).andNot(equal)
  }

  /// Compares all cells of the versions that hold here and there, where those are two.
  func recordDiffers(from snapshot: Int, _ expression: Checked, over domain: Domain) throws -> Bitmap {
    guard case .rows(let frame) = domain, let entity = frame.entity else { throw misplaced("`changed`", expression.range) }
    let table = library.tables[entity]
    let rowOfKey = table.rows(byKeyAt: snapshot)
    var places: [Int32] = []
    var (now, before): ([Int32], [Int32]) = ([], [])
    let rows = frame.rowNumbers
    try polling.forEach(rows.count) { place in
      let row = rows[place]
      let other = rowOfKey[Int(table.rowKeys[Int(row)])]
      guard other >= 0, other != row else { return }
      places.append(Int32(place))
      now.append(row)
      before.append(other)
    }
    var changed = Bitmap(count: places.count)
    for field in table.columns.indices {
      try poll()
      changed.formOr(try differs(column(field, of: entity, over: .picked(now)), column(field, of: entity, over: .picked(before))))
    }
    return scatter(changed, to: places, count: frame.count)
  }

  // MARK: held_since

  func heldSince(_ field: Int, _ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .rows(let frame) = domain, let entity = frame.entity else { throw misplaced("`held_since`", expression.range) }
    let starts = try heldSince(HeldField(entity: entity, field: field)) { try runStarts(field, of: entity) }
    let days = library.snapshots.map(\.rawValue)
    let rows = frame.rowNumbers
    return Vector(
      type: .date, count: frame.count, cells: .int32(try polling.map(rows.count) { days[Int(starts[Int(rows[$0])])] }),
      validity: column(field, of: entity, over: frame.rows).validity)
  }

  /// For each version the first snapshot of the run of versions, one ending where the next begins, that have its value.
  private func runStarts(_ field: Int, of entity: Int) throws -> [UInt16] {
    let table = library.tables[entity]
    let before = try versionsBefore(entity)
    let pairs = try polling.places(table.rowCount) { row in
      let other = before[row]
      return other >= 0 && table.until[Int(other)] == table.since[row]
    }.rows
    let same = try compare(
      .equal, column(field, of: entity, over: .picked(pairs)), column(field, of: entity, over: .picked(pairs.map { before[Int($0)] })))
    var goesOn = Bitmap(count: table.rowCount)
    same.forEach { goesOn[Int(pairs[$0])] = true }
    var starts = try polling.map(table.rowCount) { table.since[$0] }
    try forEachVersionInTime(table) { if goesOn[$0] { starts[$0] = starts[Int(before[$0])] } }
    return starts
  }

  /// History stands in order of time, the newest versions follow on it.
  private func forEachVersionInTime(_ table: Table, _ body: (Int) throws -> Void) throws {
    try polling.forEach(table.rowCount - table.keyCount) { try body(table.keyCount + $0) }
    try polling.forEach(table.keyCount, body)
  }

  /// The version of the same record before each version, -1 for the first.
  private func versionsBefore(_ entity: Int) throws -> [Int32] {
    let table = library.tables[entity]
    var before = [Int32](repeating: -1, count: table.rowCount)
    var last = [Int32](repeating: -1, count: table.keyCount)
    try forEachVersionInTime(table) { row in
      let key = Int(table.rowKeys[row])
      before[row] = last[key]
      last[key] = Int32(row)
    }
    return before
  }
}
