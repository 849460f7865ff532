import Query
import Schema

// `compare T`: the groups of two queries, joined by their keys.

/// One side of a comparison.
private struct ComparedSide {
  var relation: String
  var alias: String
  var keys: [Scope.TableColumn]
  var measures: [Scope.TableColumn]
  /// The column of the rank, in a ranking.
  var rank: String?
  var groups: WrittenGroups
  var noRows: NoRows
  /// The column that says that a group is there; nil where it always is.
  var presence: String?
  /// The alias of what no rows have.
  var nothing: String?

  func column(_ name: String) -> String { "\(alias).\(quoted(name))" }

  /// A measure; that of an absent group is what no rows have.
  func cell(_ measure: Int) -> Term {
    let (column, digits) = (column(measures[measure].name), measures[measure].digits)
    guard !keys.isEmpty, let empty = noRows.cells[measure] else { return Term(column, digits: digits) }
    let presence = presence ?? "TRUE"
    switch empty {
    case .zeroIfMissing: return Term("COALESCE(\(column), 0)", digits: digits)
    case .zero: return Term("CASE WHEN \(presence) THEN \(column) ELSE 0 END", digits: digits)
    case .column(let name): return Term("CASE WHEN \(presence) THEN \(column) ELSE \(nothing!).\(quoted(name)) END", digits: digits)
    }
  }
}

extension NoRows.Cell? {
  /// Whether a group that is there must be told from one that is not.
  fileprivate var needsPresence: Bool {
    switch self {
    case nil, .zeroIfMissing: false
    case .zero, .column: true
    }
  }
}

extension Writing {
  /// The joined table, in its order: groups as declared, a ranking by rank now.
  func compared(_ comparison: CheckedQuery.Comparison, _ snapshot: Int, _ needsKeys: Bool) throws -> Scope {
    var (now, before) = (try side(comparison.now), try side(comparison.before))
    let keys = freshAlias("key")
    let from = try join(&now, &before, keys)
    let parts = comparison.parts
    let terms = parts.map { cell($0, comparison, now.cell, before.cell, now, before) { "\(keys).\(quoted(now.keys[$0].name))" } }
    let columns = named(comparison.columns.map { ($0.name, $0.value.type) }, terms.map(\.digits))
    let cells = zip(columns, terms).map { ($0.name, $1.text) }
    let relation = freshName("compared")
    with(relation, select(columns: cells, from: from).text)
    let keyColumns = zip(columns, parts).filter { if case .key = $0.1 { true } else { false } }.map(\.0)
    let isRanking = parts.first == .rank
    let scope = try arranged(relation, columns, snapshot, byKey: isRanking && needsKeys ? keyColumns : nil) { scope in
      (isRanking ? [OrderTerm(text: scope.column(columns[0].name))] : []) + (try declaredOrder(keyColumns, scope))
    }
    guard comparison.now.hasTotals else { return scope }
    let sides = (now, before)
    scope.totals = { try self.totals(of: comparison, columns, sides.0, sides.1) }
    return scope
  }

  /// A relation of several results, its rows numbered in their order, and by these keys where that is another.
  func arranged(
    _ relation: String, _ columns: [Scope.TableColumn], _ snapshot: Int, byKey keys: [Scope.TableColumn]? = nil,
    order: (Scope) throws -> [OrderTerm]
  ) throws -> Scope {
    let scope = Scope(.table(columns), relation, alias: freshAlias(relation), snapshot: snapshot)
    let terms = try order(scope)
    let (result, place) = (freshName("result"), freshName("place"))
    var numbers = [(place, terms.isEmpty ? "1" : "ROW_NUMBER() OVER (ORDER BY \(ordered(terms)))")]
    let keyPlace = keys == nil ? nil : freshName("key_place")
    if let keys, let keyPlace { numbers.append((keyPlace, "ROW_NUMBER() OVER (ORDER BY \(ordered(try declaredOrder(keys, scope))))")) }
    with(
      result, select(columns: columns.map { ($0.name, scope.column($0.name)) } + numbers, from: scope.from.text).text)
    let rows = Scope(.table(columns), result, alias: freshAlias("row"), snapshot: snapshot, place: place)
    rows.keyPlace = keyPlace
    return rows
  }

  /// By key in declared order, missing ones last.
  func declaredOrder(_ keys: [Scope.TableColumn], _ scope: Scope) throws -> [OrderTerm] {
    try keys.flatMap { try order(Term(scope.column($0.name)), $0.type, in: scope, isDescending: false) }
  }

  // MARK: Sides

