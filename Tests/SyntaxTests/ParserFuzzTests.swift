import Diagnostics
import Syntax
import TestSupport
import Testing

/// Whatever the bytes, there is a tree, in time, whose ranges lie inside the text.
@Suite struct ParserFuzzTests {
  private func check(_ bytes: [UInt8]) {
    let source = Source(name: "fuzz", bytes: bytes)
    let parsed = Parser.parse(source)
    for diagnostic in parsed.diagnostics {
      let range = diagnostic.range
      if range.start < 0 || range.end > bytes.count || range.start > range.end {
        Issue.record("a message outside the text: \(diagnostic) in \(source.text(source.range))")
      }
    }
    for statement in parsed.script.statements where statement.range.start < 0 || statement.range.end > bytes.count {
      Issue.record("a statement outside the text: \(source.text(source.range))")
    }
    _ = Printer.dump(parsed.script)
    _ = Printer.print(parsed.script)
  }

  @Test func truncations() {
    for line in corpus() {
      let bytes = Array(line.utf8)
      for end in 0...bytes.count { check(Array(bytes[..<end])) }
    }
  }

  @Test func expectationsEverywhere() {
    for line in corpus() {
      let source = Source(name: "fuzz", text: line)
      for offset in 0...source.bytes.count { _ = Parser.expectations(in: source, at: offset) }
    }
  }

  /// Wherever an error-free line is cut, completion may offer something.
  @Test func cutsOfTheCorpusOfferSomething() {
    // The letters of `date as MM/DD/YYYY` are several tokens.
    for line in corpus() where !line.contains("MM/DD") {
      let source = Source(name: "fuzz", text: line)
      let tokens = Parser.parse(source).tokens
      for token in tokens.dropLast() where token.kind != .symbol(.documentation) {
        let found = Parser.expectations(in: source, at: token.range.start)
        #expect(
          !(found.keywords.isEmpty && found.symbols.isEmpty && found.places.isEmpty), "nothing at \(token.range.start) of \(line)")
      }
    }
  }

  @Test func soup() {
    var generator = SeededGenerator(seed: 20_180_307)
    let words =
      Keyword.allCases.map(\.rawValue) + Token.Symbol.allCases.map(\.rawValue)
      + corpus().flatMap { $0.split(separator: " ").map(String.init) }
      + ["\n", "\n  ", "12", "5亿", "2018-03-07", "30d", "\"text", "`name`", "\u{0}", "\u{202E}", "“", "的", "/"]
    for _ in 0..<3000 {
      let count = generator.below(14) + 1
      check(Array((0..<count).map { _ in words[generator.below(words.count)] }.joined(separator: generator.below(4) == 0 ? "" : " ").utf8))
    }
  }

  @Test func noise() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<1500 { check((0..<generator.below(40)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }) }
    let lines = corpus()
    for _ in 0..<3000 {
      var bytes = Array(lines[generator.below(lines.count)].utf8)
      for _ in 0...generator.below(3) where !bytes.isEmpty {
        let place = generator.below(bytes.count)
        switch generator.below(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        default: bytes.insert(UInt8(generator.below(95) + 32), at: place)
        }
      }
      check(bytes)
    }
  }

  private func many(_ text: String, _ count: Int = 10_000) -> String { String(repeating: text, count: count) }

  @Test func deepNestingIsAnError() {
    let deep = [
      many("("), many("(") + "a" + many(")"), "list p where " + many("not ") + "a", "list p where " + many("was "), many("-") + "1",
      "list p where " + many("any n ("), many("f("), "list p where " + many("if "), "1 + " + many("if a then "),
      many("explain ") + "list p", "list p where " + many("not count "),
      "list p where " + many("a in ("), many("sum ") + "x of p", many("(1 + ") + "1", many("a.") + "b", "list p" + many(" | where a"),
      "list p where " + many("every n is "), "list p where " + many("ever "), "print \"{" + many("(") + "}\"",
    ]
    for text in deep {
      let parsed = Parser.parse(Source(name: "deep", text: text))
      #expect(!parsed.diagnostics.isEmpty)
      #expect(parsed.diagnostics.count <= 100, "\(text.prefix(30)): \(parsed.diagnostics.count) messages")
      _ = Printer.dump(parsed.script)
    }
  }

  /// Rules that read ahead, inside each other at every level, with nothing that would close them: each text is still read in its length.
  @Test(.timeLimit(.minutes(1))) func rulesInsideRulesAreReadOnce() {
    let openings = [
      "a b", "if a b", "if a then", "any n", "every n is", "not", "was a", "ever", "a =", "a in", "a between", "a 在", "a 的", "a within",
      "a within if", "a this week", "x,", "sum", "count", "count of", "a changed from", "changed a since", "list", "select", "top 5",
      "总投资 5亿", "by a b", "where a b", "a as", "explain", "let a =", "a - b", "$a", "print", "have a like",
    ]
    let heads = ["", "list ", "list p where ", "select ", "top 5 p by ", "list top 5 ", "let a = ", "count p by ", "expect "]
    for (place, first) in openings.enumerated() {
      for (offset, head) in heads.enumerated() {
        let second = openings[(place + offset) % openings.count]
        check(Array((head + many("\(first) (\(second) (", 24)).utf8))
      }
    }
    for head in heads { check(Array((head + many("projects passed (if signed ", 199)).utf8)) }
  }

  @Test func longTextsAreFine() {
    let long = [
      "list p where " + many("a and ") + "a", "list p where " + many("a = 1 or ") + "b", "list p where a in (" + many("1, ", 3000) + "2)",
      "list " + many("a, ", 3000) + "b of p", many("list p\n", 2000), many("list p; ", 2000), "list p" + many(" | where a", 100),
      many("1 + ") + "1",
      many("1 * 2 - ") + "1", many("a ?? ") + "1",
      "list p where " + many("a and b or ", 4000) + "c", "choice c: " + many("a, ", 3000) + "b",
    ]
    for text in long {
      let parsed = Parser.parse(Source(name: "long", text: text))
      #expect(parsed.diagnostics.isEmpty, "\(text.prefix(30)): \(parsed.diagnostics.first?.problem.message ?? "")")
      let printed = Printer.print(parsed.script)
      let again = Parser.parse(Source(name: "again", text: printed))
      #expect(again.diagnostics.isEmpty)
      #expect(Printer.print(again.script) == printed)
    }
  }
}
