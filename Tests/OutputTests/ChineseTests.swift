import Output
import TestSupport
import Testing

@Suite struct ChineseTests {
  @Test func everyProblemHasChineseWords() {
    let problems: [OutputProblem] = [
      .tooManyRows(2_000_000, limit: 1_048_576), .tooManyColumns(20_000, limit: 16_384), .textTooLong(column: "a", row: 3, limit: 32_767),
      .spreadsheet("5"),
    ]
    for problem in problems {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }
}
