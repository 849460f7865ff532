import Diagnostics
import Query
import Schema
import Syntax

extension Checking {
  /// What the verb makes of the rows, with the clauses that arrange it. `base` holds source and condition.
  func checkShape(_ verb: ShapeSyntax, _ clauses: Clauses, on base: CheckedQuery, _ row: Context, _ range: SourceRange) -> CheckedQuery? {
    switch verb {
    case .list(let columns): return checkList(columns, clauses, on: base, row, range)
    case .count:
      let name = Expression(.call(Call(function: [Name("count", range: range)], arguments: [])), range: range)
      return checkGroups([Column(.expression(name), range: range)], clauses, on: base, row, range)
    case .measures(let columns): return checkGroups(columns, clauses, on: base, row, range)
    case .rank(let key, let measure, let isAscending): return checkRanking(key, measure, isAscending, clauses, on: base, row, range)
    }
  }

  // MARK: Rows

  private func checkList(_ columns: [Column], _ clauses: Clauses, on base: CheckedQuery, _ row: Context, _ range: SourceRange)
    -> CheckedQuery?
  {
    var isWhole = true
    if let totals = clauses.withTotals {
      report(.needsMeasures("with totals"), at: totals)
      isWhole = false
    }
    if let empty = clauses.withEmpty {
      report(.needsMeasures("with empty"), at: empty)
      isWhole = false
    }
    if let across = clauses.groups?.across {
      report(.needsMeasures("across"), at: across.range)
      isWhole = false
    }
    let sections = checkKeys(clauses.groups?.columns ?? [], row)
    var shown = columns.isEmpty ? defaultColumns(base, range) : checkColumns(columns, row)
    guard let sections, let listed = shown, checkAreSections(sections, clauses, row) else { return nil }
    let sectionTexts = Set(sections.map { printed($0.value) })
    if columns.isEmpty { shown = listed.filter { !sectionTexts.contains(printed($0.value)) } }
    let output = sectioned(sections, shown!)

    var query = base
    query.shape = .rows(columns: output)
    query.sections = sections.count
    query.addedChoices = addedChoices
    guard let arranged = checkRowOrder(clauses, query, sections: sections.count, row), isWhole else { return nil }
    return arranged
  }

  /// Sections gather rows that share a value, which amounts and days hardly do: who asks for them means an order.
  private func checkAreSections(_ sections: [OutputColumn], _ clauses: Clauses, _ row: Context) -> Bool {
    var isWhole = true
    for (section, written) in zip(sections, clauses.groups?.columns ?? []) {
      switch section.value.type {
      case .choice, .link, .text, .flag, .period: continue
      case .money, .number, .date, .duration: break
      }
      let key = source.text(written.range)
      let reading: String
      if let top = clauses.top, top.by == nil, top.per == nil {
        let count = words(top.count, row)
        reading = top.isBottom ? "bottom \(count) by \(key)" : "sort by \(key) desc top \(count)"
      } else {
        reading = "sort by \(key) desc"
      }
      report(.sectionsOfQuantity(key, describe(section.value.type), reading: clauses.sort == nil ? reading : nil), at: written.range)
      isWhole = false
    }
    return isWhole
  }

  /// The columns of a list in sections. One that is asked for and heads sections as well keeps its name in both places.
  private func sectioned(_ sections: [OutputColumn], _ listed: [OutputColumn]) -> [OutputColumn] {
    let texts = Dictionary(zip(sections.map { printed($0.value) }, sections.indices), uniquingKeysWith: { first, _ in first })
    let again = listed.map { column in texts[printed(column.value)].flatMap { sections[$0].name == column.name ? $0 : nil } }
    let others = unique(sections + zip(listed, again).filter { $1 == nil }.map(\.0))
    var rest = others[sections.count...]
    return others.prefix(sections.count) + again.map { $0.map { others[$0] } ?? rest.removeFirst() }
  }

  /// What a list shows when no columns are named: those of the model, or of the result that is worked on.
  private func defaultColumns(_ base: CheckedQuery, _ range: SourceRange) -> [OutputColumn] {
    switch base.source {
    case .entity(let entity):
      let declared = catalog.entities[entity]
      let fields = declared.defaultColumns.isEmpty ? Array(declared.fields.indices) : declared.defaultColumns
      return fields.map { fieldColumn($0, of: entity, range) }
    case .rows(let inner): return withoutSectionsAgain(inner, inner.outputColumns)
    case .comparison(let comparison): return readAgain(comparison.columns)
    case .trend(let trend): return readAgain(trend.columns)
    case .table(let inner):
      let columns = inner.outputColumns.enumerated().map { index, column in
        var output = OutputColumn(
          name: column.name, label: column.label, value: Checked(.column(.result(index)), type: column.value.type, range: range))
        output.aliases = column.aliases
        return output
      }
      return withoutSectionsAgain(inner, columns)
    case .changes, .history: return base.outputColumns
    }
  }

