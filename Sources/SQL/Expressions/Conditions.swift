import Query
import Schema

// Conditions have two truth values. Where NULL and FALSE come to the same (in WHERE, FILTER, CASE WHEN) a comparison stands bare; under NOT and
// in a printed cell it is decided by COALESCE(…, FALSE).

extension Writing {
  /// - Parameter decided: the result must not be NULL.
  func condition(_ condition: Checked, _ domain: Domain, decided: Bool = false) throws -> Term {
    let term = try undecided(condition, domain, decided)
    return decided ? term.decided : term
  }

  private func undecided(_ condition: Checked, _ domain: Domain, _ decided: Bool) throws -> Term {
    func value(_ operand: Checked) throws -> Term { try self.value(operand, domain) }
    switch condition.node {
    case .constant(.flag(let flag)): return flag ? .yes : .no
    case .definition(_, let body): return try self.condition(body, domain, decided: decided)
    case .compare(let comparison, let left, let right): return try compare(comparison, left, right, domain)
    case .isOneOf(let operand, let codes): return try isOneOf(operand, codes, domain)
    case .isIn(let operand, let constants):
      let wanted = try constants.map { try constant($0, operand.type, condition) }
      let tested = try value(operand)
      // Those of a list would take the type of what is tested.
      return try membership(atScale(tested, Digits.common(wanted.map(\.digits)).scale, isInteger: false), wanted.map(\.text))
    case .isBetween(let operand, let low, let high): return try isBetween(operand, low, high, condition, domain)
    case .contains(let text, let part):
      let (text, part) = (try value(text), try value(part))
      return Term(answers.contains(text.text, part.text), isKnown: text.isKnown && part.isKnown)
    case .startsWith(let text, let part):
      let (text, part) = (try value(text), try value(part))
      return Term(answers.startsWith(text.text, part.text), isKnown: text.isKnown && part.isKnown)
    case .endsWith(let text, let part):
      let (text, part) = (try value(text), try value(part))
      return Term(answers.endsWith(text.text, part.text), isKnown: text.isKnown && part.isKnown)
    case .matches(let operand, let pattern):
      guard Self.isReadAlike(pattern) else { throw SQLError(.pattern(pattern), at: condition.range) }
      return Term(answers.matches(try value(operand).text, text(pattern)))
    case .isMissing(let operand):
      guard !operand.isCondition else { return .no }
      return Term("\(try value(operand).behind(.comparison)) IS NULL", .comparison, isKnown: true)
    case .not(let operand): return try not(operand, domain)
    case .and(let operands): return .all(try operands.map { try self.condition($0, domain, decided: decided) })
    case .or(let operands): return .any(try operands.map { try self.condition($0, domain, decided: decided) })
    case .quantified(let quantifier, let link, let inner): return try quantified(quantifier, link, inner, condition, domain)
    case .follow(let link, let target, let inner) where inner.isCondition:
      // A row without the linked record must not pass for what it lacks.
      return try guarded(inner, on: try joined(link, target, domain, condition), decided: decided, condition.range)
    case .atSnapshot(let snapshot, let inner) where inner.isCondition:
      return try guarded(inner, on: try then(snapshot, domain, condition), decided: decided, condition.range)
    case .existed(let snapshot): return try isThere(try then(snapshot, domain, condition), condition.range)
    case .throughout(let quantifier, let points): return try throughout(quantifier, points, condition, domain)
    case .differs(let left, let right):
      return differs(try value(left).behind(.comparison), try value(right).behind(.comparison))
    case .recordDiffers(let snapshot): return try recordDiffers(from: snapshot, condition, domain)
    case .constant, .column, .recordKey, .follow, .atSnapshot, .heldSince, .negate, .arithmetic, .chain, .shared, .call, .conditional,
      .coalesce, .aggregate, .linkAggregate, .entityAggregate, .part:
      return try value(condition)
    }
  }

  private func not(_ operand: Checked, _ domain: Domain) throws -> Term {
    if case .isMissing(let inner) = operand.unwrapped.node, !inner.isCondition {
      return Term("\(try value(inner, domain).behind(.comparison)) IS NOT NULL", .comparison, isKnown: true)
    }
    return Term("NOT \(try condition(operand, domain, decided: true).inside(.comparison))", .not, isKnown: true)
  }

  private func compare(_ comparison: ComparisonOperator, _ left: Checked, _ right: Checked, _ domain: Domain) throws -> Term {
    var (first, second) = (try value(left, domain), try value(right, domain))
    let isOrder = comparison != .equal && comparison != .notEqual
    if isOrder, case .choice(let choice) = left.type {
      (first, second) = (try orderedPlace(first, choice), try orderedPlace(second, choice))
    }
    if isOrder, case .link = left.type { throw SQLError(.misplaced("an order of links"), at: left.range) }
    let isKnown = first.isKnown && second.isKnown
    let sign = comparison == .notEqual ? "<>" : comparison.rawValue
    let term = Term("\(first.behind(.comparison)) \(sign) \(second.behind(.comparison))", .comparison, isKnown: isKnown)
    guard comparison == .notEqual, !isKnown else { return term }
    // `a != b` is `not (a = b)`: true where a side is missing.
    let equal = Term("\(first.behind(.comparison)) = \(second.behind(.comparison))", .comparison)
    return Term("NOT \(equal.decided.text)", .not, isKnown: true)
  }

