import Diagnostics

/// The words that every parse function speaks.
extension Parser {
  var token: Token { tokens[index] }

  /// `;`, the end of the text, or a line break that ends the statement.
  var isAtStatementEnd: Bool { index >= tokens.count - 1 || index >= statementEnd }

  /// The same of any place, in completion also behind the cut.
  func endsStatement(_ place: Int) -> Bool { place >= statementEnd || scanned(place).kind == .end }

  /// A token by its number; in completion the count goes on behind the place.
  func scanned(_ place: Int) -> Token {
    if place < tokens.count - 1 || ahead.isEmpty { return tokens[min(place, tokens.count - 1)] }
    return ahead[min(place - tokens.count + 1, ahead.count - 1)]
  }

  /// The token `count` places on, unless the statement ends before it.
  func peek(_ count: Int = 1) -> Token? {
    for step in 0...count where endsStatement(index + step) || index + step >= tokens.count - 1 { return nil }
    return tokens[index + count]
  }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  /// From the start of a token to the end of the one last taken.
  func range(from start: Int) -> SourceRange {
    let first = tokens[start].range.start
    guard index > start else { return SourceRange(first, first) }
    return SourceRange(first, tokens[index - 1].range.end)
  }

  // MARK: Looking

  func sees(_ keyword: Keyword) -> Bool {
    !isAtStatementEnd && tokens[index].keywords.contains(keyword)
  }

  func sees(_ symbol: Token.Symbol) -> Bool {
    !isAtStatementEnd && tokens[index].kind == .symbol(symbol)
  }

  func seesNext(_ keyword: Keyword) -> Bool { peek()?.keywords.contains(keyword) ?? false }
  func seesNext(_ symbol: Token.Symbol) -> Bool { peek()?.kind == .symbol(symbol) }

  /// A word that can be a name here: any but the reserved ones, or one in back-quotes.
  var seesName: Bool { !isAtStatementEnd && tokens[index].isName }
  var seesNextName: Bool { peek()?.isName ?? false }

  var seesText: Bool {
    if case .text = tokens[index].kind { return !isAtStatementEnd }
    return false
  }

  // MARK: Asking

  mutating func ask(_ keyword: Keyword) {
    asked.move(to: index)
    asked.add(keyword)
  }

  mutating func offer(_ place: Expectations.Place) {
    asked.move(to: index)
    asked.add(place)
  }

  mutating func at(_ keyword: Keyword) -> Bool {
    ask(keyword)
    return sees(keyword)
  }

  mutating func at(_ symbol: Token.Symbol) -> Bool {
    asked.move(to: index)
    asked.add(symbol)
    return sees(symbol)
  }

  mutating func eat(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  mutating func eat(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  /// Two English words for one keyword: `starts with`.
  mutating func eat(_ first: Keyword, _ second: Keyword, as whole: Keyword) -> Bool {
    ask(whole)
    if sees(whole) {
      advance()
      return true
    }
    guard sees(first), seesNext(second) || (peek() == nil && isOpenEnd(index + 1)) else { return false }
    advance()
    expect(second)
    return true
  }

  /// Reads ahead by another rule, which is told the errors so far. Where it does not hold (`nil`) nothing has been read.
  ///
  /// What is read in vain is counted: rules inside rules would read a nested text twice a level. Beyond the limit, which only such texts reach, a
  /// rule is taken not to hold; each is for texts that are an error without it.
  mutating func attempt<Result>(_ read: (inout Parser, [Diagnostic]) -> Result?) -> Result? {
    guard readInVain < 8 * tokens.count + 1024 else { return nil }
    var trial = self
    if let result = read(&trial, diagnostics) {
      self = trial
      return result
    }
    readInVain = trial.readInVain + trial.index - index
    return nil
  }

  @discardableResult
  mutating func expect(_ keyword: Keyword) -> Bool {
    if eat(keyword) { return true }
    missing(.keyword(keyword))
    return false
  }

  @discardableResult
  mutating func expect(_ symbol: Token.Symbol) -> Bool {
    if eat(symbol) { return true }
    missing(.symbol(symbol))
    return false
  }
}

extension Token {
  var isName: Bool {
    switch kind {
    case .word: keywords.isDisjoint(with: .reserved)
    case .quotedName: true
    default: false
    }
  }
}