  private func withoutSectionsAgain(_ query: CheckedQuery, _ columns: [OutputColumn]) -> [OutputColumn] {
    let again = Set(query.sectionsAgain)
    return columns.enumerated().filter { !again.contains($0.offset) }.map(\.element)
  }

  // MARK: Groups

  private func checkGroups(_ columns: [Column], _ clauses: Clauses, on base: CheckedQuery, _ row: Context, _ range: SourceRange)
    -> CheckedQuery?
  {
    var measured = row
    measured.mode = .measure(.group, filter: nil)
    let keys = checkKeys(clauses.groups?.columns ?? [], row)
    var across: OutputColumn?
    var isWhole = true
    if let column = clauses.groups?.across {
      across = checkKeys([column], row)?.first
      isWhole = across != nil
    }
    var measures: [OutputColumn] = []
    for column in columns {
      guard case .expression(let expression) = column.kind else {
        report(.everythingOfGroups, at: column.range)
        isWhole = false
        continue
      }
      if let one = checkColumn(expression, column.alias, measured) { measures.append(one) } else { isWhole = false }
    }
    guard let keys, isWhole else { return nil }
    let output = unique(keys + (across.map { [$0] } ?? []) + measures)
    let keyColumns = Array(output.prefix(keys.count))
    let acrossColumn = across == nil ? nil : output[keys.count]
    measures = Array(output.suffix(measures.count))
    if let empty = clauses.withEmpty, !(keyColumns + (acrossColumn.map { [$0] } ?? [])).contains(where: { $0.value.type.isNamed }) {
      report(.emptyGroups, at: empty)
      isWhole = false
    }
    if let empty = clauses.withEmpty, isTooMany(leastGroups(of: keyColumns, on: base), at: empty) { isWhole = false }
    if let totals = clauses.withTotals, keys.isEmpty, across == nil {
      report(.needsGroups("with totals"), at: totals)
      isWhole = false
    }
    var query = base
    query.shape = .groups(
      CheckedQuery.Grouping(
        keys: keyColumns.map { GroupKey(column: $0) }, across: acrossColumn.map { GroupKey(column: $0) }, measures: measures,
        withTotals: clauses.withTotals != nil, withEmpty: clauses.withEmpty != nil))
    query.addedChoices = addedChoices
    guard let arranged = checkGroupOrder(clauses, query, measured, row), isWhole else { return nil }
    return arranged
  }

  /// Reports groups of `with empty` beyond the limit; nil is beyond counting.
  func isTooMany(_ groups: Int?, at range: SourceRange) -> Bool {
    if let groups, groups <= TableLimits.groups { return false }
    report(.tooManyGroups(groups), at: range)
    return true
  }

  /// How many groups `with empty` makes at least, nil where that is beyond counting: the declared values of choices, and the records that a link of
  /// the row may point at. What rows hold is not known here.
  func leastGroups(of keys: [OutputColumn], on base: CheckedQuery) -> Int? {
    var product = 1
    for key in keys {
      var count = 1
      switch key.value.type {
      case .choice(let choice): count = self.choice(choice).values.count
      case .link(let target):
        guard let entity = base.entity, case .column(.field(let field)) = key.value.unwrapped.node else { break }
        if catalog.entities[entity].fields[field].restriction == nil {
          count = world.values.rowCount(entity: target, snapshot: base.snapshot)
        }
      case .text, .date, .period, .money, .number, .flag, .duration: break
      }
      let (next, isBeyond) = product.multipliedReportingOverflow(by: max(count, 1))
      if isBeyond { return nil }
      product = next
    }
    return product
  }

  /// Keys of groups and sections: one value a row.
  func checkKeys(_ columns: [Column], _ row: Context) -> [OutputColumn]? {
    var keys: [OutputColumn] = []
    var isWhole = true
    for column in columns {
      guard case .expression(let expression) = column.kind else {
        report(.everythingAsKey, at: column.range)
        isWhole = false
        continue
      }
      guard let key = checkKey(expression, column.alias, row) else {
        isWhole = false
        continue
      }
      keys.append(key)
    }
    return isWhole ? keys : nil
  }

  func checkKey(_ expression: Expression, _ alias: Name?, _ row: Context) -> OutputColumn? {
    if case .path(let names) = expression.unwrapped.kind, passesMany(names, row) {
      report(.keyOfMany(words(expression, row)), at: expression.range)
      return nil
    }
    guard let key = checkColumn(expression, alias, row) else { return nil }
    if key.value.constantValue != nil {
      report(.constantKey(words(expression, row)), at: expression.range)
      return nil
    }
    return key
  }

