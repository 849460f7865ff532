import Diagnostics

/// A statement begins with its verb; without one it is an entity, measures or an expression.
extension Parser {
  mutating func parseStatement() -> Statement {
    let start = index
    let kind = parseStatementKind()
    if !isAtStatementEnd {
      unexpected()
      skipStatement()
    }
    return Statement(kind, range: range(from: start))
  }

  static let verbs: [Keyword] = [
    .list, .count, .rank, .changes, .trend, .history, .show, .explain, .describe, .help, .define, .param, .letting, .print, .expect, .run,
    .entity, .field, .choice, .names, .calendar,
  ]

  mutating func askForStatement() {
    for verb in Parser.verbs { ask(verb) }
    if isTyped, index == 0 { for clause in [Keyword.where, .by, .sort, .top, .bottom, .skip, .as, .to] { ask(clause) } }
    askForExpression()
    offer(.entity)
    offer(.predicate(row))
  }

  private mutating func parseStatementKind() -> Statement.Kind {
    askForStatement()
    if sees(.pipe) { return .continuation(parseStages()) }
    if isTyped, index == 0, seesClauseOfLastResult { return .continuation(parseStagesOfLastResult()) }
    guard case .word = tokens[index].kind, !isVerbUsedAsName else { return parseBareStatement() }
    let keywords = tokens[index].keywords
    if keywords.contains(.explain) { return parseExplain() }
    if keywords.contains(.show) { return parseShow() }
    if keywords.contains(.describe) { return parseDescribe() }
    if keywords.contains(.help) { return parseHelp() }
    if keywords.contains(.print) { return parsePrint() }
    if keywords.contains(.expect) { return parseExpect() }
    if keywords.contains(.run) { return parseRun() }
    if keywords.contains(.letting) { return parseLetting() }
    if let declaration = parseDeclaration() { return declaration }
    return parseBareStatement()
  }

  /// A clause that begins what is typed; `top 10 projects by investment` is the query that it looks like, with an error that shows ours.
  private var seesClauseOfLastResult: Bool {
    guard !isAtStatementEnd else { return false }
    if seesForeignClause { return true }
    let word = tokens[index]
    if word.keywords.contains(.every), word.step == nil, peek()?.step == nil { return false }
    guard sees(.top) || sees(.bottom) else { return word.beginsClause }
    var trial = self
    return trial.parseLeadingTop(from: index)?.entity.text.isEmpty ?? true
  }

