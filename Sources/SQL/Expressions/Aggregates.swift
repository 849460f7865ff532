import Schema
import Semantics

extension Writing {
  /// An aggregate over the rows of the group at hand.
  func groupAggregate(_ aggregate: Aggregate, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .groups(let groups) = domain else { throw SQLError(.misplaced("an aggregate without rows"), at: expression.range) }
    if aggregate.onceThrough != nil {
      guard let again = groups.again else { throw SQLError(.misplaced("a link"), at: expression.range) }
      let rows = again()
      return try subquery(aggregate, over: rows.scope, rows, of: groups, expression)
    }
    var filters = groups.filters
    if let filter = aggregate.filter {
      let term = try condition(filter, .row(groups.rows))
      if term.text != "TRUE" { filters.append(term.inside(.and)) }
    }
    return try written(
      aggregate, over: groups.rows, filter: filters.isEmpty ? nil : filters.joined(separator: " AND "),
      isNeverEmpty: groups.isNeverEmpty && aggregate.filter == nil, expression)
  }

  /// An aggregate as a query of its own, over the rows of a scope that satisfy the conditions.
  func subquery(_ aggregate: Aggregate, over rows: Scope, _ conditions: [Term], _ expression: Checked) throws -> Term {
    var conditions = conditions
    if let filter = aggregate.filter { conditions.append(try condition(filter, .row(rows))) }
    var scope = rows
    if let link = aggregate.onceThrough {
      // Each target once: those to which some row links.
      guard let entity = rows.entity, case .link(let target) = catalog.entities[entity].fields[link].type else {
        throw SQLError(.misplaced("a link"), at: expression.range)
      }
      scope = try records(target, rows.snapshot)
      conditions.append(
        Term("\(try fieldColumn(link, rows, expression.range)) = \(try keyColumn(scope, expression.range))", .comparison))
      conditions = [Term("EXISTS (SELECT 1 FROM \(rows.from.inline) WHERE \(Term.all(conditions).text))", isKnown: true)]
    }
    let term = try written(aggregate, over: scope, filter: nil, isNeverEmpty: false, expression)
    let condition = Term.all(conditions)
    let tail = condition.text == "TRUE" ? "" : " WHERE \(condition.text)"
    return Term("(SELECT \(term.text) FROM \(scope.from.inline)\(tail))", isKnown: term.isKnown, isInteger: term.isInteger)
  }

  /// - Parameter filter: what FILTER must say besides.
  func written(_ aggregate: Aggregate, over scope: Scope, filter: String?, isNeverEmpty: Bool, _ expression: Checked) throws -> Term {
    func filtered(_ call: String, also condition: String? = nil) -> String {
      let all = [filter, condition].compactMap { $0 }
      return all.isEmpty ? call : "\(call) FILTER (WHERE \(all.joined(separator: " AND ")))"
    }
    guard let checked = aggregate.value else { return Term(answers.count(filtered("COUNT(*)")), isKnown: true, isInteger: true) }
    if aggregate.function == .share {
      let holds = try condition(checked, .row(scope)).inside(.and)
      return Term(
        "CAST(\(filtered("COUNT(*)", also: holds)) AS \(answers.doubleType)) / NULLIF(\(filtered("COUNT(*)")), 0)", .product)
    }
    if aggregate.function == .count, checked.isCondition {
      return Term(answers.count(filtered("COUNT(*)")), isKnown: true, isInteger: true)
    }
    let value = try self.value(checked, .row(scope))
    let term = try self.term(aggregate, value, checked, scope, filter, isNeverEmpty, expression, filtered: { filtered($0) })
    guard let unit = aggregate.unit else { return term }
    // luodi refuses to add over several units; here there is no sum.
    let units = try self.value(unit, .row(scope))
    let count = filtered("COUNT(DISTINCT COALESCE(\(units.text), '(missing)'))", also: "\(value.behind(.comparison)) IS NOT NULL")
    return Term("CASE WHEN \(count) <= 1 THEN \(term.text) END", isInteger: term.isInteger)
  }