  /// Whether a path leads to many records on its way, without a measure at its end.
  private func passesMany(_ names: [Name], _ row: Context) -> Bool {
    var here = row
    for name in names {
      switch find(name.text, here) {
      case .link(_, let target)?: here = context(on: target, from: row)
      case .reverse(let link)?:
        guard let last = names.last, case .definition(let index)? = find(last.text, context(on: link.entity, from: row)) else {
          return true
        }
        return !isMeasure(index)
      default: return false
      }
    }
    return false
  }

  // MARK: Rankings

  /// What a ranking goes by. In a stage `rank stage by count` means the column `count`, so each key must have one row.
  private func checkRanked(_ expression: Expression, _ alias: Name?, by key: OutputColumn, _ row: Context, _ measured: Context)
    -> OutputColumn?
  {
    guard case .result(let shape) = row.row, let value = attempt({ self.check(expression, row) }), value.readsRow else {
      return checkColumn(expression, alias, measured)
    }
    guard case .column(.result(let index)) = key.value.node, shape.origin.uniqueColumns.contains(index) else {
      report(.notAMeasure(words(expression, row)), at: expression.range)
      return nil
    }
    guard var column = checkColumn(expression, alias, row) else { return nil }
    column.value = Checked(.aggregate(Aggregate(.first, value: column.value)), type: value.type, range: value.range)
    return column
  }

  private func checkRanking(
    _ key: Expression, _ measure: Column, _ isAscending: Bool, _ clauses: Clauses, on base: CheckedQuery, _ row: Context,
    _ range: SourceRange
  ) -> CheckedQuery? {
    var isWhole = true
    for (clause, place) in [
      ("by", clauses.groups?.range), ("sort", clauses.sort?.range), ("with totals", clauses.withTotals), ("with empty", clauses.withEmpty),
    ] {
      guard let place else { continue }
      report(.clauseOfRank(clause), at: place)
      isWhole = false
    }
    if let top = clauses.top, top.by != nil || top.per != nil {
      report(.rankedTop, at: top.range)
      isWhole = false
    }
    var measured = row
    measured.mode = .measure(.group, filter: nil)
    let keyColumn = checkKey(key, nil, row)
    guard case .expression(let expression) = measure.kind else {
      report(.everythingOfGroups, at: measure.range)
      return nil
    }
    let measureColumn = keyColumn.flatMap { checkRanked(expression, measure.alias, by: $0, row, measured) }
    guard let keyColumn, let measureColumn, isWhole,
      checkIsRankable(measureColumn.value, words(expression, row), expression.range, row)
    else { return nil }
    let output = unique([OutputColumn(name: "rank", value: measureColumn.value), keyColumn, measureColumn])
    var query = base
    query.shape = .ranking(CheckedQuery.Ranking(key: GroupKey(column: output[1]), measure: output[2], isAscending: isAscending))
    query.addedChoices = addedChoices
    if let top = clauses.top {
      guard let count = checkCount(top.count, top.isBottom ? "bottom" : "top", row) else { return nil }
      query.cut = CheckedQuery.Cut(
        count: count, by: [CheckedQuery.SortKey(.column(2), isDescending: isAscending == top.isBottom)], per: nil)
    }
    if let skip = clauses.skip {
      guard let count = checkCount(skip.count, "skip", row) else { return nil }
      query.skip = count
    }
    return query
  }
}

extension Checked {
  /// Whether the value hangs on the row at hand.
  fileprivate var readsRow: Bool {
    if case .column = node { return true }
    if case .recordKey = node { return true }
    if case .shared(let shared) = node { return shared.body.readsRow }
    return children.contains(where: \.readsRow)
  }
}

extension CheckedQuery {
  /// The columns no two rows of which are alike: the only key of groups, also behind stages that pass it on.
  fileprivate var uniqueColumns: Set<Int> {
    switch (shape, source) {
    case (.groups(let grouping), _): return grouping.keys.count == 1 && grouping.across == nil ? [0] : []
    case (.ranking, _): return [1]
    case (.rows(let columns), .table(let inner)): return Self.passing(inner.uniqueColumns, columns)
    case (.rows(let columns), .comparison(let comparison)):
      let keys = Set(comparison.parts.indices.filter { if case .key = comparison.parts[$0] { true } else { false } })
      return keys.count == 1 ? Self.passing(keys, columns) : []
    case (.rows, .entity), (.rows, .rows), (.rows, .changes), (.rows, .history), (.rows, .trend): return []
    }
  }

  private static func passing(_ unique: Set<Int>, _ columns: [OutputColumn]) -> Set<Int> {
    Set(columns.indices.filter { if case .column(.result(let inner)) = columns[$0].value.node { unique.contains(inner) } else { false } })
  }
}
