/// A calendar day: days since 1970-01-01, proleptic Gregorian.
public struct Day: RawRepresentable, Hashable, Comparable, Sendable {
  public var rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Nil when the month or day does not exist. Years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
    self.init(unchecked: year, month, day)
  }

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    // Days from civil: years begin in March so that the leap day is last (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    rawValue = Int32(clamping: era * 146097 + dayOfEra - 719468)
  }

  /// The first day of a month. Any year, so that the calendar units at the ends of the range have their ends too.
  init(firstOfMonth month: Int, year: Int) { self.init(unchecked: year, month, 1) }

  /// 0001-01-01 and 9999-12-31: what the language can write. Days beyond them exist only as the ends of weeks and as bounds.
  public static let first = Day(rawValue: -719_162)
  public static let last = Day(rawValue: 2_932_896)

  /// The day itself, or nil outside the years 1 to 9999.
  public var inRange: Day? { Day.first <= self && self <= Day.last ? self : nil }

  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(rawValue) + 719468
    let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
    let dayOfEra = shifted - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  public var year: Int { civil.year }

  /// Monday is 1, Sunday is 7.
  public var weekday: Int { (Int(rawValue) % 7 + 7 + 3) % 7 + 1 }

  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Stops at the ends of what 32 bits hold, far outside the years that can be written; ``adding(days:)`` says where those end.
  public static func + (day: Day, days: Int) -> Day {
    let (sum, overflow) = Int(day.rawValue).addingReportingOverflow(days)
    return Day(rawValue: overflow ? (days < 0 ? .min : .max) : Int32(clamping: sum))
  }
  public static func - (day: Day, days: Int) -> Day { day + (days == .min ? .max : -days) }
  public static func - (left: Day, right: Day) -> Int { Int(left.rawValue) - Int(right.rawValue) }
  public static func < (left: Day, right: Day) -> Bool { left.rawValue < right.rawValue }

  /// Nil outside the years 1 to 9999.
  public func adding(days: Int) -> Day? { (self + days).inRange }

  /// The same day of a month `months` later, clamped to that month's end: 2018-01-31 + 1 month is 2018-02-28. Nil outside the years 1 to 9999.
  public func adding(months: Int) -> Day? {
    let (year, month, day) = civil
    let (total, overflow) = (year * 12 + (month - 1)).addingReportingOverflow(months)
    guard !overflow, (12..<120_000).contains(total) else { return nil }
    let newYear = total / 12
    let newMonth = total % 12 + 1
    return Day(unchecked: newYear, newMonth, min(day, Day.length(ofMonth: newMonth, year: newYear)))
  }
}

extension Day: CustomStringConvertible {
  /// `2018-03-07`.
  public var description: String {
    let (year, month, day) = civil
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