  private func term(
    _ aggregate: Aggregate, _ value: Term, _ checked: Checked, _ scope: Scope, _ filter: String?, _ isNeverEmpty: Bool,
    _ expression: Checked, filtered: (String) -> String
  ) throws -> Term {
    switch aggregate.function {
    case .count: return Term(answers.count(filtered("COUNT(\(value.text))")), isKnown: true, isInteger: true)
    case .distinct: return Term(answers.count(filtered("COUNT(DISTINCT \(value.text))")), isKnown: true, isInteger: true)
    case .sum:
      let sum = filtered("SUM(\(value.text))")
      if isNeverEmpty { return Term(sum, isInteger: value.isInteger) }
      return Term("CASE WHEN \(filtered("COUNT(*)")) = 0 THEN 0 ELSE \(sum) END", isInteger: value.isInteger)
    case .avg: return average(value, checked.type, filtered)
    case .median: return median(value, checked.type, filter)
    case .min, .max:
      if checked.type.ordersAsItIs {
        return Term(filtered("\(aggregate.function == .min ? "MIN" : "MAX")(\(value.text))"), isInteger: value.isInteger)
      }
      let order = try order(value, checked.type, in: scope, isDescending: aggregate.function == .max)
      return Term(answers.firstKnown(rankable(value, checked.type).inside(.atom), order: order, filter: filter))
    case .first, .last:
      let order = try rowOrder(scope, isDescending: aggregate.function == .last)
      return Term(answers.firstKnown(value.inside(.atom), order: order, filter: filter), isInteger: value.isInteger)
    case .share: throw SQLError(.misplaced("`share`"), at: expression.range)
    }
  }

  private func average(_ value: Term, _ type: DataType, _ filtered: (String) -> String) -> Term {
    let count = "NULLIF(\(filtered("COUNT(\(value.text))")), 0)"
    switch type {
    case .money:
      return money(ofTicks: roundedQuotient(ticks(Term(filtered("SUM(\(value.text))"))).text, count))
    case .date, .period:
      let sum = "CAST(\(filtered("SUM(\(answers.dayNumber(value.inside(.atom))))")) AS \(answers.nullable(answers.wideType)))"
      return Term(answers.day(roundedQuotient(sum, count)))
    case .text, .choice, .number, .flag, .duration, .link: return Term(filtered("AVG(\(value.text))"))
    }
  }

  /// The middle value, or halfway between the two middle ones.
  private func median(_ value: Term, _ type: DataType, _ filter: String?) -> Term {
    func middle(isUpper: Bool) -> String { answers.middle(value.text, isUpper: isUpper, filter: filter) }
    func middleDay(isUpper: Bool) -> String {
      answers.hasMiddleOfDates
        ? answers.dayNumber(middle(isUpper: isUpper))
        : answers.middle(answers.dayNumber(value.inside(.atom)), isUpper: isUpper, filter: filter)
    }
    switch type {
    case .money:
      let (low, high) = (ticks(Term(middle(isUpper: false))).text, ticks(Term(middle(isUpper: true))).text)
      return money(ofTicks: roundedQuotient("(\(low) + \(high))", "2"))
    case .date, .period:
      let sum = "CAST(\(middleDay(isUpper: false)) + \(middleDay(isUpper: true)) AS \(answers.nullable(answers.wideType)))"
      return Term(answers.day(roundedQuotient(sum, "2")))
    case .text, .choice, .number, .flag, .duration, .link:
      return Term("(\(middle(isUpper: false)) + \(middle(isUpper: true))) / \(answers.double("2"))", .product)
    }
  }
}

extension DataType {
  /// Whether SQL orders the cells as the language does.
  var ordersAsItIs: Bool {
    switch self {
    case .text, .date, .period, .money, .number, .duration: true
    case .choice, .flag, .link: false
    }
  }
}
