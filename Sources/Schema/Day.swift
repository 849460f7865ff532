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
    rawValue = Int32(era * 146097 + dayOfEra - 719468)
  }

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

  public static func + (day: Day, days: Int) -> Day { Day(rawValue: Int32(clamping: Int(day.rawValue) + days)) }
  public static func - (day: Day, days: Int) -> Day { day + -days }
  public static func - (left: Day, right: Day) -> Int { Int(left.rawValue) - Int(right.rawValue) }
  public static func < (left: Day, right: Day) -> Bool { left.rawValue < right.rawValue }

  /// The same day of a month `months` later, clamped to that month's end: 2018-01-31 + 1 month is 2018-02-28.
  public func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let total = year * 12 + (month - 1) + months
    let newYear = min(max(total.quotientAndFloor(12).quotient, 1), 9999)
    let newMonth = total.quotientAndFloor(12).remainder + 1
    return Day(unchecked: newYear, newMonth, min(day, Day.length(ofMonth: newMonth, year: newYear)))
  }
}

extension Int {
  /// Division that rounds towards minus infinity.
  func quotientAndFloor(_ divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
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
