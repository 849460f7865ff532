import Diagnostics

/// `list [COLUMN, … of] [PREDICATE …] ENTITY CLAUSE … | STAGE …` and its seven sisters.
extension Parser {
  /// A query if one stands here; without a verb only what cannot be an expression.
  mutating func parseQuery() -> Query? {
    let start = index
    if sees(.select), peek() != nil { return parseSelect(from: start) }
    if sees(.top) || sees(.bottom) { return parseLeadingTop(from: start) }
    guard !isAtStatementEnd, case .word = tokens[index].kind else { return parseBareQuery(from: start) }
    let keywords = tokens[index].keywords
    if keywords.contains(.list), followsVerb { return parseList(from: start) }
    if keywords.contains(.count), followsVerb, !isMeasureCount { return parseCount(from: start) }
    if keywords.contains(.rank), followsVerb { return parseRank(from: start) }
    if keywords.contains(.changes), followsVerb { return parseChanges(from: start) }
    if keywords.contains(.trend), followsVerb { return parseTrend(from: start) }
    if keywords.contains(.history), followsVerb { return parseHistory(from: start) }
    return parseBareQuery(from: start)
  }

  /// Behind a verb something follows that is no operator; `trend` alone asks for more.
  private var followsVerb: Bool {
    guard let next = peek() else { return true }
    switch next.kind {
    case .symbol(.star), .symbol(.leftParenthesis), .symbol(.dollar), .symbol(.minus): return !sees(.count) || next.kind == .symbol(.star)
    case .symbol: return false
    default: return true
    }
  }

  /// `count, sum x of …`, `count of …`, `count distinct x of …`: the measure, not the verb.
  private var isMeasureCount: Bool {
    seesNext(.of) || seesNext(.distinct) || seesNext(.comma) || seesNext(.leftParenthesis) || seesNext(.as)
      || (turnAhead(from: index + 1) == .of && tokens[index].text != "统计")
  }

  // MARK: What turns columns and entity round

  enum Turn { case none, of, possessive }

  /// Whether `of` or `的` stands ahead in the head of the query.
  func turnAhead(from start: Int, stopsAtBy: Bool = true) -> Turn {
    var place = start
    var open = 0
    while !endsStatement(place) {
      let token = scanned(place)
      switch token.kind {
      case .symbol(.leftParenthesis): open += 1
      case .symbol(.rightParenthesis):
        open -= 1
        if open < 0 { return .none }
      case .symbol(.pipe): if open == 0 { return .none }
      case .word where open == 0:
        if token.keywords.contains(.of) { return .of }
        if token.keywords.contains(.possessive) { return .possessive }
        if token.keywords.contains(.as), scanned(place + 1).keywords.contains(.of) { return .none }
        if token.keywords.contains(.by) {
          if stopsAtBy { return .none }
        } else if !token.keywords.isDisjoint(with: Parser.headStops), !isTextTest(place) {
          return .none
        }
      default: break
      }
      place += 1
    }
    return .none
  }

  /// The `with` of `starts with`.
  private func isTextTest(_ place: Int) -> Bool {
    place > 0 && scanned(place).keywords.contains(.with) && !scanned(place - 1).keywords.isDisjoint(with: [.starts, .ends])
  }

  private static let headStops: KeywordSet = [
    .where, .sort, .top, .bottom, .skip, .with, .withTotals, .withEmpty, .compare, .asOf, .asFormat, .toFile,
  ]

  /// The entity that stands behind `of` further on: the columns before it show its names.
  private func rowAhead() -> Expectations.Row {
    var place = index
    while !endsStatement(place), !scanned(place).keywords.contains(.of) { place += 1 }
    var entity: String?
    place += 1
    while !endsStatement(place), scanned(place).isName {
      entity = scanned(place).text
      place += 1
    }
    return Expectations.Row(entity: entity)
  }

  // MARK: Verbs

  private mutating func parseList(from start: Int) -> Query {
    advance()
    if sees(.top) || sees(.bottom), let query = parseLeadingTop(from: start) { return query }
    return parseColumnsOfEntity(from: start, isVerbless: false)
  }

