import Diagnostics

/// One comparison: the field on the left, what it is held against on the right. Comparisons do not chain.
extension Parser {
  mutating func parseComparison(_ wanted: Wanted) -> Expression {
    let start = index
    let left = parseCoalescing(wanted)
    askForOperators()
    guard !isAtStatementEnd, let kind = parseTestBehind(left) else { return left }
    return Expression(kind, range: range(from: start))
  }

  private mutating func askForOperators() {
    asked.move(to: index)
    for symbol in [Token.Symbol.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] { asked.add(symbol) }
    for keyword in [Keyword.in, .between, .contains, .startsWith, .endsWith, .matches, .is, .isMissing, .isKnown, .not] { ask(keyword) }
  }

  private mutating func parseTestBehind(_ left: Expression) -> Expression.Kind? {
    if let comparison = eatComparison() { return .comparison(comparison, left, parseOperand(opposite: left)) }
    if let value = parseBoundedValue(left) { return value }
    let start = index
    var isNegated = false
    if sees(.not) {
      guard let next = peek() else { return missingTest(behindNot: left) }
      guard !next.keywords.isDisjoint(with: [.in, .between, .contains, .starts, .ends, .startsWith, .endsWith, .matches, .like])
      else { return nil }
      advance()
      isNegated = true
    }
    if eat(.notIn) { return parseMembership(left, isNegated: true) }
    if sees(.in) {
      advance()
      return parseMembership(left, isNegated: isNegated)
    }
    if let within = parseForeignPeriod(left) ?? parseForeignChanged(left) { return within }
    if sees(.between) {
      advance()
      return parseBetween(left, isNegated: isNegated)
    }
    if let test = parseTextTest(left, isNegated: isNegated) { return test }
    if isNegated {
      index = start
      return nil
    }
    return parseIs(left)
  }

  /// `stage not` at the end of a text.
  private mutating func missingTest(behindNot left: Expression) -> Expression.Kind? {
    guard isOpenEnd(index + 1) else { return nil }
    advance()
    for keyword in [Keyword.in, .between, .contains, .startsWith, .endsWith, .matches] { ask(keyword) }
    missing(.keyword(.in))
    return .membership(left, [], isNegated: true)
  }

  // MARK: = != < <= > >=

  private mutating func eatComparison() -> ComparisonSign? {
    guard let comparison = tokens[index].comparison else { return nil }
    switch tokens[index].kind {
    case .symbol(.doubleEqual), .symbol(.lessGreater): foreign(tokens[index].range, ours: comparison.rawValue)
    default: break
    }
    advance()
    return comparison
  }

  /// A value opposite a field: a bare word is first a value there, so completion offers values.
  mutating func parseOperand(opposite left: Expression?) -> Expression {
    if let left, case .path(let names) = left.kind { offer(.value(names.map(\.text), row)) }
    let start = index
    let value = parseCoalescing(.value)
    guard case .path(let names) = value.kind, names.count == 1, !names[0].isQuoted, seesLooseWord else { return value }
    // `district = East Lake`: a value of several words needs quotation marks.
    while seesLooseWord { advance() }
    let range = range(from: start)
    let text = source.normalText(range)
    report(.wordsNeedQuotes(text), at: range, fix: "\"\(text)\"")
    return Expression(.literal(.text(text)), range: range)
  }

  private var seesLooseWord: Bool {
    guard seesName, !seesForeignClause, tokens[index].lineIndent == nil else { return false }
    return tokens[index].text != "之间" && tokens[index].keywords.isDisjoint(with: [.starts, .ends, .like])
  }

  // MARK: 5亿以上

  /// `FIELD [在] VALUE 以上|以下|之前|之后`, without `在`
  private mutating func parseBoundedValue(_ left: Expression) -> Expression.Kind? {
    guard tokens[index].isOperand, !isAtStatementEnd else { return nil }
    return attempt { trial, errors in
      let value = trial.parseSum(.value)
      guard trial.diagnostics.count == errors.count else { return nil }
      if trial.isAtStatementEnd, trial.isOpenEnd(trial.index), trial.isChineseAmount(left, value) {
        // `总投资 5亿`, and 以上 is still to come.
        for keyword in [Keyword.orMore, .orLess, .before, .after] { trial.ask(keyword) }
        trial.missing(.keyword(.orMore))
        return .comparison(.greaterOrEqual, left, value)
      }
      guard !trial.isAtStatementEnd, let bound = trial.tokens[trial.index].bound else { return nil }
      trial.advance()
      return .comparison(bound, left, value)
    }
  }

