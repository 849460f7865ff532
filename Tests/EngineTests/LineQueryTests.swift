import Checking
import Diagnostics
import Engine
import Model
import Results
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// `changes`, `history` and `show` on four small dumps, answers written out by hand.
@Suite struct LineQueryTests {
  static let k: Int64 = 10_000_000
  private let library: Library
  private let model: Model

  /// W1 changes and changes back; W2 vanishes and returns as it was; W3 vanishes and returns changed; W4 comes late; W5 goes; W6 changes what is missing.
  init() throws {
    let w1 = Work(id: "W1", phase: "early", cost: 5 * Self.k, open: false)
    let w2 = Work(id: "W2", title: "two", phase: "late")
    let w3 = Work(id: "W3", phase: "early", start: 17_600)
    let w5 = Work(id: "W5", unit: "U1")
    let w6 = Work(id: "W6", size: 0.5)
    var w1Late = w1
    w1Late.phase = "late"
    var w3Late = w3
    w3Late.phase = "middle"
    w3Late.start = nil
    var w6Late = w6
    w6Late.size = nil
    w6Late.cost = 7 * Self.k
    w6Late.open = true
    let dumps = [
      Dump(works: [w1, w2, w3, w5, w6]), Dump(works: [w1Late, w5, w6]), Dump(works: [w1, w2, w3Late, Work(id: "W4"), w6]),
      Dump(works: [w1, w2, w3Late, Work(id: "W4"), w6Late]),
    ]
    // The second dump is added last: it lands in its place.
    library = try World.library(dumps, order: [0, 2, 3, 1])
    model = TextParityTests.model()
  }

  private func checked(_ text: String) throws -> CheckedStatement {
    let source = Source(name: "test", text: text)
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    let (checked, diagnostics) = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source)
    return try #require(checked, "\(diagnostics.map(\.problem.message))")
  }

  private func table(_ text: String) throws -> ResultTable {
    guard case .query(let query, _) = try checked(text) else { throw EngineError(.misplaced(text)) }
    return try Engine(library: library, catalog: model.catalog).run(query)
  }

  private func lines(_ text: String) throws -> [String] { try table(text).lines }

  private func note(_ text: String) throws -> String? {
    try table(text).notes.compactMap { if case .words(let english, _) = $0.kind { english } else { nil } }.first
  }

  @Test func twoEndsAreCompared() throws {
    #expect(
      try lines("changes of works since first snapshot") == [
        "returned W2 - - -", "returned W3 - - -", "changed W3 phase early middle", "changed W3 start 2018-03-10 -", "added W4 - - -",
        "removed W5 - - -", "changed W6 cost - 7", "changed W6 size 0.5 -", "changed W6 open - yes",
      ])
    #expect(
      try note("changes of works since first snapshot")
        == "2018-01-05 to 2018-04-05: 1 work added, 1 removed, 2 returned; 5 cells changed in 2 works")
  }

  @Test func aRangeEndsWhereItIsSaid() throws {
    #expect(
      try lines("changes of works since first snapshot to 2018-02-05") == [
        "changed W1 phase early late", "removed W2 - - -", "removed W3 - - -",
      ])
    // W2 and W3 were there before the beginning: they return, and only W4 is new.
    #expect(
      try lines("changes of works since 2018-02-05 to 2018-03") == [
        "changed W1 phase late early", "returned W2 - - -", "returned W3 - - -", "added W4 - - -", "removed W5 - - -",
      ])
    #expect(try lines("changes of works since 2018-04-05") == [])
  }

  @Test func listedFieldsHaveTheirType() throws {
    #expect(
      try lines("changes in phase of works since first snapshot where old = early and new > early") == ["changed W3 phase early middle"])
    #expect(
      try note("changes in phase of works since first snapshot")
        == "2018-01-05 to 2018-04-05: 1 cell changed in 1 work; besides, 1 work added, 1 removed, 2 returned")
    #expect(try lines("changes in cost, budget of works since first snapshot | list key, new, new - (old ?? 1元 - 1元)") == ["W6 7 7"])
  }

  @Test func aConditionHoldsAtEitherEnd() throws {
    #expect(try lines("changes in phase of works since first snapshot where phase = middle") == ["changed W3 phase early middle"])
    #expect(try lines("changes in phase of works since first snapshot where phase = early") == ["changed W3 phase early middle"])
    #expect(try lines("changes of works since first snapshot where unit = U1") == ["removed W5 - - -"])
  }

  @Test func stagesReachTheRecordAsItIsOrLastWas() throws {
    #expect(try lines("changes of works since first snapshot | where change = removed | list id, unit, key.phase") == ["W5 U1 -"])
    #expect(try lines("changes of works since first snapshot | count by phase") == ["middle 3", "late 1", "- 5"])
  }

  @Test func versionsComeInTheOrderOfTime() throws {
    #expect(
      try lines("history of work W3") == [
        "W3 2018-01-05 2018-01-05 added - - -", "W3 2018-02-05 2018-02-05 removed - - -", "W3 2018-03-05 2018-04-05 returned - - -",
        "W3 2018-03-05 2018-04-05 changed phase early middle", "W3 2018-03-05 2018-04-05 changed start 2018-03-10 -",
      ])
    #expect(
      try lines("history of work W5") == ["W5 2018-01-05 2018-02-05 added - - -", "W5 2018-03-05 2018-04-05 removed - - -"])
    #expect(
      try lines("history of work W1 where field = phase") == [
        "W1 2018-02-05 2018-02-05 changed phase early late", "W1 2018-03-05 2018-04-05 changed phase late early",
      ])
    #expect(try lines("history of works where change = returned | list key") == ["W2", "W3"])
    #expect(try lines("history of work W6 as of 2018-03-05") == ["W6 2018-01-05 2018-03-05 added - - -"])
  }

  @Test func aRecordThatIsGoneIsShownAsItLastWas() throws {
    guard case .show(let show, _) = try checked("show W5") else {
      Issue.record("no card")
      return
    }
    let card = try Engine(library: library, catalog: model.catalog).card(of: show)
    #expect(card.key == "W5")
    #expect(card.snapshot == library.snapshots[1])
    #expect(
      card.notes == [
        ResultTable.Note(
          .words(
            english: "W5 is not in the snapshot of 2018-04-05; it is shown as it last was, on 2018-02-05",
            chinese: "快照 2018-04-05 中没有 W5；所示为它最后的样子（2018-02-05）"))
      ])
    let form = card.longForm.lines
    #expect(form.contains("work W5 unit U1"))
    #expect(form.suffix(2) == ["history 2018-01-05 change added", "history 2018-03-05 change removed"])
  }
}