  /// Where a value stands in its choice; NULL for one that is not ordered.
  func orderedPlace(_ code: Term, _ choice: Int) throws -> Term {
    if choice >= catalog.choices.count { return placeOfBand(code, choice) }
    if !answers.hasCorrelatedSubqueries {
      let ordered = catalog.choices[choice].values.prefix(catalog.choices[choice].orderedCount).enumerated()
      return Term("CASE \(code.text) \(ordered.map { "WHEN \(text($1.code)) THEN \($0)" }.joined(separator: " ")) END")
    }
    let alias = freshAlias(catalog.choices[choice].name)
    // An aggregate has one row: DuckDB has an error ready for more, and sorts by nothing that might fail.
    return Term(
      "(SELECT MIN(\(alias).place) FROM \(quoted(layout.choices[choice])) AS \(alias) WHERE \(alias).code = \(code.behind(.comparison)) AND \(alias).is_ordered)"
    )
  }

  /// The number of a band by its spelling.
  func placeOfBand(_ code: Term, _ choice: Int) -> Term {
    let cases = choices[choice].values.enumerated().map { "WHEN \(text($1.code)) THEN \($0)" }
    return Term("CASE \(code.text) \(cases.joined(separator: " ")) END")
  }

  private func isOneOf(_ operand: Checked, _ codes: Set<Int>, _ domain: Domain) throws -> Term {
    let texts: [String] = try codes.sorted().map { code in
      switch operand.type {
      case .choice(let choice): return text(try self.code(code, ofChoice: choice, operand.range))
      case .link(let entity): return text(try key(code, of: entity, operand.range))
      case .text, .date, .period, .money, .number, .flag, .duration: throw SQLError(.misplaced("a list of codes"), at: operand.range)
      }
    }
    return try membership(try value(operand, domain), texts)
  }

  private func membership(_ operand: Term, _ wanted: [String]) throws -> Term {
    switch wanted.count {
    case 0: .no
    case 1: Term("\(operand.behind(.comparison)) = \(wanted[0])", .comparison, isKnown: operand.isKnown)
    default: Term("\(operand.behind(.comparison)) IN (\(wanted.joined(separator: ", ")))", .comparison, isKnown: operand.isKnown)
    }
  }

  private func isBetween(_ operand: Checked, _ low: Value?, _ high: Value?, _ condition: Checked, _ domain: Domain) throws -> Term {
    let term = try value(operand, domain)
    let tested = term.behind(.comparison)
    func bound(_ value: Value) throws -> String { try constant(value, operand.type, condition).behind(.comparison) }
    switch (low, high) {
    case (nil, nil): return Term("\(tested) IS NOT NULL", .comparison, isKnown: true)
    case (let low?, nil): return Term("\(tested) >= \(try bound(low))", .comparison, isKnown: term.isKnown)
    case (nil, let high?): return Term("\(tested) <= \(try bound(high))", .comparison, isKnown: term.isKnown)
    case (let low?, let high?):
      return Term("\(tested) BETWEEN \(try bound(low)) AND \(try bound(high))", .comparison, isKnown: term.isKnown)
    }
  }

  /// Whether every library of regular expressions reads a pattern as luodi does: literal characters, classes of them, groups, `|`, `*`, `+`, `?`.
  static func isReadAlike(_ pattern: String) -> Bool {
    var depth = 0
    var isInClass = false
    var previous: Character = "("
    for character in pattern {
      switch character {
      case "[" where !isInClass: isInClass = true
      case "]" where isInClass && previous != "[": isInClass = false
      case "-" where isInClass, "^" where isInClass && previous == "[": break
      case "(" where !isInClass: depth += 1
      case ")" where !isInClass && depth > 0: depth -= 1
      case "|" where !isInClass: break
      case "*" where !isInClass && !"(|*+?".contains(previous), "+" where !isInClass && !"(|*+?".contains(previous),
        "?" where !isInClass && !"(|*+?".contains(previous):
        break
      case " " where !isInClass, "_", ",": break
      default: guard character.isLetter || character.isNumber, character.unicodeScalars.count == 1 else { return false }
      }
      previous = character
    }
    return depth == 0 && !isInClass && !pattern.isEmpty
  }
}

extension Checked {
  /// Whether a condition certainly fails for a record that is not there: it compares a field.
  var rejectsMissing: Bool {
    switch unwrapped.node {
    case .isOneOf(let operand, _), .isIn(let operand, _), .isBetween(let operand, _, _), .matches(let operand, _),
      .contains(let operand, _), .startsWith(let operand, _), .endsWith(let operand, _):
      operand.isPlainColumn
    case .compare(let comparison, let left, let right): comparison != .notEqual && (left.isPlainColumn || right.isPlainColumn)
    case .and(let operands): operands.contains(where: \.rejectsMissing)
    case .or(let operands): operands.allSatisfy(\.rejectsMissing)
    case .existed: true
    case .constant, .column, .recordKey, .follow, .isMissing, .not, .quantified, .atSnapshot, .throughout, .differs, .recordDiffers,
      .heldSince, .negate, .arithmetic, .chain, .shared, .call, .conditional, .coalesce,
      .aggregate, .linkAggregate, .entityAggregate, .part, .definition:
      false
    }
  }

  var isPlainColumn: Bool {
    switch unwrapped.node {
    case .column, .recordKey: true
    case .constant, .follow, .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and,
      .or, .quantified, .atSnapshot, .existed, .throughout, .differs, .recordDiffers, .heldSince, .negate, .arithmetic, .chain, .shared,
      .call,
      .conditional, .coalesce, .aggregate, .linkAggregate, .entityAggregate, .part, .definition:
      false
    }
  }
}
