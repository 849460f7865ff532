import Schema
import Semantics

/// Rows of a scope, picked, ordered and cut.
struct PickedRows {
  var scope: Scope
  var condition: Term
  var order: [OrderTerm]
  var limit: Int?
  var offset: Int
}

extension Writing {
  /// The whole query, printed.
  func final(_ query: CheckedQuery) throws -> String {
    switch query.shape {
    case .rows(let columns): return try finalRows(query, columns)
    case .groups(let grouping): return try finalGroups(query, grouping)
    case .ranking(let ranking): return try finalRanking(query, ranking)
    }
  }

  /// Where a query's rows come from.
  func source(_ query: CheckedQuery) throws -> Scope {
    switch query.source {
    case .entity(let entity): return try records(entity, query.snapshot)
    case .rows(let inner):
      guard let entity = inner.entity else { throw SQLError(.misplaced("a selection")) }
      let (relation, place) = try selection(inner)
      return Scope(
        .records(entity: entity), relation, alias: freshAlias(catalog.entities[entity].plural), snapshot: query.snapshot, place: place)
    case .table(let inner):
      let (relation, columns, place) = try table(inner)
      return Scope(.table(columns), relation, alias: freshAlias("row"), snapshot: query.snapshot, place: place)
    case .changes(let changes): return try self.changes(changes, query.snapshot)
    case .history(let history): return try self.history(history, query.snapshot)
    case .comparison(let comparison): return try compared(comparison, query.snapshot)
    case .trend(let trend): return try strung(trend, query.snapshot)
    }
  }

  /// The printed result of a query as a relation: its columns with the types that expressions read, and one that numbers the rows.
  private func table(_ query: CheckedQuery) throws -> (relation: String, columns: [Scope.TableColumn], place: String) {
    switch query.shape {
    case .rows(let outputs):
      let rows = try pickedRows(query, try source(query))
      let columns = named(outputs.map { ($0.name, $0.value.type) })
      let place = freshName("place")
      let cells = try zip(columns, outputs).map { ($0.name, try value($1.value, .row(rows.scope)).text) }
      return (numbered("result", cells, rows, place), columns, place)
    case .groups(let grouping):
      let groups = try groups(query, grouping)
      return (try shown(groups, query), groups.columns, groups.place)
    case .ranking(let ranking):
      let ranked = try ranked(query, ranking)
      let place = freshName("place")
      return (
        numbered("result", ranked.columns.map { ($0.name, ranked.rows.scope.column($0.name)) }, ranked.rows, place), ranked.columns, place
      )
    }
  }

  /// The records that a list selects, whole, with a column that numbers them.
  private func selection(_ query: CheckedQuery) throws -> (relation: String, place: String) {
    let rows = try pickedRows(query, try source(query))
    let place = freshName("place")
    return (numbered("selected", whole(rows.scope), rows, place), place)
  }

  /// All columns of a scope.
  /// - Parameter also: those of a table besides what it prints.
  func whole(_ scope: Scope, also more: [String] = []) -> [(name: String, sql: String)] {
    if answers.keepsColumnNames { return [("", "\(scope.alias).*")] }
    var names: [String] = []
    switch scope.rows {
    case .records(let entity):
      let table = layout.entities[entity]
      names = table.fields + [table.since, table.until]
    case .table(let columns): names = columns.map(\.name)
    case .nothing: break
    }
    names += [scope.place].compactMap { $0 } + more
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.map { ($0, scope.column($0)) }
  }

  private func numbered(_ base: String, _ cells: [(name: String, sql: String)], _ rows: PickedRows, _ place: String) -> String {
    let relation = freshName(base)
    let isCut = rows.limit != nil || rows.offset > 0
    with(
      relation,
      select(
        columns: cells + [(place, "ROW_NUMBER() OVER (ORDER BY \(ordered(rows.order)))")], from: rows.scope.from.text,
        condition: rows.condition, order: isCut ? quoted(place) : "", limit: rows.limit, offset: rows.offset
      ).text)
    return relation
  }

  func named(_ columns: [(String, DataType)]) -> [Scope.TableColumn] {
    var names = UniqueNames()
    return columns.map { Scope.TableColumn(name: names.take($0), type: $1) }
  }

  // MARK: Lists

