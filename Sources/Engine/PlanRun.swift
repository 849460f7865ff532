import Query
import Results
import Schema
import Store

/// A plan at work: passes the rows through its operators and keeps count.
struct PlanRun {
  struct Measured {
    var rows: Int
    var time: Duration
  }

  let plan: Plan
  private let engine: Engine
  private let execution: Execution
  /// What each node gave and took, in the order of the plan.
  private(set) var measured: [Measured] = []
  /// The run of the plan that a stage reads.
  private(set) var inner: [PlanRun] = []

  /// What a stage over a table reads.
  private var table: ResultTable?
  /// Where each of its rows stands in key order; nil where they are in it.
  private var keyOrderOfTable: [UInt32]?
  /// The rows stand in key order as they come: not those of another query, which has an order of its own.
  private var isInKeyOrder = true
  /// What the lines are called, where the rows are lines.
  private var lineNoun: (english: String, chinese: String)?

  private var selection = Selection(Frame(origin: .nothing, rows: .first(0)))
  private var grouped: Grouped?
  private var ranked: RankedGroups?
  /// The places of the frame, or of the groups, in output order; nil is all of them as they are.
  private var places: [Int32]?
  private var columns: [ResultTable.Column] = []
  /// Of those that a stage passes on
  private var rowsWithoutKeys: Set<Int> = []
  private var notes = NoteBook()

  init(engine: Engine, plan: Plan) {
    self.engine = engine
    self.plan = plan
    execution = plan.execution
  }

  /// The answer as a table.
  mutating func result() throws -> ResultTable {
    try run(until: plan.nodes.count)
    var result = ResultTable(columns: columns, rowCount: columns.first?.values.count ?? 0)
    switch plan.query.shape {
    case .rows:
      result.rowCount = (places?.count ?? selection.count) + (plan.query.hasTotals ? 1 : 0)
      result.hasTotals = plan.query.hasTotals
      if let entity = plan.query.entity {
        let entity = execution.catalog.entities[entity]
        result.rowNoun = (result.rowCount == 1 ? entity.singular : entity.plural, entity.label ?? entity.plural)
      }
      result.sectionColumns = plan.query.sections
      if let table { keepHeadings(of: table, in: &result) }
      if let lineNoun { result.rowNoun = (result.rowCount == 1 ? lineNoun.english : lineNoun.english + "s", lineNoun.chinese) }
    case .groups(let grouping):
      result.rowCount = (places?.count ?? placeCount) + (grouping.withTotals ? 1 : 0)
      result.keyColumns = grouping.keys.count
      result.hasTotals = grouping.withTotals
      // One row over everything is no group: its footer names the snapshot alone.
      let isOverall = grouping.keys.isEmpty && grouping.across == nil
      result.rowNoun = isOverall ? ("", "") : (result.rowCount - (grouping.withTotals ? 1 : 0) == 1 ? "group" : "groups", "组")
    case .ranking(let ranking):
      result.keyColumns = 2
      result.hasRank = true
      if case .link(let entity) = ranking.key.column.value.type {
        let entity = execution.catalog.entities[entity]
        result.rowNoun = (result.rowCount == 1 ? entity.singular : entity.plural, entity.label ?? entity.plural)
      } else {
        result.rowNoun = (result.rowCount == 1 ? "group" : "groups", "组")
      }
    }
    if execution.library.snapshots.indices.contains(plan.query.snapshot) {
      result.snapshot = execution.library.snapshots[plan.query.snapshot]
    }
    result.notes = notes.notes(execution)
    return result
  }

  /// Columns that a stage passes on unchanged keep their headings, and keys stay keys.
  private func keepHeadings(of table: ResultTable, in result: inout ResultTable) {
    guard case .rows(let outputs) = plan.query.shape else { return }
    var keys = 0
    for (index, output) in outputs.enumerated() {
      guard case .column(.result(let column)) = output.value.node, table.columns[column].name == output.name else { continue }
      let values = result.columns[index].values
      result.columns[index] = table.columns[column]
      result.columns[index].values = values
      if index == keys, column < table.keyColumns { keys += 1 }
    }
    result.keyColumns = keys
    result.rowsWithoutKeys = rowsWithoutKeys
    result.rowNoun = table.rowNoun
    if table.hasRank, keys > 0, case .column(.result(0)) = outputs[0].value.node { result.hasRank = true }
  }

