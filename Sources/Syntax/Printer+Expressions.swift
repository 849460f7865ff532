import Diagnostics

/// How tightly a form binds; a part that binds more loosely than its place wants is put in parentheses.
private enum Rank: Int, Comparable {
  case or, and, prefix, comparison, coalescing, sum, product, signed, primary

  static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
}

extension Printer {
  static func outline(_ expression: Expression) -> Outline { part(expression, .or) }

  /// `if` reads to the end of all that follows, so it needs parentheses wherever something might.
  private static func part(_ expression: Expression, _ rank: Rank, isLast: Bool = true) -> Outline {
    let outline = Outline(expression.label, expression.range, pieces(expression))
    if case .conditional = expression.kind, isLast { return outline }
    guard expression.rank < rank else { return outline }
    return Outline("parentheses", expression.range, ["(", .node(outline), ")"])
  }

  private static func node(_ expression: Expression, _ rank: Rank, isLast: Bool = true) -> Outline.Piece {
    .node(part(expression, rank, isLast: isLast))
  }

  private static func pieces(_ expression: Expression) -> [Outline.Piece] {
    switch expression.kind {
    case .path(let names): [.text(path(names))]
    case .lastResult: ["_"]
    case .parameter(let name): ["$", .text(text(of: name))]
    case .literal(let literal): [.text(text(of: literal))]
    case .missing: []
    case .parenthesized(let inner): ["(", .node(outline(inner)), ")"]
    case .call(let call): pieces(call)
    case .negative(let inner): ["-", node(inner, .signed)]
    case .arithmetic(let operation, let left, let right): arithmetic(operation, left, right)
    case .chain(let first, let terms): chain(first, terms)
    case .coalesce(let left, let right): [node(left, .coalescing, isLast: false), " ?? ", node(right, .sum)]
    case .conditional(let condition, let then, let otherwise):
      ["if ", node(condition, .or), " then ", node(then, .or), " else ", node(otherwise, .or)]
    // Chains need no parentheses on either side: long ones are balanced trees.
    case .and(let left, let right): [node(left, .and, isLast: false), .fill, "and ", node(right, .and)]
    case .or(let left, let right): [node(left, .or, isLast: false), .fill, "or ", node(right, .or)]
    case .not(let inner): ["not ", node(inner, .prefix)]
    case .was(let inner, let on): prefix("was ", inner, " on ", on)
    case .ever(let inner, let since): prefix("ever ", inner, " since ", since)
    case .always(let inner, let since): prefix("always ", inner, " since ", since)
    case .existed(let on): ["existed"] + suffix(" on ", on, .sum)
    case .changed(let field, let from, let to, let since):
      ["changed"] + suffix(" ", field, .primary) + suffix(" from ", from, .coalescing) + suffix(" to ", to, .coalescing)
        + suffix(" since ", since, .sum)
    case .quantified(let quantifier, let link, let condition): quantified(quantifier, link, condition)
    default: comparison(expression)
    }
  }

  private static func comparison(_ expression: Expression) -> [Outline.Piece] {
    func not(_ isNegated: Bool) -> String { isNegated ? " not" : "" }
    switch expression.kind {
    case .comparison(let operation, let left, let right): return test(left, " \(operation.rawValue) ", right)
    case .membership(let left, let values, let isNegated):
      return [node(left, .coalescing, isLast: false), "\(not(isNegated)) in ("] + values.map { part($0, .coalescing) }.joined(",", .fill)
        + [")"]
    case .within(let left, let right, let isNegated): return test(left, "\(not(isNegated)) in ", right)
    case .between(let left, let lower, let upper, let isNegated):
      return test(left, "\(not(isNegated)) between ", lower) + [" and ", node(upper, .coalescing)]
    case .textTest(let test, let left, let right, let isNegated): return self.test(left, "\(not(isNegated)) \(test.rawValue) ", right)
    case .presence(let left, let isKnown): return [node(left, .coalescing, isLast: false), isKnown ? " is known" : " is missing"]
    case .isNamed(let left, let right, let isNegated): return test(left, isNegated ? " is not " : " is ", right)
    default: return []
    }
  }

  private static func test(_ left: Expression, _ operation: String, _ right: Expression) -> [Outline.Piece] {
    [node(left, .coalescing, isLast: false), .text(operation), node(right, .coalescing)]
  }

  private static func arithmetic(_ operation: ArithmeticOperator, _ left: Expression, _ right: Expression) -> [Outline.Piece] {
    let isSum = operation == .add || operation == .subtract
    return [node(left, isSum ? .sum : .product, isLast: false), " \(operation.rawValue) ", node(right, isSum ? .product : .signed)]
  }

