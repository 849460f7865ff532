/// The calendar units a period can be.
public enum PeriodUnit: String, Hashable, Sendable, CaseIterable {
  case day, week, month, quarter, half, year
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
    case .month: first = Day(year: year, month: month, day: 1)!
    case .quarter: first = Day(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)!
    case .half: first = Day(year: year, month: month <= 6 ? 1 : 7, day: 1)!
    case .year: first = Day(year: year, month: 1, day: 1)!
    }
  }

  public var last: Day { advanced(by: 1).first - 1 }

  public func advanced(by count: Int) -> Period {
    switch unit {
    case .day: Period(.day, holding: first + count)
    case .week: Period(.week, holding: first + 7 * count)
    case .month: Period(.month, holding: first.adding(months: count))
    case .quarter: Period(.quarter, holding: first.adding(months: 3 * count))
    case .half: Period(.half, holding: first.adding(months: 6 * count))
    case .year: Period(.year, holding: first.adding(months: 12 * count))
    }
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
      let number = (thursday - Day(year: isoYear, month: 1, day: 1)!) / 7 + 1
      return "\(isoYear)-W\(number < 10 ? "0" : "")\(number)"
    case .month: return "\(year)-\(month < 10 ? "0" : "")\(month)"
    case .quarter: return "\(year)Q\((month + 2) / 3)"
    case .half: return "\(year)H\(month == 1 ? 1 : 2)"
    case .year: return String(year)
    }
  }
}
