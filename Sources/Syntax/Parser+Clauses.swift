import Diagnostics

/// Clauses stand in any order, each at most once. A word that two could own belongs to the nearest on its left.
extension Parser {
  mutating func parseClauses(of owner: ClauseOwner) -> [Clause] {
    var clauses: [Clause] = []
    while true {
      askForClauses(of: owner)
      if isAtStatementEnd || sees(.pipe) || sees(.rightParenthesis) { return clauses }
      let start = index
      if let kind = parseClause(of: owner) {
        add(Clause(kind, range: range(from: start)), to: &clauses)
      } else if let keyword = near(tokens[index].text, Parser.clauseKeywords), peek() != nil {
        mend(keyword)
      } else {
        unexpected()
        if index == start { advance() }
        skipToClause()
      }
    }
  }

  private mutating func add(_ clause: Clause, to clauses: inout [Clause]) {
    guard let first = clauses.first(where: { $0.slot == clause.slot }) else { return clauses.append(clause) }
    let isSame = clause.keyword == first.keyword
    let place = isSame ? Bilingual("the first is here", "第一个在此") : Bilingual("`\(first.keyword)` is here", "`\(first.keyword)` 在此")
    report(.twice(clause.keyword, first: first.keyword), at: clause.range, notes: [.init(place, at: first.range)])
  }

  private mutating func askForClauses(of owner: ClauseOwner) {
    let common: [Keyword] = [
      .where, .by, .across, .sort, .top, .bottom, .skip, .asOf, .withTotals, .withEmpty, .compare, .as, .to,
    ]
    for keyword in owner == .show ? [.asOf, .as, .to] : common { ask(keyword) }
    switch owner {
    case .changes: ask(.since)
    case .trend: [.from, .every].forEach { ask($0) }
    default: break
    }
    if owner != .show { _ = at(.pipe) }
  }

  private mutating func parseClause(of owner: ClauseOwner) -> Clause.Kind? {
    guard case .word = tokens[index].kind else { return nil }
    let keywords = tokens[index].keywords
    if keywords.contains(.where) { return parseWhere() }
    if keywords.contains(.by) || keywords.contains(.across) { return parseBy() }
    if keywords.contains(.sort) { return parseSort() }
    if keywords.contains(.top) || keywords.contains(.bottom) { return parseTop() }
    if keywords.contains(.skip) {
      advance()
      return .skip(parseCount())
    }
    if keywords.contains(.asOf) || (keywords.contains(.as) && seesNext(.of)) { return parseAsOf() }
    if keywords.contains(.as) || keywords.contains(.asFormat) { return parseAs() }
    if keywords.contains(.withTotals) || keywords.contains(.withEmpty) || keywords.contains(.with) { return parseWith() }
    if keywords.contains(.compare) { return parseCompare() }
    if keywords.contains(.since) { return parseSpan(.since, of: owner) }
    if isToFile { return parseTo() }
    if keywords.contains(.to) || keywords.contains(.toFile) { return parseSpan(.to, of: owner) }
    if let since = parseForeignSince(of: owner) { return since }
    if keywords.contains(.from) { return parseSpan(.from, of: owner) }
    if keywords.contains(.every) { return parseEvery(of: owner) }
    return parseForeignPer() ?? parseForeignClause()
  }

  /// `where CONDITION`
  mutating func parseWhere() -> Clause.Kind {
    advance()
    return .condition(parseWholeCondition())
  }

  /// A condition that nothing but a clause can follow: a comma in it can only mean `and`.
  mutating func parseWholeCondition() -> Expression {
    var condition = parseCondition(.condition)
    while sees(.comma) {
      if let next = peek(), next.beginsClause { break }
      foreign(tokens[index].range, ours: "and")
      advance()
      if sees(.and) { advance() }
      let right = parseCondition(.condition)
      condition = Expression(.and(condition, right), range: condition.range.union(right.range))
    }
    return condition
  }