  private func side(_ query: CheckedQuery) throws -> ComparedSide {
    switch query.shape {
    case .rows: throw SQLError(.misplaced("a comparison of records"))
    case .groups(let grouping):
      let groups = try groups(query, grouping)
      return ComparedSide(
        relation: groups.relation, alias: freshAlias("group"), keys: Array(groups.columns.prefix(groups.keyCount)),
        measures: Array(groups.columns.dropFirst(groups.keyCount)), groups: groups, noRows: try groups.noRows())
    case .ranking(let ranking):
      let ranked = try ranked(query, ranking)
      return ComparedSide(
        relation: ranked.relation, alias: freshAlias("ranked"), keys: [ranked.columns[1]], measures: [ranked.columns[2]],
        rank: ranked.columns[0].name, groups: ranked.groups, noRows: try ranked.groups.noRows())
    }
  }

  /// The keys of either side, with what each side has for them. PostgreSQL has no full join by keys that may be missing.
  private func join(_ now: inout ComparedSide, _ before: inout ComparedSide, _ keys: String) throws -> String {
    guard !now.keys.isEmpty else {
      return "\(quoted(now.relation)) AS \(now.alias)\n  CROSS JOIN \(quoted(before.relation)) AS \(before.alias)"
    }
    let all = freshName("keys")
    func selected(_ side: ComparedSide) -> String {
      "SELECT \(side.keys.map { quoted($0.name) }.joined(separator: ", ")) FROM \(quoted(side.relation))"
    }
    with(all, "\(selected(now))\nUNION \(distinctUnion)\(selected(before))")
    var from = "\(quoted(all)) AS \(keys)"
    let names = now.keys.map(\.name)
    func add(_ side: inout ComparedSide) {
      var relation = quoted(side.relation)
      if side.noRows.cells.contains(where: \.needsPresence) {
        let presence = freshName("present")
        relation = "(SELECT *, TRUE AS \(presence) FROM \(relation))"
        side.presence = side.column(presence)
      }
      let match = zip(names, side.keys).map { isSame("\(keys).\(quoted($0))", side.column($1.name)) }
      from += "\n  LEFT JOIN \(relation) AS \(side.alias) ON \(Term.all(match).text)"
    }
    add(&now)
    add(&before)
    func addNothing(_ side: inout ComparedSide) {
      guard let relation = side.noRows.relation else { return }
      side.nothing = freshAlias(relation)
      from += "\n  CROSS JOIN \(quoted(relation)) AS \(side.nothing!)"
    }
    addNothing(&now)
    addNothing(&before)
    return from
  }

  // MARK: Cells

  private func cell(
    _ part: CheckedQuery.Comparison.Part, _ comparison: CheckedQuery.Comparison, _ cellNow: (Int) -> Term, _ cellBefore: (Int) -> Term,
    _ now: ComparedSide, _ before: ComparedSide, _ key: (Int) -> String
  ) -> Term {
    switch part {
    case .rank: Term(now.column(now.rank!), digits: .whole)
    case .rankBefore: Term(before.column(before.rank!), digits: .whole)
    // Up is positive.
    case .rankChange: Term("\(before.column(before.rank!)) - \(now.column(now.rank!))", .sum, digits: .whole)
    case .key(let index): Term(key(index), digits: now.keys[index].digits)
    case .now(let measure): cellNow(measure)
    case .before(let measure): cellBefore(measure)
    case .change(let measure): change(cellNow(measure), cellBefore(measure), comparison.changes[measure], now.measures[measure].type)
    }
  }

  private func change(_ now: Term, _ before: Term, _ change: CheckedQuery.Comparison.Change, _ type: DataType) -> Term {
    if case .date = type { return Term(answers.daysBetween(now.inside(.atom), before.inside(.atom)), digits: .whole) }
    let digits = Digits.common([now.digits, before.digits])
    let difference = Term("\(now.inside(.sum)) - \(before.behind(.sum))", .sum, digits: digits)
    return change == .points ? Term("\(difference.inside(.product)) * 100", .product, digits: digits) : difference
  }

  // MARK: Totals

  private func totals(
    of comparison: CheckedQuery.Comparison, _ columns: [Scope.TableColumn], _ now: ComparedSide, _ before: ComparedSide
  ) throws -> String {
    func total(_ side: ComparedSide, _ query: CheckedQuery) throws -> (relation: String, cell: (Int) -> Term) {
      let relation = freshName("totals")
      let alias = freshAlias(relation)
      with(relation, totals(side.groups, query.keysAndMeasures.measures.map(\.value)).text)
      return (
        "\(quoted(relation)) AS \(alias)",
        { Term("\(alias).\(quoted(side.measures[$0].name))", digits: side.measures[$0].digits) }
      )
    }
    let (first, second) = (try total(now, comparison.now), try total(before, comparison.before))
    let cells = zip(columns, comparison.parts).map { column, part in
      (
        column.name,
        cell(part, comparison, first.cell, second.cell, now, before) { _ in
          missing(column.type).text
        }.text
      )
    }
    let relation = freshName("totals")
    with(
      relation,
      select(
        columns: cells + [(freshName("place"), "CAST(NULL AS \(answers.nullable(answers.placeType)))")],
        from: "\(first.relation) CROSS JOIN \(second.relation)"
      ).text)
    return relation
  }
}