  /// The rows that a list selects, in its order, for the stage behind it.
  mutating func rows() throws -> Frame {
    try run(until: plan.nodes.firstIndex { if case .output = $0.operation { true } else { false } } ?? plan.nodes.count)
    return places.map { frame.picking($0) } ?? frame
  }

  /// The rows at hand, picked.
  private var frame: Frame { mutating get { selection.settled(execution) } }

  private mutating func group(_ grouping: CheckedQuery.Grouping) throws -> Grouped {
    if let marked = selection.marked(execution), let grouped = try execution.grouped(grouping, over: marked.rows, marked.entity) {
      return grouped
    }
    return try execution.grouped(grouping, over: frame)
  }

  private mutating func run(until end: Int) throws {
    if plan.mayUseTwoThreads { Companion.shared.wake() }
    for node in plan.nodes[..<end] {
      try execution.poll()
      let start = ContinuousClock.now
      let rows = try run(node.operation)
      measured.append(Measured(rows: rows, time: ContinuousClock.now - start))
    }
  }

  /// Runs one operator and says how many rows it leaves.
  private mutating func run(_ operation: PlanOperation) throws -> Int {
    switch operation {
    case .comparedRows(let now, let before, let comparison):
      var sides = (now: PlanRun(engine: engine, plan: now), before: PlanRun(engine: engine, plan: before))
      let joined = try execution.compared(comparison, &sides.now, &sides.before)
      read(joined.table)
      keyOrderOfTable = joined.keyOrder
      inner += [sides.now, sides.before]
    case .trendRows(let plans, let trend):
      var runs = plans.map { $0.map { PlanRun(engine: engine, plan: $0) } }
      read(try execution.strung(trend, &runs))
      if let last = runs.last(where: { $0 != nil }) ?? nil { inner.append(last) }
    case .sweptRows(let plan, let trend):
      do {
        read(try execution.swept(plan, trend))
      } catch is NotSwept {
        return try run(.trendRows(trend.points.map { $0.query.map(Planner(engine: engine).plan) }, trend))
      }
    case .filter(let filter):
      try selection.apply(filter, execution)
      return selection.count
    case .scan(let entity): selection = Selection(recordsOf: entity, execution)
    case .selectedRows(let plan):
      var run = PlanRun(engine: engine, plan: plan)
      selection = Selection(try run.rows())
      isInKeyOrder = false
      notes.inner = run.notes.notes(run.execution)
      inner.append(run)
    case .resultRows(let plan):
      var run = PlanRun(engine: engine, plan: plan)
      read(try run.result())
      keyOrderOfTable = run.keyOrderOfResult
      lineNoun = run.lineNoun
      inner.append(run)
    case .changeLines(let changes): read(try execution.changeLines(changes))
    case .historyLines(let history): read(try execution.historyLines(history))
    case .group(let grouping):
      grouped = try group(grouping)
      return grouped!.count
    case .rank(let ranking):
      let grouping = CheckedQuery.Grouping(
        keys: [ranking.key], across: nil, measures: [ranking.measure], withTotals: false, withEmpty: false)
      grouped = try group(grouping)
      ranked = try execution.ranked(ranking, grouped!, notes: &notes)
      places = ranked!.places
      columns = execution.rankColumns(ranking, grouped!, ranked!, places!)
      return places!.count
    case .sort(let keys):
      return show(try sorted(allPlaces, by: keys))
    case .skip(let count):
      let before = places ?? allPlaces
      let left = Array(before.dropFirst(count))
      notes.cut = left.count < before.count ? (left.count, before.count) : nil
      return show(left)
    case .top(let cut, let skip, let isBounded): return try top(cut, skip, isBounded)
    case .output(let outputs):
      let all = frame
      let frame = places.map { all.picking($0) } ?? all
      columns = try outputs.map { output in
        execution.printedColumn = output.name
        defer { execution.printedColumn = nil }
        return ResultTable.Column(output, values: try execution.values(output.value, over: .rows(frame)).trimmed)
      }
      if let without = table?.rowsWithoutKeys, !without.isEmpty {
        rowsWithoutKeys =
          switch frame.rows {
          case .first(let count): without.filter { $0 < count }
          case .picked(let rows): Set(rows.indices.filter { without.contains(Int(rows[$0])) })
          }
      }
      if plan.query.hasTotals, let table {
        let last = [Int32(table.rowCount - 1)]
        for index in columns.indices {
          columns[index].values = try execution.appended(columns[index].values, table.columns[index].values.picking(last))
        }
      }
      for place in plan.query.sectionsAgain { columns[place].isSectionAgain = true }
      columns = execution.uniquelyNamed(columns)
      return frame.count
    case .measure(let grouping):
      columns = try execution.measureColumns(grouping, grouped!, places ?? allPlaces, notes: &notes)
      return columns.first?.values.count ?? 0
    }
    return selection.count
  }

