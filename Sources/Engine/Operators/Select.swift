import Results
import Store

/// Rows while conditions thin them out. They begin as bits over the rows of a table, which tests of whole columns cut down; the first condition
/// that must be evaluated turns them into a frame of picked rows, in key order.
struct Selection {
  private enum State {
    /// All records of an entity at the snapshot, and how many they are
    case whole(entity: Int, count: Int)
    /// Records of an entity at the snapshot
    case marked(Bitmap, entity: Int)
    /// Rows of a frame, less those that have not passed; nil is all
    case framed(Frame, Bitmap?)
  }

  private var state: State

  /// All records of an entity at the snapshot.
  init(recordsOf entity: Int, _ execution: Execution) { state = .whole(entity: entity, count: execution.recordCount(entity)) }

  init(_ frame: Frame) { state = .framed(frame, nil) }

  var count: Int {
    switch state {
    case .whole(_, let count): count
    case .marked(let rows, _): rows.population
    case .framed(let frame, let places): places?.population ?? frame.count
    }
  }

  /// The rows as bits, as long as no condition had to be evaluated.
  func marked(_ execution: Execution) -> (rows: Bitmap, entity: Int)? {
    switch state {
    case .whole(let entity, _): (execution.aliveRows(entity), entity)
    case .marked(let rows, let entity): (rows, entity)
    case .framed: nil
    }
  }

  mutating func apply(_ filter: Filter, _ execution: Execution) throws {
    try execution.poll()
    let limits = execution.limits
    if case .whole(let entity, _) = state {
      // A few records are found by their keys without a bit for every other.
      if case .columns(.keys(let keys)) = filter.method {
        let table = execution.library.tables[entity]
        let rows = Set(keys).sorted().compactMap { table.row(ofKey: $0, at: execution.snapshot).map(Int32.init) }
        state = .framed(Frame(origin: .records(entity: entity), rows: .picked(rows)), nil)
        return
      }
      state = .marked(execution.aliveRows(entity), entity: entity)
    }
    if case .marked(let rows, let entity) = state, case .columns(let test) = filter.method,
      test.isLookup || rows.count < limits.wholeColumnRows || rows.population * limits.evaluatedShare > rows.count
    {
      state = .marked(try execution.passing(test, rows, entity), entity: entity)
      return
    }
    if case .marked(let rows, let entity) = state, case .narrowed(let test) = filter.method {
      state = .marked(try execution.passing(test, rows, entity), entity: entity)
    }
    if case .framed(let frame, let places?) = state, places.population * limits.sparseShare >= frame.count {
      state = .framed(frame, places.and(try execution.truth(filter.condition, over: .rows(frame))))
      return
    }
    let frame = settled(execution)
    state = .framed(frame, try execution.truth(filter.condition, over: .rows(frame)))
  }

  /// Keeps a part of marked rows.
  mutating func keep(_ rows: Bitmap) {
    if case .marked(_, let entity) = state { state = .marked(rows, entity: entity) }
  }

  /// Picks the rows that passed.
  mutating func settled(_ execution: Execution) -> Frame {
    let frame: Frame
    switch state {
    case .whole(let entity, _): frame = execution.frame(of: execution.aliveRows(entity), entity)
    case .marked(let rows, let entity): frame = execution.frame(of: rows, entity)
    case .framed(let all, let places): frame = places.map { all.picking($0) } ?? all
    }
    state = .framed(frame, nil)
    return frame
  }
}

extension Execution {
  /// Marked rows as a frame, in key order.
  func frame(of rows: Bitmap, _ entity: Int) -> Frame {
    let table = library.tables[entity]
    let origin = Frame.Origin.records(entity: entity)
    if rows.count == table.keyCount, rows.population == table.keyCount { return Frame(origin: origin, rows: .first(table.keyCount)) }
    let marked = rows.rows
    guard let split = marked.firstIndex(where: { $0 >= Int32(table.keyCount) }) else { return Frame(origin: origin, rows: .picked(marked)) }
    // Current rows and history rows are each in key order.
    let historyKeys = table.rowKeys.keys(of: Array(marked[split...]))
    var merged: [Int32] = []
    merged.reserveCapacity(marked.count)
    var next = 0
    for row in marked[..<split] {
      while next < historyKeys.count, historyKeys[next] < UInt32(row) {
        merged.append(marked[split + next])
        next += 1
      }
      merged.append(row)
    }
    merged += marked[(split + next)...]
    return Frame(origin: origin, rows: .picked(merged))
  }
}

extension RowTest {
  /// Finds its rows without a pass over a column.
  var isLookup: Bool { if case .keys = self { true } else { false } }
}
