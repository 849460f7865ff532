import Diagnostics
import Query
import Results
import Schema
import Store

/// Passes rows through the operators of a plan and keeps count.
struct Executor {
  struct Metrics {
    var rows: Int
    var time: Duration
  }

  /// What the operators read.
  enum Source {
    /// Records; in key order, or in that of another query
    case records(isInKeyOrder: Bool)
    /// Lines, with what they are called
    case lines(noun: (english: String, chinese: String))
    /// A result. Where each of its rows stands in key order: nil where they are in it. What its rows are called, where they are lines.
    case table(ResultTable, keyOrder: [UInt32]?, noun: (english: String, chinese: String)?)
  }

  /// How far the rows have come, with the places of those that are shown, in output order; nil is all of them as they are.
  enum State {
    case rows(shown: [Int32]?)
    case groups(Grouped, shown: [Int32]?)
    case ranking(Grouped, RankedGroups, shown: [Int32])
  }

  let plan: Plan
  let engine: Engine
  let evaluator: Evaluator
  /// What each node gave and took, in the order of the plan, where rows are counted.
  private(set) var metrics: [Metrics] = []
  /// Those of the plans that this one reads from.
  private(set) var inner: [Executor] = []

  private(set) var source = Source.records(isInKeyOrder: true)
  private var selection = Selection(Frame(origin: .nothing, rows: .first(0)))
  private(set) var state = State.rows(shown: nil)
  private(set) var columns: [ResultTable.Column] = []
  /// Of those that a stage passes on
  private(set) var rowsWithoutKeys: Set<Int> = []
  private(set) var notes = FooterNotes()

  init(engine: Engine, plan: Plan) {
    self.engine = engine
    self.plan = plan
    evaluator = Evaluator(engine, snapshot: plan.query.snapshot, addedChoices: plan.query.addedChoices, notes: plan.notes)
  }

  /// The rules that were chosen by the rows at hand.
  var fired: Set<Rule> { evaluator.notes.fired }

  /// The answer as a table.
  mutating func result() throws -> ResultTable {
    try run(until: plan.nodes.count)
    return table()
  }

  /// The rows that a list selects, in its order, for the stage behind it.
  mutating func rows() throws -> Frame {
    try run(until: plan.nodes.firstIndex { if case .output = $0.operation { true } else { false } } ?? plan.nodes.count)
    let frame = frame
    return shown.map { frame.picking($0) } ?? frame
  }

  private mutating func run(until end: Int) throws {
    if plan.usesTwoThreads { WorkerThread.shared.wake() }
    for node in plan.nodes[..<end] {
      try evaluator.poll()
      guard engine.options.countsRows else {
        try run(node.operation)
        continue
      }
      let start = ContinuousClock.now
      try run(node.operation)
      metrics.append(Metrics(rows: rowsAtHand, time: ContinuousClock.now - start))
    }
  }

  private mutating func run(_ operation: PlanOperation) throws {
    switch operation {
    case .scan(let entity): selection = Selection(recordsOf: entity, evaluator)
    case .selectedRows(let plan):
      var executor = Executor(engine: engine, plan: plan)
      selection = Selection(try executor.rows())
      source = .records(isInKeyOrder: false)
      notes.inner = executor.notes.notes(executor.evaluator)
      inner.append(executor)
    case .resultRows(let plan):
      var executor = Executor(engine: engine, plan: plan)
      let table = try executor.result()
      read(table, keyOrder: executor.keyOrderOfResult, noun: executor.lineNoun)
      inner.append(executor)
    case .changeLines(let changes, let predicates): read(try evaluator.changeLines(changes, predicates))
    case .historyLines(let history): read(try evaluator.historyLines(history))
    case .keyJoin(let now, let before, let comparison):
      var sides = (now: Executor(engine: engine, plan: now), before: Executor(engine: engine, plan: before))
      let joined = try evaluator.joinedByKey(comparison, &sides.now, &sides.before)
      read(joined.table, keyOrder: joined.keyOrder, noun: nil)
      inner += [sides.now, sides.before]
    case .trendRows(let plans, let trend):
      var points = plans.map { $0.map { Executor(engine: engine, plan: $0) } }
      read(try evaluator.trendRows(trend, &points), keyOrder: nil, noun: nil)
      if let last = points.last(where: { $0 != nil }) ?? nil { inner.append(last) }
    case .versionSweep(let point, let codes, let trend):
      let there = Executor(engine: engine, plan: point).evaluator
      read(try evaluator.sweptRows(trend, point, codes, there), keyOrder: nil, noun: nil)
    case .filter(let filter): try selection.apply(filter, evaluator)
    case .group(let grouping, let codes):
      let grouped = try group(grouping, codes)
      state = .groups(grouped, shown: nil)
    case .rank(let ranking, let codes):
      let grouped = try group(ranking.grouping, codes)
      let ranked = try evaluator.ranked(ranking, grouped, notes: &notes)
      state = .ranking(grouped, ranked, shown: ranked.places)
      show(ranked.places)
    case .sort(let keys): show(try sorted(allPlaces, by: keys))
    case .skip(let count):
      let before = shown ?? allPlaces
      let left = Array(before.dropFirst(count))
      notes.cut = left.count < before.count ? (left.count, before.count) : nil
      show(left)
    case .top(let cut, let skip, let method): try top(cut, skip, method)
    case .output(let outputs): try output(outputs)
    case .measure(let grouping):
      guard case .groups(let grouped, let shown) = state else { throw evaluator.misplaced("measures without groups", SourceRange(0, 0)) }
      columns = try evaluator.measureColumns(grouping, grouped, shown ?? allPlaces, notes: &notes)
    }
  }

