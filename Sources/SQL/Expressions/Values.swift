import Schema
import Semantics

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
      return Term("-\(operand.inside(.atom))", .sum, isKnown: operand.isKnown, isInteger: operand.isInteger)
    case .arithmetic(let operation, let left, let right): return try arithmetic(operation, left, right, expression, domain)
    case .chain(let first, let steps): return try chain(first, steps, domain)
    case .shared(let shared): throw SQLError(.tooLarge(shared.name), at: expression.range)
    case .call(let function, let arguments): return try call(function, arguments, expression, domain)
    case .conditional(let condition, let then, let otherwise): return try conditional(condition, then, otherwise, domain)
    case .coalesce(let operands):
      let terms = try operands.map { try value($0, domain) }
      return Term(
        "COALESCE(\(terms.map(\.text).joined(separator: ", ")))", isKnown: terms.contains(where: \.isKnown),
        isInteger: terms.allSatisfy(\.isInteger))
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
    case (.field(let field), .records):
      let isInteger = if case .duration = expression.type { true } else { false }
      return Term(try fieldColumn(field, scope, expression.range), isInteger: isInteger)
    case (.result(let index), .table(let columns)) where columns.indices.contains(index):
      return Term(scope.column(columns[index].name), isInteger: columns[index].type.mayBeInteger)
    case (.field, .table), (.field, .nothing), (.result, .records), (.result, .table), (.result, .nothing):
      throw SQLError(.misplaced("a column"), at: expression.range)
    }
  }

  func constant(_ value: Value, _ type: DataType, _ expression: Checked) throws -> Term {
    switch value {
    case .missing: return Term("CAST(NULL AS \(answers.nullable(sqlType(type))))")
    case .text(let text): return Term(self.text(text), isKnown: true)
    case .choice(let code):
      guard case .choice(let choice) = type else { throw SQLError(.misplaced("a value"), at: expression.range) }
      return Term(text(try self.code(code, ofChoice: choice, expression.range)), isKnown: true)
    case .link(let number):
      guard case .link(let entity) = type else { throw SQLError(.misplaced("a link"), at: expression.range) }
      return Term(text(try key(number, of: entity, expression.range)), isKnown: true)
    case .date(let day): return Term(answers.date(day.description), isKnown: true)
    case .period(let period): return Term(answers.date(period.first.description), isKnown: true)
    case .money(let money):
      let digits = money.decimal(in: .yuan)
      return Term(answers.decimal(digits), digits.hasPrefix("-") ? .sum : .atom, isKnown: true)
    case .number(let number): return self.number(number)
    case .duration(let count, _): return self.number(count)
    case .flag(let flag): return flag ? .yes : .no
    }
  }

  /// A condition that is NULL does not hold, as in WHERE.
  private func conditional(_ condition: Checked, _ then: Checked, _ otherwise: Checked, _ domain: Domain) throws -> Term {
    let test = try self.condition(condition, domain)
    let (first, second) = (try value(then, domain), try value(otherwise, domain))
    return Term(
      "CASE WHEN \(test.text) THEN \(first.text) ELSE \(second.text) END", isKnown: first.isKnown && second.isKnown,
      isInteger: first.isInteger && second.isInteger)
  }

  /// This group's value over that of all rows read; amounts by their ten-thousandths.
  private func part(_ operand: Checked, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard case .groups(let groups) = domain, let makeWhole = groups.whole else {
      throw SQLError(.misplaced("`part`"), at: expression.range)
    }
    let whole = try makeWhole()
    let own = try value(operand, domain)
    let all = try value(operand, .groups(whole))
    var total = Term("(SELECT \(all.text) FROM \(whole.rows.from.inline))", isInteger: all.isInteger)
    var share = own
    if case .money = operand.type { (share, total) = (asDouble(ofMoney: own), asDouble(ofMoney: total)) }
    return quotient(share, total)
  }
}

extension DataType {
  /// Whether the engine's number may be a whole one in SQL, where dividing it needs a cast.
  var mayBeInteger: Bool {
    switch self {
    case .number, .duration: true
    case .text, .choice, .date, .period, .money, .flag, .link: false
    }
  }
}
