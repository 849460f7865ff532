import Query
import Results
import Schema
import Store

// Missing values that were skipped elsewhere than in a printed measure: in aggregates of a whole entity, of linked records that a list shows,
// in sort keys that are not printed; and those that keep the condition of a share from holding.

/// What an aggregate or an order passed over.
struct SkippedCells {
  var missing = 0
  /// Values outside the order of a choice, where cells are compared by it
  var outsideOrder = 0

  init(missing: Int = 0, outsideOrder: Int = 0) { (self.missing, self.outsideOrder) = (missing, outsideOrder) }

  init(all: [String: SkippedCells]) {
    for skipped in all.values {
      missing += skipped.missing
      outsideOrder += skipped.outsideOrder
    }
  }

  var isEmpty: Bool { missing == 0 && outsideOrder == 0 }

  mutating func formMaximum(_ other: SkippedCells) {
    missing = max(missing, other.missing)
    outsideOrder = max(outsideOrder, other.outsideOrder)
  }

  func notes(of column: String) -> [ResultTable.Note] {
    (missing > 0 ? [ResultTable.Note(.skippedMissing(column: column, count: missing))] : [])
      + (outsideOrder > 0 ? [ResultTable.Note(.outsideOrder(column: column, count: outsideOrder))] : [])
  }
}

extension Evaluator {
  /// Works out an aggregate whose skipped values the footer tells under `name`, whoever asks for it.
  func countingFurther<Result>(under name: @autoclosure () -> String, _ body: () throws -> Result) rethrows -> Result {
    let held = skippedCells
    skippedCells = [:]
    defer { skippedCells = held }
    let result = try body()
    let skipped = SkippedCells(all: skippedCells!)
    // The same one may be worked out again, over some of the rows.
    if !skipped.isEmpty { note(name(), skipped) }
    return result
  }

  /// How an aggregate is called where no column has its name.
  func name(of aggregate: Checked, on entity: Int?) -> String {
    ExpressionText(catalog: catalog, library: library, entity: entity).text(aggregate)
  }

  /// Rows of a share that count as not because a value that its condition compares is missing.
  func undecidedRows(of measure: Checked, _ groups: Groups) throws -> Int {
    var count = 0
    var seen: Set<String> = []
    for share in measure.sharesOfGroups where seen.insert(share.condition.spelledWithoutRanges).inserted {
      var compiler = compiler
      let operands = compiler.maybeMissing(share, entity: groups.byCodes?.entity ?? groups.frame.entity)
      guard !operands.isEmpty else { continue }
      if let codes = groups.byCodes {
        if let undecided = compiler.undecided(share, operands, entity: codes.entity, isSwept: codes.sweep != nil) {
          count += try undecidedRows(undecided, codes)
          continue
        }
        if codes.sweep != nil { throw misplaced("a sweep of a share", measure.range) }
      }
      var frame = groups.frame
      if let filter = share.filter { frame = frame.picking(try truth(filter, over: .rows(frame))) }
      var missing = Bitmap(count: frame.count)
      for operand in operands {
        if let known = try values(operand, over: .rows(frame)).validity { missing.formOr(known.complement()) }
      }
      guard missing.population > 0 else { continue }
      let doubtful = frame.picking(missing)
      count += doubtful.count - (try truth(share.condition, over: .rows(doubtful))).population
    }
    return count
  }
}

/// A `share` over the rows of a group.
struct ShareOfGroups {
  var condition: Checked
  var filter: Checked?
}

extension Checked {
  /// Every `share` over the rows of the group, with its filter.
  var sharesOfGroups: [ShareOfGroups] {
    if case .aggregate(let aggregate) = node {
      guard aggregate.function == .share, aggregate.onceThrough == nil, let condition = aggregate.value else { return [] }
      return [ShareOfGroups(condition: condition, filter: aggregate.filter)]
    }
    return children.flatMap(\.sharesOfGroups)
  }

  /// What a condition compares on its row; not what it asks about with `is missing`, nor what linked records or other snapshots hold.
  var comparedOperands: [Checked] {
    switch node {
    case .definition(_, let body), .not(let body): return body.comparedOperands
    case .and(let operands), .or(let operands): return operands.flatMap(\.comparedOperands)
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right):
      return [left, right].filter { $0.constantValue == nil && !$0.isCondition }
    case .isOneOf(let operand, _), .isIn(let operand, _), .isBetween(let operand, _, _), .matches(let operand, _): return [operand]
    case .follow(let link, let target, let inner) where inner.isCondition:
      return inner.comparedOperands.map { Checked(.follow(link: link, target: target, $0), type: $0.type, range: $0.range) }
    case .constant, .column, .recordKey, .follow, .isMissing, .quantified, .atSnapshot, .existed, .throughout, .differs, .recordDiffers,
      .heldSince, .negate, .arithmetic, .chain, .shared, .call, .conditional, .coalesce, .aggregate, .linkAggregate, .entityAggregate,
      .part:
      return []
    }
  }
}
