import Engine
import Patterns
import TestSupport
import Testing

@Suite struct ChineseTests {
  @Test func everyProblemHasChineseWords() {
    let problems: [EngineProblem] = [
      .overflow, .mixedUnits(["m", "kg"]), .pattern(.outOfMemory), .tooManyGroups(nil), .tooManyGroups(3_000_000),
      .tooManyColumns(20_000), .tooManyCells(rows: 5000, columns: 9000), .cancelled, .misplaced("`x`"),
    ]
    for problem in problems {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }
}
