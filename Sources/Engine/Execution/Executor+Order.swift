import Query
import Results
import Store

// Sorting and cutting the places of rows or groups.

extension Executor {
  mutating func sorted(_ places: [Int32], by keys: [CheckedQuery.SortKey]) throws -> [Int32] {
    var sections = plan.query.sections
    var (order, _) = try PlaceOrder.of(keys, evaluator) { target in
      sections -= 1
      return sections >= 0 ? try cells(target) : try comparedCells(target, at: places)
    }
    // Sections leave the rows of each in the order they came in.
    if keys.count > plan.query.sections { order.keyOrder = keyOrder() }
    return try order.sorted(places)
  }

  mutating func cutPlaces(_ cut: CheckedQuery.Cut, _ skip: Int, _ method: TopMethod) throws -> CutResult {
    var (order, primary) = try PlaceOrder.of(cut.by, evaluator) { try comparedCells($0, at: nil) }
    if cut.by.isEmpty, case .ranking(_, let ranked, _) = state {
      // A ranking is cut in its own order, in which equal ranks go by key.
      try order.append(ranked.ranks, isDescending: false)
      primary = ranked.ranks
    }
    if !cut.by.isEmpty { order.keyOrder = keyOrder() }
    let per = try cut.per.map { try perRanks($0) }
    let isBounded = if case .fullSort = method { false } else { true }
    return try CutOperator(count: cut.count, skip: skip, order: order, primary: primary, isBounded: isBounded)
      .result(placeCount: placeCount, per: per)
  }

  /// Where each place stands in key order; nil where places are in it, as groups always are.
  private mutating func keyOrder() -> [UInt32]? {
    guard case .rows = state else { return nil }
    let frame = frame
    if case .table(_, let order?, _) = source { return frame.rowNumbers.map { order[Int($0)] } }
    guard case .records(isInKeyOrder: false) = source, let entity = frame.entity else { return nil }
    return evaluator.keys(of: frame, entity: entity)
  }

  /// Where each row of the finished result stands in key order, without totals; nil where they are in it.
  var keyOrderOfResult: [UInt32]? {
    mutating get {
      guard let order = keyOrder() else { return shown?.map { UInt32($0) } }
      return shown.map { gather(order, $0) } ?? order
    }
  }

  /// What a sort key has at each place, noting which of those at some places, or at all, the order of a choice leaves out.
  private mutating func comparedCells(_ target: CheckedQuery.SortKey.Target, at places: [Int32]?) throws -> Vector {
    let vector = try cells(target)
    let outside = evaluator.outsideOrder(vector, places: places)
    if outside > 0 { evaluator.note(name(of: target), SkippedCells(outsideOrder: outside)) }
    return vector
  }

  private func name(of target: CheckedQuery.SortKey.Target) -> String {
    switch (target, plan.query.shape) {
    case (.expression(let expression), _): evaluator.name(of: expression, on: plan.query.entity)
    case (.column(let column), .rows(let columns)): columns[column].name
    case (.column(let column), .groups(let grouping)): (grouping.keys.map(\.column) + grouping.measures)[column].name
    case (.column(let column), .ranking(let ranking)): column == 1 ? ranking.key.column.name : ranking.measure.name
    }
  }

  private mutating func cells(_ target: CheckedQuery.SortKey.Target) throws -> Vector {
    try evaluator.withoutNotes {
      switch (target, plan.query.shape, state) {
      case (.expression(let expression), _, .rows): return try evaluator.values(expression, over: .rows(frame))
      case (.expression(let expression), _, .groups(let grouped, _)), (.expression(let expression), _, .ranking(let grouped, _, _)):
        return try evaluator.countingFurther(under: evaluator.name(of: expression, on: plan.query.entity)) {
          try evaluator.values(expression, over: .groups(grouped.rows, picked: nil))
        }
      case (.column(let column), .rows(let columns), _): return try evaluator.values(columns[column].value, over: .rows(frame))
      case (.column(let column), .groups(let grouping), .groups(let grouped, _)):
        if column < grouping.keys.count { return grouped.keyCells(column) }
        // Under `across` this is the row's total.
        return try evaluator.values(grouping.measures[column - grouping.keys.count].value, over: .groups(grouped.rows, picked: nil))
      case (.column(let column), .ranking, .ranking(let grouped, let ranked, _)):
        return column == 0 ? ranked.ranks : column == 1 ? grouped.keyCells(0) : ranked.ranked
      case (.column, .groups, .rows), (.column, .groups, .ranking), (.column, .ranking, .rows), (.column, .ranking, .groups):
        throw EngineError(.misplaced("a column before its groups"))
      }
    }
  }

  /// The rank of each place's `per` group in declared order, missing last. Over groups, `per` is one of the keys.
  private mutating func perRanks(_ per: Checked) throws -> [UInt32] {
    guard let grouped else {
      let key = try evaluator.keyColumn(GroupKey(column: OutputColumn(name: "per", value: per)), over: frame, withEmpty: false)
      return key.indexes
    }
    let wanted = per.spelledWithoutRanges
    guard let key = grouped.keys.firstIndex(where: { $0.column.value.spelledWithoutRanges == wanted }) else {
      throw EngineError(.misplaced("`per` something that is no group key"), at: per.range)
    }
    return grouped.tuples.map { $0[key] }
  }
}
