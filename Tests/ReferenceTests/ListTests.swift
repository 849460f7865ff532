import Diagnostics
import Query
import Shell
import TestSupport
import Testing

/// What is in the lists of functions, formats and dialects is in everything that is made of them, and in the pages that name them by hand.
@Suite struct ListTests {
  private static func topic(_ name: String, _ language: Language) -> String {
    let help = ReferenceTests.pages[language]
    return help.topics.first { $0.names.contains(name) }?.text ?? ""
  }

  private static func reference(_ language: Language) -> String {
    contents(of: Program.root + (language == .english ? "/docs/reference.md" : "/docs/reference.zh.md")) ?? ""
  }

  /// A page without its line breaks.
  private static func words(_ path: String) -> String {
    (contents(of: Program.root + "/" + path) ?? "").split { $0.isWhitespace }.filter { $0 != "#" }.joined(separator: " ")
  }

  @Test(arguments: Builtin.allCases, [Language.english, .chinese]) func functionsAreExplainedAndShown(
    _ function: Builtin, _ language: Language
  ) {
    for text in [Self.topic("functions", language), Self.reference(language)] {
      for line in function.facts.help {
        let call = "\(function.rawValue)(\(line.arguments[language]))"
        #expect(text.split(separator: "\n").contains { $0.contains(call) && $0.hasSuffix(" \(line.words[language])") }, "\(call)")
      }
      #expect(text.contains(function.facts.example))
    }
    #expect(Self.topic("functions", .chinese).contains(function.facts.chinese))
    // The answer of the example stands below it.
    #expect(Self.reference(language).contains("\(function.facts.example)\n```\n\n```text\n"), "\(function.facts.example)")
  }

  @Test(arguments: OutputFormat.allCases) func formatsAreEverywhere(_ format: OutputFormat) {
    let name = format.rawValue
    for language in [Language.english, .chinese] {
      for text in [Self.topic("as", language), Self.reference(language)] {
        let line = text.split(separator: "\n").first { $0.hasPrefix("> \(name) ") || $0.hasPrefix("\(name) ") } ?? ""
        #expect(line.contains(format.facts.help[language]), "\(name)")
        for ending in format.facts.endings { #expect(line.contains(" .\(ending) "), "\(ending)") }
      }
      #expect(chineseFault(format.facts.help.chinese, english: format.facts.help.english) == nil)
    }
    // The program takes what it offers.
    let luodi = "luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q"
    let file = ExampleRun.folder + "/formats"
    for (place, query) in ["--format \(name) -o \(file) -c 'count works'", "-c 'count works as \(name) to \"\(file)\"'"].enumerated() {
      let outcome = Program.shell("rm -f \(file); \(luodi) \(query); test -s \(file)")
      #expect(outcome.status == 0, "\(place): \(outcome.errors)")
    }
    for ending in format.facts.endings {
      let outcome = Program.shell(
        "\(luodi) -c 'count works to \"\(file).\(ending)\"' && \(luodi) -c 'count works as \(name) to \"\(file)\"'")
      #expect(outcome.status == 0, "\(ending): \(outcome.errors)")
      // A workbook holds the time at which it was made.
      if format != .xlsx { #expect(contents(of: file) == contents(of: "\(file).\(ending)"), "\(ending)") }
    }
  }

  /// `a, b or c` where the command line says it, and in the manual page, which `RECORD=1` writes.
  @Test func formatsOfTheCommandLine() {
    #expect(Program.shell("luodi ask --help").output.split { $0.isWhitespace }.joined(separator: " ").contains(OutputFormat.named() + "."))
    var lines = ManualPageTests.page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let place = lines.firstIndex(of: ".It Fl -format Ar format") else {
      Issue.record("docs/luodi.1 has no `--format`")
      return
    }
    lines[place + 1] = OutputFormat.named() + "."
    RecordedFile.check("docs/luodi.1", equals: lines.joined(separator: "\n"))
    #expect(
      Program.shell("luodi --generate-completion-script bash").output.contains("'" + OutputFormat.names.joined(separator: "'$'\\n''") + "'")
    )
  }

  @Test func pagesByHandNameEveryFormat() {
    #expect(Self.words("README.md").contains(OutputFormat.names.joined(separator: ", ")), "README.md: at a terminal answers are tables")
    #expect(Self.words("grammar/luodi.ebnf").contains("FORMAT (" + OutputFormat.names.joined(separator: " ") + ")"), "grammar/luodi.ebnf")
  }

  @Test func endingsAndNamesMeanOneFormat() {
    let endings = OutputFormat.allCases.flatMap(\.facts.endings)
    #expect(Set(endings).count == endings.count)
    let names = OutputFormat.names + OutputFormat.allCases.flatMap(\.facts.aliases)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: Dialect.allCases) func dialectsAreEverywhere(_ dialect: Dialect) {
    let name = dialect.rawValue
    #expect(ReferenceTests.pages.place(of: name) == ReferenceTests.pages.place(of: "explain sql"))
    for language in [Language.english, .chinese] {
      #expect(Self.topic("explain sql", language).contains(Dialect.names.joined(separator: "|")))
      #expect(Self.reference(language).contains(Dialect.names.joined(separator: "|")))
    }
    #expect(Self.words("docs/sql.md").contains("schema-\(name).sql"))
    #expect(Self.words("docs/sql.md").contains(dialect.title))
    let luodi = "luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q"
    #expect(Program.shell("\(luodi) -c 'explain sql for \(name) count works'").status == 0)
    #expect(Program.shell("\(luodi) -c 'explain sql for nothing count works'").errors.contains(name))
  }
}
