import Diagnostics
import FrontSupport
import Schema
import Syntax
import Testing

/// Days and periods at and beyond the ends of the years 1 to 9999: an error that says the range, and never a trap.
@Suite struct PeriodRangeTests {
  private static let counts = [
    "0", "1", "2", "7", "52", "400", "2017", "2018", "2019", "7981", "7982", "8000", "9999", "10000", "119999", "120001", "740000",
    "1000000",
    "2932896", "3652059", "99999999", "2147483647", "4294967296", "768614336404564651", "999999999999999999",
  ]
  private static let units = ["days", "weeks", "months", "quarters", "years", "workdays", "snapshots"]
  private static let durations = ["d", "w", "mo", "q", "y", "wd"]
  private static let days = ["2018-03-07 - 2017y", "2018-03-07", "9999-01-01", "9999-12-27", "9999-12-31", "today"]
  private static let periods = ["1000年", "2018H1", "9999Q4", "9999-12", "1000-01", "9999-W52", "9999H2", "9999年", "1000-W01", "this year"]

  /// Everything that can stand for days.
  private static let moments: [String] = {
    var moments = days + periods
    for count in counts {
      for unit in units { moments += ["last \(count) \(unit)", "next \(count) \(unit)"] }
      for duration in durations {
        for day in ["1000-01-01", "2018-03-07", "9999-12-31"] {
          moments += ["\(day) + \(count)\(duration)", "\(day) - \(count)\(duration)"]
        }
      }
    }
    return moments
  }()

  private static let clauses: [@Sendable (String) -> String] = [
    { $0 }, { "count projects where planned_start in \($0)" }, { "count projects where planned_start < \($0)" },
    { "count projects where planned_start != \($0)" }, { "count projects where 2018H1 != \($0)" },
    { "count projects where year(planned_start) = \($0)" },
    { "count projects where week(planned_start) >= \($0)" }, { "count projects where planned_start between \($0) and 9999-12-31" },
    { "count projects as of \($0)" }, { "changes of projects since \($0)" }, { "changes of projects since 2018-03-30 to \($0)" },
    { "count projects compare \($0)" }, { "trend count of projects from \($0) every year" },
    { "trend count of projects from \($0) to 9999-12-31 every week" }, { "trend count of projects to \($0) every month" },
    { "year(\($0))" }, { "week(\($0))" }, { "quarter(\($0))" }, { "weekday(\($0))" }, { "days(\($0), 2018-03-07)" },
    { "workdays(\($0), 2018-03-07)" }, { "(\($0)) - 1000-01-01" }, { "count projects where was stage = planned on \($0)" },
    { "count projects where ever stage = planned since \($0)" }, { "explain count projects where planned_start in \($0)" },
    { "list band(planned_start, \($0)) of projects" }, { "max(\($0), 9999-12-31)" }, { "param p: date = \($0)" },
  ]

  @Test(arguments: clauses.indices) func noPeriodTraps(clause: Int) {
    for moment in Self.moments {
      let text = Self.clauses[clause](moment)
      for diagnostic in CheckerWorld.diagnostics(text) {
        #expect(!diagnostic.problem.message.isEmpty && !diagnostic.problem.chineseMessage.isEmpty)
      }
    }
  }

  @Test(arguments: [
    ("last 740000 days", "`last 740000 days` leaves the years 1 to 9999"),
    ("2018H1 != last 1000000 days", "`last 1000000 days` leaves the years 1 to 9999"),
    ("last 768614336404564651 years", "`last 768614336404564651 years` leaves the years 1 to 9999"),
    ("next 99999999 months", "`next 99999999 months` leaves the years 1 to 9999"),
    ("2018-03-07 - 2018y", "the result is no day of the years 1 to 9999"),
    ("2018-03-07 + 9000y", "the result is no day of the years 1 to 9999"),
    ("9999-12-31 + 1d", "the result is no day of the years 1 to 9999"),
    ("2018-03-07 + 1000000000000wd", "the result lies outside the years for which the working calendar is declared"),
    ("trend count of projects from last 740000 days every year", "`last 740000 days` leaves the years 1 to 9999"),
  ]) func theRangeIsSaid(text: String, message: String) {
    #expect(CheckerWorld.diagnostics(text).map(\.problem.message) == [message])
  }

  @Test(arguments: [
    ("9999-12-30 + 1d", "9999-12-31"), ("2018-03-07 - 2017y", "0001-03-07"),
    ("2018-01-31 + 1mo", "2018-02-28"), ("9999-11-30 + 1mo", "9999-12-30"),
  ]) func theEndsAreInside(text: String, answer: String) {
    #expect(CheckerWorld.answer(text).contains(answer), "\(CheckerWorld.answer(text))")
  }

  @Test func unitsAtTheEndsHaveBothEnds() {
    for unit in PeriodUnit.allCases {
      for day in [Day.first, Day.last] {
        let period = Period(unit, holding: day)
        #expect(period.first <= day && day <= period.last)
        #expect(period.advanced(by: 20_000_000) == nil && period.advanced(by: .max) == nil && period.advanced(by: .min) == nil)
      }
    }
    #expect(Day.first.description == "0001-01-01" && Day.last.description == "9999-12-31")
    #expect(Day.last.adding(days: 1) == nil && Day.first.adding(months: -1) == nil && Day.last.adding(months: .max) == nil)
    // Whatever a library holds.
    for raw in [Int32.min, .max, 0] {
      for unit in PeriodUnit.allCases { _ = Period(unit, holding: Day(rawValue: raw)).last.description }
    }
  }
}
