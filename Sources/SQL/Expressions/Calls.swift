import Query
import Schema

extension Writing {
  func call(_ function: Builtin, _ arguments: [Checked], _ expression: Checked, _ domain: Domain) throws -> Term {
    let terms = try arguments.map { try value($0, domain) }
    guard let first = terms.first else { throw SQLError(.misplaced("`\(function.rawValue)` of nothing"), at: expression.range) }
    func refused(_ difference: SQLProblem.Difference) -> SQLError {
      SQLError(.function(function, dialect: dialect.rawValue, difference), at: expression.range)
    }
    // A period is stored as its first day.
    func start(_ unit: PeriodUnit) -> Term { Term(answers.start(of: unit.rawValue, first.text), isKnown: first.isKnown) }
    switch function {
    case .year, .yearStart: return start(.year)
    case .quarter, .quarterStart: return start(.quarter)
    case .month, .monthStart: return start(.month)
    case .week: return start(.week)
    case .monthEnd:
      return Term(
        answers.addingDays(answers.addingMonths(start(.month).text, "1", isConstant: true), "-1"),
        isKnown: first.isKnown)
    case .weekday: return Term(answers.weekday(first.text), isKnown: first.isKnown, digits: .whole)
    case .days:
      return Term(
        answers.daysBetween(terms[1].inside(.atom), first.inside(.atom)), isKnown: first.isKnown && terms[1].isKnown, digits: .whole)
    case .workdays: return try workdaysBetween(first, terms[1], expression, domain)
    case .abs: return Term("ABS(\(first.text))", isKnown: first.isKnown, digits: first.digits)
    case .round, .floor, .ceil: return try rounded(function, first, arguments)
    case .least, .greatest: return try extreme(function, terms, expression)
    case .band: return try band(first, arguments, expression)
    case .lower, .upper: throw refused(.ofLetterCase)
    case .length:
      guard answers.countsGraphemes else { throw refused(.ofCharacters) }
      return Term(answers.length(first.text), isKnown: first.isKnown, digits: .whole)
    }
  }

  /// To a number of places behind the point; amounts in the unit that they print in.
  private func rounded(_ function: Builtin, _ number: Term, _ arguments: [Checked]) throws -> Term {
    var digits = 0
    if arguments.count > 1 {
      guard case .constant(.number(let places)) = arguments[1].unwrapped.node else {
        throw SQLError(.computedDigits(function.rawValue), at: arguments[1].range)
      }
      digits = Int(max(-15, min(15, places.nearestWhole)))
    }
    if case .money(let unit) = arguments[0].type { digits -= String(unit.factor).count - 1 }
    guard digits < number.digits.scale else { return number }
    if function == .round { return self.rounded(number, digits) }
    let name = function == .floor ? "FLOOR" : "CEIL"
    let type = Digits(scale: max(digits, 0))
    if answers.cutsAtPlaces {
      let text = "\(name)(\(number.text)\(digits == 0 ? "" : ", \(digits)"))"
      return Term(text, isKnown: number.isKnown, digits: Digits(isInteger: number.digits.isInteger, scale: number.digits.scale))
    }
    if digits == 0 { return Term("\(name)(\(number.text))", isKnown: number.isKnown, digits: type) }
    let (scale, back) = (powerOfTen(digits), powerOfTen(-digits))
    return Term("\(name)(\(number.inside(.product)) * \(scale)) * \(back)", .product, isKnown: number.isKnown, digits: type)
  }

  /// Missing if any argument is.
  private func extreme(_ function: Builtin, _ terms: [Term], _ expression: Checked) throws -> Term {
    if case .choice(let choice) = expression.type { return try extreme(function, terms, choice) }
    let scaled = atOneScale(terms)
    let call = "\(function == .least ? "LEAST" : "GREATEST")(\(scaled.map(\.text).joined(separator: ", ")))"
    var seen: Set<String> = []
    let unknown = terms.filter { !$0.isKnown && seen.insert($0.text).inserted }
    let digits = Digits.common(scaled.map(\.digits))
    guard !unknown.isEmpty else { return Term(call, isKnown: true, digits: digits) }
    let tests = unknown.map { "\($0.behind(.comparison)) IS NOT NULL" }.joined(separator: " AND ")
    return Term("CASE WHEN \(tests) THEN \(call) END", digits: digits)
  }

  /// By declared order. A value outside it is neither less nor greater, so the one before it stays.
  private func extreme(_ function: Builtin, _ terms: [Term], _ choice: Int) throws -> Term {
    let sign = function == .least ? "<" : ">"
    return try terms.dropFirst().reduce(terms[0]) { best, term in
      let known = Term.all([best, term].map { Term("\($0.behind(.comparison)) IS NOT NULL", .comparison, isKnown: $0.isKnown) })
      let replaces = "\(try orderedPlace(term, choice).text) \(sign) \(try orderedPlace(best, choice).text)"
      return Term("CASE WHEN \(known.text) THEN CASE WHEN \(replaces) THEN \(term.text) ELSE \(best.text) END END")
    }
  }

  /// The band by its spelling; a bound belongs to the band above it.
  private func band(_ number: Term, _ arguments: [Checked], _ expression: Checked) throws -> Term {
    guard case .choice(let choice) = expression.type, choices[choice].values.count == arguments.count else {
      throw SQLError(.misplaced("a band"), at: expression.range)
    }
    let names = choices[choice].values.map { text($0.code) }
    var cases: [String] = []
    for (index, bound) in arguments.enumerated().dropFirst().reversed() {
      guard case .constant(let value) = bound.node else { throw SQLError(.misplaced("a bound that is no constant"), at: bound.range) }
      cases.append("WHEN \(number.behind(.comparison)) >= \(try constant(value, bound.type, bound).text) THEN \(names[index])")
    }
    cases.append("WHEN \(number.behind(.comparison)) IS NOT NULL THEN \(names[0])")
    return Term("CASE \(cases.joined(separator: " ")) END")
  }
}
