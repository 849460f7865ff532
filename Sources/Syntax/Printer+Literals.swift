extension Printer {
  public static func text(of literal: Literal) -> String {
    switch literal {
    case .text(let text): quoted(text)
    case .number(let number): number.description
    case .money(let number, let word): number.description + word.rawValue
    case .date(let year, let month, let day): "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    case .period(let period): text(of: period)
    case .duration(let number, let word): number.description + word.rawValue
    case .day(let offset): day(offset)
    case .relative(let unit, let offset): relative(unit, offset)
    case .span(let count, let unit): (count < 0 ? "last " : "next ") + "\(abs(count)) " + (abs(count) == 1 ? unit.rawValue : unit.plural)
    case .toDate(let unit): unit.rawValue + " to date"
    case .partOfThisYear(let half, let quarter):
      if let half { half == 1 ? "上半年" : "下半年" } else { ["一季度", "二季度", "三季度", "四季度"][max(0, min(3, (quarter ?? 1) - 1))] }
    case .snapshot(let word): word.rawValue + " snapshot"
    case .pattern(let pattern): "/" + pattern.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/") + "/"
    }
  }

  static func text(of period: PeriodWord) -> String {
    if case .year(let year) = period { "\(digits(year, 4))年" } else { period.description }
  }

  private static func day(_ offset: Int) -> String {
    switch offset {
    case -2: "前天"
    case -1: "yesterday"
    case 0: "today"
    case 1: "tomorrow"
    default: "后天"
    }
  }

  private static func relative(_ unit: UnitWord, _ offset: Int) -> String {
    switch offset {
    case -2: "前年"
    case -1: "last " + unit.rawValue
    case 0: "this " + unit.rawValue
    case 1: "next " + unit.rawValue
    default: "后年"
    }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension UnitWord {
  var plural: String { self == .half ? "halves" : rawValue + "s" }
}
