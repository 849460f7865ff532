import Diagnostics

/// `or` over `and` over prefixes over comparisons. Chains of any length are read by loops, and long ones become balanced trees,
/// so that no later stage recurses as deep as a text is long.
extension Parser {
  /// `A or B or …`
  mutating func parseCondition(_ wanted: Wanted = .expression) -> Expression {
    var parts = [parseConjunction(wanted)]
    while eatOr() { parts.append(parseConjunction(.condition)) }
    return bounded(Parser.chain(parts) { .or($0, $1) })
  }

  private mutating func eatOr() -> Bool {
    if eat(.or) { return true }
    guard sees(.doublePipe) else { return false }
    foreign(tokens[index].range, ours: "or")
    advance()
    return true
  }

  /// `A and B and …`
  mutating func parseConjunction(_ wanted: Wanted) -> Expression {
    var parts = [parseNegation(wanted)]
    while eatAnd() { parts.append(parseNegation(.condition)) }
    return Parser.chain(parts) { .and($0, $1) }
  }

  private mutating func eatAnd() -> Bool {
    if eat(.and) { return true }
    guard sees(.doubleAmpersand) else { return false }
    foreign(tokens[index].range, ours: "and")
    advance()
    return true
  }

  /// A condition or value, unless more stands inside it than every walk over the tree can take.
  mutating func bounded(_ expression: Expression) -> Expression {
    guard expression.height > Parser.heightLimit else { return expression }
    reportDepth(at: expression.range)
    return Expression(.missing, range: expression.range)
  }

  /// Joined from the left; beyond a screenful, balanced.
  private static func chain(_ parts: [Expression], _ join: (Expression, Expression) -> Expression.Kind) -> Expression {
    func joined(_ parts: ArraySlice<Expression>) -> Expression {
      guard parts.count > 64 else {
        return parts.dropFirst().reduce(parts[parts.startIndex]) { Expression(join($0, $1), range: $0.range.union($1.range)) }
      }
      let middle = parts.startIndex + parts.count / 2
      let left = joined(parts[..<middle])
      let right = joined(parts[middle...])
      return Expression(join(left, right), range: left.range.union(right.range))
    }
    return joined(parts[...])
  }

  // MARK: Prefixes

  private struct Prefix {
    var keyword: Keyword
    var start: Int
  }

  /// `not C`, `was C [on T]`, `ever C [since T]`, `always C [since T]`: each takes one comparison, a parenthesis, or another prefix.
  mutating func parseNegation(_ wanted: Wanted) -> Expression {
    var prefixes: [Prefix] = []
    while let keyword = eatPrefix() {
      prefixes.append(Prefix(keyword: keyword, start: index - 1))
      guard depth + prefixes.count <= Parser.nestingLimit else {
        depth += prefixes.count
        defer { depth -= prefixes.count }
        _ = enter()
        return Expression(.missing, range: range(from: prefixes[0].start))
      }
    }
    depth += prefixes.count
    var result = parseTest(prefixes.isEmpty ? wanted : .condition)
    depth -= prefixes.count
    for prefix in prefixes.reversed() {
      let kind: Expression.Kind
      switch prefix.keyword {
      case .was: kind = .was(result, on: eat(.on) ? parseMoment() : nil)
      case .ever: kind = .ever(result, since: eat(.since) ? parseMoment() : nil)
      case .always: kind = .always(result, since: eat(.since) ? parseMoment() : nil)
      default: kind = .not(result)
      }
      result = Expression(kind, range: range(from: prefix.start))
    }
    return result
  }

  private mutating func eatPrefix() -> Keyword? {
    if eat(.not) { return .not }
    if sees(.exclamation) {
      foreign(tokens[index].range, ours: "not")
      advance()
      return .not
    }
    for keyword in [Keyword.was, .ever, .always] {
      guard at(keyword), isFollowedByOperand else { continue }
      advance()
      return keyword
    }
    return nil
  }

  /// The word here is a keyword only if something follows that it can work on: `was` alone, `was = 3` and `was.x` are names.
  private var isFollowedByOperand: Bool {
    guard let next = peek() else { return isOpenEnd(index + 1) }
    switch next.kind {
    case .symbol(.leftParenthesis), .symbol(.minus): return true
    case .word where next.keywords.contains(.every) || next.keywords.contains(.not): return true
    default: return next.isOperand
    }
  }

  /// `changed …`, `existed …`, `any node …`, or a comparison
  private mutating func parseTest(_ wanted: Wanted) -> Expression {
    if let quantified = parseQuantified() { return quantified }
    if at(.changed), isChange { return parseChanged() }
    if at(.existed), isExisted {
      let start = index
      advance()
      let on = eat(.on) ? parseMoment() : nil
      return Expression(.existed(on: on), range: range(from: start))
    }
    return parseComparison(wanted)
  }

  private var isExisted: Bool {
    guard let next = peek() else { return true }
    return next.keywords.contains(.on) || next.beginsClause || !next.isOperator
  }

  private var isChange: Bool {
    guard let next = peek() else { return true }
    if !next.keywords.isDisjoint(with: [.from, .to, .since]) { return true }
    return !next.isOperator
  }

