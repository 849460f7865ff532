/// The calendar units a period can be.
public enum PeriodUnit: String, Hashable, Sendable, CaseIterable {
  case day, week, month, quarter, half, year

  /// Its length in months; 0 for days and weeks, which are no months.
  var months: Int {
    switch self {
    case .day, .week: 0
    case .month: 1
    case .quarter: 3
    case .half: 6
    case .year: 12
    }
  }
}

/// A whole calendar unit, from its first day to its last. Weeks are ISO weeks, Monday to Sunday.
public struct Period: Hashable, Sendable, Comparable {
  public let unit: PeriodUnit
  public let first: Day

  /// The period of this unit that holds the day.
  public init(_ unit: PeriodUnit, holding day: Day) {
    self.unit = unit
    let (year, month, _) = day.civil
    switch unit {
    case .day: first = day
    case .week: first = day - (day.weekday - 1)
    case .month: first = Day(firstOfMonth: month, year: year)
    case .quarter: first = Day(firstOfMonth: (month - 1) / 3 * 3 + 1, year: year)
    case .half: first = Day(firstOfMonth: month <= 6 ? 1 : 7, year: year)
    case .year: first = Day(firstOfMonth: 1, year: year)
    }
  }

  public var last: Day {
    switch unit {
    case .day: return first
    case .week: return first + 6
    case .month, .quarter, .half, .year:
      let (year, month, _) = first.civil
      let next = month + unit.months
      return Day(firstOfMonth: (next - 1) % 12 + 1, year: year + (next - 1) / 12) - 1
    }
  }

  /// The period of this unit `count` later. Nil where it begins outside the years 1 to 9999.
  public func advanced(by count: Int) -> Period? {
    let months = unit.months
    let (steps, overflow) = count.multipliedReportingOverflow(by: months > 0 ? months : unit == .week ? 7 : 1)
    guard !overflow else { return nil }
    let start = months > 0 ? first.adding(months: steps) : first.adding(days: steps)
    return start.map { Period(unit, holding: $0) }
  }

  public static func < (left: Period, right: Period) -> Bool {
    (left.first, left.last) < (right.first, right.last)
  }
}

extension Period: CustomStringConvertible {
  /// `2018`, `2018H1`, `2018Q1`, `2018-03`, `2018-W10`, `2018-03-07`: spellings that the lexer reads back.
  public var description: String {
    let (year, month, _) = first.civil
    switch unit {
    case .day: return first.description
    case .week:
      // The ISO year of a week is the year of its Thursday.
      let thursday = first + 3
      let isoYear = thursday.year
      let number = (thursday - Day(firstOfMonth: 1, year: isoYear)) / 7 + 1
      return "\(isoYear)-W\(number < 10 ? "0" : "")\(number)"
    case .month: return "\(year)-\(month < 10 ? "0" : "")\(month)"
    case .quarter: return "\(year)Q\((month + 2) / 3)"
    case .half: return "\(year)H\(month == 1 ? 1 : 2)"
    case .year: return String(year)
    }
  }
}
