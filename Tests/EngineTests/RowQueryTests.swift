import Results
import Diagnostics
import Engine
import Query
import Schema
import Store
import TestSupport
import Testing

@Suite struct RowQueryTests {
  static let k: Int64 = 10_000_000
  let library: Library

  init() throws {
    library = try World.library([
      Dump(
        works: [
          Work(id: "W3", title: "canal", phase: "early", cost: 5 * Self.k, start: 17600, size: 2, open: true, unit: "U1"),
          Work(id: "W1", title: "bridge", phase: "late", cost: 7 * Self.k, size: 4, unit: "U9"),
          Work(id: "W2", title: "alley", phase: "other", start: 17500, size: 0, open: false, unit: "U5"),
          Work(id: "W4", phase: "early", cost: 7 * Self.k, start: 17700, unit: "ghost"),
        ],
        steps: [
          Step(id: "S1", work: "W1", kind: "permit", due: 17500, done: 17501), Step(id: "S2", work: "W1", kind: "survey", due: 17600),
          Step(id: "S3", work: "W3", kind: "permit", due: 17500, done: 17500), Step(id: "S4", kind: "permit", due: 17400),
        ],
        units: [Unit(id: "U5", area: "town", target: 1, name: "Fifth"), Unit(id: "U1", area: "field", target: 2, name: "First")])
    ])
  }

  private func lines(_ query: CheckedQuery) throws -> [String] { try Engine(library: library).run(query).lines }

  private func ids(where condition: Checked) throws -> [String] { try lines(.list([.field(World.id)], where: condition)) }

