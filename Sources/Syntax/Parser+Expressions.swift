import Diagnostics

/// Arithmetic, calls, names and literals. Operators of one rank group from the left.
extension Parser {
  mutating func askForExpression() {
    asked.move(to: index)
    asked.add(.leftParenthesis)
    for keyword in [
      Keyword.not, .any, .every, .no, .was, .ever, .always, .changed, .existed, .if, .today, .yesterday, .tomorrow, .this, .last, .next,
      .previous,
      .sum, .avg, .min, .max, .median, .share, .part, .distinct, .count,
    ] { ask(keyword) }
  }

  /// `A ?? B`
  mutating func parseCoalescing(_ wanted: Wanted) -> Expression {
    let first = parseSum(wanted)
    var terms: [ChainTerm] = []
    while eat(.coalesce) { terms.append(ChainTerm(nil, parseSum(.expression))) }
    return bounded(Parser.chain(first, terms))
  }

  /// `A + B - C`
  mutating func parseSum(_ wanted: Wanted) -> Expression {
    let first = parseProduct(wanted)
    var terms: [ChainTerm] = []
    while true {
      if eat(.plus) {
        terms.append(ChainTerm(.add, parseProduct(.expression)))
      } else if eat(.minus) {
        terms.append(ChainTerm(.subtract, parseProduct(.expression)))
      } else {
        return Parser.chain(first, terms)
      }
    }
  }

  /// `A * B / C`
  private mutating func parseProduct(_ wanted: Wanted) -> Expression {
    let first = parseSigned(wanted)
    var terms: [ChainTerm] = []
    while true {
      if eat(.star) {
        terms.append(ChainTerm(.multiply, parseSigned(.expression)))
      } else if eat(.slash) {
        terms.append(ChainTerm(.divide, parseSigned(.expression)))
      } else {
        return Parser.chain(first, terms)
      }
    }
  }

  /// Operators that group from the left: a few nest, many lie flat, so that no walk goes as deep as a sum is long.
  private static func chain(_ first: Expression, _ terms: [ChainTerm]) -> Expression {
    guard let last = terms.last else { return first }
    if terms.count > 16 { return Expression(.chain(first, terms), range: first.range.union(last.operand.range)) }
    return terms.reduce(first) { left, term in
      let kind: Expression.Kind =
        if let operation = term.operation { .arithmetic(operation, left, term.operand) } else { .coalesce(left, term.operand) }
      return Expression(kind, range: left.range.union(term.operand.range))
    }
  }

  /// Signs nest as deep as they are many.
  private mutating func grows(_ length: inout Int) -> Bool {
    length += 1
    guard depth + length > Parser.nestingLimit else { return true }
    let saved = depth
    depth = Parser.nestingLimit
    _ = enter()
    depth = saved
    return false
  }

  /// `-A`
  mutating func parseSigned(_ wanted: Wanted = .expression) -> Expression {
    let start = index
    var signs = 0
    while eat(.minus) {
      guard grows(&signs) else { return Expression(.missing, range: range(from: start)) }
    }
    var result = parsePrimary(wanted)
    for sign in stride(from: signs - 1, through: 0, by: -1) {
      result = Expression(.negative(result), range: SourceRange(tokens[start + sign].range.start, result.range.end))
    }
    return result
  }

  /// `( A )`, a literal, `$name`, `if …`, a name, a call
  mutating func parsePrimary(_ wanted: Wanted = .expression) -> Expression {
    askForExpression()
    offer(.name(row, after: []))
    let start = index
    guard !isAtStatementEnd else { return missingExpression(wanted) }
    if let literal = parseLiteral() { return Expression(.literal(literal), range: range(from: start)) }
    switch tokens[index].kind {
    case .symbol(.leftParenthesis): return parseParenthesized()
    case .symbol(.dollar):
      advance()
      offer(.parameter)
      let name = parseName()
      return Expression(.parameter(name), range: range(from: start))
    case .quotedName: return parseReference(from: start)
    case .word:
      if tokens[index].text == "_" {
        advance()
        return Expression(.lastResult, range: range(from: start))
      }
      if sees(.if), isConditional { return parseConditional() }
      if let aggregate = parseBareAggregate() { return aggregate }
      if tokens[index].isName { return parseReference(from: start) }
      if wanted == .value, tokens[index].isYes {
        advance()
        return Expression(.path([Name(tokens[start].text, range: tokens[start].range)]), range: range(from: start))
      }
      return missingExpression(wanted)
    case .invalid:
      // Already reported by the lexer.
      advance()
      return Expression(.missing, range: range(from: start))
    default: return missingExpression(wanted)
    }
  }

  private mutating func missingExpression(_ wanted: Wanted) -> Expression {
    missing(wanted)
    let place = index > 0 ? tokens[index - 1].range.end : 0
    return Expression(.missing, range: SourceRange(place, place))
  }

