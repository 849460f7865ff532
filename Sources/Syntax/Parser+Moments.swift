import Diagnostics

/// Literals: those that are one token, and the English moments of several words.
extension Parser {
  mutating func parseLiteral() -> Literal? {
    let literal: Literal
    switch tokens[index].kind {
    case .text(let text): literal = .text(text)
    case .number(let number, _): literal = .number(number)
    case .money(let number, let word): literal = .money(number, word)
    case .date(let year, let month, let day): literal = .date(year: year, month: month, day: day)
    case .period(let period): literal = .period(period)
    case .duration(let number, let word): literal = .duration(number, word)
    case .moment(let moment): literal = moment
    case .pattern(let pattern): literal = .pattern(pattern)
    case .word: return parseMomentWords()
    default: return nil
    }
    advance()
    return literal
  }

  /// `today`, `this month`, `last 5 workdays`, `year to date`, `previous snapshot`
  private mutating func parseMomentWords() -> Literal? {
    let keywords = tokens[index].keywords
    if keywords.isEmpty { return nil }
    if let offset = tokens[index].dayOffset {
      advance()
      return .day(offset: offset)
    }
    if keywords.contains(.this) { return parseRelative(0) }
    if keywords.contains(.last) { return parseRelative(-1) }
    if keywords.contains(.next) { return parseRelative(1) }
    if keywords.contains(.previous) || keywords.contains(.first) {
      if let next = peek(), next.keywords.contains(.snapshot), next.range.start > tokens[index].range.end || next.text.utf8.count > 0 {
        advance()
        advance()
        return .snapshot(keywords.contains(.previous) ? .previous : .first)
      }
      if peek() == nil, isOpenEnd(index + 1), asked.index == index, asked.places.contains(.moment) {
        advance()
        expect(.snapshot)
        return .snapshot(keywords.contains(.previous) ? .previous : .first)
      }
      ask(.snapshot)
      return nil
    }
    if let unit = tokens[index].unit, seesNext(.to), let third = peek(2), third.keywords.contains(.date) {
      advance()
      advance()
      advance()
      return .toDate(unit)
    }
    return nil
  }

  /// Behind `this`, `last` or `next`: a unit, or a number of units.
  private mutating func parseRelative(_ offset: Int) -> Literal? {
    guard let next = peek() else {
      // Elsewhere the word alone is a name.
      guard isOpenEnd(index + 1), asked.index == index, asked.places.contains(.moment) else { return nil }
      return missingUnit(behind: 1)
    }
    switch next.kind {
    case .duration(let number, let word) where offset != 0:
      guard number.scale == 0, let count = Int(exactly: number.units) else { return nil }
      advance()
      advance()
      return .span(count * offset, word.unit)
    case .number(let number, _) where offset != 0:
      guard number.scale == 0, let count = Int(exactly: number.units) else { return nil }
      if peek(2) == nil, isOpenEnd(index + 2) { return missingUnit(behind: 2) }
      guard let unit = peek(2)?.unit else { return nil }
      advance()
      advance()
      advance()
      return .span(count * offset, unit)
    case .word:
      guard let unit = next.unit else { return nil }
      advance()
      advance()
      if unit == .snapshot { return offset < 0 ? .snapshot(.last) : .relative(.snapshot, offset: offset) }
      return .relative(unit, offset: offset)
    default: return nil
    }
  }

  private mutating func missingUnit(behind count: Int) -> Literal {
    for _ in 0..<count { advance() }
    for unit in [Keyword.day, .week, .month, .quarter, .half, .year, .workday, .snapshot] { ask(unit) }
    missing(.unit)
    return .day(offset: 0)
  }
}

extension Token {
  fileprivate var dayOffset: Int? {
    if keywords.contains(.today) { return 0 }
    if keywords.contains(.yesterday) { return -1 }
    return keywords.contains(.tomorrow) ? 1 : nil
  }

  var unit: UnitWord? {
    if keywords.contains(.workday) || keywords.contains(.workdays) { return .workday }
    if keywords.contains(.day) || keywords.contains(.days) { return .day }
    if keywords.contains(.week) { return .week }
    if keywords.contains(.month) || keywords.contains(.months) { return .month }
    if keywords.contains(.quarter) { return .quarter }
    if keywords.contains(.half) { return .half }
    if keywords.contains(.year) { return .year }
    return keywords.contains(.snapshot) || keywords.contains(.snapshots) ? .snapshot : nil
  }
}

extension DurationWord {
  var unit: UnitWord {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    case .workday: .workday
    }
  }
}
