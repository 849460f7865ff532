import Query
import Schema

// A missing operand gives a missing result, as NULL does; so does a division by zero.

extension Writing {
  func arithmetic(_ operation: Arithmetic, _ left: Checked, _ right: Checked, _ expression: Checked, _ domain: Domain) throws -> Term {
    try arithmetic(operation, left, expression, domain, (value(left, domain), value(right, domain)))
  }

  /// A long sum, step by step.
  func chain(_ first: Checked, _ steps: [ArithmeticStep], _ domain: Domain) throws -> Term {
    var (term, type) = (try value(first, domain), first.type)
    for step in steps {
      let (before, operand) = (Checked(.recordKey, type: type, range: step.range), try value(step.operand, domain))
      let expression = step.applied(to: before)
      term =
        step.isTurnedRound
        ? try arithmetic(step.operation, step.operand, expression, domain, (operand, term))
        : try arithmetic(step.operation, before, expression, domain, (term, operand))
      type = step.type
    }
    return term
  }

  private func arithmetic(
    _ operation: Arithmetic, _ left: Checked, _ expression: Checked, _ domain: Domain, _ terms: (Term, Term)
  ) throws -> Term {
    let (first, second) = terms
    switch operation {
    case .addNumbers, .addDurations, .addMoney: return sum("+", first, second)
    case .subtractNumbers, .subtractDurations, .subtractMoney: return sum("-", first, second)
    case .multiplyNumbers, .multiplyDuration:
      return product(first, second, places: try keptPlaces([first, second], expression))
    case .divideNumbers, .divideDuration, .ratioOfDurations, .ratioOfMoney: return try quotient(first, second, expression)
    case .multiplyMoney: return product(first, second, places: Money.places)
    case .divideMoney: return quotient(first, second, places: Money.places)
    case .subtractDates:
      return Term(
        answers.daysBetween(first.inside(.atom), second.inside(.atom)), isKnown: first.isKnown && second.isKnown, digits: .whole)
    case .addDays, .addMonths, .addWorkdays:
      let isTurned = if case .duration = left.type { true } else { false }
      let (date, count) = isTurned ? (second, first) : (first, second)
      return try dated(operation, date, wholeCount(count), expression, domain)
    }
  }

  // MARK: Decimals

  private func sum(_ sign: String, _ first: Term, _ second: Term) -> Term {
    let (left, right) = widened(first, second, from: 9)
    return Term(
      "\(left.inside(.sum)) \(sign) \(sign == "+" ? right.inside(.sum) : right.behind(.sum))", .sum,
      isKnown: first.isKnown && second.isKnown, digits: .common([left.digits, right.digits]))
  }

  /// Exact, and rounded once where it would have more places.
  private func product(_ first: Term, _ second: Term, places: Int) -> Term {
    var (left, right) = widened(first, second, from: 1)
    if first.digits.isInteger, second.digits.isInteger {
      if first.isConstant, !second.isConstant { right = answers.wide(second) } else { left = answers.wide(first) }
    }
    let scale = left.digits.scale + right.digits.scale
    let product = Term(
      "\(left.inside(.product)) * \(right.inside(.product))", .product, isKnown: first.isKnown && second.isKnown,
      digits: Digits(isInteger: left.digits.isInteger && right.digits.isInteger, scale: scale))
    return scale <= places ? product : rounded(product, places)
  }

  /// Where an integer meets a literal of some digits or more, both of which DuckDB would keep in 18, the integer in more.
  private func widened(_ first: Term, _ second: Term, from digits: Int) -> (Term, Term) {
    func isLong(_ term: Term) -> Bool {
      term.number.map { $0.scale > 0 && String($0.mantissa.magnitude).count >= digits } ?? false
    }
    guard answers.hasNarrowDecimals else { return (first, second) }
    func wide(_ term: Term) -> Term {
      if term.digits.isInteger { return answers.wide(term) }
      return Term("CAST(\(term.text) AS \(answers.decimalType(term.digits.scale)))", isKnown: true, digits: term.digits)
    }
    if isLong(second), first.digits.isInteger || first.isConstant { return (wide(first), second) }
    if isLong(first), second.digits.isInteger { return (first, wide(second)) }
    return (first, second)
  }

  /// Rounded half away from zero.
  func rounded(_ term: Term, _ places: Int) -> Term {
    Term(answers.rounded(term.text, places), isKnown: term.isKnown, digits: Digits(scale: max(places, 0)))
  }

  /// How many decimals a product of factors or a quotient of a dividend keeps. A constant has as many as it has; the numbers of a column may have
  /// as many as its type or fewer.
  func keptPlaces(_ terms: [Term], _ expression: Checked) throws -> Int {
    let places = terms.reduce(Decimal.places) { max($0, $1.number?.scale ?? 0) }
    guard terms.allSatisfy({ $0.digits.scale <= places }) else { throw SQLError(.fineNumbers, at: expression.range) }
    return places
  }

  /// The quotient of two numbers, durations or amounts.
  func quotient(_ dividend: Term, _ divisor: Term, _ expression: Checked) throws -> Term {
    quotient(dividend, divisor, places: try keptPlaces([dividend], expression))
  }

  /// Exact to the last place: cut behind one more, then rounded. Division by zero is missing.
  func quotient(_ dividend: Term, _ divisor: Term, places: Int) -> Term {
    var safe = divisor
    if divisor.number ?? 0 == 0 {
      safe = Term("NULLIF(\(divisor.text), 0)", digits: divisor.digits)
    }
    let cut = answers.cutQuotient(dividend, safe, decimals: places + 1)
    return rounded(Term(cut, .product, isKnown: dividend.isKnown && divisor.number ?? 0 != 0), places)
  }

  // MARK: Dates

  /// A count of days, months or working days; fractions are rounded.
  private func wholeCount(_ count: Term) -> Term {
    if let number = count.number { return self.number(Decimal(number.nearestWhole)) }
    let whole = count.digits.scale == 0 ? count : rounded(count, 0)
    return Term("CAST(\(whole.text) AS \(answers.nullable("INTEGER")))", isKnown: count.isKnown, digits: .whole)
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
      return "(SELECT MIN(\(alias).\(column)) FROM \(quoted(layout.workdays)) AS \(alias) WHERE \(condition(alias)))"
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
    guard catalog.calendar != nil else { return missing(.duration(.workdays)) }
    let (last, first) = (try workdayNumber("number", end, expression, domain), try workdayNumber("number", start, expression, domain))
    return Term("\(last) - \(first)", .sum, digits: .whole)
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
