import Query
import Schema

/// The groups of a query as a relation: one row a group, before sorting and cutting.
struct WrittenGroups {
  var relation: String
  /// Keys, then measures (under `across` once for each value, and once for all when there are totals).
  var columns: [Scope.TableColumn]
  var keyCount: Int
  /// The columns by which the query sorts and cuts, by printed sort key.
  var sortColumns: [String: Scope.TableColumn]
  /// The cells of the row of totals.
  var totals: [String]
  var totalsFrom: String
  /// The column that numbers the groups once they are in order.
  var place: String
  /// Writes what each measure has for a group without rows.
  var noRows: () throws -> NoRows
}

extension Writing {
  func finalGroups(_ query: CheckedQuery, _ grouping: CheckedQuery.Grouping) throws -> String {
    let groups = try groups(query, grouping)
    if grouping.withTotals {
      let shown = try shown(groups, query)
      let totals = freshName("totals")
      var all = self.totals(groups, grouping.measures.map(\.value))
      all.columns.append((groups.place, "CAST(NULL AS \(answers.nullable(answers.placeType)))"))
      with(totals, all.text)
      let alias = freshAlias("group")
      let scope = Scope(.table(groups.columns), shown, alias: alias, snapshot: query.snapshot)
      return select(
        columns: groups.columns.map { ($0.name, printed(Term(scope.column($0.name)), $0.type)) },
        from: "(SELECT * FROM \(quoted(shown)) UNION ALL SELECT * FROM \(quoted(totals))) AS \(alias)",
        order: OrderTerm(text: scope.column(groups.place)).sql
      ).text
    }
    let rows = try orderedGroups(groups, query)
    return select(
      columns: groups.columns.map { ($0.name, printed(Term(rows.scope.column($0.name)), $0.type)) }, from: rows.scope.from.text,
      condition: rows.condition, order: ordered(rows.order), limit: rows.limit, offset: rows.offset
    ).text
  }

  /// The row of totals.
  func totals(_ groups: WrittenGroups, _ measures: [Checked]) -> Select {
    select(
      columns: zip(groups.columns, groups.totals).map { ($0.name, $1) }, from: groups.totalsFrom,
      having: measures.contains(where: \.holdsAggregate) ? nil : "COUNT(*) >= 0")
  }

  /// The groups that are shown, numbered in their order.
  /// - Parameter keyPlace: a column that numbers them by key.
  func shown(_ groups: WrittenGroups, _ query: CheckedQuery, _ keyPlace: String? = nil) throws -> String {
    let rows = try orderedGroups(groups, query)
    let relation = freshName("shown")
    let isCut = rows.limit != nil || rows.offset > 0
    var numbers = [(groups.place, groups.keyCount == 0 ? "1" : "ROW_NUMBER() OVER (ORDER BY \(ordered(rows.order)))")]
    if let keyPlace {
      let byKey = try declaredOrder(Array(groups.columns.prefix(groups.keyCount)), rows.scope)
      numbers.append((keyPlace, "ROW_NUMBER() OVER (ORDER BY \(ordered(byKey)))"))
    }
    with(
      relation,
      select(
        columns: groups.columns.map { ($0.name, rows.scope.column($0.name)) } + numbers, from: rows.scope.from.text,
        condition: rows.condition, order: isCut ? quoted(groups.place) : "", limit: rows.limit, offset: rows.offset
      ).text)
    return relation
  }