  private mutating func parseParenthesized() -> Expression {
    let start = index
    guard enter() else { return Expression(.missing, range: range(from: start)) }
    defer { leave() }
    advance()
    let inner = parseCondition()
    closeParenthesis()
    return Expression(.parenthesized(inner), range: range(from: start))
  }

  private var isConditional: Bool {
    guard let next = peek() else { return isOpenEnd(index + 1) }
    return !next.isOperator || next.kind == .symbol(.leftParenthesis) || next.kind == .symbol(.minus)
  }

  /// `if C then A else B`
  private mutating func parseConditional() -> Expression {
    let start = index
    guard enter() else { return Expression(.missing, range: range(from: start)) }
    defer { leave() }
    advance()
    let condition = parseCondition(.condition)
    expect(.then)
    let then = parseCondition()
    expect(.else)
    let otherwise = parseCondition()
    return Expression(.conditional(condition, then: then, otherwise: otherwise), range: range(from: start))
  }

  // MARK: Names and calls

  /// `stage`, `unit.kind`, `overdue_by(10wd)`
  private mutating func parseReference(from start: Int) -> Expression {
    if let aggregate = tokens[index].aggregate, seesNext(.leftParenthesis) {
      let name = Name(aggregate.rawValue, range: tokens[index].range)
      advance()
      return parseCall([name], from: start)
    }
    // `count` as a measure: `landing_rate, count of …`, `sort by count`.
    if tokens[index].keywords.contains(.count), !seesNext(.dot) {
      let name = Name(Keyword.count.rawValue, range: tokens[index].range)
      advance()
      return Expression(.call(Call(function: [name], arguments: [], isBare: true)), range: range(from: start))
    }
    let names = parsePath()
    if sees(.leftParenthesis) { return parseCall(names, from: start) }
    return Expression(.path(names), range: range(from: start))
  }

  /// `( [distinct] ARGUMENT, … [where CONDITION] )` behind a name
  mutating func parseCall(_ function: [Name], from start: Int) -> Expression {
    guard enter() else { return Expression(.missing, range: range(from: start)) }
    defer { leave() }
    advance()
    var call = Call(function: function, arguments: [])
    let outer = row
    defer { row = outer }
    if sees(.star), seesNext(.rightParenthesis) {
      advance()
      advance()
      foreign(range(from: start), ours: function.last?.text ?? "count")
      return Expression(.call(Call(function: function, arguments: [], isBare: true)), range: range(from: start))
    }
    if at(.distinct), peek()?.isName ?? false {
      advance()
      call.isDistinct = true
    }
    if !at(.rightParenthesis), !at(.where) {
      repeat { call.arguments.append(parseCondition()) } while eat(.comma)
    }
    if at(.where) {
      // `count(nodes where …)`: the condition speaks of the nodes.
      if let first = call.arguments.first, call.arguments.count == 1, case .path(let names) = first.kind {
        row.links.append(names.map(\.text))
      }
      advance()
      call.condition = parseWholeCondition()
    }
    closeParenthesis()
    return Expression(.call(call), range: range(from: start))
  }

  /// `sum investment`, `count distinct district`: one path or call.
  private mutating func parseBareAggregate() -> Expression? {
    guard let aggregate = tokens[index].aggregate, aggregate != .first, aggregate != .last, let next = peek() else { return nil }
    let isDistinct = aggregate != .distinct && next.keywords.contains(.distinct) && (peek(2)?.isName ?? false)
    guard isDistinct || next.isName, !seesForeignClauseNext else { return nil }
    let start = index
    guard enter() else { return Expression(.missing, range: range(from: start)) }
    defer { leave() }
    let name = Name(aggregate.rawValue, range: tokens[index].range)
    advance()
    if isDistinct { advance() }
    offer(.name(row, after: []))
    let argumentStart = index
    let argument: Expression
    if let inner = parseBareAggregate() { argument = inner } else { argument = parseReference(from: argumentStart) }
    return Expression(.call(Call(function: [name], arguments: [argument], isDistinct: isDistinct, isBare: true)), range: range(from: start))
  }
}

extension Token {
  /// `是` opposite a field: a value, as `否` is. Behind a value it is the word `is`.
  var isYes: Bool { if case .word = kind { KeywordTable.isYes(text) } else { false } }

  /// The aggregate that a word names, in either language.
  var aggregate: Keyword? {
    for keyword in [Keyword.count, .sum, .avg, .min, .max, .median, .share, .part, .distinct, .first, .last]
    where keywords.contains(keyword) {
      // `近`, `最近`, `过去` are `last N` only.
      if keyword == .last, text.unicodeScalars.contains(where: { $0.value > 0x7F }) { return nil }
      return keyword
    }
    return nil
  }
}
