import Diagnostics

/// Spellings of other languages. Each is an error that shows ours; the parser goes on as if ours had been written.
extension Parser {
  /// `order by`, `group by`, `limit 10`, `having`, `join`: no names here, by what follows.
  var seesForeignClause: Bool {
    guard !isAtStatementEnd, case .word = tokens[index].kind, let next = peek() else { return false }
    return tokens[index].isForeignClause(before: next)
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
    let isDistinct = tokens[index + 1].isName && peek()?.keywords.contains(.distinct) ?? false
    let columns = attempt { trial, errors -> [Column]? in
      trial.advance()
      if trial.seesName, trial.sees(.distinct) { trial.advance() }
      let columns = trial.parseColumns(isBeforeOf: true)
      guard trial.sees(.from) || trial.isAtStatementEnd else { return nil }
      // What is foreign inside is told by the whole.
      trial.diagnostics = errors
      return columns
    }
    guard let columns else { return nil }
    if sees(.from) { advance() } else { missing(.keyword(.of)) }
    let (predicates, entity) = parseEntityPhrase()
    if let (named, short) = shortName(from: start, predicates, entity) {
      let ours = "list NAME, … of \(source.text(named.range))"
      foreign(
        range(from: start), ours: ours,
        words: Bilingual("\(ours), and names without `\(short).`", "`\(ours)`，名称不带 `\(short).`"))
      skipStatement()
      return Query(verb: .list([]), entity: named, range: range(from: start))
    }
    let verb = Parser.selectVerb(columns)
    var head = Query(verb: verb, entity: entity, predicates: predicates, range: range(from: start))
    // Different values are the groups that they make.
    if isDistinct, case .list(let keys) = verb, !keys.isEmpty {
      head.verb = .count
      head.clauses = [Clause(.groups(keys, across: nil), range: head.range)]
    }
    foreign(head.range, ours: Printer.text(of: head))
    return parseRest(verb, predicates, entity, from: start, owner: verb.owner)
  }

  /// `from projects p`, `from projects as p` where a name begins with `p.`: the entity, and what it is called. Names have no owner here, so that the
  /// text cannot be shown in ours word by word.
  private func shortName(from start: Int, _ predicates: [Expression], _ entity: Name) -> (entity: Name, short: String)? {
    let (named, short): (Name, String)
    // Of `projects p join units u` the first two words.
    let words =
      predicates.map { if case .path(let names) = $0.kind, names.count == 1 { names[0] } else { Name("", range: $0.range) } } + [entity]
    if words.count > 1, !words[0].text.isEmpty, !words[1].text.isEmpty {
      (named, short) = (words[0], words[1].text)
    } else if predicates.isEmpty, sees(.as), let next = peek(), next.isName {
      (named, short) = (entity, next.text)
    } else {
      return nil
    }
    let isUsed = (start..<max(start, min(statementEnd, tokens.count - 1) - 1)).contains { place in
      foldedWord(tokens[place].text) == foldedWord(short) && tokens[place + 1].kind == .symbol(.dot)
    }
    return isUsed ? (named, short) : nil
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

  /// `阶段 为 前期 的 项目`: only predicates stand before the entity; ours is `项目 其中 阶段 为 前期`.
  mutating func parseForeignAttribute(_ verb: Query.Verb?, from start: Int) -> Query? {
    switch verb {
    case nil, .list, .count: break
    default: return nil
    }
    return attempt { trial, errors in
      let head = trial.index
      let condition = trial.parseCondition(.condition)
      guard trial.diagnostics.count == errors.count, condition.isComparing else { return nil }
      let words = trial.source.text(trial.range(from: head))
      guard trial.eat(.possessive), trial.seesName, trial.endsEntityPhrase(trial.index + 1) else { return nil }
      let entity = trial.parseName(.entity)
      // The verb, where there is one, stays as it is.
      trial.foreign(trial.range(from: head), ours: "\(trial.source.text(entity.range)) 其中 \(words)")
      let verb = verb ?? .list([])
      return trial.parseRest(verb, [condition], entity, from: start, owner: verb.owner)
    }
  }

  /// `due within 30 days`, `due this week`: ours has `in` before the days.
  mutating func parseForeignPeriod(_ left: Expression) -> Expression.Kind? {
    guard !isAtStatementEnd, case .word = tokens[index].kind, tokens[index].lineIndent == nil else { return nil }
    let isWithin = foldedWord(tokens[index].text) == "within" && (peek()?.isOperand ?? false)
    let keywords = tokens[index].keywords
    let isRun = !keywords.isDisjoint(with: [.this, .last, .next]) && peek()?.step != nil
    guard isWithin || isRun else { return nil }
    return attempt { trial, errors in
      let start = trial.index
      if isWithin { trial.advance() }
      let bare = trial.index
      let value = trial.parseSum(.value)
      guard trial.diagnostics.count == errors.count, bare < trial.index else { return nil }
      let words = trial.source.text(trial.range(from: bare))
      trial.foreign(trial.range(from: start), ours: isWithin ? "in next \(words)" : "in \(words)")
      return .within(left, value, isNegated: false)
    }
  }

  /// `count projects per district`: `per` belongs to `top`, and groups are made by `by`.
  mutating func parseForeignPer() -> Clause.Kind? {
    guard sees(.per), peek()?.isOperand ?? false else { return nil }
    foreign(tokens[index].range, ours: "by")
    advance()
    return .groups(parseColumns(isBeforeOf: false), across: nil)
  }

  /// `changes of projects between A and B`, `from A to B`: ours begins with `since`.
  mutating func parseForeignSince(of owner: ClauseOwner) -> Clause.Kind? {
    guard owner == .changes, sees(.from) || sees(.between) else { return nil }
    let start = index
    let isBetween = sees(.between)
    advance()
    let first = parseMoment()
    guard isBetween, sees(.and) || sees(.rangeAnd) else {
      foreign(tokens[start].range, ours: "since")
      return .since(first)
    }
    advance()
    let last = parseMoment()
    foreign(range(from: start), ours: "since \(source.text(first.range)) to \(source.text(last.range))")
    return .since(first)
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

extension Expression {
  /// Whether a comparison decides it, alone or among others.
  fileprivate var isComparing: Bool {
    switch kind {
    case .comparison, .membership, .within, .between, .textTest, .presence, .isNamed: true
    case .and, .or, .not, .parenthesized: kind.parts.contains(where: \.isComparing)
    default: false
    }
  }
}
