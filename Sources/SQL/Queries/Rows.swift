import Query
import Schema

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
  /// - Parameter sortsLater: a query that reads this one's rows will sort them, so it must be known where each stands in key order.
  func source(_ query: CheckedQuery, sortsLater: Bool = false) throws -> Scope {
    let needsKeys = sortsLater || query.breaksTies
    switch query.source {
    case .entity(let entity): return try records(entity, query.snapshot)
    case .rows(let inner):
      guard let entity = inner.entity else { throw SQLError(.misplaced("a selection")) }
      let (relation, place) = try selection(inner)
      return Scope(
        .records(entity: entity), relation, alias: freshAlias(catalog.entities[entity].plural), snapshot: query.snapshot, place: place)
    case .table(let inner):
      let (relation, columns, place, keyPlace) = try table(inner, needsKeys)
      let scope = Scope(.table(columns), relation, alias: freshAlias("row"), snapshot: query.snapshot, place: place)
      scope.keyPlace = keyPlace
      return scope
    case .changes(let changes): return try self.changes(changes, query.snapshot)
    case .history(let history): return try self.history(history, query.snapshot)
    case .comparison(let comparison): return try compared(comparison, query.snapshot, needsKeys)
    case .trend(let trend): return try strung(trend, query.snapshot)
    }
  }

  /// The printed result of a query as a relation: its columns with the types that expressions read, one that numbers the rows, and where it is
  /// wanted and another one, one that numbers them by key.
  private func table(_ query: CheckedQuery, _ needsKeys: Bool) throws -> (
    relation: String, columns: [Scope.TableColumn], place: String, keyPlace: String?
  ) {
    switch query.shape {
    case .rows(let outputs):
      let rows = try pickedRows(query, try source(query, sortsLater: needsKeys))
      let place = freshName("place")
      let terms = try outputs.map { try value($0.value, .row(rows.scope)) }
      let columns = named(outputs.map { ($0.name, $0.value.type) }, terms.map(\.digits))
      var cells = zip(columns, terms).map { ($0.name, $1.text) }
      var keyPlace: String?
      if needsKeys, query.isInOwnOrder || rows.scope.keyPlace != nil {
        keyPlace = freshName("key_place")
        cells.append((keyPlace!, "ROW_NUMBER() OVER (ORDER BY \(ordered(try tieOrder(rows.scope))))"))
      }
      return (numbered("result", cells, rows, place), columns, place, keyPlace)
    case .groups(let grouping):
      let groups = try groups(query, grouping)
      let keyPlace = needsKeys && query.isInOwnOrder && groups.keyCount > 0 ? freshName("key_place") : nil
      return (try shown(groups, query, keyPlace), groups.columns, groups.place, keyPlace)
    case .ranking(let ranking):
      let ranked = try ranked(query, ranking)
      let (scope, place) = (ranked.rows.scope, freshName("place"))
      var cells = ranked.columns.map { ($0.name, scope.column($0.name)) }
      let keyPlace = needsKeys ? freshName("key_place") : nil
      if let keyPlace { cells.append((keyPlace, "ROW_NUMBER() OVER (ORDER BY \(ordered(try declaredOrder([ranked.columns[1]], scope))))")) }
      return (numbered("result", cells, ranked.rows, place), ranked.columns, place, keyPlace)
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
    names += [scope.place, scope.keyPlace].compactMap { $0 } + more
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

  func named(_ columns: [(String, DataType)], _ digits: [Digits] = []) -> [Scope.TableColumn] {
    var names = UniqueNames()
    return columns.enumerated().map { index, column in
      Scope.TableColumn(name: names.take(column.0), type: column.1, digits: digits.isEmpty ? Digits() : digits[index])
    }
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
      let order = try terms(query.order, query, scope) + natural(scope, isSorted: query.order.count > query.sections)
      return PickedRows(scope: scope, condition: condition, order: order, limit: nil, offset: query.skip)
    }
    let rows = try cutRows(cut, query, scope, condition)
    guard !cut.order.isEmpty else { return rows }
    let kept = kept(rows)
    let order = try terms(cut.order, query, kept) + natural(kept, isSorted: cut.order.count > query.sections)
    return PickedRows(scope: kept, condition: .yes, order: order, limit: nil, offset: 0)
  }

  /// Where no key sorts the rows they stay in the order they came in.
  private func natural(_ scope: Scope, isSorted: Bool) throws -> [OrderTerm] {
    isSorted ? try tieOrder(scope) : try rowOrder(scope, byKey: false)
  }

  /// What a cut keeps as a relation of its own, to be put in another order.
  /// - Parameter also: columns besides what the scope prints.
  func kept(_ rows: PickedRows, also more: [String] = []) -> Scope {
    let relation = freshName("kept")
    let isCut = rows.limit != nil || rows.offset > 0
    with(
      relation,
      select(
        columns: whole(rows.scope, also: more), from: rows.scope.from.text, condition: rows.condition,
        order: isCut ? ordered(rows.order) : "", limit: rows.limit, offset: rows.offset
      ).text)
    let scope = Scope(rows.scope.rows, relation, alias: freshAlias("kept"), snapshot: rows.scope.snapshot, place: rows.scope.place)
    scope.keyPlace = rows.scope.keyPlace
    return scope
  }

  private func cutRows(_ cut: CheckedQuery.Cut, _ query: CheckedQuery, _ scope: Scope, _ condition: Term) throws -> PickedRows {
    let order = try terms(cut.by, query, scope) + natural(scope, isSorted: !cut.by.isEmpty)
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
    also more: [String] = [], groupOrder: (Scope) throws -> [OrderTerm]
  ) throws -> PickedRows {
    let (relation, place) = (freshName("numbered"), freshName("place"))
    with(
      relation,
      select(
        columns: whole(scope, also: more) + [(place, "ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY \(ordered(order)))")],
        from: scope.from.text, condition: condition
      ).text)
    let numbered = Scope(scope.rows, relation, alias: freshAlias("numbered"), snapshot: scope.snapshot, place: scope.place)
    numbered.keyPlace = scope.keyPlace
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

extension CheckedQuery {
  /// Sorts rows whose ties must be broken by key.
  fileprivate var breaksTies: Bool {
    guard case .rows = shape else { return false }
    return order.count > sections || cut.map { !$0.by.isEmpty || $0.order.count > sections } ?? false
  }

  /// Its rows may come in another order than that of their keys.
  fileprivate var isInOwnOrder: Bool { !order.isEmpty || cut != nil }
}