  private func isChineseAmount(_ left: Expression, _ value: Expression) -> Bool {
    guard case .path = left.kind, case .literal(let literal) = value.kind else { return false }
    switch literal {
    case .text, .pattern: return false
    default: return source.text(left.range.union(value.range)).utf8.contains { $0 >= 0x80 }
    }
  }

  private mutating func eatBound() -> ComparisonSign? {
    for keyword in [Keyword.orMore, .orLess, .before, .after] where sees(keyword) {
      let bound = tokens[index].bound
      advance()
      return bound
    }
    return nil
  }

  // MARK: in, between

  /// `in (A, B)`, `in PERIOD`, `在 VALUE 之前`, `在 A 和 B 之间`
  private mutating func parseMembership(_ left: Expression, isNegated: Bool) -> Expression.Kind {
    if sees(.leftParenthesis) {
      advance()
      guard enter() else { return .membership(left, [], isNegated: isNegated) }
      defer { leave() }
      var values: [Expression] = []
      repeat {
        if sees(.rightParenthesis), !values.isEmpty { break }
        values.append(parseOperand(opposite: left))
      } while eat(.comma)
      closeParenthesis()
      return .membership(left, values, isNegated: isNegated)
    }
    offer(.moment)
    let value = parseOperand(opposite: left)
    if let bound = eatBound() {
      let comparison = Expression.Kind.comparison(bound, left, value)
      return isNegated ? .not(Expression(comparison, range: left.range.union(range(from: index - 1)))) : comparison
    }
    if sees(.rangeAnd) {
      advance()
      let upper = parseOperand(opposite: left)
      if sees("之间") { advance() }
      return .between(left, value, upper, isNegated: isNegated)
    }
    return .within(left, value, isNegated: isNegated)
  }

  /// `between A and B`, `介于 A 和 B`
  private mutating func parseBetween(_ left: Expression, isNegated: Bool) -> Expression.Kind {
    let lower = parseOperand(opposite: left)
    if !eat(.and), !eat(.rangeAnd) {
      if sees(.to) {
        foreign(tokens[index].range, ours: "and")
        advance()
      } else {
        missing(.keyword(.and))
        return .between(left, lower, Expression(.missing, range: lower.range), isNegated: isNegated)
      }
    }
    let upper = parseOperand(opposite: left)
    if sees("之间") { advance() }
    return .between(left, lower, upper, isNegated: isNegated)
  }

  func sees(_ word: String) -> Bool { !isAtStatementEnd && tokens[index].text == word }

  // MARK: contains, starts with, ends with, matches

  private mutating func parseTextTest(_ left: Expression, isNegated: Bool) -> Expression.Kind? {
    if sees(.notContains) {
      advance()
      offer(.bareText)
      return .textTest(.contains, left, parseOperand(opposite: nil), isNegated: true)
    }
    if sees(.like) { return parseLike(left, isNegated: isNegated) }
    let test: TextTest
    if sees(.contains) {
      advance()
      test = .contains
    } else if eat(.starts, .with, as: .startsWith) {
      test = .startsWith
    } else if eat(.ends, .with, as: .endsWith) {
      test = .endsWith
    } else if sees(.matches) {
      advance()
      test = .matches
    } else {
      return nil
    }
    offer(.bareText)
    return .textTest(test, left, parseOperand(opposite: nil), isNegated: isNegated)
  }

