import Schema
import Semantics

// A missing operand gives a missing result, as NULL does; so does a division by zero.

extension Writing {
  func arithmetic(_ operation: Arithmetic, _ left: Checked, _ right: Checked, _ expression: Checked, _ domain: Domain) throws -> Term {
    try arithmetic(operation, left, right, expression, domain, (value(left, domain), value(right, domain)))
  }

  /// A long sum, step by step.
  func chain(_ first: Checked, _ steps: [ArithmeticStep], _ domain: Domain) throws -> Term {
    var (term, type) = (try value(first, domain), first.type)
    for step in steps {
      let (before, operand) = (Checked(.recordKey, type: type, range: step.range), try value(step.operand, domain))
      let expression = step.applied(to: before)
      term =
        step.isTurnedRound
        ? try arithmetic(step.operation, step.operand, before, expression, domain, (operand, term))
        : try arithmetic(step.operation, before, step.operand, expression, domain, (term, operand))
      type = step.type
    }
    return term
  }

  private func arithmetic(
    _ operation: Arithmetic, _ left: Checked, _ right: Checked, _ expression: Checked, _ domain: Domain, _ terms: (Term, Term)
  ) throws -> Term {
    let (first, second) = terms
    func whole(_ sign: String, _ binding: Term.Binding) -> Term {
      let tail = sign == "+" || sign == "*" ? second.inside(binding) : second.behind(binding)
      return Term(
        "\(first.inside(binding)) \(sign) \(tail)", binding, isKnown: first.isKnown && second.isKnown,
        isInteger: first.isInteger && second.isInteger)
    }
    switch operation {
    case .addNumbers, .addDurations, .addMoney: return whole("+", .sum)
    case .subtractNumbers, .subtractDurations, .subtractMoney: return whole("-", .sum)
    case .multiplyNumbers, .multiplyDuration:
      guard first.isInteger, second.isInteger else { return whole("*", .product) }
      return Term("\(asDouble(first).text) * \(second.inside(.product))", .product, isKnown: first.isKnown && second.isKnown)
    case .divideNumbers, .divideDuration, .ratioOfDurations: return quotient(first, second)
    case .ratioOfMoney: return quotient(asDouble(ofMoney: first), asDouble(ofMoney: second))
    case .multiplyMoney:
      if case .money = left.type { return multiplied(first, by: second, right) }
      return multiplied(second, by: first, left)
    case .divideMoney: return divided(first, by: second, right)
    case .subtractDates:
      return Term(answers.daysBetween(first.inside(.atom), second.inside(.atom)), isKnown: first.isKnown && second.isKnown, isInteger: true)
    case .addDays, .addMonths, .addWorkdays:
      let isTurned = if case .duration = left.type { true } else { false }
      let (date, count) = isTurned ? (second, first) : (first, second)
      return try dated(operation, date, wholeCount(count, isTurned ? left : right), expression, domain)
    }
  }

  /// Division by zero is missing.
  func quotient(_ dividend: Term, _ divisor: Term) -> Term {
    let top = dividend.isInteger ? asDouble(dividend) : dividend
    if let constant = Double(divisor.text), constant != 0 {
      return Term("\(top.inside(.product)) / \(divisor.behind(.product))", .product, isKnown: top.isKnown)
    }
    return Term("\(top.inside(.product)) / NULLIF(\(divisor.text), 0)", .product)
  }

  func asDouble(_ term: Term) -> Term {
    if let number = Int(term.text) { return Term(answers.double(String(number)), isKnown: true) }
    return Term("CAST(\(term.text) AS \(answers.nullable(answers.doubleType)))", isKnown: term.isKnown)
  }

  // MARK: Money

  /// An amount in ten-thousandths, as a whole number.
  func ticks(_ amount: Term) -> Term {
    Term("CAST(\(amount.inside(.product)) * 10000 AS \(answers.nullable(answers.wideType)))", isKnown: amount.isKnown)
  }

