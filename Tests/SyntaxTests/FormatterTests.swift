import Diagnostics
import TestSupport
import Testing

@testable import Syntax

/// Formatting keeps the tree and every comment, and doing it twice changes nothing.
@Suite struct FormatterTests {
  private func parse(_ text: String) -> ParsedScript { Parser.parse(Source(name: "test", text: text)) }

  /// What formatting a text without errors must keep; nil when all is well.
  private func complaint(about text: String) -> String? {
    let first = parse(text)
    guard first.diagnostics.isEmpty else { return "does not parse: \(first.diagnostics[0].problem.message)\n\(text)" }
    guard let formatted = Formatter.format(first) else { return "not formatted:\n\(text)" }
    let second = parse(formatted)
    guard second.diagnostics.isEmpty else { return "formatted to what does not parse:\n\(text)\n----\n\(formatted)" }
    guard second.script.isSameText(as: first.script) else { return "another tree:\n\(text)\n----\n\(formatted)" }
    guard Formatter.format(second) == formatted else { return "not the same twice:\n\(text)\n----\n\(formatted)" }
    guard comments(in: formatted) == comments(in: text) else { return "other comments:\n\(text)\n----\n\(formatted)" }
    return nil
  }

  /// The comments of a text, by the mark that the tests give them.
  private func comments(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      line.firstRange(of: "# note").map { $0.lowerBound }.map { String(line[$0...].prefix { $0 != "\r" }) }
    }
    .map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test(arguments: ["Sources/Landing/landing.lq", "examples/tour.lq", "examples/nyc/nyc.lq", "examples/nyc/queries.lq"])
  func scriptsOfTheHouse(path: String) throws {
    let root = folder(of: folder(of: folder(of: #filePath)))
    let text = try #require(contents(of: root + "/" + path))
    #expect(complaint(about: text) == nil)
  }

  /// Numbers keep the form that says what they are.
  @Test func percentagesStay() throws {
    for (text, formatted) in [
      ("list projects where progress>30%", "list projects where progress > 30%\n"),
      ("count projects where progress > ３０％", "count projects where progress > ３０％\n"),
      ("1.50%*2", "1.50% * 2\n"), ("define x for projects as 0.5% + 0.30", "define x for projects as 0.5% + 0.30\n"), ("-100%", "-100%\n"),
      ("统计 项目 其中 进度>10%", "统计 项目 其中 进度 > 10%\n"),
    ] {
      #expect(Formatter.format(parse(text)) == formatted)
      #expect(complaint(about: text) == nil)
    }
  }

  @Test func generatedScripts() {
    var generator = TreeGenerator(seed: 7)
    for _ in 0..<500 {
      let script = Script(statements: (0..<4).map { _ in generator.statement() })
      #expect(complaint(about: Printer.print(script)) == nil)
    }
  }

  /// Comments between statements, behind them and between any two tokens of them.
  @Test func commentsStayWhereverTheyStand() {
    var random = SeededGenerator(seed: 11)
    var number = 0
    func note() -> String {
      number += 1
      return "# note \(number)"
    }
    let lines = corpus().filter { !$0.hasPrefix("|") }
    for round in 0..<200 {
      var text = round % 3 == 0 ? note() + "\n\n\n" : ""
      for _ in 0..<4 {
        var line = lines[random.below(lines.count)]
        if random.below(3) == 0 { line = withCommentInside(line, note(), &random) }
        let isOpen = line.contains("--")
        text += line
        switch random.below(4) {
        case 0 where !isOpen: text += "   " + note() + "\n"
        case 1: text += "\n" + note() + "\n"
        case 2: text += "\n\n\n  \n" + note() + "  \n\n"
        default: text += "\n"
        }
      }
      if random.below(2) == 0 { text += note() }
      if let complaint = complaint(about: text) { Issue.record("\(complaint)") }
    }
  }

  /// A comment before one of the tokens, which then begins a deeper line. The letters of `MM/DD/YYYY` are one word to people.
  private func withCommentInside(_ line: String, _ note: String, _ random: inout SeededGenerator) -> String {
    let source = Source(name: "test", text: line)
    let tokens = Lexer.tokens(of: source).tokens.dropFirst().dropLast()
    guard !line.contains("MM/DD"), !line.contains(";"), !line.contains("；"), !line.contains("。"),
      let token = tokens.randomElement(using: &random)
    else {
      return line
    }
    return source.text(SourceRange(0, token.range.start)) + " " + note + "\n      "
      + source.text(SourceRange(token.range.start, source.bytes.count))
  }

  /// What can end a statement and can take a word more keeps its `;` before such a word.
  @Test func aStatementDoesNotTakeInTheNext() {
    for (text, formatted) in [
      ("list p compare last。week", "list p compare last;\nlist week\n"),
      ("list p compare last;\n\nweek", "list p compare last;\n\nlist week\n"),
      ("count; list p", "count;\nlist p\n"), ("list p compare last;list q", nil), ("list p as of last; month", nil), ("sum; x of p", nil),
      ("list p where a is; missing of p", nil), ("print last; 3 days", nil), ("run x; with", nil), ("help; x", nil), ("describe; x", nil),
      ("list p where ever; x", nil), ("list p; \"x\"", nil), ("explain; plan", nil), ("count of; p", nil), ("5; 亿", nil),
    ] {
      guard parse(text).diagnostics.isEmpty else { continue }
      if let complaint = complaint(about: text) { Issue.record("\(complaint)") }
      if let formatted { #expect(Formatter.format(parse(text)) == formatted, "\(text)") }
      #expect(Printer.print(parse(Printer.print(parse(text).script)).script) == Printer.print(parse(text).script), "\(text)")
    }
  }

  /// Every word of the language where a statement ends: formatting puts a line break behind it, or takes a blank away.
  @Test func whateverWordStandsLastStaysWhatItIs() {
    let words = KeywordTable.entries.flatMap(\.spellings)
    var formatted = 0
    for beginning in ["", "list p where ", "list p where x and ", "count p by ", "list p sort by "] {
      for word in words {
        for end in ["", "\n", "; list q"] {
          let text = beginning + word + end
          guard parse(text).diagnostics.isEmpty else { continue }
          formatted += 1
          if let complaint = complaint(about: text) { Issue.record("\(complaint)") }
        }
      }
    }
    #expect(formatted > 1_500)
  }

  @Test func scriptsWithErrorsAreLeftAlone() {
    #expect(Formatter.format(parse("count projects\ncount (")) == nil)
    #expect(Formatter.format(parse("")) == "")
    #expect(Formatter.format(parse("# only a comment")) == "# only a comment\n")
  }
}