  private mutating func parseCount(from start: Int) -> Query {
    advance()
    switch turnAhead(from: index) {
    case .possessive: return parseTurned(from: start, verb: .count)
    // `统计 求和 总投资 来自 项目`: the verb says nothing more.
    case .of: return parseColumnsOfEntity(from: start, isVerbless: true)
    case .none: break
    }
    let (predicates, entity) = parseEntityPhrase()
    return parseRest(.count, predicates, entity, from: start, owner: .count)
  }

  /// `list a, b of ENTITY`, `list ENTITY`, `列出 ENTITY 的 a、b`
  private mutating func parseColumnsOfEntity(from start: Int, isVerbless: Bool) -> Query {
    switch turnAhead(from: index) {
    case .possessive: return parseTurned(from: start, verb: isVerbless ? nil : .list([]))
    case .of:
      let columns = parseHeadColumns()
      parseOf()
      let (predicates, entity) = parseEntityPhrase()
      return parseRest(
        isVerbless ? .measures(columns) : .list(columns), predicates, entity, from: start, owner: isVerbless ? .measures : .list)
    case .none:
      row = rowAhead()
      askForExpression()
      offer(.name(row, after: []))
      asked.add(.star)
      // `list name, investment projects`: columns without `of`.
      if seesColumnsWithoutOf {
        let columns = parseHeadColumns()
        parseOf()
        let (predicates, entity) = parseEntityPhrase()
        return parseRest(.list(columns), predicates, entity, from: start, owner: .list)
      }
      let (predicates, entity) = parseEntityPhrase()
      return parseRest(.list([]), predicates, entity, from: start, owner: .list)
    }
  }

  private var seesColumnsWithoutOf: Bool {
    if sees(.star) { return true }
    var place = index
    while !endsStatement(place), scanned(place).isName || scanned(place).kind == .symbol(.dot) { place += 1 }
    return place > index && !endsStatement(place) && (scanned(place).kind == .symbol(.comma) || scanned(place).keywords.contains(.from))
  }

  private mutating func parseHeadColumns() -> [Column] {
    row = rowAhead()
    return parseColumns(isBeforeOf: true)
  }

  /// `of`; SQL's `from` is shown ours.
  private mutating func parseOf() {
    if sees(.from) {
      foreign(tokens[index].range, ours: "of")
      return advance()
    }
    expect(.of)
  }

  /// `rank KEY by MEASURE [asc] of ENTITY`, `排名 ENTITY 的 KEY 按 MEASURE`
  private mutating func parseRank(from start: Int) -> Query {
    advance()
    if turnAhead(from: index) == .possessive {
      return parseTurned(from: start, verb: .rank(key: nothing, measure: nothingColumn, ascending: false))
    }
    row = rowAhead()
    let (key, measure, ascending) = parseRanking()
    parseOf()
    let (predicates, entity) = parseEntityPhrase()
    return parseRest(.rank(key: key, measure: measure, ascending: ascending), predicates, entity, from: start, owner: .rank)
  }

  /// `KEY by MEASURE [asc]`
  mutating func parseRanking() -> (key: Expression, measure: Column, ascending: Bool) {
    let key = parseCondition(.key)
    expect(.by)
    let measure = parseColumn(.measure, isBeforeOf: true)
    if eat(.ascending) { return (key, measure, true) }
    _ = eat(.descending)
    return (key, measure, false)
  }

  /// `changes [in FIELD, …] of ENTITY since T [to T]`, `变化 ENTITY 的 FIELD、…`
  private mutating func parseChanges(from start: Int) -> Query {
    advance()
    var fields: [Expression] = []
    if at(.in) {
      row = rowAhead()
      advance()
      repeat { fields.append(parseFieldPath()) } while eat(.comma)
    } else if turnAhead(from: index) == .possessive {
      return parseTurned(from: start, verb: .changes([]))
    }
    // `变化 项目 自 …` needs no `of`.
    if !eat(.of), !seesName || !fields.isEmpty { parseOf() }
    let (predicates, entity) = parseEntityPhrase()
    return parseRest(.changes(fields), predicates, entity, from: start, owner: .changes)
  }

