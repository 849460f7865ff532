public import Query
import Results
public import Schema
import Store

// Counting for `explain`: conditions one after the other as they were written, none moved, merged or rewritten.

extension Engine {
  /// The rows left after each condition of a query and of those it reads from.
  public func funnel(_ query: CheckedQuery) throws -> Funnel {
    var steps: [Funnel.Step] = []
    for (query, frame, evaluator) in try frames(of: query) {
      var rows = frame
      var left: [Int] = []
      for condition in query.conjuncts {
        rows = rows.picking(try evaluator.truth(condition, over: .rows(rows)))
        left.append(rows.count)
      }
      steps.append(Funnel.Step(start: frame.count, left: left))
    }
    return Funnel(steps: steps)
  }

  /// Why a query finds nothing; nil where its conditions leave rows.
  public func nearestMiss(_ query: CheckedQuery) throws -> NearestMiss? {
    let steps = try frames(of: query)
    for (index, (query, frame, evaluator)) in steps.enumerated() {
      let conditions = query.conjuncts
      let holds = try conditions.map { try evaluator.truth($0, over: .rows(frame)) }
      guard frame.count == 0 || !holds.isEmpty && holds.dropFirst().reduce(holds[0], { $0.and($1) }).population == 0 else { continue }
      return try NearestMissFinder(step: index, frame: frame, conditions: conditions, holds: holds, evaluator: evaluator).find()
    }
    return nil
  }

  /// In how many records of an entity, alive at the snapshot of a query, an expression is missing. `choices`: those that only the query has.
  public func missingCount(of operand: Checked, entity: Int, at snapshot: Int, addedChoices: [Choice] = []) throws -> (
    missing: Int, of: Int
  ) {
    let evaluator = Evaluator(self, snapshot: snapshot, addedChoices: addedChoices)
    let frame = evaluator.base(entity)
    guard !operand.isCondition else { return (0, frame.count) }
    let known = try evaluator.values(operand, over: .rows(frame)).validity
    return (known.map { $0.count - $0.population } ?? 0, frame.count)
  }

  /// The rows of a result, without its totals.
  private func frame(of table: ResultTable) -> Frame {
    Frame(origin: .table(table.columns.map(\.values)), rows: .first(table.rowCount - (table.hasTotals ? 1 : 0)))
  }

  private func frame(of lines: LineTable) -> Frame { Frame(origin: .table(lines.columns), rows: .first(lines.count)) }

  /// What the conditions of each query of the chain are put to.
  private func frames(of query: CheckedQuery) throws -> [(query: CheckedQuery, frame: Frame, evaluator: Evaluator)] {
    try query.chain.map { query in
      let evaluator = Evaluator(self, snapshot: query.snapshot, addedChoices: query.addedChoices)
      switch query.source {
      case .entity(let entity): return (query, evaluator.base(entity), evaluator)
      case .rows(let inner):
        var executor = Executor(engine: self, plan: plan(inner))
        return (query, try executor.rows(), evaluator)
      case .changes(let changes): return (query, frame(of: try evaluator.changeLines(changes, planning.predicates(of: changes))), evaluator)
      case .history(let history): return (query, frame(of: try evaluator.historyLines(history)), evaluator)
      case .table(let inner): return (query, frame(of: try run(inner)), evaluator)
      case .comparison, .trend:
        var all = query
        (all.condition, all.order, all.cut, all.skip) = (nil, [], nil, 0)
        return (query, frame(of: try run(all)), evaluator)
      }
    }
  }
}

/// Finds the condition, or the two, that keep every row out.
struct NearestMissFinder {
  let step: Int
  let frame: Frame
  let conditions: [Checked]
  /// Where each condition holds.
  let holds: [Bitmap]
  let evaluator: Evaluator

  private var polling: Polling { evaluator.polling }

