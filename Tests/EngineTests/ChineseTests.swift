import Engine
import Patterns
import TestSupport
import Testing

@Suite struct ChineseTests {
  @Test func everyProblemHasChineseWords() {
    let problems: [EngineProblem] = [.moneyOverflow, .mixedUnits(["m", "kg"]), .pattern(.outOfMemory), .cancelled, .misplaced("`x`")]
    for problem in problems {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }
}