  @Test func rowsComeInKeyOrderAtTheSnapshot() throws {
    #expect(
      try lines(.list([.field(World.id), .field(World.title), .field(World.cost)])) == [
        "W1 bridge 7", "W2 alley -", "W3 canal 5", "W4 - 7",
      ])
  }

  @Test func comparisonsWithMissingAreFalseAndNotIsPlain() throws {
    let dear = Checked.compare(.field(World.cost), .greater, .money(6 * Self.k))
    #expect(try ids(where: dear) == ["W1", "W4"])
    #expect(try ids(where: .not(dear)) == ["W2", "W3"])
    #expect(try ids(where: .compare(.field(World.cost), .lessOrEqual, .money(6 * Self.k))) == ["W3"])
    #expect(try ids(where: .compare(.field(World.cost), .notEqual, .money(7 * Self.k))) == ["W2", "W3"])
    #expect(try ids(where: .isMissing(.field(World.start))) == ["W1"])
    #expect(try ids(where: .field(World.open)) == ["W3"])
    #expect(try ids(where: .not(.field(World.open))) == ["W1", "W2", "W4"])
  }

  @Test func choicesIncludeValuesOutsideTheList() throws {
    #expect(try ids(where: .isOneOf(.field(World.phase), [0, 4])) == ["W2", "W3", "W4"])
    #expect(try ids(where: .not(.isOneOf(.field(World.phase), [0]))) == ["W1", "W2"])
    // Only ordered values are less than others.
    #expect(
      try ids(where: .compare(.field(World.phase), .greaterOrEqual, Checked(.constant(.choice(0)), .choice(0)))) == ["W1", "W3", "W4"])
    #expect(try ids(where: .compare(.field(World.phase), .less, Checked(.constant(.choice(3)), .choice(0)))) == [])
  }

  @Test func linksAreFollowedAndMayLeadNowhere() throws {
    let inTown = Checked.isOneOf(.field(World.area, of: World.units), [0])
    #expect(try ids(where: .follow(World.unit, World.units, inTown)) == ["W2"])
    // Without a linked record the condition is false, also a negated one inside the link; negated outside, it holds. U9 is declared and not filed.
    #expect(try ids(where: .follow(World.unit, World.units, .not(inTown))) == ["W3"])
    #expect(try ids(where: .not(.follow(World.unit, World.units, inTown))) == ["W1", "W3", "W4"])
    #expect(try lines(.list([.follow(World.unit, World.units, .field(World.name, of: World.units))])) == ["-", "Fifth", "First", "-"])
  }

  @Test(arguments: [true, false]) func quantifiers(withRules: Bool) throws {
    let link = ReverseLink(entity: World.steps, field: World.work)
    let undone = Checked.isMissing(.field(World.done, of: World.steps))
    func ids(_ quantifier: Quantifier, _ condition: Checked?) throws -> [String] {
      var engine = Engine(library: library)
      if !withRules { engine.options.rules = [] }
      return try engine.run(.list([.field(World.id)], where: Checked(.quantified(quantifier, link, condition), .flag))).lines
    }
    #expect(try ids(.any, undone) == ["W1"])
    #expect(try ids(.any, nil) == ["W1", "W3"])
    #expect(try ids(.no, undone) == ["W2", "W3", "W4"])
    #expect(try ids(.no, nil) == ["W2", "W4"])
    #expect(try ids(.every, undone) == [])
    #expect(try ids(.every, .not(undone)) == ["W3"])
  }

  @Test func aggregatesOverLinksOfARow() throws {
    let link = ReverseLink(entity: World.steps, field: World.work)
    let latest = Checked(.linkAggregate(Aggregate(.max, value: .field(World.due, of: World.steps)), over: link), .date)
    let count = Checked(.linkAggregate(Aggregate(.count), over: link), .number)
    #expect(try lines(.list([.field(World.id), latest, count])) == ["W1 2018-03-10 2", "W2 - 0", "W3 2017-11-30 1", "W4 - 0"])
  }

  @Test func sortPutsMissingLastBothWaysAndTiesByKey() throws {
    func sorted(_ isDescending: Bool) throws -> [String] {
      try lines(.list([.field(World.id)], order: [CheckedQuery.SortKey(.expression(.field(World.cost)), isDescending: isDescending)]))
    }
    #expect(try sorted(false) == ["W3", "W1", "W4", "W2"])
    #expect(try sorted(true) == ["W1", "W4", "W3", "W2"])
  }

  @Test(arguments: [true, false]) func topCutsExactlyAndTellsTies(isBounded: Bool) throws {
    var engine = Engine(library: library)
    if !isBounded { engine.options.rules = [] }
    let by = [CheckedQuery.SortKey(.expression(.field(World.cost)), isDescending: true)]
    let one = try engine.run(.list([.field(World.id)], cut: CheckedQuery.Cut(count: 1, by: by, per: nil)))
    #expect(one.lines == ["W1"])
    #expect(one.notes.map(\.kind) == [.cut(shown: 1, of: 4), .tiesCut(count: 1)])
    let many = try engine.run(.list([.field(World.id)], cut: CheckedQuery.Cut(count: 9, by: by, per: nil)))
    #expect(many.lines == ["W1", "W4", "W3"])
    let second = try engine.run(.list([.field(World.id)], cut: CheckedQuery.Cut(count: 1, by: by, per: nil), skip: 1))
    #expect(second.lines == ["W4"])
    let perPhase = try engine.run(
      .list([.field(World.phase), .field(World.id)], cut: CheckedQuery.Cut(count: 1, by: by, per: .field(World.phase))))
    #expect(perPhase.lines == ["early W4", "late W1"])
  }

  @Test func cancelledQueriesThrow() throws {
    let engine = Engine(library: library, options: Engine.Options(isCancelled: { true }))
    #expect { try engine.run(.list([.field(World.id)])) } throws: { ($0 as? EngineError)?.problem == .cancelled }
  }

  @Test func workingDaysFollowTheCalendar() throws {
    let engine = Engine(library: library)
    func plus(_ count: Decimal, _ day: Checked) throws -> Value {
      try engine.value(of: .arithmetic(.addWorkdays, day, .duration(count, .workdays), .date), at: 0)
    }
    // 2018-09-30 is a worked Sunday, 1 and 2 October rest.
    #expect(try plus(1, .day(2018, 9, 29)) == .date(Day(year: 2018, month: 9, day: 30)!))
    #expect(try plus(2, .day(2018, 9, 29)) == .date(Day(year: 2018, month: 10, day: 3)!))
    #expect(try plus(-1, .day(2018, 10, 3)) == .date(Day(year: 2018, month: 9, day: 30)!))
    #expect(try plus(0, .day(2018, 9, 29)) == .date(Day(year: 2018, month: 9, day: 29)!))
    #expect(try plus(1, .day(2019, 1, 1)) == .missing)
    #expect(try plus(300, .day(2018, 1, 1)) == .missing)
    let between = Checked(.call(.workdays, [.day(2018, 9, 29), .day(2018, 10, 3)]), .duration(.workdays))
    #expect(try engine.value(of: between, at: 0) == .duration(2, .workdays))
  }

  @Test func datesOutsideTheCalendarAreMissingAndNoted() throws {
    // 17500 is in 2017, which the calendar does not declare; 17600 and 17700 are in 2018.
    let table = try Engine(library: library).run(
      .list([.field(World.id), .arithmetic(.addWorkdays, .field(World.start), .duration(1, .workdays), .date)]))
    #expect(table.lines == ["W1 -", "W2 -", "W3 2018-03-12", "W4 2018-06-19"])
    #expect(table.notes.map(\.kind) == [.outsideCalendar(count: 1)])
  }

  @Test func amountsBeyondTheRangeAreErrors() throws {
    let engine = Engine(library: library)
    // Beyond 64 bits there is room, beyond 128 none.
    let sum = Checked.arithmetic(.addMoney, .money(.max), .money(1), .money(World.thousand))
    #expect(try engine.value(of: sum, at: 0) == .money(Money(rawValue: Int128(Int64.max) + 1)))
    let product = Checked.arithmetic(.multiplyMoney, sum, .number(Decimal(Int128(Int64.max))), .money(World.thousand))
    let beyond = Checked.arithmetic(.multiplyMoney, product, .number(3), .money(World.thousand))
    #expect { try engine.value(of: beyond, at: 0) } throws: { ($0 as? EngineError)?.problem == .overflow }
  }
}
