import Glibc
import Diagnostics
import Syntax
import Testing

/// parse(print(x)) = x, up to places.
@Suite struct PrinterTests {
  private func parse(_ text: String) -> ParsedScript { Parser.parse(Source(name: "test", text: text)) }

  @Test func corpusSurvivesARoundTrip() {
    for line in corpus() {
      let first = parse(line)
      #expect(first.diagnostics.isEmpty, "\(line): \(first.diagnostics.first?.problem.message ?? "")")
      let printed = Printer.print(first.script)
      let second = parse(printed)
      #expect(second.diagnostics.isEmpty, "\(line) as \(printed)")
      #expect(second.script.isSameText(as: first.script), "\(line) as \(printed)")
      #expect(Printer.print(second.script) == printed)
    }
  }

  /// All lines in one script: a statement ends where its line does.
  @Test func corpusIsOneScript() {
    let text = corpus().filter { !$0.hasPrefix("|") }.joined(separator: "\n")
    let whole = parse(text)
    #expect(whole.diagnostics.isEmpty)
    #expect(whole.script.statements.count == text.split(separator: "\n").count)
    #expect(parse(Printer.print(whole.script)).script.isSameText(as: whole.script))
    let formatted = Formatter.format(whole) ?? ""
    #expect(Formatter.format(parse(formatted)) == formatted)
    #expect(parse(formatted).script.isSameText(as: whole.script))
  }

  /// `SEEDS=50` tries more.
  @Test(arguments: (1...(getenv("SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 8)).map { $0 &* 42 })
  func generatedTreesSurviveARoundTrip(seed: UInt64) {
    var generator = TreeGenerator(seed: seed)
    for _ in 0..<1000 {
      let script = Script(statements: [generator.statement()])
      let printed = Printer.print(script)
      let parsed = parse(printed)
      #expect(parsed.diagnostics.isEmpty, "\(printed): \(parsed.diagnostics.first?.problem.message ?? "")")
      #expect(
        parsed.script.isSameText(as: script), "\(printed)\n\(Printer.dump(script, withRanges: false))\n\(Printer.dump(parsed.script))")
    }
  }

  @Test(arguments: [
    ("select", "`select`"), ("where", "`where`"), ("按", "`按`"), ("two words", "`two words`"), ("a`b", "`a``b`"), ("3D", "3D"),
    ("2018", "`2018`"),
    ("new-start", "new-start"), ("本周", "`本周`"), ("today", "`today`"), ("总投资", "总投资"), ("Jiang'an", "Jiang'an"), ("5亿", "`5亿`"),
  ])
  func namesThatNeedItGetBackQuotes(_ name: String, _ spelling: String) {
    let quotes = name == "select" || name != spelling
    let text = Printer.text(of: Name(name, isQuoted: name == "select", range: SourceRange(0, 0)))
    #expect(text == spelling)
    let parsed = parse("list \(text)")
    guard case .query(let query)? = parsed.script.statements.first?.kind else {
      Issue.record("no query: \(text)")
      return
    }
    #expect(query.entity.text == name)
    #expect(query.entity.isQuoted == quotes)
  }

  /// Trees made by hand get the parentheses that their shape needs.
  @Test func looseOperandsGetParentheses() {
    func name(_ text: String) -> Expression { Expression(.path([Name(text, range: SourceRange(0, 0))]), range: SourceRange(0, 0)) }
    func make(_ kind: Expression.Kind) -> Expression { Expression(kind, range: SourceRange(0, 0)) }
    let (a, b, c) = (name("a"), name("b"), name("c"))
    #expect(Printer.text(of: make(.and(make(.or(a, b)), c))) == "(a or b) and c")
    #expect(Printer.text(of: make(.not(make(.and(a, b))))) == "not (a and b)")
    #expect(Printer.text(of: make(.arithmetic(.subtract, a, make(.arithmetic(.subtract, b, c))))) == "a - (b - c)")
    #expect(Printer.text(of: make(.arithmetic(.subtract, make(.arithmetic(.subtract, a, b)), c))) == "a - b - c")
    #expect(Printer.text(of: make(.negative(make(.arithmetic(.add, a, b))))) == "-(a + b)")
    #expect(Printer.text(of: make(.comparison(.equal, make(.comparison(.less, a, b)), c))) == "(a < b) = c")
    #expect(Printer.text(of: make(.ever(make(.existed(on: nil)), since: a))) == "ever (existed) since a")
    #expect(Printer.text(of: make(.arithmetic(.add, make(.conditional(a, then: b, otherwise: c)), a))) == "(if a then b else c) + a")
  }

  /// A clause behind `changed` stays a clause.
  @Test func clausesAreKeptFromConditions() {
    func make(_ kind: Expression.Kind) -> Expression { Expression(kind, range: SourceRange(0, 0)) }
    let place = SourceRange(0, 0)
    let field = make(.path([Name("a", range: place)]))
    let condition = make(.and(field, make(.not(make(.changed(field: field, from: nil, to: nil, since: nil))))))
    let query = Query(
      verb: .count, entity: Name("b", range: place),
      clauses: [Clause(.condition(condition), range: place), Clause(.file("c.csv"), range: place)], range: place)
    #expect(Printer.text(of: query) == "count b where (a and not changed a) to \"c.csv\"")
    let parsed = parse("changes of b where (ever a) since 2018").script.statements
    #expect(parsed.map(Printer.text(of:)) == ["changes of b where (ever a) since 2018"])
  }

  @Test func longStatementsTakeSeveralLines() {
    let text = Printer.print(
      parse("list name, investment of projects where stage = preparatory and district = Hannan and overdue sort by investment desc top 20")
        .script)
    #expect(
      text == """
        list name, investment of projects
          where stage = preparatory and district = Hannan and overdue
          sort by investment desc
          top 20
        """)
  }

  @Test func tokensAreListed() {
    let source = Source(name: "test", text: "list 项目 5亿")
    #expect(
      Printer.dump(Lexer.tokens(of: source).tokens, in: source) == """
        0-4  word  list  (list)
        5-11  word  项目
        12-16  money  5亿
        16-16  end
        """)
  }
}