  /// The amount of a whole number of ten-thousandths.
  func money(ofTicks ticks: String) -> Term {
    Term("\(ticks) * \(answers.decimal("0.0001"))", .product)
  }

  func asDouble(ofMoney amount: Term) -> Term { asDouble(ticks(amount)) }

  /// A whole quotient, half away from zero.
  func roundedQuotient(_ dividend: String, _ divisor: String, isPositive: Bool = true) -> String {
    let sign = isPositive ? "SIGN(\(dividend))" : "SIGN(\(dividend)) * SIGN(\(divisor))"
    let size = isPositive ? divisor : "ABS(\(divisor))"
    return "\(sign) * (\(answers.wholeQuotient("2 * ABS(\(dividend)) + \(size)", "2 * \(size)")))"
  }

  /// A floating-point number to a whole one, half away from zero.
  func rounded(_ number: String) -> String {
    if answers.roundsHalfAway { return "ROUND(\(number))" }
    return "(TRUNC(\(number)) + CASE WHEN ABS(\(number) - TRUNC(\(number))) >= 0.5 THEN SIGN(\(number)) ELSE 0 END)"
  }

  /// Exact for whole factors, as near as a double for others.
  private func multiplied(_ amount: Term, by factor: Term, _ checked: Checked) -> Term {
    if case .constant(.number(let number)) = checked.withoutNames.node {
      if number.scale == 0 {
        return Term("\(amount.inside(.product)) * \(factor.inside(.atom))", .product, isKnown: amount.isKnown)
      }
      return scaled("\(asDouble(ofMoney: amount).text) * \(factor.inside(.atom))")
    }
    let product = scaled("\(asDouble(ofMoney: amount).text) * \(factor.inside(.product))").text
    let exact = "\(amount.inside(.product)) * CAST(\(factor.text) AS \(answers.nullable("DECIMAL(18, 0)")))"
    return Term("CASE WHEN \(isWhole(factor)) THEN \(exact) ELSE \(product) END")
  }

  private func divided(_ amount: Term, by divisor: Term, _ checked: Checked) -> Term {
    if case .constant(.number(let number)) = checked.withoutNames.node {
      if number == 0 { return Term("CAST(NULL AS \(answers.nullable(answers.moneyType)))") }
      if number.scale == 0 {
        return money(ofTicks: roundedQuotient(ticks(amount).text, divisor.inside(.atom), isPositive: number > 0))
      }
      return scaled("\(asDouble(ofMoney: amount).text) / \(divisor.inside(.atom))")
    }
    let nonzero = "NULLIF(\(divisor.text), 0)"
    let exact = money(
      ofTicks: roundedQuotient(ticks(amount).text, "CAST(\(nonzero) AS \(answers.nullable(answers.wideType)))", isPositive: false)
    ).text
    let product = scaled("\(asDouble(ofMoney: amount).text) / \(nonzero)").text
    return Term("CASE WHEN \(isWhole(divisor)) THEN \(exact) ELSE \(product) END")
  }

  private func isWhole(_ factor: Term) -> String {
    "\(factor.behind(.comparison)) = TRUNC(\(factor.text)) AND ABS(\(factor.text)) < 1000000000000000"
  }

  private func scaled(_ ticks: String) -> Term {
    money(ofTicks: answers.exact(rounded(ticks)))
  }

  // MARK: Dates

  /// A count of days, months or working days; fractions are rounded.
  private func wholeCount(_ count: Term, _ checked: Checked) -> Term {
    if count.isInteger {
      return Double(count.text) != nil
        ? count : Term("CAST(\(count.text) AS \(answers.nullable("INTEGER")))", isKnown: count.isKnown, isInteger: true)
    }
    return Term("CAST(\(rounded(count.text)) AS \(answers.nullable("INTEGER")))", isKnown: count.isKnown, isInteger: true)
  }

