/// Which days are worked: Monday to Friday, less the declared rest days, plus the declared work days. Source of the days: the model.
///
/// Valid only for the years in which something is declared; outside them every question has no answer.
public struct WorkingCalendar: Sendable {
  public let name: String
  public let rest: Set<Day>
  public let work: Set<Day>
  /// First and last day of the declared years.
  public let first: Day
  public let last: Day

  /// Nil when nothing is declared.
  public init?(name: String, rest: Set<Day>, work: Set<Day>) {
    let declared = rest.union(work)
    guard let earliest = declared.min(), let latest = declared.max() else { return nil }
    self.name = name
    self.rest = rest
    self.work = work
    first = Period(.year, holding: earliest).first
    last = Period(.year, holding: latest).last
  }

  public func covers(_ day: Day) -> Bool { first <= day && day <= last }

  public func isWorkday(_ day: Day) -> Bool {
    if work.contains(day) { return true }
    if rest.contains(day) { return false }
    return day.weekday <= 5
  }

  /// Working days after `from` up to and including `to`; negative when `to` lies before `from`. Nil outside the declared years.
  public func workdays(from: Day, to: Day) -> Int? {
    guard covers(from), covers(to) else { return nil }
    let (low, high, sign) = from <= to ? (from, to, 1) : (to, from, -1)
    var count = 0
    var day = low
    while day < high {
      day = day + 1
      if isWorkday(day) { count += 1 }
    }
    return sign * count
  }

  /// The `count`th working day after the day (before it, for a negative count). Nil outside the declared years.
  public func adding(workdays count: Int, to day: Day) -> Day? {
    guard covers(day) else { return nil }
    var left = abs(count)
    var current = day
    let step = count < 0 ? -1 : 1
    while left > 0 {
      current = current + step
      guard covers(current) else { return nil }
      if isWorkday(current) { left -= 1 }
    }
    return current
  }
}
