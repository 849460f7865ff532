import Query
import Schema

// Every order is total: what is equal in all keys goes by the key of the record. Missing comes last both ways.

extension Writing {
  /// The terms that order the cells of an expression as the language does: choices by place, links by key, the rest by value.
  func order(_ term: Term, _ type: DataType, in scope: Scope, isDescending: Bool) throws -> [OrderTerm] {
    let value = OrderTerm(text: term.text, isDescending: isDescending, isKnown: term.isKnown)
    let place: String
    switch type {
    case .choice(let choice) where choice >= catalog.choices.count: place = placeOfBand(term, choice).text
    case .choice(let choice): place = joinedPlace(layout.choices[choice], term, choices[choice].values.count, scope)
    case .link(let entity):
      guard let names = layout.entities[entity].names else { return [value] }
      place = joinedPlace(names, term, catalog.entities[entity].keyNames.count, scope)
    case .text, .date, .period, .money, .number, .flag, .duration: return [value]
    }
    if isDescending, let ordered = orderedValues(type)?.count {
      // Only these run the other way.
      let turned = "CASE WHEN \(place) < \(ordered) THEN \(ordered - 1) - \(place) ELSE \(place) END"
      return [OrderTerm(text: turned, isKnown: true), OrderTerm(text: term.text, isKnown: term.isKnown)]
    }
    // What is not declared comes behind what is; a missing value behind both, whichever way the others run.
    let terms = [OrderTerm(text: place, isDescending: isDescending, isKnown: place.hasPrefix("COALESCE")), value]
    return isDescending && !term.isKnown ? [OrderTerm(text: "\(term.behind(.comparison)) IS NULL", isKnown: true)] + terms : terms
  }

  /// The values of a choice that have an order, where some have one and others, or values outside the list, may not; nil for every other type.
  private func orderedValues(_ type: DataType) -> [NamedValue]? {
    guard case .choice(let choice) = type, choice < catalog.choices.count, choices[choice].orderedCount > 0 else { return nil }
    return Array(choices[choice].values.prefix(choices[choice].orderedCount))
  }

  /// The cell where it can be more or less than others, else NULL.
  func rankable(_ term: Term, _ type: DataType) -> Term {
    guard let ordered = orderedValues(type) else { return term }
    let tested = term.behind(.comparison)
    return Term("CASE WHEN \(tested) IN (\(ordered.map { text($0.code) }.joined(separator: ", "))) THEN \(tested) END")
  }

  private func joinedPlace(_ table: String, _ term: Term, _ count: Int, _ scope: Scope) -> String {
    let alias = scope.from.join("\(table) \(term.text)") {
      let alias = freshAlias(table)
      return ("LEFT JOIN \(quoted(table)) AS \(alias) ON \(alias).code = \(term.behind(.comparison))", alias)
    }
    return "COALESCE(\(alias).place, \(count))"
  }

  /// The natural order of rows: records by key, the rows of a result as they were printed.
  func rowOrder(_ scope: Scope, isDescending: Bool = false, byKey: Bool = true) throws -> [OrderTerm] {
    if let place = scope.place, !byKey || scope.entity == nil {
      return [OrderTerm(text: scope.column(place), isDescending: isDescending, isKnown: true)]
    }
    guard let entity = scope.entity else { return [] }
    return try order(Term(try keyColumn(scope), isKnown: true), .link(entity), in: scope, isDescending: isDescending)
  }

  /// What rows that are equal in all sort keys go by: the key, whatever order they came in.
  func tieOrder(_ scope: Scope) throws -> [OrderTerm] {
    guard let place = scope.keyPlace else { return try rowOrder(scope) }
    return [OrderTerm(text: scope.column(place), isKnown: true)]
  }

  func isFixed(_ expression: Checked) -> Bool {
    if case .constant = expression.unwrapped.node { return true }
    return false
  }

  func ordered(_ terms: [OrderTerm]) -> String {
    var seen: Set<String> = []
    return terms.filter { seen.insert($0.text).inserted }.map(\.sql).joined(separator: ", ")
  }

  /// A cell as luodi prints it for machines: amounts in their unit, periods by name.
  func printed(_ term: Term, _ type: DataType) -> String {
    switch type {
    case .money(let unit) where unit.factor != 1:
      let digits = String(unit.factor).count - 1
      return "\(term.inside(.product)) * \(answers.decimal(powerOfTen(-digits), scale: nil))"
    case .period(let unit):
      switch unit {
      case .day: return term.text
      case .week: return answers.formatted(term.text, .week)
      case .month: return answers.formatted(term.text, .month)
      case .quarter: return answers.formatted(term.text, .quarter)
      case .half: return answers.formatted(term.text, .half)
      case .year: return answers.formatted(term.text, .year)
      }
    case .flag: return answers.flag(term.text)
    case .text, .choice, .date, .money, .number, .duration, .link: return term.text
    }
  }
}

extension Writing {
  func select(
    columns: [(name: String, sql: String)], from: String, condition: Term = .yes, groupBy: String? = nil, having: String? = nil,
    order: String = "", limit: Int? = nil, offset: Int = 0
  ) -> Select {
    Select(
      columns: columns, from: from, condition: condition, groupBy: groupBy, having: having, order: order, limit: limit, offset: offset,
      isExplicit: !answers.keepsColumnNames)
  }
}

/// A SELECT statement in parts.
struct Select {
  var columns: [(name: String, sql: String)]
  var from: String
  var condition: Term = .yes
  var groupBy: String?
  var having: String?
  var order: String = ""
  var limit: Int?
  var offset = 0
  /// Whether columns of joined relations are named though they keep their names.
  var isExplicit = false

  var text: String {
    // A column that keeps its name needs none.
    let keepsNames = !isExplicit || !from.contains("JOIN ")
    let items = columns.map { name, sql in
      name.isEmpty || keepsNames && isColumn(sql, name) ? sql : "\(sql) AS \(quoted(name))"
    }
    let isLong = items.reduce(0) { $0 + $1.count } > 100
    var lines = ["SELECT" + (isLong ? "\n  " : " ") + items.joined(separator: isLong ? ",\n  " : ", ")]
    lines.append("FROM " + from)
    if condition.text != "TRUE" { lines.append("WHERE " + condition.text) }
    if let groupBy { lines.append("GROUP BY " + groupBy) }
    if let having { lines.append("HAVING " + having) }
    if !order.isEmpty { lines.append("ORDER BY " + order) }
    if let limit { lines.append("LIMIT \(limit)") }
    if offset > 0 { lines.append("OFFSET \(offset)") }
    return lines.joined(separator: "\n")
  }

  /// Whether the SQL is nothing but a column of that name.
  private func isColumn(_ sql: String, _ name: String) -> Bool {
    guard sql.hasSuffix("." + quoted(name)) else { return false }
    return sql.dropLast(quoted(name).count + 1).allSatisfy { $0.isLetter || $0.isNumber }
  }
}