  /// `by KEY, … [across KEY]`; `按 E 降序` and `按 E 排序` are `sort by E`.
  private mutating func parseBy() -> Clause.Kind {
    var keys: [Column] = []
    if !sees(.across) {
      let start = index
      advance()
      keys = [parseColumn(.key, isBeforeOf: false)]
      if let isDescending = parseDirection() {
        let isChinese = tokens[start].range.end - tokens[start].range.start > 2
        if !isChinese { foreign(range(from: start), ours: "sort " + source.text(range(from: start))) }
        return finishTurnedSort(keys, isDescending)
      }
      if sees(.sort), peek().map({ $0.beginsClause && !$0.keywords.contains(.by) || $0.kind == .symbol(.pipe) }) ?? true {
        return finishTurnedSort(keys, nil)
      }
      while eat(.comma) { keys.append(parseColumn(.key, isBeforeOf: false)) }
    }
    let across = eat(.across) ? parseColumn(.key, isBeforeOf: false) : nil
    return .groups(keys, across: across)
  }

  private mutating func finishTurnedSort(_ keys: [Column], _ isDescending: Bool?) -> Clause.Kind {
    var sortKeys = keys.compactMap { key -> SortKey? in
      if case .expression(let expression) = key.kind { SortKey(expression, isDescending: isDescending) } else { nil }
    }
    while eat(.comma) { sortKeys.append(parseSortKey()) }
    if sees(.sort), !seesNext(.by) { advance() }
    return .sort(sortKeys)
  }

  /// `sort [by] EXPR [desc], …`
  private mutating func parseSort() -> Clause.Kind {
    advance()
    _ = eat(.by)
    var keys: [SortKey] = []
    repeat { keys.append(parseSortKey()) } while eat(.comma)
    return .sort(keys)
  }

  mutating func parseSortKey() -> SortKey {
    let expression = parseCondition()
    return SortKey(expression, isDescending: parseDirection())
  }

  private mutating func parseDirection() -> Bool? {
    if eat(.descending) { return true }
    if eat(.ascending) { return false }
    return nil
  }

  /// `top N [by EXPR] [per KEY]`, `bottom N by EXPR`
  mutating func parseTop() -> Clause.Kind {
    let isBottom = sees(.bottom)
    advance()
    let count = parseCount()
    var by: Expression?
    var per: Expression?
    if eat(.by) {
      by = parseCondition()
      let direction = index
      if let isDescending = parseDirection(), !isDescending {
        let words =
          isBottom
          ? Bilingual("nothing: `bottom` is low first", "`bottom`，不必再写：它本来从低到高")
          : Bilingual("`bottom` for `top`", "`bottom`，代替 `top`")
        foreign(tokens[direction].range, ours: "bottom", words: words)
      }
    }
    if eat(.per) { per = parseCondition() }
    return .top(count: count, by: by, per: per, isBottom: isBottom)
  }

  /// The number in `top 5`, `skip $n`, `前20名`.
  mutating func parseCount() -> Expression {
    offer(.number)
    switch tokens[index].kind {
    case .number where !isAtStatementEnd, .symbol(.dollar) where !isAtStatementEnd, .symbol(.minus) where !isAtStatementEnd:
      let count = parseSigned()
      if !isAtStatementEnd, ["名", "个", "位", "条", "项"].contains(tokens[index].text) { advance() }
      return count
    default:
      missing(.number)
      return Expression(.missing, range: SourceRange(tokens[index].range.start, tokens[index].range.start))
    }
  }

  /// `as of T`
  private mutating func parseAsOf() -> Clause.Kind {
    if !tokens[index].keywords.contains(.asOf) { advance() }
    advance()
    return .asOf(parseMoment())
  }

  mutating func parseMoment() -> Expression {
    offer(.moment)
    return parseSum(.moment)
  }

  /// `as FORMAT`
  private mutating func parseAs() -> Clause.Kind {
    advance()
    offer(.format)
    guard !isAtStatementEnd, case .word = tokens[index].kind else {
      missing(.format)
      return .format(emptyName)
    }
    let range = tokens[index].range
    let name = Name(foldedWord(tokens[index].text), range: range)
    if !OutputFormat.names.contains(name.text) { missing(.format) }
    advance()
    return .format(name)
  }

  /// `with totals`, `with empty`
  private mutating func parseWith() -> Clause.Kind {
    if eat(.withTotals) { return .withTotals }
    if eat(.withEmpty) { return .withEmpty }
    advance()
    if eat(.totals) { return .withTotals }
    if eat(.empty) { return .withEmpty }
    missing(.keyword(.totals))
    if seesName { advance() }
    return .withTotals
  }

