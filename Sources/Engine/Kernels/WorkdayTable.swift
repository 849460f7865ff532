import Schema

/// The working days of a calendar, counted once, so that adding and counting them take constant time.
struct WorkdayTable {
  private let first: Int32
  /// Working days from the calendar's first day up to each day.
  private let countThrough: [Int32]
  private let workdays: [Int32]

  init(_ calendar: WorkingCalendar) {
    first = calendar.first.rawValue
    var counts: [Int32] = []
    var found: [Int32] = []
    for raw in calendar.first.rawValue...calendar.last.rawValue {
      if calendar.isWorkday(Day(rawValue: raw)) { found.append(raw) }
      counts.append(Int32(found.count))
    }
    countThrough = counts
    workdays = found
  }

  private func index(_ day: Int32) -> Int? {
    let index = Int(day) - Int(first)
    return countThrough.indices.contains(index) ? index : nil
  }

  /// The `count`th working day after the day, before it for a negative count, the day itself for 0. Nil outside the calendar.
  func adding(_ count: Int, to day: Int32) -> Int32? {
    guard let index = index(day) else { return nil }
    if count == 0 { return day }
    let through = Int(countThrough[index])
    let before = index == 0 ? 0 : Int(countThrough[index - 1])
    let (target, overflow) = (count > 0 ? through : before).addingReportingOverflow(count > 0 ? count - 1 : count)
    return !overflow && workdays.indices.contains(target) ? workdays[target] : nil
  }

  /// Working days after `start` up to `end`; negative when `end` lies before. Nil outside the calendar.
  func count(from start: Int32, to end: Int32) -> Int? {
    guard let from = index(start), let to = index(end) else { return nil }
    return Int(countThrough[to]) - Int(countThrough[from])
  }
}