  func find() throws -> NearestMiss {
    let blame = try blame()
    var singles = conditions.indices.filter { !blame.alone[$0].isEmpty }.map {
      NearestMiss.Without(condition: $0, rows: blame.alone[$0].count)
    }
    var pair: (first: Int, second: Int, rows: Int)?
    if singles.isEmpty {
      for (both, rows) in blame.together.sorted(by: { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) })
      where rows > pair?.rows ?? 0 { pair = (both.first, both.second, rows) }
    }
    // Where a value can be named that would have done, the condition about it is the first to be told of.
    let candidates = try singles.compactMap { single in
      try nearest(conditions[single.condition], over: frame.picking(blame.alone[single.condition])).map { (of: single, $0) }
    }
    let chosen = candidates.first { if case .value = $0.1 { true } else { false } } ?? candidates.first
    if let chosen, let place = singles.firstIndex(of: chosen.of) { singles.swapAt(0, place) }
    return NearestMiss(step: step, start: frame.count, singles: singles, pair: pair, nearest: chosen)
  }

  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  /// The rows that a condition keeps out alone, and how many two keep out together; one look at each row for each condition.
  private func blame() throws -> (alone: [[Int32]], together: [Pair: Int]) {
    var (first, second) = ([Int32](repeating: -1, count: frame.count), [Int32](repeating: -1, count: frame.count))
    var isOfMore = Bitmap(count: frame.count)
    for condition in conditions.indices {
      let fails = holds[condition].complement()
      try polling.forEach(frame.count) { row in
        guard fails[row] else { return }
        if first[row] < 0 {
          first[row] = Int32(condition)
        } else if second[row] < 0 {
          second[row] = Int32(condition)
        } else {
          isOfMore[row] = true
        }
      }
    }
    var alone = [[Int32]](repeating: [], count: conditions.count)
    var together: [Pair: Int] = [:]
    try polling.forEach(frame.count) { row in
      guard first[row] >= 0, !isOfMore[row] else { return }
      if second[row] < 0 {
        alone[Int(first[row])].append(Int32(row))
      } else {
        together[Pair(first: Int(first[row]), second: Int(second[row])), default: 0] += 1
      }
    }
    return (alone, together)
  }

  // MARK: What the rows have

  private func nearest(_ condition: Checked, over rows: Frame) throws -> NearestMiss.Nearest? {
    switch condition.unwrapped.node {
    case .follow(let link, let target, let inner) where inner.isCondition:
      return try inner.unwrapped.onTheRow(through: link, target).flatMap { try nearest($0, over: rows) }
    case .compare(let comparison, let operand, let right):
      guard case .constant(let wanted) = right.node else { return nil }
      switch comparison {
      case .less, .lessOrEqual: return try value(of: operand, .smallest, [wanted], rows)
      case .greater, .greaterOrEqual: return try value(of: operand, .largest, [wanted], rows)
      case .equal: return try value(of: operand, .closest, [wanted], rows)
      case .notEqual: return nil
      }
    case .isIn(let operand, let wanted): return try value(of: operand, .closest, wanted, rows)
    case .isBetween(let operand, let low, let high):
      let bounds = [low, high].compactMap { $0 }
      return try value(of: operand, low == nil ? .smallest : high == nil ? .largest : .closest, bounds, rows)
    case .isOneOf(let operand, _): return try values(of: operand, rows)
    case .isMissing(let operand): return operand.isCondition ? nil : .noneMissing(operand)
    case .not(let operand):
      switch operand.unwrapped.node {
      case .isMissing(let inner): return inner.isCondition ? nil : .allMissing(inner)
      case .isOneOf(let inner, _): return try values(of: inner, rows)
      default: return nil
      }
    default: return nil
    }
  }

  /// The value that is nearest to those wanted.
  private func value(of operand: Checked, _ side: NearestMiss.Nearest.Side, _ wanted: [Value], _ rows: Frame) throws -> NearestMiss.Nearest?
  {
    guard wanted.allSatisfy({ $0.measure != nil }) else { return nil }
    let vector = try evaluator.values(operand, over: .rows(rows))
    var best: (place: Int, distance: Double)?
    // Each row is compared with each value wanted.
    try polling.forEach(vector.count, block: max(1, polling.block / max(wanted.count, 8))) { place in
      guard vector.isKnown(place) else { return }
      let measure = vector.value(place).measure ?? .nan
      let distance =
        switch side {
        case .smallest: measure
        case .largest: -measure
        case .closest: wanted.map { abs($0.measure! - measure) }.min() ?? .infinity
        }
      if distance < best?.distance ?? .infinity { best = (place, distance) }
    }
    guard let best else { return .allMissing(operand) }
    return .value(operand, vector.value(best.place), side)
  }

  /// The choices or records that the rows have.
  private func values(of operand: Checked, _ rows: Frame) throws -> NearestMiss.Nearest? {
    let vector = try evaluator.values(operand, over: .rows(rows))
    guard case .codes(let codes, _) = vector.cells else { return nil }
    var counts: [Int: Int] = [:]
    try polling.forEach(vector.count) { if vector.isKnown($0) { counts[Int(codes[$0]), default: 0] += 1 } }
    if counts.isEmpty { return .allMissing(operand) }
    return .values(operand, counts.sorted { ($0.value, -$0.key) > ($1.value, -$1.key) }.map { ($0.key, $0.value) })
  }
}

extension Value {
  /// Where a value lies on a line, to see which of two is nearer; nil for values without distance.
  fileprivate var measure: Double? {
    switch self {
    case .date(let day): Double(day.rawValue)
    case .period(let period): Double(period.first.rawValue)
    case .money(let money): Double(money.rawValue)
    case .number(let number), .duration(let number, _): number.approximate
    case .missing, .text, .choice, .flag, .link: nil
    }
  }
}