  mutating func parseFieldPath() -> Expression {
    let start = index
    offer(.name(row, after: []))
    let names = parsePath()
    return Expression(.path(names), range: range(from: start))
  }

  /// `trend MEASURE, … of ENTITY`
  private mutating func parseTrend(from start: Int) -> Query {
    advance()
    if turnAhead(from: index) == .possessive { return parseTurned(from: start, verb: .trend([])) }
    let columns = parseHeadColumns()
    parseOf()
    let (predicates, entity) = parseEntityPhrase()
    return parseRest(.trend(columns), predicates, entity, from: start, owner: .trend)
  }

  /// `history [of] ENTITY ID`, `history [of] [PREDICATE …] ENTITY CLAUSE …`. Two names are read as entity and key; ``Query/otherReading`` is the other way.
  private mutating func parseHistory(from start: Int) -> Query {
    advance()
    _ = eat(.of)
    offer(.entity)
    if seesName, let next = peek(), next.isRecordKey, endsEntityPhrase(index + 2) {
      let entity = parseName(.entity)
      offer(.recordKey(entity: entity.text))
      let isAmbiguous = next.isName && !next.text.unicodeScalars.contains { ("0"..."9").contains($0) }
      let id = parseRecordKey()
      var query = parseRest(.history(id: id), [], entity, from: start, owner: .history)
      query.hasOtherReading = isAmbiguous
      return query
    }
    let (predicates, entity) = parseEntityPhrase()
    offer(.recordKey(entity: entity.text))
    return parseRest(.history(id: nil), predicates, entity, from: start, owner: .history)
  }

  func endsEntityPhrase(_ place: Int) -> Bool {
    if endsStatement(place) { return true }
    let token = scanned(place)
    return token.kind == .symbol(.pipe) || token.beginsClause
  }

  // MARK: Without a verb

  /// `overdue projects where …`, `landing_rate, count of projects`, `项目 的 名称`; nil where an expression must be meant.
  private mutating func parseBareQuery(from start: Int) -> Query? {
    switch turnAhead(from: index) {
    case .of, .possessive: return parseColumnsOfEntity(from: start, isVerbless: true)
    case .none: break
    }
    guard seesName || sees(.not) || (sees(.every) && seesNextName), !seesMoment else { return nil }
    if let query = parseVerbBehind(from: start) { return query }
    let phrase = attempt { trial, errors -> (predicates: [Expression], entity: Name)? in
      let phrase = trial.parseEntityPhrase()
      guard trial.diagnostics.count == errors.count, !phrase.entity.text.isEmpty, trial.endsEntityPhrase(trial.index) else { return nil }
      // `sum investment as total`, before its `of`
      if trial.tokens[start].aggregate != nil, trial.seesNameOfColumn { return nil }
      return phrase
    }
    guard let phrase else { return nil }
    return parseRest(.list([]), phrase.predicates, phrase.entity, from: start, owner: .list)
  }

  /// `first snapshot`, `year to date`: a value, not an entity behind a predicate.
  private var seesMoment: Bool {
    var trial = self
    return trial.parseLiteral() != nil
  }

  /// `KEY ranked`-like orders do not exist, but `项目 变化 自 上月` without `的` does.
  private mutating func parseVerbBehind(from start: Int) -> Query? {
    guard let next = peek(), next.keywords.contains(.changes), next.text.unicodeScalars.contains(where: { $0.value > 0x2E7F }) else {
      return nil
    }
    let entity = parseName(.entity)
    advance()
    return parseRest(.changes([]), [], entity, from: start, owner: .changes)
  }

  // MARK: Chinese order