  /// `count(projects) > 3`, `names.x`, `run = 3`: the first word is a name after all.
  private var isVerbUsedAsName: Bool {
    guard let next = peek(), !sees(.letting) || next.kind != .symbol(.equal) else { return false }
    switch next.kind {
    case .symbol(.dot), .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessOrEqual), .symbol(.greater),
      .symbol(.greaterOrEqual),
      .symbol(.plus), .symbol(.slash), .symbol(.coalesce):
      return true
    default: return false
    }
  }

  /// `explain QUERY`, `explain plan QUERY`, `explain sql for DIALECT QUERY`, `explain tokens|tree QUERY`
  private mutating func parseExplain() -> Statement.Kind {
    advance()
    var kind = ExplainKind.words
    for keyword in [Keyword.plan, .sql, .tokens, .tree] { ask(keyword) }
    if let next = peek(), next.kind != .symbol(.dot), next.keywords.isDisjoint(with: [.where, .of, .by]) {
      if sees(.plan) {
        advance()
        kind = .plan
      } else if sees(.tokens) {
        advance()
        kind = .tokens
      } else if sees(.tree) {
        advance()
        kind = .tree
      } else if sees(.sql) {
        advance()
        kind = .sql(eat(.for) ? parseNewName(at: .dialect).text : nil)
      }
    }
    guard enter() else { return .unreadable }
    defer { leave() }
    let start = index
    if isAtStatementEnd {
      askForStatement()
      missing(.query)
      return .explain(kind, Statement(.unreadable, range: range(from: start)))
    }
    let inner = parseStatementKind()
    return .explain(kind, Statement(inner, range: range(from: start)))
  }

  /// `show [ENTITY] ID CLAUSE …`
  private mutating func parseShow() -> Statement.Kind {
    advance()
    offer(.entity)
    offer(.recordKey(entity: nil))
    guard seesName, let next = peek(), next.isRecordKey else {
      let id = parseRecordKey()
      if case .path(let names) = id.kind { offer(.recordKey(entity: names[0].text)) }
      return .show(entity: nil, id: id, clauses: parseShowClauses(behind: id))
    }
    let entity = parseName(.entity)
    offer(.recordKey(entity: entity.text))
    let id = parseRecordKey()
    return .show(entity: entity, id: id, clauses: parseShowClauses(behind: id))
  }

  /// Where the key is missing, nothing else is asked for.
  private mutating func parseShowClauses(behind id: Expression) -> [Clause] {
    if case .missing = id.kind, isAtStatementEnd { return [] }
    return parseClauses(of: .show)
  }

  /// The key of a record: a word, a number or a text.
  mutating func parseRecordKey(_ wanted: Wanted = .recordKey) -> Expression {
    let start = index
    if seesText || seesName { return parseValueWord() }
    guard !isAtStatementEnd, tokens[index].isRecordKey else {
      missing(wanted)
      return Expression(.missing, range: range(from: start))
    }
    let range = tokens[index].range
    if case .number = tokens[index].kind { return parsePrimary() }
    // `2018-03` is a period elsewhere and a key here.
    advance()
    return Expression(.literal(.text(source.normalText(range))), range: range)
  }

  private mutating func parseValueWord() -> Expression {
    let range = tokens[index].range
    if case .text(let text) = tokens[index].kind {
      advance()
      return Expression(.literal(.text(text)), range: range)
    }
    return Expression(.path([parseName()]), range: range)
  }

  /// `describe [NAME]`
  private mutating func parseDescribe() -> Statement.Kind {
    advance()
    offer(.described)
    ask(.snapshots)
    if isAtStatementEnd { return .describe(nil) }
    if case .word = tokens[index].kind {
      advance()
      return .describe(Name(tokens[index - 1].text, range: tokens[index - 1].range))
    }
    return .describe(parseCode())
  }

  /// `help [TOPIC]`
  private mutating func parseHelp() -> Statement.Kind {
    advance()
    offer(.topic)
    var words: [String] = []
    while !isAtStatementEnd {
      words.append(source.text(tokens[index].range))
      advance()
      offer(.topic)
    }
    return .help(words.isEmpty ? nil : words.joined(separator: " "))
  }

  /// `print "… {EXPRESSION} …"`
  private mutating func parsePrint() -> Statement.Kind {
    advance()
    offer(.text)
    if seesText {
      let pieces = parseInterpolations(tokens[index])
      advance()
      return .print(pieces)
    }
    if isAtStatementEnd {
      missing(.text)
      return .print([])
    }
    return .print([.expression(parseCondition())])
  }

  /// `expect CONDITION ["message"]`
  private mutating func parseExpect() -> Statement.Kind {
    advance()
    let condition = parseCondition(.condition)
    return .expect(Expectation(condition: condition, message: parseOptionalText()))
  }

  /// `run "FILE" [with NAME = VALUE, …]`, `run REPORT`
  private mutating func parseRun() -> Statement.Kind {
    advance()
    offer(.script)
    let target = parseRecordKey(.file)
    if case .literal(.text(let path)) = target.kind { refuseNUL(in: path, at: target.range) }
    var arguments: [(name: Name, value: Expression)] = []
    if eat(.with) {
      repeat {
        let name = parseNewName()
        if !eatEqual() { missing(.symbol(.equal)) }
        arguments.append((name, parseOperand(opposite: nil)))
      } while eat(.comma)
    }
    return .run(target: target, arguments: arguments)
  }

  /// `let NAME = QUERY`
  private mutating func parseLetting() -> Statement.Kind {
    advance()
    let name = parseNewName()
    _ = at(.equal as Token.Symbol)
    if !eatEqual() { missing(.symbol(.equal)) }
    let start = index
    askForStatement()
    if isAtStatementEnd { missing(.query) }
    switch parseBareStatement() {
    case .query(let query): return .letting(name, query)
    default:
      if lastErrorIndex != start { report(.expected(.query, found: Bilingual("an expression", "表达式")), at: range(from: start)) }
      return .unreadable
    }
  }

  /// A query, or an expression that stands for itself.
  mutating func parseBareStatement() -> Statement.Kind {
    // `sum` alone is no entity.
    if let aggregate = tokens[index].aggregate, [.sum, .avg, .min, .max, .median, .distinct].contains(aggregate), peek() == nil,
      turnAhead(from: index) == .none
    {
      advance()
      offer(.name(Expectations.Row(), after: []))
      ask(.distinct)
      missing(.field)
      return .unreadable
    }
    if let query = parseQuery() { return .query(query) }
    if !isAtStatementEnd, tokens[index].beginsClause, !sees(.top), !sees(.bottom), !sees(.every) {
      missing(.statement)
      return .unreadable
    }
    let start = self
    let expression = parseCondition()
    guard isOpenEnd(statementEnd), sees(.comma) || seesNameOfColumn else { return .expression(expression) }
    // Columns whose entity is still to come: `sum investment as total, count`
    let spent = readInVain
    self = start
    readInVain = spent
    _ = parseColumns(isBeforeOf: true)
    if isAtStatementEnd { expect(.of) }
    return .expression(Expression(.missing, range: expression.range))
  }

  /// `as total`; `as csv` names a format.
  var seesNameOfColumn: Bool {
    guard sees(.as) || sees(.asName) else { return false }
    return peek().map { !OutputFormat.names.contains(foldedWord($0.text)) } ?? true
  }
}

extension Token {
  var isRecordKey: Bool {
    switch kind {
    case .text, .number, .quotedName, .period, .date: true
    case .word: isName
    default: false
    }
  }
}
