import Diagnostics
import Syntax
import Testing

/// A line break ends a statement only where the statement could end: the rule of scripts and of the prompt.
@Suite struct StatementEndTests {
  /// The statements that a script holds, each on one line; with `!` in front where something is wrong.
  private func statements(_ text: String) -> [String] {
    let parsed = Parser.parse(Source(name: "script", text: text))
    let faults = parsed.diagnostics.map { "! " + $0.problem.message }
    return faults + parsed.script.statements.map { Printer.print(Script(statements: [$0])).split(separator: "\n").joined(separator: " ") }
  }

  /// One statement over several lines, which are no more indented than the first.
  @Test(arguments: [
    ("count projects where\nstage = preparatory", "count projects where stage = preparatory"),
    ("count projects\nby district", "count projects by district"),
    ("list projects\nwhere overdue", "list projects where overdue"),
    ("list projects where overdue and\nlanded", "list projects where overdue and landed"),
    ("list projects where overdue\nor landed", "list projects where overdue or landed"),
    ("list projects where not\noverdue", "list projects where not overdue"),
    ("list projects where stage =\nplanned", "list projects where stage = planned"),
    ("list projects where stage in (\nplanned,\nended\n)", "list projects where stage in (planned, ended)"),
    ("list projects where (\noverdue\n)", "list projects where (overdue)"),
    ("list projects where any node (\nkind = eia\nand overdue)", "list projects where any node (kind = eia and overdue)"),
    ("list projects where any\nnode is overdue", "list projects where any node is overdue"),
    ("list projects where due between\n2018-01-01 and\n2018-02-01", "list projects where due between 2018-01-01 and 2018-02-01"),
    ("list projects where name contains\nlake", "list projects where name contains lake"),
    ("list projects where name starts\nwith lake", "list projects where name starts with lake"),
    ("list projects where stage not\nin (a)", "list projects where stage not in (a)"),
    ("sum investment,\ncount\nof projects", "sum investment, count of projects"),
    ("sum\ninvestment of projects", "sum investment of projects"),
    ("count projects as of previous\nsnapshot", "count projects as of previous snapshot"),
    ("list projects where due in last\n30 days", "list projects where due in last 30 days"),
    ("list projects where due in last 30\ndays", "list projects where due in last 30 days"),
    ("count\nprojects", "count projects"),
    ("list name,\nstage\nof projects", "list name, stage of projects"),
    ("sum investment of\nprojects", "sum investment of projects"),
    ("list projects top\n5 by investment", "list projects top 5 by investment"),
    ("list projects skip\n5", "list projects skip 5"),
    ("count projects as of\n2018-03-01", "count projects as of 2018-03-01"),
    ("count projects compare\nlast month", "count projects compare last month"),
    ("count projects\nas csv", "count projects as csv"),
    ("count projects |\nwhere count > 3", "count projects | where count > 3"),
    ("count projects\n| where count > 3", "count projects | where count > 3"),
    ("count projects by\ndistrict across\nstage", "count projects by district across stage"),
    ("changes of projects since\n2018-01-01\nto 2018-02-01", "changes of projects since 2018-01-01 to 2018-02-01"),
    ("trend count of projects\nevery month", "trend count of projects every month"),
    ("rank district by\ncount of projects", "rank district by count of projects"),
    ("1 +\n2", "1 + 2"),
    ("if 1 = 1\nthen 2\nelse 3", "if 1 = 1 then 2 else 3"),
    ("let x =\nlist projects", "let x = list projects"),
    ("let x\n= list projects", "let x = list projects"),
    ("print\n\"a\"", "print \"a\""),
    ("param\nlimit: number", "param limit: number"),
    ("run \"a.lq\" with x =\n3", "run \"a.lq\" with x = 3"),
    ("count projects where # why\n\n# and\n\noverdue", "count projects where overdue"),
    ("count projects\n  where overdue", "count projects where overdue"),
    ("统计 项目 其中\n阶段 = 前期 且\n区 = 汉南", "count 项目 where 阶段 = 前期 and 区 = 汉南"),
    ("列出 项目 的 名称、\n总投资\n其中 逾期", "list 名称, 总投资 of 项目 where 逾期"),
    ("统计 项目\n按 区", "count 项目 by 区"),
    ("列出 项目 其中 阶段 属于 （\n前期，\n新开工\n）", "list 项目 where 阶段 in (前期, 新开工)"),
    ("列出 项目 其中 开工 介于\n2018-01-01 和\n2018-02-01", "list 项目 where 开工 between 2018-01-01 and 2018-02-01"),
    ("列出 项目\n前 5", "list 项目 top 5"), ("列出 项目 其中 总投资 5亿\n以上", "list 项目 where 总投资 >= 5亿"),
    ("sum investment as total\nof projects", "sum investment as total of projects"),
  ])
  func aLineBreakWhereMoreIsNeededEndsNothing(text: String, statement: String) { #expect(statements(text) == [statement]) }

  /// The same texts, typed line by line: all but the last line read on, and the whole is complete.
  @Test(arguments: [
    "count projects where\nstage = preparatory", "list projects where stage in (\nplanned,\nended\n)", "1 +\n2", "count\nprojects",
    "list projects where overdue and\nnot\nlanded", "list projects where any\nnode is overdue", "let x =\nlist projects",
    "param\nlimit: number",
    "list projects where due in last\n30\ndays", "choice kind: a,\nb", "统计 项目 其中\n阶段 = 前期 且\n区 = 汉南",
    "列出 项目 其中 阶段 属于 （\n前期，\n新开工\n）", "列出 名称、\n总投资 来自\n项目",
  ])
  func thePromptReadsOnByTheSameRule(text: String) {
    let lines = text.split(separator: "\n").map(String.init)
    for count in 1...lines.count {
      let entered = lines.prefix(count).joined(separator: "\n")
      #expect(Parser.goesOn(entered) == (count < lines.count), "\(entered)")
    }
  }

  @Test(arguments: [
    ("count projects\ncount units", ["count projects", "count units"]),
    ("describe\ncount units", ["describe", "count units"]),
    ("help where\ncount units", ["help where", "count units"]),
    ("help (\ncount units", ["help (", "count units"]),
    ("list projects | list *\ncount units", ["list projects | list *", "count units"]),
    ("list projects sort by due desc\ncount units", ["list projects sort by due desc", "count units"]),
    ("list projects where due is missing\ncount units", ["list projects where due is missing", "count units"]),
    ("count units\n\n\n# where\n1", ["count units", "1"]),
    ("count units。列出 项目", ["count units", "list 项目"]),
    ("count units\nlimit", ["count units", "list limit"]), ("count units\ngroup", ["count units", "list group"]),
    ("count units\norder = 3", ["count units", "order = 3"]),
    ("列出 项目 按 总投资 降序\n统计 项目", ["list 项目 sort by 总投资 desc", "count 项目"]),
    ("列出 项目 其中 开工 为空\n统计 项目", ["list 项目 where 开工 is missing", "count 项目"]),
  ])
  func aLineBreakWhereItCouldEndEndsIt(text: String, expected: [String]) { #expect(statements(text) == expected) }

  /// Missing at the end continues, unexpected is an error at once, complete runs.
  @Test(arguments: [
    ("count projects where", true), ("count projects where stage = = x", false), ("count projects", false), ("count projects)", false),
    ("count projects where stage = \"x", false), ("count projects; count", true), ("count;", false), ("", false), ("# where", false),
    ("count projects where # so", true), ("help where", false), ("统计 项目 其中", true), ("统计 项目", false), ("统计 项目 其中 = 3", false),
  ])
  func thePromptTellsMissingFromUnexpected(text: String, goesOn: Bool) { #expect(Parser.goesOn(text) == goesOn) }

  /// Typed, a clause word at the beginning works on the last result; in a script it begins no statement.
  @Test(arguments: [
    ("where count > 3", "| where count > 3"), ("by district", "| by district"), ("top 3 by count", "| top 3 by count"),
    ("top 3", "| top 3"),
    ("sort by count desc\n| top 2", "| sort by count desc | top 2"), ("as csv", "| as csv"), ("to \"a.csv\"", "| to \"a.csv\""),
    ("其中 总投资 > 3", "| where 总投资 > 3"), ("按 区", "| by 区"), ("前 3", "| top 3"), ("| count", "| count"),
  ])
  func aClauseTypedFirstWorksOnTheLastResult(text: String, stage: String) {
    let source = Source(name: "<prompt>", text: text)
    let typed = Parser.parse(source, isTyped: true)
    #expect(typed.diagnostics.isEmpty)
    #expect(Printer.print(typed.script) == stage)
    #expect(Parser.parse(source).diagnostics.isEmpty == text.hasPrefix("|"), "a script")
    #expect(!Parser.parse(Source(name: "<prompt>", text: "1; " + text), isTyped: true).diagnostics.isEmpty == !text.hasPrefix("|"))
  }

  /// A cut before the entity is another language's query, with an error that shows ours.
  @Test func aLeadingCutIsNoStage() {
    let typed = Parser.parse(Source(name: "<prompt>", text: "top 10 projects by investment"), isTyped: true)
    #expect(typed.diagnostics.map { $0.problem.hint } == ["write list projects top 10 by investment"])
  }

  /// The caret of an error on a later line points into that line.
  @Test func errorsPointIntoTheLineThatTheyAreIn() throws {
    let source = Source(name: "<prompt>", text: "统计 项目 其中\n阶段 = = 前期")
    let diagnostic = try #require(Parser.parse(source, isTyped: true).diagnostics.first)
    #expect(source.line(at: diagnostic.range.start).number == 2)
    #expect(source.text(diagnostic.range) == "=")
  }

  /// What is asked for in a line that goes on with another.
  @Test func completionSeesTheLinesBefore() {
    let text = "count projects where\nstage = pre"
    let found = Parser.expectations(in: Source(name: "<prompt>", text: text), at: text.utf8.count)
    #expect(found.places.contains(.value(["stage"], .init(entity: "projects"))))
  }

  /// A forgotten parenthesis is said where the next line begins, and the lines behind it are read for themselves.
  @Test func aForgottenParenthesisHidesNoOtherLine() {
    let parsed = Parser.parse(Source(name: "script", text: "list projects where (overdue\ncount units\ncount units where = 3\n"))
    #expect(parsed.diagnostics.map { $0.problem.message } == ["expected `)`, found `count`", "expected a condition, found `=`"])
    #expect(parsed.script.statements.count == 3)
  }

  /// Formatting keeps what is one statement and what are two.
  @Test(arguments: ["count projects where\noverdue\ncount units\n", "count units;\nwhere = 3\n", "列出 项目 其中\n逾期\n统计 项目\n"])
  func formattingKeepsTheEnds(text: String) throws {
    let parsed = Parser.parse(Source(name: "script", text: text))
    guard let formatted = Formatter.format(parsed) else { return #expect(!parsed.diagnostics.isEmpty) }
    let again = Parser.parse(Source(name: "script", text: formatted))
    #expect(again.script.isSameText(as: parsed.script))
  }

  /// Thousands of lines, each of which needs the next, are read in time that grows with them.
  @Test(arguments: ["a and\n", "x in last\n3 days and\n", "(\n", "sum\n", "not\n", "count\n", "list\nlist of\n", "a\nin\n"])
  func manyJoinedLinesAreReadQuickly(line: String) {
    let clock = ContinuousClock()
    let text = "list projects where " + String(repeating: line, count: 3_000)
    let time = clock.measure { _ = Parser.parse(Source(name: "script", text: text)) }
    #expect(time < .seconds(30), "\(line)")
  }
}