  /// `[PREDICATE 的 …] ENTITY 的 COLUMN、…` or `PREDICATE 的 ENTITY`: the word behind the last `的` decides, and where it cannot, ``Query/hasOtherReading`` says so.
  private mutating func parseTurned(from start: Int, verb: Query.Verb?) -> Query {
    if let query = parseForeignAttribute(verb, from: start) { return query }
    let (items, _) = parseEntityItems(stopsBehindLastPossessive: true)
    if verb == nil, let query = parseVerbBehindPossessive(items, from: start) { return query }
    if let query = parseEntityBehindCondition(items, verb, from: start) { return query }
    let (predicates, entity) = splitEntity(items)
    row = Expectations.Row(entity: entity.text)
    switch verb {
    case .rank:
      let (key, measure, ascending) = parseRanking()
      return parseRest(.rank(key: key, measure: measure, ascending: ascending), predicates, entity, from: start, owner: .rank)
    case .trend:
      let columns = parseColumns(isBeforeOf: false)
      return parseRest(.trend(columns), predicates, entity, from: start, owner: .trend)
    default: break
    }
    if seesName, endsEntityPhrase(index + 1) {
      offer(.name(row, after: []))
      offer(.entity)
      let last = parseName(.entity)
      let verb = verb ?? .list([])
      var query = parseRest(verb, items, last, from: start, owner: verb.owner)
      query.hasOtherReading = true
      return query
    }
    if case .changes = verb {
      var fields: [Expression] = []
      repeat { fields.append(parseFieldPath()) } while eat(.comma)
      return parseRest(.changes(fields), predicates, entity, from: start, owner: .changes)
    }
    let columns = parseColumns(isBeforeOf: false)
    if case .list = verb { return parseRest(.list(columns), predicates, entity, from: start, owner: .list) }
    return parseRest(.measures(columns), predicates, entity, from: start, owner: .measures)
  }

  /// `未 已落地 的 项目`, `超期(10wd) 的 项目`: what is no plain name is a predicate, so the entity follows.
  private mutating func parseEntityBehindCondition(_ items: [Expression], _ verb: Query.Verb?, from start: Int) -> Query? {
    switch verb {
    case .rank, .trend: return nil
    default: break
    }
    guard let last = items.last else { return nil }
    if case .path(let names) = last.kind, names.count == 1 { return nil }
    offer(.entity)
    guard seesName, endsEntityPhrase(index + 1) else { return nil }
    let entity = parseName(.entity)
    let verb = verb ?? .list([])
    return parseRest(verb, items, entity, from: start, owner: verb.owner)
  }

  /// `项目 的 变化 自 上月`, `项目 WH-2018-0042 的 历史`
  private mutating func parseVerbBehindPossessive(_ items: [Expression], from start: Int) -> Query? {
    if sees(.changes), !seesNext(.comma) {
      advance()
      let (predicates, entity) = splitEntity(items)
      return parseRest(.changes([]), predicates, entity, from: start, owner: .changes)
    }
    guard sees(.history), let first = items.first, case .path(let names) = first.kind, names.count == 1, items.count <= 2 else {
      return nil
    }
    advance()
    return parseRest(.history(id: items.count == 2 ? items[1] : nil), [], names[0], from: start, owner: .history)
  }

  // MARK: Predicates and entity

  /// `[PREDICATE …] ENTITY`
  mutating func parseEntityPhrase() -> (predicates: [Expression], entity: Name) {
    var (items, isOpen) = parseEntityItems(stopsBehindLastPossessive: false)
    if !isAtStatementEnd, tokens[index].isOperator { mendKeyword(in: &items) }
    if items.isEmpty {
      missing(.entity)
      return ([], emptyName)
    }
    let split = splitEntity(items)
    if isOpen { missing(.entity) }
    row = Expectations.Row(entity: split.entity.text)
    return split
  }

  /// `list projects were stage = planned`: an operator behind the phrase says that one of its words was to be a clause's.
  private mutating func mendKeyword(in items: inout [Expression]) {
    for (place, item) in items.enumerated().dropFirst() {
      guard case .path(let names) = item.kind, names.count == 1, !names[0].isQuoted,
        let keyword = near(names[0].text, Parser.clauseKeywords),
        let token = tokens.firstIndex(where: { $0.range == names[0].range })
      else { continue }
      index = token
      mend(keyword)
      items.removeSubrange(place...)
      return
    }
  }

