import Diagnostics
import Model
import Schema
import Syntax
import TestSupport
import Testing

/// Problems of declarations in Chinese; those of queries stand in the goldens.
@Suite struct ChineseTests {
  @Test func everyProblemOfADeclarationHasChineseWords() {
    let (day, thing) = (Day(year: 2018, month: 2, day: 15)!, Bilingual.theField("cost"))
    var problems: [DeclarationProblem] = [
      .unknownDateOrder("xyz"), .unfitUnit("day"), .duplicate("a", other: thing), .hides("a", hidden: thing.of("works")),
      .hides("a", hidden: .theFunction("sum")), .reservedName("all"), .keyMissing(entity: "a", field: "b", nearest: []),
      .keyMissing(entity: "a", field: "b", nearest: ["c", "d"]), .reverseNeeded(field: "a", entity: "b", target: "c"),
      .definitionCycle(["a", "b", "a"]), .notADay("x"), .daysReversed(first: day, last: day), .tooManyDays(400), .restAndWork(day),
      .secondCalendar("a", first: "b"), .fixedEntity("a"),
    ]
    for kind in [DeclarationProblem.Kind.entity, .choice, .field, .value, .moneyUnit] {
      problems += [.unknown(kind, "a", within: nil, nearest: []), .unknown(kind, "a", within: "b", nearest: ["c"])]
    }
    for role in [DeclarationProblem.Role.key, .name, .snapshot, .unit, .restriction] {
      problems.append(.unfitField(role, field: "a", found: .number))
    }
    for problem in problems {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }

  @Test func alternativesAreJoinedAsChineseJoinsThem() {
    #expect(chineseAlternatives(["`a`"]) == "`a`")
    #expect(chineseAlternatives(["`a`", "`b`"]) == "`a` 或 `b`")
    #expect(chineseAlternatives(["`a`（1 行）", "`b`（2 行）"]) == "`a`（1 行）或 `b`（2 行）")
    #expect(chineseAlternatives(["`a`", "`b`", "`c`"]) == "`a`、`b` 或 `c`")
  }

  @Test func aNoteOfAnEarlierDeclarationIsChinese() throws {
    let source = Source(name: "model.lq", text: "entity works work key id\nfield id for works: text\nfield id for works: text")
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    let note = try #require(builder.build().findings.first?.diagnostic.notes.first)
    #expect(note.message == Bilingual("the field `id` is declared here", "字段 `id` 在此声明"))
  }
}
