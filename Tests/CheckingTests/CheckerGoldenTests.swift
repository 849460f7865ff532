import Checking
import Diagnostics
import FrontSupport
import Glibc
import TestSupport
import Testing

/// Queries with their checked form, and wrong ones with their exact words. `RECORD=1` rewrites the files; read the difference before you keep it.
@Suite struct CheckerGoldenTests {
  /// What only a program can ask for, or the parser reports before the checker sees it, or needs more text than a golden holds.
  static let unreached: Set<String> = [
    "unknownFormat", "patternAlone", "everythingAsKey", "clauseOfOtherVerb", "topBesideBottom", "definitionCycle", "momentIsNoValue",
    "tooDeep", "tooManyDefinitions", "tooManyParts", "tooManyStages",
  ]

  @Test(arguments: CheckerWorld.goldens)
  func checkedForms(file: String) {
    let path = CheckerWorld.folder + file + ".txt"
    let cases = GoldenFile.cases(in: path)
    #expect(!cases.isEmpty)
    let answers = cases.map { GoldenFile.trimmed(CheckerWorld.answer($0.query, isRendered: file.hasPrefix("wrong"))) }
    guard getenv("RECORD") == nil else { return GoldenFile.record(zip(cases, answers).map { ($0.query, $1) }, in: path) }
    for (one, answer) in zip(cases, answers) { #expect(answer == one.answer, "\(one.query)") }
  }

  /// The same wrong queries, as `--lang zh` shows them. The queries are those of the English file; recording writes this one anew.
  @Test(arguments: ["wrong-queries", "wrong-scripts"])
  func wrongQueriesInChinese(file: String) {
    let queries = GoldenFile.cases(in: CheckerWorld.folder + file + ".txt").map(\.query)
    let path = CheckerWorld.folder + file + ".zh.txt"
    let answers = queries.map { GoldenFile.trimmed(CheckerWorld.answer($0, isRendered: true, language: .chinese)) }
    guard getenv("RECORD") == nil else { return GoldenFile.record(zip(queries, answers).map { ($0, $1) }, in: path) }
    let recorded = Dictionary(GoldenFile.cases(in: path).map { ($0.query, $0.answer) }, uniquingKeysWith: { first, _ in first })
    for (query, answer) in zip(queries, answers) { #expect(answer == recorded[query], "\(query)") }
  }

  @Test(arguments: ["wrong-queries", "wrong-scripts", "past"])
  func noMessageIsLeftInEnglish(file: String) {
    var faults: [String] = []
    for one in GoldenFile.cases(in: CheckerWorld.folder + file + ".txt") {
      for diagnostic in CheckerWorld.diagnostics(one.query) {
        let problem = diagnostic.problem
        faults += [chineseFault(problem.chineseMessage, english: problem.message)].compactMap { $0 }
        faults += [chineseFault(problem.chineseHint, english: problem.hint)].compactMap { $0 }
        faults += diagnostic.notes.compactMap { chineseFault($0.message.chinese, english: $0.message.english) }
      }
    }
    #expect(faults == [])
  }

  /// Whoever adds a problem adds the query that meets it, and reads its words in both languages.
  @Test func everyProblemOfAQueryIsMetByAWrongQuery() {
    let source = contents(of: Program.root + "/Sources/Checking/QueryProblem.swift") ?? ""
    let declared = source.split(separator: "\n").prefix { !$0.hasPrefix("}") }.compactMap { line in
      line.hasPrefix("  case ") ? String(line.dropFirst(7).prefix { $0.isLetter }) : nil
    }
    var met: Set<String> = []
    for file in CheckerWorld.goldens {
      for one in GoldenFile.cases(in: CheckerWorld.folder + file + ".txt") {
        for diagnostic in CheckerWorld.diagnostics(one.query) {
          guard var problem = diagnostic.problem as? QueryProblem else { continue }
          while case .inDefinition(_, let inner) = problem {
            met.insert("inDefinition")
            problem = inner
          }
          met.insert(String("\(problem)".prefix { $0.isLetter }))
        }
      }
    }
    #expect(declared.count > 80)
    #expect(declared.filter { !met.contains($0) && !CheckerGoldenTests.unreached.contains($0) } == [])
  }

  /// What is offered as a change of the text is right where it stands: the mistake is gone, and no other one is read.
  @Test(arguments: CheckerWorld.goldens + ["../../SyntaxTests/Goldens/errors"]) func everyFixMendsWhatItIsFor(file: String) {
    var fixes = 0
    for one in GoldenFile.cases(in: CheckerWorld.folder + file + ".txt") {
      let before = CheckerWorld.diagnostics(one.query)
      for diagnostic in before {
        guard let fix = diagnostic.fix else { continue }
        fixes += 1
        var bytes = Array(one.query.utf8)
        bytes.replaceSubrange(fix.range.start..<fix.range.end, with: Array(fix.replacement.utf8))
        let mended = String(decoding: bytes, as: UTF8.self)
        let messages = CheckerWorld.diagnostics(mended).map(\.problem.message)
        #expect(!messages.contains(diagnostic.problem.message), "\(one.query) -> \(mended)")
      }
    }
    if file.hasPrefix("wrong-queries") { #expect(fixes > 10) }
  }
}
