import Diagnostics

/// Where a statement ends: one rule for scripts and for the prompt.
///
/// `;` ends it. A line break does only where the statement could end: never inside parentheses, nor behind what needs something behind it, nor
/// before a line that is indented deeper than the statement or goes on with it (``Token/goesOn(before:)``). The first pass over the tokens finds
/// the end by these signs. Words that need something only in their place (`count`, `last`, `let x`) are known when the statement is read: where
/// all that is wrong is something missing at a line break, that break was none, and the statement is read again with the next line.
extension Parser {
  mutating func beginStatement() {
    statementStart = index
    joinedBreaks = []
    statementInside = nil
    row = Expectations.Row()
    if let lineIndent = tokens[index].lineIndent { indent = lineIndent }
    findStatementEnd(from: index)
  }

  /// The first place from here on that is behind the statement.
  mutating func findStatementEnd(from first: Int) {
    var open = 0
    // These two take whatever word follows.
    let takesAnyWord = !scanned(statementStart).keywords.isDisjoint(with: [.help, .describe])
    var place = first
    while true {
      let token = scanned(place)
      switch token.kind {
      case .end, .symbol(.semicolon):
        (statementEnd, endsAtBreak) = (place, false)
        return
      default: break
      }
      if let lineIndent = token.lineIndent, place > statementStart, open == 0, lineIndent <= indent, !joinedBreaks.contains(place),
        takesAnyWord || !scanned(place - 1).needsMore, !token.goesOn(before: scanned(place + 1))
      {
        (statementEnd, endsAtBreak) = (place, true)
        return
      }
      if open == 0, place > statementStart, statementInside == nil, (token.lineIndent ?? 0) > indent, beginsStatement(place) {
        statementInside = place
      }
      switch token.kind {
      case .symbol(.leftParenthesis) where !takesAnyWord: open += 1
      case .symbol(.rightParenthesis): open = max(0, open - 1)
      default: break
      }
      place += 1
    }
  }

  /// A statement, over as many line breaks as it takes.
  mutating func parseStatementToItsEnd() -> Statement {
    let (start, errors, lastError, outerDepth) = (index, diagnostics.count, lastErrorIndex, depth)
    while true {
      missingAtBreak = 0
      let statement = parseStatement()
      reread += statementEnd - start
      // Hostile texts could be read again for each of their lines.
      guard missingAtBreak > 0, diagnostics.count == errors + missingAtBreak, reread < 8 * tokens.count + 4096 else {
        if let inside = statementInside, inside < statementEnd, isWhole(from: start, before: inside, lastError, outerDepth) {
          // Whatever else is wrong with the two of them says less.
          diagnostics.removeLast(max(0, diagnostics.count - errors))
          append(
            Diagnostic(SyntaxProblem.statementInside(line: line(of: inside), first: line(of: start)), at: tokens[inside].range))
        }
        return statement
      }
      joinedBreaks.insert(statementEnd)
      diagnostics.removeLast(missingAtBreak)
      (index, lastErrorIndex, depth) = (start, lastError, outerDepth)
      row = Expectations.Row()
      findStatementEnd(from: start)
    }
  }

  /// Behind a blank line, a verb before something it could be said of.
  private func beginsStatement(_ place: Int) -> Bool {
    let (before, token, next) = (scanned(place - 1), scanned(place), scanned(place + 1))
    // `show` is a clause of `entity`, and these four take what follows as it is.
    let first = scanned(statementStart).keywords
    guard first.isDisjoint(with: [.explain, .help, .describe, .entity]), !before.needsMore, before.range.end <= token.range.start,
      case .word = token.kind, Parser.verbs.contains(where: { token.keywords.contains($0) }), next.kind == .word || next.isOperand,
      next.lineIndent == nil
    else { return false }
    let lines = source.text(SourceRange(before.range.end, token.range.start)).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().dropLast().contains { $0.allSatisfy(\.isWhitespace) }
  }

  /// The statement could end before a place inside it.
  private func isWhole(from start: Int, before place: Int, _ lastError: Int, _ depth: Int) -> Bool {
    var trial = self
    (trial.index, trial.lastErrorIndex, trial.depth) = (start, lastError, depth)
    (trial.diagnostics, trial.row) = ([], Expectations.Row())
    (trial.statementEnd, trial.endsAtBreak) = (place, true)
    _ = trial.parseStatement()
    return trial.diagnostics.isEmpty && trial.index == place
  }

  private func line(of place: Int) -> Int { source.bytes[..<tokens[place].range.start].count { $0 == 0x0A } + 1 }

  /// The text may go on here: it ends, or its line does.
  func isOpenEnd(_ place: Int) -> Bool {
    tokens[min(place, tokens.count - 1)].kind == .end || (place == statementEnd && endsAtBreak)
  }

  /// Whether a text that a person types goes on in the next line: all that is wrong with it is that it ends, or what stands last needs more.
  /// What is unexpected is an error at once.
  public static func goesOn(_ text: String) -> Bool {
    let parsed = parse(Source(name: "", text: text + "\n"), isTyped: true)
    guard parsed.diagnostics.isEmpty else { return parsed.diagnostics.allSatisfy(\.isIncomplete) }
    guard let last = parsed.tokens.dropLast().last, let statement = parsed.script.statements.last else { return false }
    switch statement.kind {
    case .help, .describe: return false
    default: return last.needsMore
    }
  }
}

extension Token {
  /// No statement ends behind it. All of these words are reserved.
  var needsMore: Bool {
    switch kind {
    case .symbol(let symbol):
      switch symbol {
      case .comma, .colon, .pipe, .dot, .leftParenthesis, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus,
        .slash, .coalesce, .dollar, .doubleEqual, .doubleAmpersand, .doublePipe, .lessGreater, .exclamation:
        true
      // `| list *` ends so.
      case .star, .semicolon, .rightParenthesis, .documentation, .leftBrace, .rightBrace, .leftBracket, .rightBracket: false
      }
    case .word: !keywords.isDisjoint(with: [.where, .by, .of, .and, .or, .not])
    default: false
    }
  }

  /// A line that begins so goes on with the statement above it, however little it is indented.
  func goesOn(before next: Token) -> Bool {
    switch kind {
    case .symbol(.pipe), .symbol(.comma), .symbol(.rightParenthesis), .symbol(.doublePipe), .symbol(.doubleAmpersand): return true
    case .word:
      // `every approval is granted` is an expression, `every month` a clause.
      if keywords.contains(.every), step == nil, next.step == nil { return false }
      return !keywords.isDisjoint(with: Token.continuing) || isForeignClause(before: next)
    default: return false
    }
  }

  private static let continuing: KeywordSet = [
    .where, .by, .across, .sort, .top, .bottom, .skip, .per, .as, .asOf, .asName, .asFormat, .with, .withTotals, .withEmpty, .compare, .to,
    .toFile, .from, .since, .every, .and, .or, .of, .on, .then, .else, .for, .ascending, .descending,
  ]

  /// `order by`, `group by`, `limit 10`, `having …`: no names here, by what follows.
  func isForeignClause(before next: Token) -> Bool {
    if keywords.contains(.order) || keywords.contains(.group) { return next.keywords.contains(.by) }
    if keywords.contains(.limit), case .number = next.kind { return true }
    return keywords.contains(.having) && next.isOperand
  }
}
