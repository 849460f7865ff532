import Schema
import TestSupport
import Testing

/// Facts counted straight from the files by a few lines of Python, and asked of luodi.
@Suite struct RecountTests {
  static let hasPython = Program.shell("python3 --version").status == 0

  private static let questions = [
    ("projects", "count projects"),
    ("nodes", "count nodes"),
    ("landed", "count landed projects"),
    ("overdue", "count overdue projects"),
    ("overdue nodes", "count overdue nodes"),
    ("overdue in Hannan, preparatory", "count projects where stage=preparatory and district=Hannan and overdue"),
    ("prior", "count projects where vintage = prior"),
    ("current", "count projects where vintage = 当年"),
    ("prior landed", "count projects where landed and signed < 2018"),
    ("current landed", "count landed projects where vintage = current"),
    ("red", "count projects where red_card"),
    ("yellow", "count projects where card = 黄牌"),
    ("permit late, nothing granted", "count projects where any node (kind = permit and overdue) and no approval is granted"),
    ("every approval granted", "count projects where every approval is granted"),
    ("land shortfall", "sum shortfall of factors where kind = land"),
    ("without start, 5 or more", "统计 项目 其中 总投资 5亿以上 且 实际开工 为空"),
  ]

  /// Weeks whose files spell dates and amounts plainly enough for those few lines.
  @Test(.enabled(if: hasPython), arguments: [(2018, 3, 2), (2018, 6, 29), (2018, 9, 21), (2018, 12, 28)])
  func theFilesSayTheSame(_ year: Int, _ month: Int, _ dayOfMonth: Int) throws {
    let day = try #require(Day(year: year, month: month, day: dayOfMonth))
    let outcome = Program.shell("python3 Tests/LandingTests/recount.py examples/wuhan-2018 \(day)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    var counted: [String: String] = [:]
    for line in outcome.output.split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      counted[parts[0]] = parts[1]
    }
    #expect(counted.count == RecountTests.questions.count)
    var asking = try Asking()
    for (fact, question) in RecountTests.questions {
      let answer = try #require(try asking.ask(question, asOf: day).first)
      let value = answer.answer?.split(separator: "\n").last.map(String.init)
      #expect(value == counted[fact], "\(fact) on \(day): \(question)")
    }
  }
}
