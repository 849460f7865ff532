import Engine
import Query
import Schema
import Store
import TestSupport
import Testing

/// Steps whose keys begin with their work's lie in runs by their link, which the store finds when a link is asked the second time: every time the
/// answer is that of picking the rows.
@Suite struct LinkRunQueryTests {
  @Test func theAnswerStaysWhenRunsAreKnown() throws {
    var generator = SeededGenerator(seed: 3)
    func dump(_ snapshot: Int) -> Dump {
      let works = (100..<400).filter { _ in generator.chance(9) == false }.map { Work(id: "W\($0)") }
      let steps = works.flatMap { work in
        (0..<Int.random(in: 0...3, using: &generator)).map { number in
          Step(
            id: "\(work.id)-\(number)", work: generator.chance(8) ? nil : work.id, kind: generator.pick(["permit", "survey", nil]),
            due: 17_500 + Int32(snapshot), done: generator.chance(2) ? 17_600 : nil)
        }
      }
      return Dump(works: works, steps: steps)
    }
    let library = try World.library([dump(0), dump(1), dump(2)])
    let condition = Checked.isMissing(.field(World.done, of: World.steps))
    let link = ReverseLink(entity: World.steps, field: World.work)
    let plain = Engine(library: library, options: Engine.Options(rules: []))
    for snapshot in [2, 0, 2, 1] {
      for quantifier in [Quantifier.any, .every, .no] {
        let query = CheckedQuery.list(
          [.field(World.id)], where: Checked(.quantified(quantifier, link, condition), .flag), snapshot: snapshot)
        let expected = try plain.run(query).lines
        #expect(!expected.isEmpty)
        for _ in 0..<3 { #expect(try Engine(library: library).run(query).lines == expected, "\(quantifier) at \(snapshot)") }
      }
    }
    #expect(library.runs(entity: World.steps, field: World.work) != nil)
  }
}
