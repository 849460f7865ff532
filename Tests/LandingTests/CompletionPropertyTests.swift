import Completing
import Diagnostics
import Intake
import Model
import Store
import Syntax
import Testing

/// What Tab does at every prefix of every example of the reference, in both languages, on the example library: it never makes a text wrong that
/// was right, and all that it offers can be gone on with.
@Suite struct CompletionPropertyTests {
  enum Page: CaseIterable { case english, chinese }

  /// The statements that the page shows, those that must fail and the shell's left out.
  private static func examples(_ page: Page) -> [String] { helpExamples(chinese: page == .chinese) }

  private static func completer() throws -> Completer {
    let library = try Example.loaded.get().library
    var model = BuiltIn.model
    model.catalog = library.catalog
    var completer = Completer(model: model, values: library, snapshots: library.snapshots, snapshot: library.snapshots.count - 1)
    completer.isTyped = true
    return completer
  }

  private static func reads(_ text: String) -> Bool {
    Parser.parse(Source(name: "", text: text), isTyped: true).diagnostics.allSatisfy(\.isIncomplete)
  }

  /// Each prefix once, however many examples begin with it.
  private static func prefixes(_ page: Page) -> [String] {
    var seen: Set<String> = []
    var prefixes: [String] = []
    for example in examples(page) {
      var prefix = ""
      for character in example {
        prefix.append(character)
        if seen.insert(prefix).inserted { prefixes.append(prefix) }
      }
    }
    return prefixes
  }

  @Test(arguments: Page.allCases) func tabNeverMakesARightTextWrong(_ page: Page) throws {
    let completer = try Self.completer()
    var faults: [String] = []
    var tried = 0
    for prefix in Self.prefixes(page) {
      let found = completer.complete(Source(name: "", text: prefix), at: prefix.utf8.count)
      let head = String(decoding: Array(prefix.utf8)[..<found.range.start], as: UTF8.self)
      tried += 1
      if Self.reads(prefix), !Self.reads(head + found.insertion) { faults.append("\(prefix)⇥ gives \(head + found.insertion)") }
      guard Self.reads(head) else { continue }
      // What is offered at the beginning of a word is offered for its first letters too.
      for candidate in found.candidates.prefix(prefix.utf8.count % 4 == 0 ? 400 : 3) where !candidate.isOpenText {
        if !Self.reads(head + candidate.insert) { faults.append("\(prefix)⇥⇥ offers \(candidate.insert)") }
      }
    }
    #expect(tried > 1_000)
    #expect(faults == [], "\(faults.count) of \(tried)")
  }

  /// No example is wrong before its end: cut behind any of its words, it is a statement or misses something, so that it can be typed on several
  /// lines; and a script that has a line break there means the same, or two statements.
  @Test(arguments: Page.allCases) func everyExampleCanBeTypedLineByLine(_ page: Page) {
    var faults: [String] = []
    var tried = 0
    for example in Self.examples(page) {
      let whole = Parser.parse(Source(name: "", text: example))
      let tokens = whole.tokens.dropLast()
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        let head = whole.source.text(SourceRange(0, token.range.end))
        let tail = whole.source.text(SourceRange(next.range.start, whole.source.bytes.count))
        tried += 1
        if !Self.reads(head + "\n") { faults.append("\(head)⏎ is an error at once") }
        let broken = Parser.parse(Source(name: "", text: head + "\n" + tail))
        let isSame = broken.diagnostics.isEmpty && broken.script.isSameText(as: whole.script)
        if Parser.goesOn(head), !isSame { faults.append("\(head)⏎ reads on, but \(tail) does not go on with it") }
        if !Parser.goesOn(head), !isSame, broken.script.statements.count < 2 { faults.append("\(head)⏎\(tail) is neither one nor two") }
      }
    }
    #expect(tried > 1_000)
    #expect(faults == [], "\(faults.count) of \(tried)")
  }

  /// Every word of an example is right where it stands, so Tab behind it changes nothing, whatever longer words there are.
  @Test(arguments: Page.allCases) func tabKeepsEveryWholeWordOfTheExamples(_ page: Page) throws {
    let completer = try Self.completer()
    var faults: Set<String> = []
    var tried = 0
    for example in Self.examples(page) {
      let source = Source(name: "", text: example)
      for token in Parser.parse(source).tokens.dropLast() {
        let prefix = source.text(SourceRange(0, token.range.end))
        let found = completer.complete(Source(name: "", text: prefix), at: prefix.utf8.count)
        guard found.range == token.range else { continue }
        tried += 1
        // `starts` may become `starts with`, and `band` `band(`: what the example goes on with.
        let tabbed = source.text(SourceRange(0, token.range.start)) + found.insertion
        if !example.hasPrefix(tabbed) || !tabbed.hasPrefix(prefix) { faults.insert("\(prefix)⇥ gives \(found.insertion)") }
      }
    }
    #expect(tried > 500)
    #expect(faults.sorted() == [], "\(faults.count) of \(tried)")
  }
}
