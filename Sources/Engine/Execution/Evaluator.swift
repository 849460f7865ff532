import Diagnostics
import Results
import Schema
import Store

/// Evaluates expressions over the library at one snapshot, for one query; keeps what was worked out so far and what the footer must say.
/// Expressions are evaluated by its extensions in `Expressions/`, operators by those in `Operators/` and `FastPaths/`.
final class Evaluator {
  let library: Library
  let catalog: Catalog
  let options: Engine.Options
  let snapshot: Int
  /// The catalog's choices and those that exist only in this query.
  let choices: [Choice]
  /// What the aggregates of the measure at hand skipped, by aggregate, so that evaluating one twice does not count twice; nil when nobody asks.
  var skippedCells: [String: SkippedCells]?
  /// The column of a list that is being printed, whose linked aggregates tell what they skip.
  var printedColumn: String?
  /// What evaluating had to say so far.
  private(set) var notes: EvaluatorNotes
  /// The one that the query runs in, where this one reads another snapshot for it; nil in that one.
  private unowned let root: Evaluator?
  /// By snapshot: the library at the other snapshots that conditions look at.
  private var others: [Int: Evaluator] = [:]
  /// By entity and field: for each version, the snapshot since which its value has held without a break.
  private var heldSince: [HeldField: [UInt16]] = [:]
  private var bases: [Int: Frame] = [:]
  private var keyPlaces: [Int: [Int32]] = [:]
  private var calendarTable: WorkdayTable??
  /// Bodies of definitions that are used many times, and where each record lies in ``base(_:)``.
  var sharedValues: [SharedPlace: SharedValue] = [:]
  private var rowPlaces: [Int: [Int32: Int32]] = [:]

  /// - Parameter notes: what was said beforehand.
  init(_ engine: Engine, snapshot: Int, addedChoices: [Choice], notes: EvaluatorNotes = EvaluatorNotes()) {
    library = engine.library
    catalog = engine.catalog
    options = engine.options
    self.snapshot = snapshot
    choices = addedChoices.isEmpty ? engine.catalog.choices : engine.catalog.choices + addedChoices
    self.notes = notes
    root = nil
  }

  private init(root: Evaluator, snapshot: Int) {
    library = root.library
    catalog = root.catalog
    options = root.options
    self.snapshot = snapshot
    choices = root.choices
    notes = EvaluatorNotes()
    self.root = root
  }

  /// The library at a snapshot, for a condition of the query that looks there.
  func at(_ other: Int) -> Evaluator {
    if other == snapshot { return self }
    let root = root ?? self
    if other == root.snapshot { return root }
    if let evaluator = root.others[other] { return evaluator }
    let evaluator = Evaluator(root: root, snapshot: other)
    root.others[other] = evaluator
    return evaluator
  }

  struct HeldField: Hashable {
    var entity: Int
    var field: Int
  }

  /// What was worked out about a field once for the query.
  func heldSince(_ field: HeldField, make: () throws -> [UInt16]) rethrows -> [UInt16] {
    let root = root ?? self
    if let known = root.heldSince[field] { return known }
    let made = try make()
    root.heldSince[field] = made
    return made
  }

  func note(_ rule: Rule) { (root ?? self).notes.fired.insert(rule) }

  func note(_ kind: EvaluatorNotes.DateNote, _ count: Int, at range: SourceRange) { (root ?? self).notes.note(kind, count, at: range) }

  /// What was skipped outside the measures, under the name that the footer gives it.
  func note(_ name: String, _ skipped: SkippedCells) { (root ?? self).notes.note(name, skipped) }

  /// The records of an entity were taken once per group through a link.
  func noteCountedOnce(_ entity: Int) { notes.countedOnce.insert(entity) }

  /// Every operator and expression passes here before it takes up a batch.
  func poll() throws { try polling.poll() }

  /// For loops over many rows.
  var polling: Polling { Polling(isCancelled: options.isCancelled, limits) }

  var limits: Limits { options.limits }

  /// All records of an entity alive at the snapshot, in key order.
  func base(_ entity: Int) -> Frame {
    if let frame = bases[entity] { return frame }
    let table = library.tables[entity]
    let rows: Frame.Rows =
      // The newest records lie first, in key order: the row number is the place, and nothing needs to be gathered.
      isWhole(table) ? .first(table.keyCount) : .picked(table.rows(byKeyAt: snapshot).filter { $0 >= 0 })
    let frame = Frame(origin: .records(entity: entity), rows: rows)
    bases[entity] = frame
    return frame
  }

  /// Row number to place in ``base(_:)``.
  func placesOfRows(_ entity: Int) -> [Int32: Int32] {
    if let places = rowPlaces[entity] { return places }
    let rows = base(entity).rowNumbers
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, Int32($0)) })
    rowPlaces[entity] = places
    return places
  }

  /// Key number to place in ``base(_:)``; -1 for a key without a record at the snapshot.
  func placesByKey(_ entity: Int) throws -> [Int32] {
    if let places = keyPlaces[entity] { return places }
    let table = library.tables[entity]
    try poll()
    var places = table.rows(byKeyAt: snapshot)
    if !isWhole(table) {
      var next: Int32 = 0
      try polling.forEach(places.count) { key in
        guard places[key] >= 0 else { return }
        places[key] = next
        next += 1
      }
    }
    keyPlaces[entity] = places
    return places
  }

  private func isWhole(_ table: Table) -> Bool { snapshot == library.snapshots.count - 1 && table.holeCount == 0 }

  /// Nil when the model declares no calendar.
  var workdays: WorkdayTable? {
    if let calendarTable { return calendarTable }
    let table = catalog.calendar.map(WorkdayTable.init)
    calendarTable = table
    return table
  }

  /// The key number of every place of a frame of records.
  func keys(of frame: Frame, entity: Int) -> [UInt32] {
    let keys = library.tables[entity].rowKeys
    return switch frame.rows {
    case .first(let count): Array(keys.prefix(count))
    case .picked(let rows): keys.keys(of: rows)
    }
  }

  /// Evaluates something again (totals, parts) without counting for the footer.
  func withoutNotes<Result>(_ body: () throws -> Result) rethrows -> Result {
    let held = skippedCells
    skippedCells = nil
    defer { skippedCells = held }
    return try body()
  }

  /// For conditions inside aggregates, which are tested on whole columns where rows are.
  var compiler: PredicateCompiler { PredicateCompiler(LibraryStatistics(library), options.rules, limits) }

  func misplaced(_ what: String, _ range: SourceRange) -> EngineError { EngineError(.misplaced(what), at: range) }
}
