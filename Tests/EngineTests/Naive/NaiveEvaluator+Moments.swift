import Query
import Schema

// Other snapshots, by what language.md says: the record is looked up in the plain records of that date.
extension NaiveEvaluator {
  func at(_ snapshot: Int) -> NaiveEvaluator { NaiveEvaluator(library: library, snapshot: snapshot, choices: choices) }

  /// The same record in the dump of another date.
  private func row(_ row: NaiveRow, at snapshot: Int) throws -> NaiveRow? {
    switch row {
    case .nothing: return .nothing
    case .result: throw NaiveProblem.cannot("the past of a result")
    case .record(let entity, let record):
      return library.tables[snapshot][entity].first { $0.key == record.key }.map { .record(entity: entity, $0) }
    }
  }

  func valueThen(_ inner: Checked, at snapshot: Int, _ scope: NaiveScope, absent: Value) throws -> Value {
    guard case .row(let row) = scope else { throw NaiveProblem.cannot("the past of a group") }
    guard let then = try self.row(row, at: snapshot) else { return absent }
    return try at(snapshot).value(inner, .row(then))
  }

  func existed(at snapshot: Int, _ scope: NaiveScope) throws -> Bool {
    guard case .row(let row) = scope else { throw NaiveProblem.cannot("the past of a group") }
    return try self.row(row, at: snapshot) != nil
  }

  func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], _ scope: NaiveScope) throws -> Bool {
    let verdicts = try points.filter { try existed(at: $0.snapshot, scope) }.map {
      try valueThen($0.condition, at: $0.snapshot, scope, absent: .flag(false)) == .flag(true)
    }
    return quantifier == .ever ? verdicts.contains(true) : !verdicts.isEmpty && !verdicts.contains(false)
  }

  func recordDiffers(from snapshot: Int, _ scope: NaiveScope) throws -> Bool {
    guard case .row(let row) = scope, case .record(_, let now) = row else { throw NaiveProblem.cannot("changes of no record") }
    guard case .record(_, let then)? = try self.row(row, at: snapshot) else { return false }
    return zip(now.cells, then.cells).contains { $0 != $1 }
  }

  /// Walks back snapshot by snapshot while the record is there with its present value.
  func heldSince(_ field: Int, _ scope: NaiveScope) throws -> Value {
    guard case .row(let row) = scope, case .record(_, let now) = row else { throw NaiveProblem.cannot("the field of no record") }
    guard now.cells[field] != .missing else { return .missing }
    var start = snapshot
    while start > 0, case .record(_, let then)? = try self.row(row, at: start - 1), then.cells[field] == now.cells[field] { start -= 1 }
    return .date(World.snapshotDay(start))
  }
}
