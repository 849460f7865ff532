import Diagnostics
import Query
import Schema
import Syntax

extension Checking {
  /// `| where …`, `| count by …`: each stage works on the result before it.
  func checkStages(_ stages: [Stage], on query: CheckedQuery?, _ range: SourceRange) -> (query: CheckedQuery, destination: Destination)? {
    guard var current = query else {
      report(.noLastResult, at: range)
      return nil
    }
    // Choices made on the way keep their numbers.
    if addedChoices.count < current.addedChoices.count { addedChoices = current.addedChoices }
    var destination = Destination()
    var count = current.stageCount
    for (place, stage) in stages.enumerated() {
      guard let clauses = clauses(stage.clauses) else { return nil }
      if let asOf = clauses.asOf {
        report(.asOfInStage, at: asOf.range)
        return nil
      }
      if let compare = clauses.compare {
        report(.past(.comparedInStage), at: compare.range)
        return nil
      }
      if place < stages.count - 1, let range = clauses.destinationRange {
        report(.destinationBeforeStage, at: range)
        return nil
      }
      guard poll(), let next = checkStage(stage, clauses, on: current) else { return nil }
      count += 1
      guard count <= Self.stageLimit else {
        report(.tooManyStages(limit: Self.stageLimit), at: stage.range)
        return nil
      }
      current = next
      destination = clauses.destination
    }
    return (current, destination)
  }

  /// Queries inside each other, with those that the last result came through.
  static let stageLimit = 100

  private func checkStage(_ stage: Stage, _ clauses: Clauses, on query: CheckedQuery) -> CheckedQuery? {
    if case .clauses = stage.verb, isOnlyDestination(stage) { return query }
    snapshot = query.snapshot
    today = query.today
    guard let row = stageContext(query, stage.range) else { return nil }
    var conditions: [Checked] = []
    for condition in clauses.conditions {
      guard let checked = checkCondition(condition, row) else { return nil }
      conditions.append(checked)
    }
    let isRows = if case .selection = row.row { true } else { false }
    let base = CheckedQuery(
      source: isRows ? .rows(of: query) : .table(of: query), entity: isRows ? query.entity : nil, snapshot: query.snapshot,
      today: query.today,
      condition: conjunction(conditions), shape: .rows(columns: []))
    let shape: ShapeSyntax
    switch stage.verb {
    case .list(let columns): shape = .list(columns)
    case .count: shape = .count
    case .measures(let columns): shape = .measures(columns)
    case .rank(let key, let measure, let ascending): shape = .rank(key: key, measure: measure, isAscending: ascending)
    case .clauses:
      if let groups = clauses.groups {
        report(.groupsWithoutVerb, at: groups.range)
        return nil
      }
      shape = .list([])
    }
    return checkShape(shape, clauses, on: base, row, stage.range)
  }

  private func isOnlyDestination(_ stage: Stage) -> Bool {
    stage.clauses.allSatisfy {
      switch $0.kind {
      case .format, .file: true
      default: false
      }
    }
  }

  /// What the names of a stage mean: over a list, the record and the listed columns; over any other result, its columns.
  private func stageContext(_ query: CheckedQuery, _ range: SourceRange) -> Context? {
    switch query.shape {
    case .rows(let columns):
      guard let entity = query.entity else { return resultContext(query) }
      let named = columns.map { ResultColumn(names: $0.spellings, value: $0.value) }
      return context(.selection(entity, named), .row(insideAggregate: false))
    case .groups(let grouping):
      guard grouping.across == nil else {
        report(.stageAfterAcross, at: range)
        return nil
      }
      return resultContext(query)
    case .ranking: return resultContext(query)
    }
  }

  func resultContext(_ query: CheckedQuery) -> Context {
    let columns = query.outputColumns.map { ResultColumn(names: $0.spellings, value: $0.value) }
    return context(.result(ResultTableShape(columns: columns, origin: query)), .row(insideAggregate: false))
  }

  /// The column of a result that was made by these words: `sum investment` after `sum investment of projects by district`.
  func columnMade(by expression: Expression, _ context: Context) -> Checked? {
    guard case .result(let shape) = context.row, !context.isMeasure else { return nil }
    // What stands inside a call is looked for in each of the results before it, and so is what stands inside that.
    let place = MadeColumn(range: context.place(expression.range), isInDefinition: context.callSite != nil, stages: shape.origin.stageCount)
    let found: Int?
    if context.callSite == nil, let known = madeColumns[place] {
      found = known
    } else {
      found = columnMade(by: expression, context, shape)
      madeColumns[place] = .some(found)
    }
    return found.map { index in
      Checked(.column(.result(index)), type: shape.columns[index].value.type, range: context.place(expression.range))
    }
  }

  /// The same for `project.stage` after `… by project.stage`, unless the path begins at a column or at the record of a line.
  func columnMade(byPath names: [Name], _ expression: Expression, _ context: Context) -> Checked? {
    guard names.count > 1, case .result = context.row else { return nil }
    switch find(names[0].text, context) {
    case .result, .onRecord, .argument: return nil
    case .field, .link, .reverse, .definition, .column, .all, .entity, .set, nil: return columnMade(by: expression, context)
    }
  }

  private func columnMade(by expression: Expression, _ context: Context, _ shape: ResultTableShape) -> Int? {
    let row: Context.Row
    switch shape.origin.source {
    case .entity(let entity): row = .record(entity)
    case .rows(let inner):
      guard let entity = inner.entity else { return nil }
      row = .selection(entity, inner.outputColumns.map { ResultColumn(names: $0.spellings, value: $0.value) })
    case .comparison, .trend:
      guard let table = madeTable(shape.origin.source) else { return nil }
      row = .result(table)
    case .table(let inner):
      row = .result(
        ResultTableShape(
          columns: inner.outputColumns.map { ResultColumn(names: $0.spellings, value: $0.value) }, origin: inner
        ))
    case .changes, .history: return nil
    }
    for mode in [Context.Mode.measure(.group, filter: nil), .row(insideAggregate: false)] {
      guard let made = attempt({ self.check(expression, self.context(row, mode)) }) else { continue }
      let text = printed(made)
      if let index = shape.columns.firstIndex(where: { printed($0.value) == text }) { return index }
    }
    return nil
  }
}

/// Words, and the result whose columns they may have made.
struct MadeColumn: Hashable {
  var range: SourceRange
  var isInDefinition: Bool
  /// How many results stand before it
  var stages: Int
}

extension CheckedQuery {
  /// Queries that it reads from, one inside the other.
  fileprivate var stageCount: Int {
    var count = 0
    var query = self
    while true {
      switch query.source {
      case .rows(let inner), .table(let inner): query = inner
      case .comparison(let comparison): query = comparison.now
      case .entity, .changes, .history, .trend: return count
      }
      count += 1
    }
  }
}
