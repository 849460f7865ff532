import Results
import Engine
import Query
import Schema
import Store
import Testing

/// Conditions and values of other snapshots on a few records: W1 changes, W2 vanishes and returns as it was, W3 is new, W4 is gone, W5 loses its
/// phase and gets it back.
@Suite struct MomentQueryTests {
  let library: Library

  init() throws {
    func work(_ id: String, _ phase: String?, _ start: Int32? = 17600, unit: String? = nil) -> Work {
      Work(id: id, phase: phase, start: start, unit: unit)
    }
    library = try World.library([
      Dump(
        works: [work("W1", "early"), work("W2", "late"), work("W4", "early"), work("W5", "middle")],
        steps: [Step(id: "S1", work: "W1", kind: "permit", due: 17500), Step(id: "S2", work: "W2", kind: "permit", due: 17500)],
        units: [Unit(id: "U1", area: "town")]),
      Dump(
        works: [work("W1", "early", 17700), work("W4", "late"), work("W5", nil)],
        steps: [Step(id: "S1", work: "W1", kind: "permit", due: 17500, done: 17550)], units: [Unit(id: "U1", area: "field")]),
      Dump(works: [work("W1", "middle", 17700), work("W2", "late"), work("W5", "middle")], units: [Unit(id: "U1", area: "field")]),
      Dump(
        works: [work("W1", "middle", nil), work("W2", "late"), work("W3", "early", unit: "U1"), work("W5", "middle")],
        units: [Unit(id: "U1", area: "town")]),
    ])
  }

  private func ids(_ condition: Checked, at snapshot: Int = 3) throws -> [String] {
    let query = CheckedQuery.list([.field(World.id)], where: condition, snapshot: snapshot)
    let lines = try Engine(library: library).run(query).lines
    #expect(try Engine(library: library, options: Engine.Options(rules: [])).run(query).lines == lines)
    return lines
  }

  private func values(_ value: Checked, at snapshot: Int = 3) throws -> [String] {
    try Engine(library: library).run(.list([.field(World.id), value], snapshot: snapshot)).lines
  }

  private let early = Checked.isOneOf(.field(World.phase), [0])
  private let late = Checked.isOneOf(.field(World.phase), [2])
  private func at(_ snapshot: Int, _ inner: Checked) -> Checked { Checked(.atSnapshot(snapshot, inner), inner.type) }
  private func throughout(_ quantifier: TimeQuantifier, _ snapshots: ClosedRange<Int>, _ condition: Checked) -> Checked {
    Checked(.throughout(quantifier, snapshots.map { AtSnapshot(snapshot: $0, condition: condition) }), .flag)
  }

  @Test func wasIsFalseWhereTheRecordWasNot() throws {
    #expect(try ids(at(0, early)) == ["W1"])
    #expect(try ids(.not(at(0, early))) == ["W2", "W3", "W5"])
    // Negated inside, a record that was not there is left out.
    #expect(try ids(at(0, .not(early))) == ["W2", "W5"])
    #expect(try ids(at(1, .not(late))) == ["W1", "W5"])
    // As of an earlier snapshot, the gone record is there.
    #expect(try ids(at(0, early), at: 1) == ["W1", "W4"])
    #expect(try ids(at(2, at(0, late))) == ["W2"])
    #expect(try ids(at(1, at(0, late))) == [])
  }

  @Test func valuesOfThen() throws {
    #expect(try values(at(1, .field(World.start))) == ["W1 2018-06-18", "W2 -", "W3 -", "W5 2018-03-10"])
    #expect(try values(at(1, .field(World.phase))) == ["W1 early", "W2 -", "W3 -", "W5 -"])
    #expect(try ids(.compare(.field(World.phase), .greater, at(0, .field(World.phase)))) == ["W1"])
  }

  @Test func linksAreReadWhollyThen() throws {
    let link = ReverseLink(entity: World.steps, field: World.work)
    let open = Checked(.quantified(.any, link, .isMissing(.field(World.done, of: World.steps))), .flag)
    #expect(try ids(open) == [])
    #expect(try ids(at(0, open)) == ["W1", "W2"])
    #expect(try ids(at(1, open)) == [])
    // The unit of now, as it was.
    let inField = Checked.isOneOf(.field(World.area, of: World.units), [1])
    #expect(try ids(.follow(World.unit, World.units, at(2, inField))) == ["W3"])
    #expect(try ids(at(2, .follow(World.unit, World.units, inField))) == [])
  }

