import Schema
import Syntax

/// A run of days that a literal stands for, with both ends.
struct DaySpan: Hashable {
  var first: Day
  var last: Day
  /// The calendar unit that it is, when it is one.
  var period: Period?

  init(_ first: Day, _ last: Day) {
    self.first = first
    self.last = last
  }

  init(_ period: Period) {
    first = period.first
    last = period.last
    self.period = period
  }

  /// A single day, which compares as a date.
  init(_ day: Day) {
    self.init(Period(.day, holding: day))
  }

  var isDay: Bool { period?.unit == .day }
}

/// A snapshot, and what `today` is there.
struct Moment: Hashable {
  var snapshot: Int
  var today: Day
}

/// Turns the words for days, periods and snapshots into days. `today` is the date of the snapshot asked, so the same text over the same
/// library always means the same days.
struct Moments {
  var snapshots: [Day]
  var calendar: WorkingCalendar?
  /// Only words that need it ask for the moment.
  private let moment: () -> Moment

  var today: Day { moment().today }
  /// Index of the snapshot asked.
  var asked: Int { moment().snapshot }

  init(at moment: @escaping @autoclosure () -> Moment, snapshots: [Day], calendar: WorkingCalendar?) {
    self.moment = moment
    self.snapshots = snapshots
    self.calendar = calendar
  }

  /// The days of a literal; nil for a literal that is no moment.
  func span(of literal: Literal) throws(MomentFailure) -> DaySpan? {
    switch literal {
    case .date(let year, let month, let day):
      guard let day = Day(year: year, month: month, day: day) else { throw .noSuchDay }
      return DaySpan(day)
    case .period(let word): return DaySpan(try period(of: word))
    case .day(let offset): return DaySpan(try inRange(today.adding(days: offset)))
    case .relative(let unit, let offset):
      if unit == .workday || unit == .snapshot { return nil }
      return DaySpan(try inRange(Period(periodUnit(unit)!, holding: today).advanced(by: offset)))
    case .span(let count, let unit): return try span(count, unit)
    case .toDate(let unit):
      guard let unit = periodUnit(unit) else { return nil }
      return DaySpan(Period(unit, holding: today).first, today)
    case .partOfThisYear(let half, let quarter):
      if let half { return DaySpan(try period(of: .half(year: today.year, half))) }
      if let quarter { return DaySpan(try period(of: .quarter(year: today.year, quarter))) }
      return nil
    case .snapshot(let word): return DaySpan(try day(of: word))
    case .text, .number, .money, .duration, .pattern: return nil
    }
  }

  func period(of word: PeriodWord) throws(MomentFailure) -> Period {
    func holding(_ unit: PeriodUnit, _ year: Int, _ month: Int) throws(MomentFailure) -> Period {
      guard let day = Day(year: year, month: month, day: 1) else { throw .noSuchPeriod }
      return Period(unit, holding: day)
    }
    switch word {
    case .year(let year): return try holding(.year, year, 1)
    case .half(let year, let half): return try holding(.half, year, half * 6 - 5)
    case .quarter(let year, let quarter): return try holding(.quarter, year, quarter * 3 - 2)
    case .month(let year, let month): return try holding(.month, year, month)
    case .week(let year, let week):
      // The fourth of January always lies in the first ISO week.
      let first = Period(.week, holding: try holding(.month, year, 1).first + 3)
      let found = first.advanced(by: week - 1)
      guard week >= 1, let found, (found.first + 3).year == year else { throw .noSuchPeriod }
      return found
    }
  }

  /// `last 5 workdays` ends today, `next 5 workdays` begins today; today counts.
  private func span(_ count: Int, _ unit: UnitWord) throws(MomentFailure) -> DaySpan? {
    guard count != 0 else { return nil }
    if unit == .workday {
      guard let calendar else { throw .outsideCalendar }
      let start = count > 0 ? today - 1 : today + 1
      guard let end = calendar.adding(workdays: count, to: start) else { throw .outsideCalendar }
      return count > 0 ? DaySpan(today, end) : DaySpan(end, today)
    }
    // The day behind the last one, or before the first.
    func beyond(_ days: Int) throws(MomentFailure) -> Day {
      let (reach, overflow) = count.multipliedReportingOverflow(by: days)
      guard !overflow else { throw .outsideYears }
      return today + reach
    }
    func beyond(months: Int) throws(MomentFailure) -> Day {
      let (reach, overflow) = count.multipliedReportingOverflow(by: months)
      return try inRange(overflow ? nil : today.adding(months: reach))
    }
    let other: Day
    switch unit {
    case .day: other = try beyond(1)
    case .week: other = try beyond(7)
    case .month: other = try beyond(months: 1)
    case .quarter: other = try beyond(months: 3)
    case .half: other = try beyond(months: 6)
    case .year: other = try beyond(months: 12)
    case .workday, .snapshot: return nil
    }
    let end = try inRange((count > 0 ? other - 1 : other + 1).inRange)
    return count > 0 ? DaySpan(today, end) : DaySpan(end, today)
  }

  private func inRange<Found>(_ found: Found?) throws(MomentFailure) -> Found {
    guard let found else { throw .outsideYears }
    return found
  }

  private func day(of word: SnapshotWord) throws(MomentFailure) -> Day {
    let index =
      switch word {
      case .previous: asked - 1
      case .first: 0
      case .last: snapshots.count - 1
      }
    guard snapshots.indices.contains(index) else { throw .noSuchSnapshot }
    return snapshots[index]
  }

  /// Nil for working days and snapshots, which are no calendar units.
  func periodUnit(_ unit: UnitWord) -> PeriodUnit? {
    switch unit {
    case .day: .day
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .half: .half
    case .year: .year
    case .workday, .snapshot: nil
    }
  }
}