  private func finalRows(_ query: CheckedQuery, _ outputs: [OutputColumn]) throws -> String {
    let scope = try source(query)
    let rows = try pickedRows(query, scope)
    let again = Set(query.sectionsAgain)
    let outputs = outputs.enumerated().filter { !again.contains($0.offset) }.map(\.element)
    if query.hasTotals, let totals = scope.totals { return try finalRows(outputs, rows, totals: try totals()) }
    let columns = named(outputs.map { ($0.name, $0.value.type) })
    let cells = try zip(columns, outputs).map { ($0.name, printed(try value($1.value, .row(rows.scope)), $1.value.type)) }
    return select(
      columns: cells, from: rows.scope.from.text, condition: rows.condition, order: ordered(rows.order), limit: rows.limit,
      offset: rows.offset
    ).text
  }

  /// The rows of a joined table with its row of totals behind them.
  private func finalRows(_ outputs: [OutputColumn], _ rows: PickedRows, totals: String) throws -> String {
    let columns = named(outputs.map { ($0.name, $0.value.type) })
    let place = freshName("place")
    let cells = try zip(columns, outputs).map { ($0.name, try value($1.value, .row(rows.scope)).text) }
    let shown = numbered("shown", cells, rows, place)
    let alias = freshAlias("row")
    return select(
      columns: columns.map { ($0.name, printed(Term("\(alias).\(quoted($0.name))"), $0.type)) },
      from: "(SELECT * FROM \(quoted(shown)) UNION ALL SELECT * FROM \(quoted(totals))) AS \(alias)",
      order: OrderTerm(text: "\(alias).\(quoted(place))").sql
    ).text
  }

  /// The rows of a list query.
  private func pickedRows(_ query: CheckedQuery, _ scope: Scope) throws -> PickedRows {
    let condition = try query.condition.map { try self.condition($0, .row(scope)) } ?? .yes
    guard let cut = query.cut else {
      let order = try terms(query.order, query, scope) + rowOrder(scope, byKey: false)
      return PickedRows(scope: scope, condition: condition, order: order, limit: nil, offset: query.skip)
    }
    let order = try terms(cut.by, query, scope) + rowOrder(scope, byKey: false)
    var conditions = [condition]
    // A row without a value to sort by is not shown.
    if let first = cut.by.first {
      let expression = try sorted(first, query)
      let term = rankable(try value(expression, .row(scope)), expression.type)
      if !term.isKnown { conditions.append(Term("\(term.behind(.comparison)) IS NOT NULL", .comparison, isKnown: true)) }
    }
    guard let per = cut.per else {
      return PickedRows(scope: scope, condition: .all(conditions), order: order, limit: cut.count, offset: query.skip)
    }
    let group = try value(per, .row(scope)).text
    return try firstOfEach(group, scope, .all(conditions), order, cut, query.skip) {
      try self.order(try self.value(per, .row($0)), per.type, in: $0, isDescending: false)
    }
  }

  /// The first rows of each group of `per`, groups in declared order.
  func firstOfEach(
    _ group: String, _ scope: Scope, _ condition: Term, _ order: [OrderTerm], _ cut: CheckedQuery.Cut, _ skip: Int,
    groupOrder: (Scope) throws -> [OrderTerm]
  ) throws -> PickedRows {
    let (relation, place) = (freshName("numbered"), freshName("place"))
    with(
      relation,
      select(
        columns: whole(scope) + [(place, "ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY \(ordered(order)))")],
        from: scope.from.text, condition: condition
      ).text)
    let numbered = Scope(scope.rows, relation, alias: freshAlias("numbered"), snapshot: scope.snapshot, place: scope.place)
    let number = numbered.column(place)
    let last = cut.count > Int.max - skip ? Int.max : cut.count + skip
    return PickedRows(
      scope: numbered, condition: Term("\(number) BETWEEN \(skip + 1) AND \(last)", .comparison, isKnown: true),
      order: try groupOrder(numbered) + [OrderTerm(text: number, isKnown: true)], limit: nil, offset: 0)
  }

  private func sorted(_ key: CheckedQuery.SortKey, _ query: CheckedQuery) throws -> Checked {
    switch (key.target, query.shape) {
    case (.expression(let expression), _): return expression
    case (.column(let column), .rows(let columns)): return columns[column].value
    case (.column, .groups), (.column, .ranking): throw SQLError(.misplaced("a sort key"))
    }
  }

  private func terms(_ keys: [CheckedQuery.SortKey], _ query: CheckedQuery, _ scope: Scope) throws -> [OrderTerm] {
    try keys.flatMap { key -> [OrderTerm] in
      let expression = try sorted(key, query)
      // The same in every row: no order, and SQL would take a number for a column.
      if isFixed(expression) { return [] }
      return try order(try value(expression, .row(scope)), expression.type, in: scope, isDescending: key.isDescending)
    }
  }
}