  /// Groups in declared order unless sorted.
  private func orderedGroups(_ groups: WrittenGroups, _ query: CheckedQuery) throws -> PickedRows {
    let scope = Scope(.table(groups.columns), groups.relation, alias: freshAlias("group"), snapshot: query.snapshot)
    func natural(_ scope: Scope) throws -> [OrderTerm] { try declaredOrder(Array(groups.columns.prefix(groups.keyCount)), scope) }
    func terms(_ keys: [CheckedQuery.SortKey], _ scope: Scope) throws -> [OrderTerm] {
      try keys.flatMap { key -> [OrderTerm] in
        guard let column = groups.sortColumns[sortName(key, query)] else { return [] }
        return try order(Term(scope.column(column.name)), column.type, in: scope, isDescending: key.isDescending)
      }
    }
    guard let cut = query.cut else {
      return PickedRows(
        scope: scope, condition: .yes, order: try terms(query.order, scope) + natural(scope), limit: nil, offset: query.skip)
    }
    var condition = Term.yes
    if let first = cut.by.first, let column = groups.sortColumns[sortName(first, query)] {
      let cell = rankable(Term(scope.column(column.name)), column.type)
      condition = Term("\(cell.behind(.comparison)) IS NOT NULL", .comparison, isKnown: true)
    }
    let hidden = groups.sortColumns.values.map(\.name).sorted()
    let cutOrder = try terms(cut.by, scope) + natural(scope)
    var rows = PickedRows(scope: scope, condition: condition, order: cutOrder, limit: cut.count, offset: query.skip)
    if let per = cut.per { rows = try firstGroups(of: per, groups, query, cut, rows, hidden) }
    if cut.order.isEmpty { return rows }
    let kept = kept(rows, also: hidden)
    return PickedRows(scope: kept, condition: .yes, order: try terms(cut.order, kept) + natural(kept), limit: nil, offset: 0)
  }

  /// The first groups of each value of one of the keys.
  private func firstGroups(
    of per: Checked, _ groups: WrittenGroups, _ query: CheckedQuery, _ cut: CheckedQuery.Cut, _ rows: PickedRows, _ hidden: [String]
  ) throws -> PickedRows {
    guard case .groups(let grouping) = query.shape,
      let index = grouping.keys.firstIndex(where: { spelled($0.column.value, query) == spelled(per, query) })
    else { throw SQLError(.misplaced("`per` something that is no group key"), at: per.range) }
    let key = groups.columns[index]
    return try firstOfEach(rows.scope.column(key.name), rows.scope, rows.condition, rows.order, cut, query.skip, also: hidden) {
      try self.order(Term($0.column(key.name)), key.type, in: $0, isDescending: false)
    }
  }

  func spelled(_ expression: Checked, _ query: CheckedQuery) -> String {
    CheckedPrinter(catalog: catalog, addedChoices: query.addedChoices).text(of: expression.unwrapped, on: query.entity)
  }

  func sortName(_ key: CheckedQuery.SortKey, _ query: CheckedQuery) -> String {
    switch key.target {
    case .column(let column): "#\(column)"
    case .expression(let expression): spelled(expression, query)
    }
  }

  // MARK: Grouping

  func groups(_ query: CheckedQuery, _ grouping: CheckedQuery.Grouping) throws -> WrittenGroups {
    let rows = try groupedRows(query, grouping)
    let turned = try grouping.across.map { try acrossColumns($0, query, grouping) }
    let base = rows.groups()
    var cells: [(name: String, type: DataType, term: Term, total: String)] = []
    for (index, key) in grouping.keys.enumerated() {
      let type = key.column.value.type
      cells.append((key.column.name, type, Term(rows.keys[index], digits: rows.keyDigits[index]), missing(type).text))
    }
    func add(_ name: String, _ measure: OutputColumn, _ value: Value?) throws {
      let condition = try value.map { try rows.isTurned($0, grouping.across!.column.value) }
      let term = try self.value(measure.value, .groups(condition.map { rows.groups($0) } ?? base))
      // The totals' own FROM is written last, when all measures have joined what they need.
      let total = grouping.withTotals ? try self.value(measure.value, .groups(rows.totals(condition))).text : ""
      cells.append((name, measure.value.type, term, total))
    }
    if let turned {
      for column in turned {
        for measure in grouping.measures {
          try add(grouping.measures.count == 1 ? column.name : "\(column.name).\(measure.name)", measure, column.value)
        }
      }
      if grouping.withTotals {
        for measure in grouping.measures { try add(grouping.measures.count == 1 ? "total" : "total.\(measure.name)", measure, nil) }
      }
    } else {
      for measure in grouping.measures { try add(measure.name, measure, nil) }
    }
    let columns = named(cells.map { ($0.name, $0.type) }, cells.map(\.term.digits))
    var selected = zip(columns, cells).map { ($0.name, $1.term.text) }
    let sortColumns = try sortColumns(query, grouping, columns, base, &selected)
    let relation = freshName("grouped")
    let hasAggregate = grouping.measures.contains { $0.value.holdsAggregate }
    with(
      relation,
      select(
        columns: selected, from: rows.scope.from.text, condition: rows.condition,
        groupBy: grouping.keys.isEmpty ? nil : grouping.keys.indices.map { String($0 + 1) }.joined(separator: ", "),
        having: grouping.keys.isEmpty && !hasAggregate ? "COUNT(*) >= 0" : nil
      ).text)
    return WrittenGroups(
      relation: relation, columns: columns, keyCount: grouping.keys.count, sortColumns: sortColumns, totals: cells.map(\.total),
      totalsFrom: grouping.withTotals ? rows.totalsScope!.from.text : "", place: freshName("place"),
      noRows: {
        try self.noRows(zip(columns.dropFirst(grouping.keys.count), grouping.measures).map { ($0.name, $1.value) }, rows)
      })
  }