  private mutating func read(_ lines: LineTable) {
    selection = Selection(Frame(origin: .table(lines.columns), rows: .first(lines.count)))
    notes.inner = lines.notes
    lineNoun = lines.noun
  }

  /// Takes the rows of a result, without its totals, for what follows.
  private mutating func read(_ table: ResultTable) {
    let count = table.rowCount - (table.hasTotals ? 1 : 0)
    selection = Selection(Frame(origin: .table(table.columns.map(\.values)), rows: .first(count)))
    notes.inner = table.notes
    self.table = table
  }

  /// What each measure has for a group without rows, once the run is done.
  mutating func measuresOfNoRows() throws -> [Vector] {
    let frame = frame
    return try plan.query.keysAndMeasures.measures.map { measure in
      try execution.withoutNotes {
        do {
          let all = Groups(frame: frame, membership: .each([UInt32](repeating: 0, count: frame.count)), count: 2)
          return try execution.values(measure.value, over: .groups(all, picked: [1]))
        } catch let error as EngineError {
          // All rows together may have several units; no rows have none.
          guard case .mixedUnits = error.problem else { throw error }
          return try execution.values(
            measure.value, over: .groups(Groups(frame: frame.picking([]), membership: .single, count: 1), picked: nil))
        }
      }
    }
  }

  private mutating func top(_ cut: CheckedQuery.Cut, _ skip: Int, _ isBounded: Bool) throws -> Int {
    if isBounded, case .rows(let columns) = plan.query.shape, let marked = selection.marked(execution),
      let found = try execution.top(cut, skip, columns, marked.rows, marked.entity)
    {
      selection = Selection(Frame(origin: .records(entity: marked.entity), rows: .picked(found.rows)))
      isInKeyOrder = false
      notes.ties = found.ties
      notes.cut = found.rows.count < found.count ? (found.rows.count, found.count) : nil
      return cut.order.isEmpty ? found.rows.count : show(try sorted(allPlaces, by: cut.order))
    }
    var (order, primary) = try PlaceOrder.of(cut.by, execution) { try comparedCells($0, at: nil) }
    if cut.by.isEmpty, let ranked {
      // A ranking is cut in its own order, in which equal ranks go by key.
      try order.append(ranked.ranks, isDescending: false)
      primary = ranked.ranks
    }
    if !cut.by.isEmpty { order.keyOrder = keyOrder() }
    let count = placeCount
    let per = try cut.per.map { try perRanks($0) }
    let result = try CutOperator(count: cut.count, skip: skip, order: order, primary: primary, isBounded: isBounded)
      .result(placeCount: count, per: per)
    notes.ties = result.ties
    notes.cut = result.places.count < count ? (result.places.count, count) : nil
    return show(cut.order.isEmpty ? result.places : try sorted(result.places, by: cut.order))
  }