  private func dated(_ operation: Arithmetic, _ date: Term, _ count: Term, _ expression: Checked, _ domain: Domain) throws -> Term {
    let isConstant = Int(count.text) != nil
    let isKnown = date.isKnown && count.isKnown
    if operation == .addMonths {
      return withinYears(Term(answers.addingMonths(date.inside(.atom), count.text, isConstant: isConstant), isKnown: isKnown), count, 12)
    }
    if operation == .addDays {
      return withinYears(Term(answers.addingDays(date.inside(.atom), count.inside(.atom)), isKnown: isKnown), count, 365)
    }
    return try addingWorkdays(date, count, isConstant: isConstant, expression, domain)
  }

  /// Dates end with the years 1 and 9999, beyond which databases go on: told where a constant reaches so far.
  private func withinYears(_ date: Term, _ count: Term, _ year: Int) -> Term {
    guard let constant = Int(count.text), constant.magnitude >= 1000 * year.magnitude else { return date }
    let (first, last) = (answers.date(Day.first.description), answers.date(Day.last.description))
    return Term("CASE WHEN \(date.behind(.comparison)) BETWEEN \(first) AND \(last) THEN \(date.text) END")
  }

  /// What the calendar's table says of the day for which a condition holds. Where a subquery cannot read the row around it, the table is joined to the row.
  private func workday(_ column: String, isFixed: Bool, _ expression: Checked, _ domain: Domain, _ condition: (String) -> String) throws
    -> String
  {
    if answers.hasCorrelatedSubqueries || isFixed {
      let alias = freshAlias(layout.workdays)
      return "(SELECT \(alias).\(column) FROM \(quoted(layout.workdays)) AS \(alias) WHERE \(condition(alias)))"
    }
    guard case .row(let scope) = domain else {
      throw SQLError(.form(.workdaysOfMeasures, dialect: dialect.rawValue), at: expression.range)
    }
    let alias = scope.from.join("workdays \(condition(""))") {
      let alias = freshAlias(layout.workdays)
      return ("LEFT JOIN \(quoted(layout.workdays)) AS \(alias) ON \(condition(alias))", alias)
    }
    return "\(alias).\(column)"
  }

  /// The number of working days up to a day.
  private func workdayNumber(_ column: String, _ date: Term, _ expression: Checked, _ domain: Domain) throws -> String {
    try workday(column, isFixed: date.isConstant, expression, domain) { "\($0).day = \(date.behind(.comparison))" }
  }

  func workdaysBetween(_ start: Term, _ end: Term, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard catalog.calendar != nil else { return Term("CAST(NULL AS \(answers.nullable(answers.doubleType)))") }
    let (last, first) = (try workdayNumber("number", end, expression, domain), try workdayNumber("number", start, expression, domain))
    return Term("\(last) - \(first)", .sum, isInteger: true)
  }

  private func addingWorkdays(_ date: Term, _ count: Term, isConstant: Bool, _ expression: Checked, _ domain: Domain) throws -> Term {
    guard catalog.calendar != nil else { return Term("CAST(NULL AS \(answers.nullable(answers.dateType)))") }
    func number(_ column: String) throws -> String { try workdayNumber(column, date, expression, domain) }
    func day(_ number: String) throws -> String {
      try workday("day", isFixed: date.isConstant && isConstant, expression, domain) { "\($0).is_workday AND \($0).number = \(number)" }
    }
    let forwards = { try day("\(number("number")) + \(count.inside(.sum))") }
    // Before a day: the working days that end before it, the day itself left out.
    let backwards = { try day("\(number("number_before")) + \(count.inside(.sum)) + 1") }
    let itself = { try number("day") }
    guard isConstant, let fixed = Int(count.text) else {
      return Term(
        "CASE WHEN \(count.text) > 0 THEN \(try forwards()) WHEN \(count.text) < 0 THEN \(try backwards()) WHEN \(count.text) = 0 THEN \(try itself()) END"
      )
    }
    return Term(fixed > 0 ? try forwards() : fixed < 0 ? try backwards() : try itself())
  }
}
