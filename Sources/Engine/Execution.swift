import Diagnostics
import Results
import Schema
import Store

/// One run of one query: the library at the query's snapshot, what was worked out so far, and what the footer must say.
/// Expressions are evaluated by its extensions in `Expressions/`, operators by those in `Operators/`.
final class Execution {
  let library: Library
  let catalog: Catalog
  let options: Engine.Options
  let snapshot: Int
  /// The catalog's choices and those that exist only in this query.
  let choices: [Choice]
  /// What the aggregates of the measure at hand skipped, by aggregate, so that evaluating one twice does not count twice; nil when nobody asks.
  var skippedCells: [String: SkippedCells]?
  /// The same for aggregates outside the measures, by the name that the footer gives them.
  private var furtherSkips: [String: SkippedCells] = [:]
  /// The column of a list that is being printed, whose linked aggregates tell what they skip.
  var printedColumn: String?
  /// What moving dates came to that the footer has to say.
  enum DateNote {
    case outsideCalendar
    /// Beyond the years 1 to 9999
    case outsideYears
    /// Moved by a fraction of a day or month, rounded
    case rounded
  }

  /// Such dates by place in the query, so that evaluating twice does not count twice.
  private var dates: [DateNote: [SourceRange: Int]] = [:]
  /// Rules that are chosen by the rows at hand, once the query runs.
  private(set) var fired: Set<Rule> = []
  /// Entities whose records a measure took once per group through a link.
  var countedOnce: Set<Int> = []
  /// The one that the query runs in, where this one reads another snapshot for it; nil in that one.
  private unowned let root: Execution?
  /// By snapshot: the library at the other snapshots that conditions look at.
  private var others: [Int: Execution] = [:]
  /// By entity and field: for each version, the snapshot since which its value has held without a break.
  private var heldSince: [HeldField: [UInt16]] = [:]
  private var bases: [Int: Frame] = [:]
  private var keyPlaces: [Int: [Int32]] = [:]
  private var calendarTable: WorkdayTable??
  /// Bodies of definitions that are used many times, and where each record lies in ``base(_:)``.
  var sharedValues: [SharedPlace: SharedValue] = [:]
  private var rowPlaces: [Int: [Int32: Int32]] = [:]

  init(library: Library, catalog: Catalog, options: Engine.Options, snapshot: Int, addedChoices: [Choice]) {
    self.library = library
    self.catalog = catalog
    self.options = options
    self.snapshot = snapshot
    choices = catalog.choices + addedChoices
    root = nil
  }

  private init(root: Execution, snapshot: Int) {
    library = root.library
    catalog = root.catalog
    options = root.options
    self.snapshot = snapshot
    choices = root.choices
    self.root = root
  }

  /// The library at a snapshot, for a condition of the query that looks there.
  func at(_ other: Int) -> Execution {
    if other == snapshot { return self }
    let root = root ?? self
    if other == root.snapshot { return root }
    if let execution = root.others[other] { return execution }
    let execution = Execution(root: root, snapshot: other)
    root.others[other] = execution
    return execution
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

  func note(_ rule: Rule) { (root ?? self).fired.insert(rule) }

  func note(_ kind: DateNote, _ count: Int, at range: SourceRange) {
    guard count > 0 else { return }
    (root ?? self).dates[kind, default: [:]].merge([range: count], uniquingKeysWith: max)
  }

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

  /// The largest count stands: the same aggregate may be worked out again over some of its rows.
  func noteFurther(_ name: String, _ skipped: SkippedCells) {
    let root = root ?? self
    root.furtherSkips[name, default: SkippedCells()].formMaximum(skipped)
  }

  /// What was skipped outside the measures, by name.
  var furtherNotes: [ResultTable.Note] { furtherSkips.sorted { isBefore($0.key, $1.key) }.flatMap { $0.value.notes(of: $0.key) } }

  var calendarNotes: [ResultTable.Note] {
    func total(_ kind: DateNote) -> Int { dates[kind]?.values.reduce(0, +) ?? 0 }
    let (lost, beyond, moved) = (total(.outsideCalendar), total(.outsideYears), total(.rounded))
    var notes = lost > 0 ? [ResultTable.Note(.outsideCalendar(count: lost))] : []
    if beyond > 0 {
      let (english, chinese) =
        beyond == 1
        ? ("1 date is missing: it lies beyond the years 1 to 9999", "1 个日期为空：超出 1 年至 9999 年")
        : ("\(beyond) dates are missing: they lie beyond the years 1 to 9999", "\(beyond) 个日期为空：超出 1 年至 9999 年")
      notes.append(ResultTable.Note(.words(english: english, chinese: chinese)))
    }
    if moved > 0 {
      let english = moved == 1 ? "1 date was moved by a fraction, rounded" : "\(moved) dates were moved by fractions, rounded"
      notes.append(ResultTable.Note(.words(english: english, chinese: "\(moved) 个日期推移的量带小数，已四舍五入")))
    }
    return notes
  }

  func misplaced(_ what: String, _ range: SourceRange) -> EngineError { EngineError(.misplaced(what), at: range) }
}
