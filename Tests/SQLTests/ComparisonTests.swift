import Diagnostics
import Glibc
import Intake
import Landing
import SQL
import Semantics
import Store
import Syntax
import TestSupport
import Testing

/// Every question asked of luodi and, as SQL, of DuckDB: the same cells in the same order.
@Suite(.serialized, .enabled(if: OtherEngine.python != nil, "no Python with DuckDB: make test-sql installs one"))
struct ComparisonTests {
  static let rounds = getenv("SQL_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1

  private func expectEqual(_ tally: Comparison.Tally, atLeast count: Int, _ what: String) {
    #expect(tally.compared >= count, "\(tally.unaskedWords)")
    if getenv("SQL_TALLY") != nil {
      print(
        "\(what): \(tally.compared) queries, \(tally.cells) cells compared; refused \(tally.refused); not asked \(tally.unasked) \(tally.unaskedWords)"
      )
    }
  }

  @Test func theLanguagesOwnExamples() throws {
    let tally = try Example.comparison.get().compare(LandingWords.examples)
    #expect(tally.compared == LandingWords.examples.count)
    expectEqual(tally, atLeast: 1, "examples")
  }

  @Test func theExampleScripts() throws {
    let comparison = try Example.comparison.get()
    let scripts = files(below: "examples/queries").filter { $0.hasSuffix(".lq") } + ["examples/tour.lq"]
    let texts = try scripts.flatMap { path -> [String] in
      let source = Source(name: path, text: try #require(contents(of: Program.root + "/" + path)))
      return Parser.parse(source).script.statements.map { source.text($0.range) }
    }
    expectEqual(try comparison.compare(texts), atLeast: 20, "scripts")
  }

  @Test func otherEntities() throws {
    let tally = try Example.comparison.get().compare(LandingWords.others)
    #expect(tally.unasked == 0, "\(tally.unaskedWords)")
    expectEqual(tally, atLeast: LandingWords.others.count, "others")
  }

  @Test func linesAboutTheExample() throws {
    expectEqual(try Example.comparison.get().compare(LandingWords.lines), atLeast: LandingWords.lines.count, "lines")
  }

  @Test func comparisonsOfTheExample() throws {
    let tally = try Example.comparison.get().compare(LandingWords.comparisons)
    #expect(tally.unasked == 0, "\(tally.unaskedWords)")
    expectEqual(tally, atLeast: LandingWords.comparisons.count, "comparisons")
  }

  @Test(arguments: 1...rounds) func questionsAboutTheExample(_ round: Int) throws {
    let comparison = try Example.comparison.get()
    for words in [LandingWords.projects, LandingWords.nodes] {
      var generator = QuestionGenerator(random: SeededGenerator(seed: UInt64(round)), words: words)
      expectEqual(try comparison.compare(generator.questions(120)), atLeast: 80, words.entity)
    }
  }

  @Test(arguments: 1...(3 * rounds)) func questionsAboutRandomLibraries(_ round: Int) throws {
    var office = RandomOffice(seed: UInt64(round))
    let library = try office.library()
    var model = RandomOffice.model
    model.catalog = library.catalog
    let comparison = Comparison(model: model, library: library)
    expectEqual(try comparison.compare(RandomOffice.lines), atLeast: RandomOffice.lines.count - 2, "office \(round) lines")
    expectEqual(
      try comparison.compare(RandomOffice.comparisons), atLeast: RandomOffice.comparisons.count - 2, "office \(round) comparisons")
    for words in [RandomOffice.works, RandomOffice.steps] {
      var generator = QuestionGenerator(random: SeededGenerator(seed: UInt64(1000 + round)), words: words)
      expectEqual(try comparison.compare(generator.questions(120)), atLeast: 70, "office \(round) \(words.entity)")
    }
  }
}

/// The example library, loaded once.
enum Example {
  static let comparison: Result<Comparison, any Error> = Result {
    let source = Source(name: "landing.lq", bytes: Landing.model)
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    var model = builder.build().0
    let library = try Loader(catalog: model.catalog).load(paths: [Program.root + "/examples/wuhan-2018"]).library
    model.catalog = library.catalog
    return Comparison(model: model, library: library)
  }
}
