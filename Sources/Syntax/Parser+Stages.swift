import Diagnostics

/// What stands after `|` works on the result before it.
extension Parser {
  mutating func parseStages() -> [Stage] {
    var stages: [Stage] = []
    while eat(.pipe) {
      guard stages.count < Parser.stageLimit else {
        append(Diagnostic(SyntaxProblem.tooManyStages(limit: Parser.stageLimit), at: tokens[index - 1].range))
        skipStatement()
        lastErrorIndex = index
        return stages
      }
      stages.append(parseStage())
    }
    return stages
  }

  /// `where C`, typed alone, is `| where C`.
  mutating func parseStagesOfLastResult() -> [Stage] { [parseStage()] + parseStages() }

  /// `| where C`, `| list a, b`, `| count by k`, `| sum x by k`, `| rank k by x`
  private mutating func parseStage() -> Stage {
    let start = index
    row = Expectations.Row(isResult: true)
    askForStage()
    if isAtStatementEnd || sees(.pipe) {
      missing(.stage)
      return Stage(verb: .clauses, clauses: [], range: range(from: start))
    }
    let verb = parseStageVerb()
    let clauses = parseClauses(of: .stage)
    return Stage(verb: verb, clauses: clauses, range: range(from: start))
  }

  private mutating func askForStage() {
    for keyword in [Keyword.where, .sort, .top, .bottom, .skip, .list, .count, .rank, .by, .as, .to] { ask(keyword) }
    askForExpression()
    offer(.name(row, after: []))
  }

  private mutating func parseStageVerb() -> Stage.Verb {
    if tokens[index].beginsClause || seesForeignClause { return .clauses }
    let next = peek()
    let endsHere =
      next == nil || (next?.beginsClause ?? false && !(next?.keywords.contains(.every) ?? false)) || next?.kind == .symbol(.pipe)
    if sees(.list), endsHere {
      advance()
      return .list([])
    }
    if sees(.list), next.map({ !$0.isOperator || [.star, .leftParenthesis, .minus].contains($0.kind.symbol) }) ?? false {
      advance()
      return .list(parseColumns(isBeforeOf: false))
    }
    if sees(.count), endsHere, !(next?.keywords.contains(.as) ?? false) {
      advance()
      return .count
    }
    if sees(.rank), next?.isOperand ?? false {
      advance()
      let (key, measure, ascending) = parseRanking()
      return .rank(key: key, measure: measure, ascending: ascending)
    }
    return .measures(parseColumns(isBeforeOf: false))
  }
}

extension Token.Kind {
  var symbol: Token.Symbol? {
    if case .symbol(let symbol) = self { symbol } else { nil }
  }
}

extension Token {
  /// Begins an expression without being an operator behind a name.
  var isOperand: Bool {
    switch kind {
    case .word: isName || keywords.contains(.not) || !keywords.isDisjoint(with: [.today, .yesterday, .tomorrow])
    case .quotedName, .text, .number, .money, .date, .period, .duration, .moment, .symbol(.dollar): true
    default: false
    }
  }
}
