import Diagnostics

/// Spellings of other languages. Each is an error that shows ours; the parser goes on as if ours had been written.
extension Parser {
  /// `order by`, `group by`, `limit 10`, `having`, `join`: no names here, by what follows.
  var seesForeignClause: Bool {
    guard !isAtStatementEnd, case .word = tokens[index].kind else { return false }
    let keywords = tokens[index].keywords
    if keywords.contains(.order) || keywords.contains(.group) { return seesNext(.by) }
    if keywords.contains(.limit), let next = peek(), case .number = next.kind { return true }
    return keywords.contains(.having) && (peek()?.isOperand ?? false)
  }

  /// The same of the next token: `count limit 10`.
  var seesForeignClauseNext: Bool {
    var next = self
    next.advance()
    return next.seesForeignClause
  }

  mutating func parseForeignClause() -> Clause.Kind? {
    guard seesForeignClause else { return nil }
    let start = index
    let keywords = tokens[index].keywords
    advance()
    if keywords.contains(.order) || keywords.contains(.group) {
      advance()
      foreign(range(from: start), ours: keywords.contains(.order) ? "sort by" : "by")
      guard keywords.contains(.order) else {
        return .groups(parseColumns(isBeforeOf: false), across: eat(.across) ? parseColumn(.key, isBeforeOf: false) : nil)
      }
      var keys: [SortKey] = []
      repeat { keys.append(parseSortKey()) } while eat(.comma)
      return .sort(keys)
    }
    if keywords.contains(.limit) {
      let count = parseCount()
      foreign(range(from: start), ours: "top \(Printer.text(of: count))")
      return .top(count: count, by: nil, per: nil, isBottom: false)
    }
    // `having` tests groups: ours is a stage, which no clause can stand for.
    let condition = parseWholeCondition()
    let ours = "| where \(Printer.text(of: condition))"
    foreign(range(from: start), ours: ours, words: Bilingual("\(ours) at the end", "`\(ours)`，放在最后"))
    return .condition(condition)
  }

  /// `select a, b from projects where …`
  mutating func parseSelect(from start: Int) -> Query? {
    var trial = self
    trial.advance()
    if trial.seesName, trial.sees(.distinct) { trial.advance() }
    let columns = trial.parseColumns(isBeforeOf: true)
    guard trial.sees(.from) || trial.isAtStatementEnd else { return nil }
    // What is foreign inside is told by the whole.
    trial.diagnostics = diagnostics
    self = trial
    if sees(.from) { advance() } else { missing(.keyword(.of)) }
    let (predicates, entity) = parseEntityPhrase()
    let verb = Parser.selectVerb(columns)
    let head = Query(verb: verb, entity: entity, predicates: predicates, range: range(from: start))
    foreign(head.range, ours: Printer.text(of: head))
    return parseRest(verb, predicates, entity, from: start, owner: verb.owner)
  }

  private static func selectVerb(_ columns: [Column]) -> Query.Verb {
    if columns.count == 1, case .everything = columns[0].kind { return .list([]) }
    let calls = columns.filter { column in
      guard case .expression(let expression) = column.kind, case .call(let call) = expression.kind, call.function.count == 1 else {
        return false
      }
      return ["count", "sum", "avg", "min", "max"].contains(call.function[0].text)
    }
    guard !calls.isEmpty else { return .list(columns) }
    if calls.count == 1, columns.count == 1, case .expression(let expression) = columns[0].kind, case .call(let call) = expression.kind,
      call.function[0].text == "count", call.arguments.isEmpty, columns[0].alias == nil
    {
      return .count
    }
    return .measures(calls)
  }

  /// `top 10 projects by investment`: the cut stands behind the entity.
  mutating func parseLeadingTop(from start: Int) -> Query? {
    var trial = self
    let topStart = trial.index
    let isBottom = trial.sees(.bottom)
    trial.advance()
    let count = trial.parseCount()
    guard trial.diagnostics.count == diagnostics.count else { return nil }
    let topEnd = trial.index
    let (predicates, entity) = trial.parseEntityPhrase()
    var by: Expression?
    if trial.eat(.by) { by = trial.parseCondition() }
    var per: Expression?
    if trial.eat(.per) { per = trial.parseCondition() }
    self = trial
    let range = SourceRange(tokens[topStart].range.start, tokens[topEnd - 1].range.end)
    let clause = Clause(.top(count: count, by: by, per: per, isBottom: isBottom), range: range)
    let head = Query(verb: .list([]), entity: entity, predicates: predicates, clauses: [clause], range: self.range(from: start))
    foreign(head.range, ours: Printer.text(of: head))
    var query = parseRest(.list([]), predicates, entity, from: start, owner: .list)
    query.clauses.insert(clause, at: 0)
    return query
  }

  /// `=`, `为`, and `==`, which is shown ours.
  mutating func eatEqual() -> Bool {
    if eat(.equal as Token.Symbol) || eat(.equal as Keyword) { return true }
    guard sees(.doubleEqual) else { return false }
    foreign(tokens[index].range, ours: "=")
    advance()
    return true
  }
}
