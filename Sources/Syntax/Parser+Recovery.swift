import Diagnostics

/// Errors are of two kinds: something is *missing* at a place, or what stands there is *unexpected*. Both leave a tree behind.
extension Parser {
  /// Reports that `wanted` is missing here. At the end of the text the diagnostic asks for more.
  mutating func missing(_ wanted: Wanted) {
    guard lastErrorIndex != index else { return }
    let isAtEnd = isAtStatementEnd
    // Behind the last word of a statement the caret stands, not under the next statement.
    let end = index > 0 ? tokens[index - 1].range.end : tokens[index].range.start
    let range = isAtEnd && index > statementStart ? SourceRange(end, end) : tokens[index].range
    let count = diagnostics.count
    append(
      Diagnostic(
        .expected(wanted, found: foundWords) as SyntaxProblem, at: range, isIncomplete: tokens[index].kind == .end && !isInterpolation))
    if endsAtBreak, index == statementEnd { missingAtBreak += diagnostics.count - count }
  }

  /// Reports the token at hand, which nothing took.
  mutating func unexpected() {
    guard lastErrorIndex != index, tokens[index].kind != .invalid else { return }
    asked.move(to: index)
    let keyword = near(tokens[index].text, asked.keywords)
    append(Diagnostic(SyntaxProblem.unexpected(foundWords, mightBe: keyword?.rawValue), at: tokens[index].range))
  }

  static let clauseKeywords: [Keyword] = [.where, .across, .sort, .bottom, .compare, .since, .with, .skip, .top]

  /// Takes the word at hand for the keyword that it might be, with an error.
  mutating func mend(_ keyword: Keyword) {
    let fix = Diagnostic.Fix(tokens[index].range, keyword.rawValue)
    append(Diagnostic(SyntaxProblem.unexpected(foundWords, mightBe: keyword.rawValue), at: tokens[index].range, fix: fix))
    tokens[index].keywords = [keyword]
  }

  /// The keyword that a word might be, one slip away.
  func near(_ word: String, _ keywords: [Keyword]) -> Keyword? {
    let word = foldedWord(word)
    return word.utf8.count > 2 ? keywords.first { isNear(word, $0.rawValue) } : nil
  }

  mutating func report(_ problem: SyntaxProblem, at range: SourceRange, notes: [Diagnostic.Note] = [], fix: String? = nil) {
    let fix = fix.map { Diagnostic.Fix(range, $0) }
    guard diagnostics.count < Parser.mostMessages else { return }
    diagnostics.append(Diagnostic(problem, at: range, notes: notes, fix: fix))
  }

  /// Another language's spelling, of which only one meaning is possible: shows ours, and the caller goes on as if it had been written so.
  /// `words` where more is to be said than the spelling.
  mutating func foreign(_ range: SourceRange, ours: String, words: Bilingual? = nil) {
    let problem = SyntaxProblem.foreign(source.text(range), ours: words ?? Bilingual(ours, "`\(ours)`"))
    report(problem, at: range, fix: words == nil ? apart(ours, range) : nil)
  }

  /// With blanks where a word would run into its neighbours, as `and` in place of a comma.
  private func apart(_ ours: String, _ range: SourceRange) -> String {
    func isWord(_ place: Int) -> Bool {
      guard source.bytes.indices.contains(place) else { return false }
      let byte = source.bytes[place]
      return byte >= 0x80 || byte == 0x5F || Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte)
    }
    guard ours.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic }) else { return ours }
    return (isWord(range.start - 1) ? " " : "") + ours + (isWord(range.end) ? " " : "")
  }

  mutating func append(_ diagnostic: Diagnostic) {
    lastErrorIndex = index
    if diagnostics.count < Parser.mostMessages { diagnostics.append(diagnostic) }
    asked.move(to: index)
    asked.close()
  }

  /// "`where`", "the end of the text"
  var foundWords: Bilingual {
    if tokens[index].kind == .end { return isInterpolation ? Bilingual("the closing brace", "右花括号") : .endOfText }
    if isAtStatementEnd { return Bilingual("the end of the statement", "语句末尾") }
    if case .text = tokens[index].kind { return Bilingual("a text", "文本") }
    return Bilingual(code: source.text(tokens[index].range))
  }

  /// Skips what cannot be read up to the next clause, stage or end of the statement; parentheses are skipped whole.
  mutating func skipToClause() {
    var open = 0
    while !isAtStatementEnd {
      switch tokens[index].kind {
      case .symbol(.leftParenthesis): open += 1
      case .symbol(.rightParenthesis): open -= 1
      case .symbol(.pipe) where open <= 0: return
      case .word where open <= 0 && tokens[index].beginsClause: return
      default: break
      }
      advance()
    }
  }

  mutating func skipStatement() {
    while !isAtStatementEnd { advance() }
  }

  /// Skips to the parenthesis that closes the one already taken, and takes it.
  mutating func closeParenthesis() {
    if eat(.rightParenthesis) { return }
    if isAtStatementEnd { return missing(.symbol(.rightParenthesis)) }
    if let lineIndent = tokens[index].lineIndent, lineIndent <= indent {
      // Forgotten, rather than closed further on: the lines behind it are read for themselves.
      missing(.symbol(.rightParenthesis))
      (statementEnd, endsAtBreak) = (index, false)
      return
    }
    unexpected()
    var open = 1
    var place = index
    while place < tokens.count - 1, !endsStatement(place) {
      if tokens[place].kind == .symbol(.leftParenthesis) { open += 1 }
      if tokens[place].kind == .symbol(.rightParenthesis) { open -= 1 }
      if open == 0 {
        index = place + 1
        return
      }
      place += 1
    }
  }

  /// One level deeper; false, with an error, when that is too deep. The rest of the statement is then skipped: it could only repeat the error.
  mutating func enter() -> Bool {
    depth += 1
    if depth <= Parser.nestingLimit { return true }
    depth -= 1
    reportDepth(at: tokens[index].range)
    skipStatement()
    lastErrorIndex = index
    return false
  }

  mutating func leave() { depth -= 1 }

  mutating func reportDepth(at range: SourceRange) {
    if lastErrorIndex != index { append(Diagnostic(SyntaxProblem.tooDeep(levels: Parser.nestingLimit), at: range)) }
    lastErrorIndex = index
  }

  /// One letter more, less or changed.
  private func isNear(_ word: String, _ keyword: String) -> Bool {
    let left = Array(word.utf8)
    let right = Array(keyword.utf8)
    guard abs(left.count - right.count) <= 1, left.count > 2 else { return false }
    let common = zip(left, right).prefix { $0 == $1 }.count
    let tail = zip(left.dropFirst(common).reversed(), right.dropFirst(common).reversed()).prefix { $0 == $1 }.count
    if common + tail >= max(left.count, right.count) - 1 { return true }
    // Two neighbours in the wrong order.
    guard left.count == right.count, common + tail == left.count - 2 else { return false }
    return left[common] == right[common + 1] && left[common + 1] == right[common]
  }
}

extension Token {
  /// Begins a clause of a query wherever it stands: these words are reserved.
  var beginsClause: Bool { !keywords.isDisjoint(with: Token.clauseStarts) }

  private static let clauseStarts: KeywordSet = [
    .where, .by, .across, .sort, .top, .bottom, .skip, .asOf, .as, .asFormat, .with, .withTotals, .withEmpty, .compare, .since, .from, .to,
    .toFile, .every,
  ]
}

extension Bilingual {
  static let endOfText = Bilingual("the end of the text", "文本末尾")
}
