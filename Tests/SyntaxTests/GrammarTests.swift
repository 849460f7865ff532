import Syntax
import Testing

/// `grammar/luodi.ebnf` tells the truth about the parser.
@Suite struct GrammarTests {
  private static let root = folder(of: folder(of: folder(of: #filePath)))
  private static let grammar = contents(of: root + "/grammar/luodi.ebnf") ?? ""

  private static let lines = grammar.split(separator: "\n").filter { !$0.hasPrefix("#") }

  private static let rules = lines.compactMap { line -> String? in
    guard let first = line.first, first.isUppercase, let end = line.firstIndex(of: " ") else { return nil }
    return String(line[..<end])
  }

  private static let parser = [
    "", "+Clauses", "+Columns", "+Comparisons", "+Conditions", "+Declarations", "+Expressions", "+Foreign", "+Moments", "+Names",
    "+Queries",
    "+Stages", "+Statements", "+Types",
  ].map { contents(of: root + "/Sources/Syntax/Parser\($0).swift") ?? "" }.joined()

  @Test func everyRuleHasAParseFunction() {
    #expect(GrammarTests.rules.count > 60)
    for rule in GrammarTests.rules { #expect(GrammarTests.parser.contains("func parse\(rule)("), "\(rule)") }
  }

  /// What a rule names is a rule or a token.
  @Test func everyNameIsARule() {
    let tokens = [
      "NAME", "TEXT", "NUMBER", "MONEY", "DATE", "PERIOD", "DURATION", "MOMENT", "PATTERN", "UNIT", "FORMAT", "ORDER", "WORD", "DOC",
    ]
    let known = Set(GrammarTests.rules + tokens)
    for line in GrammarTests.lines {
      let unquoted = split(String(line), "\"").enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " ")
      for word in unquoted.split(whereSeparator: { !$0.isLetter }) { #expect(known.contains(String(word)), "\(word)") }
    }
  }

  /// A quoted word of the grammar is a keyword or a symbol.
  @Test func everyWordIsAKeyword() {
    let spellings = Set(
      KeywordTable.entries.flatMap(\.spellings) + Keyword.allCases.map(\.rawValue) + Token.Symbol.allCases.map(\.rawValue) + ["_"])
    for line in GrammarTests.lines {
      for (index, word) in split(String(line), "\"").enumerated() where index % 2 == 1 { #expect(spellings.contains(word), "\(word)") }
    }
  }
}