  @Test func existedAndThroughout() throws {
    #expect(try ids(Checked(.existed(at: 1), .flag)) == ["W1", "W5"])
    #expect(try ids(throughout(.ever, 0...3, early)) == ["W1", "W3"])
    #expect(try ids(throughout(.always, 0...3, late)) == ["W2"])
    #expect(try ids(throughout(.always, 1...1, .not(late))) == ["W1", "W5"])
    #expect(try ids(throughout(.ever, 0...1, early), at: 1) == ["W1", "W4"])
    #expect(try ids(throughout(.always, 0...1, early), at: 1) == ["W1"])
    // No snapshot in question holds the record: neither.
    #expect(try ids(throughout(.always, 0...2, .isMissing(.field(World.title))), at: 3) == ["W1", "W2", "W5"])
  }

  @Test func throughoutWithDatesThatMove() throws {
    func points(_ quantifier: TimeQuantifier) -> Checked {
      Checked(
        .throughout(
          quantifier,
          (0...3).map { snapshot in
            AtSnapshot(
              snapshot: snapshot,
              condition: .compare(.field(World.start), .less, Checked(.constant(.date(Day(rawValue: 17590 + 20 * Int32(snapshot)))), .date))
            )
          }), .flag)
    }
    // 17600 is before 17610, 17630 and 17650, not before 17590.
    #expect(try ids(points(.ever)) == ["W2", "W3", "W5"])
    #expect(try ids(points(.always)) == ["W3"])
  }

  @Test func changes() throws {
    func changed(_ field: Int, since snapshot: Int) -> Checked {
      .and(
        Checked(.existed(at: snapshot), .flag),
        Checked(.differs(.field(field), at(snapshot, .field(field))), .flag))
    }
    #expect(try ids(changed(World.phase, since: 0)) == ["W1"])
    #expect(try ids(changed(World.phase, since: 1)) == ["W1", "W5"])
    #expect(try ids(changed(World.start, since: 2)) == ["W1"])
    #expect(try ids(Checked(.recordDiffers(from: 0), .flag)) == ["W1"])
    #expect(try ids(Checked(.recordDiffers(from: 1), .flag)) == ["W1", "W5"])
    #expect(try ids(.not(Checked(.recordDiffers(from: 2), .flag))) == ["W2", "W3", "W5"])
    #expect(try ids(Checked(.recordDiffers(from: 0), .flag), at: 1) == ["W1", "W4", "W5"])
  }

  @Test func heldSinceStopsAtGapsAndAtOtherValues() throws {
    let phase = Checked(.heldSince(field: World.phase), .date)
    #expect(try values(phase) == ["W1 2018-03-05", "W2 2018-03-05", "W3 2018-04-05", "W5 2018-03-05"])
    #expect(try values(phase, at: 1) == ["W1 2018-01-05", "W4 2018-02-05", "W5 -"])
    #expect(try values(Checked(.heldSince(field: World.start), .date)) == ["W1 -", "W2 2018-03-05", "W3 2018-04-05", "W5 2018-01-05"])
    #expect(try values(at(2, phase)) == ["W1 2018-03-05", "W2 2018-03-05", "W3 -", "W5 2018-03-05"])
  }

  @Test func insideAggregates() throws {
    let measures: [Checked] = [
      .aggregate(.count, nil, where: at(0, early)), .aggregate(.share, Checked(.existed(at: 1), .flag)),
      .aggregate(.max, at(1, .field(World.start))),
    ]
    #expect(try Engine(library: library).run(.groups(measures, snapshot: 3)).lines == ["1 0.5 2018-06-18"])
    let table = try Engine(library: library).run(.groups([measures[2]], snapshot: 3))
    #expect(table.notes.map(\.kind) == [.skippedMissing(column: "m0", count: 2)])
  }

  @Test func aloneAnExpressionReadsTheOtherSnapshot() throws {
    let count = Checked(.entityAggregate(Aggregate(.count), entity: World.works), .number)
    #expect(try Engine(library: library).value(of: at(1, count), at: 3) == .number(3))
    #expect(try Engine(library: library).value(of: count, at: 3) == .number(4))
    #expect(try ids(.compare(at(1, count), .less, count)) == ["W1", "W5"])
  }
}
