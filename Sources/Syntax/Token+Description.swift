extension Token: CustomStringConvertible {
  /// The token as `explain tokens` and the tests show it: its kind and what was read.
  ///
  ///     word list · money 5 亿 · date 2018-03-07 · duration 5 wd · moment last 30 days · symbol >= · invalid · end
  public var description: String {
    switch kind {
    case .word: "word \(text)"
    case .quotedName(let name): "name `\(name)`"
    case .text(let text): "text \(quoted(text))"
    case .number(let number, let isPlain): isPlain ? "integer \(number)" : "number \(number)"
    case .money(let amount, let word): "money \(amount) \(word.rawValue)"
    case .date(let year, let month, let day): "date \(year)-\(twoDigits(month))-\(twoDigits(day))"
    case .period(let period): "period \(period)"
    case .duration(let length, let word): "duration \(length) \(word.rawValue)"
    case .moment(let moment): "moment \(moment.momentWords)"
    case .pattern(let pattern): "pattern /\(pattern)/"
    case .symbol(.documentation): "documentation \(text)"
    case .symbol(let symbol): "symbol \(symbol.rawValue)"
    case .invalid: "invalid"
    case .end: "end"
    }
  }
}

extension DecimalText: CustomStringConvertible {
  /// The digits as written: `12.50`, `30%`.
  public var description: String {
    if isPercent { return DecimalText(units: units, scale: scale - 2).description + "%" }
    guard scale > 0 else { return String(units) }
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    let point = padded.index(padded.endIndex, offsetBy: -scale)
    return "\(units < 0 ? "-" : "")\(padded[..<point]).\(padded[point...])"
  }
}

extension PeriodWord: CustomStringConvertible {
  /// `2018`, `2018H1`, `2018Q1`, `2018-03`, `2018-W10`
  public var description: String {
    switch self {
    case .year(let year): String(year)
    case .half(let year, let half): "\(year)H\(half)"
    case .quarter(let year, let quarter): "\(year)Q\(quarter)"
    case .month(let year, let month): "\(year)-\(twoDigits(month))"
    case .week(let year, let week): "\(year)-W\(twoDigits(week))"
    }
  }
}

extension Literal {
  /// The English words of a moment: `last month`, `next 30 days`, `year to date`.
  fileprivate var momentWords: String {
    switch self {
    case .day(let offset): offset < 0 ? "today - \(-offset)d" : offset > 0 ? "today + \(offset)d" : "today"
    case .relative(let unit, let offset):
      switch offset {
      case 0: "this \(unit.rawValue)"
      case -1: "last \(unit.rawValue)"
      case 1: "next \(unit.rawValue)"
      default: "\(unit.rawValue) \(offset)"
      }
    case .span(let count, let unit): "\(count < 0 ? "last" : "next") \(abs(count)) \(unit.rawValue)s"
    case .toDate(let unit): "\(unit.rawValue) to date"
    case .partOfThisYear(let half?, _): "this year H\(half)"
    case .partOfThisYear(_, let quarter?): "this year Q\(quarter)"
    case .snapshot(let word): "\(word.rawValue) snapshot"
    default: "\(self)"
    }
  }
}
