import TestSupport
import Testing

/// Where the words of a problem stand: the enum `XProblem` in a file of its name, English beside it or, where that is too much for one file, in
/// `XProblem+English.swift`, and Chinese in `XProblem+Chinese.swift` of the same folder.
@Suite struct ProblemTests {
  /// Texts of sources by their paths, so that a test can plant a breach among them.
  typealias Sources = [String: String]

  static let sources: Sources = {
    let paths = files(below: "Sources").filter { $0.hasSuffix(".swift") }
    return Sources(uniqueKeysWithValues: paths.map { ($0, contents(of: Program.root + "/" + $0) ?? "") })
  }()

  /// Types that say what is wrong, with the file that makes each one: all that conform to `Problem`, and enums that are called one.
  static func problems(in sources: Sources) -> [(name: String, path: String)] {
    let declaration = #/(?m)^ *(?:(?:public|package|fileprivate|private|indirect) )*(enum|struct|extension) (\w+)([^{\n]*) \{/#
    return sources.flatMap { path, text in
      text.matches(of: declaration).compactMap { match -> (name: String, path: String)? in
        let (kind, name, rest) = (match.output.1, String(match.output.2), match.output.3)
        let isProblem = rest.contains(#/[:,] *Problem\b/#) || (kind == "enum" && name.hasSuffix("Problem"))
        return isProblem ? (name, path) : nil
      }
    }.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
  }

  /// What breaks the rule, a line each.
  static func breaches(in sources: Sources) -> [String] {
    problems(in: sources).flatMap { breaches(of: $0.name, at: $0.path, in: sources) }
  }

  private static func breaches(of name: String, at path: String, in sources: Sources) -> [String] {
    var breaches: [String] = []
    let place = path.split(separator: "/").dropLast().joined(separator: "/") + "/" + name
    let homes = [place + ".swift", place + "+English.swift", place + "+Chinese.swift"]
    if path != homes[0] { breaches.append("\(path): \(name) belongs into a file of its name") }

    let english = homes.prefix(2).filter { sources[$0]?.contains(#/\bvar (message|reason): String \{\n/#) ?? false }
    if english.count != 1 { breaches.append("\(name): its English stands in \(english.count) files") }
    let chinese = sources[homes[2]] ?? ""
    if !chinese.contains(#/\bvar chinese(Message|Reason): String \{/#) { breaches.append("\(name): no Chinese in \(homes[2])") }
    if chinese.contains(#/(?m)[:{] (message|hint|reason|action)( \})?$/#) { breaches.append("\(name): English stands in for Chinese") }
    for (language, text) in [("English", english.first.flatMap { sources[$0] } ?? ""), ("Chinese", chinese)] {
      for one in cases(of: sources[path] ?? "") where !text.contains(".\(one)") { breaches.append("\(name): no \(language) for \(one)") }
    }
    // Words for all the rest are words for what is added tomorrow.
    if chinese.split(separator: "switch ").dropFirst().contains(where: { $0.hasPrefix("self {") && $0.contains("default:") }) {
      breaches.append("\(name): its Chinese has a default")
    }
    let word = #/\bvar (message|hint|reason|chineseMessage|chineseHint|chineseReason): String/#
    for (other, text) in sources where !homes.contains(other) && text.contains("extension \(name) ") && text.contains(word) {
      breaches.append("\(name): words in \(other)")
    }
    return breaches
  }

  /// The cases that a file of one enum declares; those of an enum inside it are further in.
  private static func cases(of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("  case ") }.flatMap { line in
      line.dropFirst(7).replacing(#/\(.*\)/#, with: "").split(separator: ",").compactMap {
        $0.firstMatch(of: #/\w+/#).map { String($0.output) }
      }
    }
  }

  @Test func everyRoomsProblemsAreFound() {
    let names = Set(ProblemTests.problems(in: ProblemTests.sources).map(\.name))
    let known: Set = [
      "SyntaxProblem", "DeclarationProblem", "QueryProblem", "ScriptProblem", "PastProblem", "LineProblem", "PatternProblem",
      "EngineProblem",
      "SQLProblem", "StoreProblem", "IntakeProblem", "LoadFailure", "OutputProblem", "ShellProblem",
    ]
    #expect(known.subtracting(names).sorted() == [])
  }

  @Test func wordsStandWhereTheRuleSays() {
    #expect(ProblemTests.breaches(in: ProblemTests.sources) == [])
  }

  /// The rule breaks where it is broken: words elsewhere, no Chinese, English for Chinese, a case without words.
  @Test func breachesAreSeen() throws {
    let (home, chinese) = ("Sources/Output/OutputProblem.swift", "Sources/Output/OutputProblem+Chinese.swift")
    let words = try #require(ProblemTests.sources[chinese])
    let problem = try #require(ProblemTests.sources[home])

    let room = ProblemTests.sources.filter { $0.key.hasPrefix("Sources/Output/") }
    #expect(ProblemTests.breaches(in: room) == [])
    var planted = room
    planted[chinese] = nil
    planted["Sources/Output/Wording.swift", default: ""] += words
    #expect(ProblemTests.breaches(in: planted).contains("OutputProblem: no Chinese in \(chinese)"))
    #expect(ProblemTests.breaches(in: planted).contains("OutputProblem: words in Sources/Output/Wording.swift"))

    planted = room
    planted[chinese] = "extension OutputProblem {\n  public var chineseMessage: String { message }\n}\n"
    #expect(ProblemTests.breaches(in: planted).contains("OutputProblem: English stands in for Chinese"))

    planted = room
    planted[chinese] = words.replacing("case .cancelled:", with: "default:")
    #expect(ProblemTests.breaches(in: planted).contains("OutputProblem: its Chinese has a default"))

    planted = room
    planted[home] = problem.replacing("  case cancelled\n", with: "  case cancelled, forgotten(Int)\n")
    #expect(
      ProblemTests.breaches(in: planted) == ["OutputProblem: no English for forgotten", "OutputProblem: no Chinese for forgotten"])

    planted = room
    planted["Sources/Output/Writing.swift"] = "enum WritingFault: Error, Problem {\n  case one\n}\n"
    #expect(ProblemTests.breaches(in: planted).contains("Sources/Output/Writing.swift: WritingFault belongs into a file of its name"))
  }
}
