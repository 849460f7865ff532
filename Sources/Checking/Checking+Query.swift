import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// A query with its stages, and where its result goes.
  func checkQuery(_ query: Query) -> (query: CheckedQuery, destination: Destination)? {
    if !namesRows(query.entity), let other = query.otherReading, namesRows(other.entity) {
      return checkQuery(other)
    }
    if query.entity.text == "_", case .trend = query.verb {
      report(.past(.trendOfResult), at: query.entity.range)
      return nil
    }
    if query.entity.text == "_" { return checkStages([query.asStage] + query.stages, on: world.lastResult, query.entity.range) }
    // `列出 项目 的 名称` and `列出 逾期 的 项目` read alike: the word that names an entity decides.
    if let other = query.otherReading, !namesRows(query.entity), namesRows(other.entity) {
      return checkQuery(other)
    }
    switch query.verb {
    case .changes(let fields): return checkChanges(fields, query)
    case .history(let id): return checkHistory(id, query)
    case .list, .count, .measures, .rank, .trend: break
    }
    let isTrend = if case .trend = query.verb { true } else { false }
    let set = rowsOfSet(query.entity)
    guard let entity = set?.entity ?? checkEntity(query.entity, behind: query.predicates) else { return nil }
    guard let clauses = clauses(query.clauses, ofTrend: isTrend) else { return nil }
    // The points of a trend say themselves which snapshots are read.
    if let set, !isTrend {
      guard checkReading(of: set, clauses) else { return nil }
    } else {
      guard checkAsOf(clauses) else { return nil }
    }
    guard let shaped = checkMoved(query, entity, set, clauses) else { return nil }
    guard query.stages.isEmpty || clauses.destinationRange == nil else {
      report(.destinationBeforeStage, at: clauses.destinationRange!)
      return nil
    }
    guard let staged = checkStages(query.stages, on: shaped, query.range) else { return nil }
    return (staged.query, query.stages.isEmpty ? clauses.destination : staged.destination)
  }

  /// The query at its snapshot, or at those that it compares or strings together.
  private func checkMoved(_ query: Query, _ entity: Int, _ set: SavedSet?, _ clauses: Clauses) -> CheckedQuery? {
    if case .trend = query.verb { return checkTrend(query, entity, set, clauses) }
    if let compare = clauses.compare { return checkComparison(compare, query, entity, set, clauses) }
    return checkBody(query, entity, set, clauses)
  }

  /// Rows, condition and shape of a query as it reads at the snapshot at hand. A set keeps its records, whatever the snapshot.
  func checkBody(_ query: Query, _ entity: Int, _ set: SavedSet?, _ clauses: Clauses) -> CheckedQuery? {
    let context = context(.record(entity), .row(insideAggregate: false))
    var isWhole = true
    var conditions: [Checked] = set.map { [membership($0, query.entity.range)] } ?? []
    for predicate in query.predicates {
      if let checked = checkPrefix(predicate, context) { conditions.append(checked) } else { isWhole = false }
    }
    for condition in clauses.conditions {
      if let checked = checkCondition(condition, context) { conditions.append(checked) } else { isWhole = false }
    }
    let base = CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: moment.snapshot, today: moment.today, condition: conjunction(conditions),
      shape: .rows(columns: []))
    guard let shaped = checkShape(query.verb.shape, clauses, on: base, context, query.range), isWhole else { return nil }
    return shaped
  }

  /// The set that stands in the place of an entity.
  func rowsOfSet(_ name: Name) -> SavedSet? { model.entity(named: name.text) == nil ? set(named: name.text) : nil }

  private func namesRows(_ name: Name) -> Bool { model.entity(named: name.text) != nil || set(named: name.text) != nil }

  /// A set is read at its own snapshot, whatever the session asks.
  private func checkReading(of set: SavedSet, _ clauses: Clauses) -> Bool {
    if let asOf = clauses.asOf {
      let day = world.snapshots.indices.contains(set.snapshot) ? world.snapshots[set.snapshot] : set.today
      report(ScriptProblem.asOfOfSet(set.name, day: day.description), at: asOf.range)
      return false
    }
    snapshot = set.snapshot
    today = set.today
    return true
  }

  /// `predicates`: what stands before the name.
  func checkEntity(_ name: Name, behind predicates: [Expression] = []) -> Int? {
    if let entity = model.entity(named: name.text) { return entity }
    if let set = set(named: name.text) {
      report(ScriptProblem.setNotHere(set.name), at: name.range)
      return nil
    }
    if let run = runTogether(name.text, name.range) {
      report(run.problem, at: name.range, fix: run.fix)
      return nil
    }
    if let owner = owner(of: name.text) {
      report(needsEntity(name.text, owner, behind: predicates), at: name.range)
      return nil
    }
    if let entity = catalog.entities.indices.first(where: { world.values.keyNumber(entity: $0, name.text) != nil }) {
      report(.recordAsEntity(name.text, of: catalog.entities[entity].singular), at: name.range)
      return nil
    }
    let nearest = nearest(to: name.text, among: model.entityNames.map(\.spelling))
    report(
      .unknownEntity(name.text, nearest: nearest, known: catalog.entities.map(\.plural)), at: name.range,
      fix: nearest.count == 1 ? Diagnostic.Fix(name.range, nearest[0]) : nil)
    return nil
  }

  /// Moves to the snapshot of `as of`; what is read from here on is read there.
  func checkAsOf(_ clauses: Clauses) -> Bool {
    guard let asOf = clauses.asOf else { return true }
    guard let day = checkMoment(asOf.moment) else { return false }
    guard !world.snapshots.isEmpty else { return true }
    guard let found = world.snapshot(onOrBefore: day) else {
      report(.noSnapshot(day, first: world.snapshots[0]), at: asOf.moment.range)
      return false
    }
    snapshot = found
    today = world.today(at: found)
    return true
  }

  /// A day, or the last day of a period.
  func checkMoment(_ expression: Expression) -> Day? {
    checkMomentSpan(expression, context(.none, .row(insideAggregate: false)))?.last
  }

  /// The days of a moment: a date, a period, a run of days, or what comes out as one.
  func checkMomentSpan(_ expression: Expression, _ context: Context) -> DaySpan? {
    switch checkSpan(expression, opposite: .date, context) {
    case .span(let span): return span
    case .failed: return nil
    case .other: break
    }
    // What names might be meant is no help where a moment is.
    if let word = expression.bareWord, find(word.text, context) == nil {
      report(.momentWanted(word.text), at: expression.range, in: context)
      return nil
    }
    guard let checked = check(expression, context) else { return nil }
    switch checked.constantValue {
    case .date(let day)?: return DaySpan(day)
    case .period(let period)?: return DaySpan(period)
    default:
      report(.momentWanted(words(expression, context)), at: expression.range, in: context)
      return nil
    }
  }

  /// `overdue projects`: a predicate said of the rows.
  func checkPrefix(_ predicate: Expression, _ context: Context) -> Checked? {
    guard let checked = check(predicate, context) else { return nil }
    guard checked.type == .flag else {
      report(.notAPredicate(words(predicate, context), describe(checked.type)), at: predicate.range)
      return nil
    }
    return checked
  }
}

/// The verbs that rows, groups and rankings come from, alike in queries and stages.
enum ShapeSyntax {
  case list([Column])
  case measures([Column])
  case count
  case rank(key: Expression, measure: Column, isAscending: Bool)
}

extension Query.Verb {
  var shape: ShapeSyntax {
    switch self {
    case .list(let columns): .list(columns)
    case .count: .count
    case .measures(let columns), .trend(let columns): .measures(columns)
    case .rank(let key, let measure, let ascending): .rank(key: key, measure: measure, isAscending: ascending)
    case .changes, .history: .list([])
    }
  }
}

extension Query {
  /// The same words as a stage on the last result: `count _ by district` is `| count by district`.
  fileprivate var asStage: Stage {
    let verb: Stage.Verb =
      switch self.verb {
      case .list(let columns): columns.isEmpty ? .clauses : .list(columns)
      case .count: .count
      case .measures(let columns), .trend(let columns): .measures(columns)
      case .rank(let key, let measure, let ascending): .rank(key: key, measure: measure, ascending: ascending)
      case .changes, .history: .clauses
      }
    let conditions = predicates.map { Clause(.condition($0), range: $0.range) }
    return Stage(verb: verb, clauses: conditions + clauses, range: range)
  }
}
