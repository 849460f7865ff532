import Query
import Results
import Schema
import Store

// Values outside the order of a choice are on neither side of `<`: a condition leaves them out, and the footer says how many.

extension Engine {
  /// Rows of the query, and of those it reads from, that meet the other conditions and have such a value. Of a trend the last point counts, of a
  /// comparison the snapshot asked.
  func noteOrders(of query: CheckedQuery, in table: inout ResultTable) throws {
    table.tellOrdersOnce()
    for query in query.chain {
      guard case .entity(let entity) = query.source else { continue }
      let ordered = query.conjuncts.map(\.comparedByOrder)
      guard ordered.contains(where: { !$0.isEmpty }) else { continue }
      let evaluator = Evaluator(self, snapshot: query.snapshot, addedChoices: query.addedChoices)
      var seen: Set<String> = []
      for operand in ordered.joined() where seen.insert(operand.spelledWithoutRanges).inserted {
        do {
          let count = try outsideOrder(operand, entity, query.conjuncts.filter { $0.comparedByOrder.isEmpty }, evaluator)
          if count > 0 { table.note(outsideOrder: evaluator.name(of: operand, on: entity), count) }
        } catch let error as EngineError {
          // A condition may fail on rows that the query never put to it.
          if case .cancelled = error.problem { throw error }
        }
      }
    }
  }

  private func outsideOrder(_ operand: Checked, _ entity: Int, _ others: [Checked], _ evaluator: Evaluator) throws -> Int {
    guard mayBeOutside(operand, entity, evaluator) else { return 0 }
    var rows = evaluator.base(entity)
    let vector = try evaluator.values(operand, over: .rows(rows))
    guard evaluator.outsideOrder(vector, places: nil) > 0 else { return 0 }
    var outside = evaluator.rankable(vector).validity?.complement() ?? Bitmap(count: vector.count)
    if let known = vector.validity { outside = outside.and(known) }
    rows = rows.picking(outside)
    for other in others where rows.count > 0 { rows = rows.picking(try evaluator.truth(other, over: .rows(rows))) }
    return rows.count
  }

  /// A stored column all of whose values have a place in the order need not be looked at.
  private func mayBeOutside(_ operand: Checked, _ entity: Int, _ evaluator: Evaluator) -> Bool {
    switch operand.unwrapped.node {
    case .column(.field(let field)):
      library.tables[entity].columns[field].names.map { $0.count > evaluator.orderedCount(operand.type) } ?? true
    case .follow(_, let target, let inner): mayBeOutside(inner, target, evaluator)
    default: true
    }
  }
}

extension ResultTable {
  /// A stage repeats the notes of what it reads, and may sort by the same column.
  fileprivate mutating func tellOrdersOnce() {
    let told = notes
    notes = []
    for one in told {
      if case .outsideOrder(let column, let count) = one.kind { note(outsideOrder: column, count) } else { notes.append(one) }
    }
  }

  /// One note a column: who sorts by what was compared is told once.
  fileprivate mutating func note(outsideOrder column: String, _ count: Int) {
    for (place, note) in notes.enumerated() {
      guard case .outsideOrder(column, let before) = note.kind else { continue }
      notes[place].kind = .outsideOrder(column: column, count: max(before, count))
      return
    }
    notes.append(Note(.outsideOrder(column: column, count: count)))
  }
}

extension Checked {
  /// What a condition compares by the order of a choice on its row.
  fileprivate var comparedByOrder: [Checked] {
    switch node {
    case .not(let body): return body.comparedByOrder
    // A definition says what it means wherever it is used: `landed` needs no note of its order.
    case .and(let operands), .or(let operands): return operands.flatMap(\.comparedByOrder)
    case .isOneOf(let operand, _): return isByOrder ? [operand] : []
    case .compare(let comparison, let left, let right):
      guard comparison != .equal, comparison != .notEqual else { return [] }
      return [left, right].filter { if case .choice = $0.type { true } else { false } }
    case .follow(let link, let target, let inner) where inner.isCondition:
      return inner.comparedByOrder.map { Checked(.follow(link: link, target: target, $0), type: $0.type, range: $0.range) }
    default: return []
    }
  }
}
