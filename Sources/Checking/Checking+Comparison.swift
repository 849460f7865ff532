import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// `compare T`: the query checked twice, its results joined; what arranges it works on the joined columns.
  func checkComparison(
    _ compare: (moment: Expression, range: SourceRange), _ query: Query, _ entity: Int, _ set: SavedSet?, _ clauses: Clauses
  ) -> CheckedQuery? {
    guard let then = checkComparedSnapshot(compare), checkIsComparable(query, clauses, compare.range) else { return nil }
    let bare = clauses.withoutOrder
    guard let now = checkBody(query, entity, set, bare) else { return nil }
    let outer = early
    early = .warnings
    defer { early = outer }
    guard let before = asking(at: then, { checkBody(query, entity, set, bare) }) else { return nil }
    var comparison = CheckedQuery.Comparison(now: now, before: before, changes: now.keysAndMeasures.measures.map { change(of: $0.value) })
    comparison.now.addedChoices = addedChoices
    comparison.before.addedChoices = addedChoices
    let source = CheckedQuery.Source.comparison(comparison)
    guard let table = madeTable(source) else { return nil }
    let joined = CheckedQuery(
      source: source, entity: nil, snapshot: snapshot, today: today, shape: .rows(columns: unique(readAgain(comparison.columns))),
      addedChoices: addedChoices)
    var first = CheckedQuery.SortKey(.column(0), isDescending: false)
    if case .groups(let grouping) = now.shape {
      if grouping.keys.isEmpty { return checkOneRow(clauses, joined) }
      first = CheckedQuery.SortKey(.column(grouping.keys.count), isDescending: true)
    }
    return checkTableOrder(clauses, joined, first: first, context(.result(table), .row(insideAggregate: false)))
  }

  private func checkComparedSnapshot(_ compare: (moment: Expression, range: SourceRange)) -> Int? {
    let context = context(.none, .row(insideAggregate: false))
    guard let span = checkMomentSpan(compare.moment, context) else { return nil }
    guard !world.snapshots.isEmpty else { return snapshot }
    guard let latest = world.snapshot(onOrBefore: span.last) else {
      report(.noSnapshot(span.last, first: world.snapshots[0]), at: compare.moment.range)
      return nil
    }
    guard let found = checkIsPast("compare", span, latest, compare.moment.range, context) else { return nil }
    if found == snapshot {
      warn(.past(.comparedWithItself(world.snapshots[found])), at: compare.moment.range, in: context)
    }
    return found
  }

  private func checkIsComparable(_ query: Query, _ clauses: Clauses, _ range: SourceRange) -> Bool {
    if case .list = query.verb {
      report(.needsMeasures("compare"), at: range)
      return false
    }
    if let across = clauses.groups?.across {
      report(.past(.comparedAcross), at: across.range)
      return false
    }
    return true
  }

  // MARK: Changes

  private func change(of measure: Checked) -> CheckedQuery.Comparison.Change {
    switch measure.type {
    case .money, .duration, .date: .difference
    case .number: isRatio(measure) ? .points : .difference
    case .text, .choice, .period, .flag, .link: .none
    }
  }

  /// Whether a number is a part of something: its changes are told in points.
  func isRatio(_ measure: Checked) -> Bool {
    func isCount(_ expression: Checked) -> Bool {
      switch expression.unwrapped.node {
      case .aggregate(let aggregate), .linkAggregate(let aggregate, _), .entityAggregate(let aggregate, _): aggregate.function == .count
      default: false
      }
    }
    switch measure.node {
    case .aggregate(let aggregate), .linkAggregate(let aggregate, _), .entityAggregate(let aggregate, _):
      switch aggregate.function {
      case .share: return true
      case .avg, .min, .max, .median, .first, .last: return aggregate.value.map(isRatio) ?? false
      case .count, .sum, .distinct: return false
      }
    case .part: return true
    case .shared(let shared): return shared.isRatio
    case .chain(let first, let steps):
      return isRatio(first) && steps.allSatisfy { ($0.operation == .addNumbers || $0.operation == .subtractNumbers) && isRatio($0.operand) }
    case .definition(_, let inner), .negate(let inner), .atSnapshot(_, let inner): return isRatio(inner)
    case .arithmetic(.ratioOfMoney, _, _), .arithmetic(.ratioOfDurations, _, _): return true
    case .arithmetic(.divideNumbers, let left, let right): return isCount(left) && isCount(right)
    case .arithmetic(.addNumbers, let left, let right), .arithmetic(.subtractNumbers, let left, let right):
      return isRatio(left) && isRatio(right)
    case .conditional(_, let then, let otherwise): return isRatio(then) || isRatio(otherwise)
    case .coalesce(let operands): return operands.contains(where: isRatio)
    case .call(.least, let operands), .call(.greatest, let operands): return operands.contains(where: isRatio)
    case .call(.abs, let operands), .call(.round, let operands): return operands.first.map(isRatio) ?? false
    default: return false
    }
  }

  // MARK: Tables made of several results

  /// The columns of a joined or strung table with the expressions that made them, so that they can be called by their words.
  func madeTable(_ source: CheckedQuery.Source) -> ResultTableShape? {
    func named(_ columns: [OutputColumn]) -> [ResultColumn] {
      unique(columns).map { ResultColumn(names: $0.spellings, value: $0.value) }
    }
    switch source {
    case .comparison(let comparison): return ResultTableShape(columns: named(comparison.columns), origin: comparison.now)
    case .trend(let trend):
      guard let last = trend.points.last(where: { $0.query != nil })?.query else { return nil }
      return ResultTableShape(columns: named([trend.column] + last.keysAndMeasures.keys + last.keysAndMeasures.measures), origin: last)
    case .entity, .rows, .table, .changes, .history: return nil
    }
  }

  /// `sort`, `top`, `skip` over the columns of such a table. `first`: what `top` goes by when nothing is said.
  func checkTableOrder(_ clauses: Clauses, _ query: CheckedQuery, first: CheckedQuery.SortKey, _ row: Context) -> CheckedQuery? {
    guard let top = clauses.top, top.by == nil, clauses.sort == nil else { return checkRowOrder(clauses, query, sections: 0, row) }
    var rest = clauses
    rest.top = nil
    guard var arranged = checkRowOrder(rest, query, sections: 0, row),
      let count = checkCount(top.count, top.isBottom ? "bottom" : "top", row)
    else { return nil }
    var per: Checked?
    if let words = top.per {
      guard let key = checkKey(words, nil, row) else { return nil }
      per = key.value
    }
    arranged.cut = CheckedQuery.Cut(
      count: count, by: [CheckedQuery.SortKey(first.target, isDescending: first.isDescending != top.isBottom)], per: per)
    return arranged
  }
}

extension Clauses {
  /// Those that decide what is computed, without those that arrange the result.
  var withoutOrder: Clauses {
    var clauses = self
    (clauses.sort, clauses.top, clauses.skip) = (nil, nil, nil)
    return clauses
  }
}
