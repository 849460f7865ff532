import Query
import Schema

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
    return Term("(SELECT \(term.text) FROM \(scope.from.inline)\(tail))", isKnown: term.isKnown, digits: term.digits)
  }

  /// - Parameter filter: what FILTER must say besides.
  func written(_ aggregate: Aggregate, over scope: Scope, filter: String?, isNeverEmpty: Bool, _ expression: Checked) throws -> Term {
    func filtered(_ call: String, also condition: String? = nil) -> String {
      let all = [filter, condition].compactMap { $0 }
      return all.isEmpty ? call : "\(call) FILTER (WHERE \(all.joined(separator: " AND ")))"
    }
    guard let checked = aggregate.value else { return count(filtered("COUNT(*)")) }
    if aggregate.function == .share {
      let holds = try condition(checked, .row(scope)).inside(.and)
      return try quotient(count(filtered("COUNT(*)", also: holds)), count(filtered("COUNT(*)")), expression)
    }
    if aggregate.function == .count, checked.isCondition { return count(filtered("COUNT(*)")) }
    let value = try self.value(checked, .row(scope))
    let term = try self.term(aggregate, value, checked, scope, filter, isNeverEmpty, expression, filtered: { filtered($0) })
    guard let unit = aggregate.unit else { return term }
    // luodi refuses to add over several units; here there is no sum.
    let units = try self.value(unit, .row(scope))
    let count = filtered("COUNT(DISTINCT COALESCE(\(units.text), '(missing)'))", also: "\(value.behind(.comparison)) IS NOT NULL")
    return Term("CASE WHEN \(count) <= 1 THEN \(term.text) END", digits: term.digits)
  }

  private func count(_ count: String) -> Term { Term(answers.count(count), isKnown: true, digits: .whole) }

  private func term(
    _ aggregate: Aggregate, _ value: Term, _ checked: Checked, _ scope: Scope, _ filter: String?, _ isNeverEmpty: Bool,
    _ expression: Checked, filtered: (String) -> String
  ) throws -> Term {
    switch aggregate.function {
    case .count: return count(filtered("COUNT(\(value.text))"))
    case .distinct: return count(filtered("COUNT(DISTINCT \(value.text))"))
    case .sum:
      let sum = filtered("SUM(\(value.text))")
      if isNeverEmpty { return Term(sum, digits: value.digits) }
      return Term("CASE WHEN \(filtered("COUNT(*)")) = 0 THEN 0 ELSE \(sum) END", digits: value.digits)
    case .avg: return try average(value, checked.type, expression, filtered)
    case .median: return try median(value, checked.type, filter, expression)
    case .min, .max:
      if checked.type.ordersAsItIs {
        return Term(filtered("\(aggregate.function == .min ? "MIN" : "MAX")(\(value.text))"), digits: value.digits)
      }
      let order = try order(value, checked.type, in: scope, isDescending: aggregate.function == .max)
      return Term(answers.firstKnown(rankable(value, checked.type).inside(.atom), order: order, filter: filter))
    case .first, .last:
      let order = try rowOrder(scope, isDescending: aggregate.function == .last)
      return Term(answers.firstKnown(value.inside(.atom), order: order, filter: filter), digits: value.digits)
    case .share: throw SQLError(.misplaced("`share`"), at: expression.range)
    }
  }

  private func average(_ value: Term, _ type: DataType, _ expression: Checked, _ filtered: (String) -> String) throws -> Term {
    let count = count(filtered("COUNT(\(value.text))"))
    switch type {
    case .date, .period:
      let sum = Term(filtered("SUM(\(answers.dayNumber(value.inside(.atom))))"), digits: .whole)
      return Term(answers.day(quotient(sum, count, places: 0).text))
    case .money: return quotient(Term(filtered("SUM(\(value.text))"), digits: value.digits), count, places: Money.places)
    case .text, .choice, .number, .flag, .duration, .link:
      return try quotient(Term(filtered("SUM(\(value.text))"), digits: value.digits), count, expression)
    }
  }

  /// The middle value, or halfway between the two middle ones.
  private func median(_ value: Term, _ type: DataType, _ filter: String?, _ expression: Checked) throws -> Term {
    func middle(isUpper: Bool) -> String { answers.middle(value.text, isUpper: isUpper, filter: filter) }
    func middleDay(isUpper: Bool) -> String {
      answers.hasMiddleOfDates
        ? answers.dayNumber(middle(isUpper: isUpper))
        : answers.middle(answers.dayNumber(value.inside(.atom)), isUpper: isUpper, filter: filter)
    }
    func half(_ low: String, _ high: String, _ digits: Digits, places: Int) -> Term {
      let sum = Term("\(low) + \(high)", .sum, digits: digits)
      let half = Term("\(sum.inside(.product)) * \(answers.decimal("0.5", scale: nil))", .product, digits: Digits(scale: digits.scale + 1))
      return half.digits.scale <= places ? half : rounded(half, places)
    }
    switch type {
    case .date, .period:
      return Term(answers.day(half(middleDay(isUpper: false), middleDay(isUpper: true), .whole, places: 0).text))
    case .money: return half(middle(isUpper: false), middle(isUpper: true), value.digits, places: Money.places)
    case .text, .choice, .number, .flag, .duration, .link:
      return half(middle(isUpper: false), middle(isUpper: true), value.digits, places: try keptPlaces([value], expression))
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