  /// `compare T`
  private mutating func parseCompare() -> Clause.Kind {
    let start = index
    advance()
    if sees(.with) || sees(.to) {
      advance()
      foreign(range(from: start), ours: "compare")
    }
    return .compare(parseMoment())
  }

  private var isToFile: Bool {
    guard sees(.to) || sees(.toFile), let next = peek(), case .text = next.kind else { return false }
    return true
  }

  /// `to "FILE"`
  private mutating func parseTo() -> Clause.Kind {
    advance()
    guard case .text(let file) = tokens[index].kind else { return .file("") }
    refuseNUL(in: file, at: tokens[index].range)
    advance()
    return .file(file)
  }

  /// Said with its place before anything runs.
  mutating func refuseNUL(in path: String, at range: SourceRange) {
    if !canBePath(path) { report(.nulInPath, at: range) }
  }

  /// `since T`, `from T`, `to T`
  private mutating func parseSpan(_ keyword: Keyword, of owner: ClauseOwner) -> Clause.Kind {
    let isAllowed: Bool
    switch keyword {
    case .since: isAllowed = owner == .changes
    case .to: isAllowed = owner == .changes || owner == .trend
    default: isAllowed = owner == .trend
    }
    let word = tokens[index]
    advance()
    offer(.file)
    if keyword == .to, !isAllowed {
      missing(.file)
    } else if !isAllowed {
      report(.clauseNotHere(word.text, reading: keyword.home), at: word.range)
    }
    if isAtStatementEnd, lastErrorIndex == index { return .until(Expression(.missing, range: word.range)) }
    let moment = parseMoment()
    switch keyword {
    case .since: return .since(moment)
    case .from: return .from(moment)
    default: return .until(moment)
    }
  }

  /// `every month`, `每月`
  private mutating func parseEvery(of owner: ClauseOwner) -> Clause.Kind {
    let word = tokens[index]
    if owner != .trend { report(.clauseNotHere(word.text, reading: Keyword.every.home), at: word.range) }
    if let step = word.step {
      advance()
      return .every(step)
    }
    advance()
    for keyword in [Keyword.snapshot, .week, .month, .quarter, .year] { ask(keyword) }
    guard !isAtStatementEnd, let step = tokens[index].step else {
      missing(.step)
      if seesName { advance() }
      return .every(.snapshot)
    }
    advance()
    return .every(step)
  }
}

extension Token {
  /// The step that a unit word names.
  var step: TrendStep? {
    if keywords.contains(.snapshot) || keywords.contains(.snapshots) { return .snapshot }
    if keywords.contains(.week) { return .week }
    if keywords.contains(.month) { return .month }
    if keywords.contains(.quarter) { return .quarter }
    if keywords.contains(.year) { return .year }
    return nil
  }
}

extension Keyword {
  /// Where a clause of few verbs belongs.
  fileprivate var home: Bilingual {
    switch self {
    case .since:
      Bilingual(
        "`since T` belongs to `changes of …`, `ever`, `always` and `changed`", "`since T` 只用于 `changes of …`、`ever`、`always` 和 `changed`")
    case .every: Bilingual("`every month` belongs to `trend … of …`", "`every month` 只用于 `trend … of …`")
    default:
      Bilingual("`from T` and `to T` belong to `trend … of …` and `changed`", "`from T` 和 `to T` 只用于 `trend … of …` 和 `changed`")
    }
  }
}

extension Clause {
  /// The words that begin it.
  public var keyword: String {
    switch kind {
    case .condition: "where"
    case .groups(let keys, _): keys.isEmpty ? "across" : "by"
    case .sort: "sort"
    case .top(_, _, _, let isBottom): isBottom ? "bottom" : "top"
    case .skip: "skip"
    case .asOf: "as of"
    case .withTotals: "with totals"
    case .withEmpty: "with empty"
    case .compare: "compare"
    case .since: "since"
    case .from: "from"
    case .until: "to"
    case .every: "every"
    case .format: "as"
    case .file: "to \"…\""
    }
  }

  /// Clauses of one slot exclude each other.
  fileprivate var slot: String {
    switch kind {
    case .top: "top"
    case .groups: "by"
    default: keyword
    }
  }
}
