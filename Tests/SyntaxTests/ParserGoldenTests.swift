import Diagnostics
import Syntax
import TestSupport
import Testing

@Suite struct ParserGoldenTests {
  /// The canonical text, then the tree.
  @Test(arguments: ["english.txt", "chinese.txt", "declarations.txt"])
  func trees(_ file: String) {
    let differences = GoldenFile("Trees/" + file).differences { query in
      let parsed = Parser.parse(Source(name: "golden", text: query))
      let problems = parsed.diagnostics.map { "! \($0.problem.message)\n" }.joined()
      return problems + Printer.print(parsed.script) + "\n\n" + Printer.dump(parsed.script)
    }
    #expect(differences == [])
  }

  /// The messages with the text they point at, then what was read all the same.
  @Test func errors() {
    let differences = GoldenFile("errors.txt").differences { query in
      let parsed = Parser.parse(Source(name: "golden", text: query))
      return (messages(parsed, .english) + [Printer.print(parsed.script)]).joined(separator: "\n")
    }
    #expect(differences == [])
  }

  /// The messages of the same texts in Chinese.
  @Test func errorsInChinese() {
    let differences = GoldenFile("errors.zh.txt").differences(queriesOf: GoldenFile("errors.txt")) { query in
      messages(Parser.parse(Source(name: "golden", text: query)), .chinese).joined(separator: "\n")
    }
    #expect(differences == [])
  }

  private func messages(_ parsed: ParsedScript, _ language: Language) -> [String] {
    parsed.diagnostics.map { diagnostic in
      var line = "\(diagnostic.range.start)-\(diagnostic.range.end) \(diagnostic.problem.message(in: language))"
      if let hint = diagnostic.problem.hint(in: language) { line += " [\(hint)]" }
      for note in diagnostic.notes { line += " {\(note.message[language]): \(note.range.map { parsed.source.text($0) } ?? "")}" }
      if diagnostic.isIncomplete { line += " …" }
      return line
    }
  }

  @Test func noMessageIsLeftInEnglish() {
    var faults: [String] = []
    for entry in split(contents(of: GoldenFile("errors.txt").path) ?? "", "\n====\n") {
      for diagnostic in Parser.parse(Source(name: "golden", text: split(entry, "\n----\n")[0])).diagnostics {
        faults += [chineseFault(diagnostic.problem.chineseMessage, english: diagnostic.problem.message)].compactMap { $0 }
        faults += [chineseFault(diagnostic.problem.chineseHint, english: diagnostic.problem.hint)].compactMap { $0 }
        faults += diagnostic.notes.compactMap { chineseFault($0.message.chinese, english: $0.message.english) }
      }
    }
    #expect(faults == [])
  }

  @Test func formatted() {
    let differences = GoldenFile("formatted.txt").differences { text in
      guard let once = Formatter.format(Parser.parse(Source(name: "golden", text: text))) else { return "(errors)" }
      let twice = Formatter.format(Parser.parse(Source(name: "golden", text: once)))
      return twice == once ? once : "NOT IDEMPOTENT\n\(once)\n\(twice ?? "")"
    }
    #expect(differences == [])
  }

  /// A list of what the parser would accept where the bar stands.
  @Test func expectations() {
    let differences = GoldenFile("expectations.txt").differences { query in
      let bytes = Array(query.utf8)
      let offset = bytes.firstIndex(of: UInt8(ascii: "~")) ?? bytes.count
      let source = Source(name: "golden", bytes: bytes.filter { $0 != UInt8(ascii: "~") })
      let found = Parser.expectations(in: source, at: offset)
      return """
        prefix: \(source.text(found.prefix))
        keywords: \(found.keywords.map(\.rawValue).joined(separator: ", "))
        symbols: \(found.symbols.map(\.rawValue).joined(separator: " "))
        places: \(found.places.map(words).joined(separator: "; "))
        """
    }
    #expect(differences == [])
  }

  private func words(_ place: Expectations.Place) -> String {
    switch place {
    case .name(let row, let after): "name\(after.isEmpty ? "" : " after " + after.joined(separator: ".")) of \(words(row))"
    case .value(let path, let row): "value opposite \(path.joined(separator: ".")) of \(words(row))"
    case .predicate(let row): "predicate of \(words(row))"
    case .link(let row): "link of \(words(row))"
    case .recordKey(let entity): "key of \(entity ?? "any")"
    default: "\(place)"
    }
  }

  private func words(_ row: Expectations.Row) -> String {
    if row.isResult { return "the result" }
    return ([row.entity ?? "any"] + row.links.map { $0.joined(separator: ".") }).joined(separator: " > ")
  }
}
