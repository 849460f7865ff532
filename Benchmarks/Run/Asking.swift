import Checking
import Diagnostics
import Engine
import Intake
import Model
import Output
import Query
import Schema
import Store
import Syntax

/// A library with its model, and the straight line from a text to bytes that a session takes.
struct Asking {
  let model: Model
  let library: Library

  init(library path: String, model modelPath: String?) throws {
    let source = Source(name: modelPath ?? "model", bytes: try readFile(modelPath ?? "Benchmarks/bench.lq"))
    let parsed = Parser.parse(source)
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    var (model, findings) = builder.build()
    if let problem = (parsed.diagnostics + findings.map(\.diagnostic)).first { throw Complaint(description: problem.problem.message) }
    if Library.isLibrary(path) {
      do { library = try Library.open(path) } catch { throw Complaint(description: error.message) }
    } else {
      do { library = try Loader(catalog: model.catalog).load(paths: [path]).library } catch { throw Complaint(description: error.message) }
    }
    model.catalog = library.catalog
    self.model = model
  }

  func parsed(_ text: String) -> ParsedScript { Parser.parse(Source(name: "query", text: text)) }

  func checked(_ parsed: ParsedScript) throws -> CheckedQuery {
    guard parsed.diagnostics.isEmpty, let statement = parsed.script.statements.first else { throw refusal(parsed.diagnostics) }
    let world = World(model: model, snapshots: library.snapshots, values: library)
    let (checked, diagnostics) = Checker(world: world).check(statement, in: parsed.source)
    guard case .query(let query, _)? = checked else { throw refusal(diagnostics) }
    return query
  }

  func answer(_ query: CheckedQuery) throws -> [UInt8] {
    try ResultWriter.bytes(try Engine(library: library, catalog: model.catalog).run(query), .csv)
  }

  /// Answers a query, written as tables for people are, and says how long it went at most without asking whether it was to stop.
  func longestPause(_ query: CheckedQuery) throws -> (whole: Duration, longest: Duration, polls: Int) {
    let pauses = Pauses()
    let start = ContinuousClock.now
    let engine = Engine(library: library, catalog: model.catalog, options: Engine.Options(isCancelled: { pauses.poll() }))
    let table = try engine.run(query)
    var options = OutputOptions()
    options.isCancelled = { pauses.poll() }
    let written = try ResultWriter.pieces(table, .table, options)
    _ = pauses.poll()
    withExtendedLifetime(written) {}
    return (ContinuousClock.now - start, pauses.longest, pauses.count)
  }

  private func refusal(_ diagnostics: [Diagnostic]) -> Complaint {
    Complaint(description: diagnostics.map(\.problem.message).joined(separator: "; "))
  }
}