  private static func chain(_ first: Expression, _ terms: [ChainTerm]) -> [Outline.Piece] {
    let isSum = terms.first?.operation.map { $0 == .add || $0 == .subtract } ?? false
    let rank: (first: Rank, rest: Rank) =
      terms.first?.operation == nil ? (.coalescing, .sum) : isSum ? (.sum, .product) : (.product, .signed)
    var pieces = [node(first, rank.first, isLast: false)]
    for (place, term) in terms.enumerated() {
      pieces += [.text(" \(term.operation?.rawValue ?? "??") "), node(term.operand, rank.rest, isLast: place == terms.count - 1)]
    }
    return pieces
  }

  private static func prefix(_ word: Outline.Piece, _ inner: Expression, _ joint: String, _ moment: Expression?) -> [Outline.Piece] {
    // The suffix belongs to the nearest owner: an inner one must not take it.
    let needsParentheses = moment != nil && inner.takesMoment
    let body: [Outline.Piece] = needsParentheses ? ["(", .node(outline(inner)), ")"] : [node(inner, .prefix)]
    return [word] + body + suffix(joint, moment, .sum)
  }

  private static func suffix(_ joint: String, _ expression: Expression?, _ rank: Rank) -> [Outline.Piece] {
    expression.map { [.text(joint), node($0, rank)] } ?? []
  }

  private static func quantified(_ quantifier: QuantifierWord, _ link: Expression, _ condition: QuantifiedCondition) -> [Outline.Piece] {
    let head: [Outline.Piece] = [.text(quantifier.rawValue + " "), node(link, .primary)]
    switch condition {
    case .none: return head
    case .parenthesized(let inner): return head + [" (", .node(outline(inner)), ")"]
    case .named(let name, let isNegated): return head + [isNegated ? " is not " : " is ", node(name, .primary)]
    }
  }

  private static func pieces(_ call: Call) -> [Outline.Piece] {
    let head = path(call.function)
    if call.isBare {
      guard let argument = call.arguments.first else { return [.text(head)] }
      return [.text(head + (call.isDistinct ? " distinct " : " ")), node(argument, .primary)]
    }
    var pieces: [Outline.Piece] = [.text(head), call.isDistinct ? "(distinct " : "("]
    pieces += call.arguments.map { outline($0) }.joined(", ")
    if let condition = call.condition { pieces += [call.arguments.isEmpty ? "where " : " where ", .node(outline(condition))] }
    return pieces + [")"]
  }

  static func path(_ names: [Name]) -> String { names.map { text(of: $0) }.joined(separator: ".") }
}

extension Expression {
  fileprivate var rank: Rank {
    switch kind {
    case .or, .conditional: .or
    case .and: .and
    case .not, .was, .ever, .always: .prefix
    case .comparison, .membership, .within, .between, .textTest, .presence, .isNamed, .quantified, .changed, .existed: .comparison
    case .coalesce: .coalescing
    case .arithmetic(let operation, _, _): operation == .add || operation == .subtract ? .sum : .product
    case .chain(_, let terms):
      terms.first?.operation.map { $0 == .add || $0 == .subtract ? .sum : .product } ?? .coalescing
    case .negative: .signed
    case .path, .lastResult, .parameter, .literal, .call, .parenthesized, .missing: .primary
    }
  }

  /// Ends in a form that would take a following `on T` or `since T`.
  fileprivate var takesMoment: Bool {
    switch kind {
    case .was, .ever, .always, .existed, .changed: true
    case .not(let inner): inner.takesMoment
    default: false
    }
  }

  fileprivate var label: String {
    switch kind {
    case .path: "path"
    case .lastResult: "last result"
    case .parameter: "parameter"
    case .literal: "literal"
    case .negative: "negative"
    case .arithmetic: "arithmetic"
    case .chain(_, let terms): terms.first?.operation == nil ? "coalescing" : "arithmetic"
    case .comparison: "comparison"
    case .membership: "membership"
    case .within: "within"
    case .between: "between"
    case .textTest: "text test"
    case .presence: "presence"
    case .isNamed: "is"
    case .not: "not"
    case .and: "and"
    case .or: "or"
    case .quantified: "quantified"
    case .call(let call): call.isBare ? "bare call" : "call"
    case .conditional: "conditional"
    case .coalesce: "coalescing"
    case .was: "was"
    case .ever: "ever"
    case .always: "always"
    case .changed: "changed"
    case .existed: "existed"
    case .parenthesized: "parentheses"
    case .missing: "missing"
    }
  }
}
