import Results
import Store

/// Rows while conditions thin them out. They begin as a bitmap over the rows of a table, which tests of whole columns cut down; the first condition
/// that must be evaluated turns them into a frame of picked rows, in key order.
struct Selection {
  private enum State {
    /// All records of an entity at the snapshot
    case whole(entity: Int, Evaluator)
    /// Records of an entity at the snapshot
    case bitmap(Bitmap, entity: Int)
    /// Rows of a frame, less those that have not passed; nil is all
    case framed(Frame, Bitmap?)
  }

  private var state: State

  /// All records of an entity at the snapshot.
  init(recordsOf entity: Int, _ evaluator: Evaluator) { state = .whole(entity: entity, evaluator) }

  init(_ frame: Frame) { state = .framed(frame, nil) }

  var count: Int {
    switch state {
    case .whole(let entity, let evaluator): evaluator.recordCount(entity)
    case .bitmap(let rows, _): rows.population
    case .framed(let frame, let places): places?.population ?? frame.count
    }
  }

  /// The rows as long as no condition had to be evaluated.
  func bitmap(_ evaluator: Evaluator) -> (rows: Bitmap, entity: Int)? {
    switch state {
    case .whole(let entity, _): (evaluator.aliveRows(entity), entity)
    case .bitmap(let rows, let entity): (rows, entity)
    case .framed: nil
    }
  }

  mutating func apply(_ filter: Filter, _ evaluator: Evaluator) throws {
    try evaluator.poll()
    let limits = evaluator.limits
    if case .whole(let entity, _) = state {
      // A few records are found by their keys without a bit for every other.
      if case .columns(.keys(let keys)) = filter.method {
        let table = evaluator.library.tables[entity]
        let rows = Set(keys).sorted().compactMap { table.row(ofKey: $0, at: evaluator.snapshot).map(Int32.init) }
        state = .framed(Frame(origin: .records(entity: entity), rows: .picked(rows)), nil)
        return
      }
      state = .bitmap(evaluator.aliveRows(entity), entity: entity)
    }
    if case .bitmap(let rows, let entity) = state, case .columns(let test) = filter.method,
      test.isLookup || rows.count < limits.wholeColumnRows || rows.population * limits.evaluatedShare > rows.count
    {
      state = .bitmap(try evaluator.passing(test, rows, entity), entity: entity)
      return
    }
    if case .bitmap(let rows, let entity) = state, case .narrowed(let test) = filter.method {
      state = .bitmap(try evaluator.passing(test, rows, entity), entity: entity)
    }
    if case .framed(let frame, let places?) = state, places.population * limits.sparseShare >= frame.count {
      state = .framed(frame, places.and(try evaluator.truth(filter.condition, over: .rows(frame))))
      return
    }
    let frame = settled(evaluator)
    state = .framed(frame, try evaluator.truth(filter.condition, over: .rows(frame)))
  }

  /// Picks the rows that passed.
  mutating func settled(_ evaluator: Evaluator) -> Frame {
    let frame: Frame
    switch state {
    case .whole(let entity, _): frame = evaluator.frame(of: evaluator.aliveRows(entity), entity)
    case .bitmap(let rows, let entity): frame = evaluator.frame(of: rows, entity)
    case .framed(let all, let places): frame = places.map { all.picking($0) } ?? all
    }
    state = .framed(frame, nil)
    return frame
  }
}

extension Evaluator {
  /// The rows of a bitmap as a frame, in key order.
  func frame(of rows: Bitmap, _ entity: Int) -> Frame {
    let table = library.tables[entity]
    let origin = Frame.Origin.records(entity: entity)
    if rows.count == table.keyCount, rows.population == table.keyCount { return Frame(origin: origin, rows: .first(table.keyCount)) }
    let picked = rows.rows
    guard let split = picked.firstIndex(where: { $0 >= Int32(table.keyCount) }) else { return Frame(origin: origin, rows: .picked(picked)) }
    // Current rows and history rows are each in key order.
    let historyKeys = table.rowKeys.keys(of: Array(picked[split...]))
    var merged: [Int32] = []
    merged.reserveCapacity(picked.count)
    var next = 0
    for row in picked[..<split] {
      while next < historyKeys.count, historyKeys[next] < UInt32(row) {
        merged.append(picked[split + next])
        next += 1
      }
      merged.append(row)
    }
    merged += picked[(split + next)...]
    return Frame(origin: origin, rows: .picked(merged))
  }
}
