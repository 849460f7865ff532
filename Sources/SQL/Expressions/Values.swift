import Query
import Schema

extension Writing {
  /// An expression as SQL; NULL is missing.
  func value(_ expression: Checked, _ domain: Domain) throws -> Term {
    switch expression.node {
    case .constant(let value):
      var term = try constant(value, expression.type, expression)
      term.isConstant = true
      return term
    case .definition(_, let body): return try value(body, domain)
    case .column(let reference): return try column(reference, expression, domain)
    case .recordKey:
      guard case .row(let scope) = domain else { throw SQLError(.misplaced("the key of a record"), at: expression.range) }
      return Term(try keyColumn(scope, expression.range))
    case .follow(let link, let target, let inner):
      if inner.isCondition { return try condition(expression, domain, decided: true) }
      return try guardedValue(inner, on: try joined(link, target, domain, expression), expression.range)
    case .atSnapshot(let snapshot, let inner):
      if inner.isCondition { return try condition(expression, domain, decided: true) }
      return try guardedValue(inner, on: try then(snapshot, domain, expression), expression.range)
    case .heldSince(let field): return try heldSince(field, expression, domain)
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and, .or, .quantified,
      .existed, .throughout, .differs, .recordDiffers:
      return try condition(expression, domain, decided: true)
    case .negate(let operand):
      let operand = try value(operand, domain)
      return Term("-\(operand.inside(.atom))", .sum, isKnown: operand.isKnown, digits: operand.digits)
    case .arithmetic(let operation, let left, let right): return try arithmetic(operation, left, right, expression, domain)
    case .chain(let first, let steps): return try chain(first, steps, domain)
    case .shared(let shared): throw SQLError(.tooLarge(shared.name), at: expression.range)
    case .call(let function, let arguments): return try call(function, arguments, expression, domain)
    case .conditional(let condition, let then, let otherwise): return try conditional(condition, then, otherwise, domain)
    case .coalesce(let operands):
      let terms = atOneScale(try operands.map { try value($0, domain) })
      return Term(
        "COALESCE(\(terms.map(\.text).joined(separator: ", ")))", isKnown: terms.contains(where: \.isKnown),
        digits: .common(terms.map(\.digits)))
    case .aggregate(let aggregate): return try groupAggregate(aggregate, expression, domain)
    case .linkAggregate(let aggregate, let link): return try linkAggregate(aggregate, link, expression, domain)
    case .entityAggregate(let aggregate, let entity):
      return try subquery(aggregate, over: try records(entity, snapshot(of: domain)), [], expression)
    case .part(let operand): return try part(operand, expression, domain)
    }
  }

  func snapshot(of domain: Domain) -> Int {
    switch domain {
    case .row(let scope): scope.snapshot
    case .groups(let groups): groups.rows.snapshot
    }
  }

  private func column(_ reference: ColumnReference, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .row(let scope) = domain else { throw SQLError(.misplaced("a column without an aggregate"), at: expression.range) }
    switch (reference, scope.rows) {
    case (.field(let field), .records(let entity)):
      return Term(try fieldColumn(field, scope, expression.range), digits: digits(of: field, entity, expression.type))
    case (.result(let index), .table(let columns)) where columns.indices.contains(index):
      return scope.cell(columns[index])
    case (.field, .table), (.field, .nothing), (.result, .records), (.result, .table), (.result, .nothing):
      throw SQLError(.misplaced("a column"), at: expression.range)
    }
  }

  func constant(_ value: Value, _ type: DataType, _ expression: Checked) throws -> Term {
    switch value {
    case .missing: return missing(type)
    case .text(let text): return Term(self.text(text), isKnown: true)
    case .choice(let code):
      guard case .choice(let choice) = type else { throw SQLError(.misplaced("a value"), at: expression.range) }
      return Term(text(try self.code(code, ofChoice: choice, expression.range)), isKnown: true)
    case .link(let number):
      guard case .link(let entity) = type else { throw SQLError(.misplaced("a link"), at: expression.range) }
      return Term(text(try key(number, of: entity, expression.range)), isKnown: true)
    case .date(let day): return Term(answers.date(day.description), isKnown: true)
    case .period(let period): return Term(answers.date(period.first.description), isKnown: true)
    case .money(let money): return number(money.decimal)
    case .number(let number): return self.number(number)
    case .duration(let count, _): return self.number(count)
    case .flag(let flag): return flag ? .yes : .no
    }
  }

  /// A condition that is NULL does not hold, as in WHERE.
  private func conditional(_ condition: Checked, _ then: Checked, _ otherwise: Checked, _ domain: Domain) throws -> Term {
    let test = try self.condition(condition, domain)
    let terms = atOneScale([try value(then, domain), try value(otherwise, domain)])
    let (first, second) = (terms[0], terms[1])
    return Term(
      "CASE WHEN \(test.text) THEN \(first.text) ELSE \(second.text) END", isKnown: first.isKnown && second.isKnown,
      digits: .common([first.digits, second.digits]))
  }

  /// This group's value over that of all rows read.
  private func part(_ operand: Checked, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .groups(let groups) = domain, let makeWhole = groups.whole else {
      throw SQLError(.misplaced("`part`"), at: expression.range)
    }
    let whole = try makeWhole()
    let own = try value(operand, domain)
    let all = try value(operand, .groups(whole))
    return try quotient(own, Term("(SELECT \(all.text) FROM \(whole.rows.from.inline))", digits: all.digits), expression)
  }

  // MARK: Digits

  func digits(of field: Int, _ entity: Int, _ type: DataType) -> Digits {
    switch type {
    case .number: Digits(scale: decimals(field, of: entity))
    case .money: .money
    case .duration: .whole
    case .text, .choice, .date, .period, .flag, .link: Digits()
    }
  }

  func missing(_ type: DataType) -> Term {
    let digits: Digits =
      switch type {
      case .number, .duration: .whole
      case .money: .money
      case .text, .choice, .date, .period, .flag, .link: Digits()
      }
    return Term("CAST(NULL AS \(answers.nullable(sqlType(type))))", digits: digits)
  }

  /// Branches of one expression. DuckDB cuts decimals where those of two types and the digits before the point are too many, ClickHouse refuses
  /// two types.
  func atOneScale(_ terms: [Term]) -> [Term] {
    let scale = Digits.common(terms.map(\.digits)).scale
    return terms.map { atScale($0, scale) }
  }

  /// - Parameter isInteger: whether an integer may stay one.
  func atScale(_ term: Term, _ scale: Int, isInteger: Bool = true) -> Term {
    guard !answers.mixesScales, term.digits.scale < scale, !(term.digits.isInteger && isInteger) else { return term }
    let text =
      term.number.map { answers.decimal($0.description, scale: scale) }
      ?? "CAST(\(term.text) AS \(answers.nullable(answers.decimalType(scale))))"
    var scaled = Term(text, term.number == nil ? .atom : term.binding, isKnown: term.isKnown, digits: Digits(scale: scale))
    (scaled.isConstant, scaled.number) = (term.isConstant, term.number)
    return scaled
  }
}