  // MARK: Reading

  private mutating func read(_ lines: LineTable) {
    selection = Selection(Frame(origin: .table(lines.columns), rows: .first(lines.count)))
    notes.inner = lines.notes
    source = .lines(noun: lines.noun)
  }

  /// Takes the rows of a result, without its totals, for what follows.
  private mutating func read(_ table: ResultTable, keyOrder: [UInt32]?, noun: (english: String, chinese: String)?) {
    let count = table.rowCount - (table.hasTotals ? 1 : 0)
    selection = Selection(Frame(origin: .table(table.columns.map(\.values)), rows: .first(count)))
    notes.inner = table.notes
    source = .table(table, keyOrder: keyOrder, noun: noun)
  }

  var lineNoun: (english: String, chinese: String)? {
    switch source {
    case .records: nil
    case .lines(let noun): noun
    case .table(_, _, let noun): noun
    }
  }

  // MARK: Rows and groups at hand

  /// The rows at hand, picked.
  var frame: Frame { mutating get { selection.settled(evaluator) } }

  private var rowsAtHand: Int { columns.first?.values.count ?? shown?.count ?? placeCount }
  var placeCount: Int { grouped?.count ?? selection.count }
  var allPlaces: [Int32] { (0..<Int32(placeCount)).map { $0 } }

  var grouped: Grouped? {
    switch state {
    case .rows: nil
    case .groups(let grouped, _), .ranking(let grouped, _, _): grouped
    }
  }

  var shown: [Int32]? {
    switch state {
    case .rows(let shown), .groups(_, let shown): shown
    case .ranking(_, _, let shown): shown
    }
  }

  private mutating func show(_ places: [Int32]) {
    switch state {
    case .rows: state = .rows(shown: places)
    case .groups(let grouped, _): state = .groups(grouped, shown: places)
    case .ranking(let grouped, let ranked, _):
      state = .ranking(grouped, ranked, shown: places)
      if case .ranking(let ranking) = plan.query.shape { columns = evaluator.rankColumns(ranking, grouped, ranked, places) }
    }
  }

  private mutating func group(_ grouping: CheckedQuery.Grouping, _ codes: CodeGrouping?) throws -> Grouped {
    if let codes, let rows = selection.bitmap(evaluator)?.rows, codes.pays(rows, evaluator.limits) {
      return try evaluator.grouped(grouping, codes, over: rows)
    }
    return try evaluator.grouped(grouping, over: frame)
  }

  private mutating func top(_ cut: CheckedQuery.Cut, _ skip: Int, _ method: TopMethod) throws {
    if case .columnHeap(let field) = method, let (rows, entity) = selection.bitmap(evaluator) {
      let found = try evaluator.top(cut, skip, byField: field, rows, entity)
      selection = Selection(Frame(origin: .records(entity: entity), rows: .picked(found.rows)))
      source = .records(isInKeyOrder: false)
      notes.ties = found.ties
      notes.cut = found.rows.count < found.count ? (found.rows.count, found.count) : nil
      if !cut.order.isEmpty { show(try sorted(allPlaces, by: cut.order)) }
      return
    }
    let count = placeCount
    let result = try cutPlaces(cut, skip, method)
    notes.ties = result.ties
    notes.cut = result.places.count < count ? (result.places.count, count) : nil
    show(cut.order.isEmpty ? result.places : try sorted(result.places, by: cut.order))
  }

  private mutating func output(_ outputs: [OutputColumn]) throws {
    let all = frame
    let frame = shown.map { all.picking($0) } ?? all
    columns = try outputs.map { output in
      evaluator.printedColumn = output.name
      defer { evaluator.printedColumn = nil }
      return ResultTable.Column(output, values: try evaluator.values(output.value, over: .rows(frame)).trimmed)
    }
    if case .table(let table, _, _) = source {
      if !table.rowsWithoutKeys.isEmpty {
        let without = table.rowsWithoutKeys
        rowsWithoutKeys =
          switch frame.rows {
          case .first(let count): without.filter { $0 < count }
          case .picked(let rows): Set(rows.indices.filter { without.contains(Int(rows[$0])) })
          }
      }
      if plan.query.hasTotals {
        let last = [Int32(table.rowCount - 1)]
        for index in columns.indices {
          columns[index].values = try evaluator.appended(columns[index].values, table.columns[index].values.picking(last))
        }
      }
    }
    for place in plan.query.sectionsAgain { columns[place].isSectionAgain = true }
    columns = evaluator.uniquelyNamed(columns)
  }
}
