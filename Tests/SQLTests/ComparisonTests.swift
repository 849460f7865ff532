import Diagnostics
import Glibc
import Intake
import Landing
import Model
import SQL
import Store
import Syntax
import TestSupport
import Testing

/// Every question asked of luodi and, as SQL, of the other engines at hand: the same cells in the same order.
@Suite(
  .serialized,
  .enabled(if: !OtherEngine.present.isEmpty, "no Python with DuckDB or chdb and no PostgreSQL server: make test-sql installs DuckDB"))
struct ComparisonTests {
  static let rounds = number("SQL_ROUNDS") ?? 1
  /// Other questions over other libraries
  static let firstRound = number("SQL_SEED") ?? 1

  private static func number(_ variable: String) -> Int? { getenv(variable).flatMap { Int(String(cString: $0)) } }

  private func expectEqual(
    _ texts: [String], _ comparison: Comparison, _ engine: OtherEngine, atLeast count: Int, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let tally = try comparison.compare(texts, with: engine, sourceLocation: sourceLocation)
    // What was not answered has not been compared.
    #expect(tally.beyond * 10 <= max(tally.compared, 10), "\(what): \(tally.beyond) beyond the range", sourceLocation: sourceLocation)
    #expect(
      tally.compared + tally.beyond + tally.refused.values.reduce(0, +) >= count, "\(what): \(tally.unaskedWords)",
      sourceLocation: sourceLocation)
    if getenv("SQL_TALLY") != nil {
      print(
        "\(engine.rawValue), \(what): \(tally.compared) queries, \(tally.cells) cells compared; beyond the range \(tally.beyond); refused \(tally.refused); not asked \(tally.unasked) \(tally.unaskedWords)"
      )
    }
  }

  @Test(arguments: OtherEngine.present) func theLanguagesOwnExamples(_ engine: OtherEngine) throws {
    let examples = LandingWords.examples
    try expectEqual(examples, Example.comparison.get(), engine, atLeast: examples.count, "examples")
  }

  @Test(arguments: OtherEngine.present) func theExampleScripts(_ engine: OtherEngine) throws {
    let scripts = files(below: "examples/queries").filter { $0.hasSuffix(".lq") } + ["examples/tour.lq"]
    let texts = try scripts.flatMap { path -> [String] in
      let source = Source(name: path, text: try #require(contents(of: Program.root + "/" + path)))
      return Parser.parse(source).script.statements.map { source.text($0.range) }
    }
    try expectEqual(texts, Example.comparison.get(), engine, atLeast: 20, "scripts")
  }

  @Test(arguments: OtherEngine.present) func otherEntitiesAndSeveralSnapshots(_ engine: OtherEngine) throws {
    let comparison = try Example.comparison.get()
    for (texts, what) in [(LandingWords.others, "others"), (LandingWords.lines, "lines"), (LandingWords.comparisons, "comparisons")] {
      try expectEqual(texts, comparison, engine, atLeast: texts.count, what)
    }
  }

  @Test(arguments: OtherEngine.present, firstRound..<firstRound + rounds)
  func questionsAboutTheExample(_ engine: OtherEngine, _ round: Int) throws {
    let comparison = try Example.comparison.get()
    for words in [LandingWords.projects, LandingWords.nodes] {
      var generator = QuestionGenerator(random: SeededGenerator(seed: UInt64(round)), words: words)
      try expectEqual(generator.questions(120), comparison, engine, atLeast: 90, "\(round) \(words.entity)")
    }
  }

  @Test(arguments: OtherEngine.present, 3 * firstRound - 2...3 * (firstRound + rounds - 1))
  func questionsAboutRandomLibraries(_ engine: OtherEngine, _ round: Int) throws {
    var office = RandomOffice(seed: UInt64(round))
    let library = try office.library()
    var model = RandomOffice.model
    model.catalog = library.catalog
    let comparison = Comparison(model: model, library: library)
    for (texts, what) in [(RandomOffice.lines, "lines"), (RandomOffice.comparisons, "comparisons")] {
      try expectEqual(texts, comparison, engine, atLeast: texts.count - 2, "office \(round) \(what)")
    }
    for words in [RandomOffice.works, RandomOffice.steps] {
      var generator = QuestionGenerator(random: SeededGenerator(seed: UInt64(1000 + round)), words: words)
      try expectEqual(generator.questions(120), comparison, engine, atLeast: 80, "office \(round) \(words.entity)")
    }
    try expectEqual(
      RandomOffice.numbers, comparison, engine, atLeast: RandomOffice.numbers.count - 4, "office \(round) numbers")
  }

  /// What is the greater of two values of a choice asks for their places, and one inside another for those of an outcome; rows are numbered by it.
  @Test(arguments: OtherEngine.present) func placesOfPlacesAreSortedBy(_ engine: OtherEngine) throws {
    var office = RandomOffice(seed: 1)
    let library = try office.library()
    var model = RandomOffice.model
    model.catalog = library.catalog
    let texts = [
      "list id of works sort by max(state, min(phase, state)) desc | top 5",
      "list id of works top 4 by max(state, min(phase, state)) | sort by id",
      "list id of works top 2 by min(phase, max(state, phase)) per unit",
      "count works by unit sort by max(max(state, min(phase, state))) | top 3",
    ]
    try expectEqual(texts, Comparison(model: model, library: library), engine, atLeast: texts.count, "places of places")
  }

  /// Numbers with more decimals than a quotient keeps: sums, comparisons and what rounds are exact, the rest is refused by name.
  @Test(arguments: OtherEngine.present, firstRound..<firstRound + rounds)
  func numbersOfManyDecimals(_ engine: OtherEngine, _ round: Int) throws {
    var office = RandomOffice(seed: UInt64(round), decimals: 13...17)
    let library = try office.library()
    var model = RandomOffice.model
    model.catalog = library.catalog
    let comparison = Comparison(model: model, library: library)
    let tally = try comparison.compare(RandomOffice.fineNumbers, with: engine)
    #expect(tally.compared + tally.beyond == RandomOffice.fineNumbers.count && tally.beyond <= 1, "\(tally)")
    for text in ["list size * size of works", "list size / 3 of works", "avg size of works", "median size of works"] {
      let query = try #require(comparison.checked(text).0)
      #expect(throws: SQLError.self) { try comparison.sql(query, engine.dialect) }
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
