import Schema
import Store
import Testing

/// `ever C since T`, `always C since T`: which snapshots count. They are of the fifth of January to April.
@Suite struct SinceTests {
  let office: Office

  init() throws {
    func works(_ phases: String?...) -> Dump {
      Dump(works: phases.enumerated().compactMap { index, phase in phase.map { Work(id: "W\(index + 1)", phase: $0) } })
    }
    // W1 was early in January only, W2 from February on, W3 in March only; W4 is always late and W5 new in April.
    office = try Office([
      works("early", "late", "late", "late"), works("late", "early", "late", "late"), works("late", "early", "early", "late"),
      works("late", "early", "late", "late", "early"),
    ])
  }

  private func ids(_ condition: String) throws -> [String] { try office.ask("list id of works where \(condition)") }

  @Test func aPeriodBeginsOnItsFirstDay() throws {
    #expect(try ids("ever phase = early") == ["W1", "W2", "W3", "W5"])
    #expect(try ids("ever phase = early since 2018-02") == ["W2", "W3", "W5"])
    #expect(try ids("ever phase = early since 2018Q2") == ["W2", "W5"])
    #expect(try ids("ever phase = early since this month") == ["W2", "W5"])
    #expect(try ids("always phase = early since 2018-02") == ["W2", "W5"])
    #expect(try ids("always phase = late since 2018-02") == ["W1", "W4"])
    #expect(try ids("not (ever phase = early since 2018-02)") == ["W1", "W4"])
    #expect(try ids("ever phase = early since last 40 days") == ["W2", "W3", "W5"])
    // One that holds all snapshots, or begins before the first.
    #expect(try ids("ever phase = early since 2018") == ["W1", "W2", "W3", "W5"])
    #expect(try ids("always phase = late since 2017") == ["W4"])
  }

  /// The state of a day is that of the snapshot before, until the next.
  @Test func aDateBeginsWithTheSnapshotInForce() throws {
    #expect(try ids("ever phase = early since 2018-02-05") == ["W2", "W3", "W5"])
    #expect(try ids("ever phase = early since 2018-02-04") == ["W1", "W2", "W3", "W5"])
    #expect(try ids("ever phase = early since previous snapshot") == ["W2", "W3", "W5"])
    #expect(try ids("ever phase = early since first snapshot") == ["W1", "W2", "W3", "W5"])
  }

  /// Not so for what has changed since: that is told from the day before the period.
  @Test func whatHasChangedIsToldFromBeforeThePeriod() throws {
    #expect(try ids("changed phase since 2018-02") == ["W1", "W2"])
    #expect(try ids("ever changed phase") == ["W1", "W2", "W3"])
    #expect(try ids("ever (changed phase) since 2018-03") == ["W3"])
    #expect(try ids("ever (changed phase) since 2018-02") == ["W1", "W2", "W3"])
    #expect(try ids("always changed phase since 2018-03") == [])
  }
}
