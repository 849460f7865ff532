import Model
import Schema
import Testing

@Suite struct CalendarTests {
  private func day(_ year: Int, _ month: Int, _ day: Int) -> Day { Day(year: year, month: month, day: day)! }

  @Test func theFifthWorkingDayAfterTheWeekOfOctober() throws {
    let calendar = try #require(BuiltIn.model.catalog.calendar)
    #expect(calendar.name == "china")
    #expect(calendar.adding(workdays: 5, to: day(2018, 9, 30)) == day(2018, 10, 12))
  }

  /// Working days a year: 365 less 104 or 105 days of weekends, less the holidays on weekdays, plus the worked weekends.
  @Test(arguments: [(2017, 249), (2018, 250), (2019, 250)])
  func workingDaysOfAYear(_ year: Int, _ count: Int) throws {
    let calendar = try #require(BuiltIn.model.catalog.calendar)
    let days = (0..<365).filter { calendar.isWorkday(day(year, 1, 1) + $0) }
    #expect(days.count == count)
  }

  @Test func holidaysAndWorkedWeekendsOf2018() throws {
    let calendar = try #require(BuiltIn.model.catalog.calendar)
    for rest in [
      day(2018, 1, 1), day(2018, 2, 15), day(2018, 2, 21), day(2018, 4, 6), day(2018, 4, 30), day(2018, 6, 18), day(2018, 9, 24),
      day(2018, 12, 31),
    ] {
      #expect(!calendar.isWorkday(rest), "\(rest)")
    }
    for work in [
      day(2018, 2, 11), day(2018, 2, 24), day(2018, 4, 8), day(2018, 4, 28), day(2018, 9, 29), day(2018, 9, 30), day(2018, 12, 29),
    ] {
      #expect(calendar.isWorkday(work), "\(work)")
    }
    // Projects signed in 2017 are counted from then.
    #expect(calendar.workdays(from: day(2017, 12, 29), to: day(2018, 1, 5)) == 4)
    #expect(calendar.workdays(from: day(2016, 12, 30), to: day(2018, 1, 5)) == nil)
  }
}