  /// `like '%x%'`
  private mutating func parseLike(_ left: Expression, isNegated: Bool) -> Expression.Kind {
    let start = index
    advance()
    guard case .text(let pattern) = tokens[index].kind, !isAtStatementEnd else {
      foreign(range(from: start), ours: "contains")
      return .textTest(.contains, left, parseOperand(opposite: nil), isNegated: isNegated)
    }
    let textRange = tokens[index].range
    advance()
    guard let (test, value, ours) = Parser.reading(ofLike: pattern) else {
      foreign(range(from: start), ours: "= " + quoted(pattern))
      let equal = Expression.Kind.comparison(.equal, left, Expression(.literal(.text(pattern)), range: textRange))
      return isNegated ? .not(Expression(equal, range: left.range.union(textRange))) : equal
    }
    foreign(range(from: start), ours: ours)
    return .textTest(test, left, Expression(.literal(value), range: textRange), isNegated: isNegated)
  }

  /// What a pattern of `like` is here, where `%` stands for any text and `_` for any character; nil where it has neither.
  private static func reading(ofLike pattern: String) -> (TextTest, Literal, ours: String)? {
    let (opens, closes) = (pattern.hasPrefix("%"), pattern.hasSuffix("%"))
    let inner = String(pattern.drop { $0 == "%" }.reversed().drop { $0 == "%" }.reversed())
    guard !inner.contains(where: { $0 == "%" || $0 == "_" }) else {
      let body = inner.map { letter -> String in
        switch letter {
        case "%": ".*"
        case "_": "."
        default: #"\/.+*?()[]{}|^$"#.contains(letter) ? "\\\(letter)" : String(letter)
        }
      }
      let expression = (opens ? "" : "^") + body.joined() + (closes ? "" : "$")
      return (.matches, .pattern(expression), "\(TextTest.matches.rawValue) /\(expression)/")
    }
    guard opens || closes else { return nil }
    let test: TextTest = opens ? (closes ? .contains : .endsWith) : .startsWith
    return (test, .text(inner), "\(test.rawValue) \(quoted(inner))")
  }

  // MARK: is

  /// `is missing`, `is known`, `is not Y`, `为空`
  private mutating func parseIs(_ left: Expression) -> Expression.Kind? {
    if sees(.isMissing) {
      advance()
      return .presence(left, isKnown: false)
    }
    if sees(.isKnown) {
      advance()
      return .presence(left, isKnown: true)
    }
    let start = index
    var isNegated = false
    if sees(.isNot) {
      advance()
      isNegated = true
    } else if sees(.is) {
      advance()
      isNegated = eat(.not)
    } else {
      return nil
    }
    if eat(.missing) { return .presence(left, isKnown: isNegated) }
    if eat(.known) { return .presence(left, isKnown: !isNegated) }
    if sees(.null) {
      advance()
      foreign(range(from: start), ours: isNegated ? "is known" : "is missing")
      return .presence(left, isKnown: isNegated)
    }
    if sees(.in) {
      advance()
      foreign(range(from: start), ours: isNegated ? "not in" : "in")
      return parseMembership(left, isNegated: isNegated)
    }
    offer(.predicate(row))
    return .isNamed(left, parseOperand(opposite: left), isNegated: isNegated)
  }
}

extension Token {
  fileprivate var comparison: ComparisonSign? {
    switch kind {
    case .symbol(.equal), .symbol(.doubleEqual): return .equal
    case .symbol(.notEqual), .symbol(.lessGreater): return .notEqual
    case .symbol(.less): return .less
    case .symbol(.lessOrEqual): return .lessOrEqual
    case .symbol(.greater): return .greater
    case .symbol(.greaterOrEqual): return .greaterOrEqual
    case .word:
      if keywords.contains(.equal) { return .equal }
      if keywords.contains(.notEqual) { return .notEqual }
      if keywords.contains(.less) { return .less }
      if keywords.contains(.lessOrEqual) { return .lessOrEqual }
      if keywords.contains(.greater) { return .greater }
      if keywords.contains(.greaterOrEqual) { return .greaterOrEqual }
      return nil
    default: return nil
    }
  }

  /// `以上` and `以下` include the value, `之前` and `之后` do not.
  fileprivate var bound: ComparisonSign? {
    if keywords.contains(.orMore) { return .greaterOrEqual }
    if keywords.contains(.orLess) { return .lessOrEqual }
    if keywords.contains(.before) { return .less }
    return keywords.contains(.after) ? .greater : nil
  }
}