  /// Where the query sorts or cuts by something that it does not show, a column beside the others. Under `across` that is the row's total.
  private func sortColumns(
    _ query: CheckedQuery, _ grouping: CheckedQuery.Grouping, _ columns: [Scope.TableColumn], _ groups: GroupScope,
    _ selected: inout [(String, String)]
  ) throws -> [String: Scope.TableColumn] {
    var found: [String: Scope.TableColumn] = [:]
    for key in query.sortKeys where found[sortName(key, query)] == nil {
      let expression: Checked
      switch key.target {
      case .column(let index) where index < grouping.keys.count || grouping.across == nil:
        found["#\(index)"] = columns[index]
        continue
      case .column(let index): expression = grouping.measures[index - grouping.keys.count].value
      case .expression(let sorted): expression = sorted
      }
      let column = Scope.TableColumn(name: freshName("sort"), type: expression.type)
      selected.append((column.name, try value(expression, .groups(groups)).text))
      found[sortName(key, query)] = column
    }
    return found
  }

  /// The values that `across` turns into columns.
  private func acrossColumns(_ across: GroupKey, _ query: CheckedQuery, _ grouping: CheckedQuery.Grouping) throws -> [(
    name: String, value: Value
  )] {
    var values: [Value]
    if let acrossValues {
      let count = Checked(.aggregate(Aggregate(.count)), type: .number, range: across.column.value.range)
      values = try acrossValues(
        CheckedQuery(
          source: query.source, entity: query.entity, snapshot: query.snapshot, today: query.today, condition: query.condition,
          shape: .groups(
            CheckedQuery.Grouping(
              keys: [across], across: nil, measures: [OutputColumn(name: "count", value: count)], withTotals: false,
              withEmpty: grouping.withEmpty)), addedChoices: query.addedChoices))
    } else if case .choice(let choice) = across.column.value.type {
      values = choices[choice].values.indices.map { .choice($0) }
    } else {
      throw SQLError(.acrossWithoutValues, at: across.column.value.range)
    }
    return try values.map { (try heading($0, across.column.value), $0) }
  }

  private func heading(_ value: Value, _ key: Checked) throws -> String {
    switch (value, key.type) {
    case (.missing, _): "(missing)"
    case (.choice(let code), .choice(let choice)): try self.code(code, ofChoice: choice, key.range)
    case (.link(let number), .link(let entity)): try self.key(number, of: entity, key.range)
    case (.text(let text), _): text
    case (.date(let day), _): day.description
    case (.period(let period), _): period.description
    case (.money(let money), .money(let unit)): money.decimal(in: unit)
    case (.money(let money), _): money.decimal(in: .yuan)
    case (.number(let number), _), (.duration(let number, _), _): number.description
    case (.flag(let flag), _): flag ? "true" : "false"
    case (.choice, _), (.link, _): throw SQLError(.misplaced("a heading"), at: key.range)
    }
  }
}