  private mutating func sorted(_ places: [Int32], by keys: [CheckedQuery.SortKey]) throws -> [Int32] {
    var sections = plan.query.sections
    var (order, _) = try PlaceOrder.of(keys, execution) { target in
      sections -= 1
      return sections >= 0 ? try cells(target) : try comparedCells(target, at: places)
    }
    // Sections leave the rows of each in the order they came in.
    if keys.count > plan.query.sections { order.keyOrder = keyOrder() }
    return try order.sorted(places)
  }

  /// Where each place stands in key order; nil where places are in it, as groups always are.
  private mutating func keyOrder() -> [UInt32]? {
    if grouped != nil { return nil }
    let frame = frame
    if let keyOrderOfTable { return frame.rowNumbers.map { keyOrderOfTable[Int($0)] } }
    guard !isInKeyOrder, let entity = frame.entity else { return nil }
    return execution.keys(of: frame, entity: entity)
  }

  /// Where each row of the finished result stands in key order, without totals; nil where they are in it.
  private var keyOrderOfResult: [UInt32]? {
    mutating get {
      guard let order = keyOrder() else { return places?.map { UInt32($0) } }
      return places.map { gather(order, $0) } ?? order
    }
  }

  private mutating func show(_ places: [Int32]) -> Int {
    self.places = places
    if let ranked, let grouped, case .ranking(let ranking) = plan.query.shape {
      columns = execution.rankColumns(ranking, grouped, ranked, places)
    }
    return places.count
  }

  private var placeCount: Int { grouped?.count ?? selection.count }
  private var allPlaces: [Int32] { (0..<Int32(placeCount)).map { $0 } }

  /// The same, noting which of those at some places, or at all, the order of a choice leaves out.
  private mutating func comparedCells(_ target: CheckedQuery.SortKey.Target, at places: [Int32]?) throws -> Vector {
    let vector = try cells(target)
    let outside = execution.outsideOrder(vector, places: places)
    if outside > 0 { execution.noteFurther(name(of: target), SkippedCells(outsideOrder: outside)) }
    return vector
  }

  private func name(of target: CheckedQuery.SortKey.Target) -> String {
    switch (target, plan.query.shape) {
    case (.expression(let expression), _): execution.name(of: expression, on: plan.query.entity)
    case (.column(let column), .rows(let columns)): columns[column].name
    case (.column(let column), .groups(let grouping)): (grouping.keys.map(\.column) + grouping.measures)[column].name
    case (.column(let column), .ranking(let ranking)): column == 1 ? ranking.key.column.name : ranking.measure.name
    }
  }

  /// What a sort key has at each place.
  private mutating func cells(_ target: CheckedQuery.SortKey.Target) throws -> Vector {
    try execution.withoutNotes {
      switch (target, plan.query.shape) {
      case (.expression(let expression), _):
        if let grouped {
          return try execution.countingFurther(under: execution.name(of: expression, on: plan.query.entity)) {
            try execution.values(expression, over: .groups(grouped.rows, picked: nil))
          }
        }
        return try execution.values(expression, over: .rows(frame))
      case (.column(let column), .rows(let columns)): return try execution.values(columns[column].value, over: .rows(frame))
      case (.column(let column), .groups(let grouping)):
        if column < grouping.keys.count { return grouped!.keyCells(column) }
        // Under `across` this is the row's total.
        return try execution.values(grouping.measures[column - grouping.keys.count].value, over: .groups(grouped!.rows, picked: nil))
      case (.column(let column), .ranking):
        return column == 0 ? ranked!.ranks : column == 1 ? grouped!.keyCells(0) : ranked!.ranked
      }
    }
  }

  /// The rank of each place's `per` group in declared order, missing last. Over groups, `per` is one of the keys.
  private mutating func perRanks(_ per: Checked) throws -> [UInt32] {
    guard let grouped else {
      let key = try execution.keyColumn(GroupKey(column: OutputColumn(name: "per", value: per)), over: frame, withEmpty: false)
      return key.indexes
    }
    let wanted = per.spelledWithoutRanges
    guard let key = grouped.keys.firstIndex(where: { $0.column.value.spelledWithoutRanges == wanted }) else {
      throw EngineError(.misplaced("`per` something that is no group key"), at: per.range)
    }
    return grouped.tuples.map { $0[key] }
  }
}