  /// `changed [FIELD] [from V] [to V] [since T]`
  private mutating func parseChanged() -> Expression {
    let start = index
    advance()
    offer(.name(row, after: []))
    return parseChanged(field: seesName ? parseFieldPath() : nil, from: start)
  }

  /// `stage changed since …`: ours has `changed` before the field.
  mutating func parseForeignChanged(_ left: Expression) -> Expression.Kind? {
    guard case .path = left.kind, sees(.changed) else { return nil }
    let start = index
    advance()
    let word = source.text(tokens[start].range)
    foreign(left.range.union(tokens[start].range), ours: "\(word) \(source.text(left.range))")
    return parseChanged(field: left, from: start).kind
  }

  private mutating func parseChanged(field: Expression?, from start: Int) -> Expression {
    var from: Expression?
    var to: Expression?
    var since: Expression?
    while true {
      if from == nil, eat(.from) {
        from = parseOperand(opposite: field)
      } else if to == nil, eat(.to) {
        to = parseOperand(opposite: field)
      } else if since == nil, eat(.since) {
        since = parseMoment()
      } else {
        break
      }
    }
    return Expression(.changed(field: field, from: from, to: to, since: since), range: range(from: start))
  }

  // MARK: Quantifiers

  /// `any LINK (CONDITION)`, `every LINK is PREDICATE`, `no LINK`
  private mutating func parseQuantified() -> Expression? {
    for keyword in [Keyword.any, .every, .no] { ask(keyword) }
    let quantifier: QuantifierWord
    if sees(.any) {
      quantifier = .any
    } else if sees(.every), tokens[index].keywords.isDisjoint(with: [.week, .month, .quarter, .year, .snapshot]) {
      quantifier = .every
    } else if sees(.no) {
      quantifier = .no
    } else {
      return nil
    }
    // Only before a word; `any` alone is a name, `every` is reserved. What the end of a script has behind its last word changes nothing, at the
    // prompt a blank or a line break there asks for more.
    let goesOn = !ahead.isEmpty || endsAtBreak || (isTyped && tokens[index].range.end < source.bytes.count)
    guard seesNextName || (isOpenEnd(index + 1) && (quantifier == .every || goesOn)) else {
      guard quantifier == .every else { return nil }
      advance()
      missing(.link)
      return Expression(.missing, range: tokens[index - 1].range)
    }
    guard enter() else { return Expression(.missing, range: tokens[index].range) }
    defer { leave() }
    let start = index
    advance()
    offer(.link(row))
    let linkStart = index
    let link = Expression(.path(parsePath(.link)), range: range(from: linkStart))
    let condition = parseQuantifiedCondition(link)
    return Expression(.quantified(quantifier, link: link, condition: condition), range: range(from: start))
  }

  private mutating func parseQuantifiedCondition(_ link: Expression) -> QuantifiedCondition {
    let outer = row
    defer { row = outer }
    if case .path(let names) = link.kind { row.links.append(names.map(\.text)) }
    if eat(.leftParenthesis) {
      let condition = parseWholeCondition()
      closeParenthesis()
      return .parenthesized(condition)
    }
    if eat(.isNot) { return .named(parsePredicateName(), isNegated: true) }
    if eat(.is) {
      let isNegated = eat(.not)
      return .named(parsePredicateName(), isNegated: isNegated)
    }
    // `any node overdue` can only mean `any node is overdue`.
    guard seesName, !seesForeignClause, tokens[index].keywords.isDisjoint(with: [.was, .ever, .always, .changed, .existed]) else {
      return .none
    }
    let start = index
    let predicate = parsePredicateName()
    foreign(range(from: start), ours: Parser.withIs(source.text(range(from: start))))
    return .named(predicate, isNegated: false)
  }

  /// `is overdue`; of `是逾期`, which ran together, `是 逾期`.
  private static func withIs(_ text: String) -> String {
    text.hasPrefix("是") && !text.hasPrefix("是否") && text.count > 1 ? "是 " + text.dropFirst() : "is " + text
  }

  private mutating func parsePredicateName() -> Expression {
    offer(.predicate(row))
    return parsePrimary(.predicate)
  }
}

extension Token {
  /// An operator or a word that works like one: what stands before it is a name.
  var isOperator: Bool {
    switch kind {
    case .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessOrEqual), .symbol(.greater), .symbol(.greaterOrEqual),
      .symbol(.dot),
      .symbol(.plus), .symbol(.minus), .symbol(.star), .symbol(.slash), .symbol(.coalesce), .symbol(.leftParenthesis),
      .symbol(.doubleEqual),
      .symbol(.lessGreater):
      true
    case .word: !keywords.isDisjoint(with: Token.operators)
    default: false
    }
  }

  private static let operators: KeywordSet = [
    .is, .isNot, .in, .notIn, .between, .contains, .notContains, .matches, .startsWith, .endsWith, .isMissing, .isKnown, .equal, .notEqual,
    .greater, .less, .greaterOrEqual, .lessOrEqual, .from, .to, .since,
  ]
}