  /// The last item is the entity, and a plain name.
  private mutating func splitEntity(_ items: [Expression]) -> (predicates: [Expression], entity: Name) {
    guard let last = items.last else { return ([], emptyName) }
    if case .path(let names) = last.kind, names.count == 1 { return (Array(items.dropLast()), names[0]) }
    missing(.entity)
    return (items, emptyName)
  }

  /// Predicates and an entity, without telling them apart. `isOpen` says that `的`, `and` or `not` waits for another.
  private mutating func parseEntityItems(stopsBehindLastPossessive: Bool) -> (items: [Expression], isOpen: Bool) {
    var items: [Expression] = []
    // `list all projects`, `列出 所有 项目`
    if (sees(.every) || (seesName && tokens[index].text.lowercased() == "all")) && seesNextName { advance() }
    while true {
      offer(.entity)
      offer(.predicate(Expectations.Row()))
      ask(.not)
      if sees(.not) {
        let start = index
        advance()
        offer(.predicate(Expectations.Row()))
        guard seesName else {
          missing(.predicate)
          return (items, true)
        }
        let operand = parsePredicate()
        items.append(Expression(.not(operand), range: range(from: start)))
      } else if seesName, !seesForeignClause {
        items.append(parsePredicate())
      } else {
        return (items, false)
      }
      if sees(.possessive) {
        let isLast = turnAhead(from: index + 1) != .possessive
        advance()
        if stopsBehindLastPossessive, isLast { return (items, false) }
        if !seesName, !sees(.not) { return (items, true) }
      } else if sees(.and), peek()?.isName ?? false || seesNext(.not) {
        advance()
      }
    }
  }

  /// `overdue`, `overdue_by(10wd)`
  private mutating func parsePredicate() -> Expression {
    let start = index
    let names = parsePath(.predicate)
    if sees(.leftParenthesis) { return parseCall(names, from: start) }
    return Expression(.path(names), range: range(from: start))
  }

  // MARK: The rest

  mutating func parseRest(_ verb: Query.Verb, _ predicates: [Expression], _ entity: Name, from start: Int, owner: ClauseOwner) -> Query {
    row = Expectations.Row(entity: entity.text)
    let clauses = parseClauses(of: owner)
    let stages = parseStages()
    return Query(verb: verb, entity: entity, predicates: predicates, clauses: clauses, stages: stages, range: range(from: start))
  }

  private var nothing: Expression { Expression(.missing, range: tokens[index].range) }
  private var nothingColumn: Column { Column(.expression(nothing), range: tokens[index].range) }
}

/// Whose clauses are read: some belong to few verbs.
enum ClauseOwner { case list, count, measures, rank, changes, trend, history, stage, show }

extension Query.Verb {
  var owner: ClauseOwner {
    switch self {
    case .list: .list
    case .count: .count
    case .measures: .measures
    case .rank: .rank
    case .changes: .changes
    case .trend: .trend
    case .history: .history
    }
  }
}

extension Query {
  /// The second way to read a query whose words alone do not tell: `列出 项目 的 名称` may list the names of projects or, as in `列出 逾期 的 项目`,
  /// the second word under the first; `history of X Y` may name a record or a predicate. Nil where there is one reading only.
  /// Who knows the entities takes the one whose entity exists.
  public var otherReading: Query? {
    guard hasOtherReading else { return nil }
    var other = self
    other.hasOtherReading = false
    if case .history(let id?) = verb {
      guard case .path(let names) = id.kind, names.count == 1 else { return nil }
      other.predicates = [Expression(.path([entity]), range: entity.range)]
      other.entity = names[0]
      other.verb = .history(id: nil)
      return other
    }
    guard let last = predicates.last, case .path(let names) = last.kind, names.count == 1 else { return nil }
    let path = Expression(.path([entity]), range: entity.range)
    let column = Column(.expression(path), range: entity.range)
    switch verb {
    case .list: other.verb = .list([column])
    case .count, .measures: other.verb = .measures([column])
    case .changes: other.verb = .changes([path])
    default: return nil
    }
    other.entity = names[0]
    other.predicates.removeLast()
    return other
  }
}
