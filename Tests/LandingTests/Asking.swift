import Checking
import Diagnostics
import Engine
import Intake
import Model
import Output
import Query
import Results
import Schema
import Store
import Syntax

/// Asks the example library as a session would: one text, each statement in turn.
struct Asking {
  var model: Model
  let library: Library
  /// What `let` has kept.
  var sets: NamedList<SavedSet> = []

  struct Answer {
    var text: String
    /// CSV for rows and values; the complaint for a statement that was refused; nil for one that has no rows.
    var answer: String?
    var isRefused = false
    var rowCount = 0
  }

  init() throws {
    let loaded = try Example.loaded.get()
    library = loaded.library
    model = BuiltIn.model
    model.catalog = library.catalog
  }

  mutating func ask(_ text: String, asOf day: Day? = nil) throws -> [Answer] {
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    if !parsed.diagnostics.isEmpty { return [refused(text, parsed.diagnostics)] }
    var answers: [Answer] = []
    for statement in parsed.script.statements {
      let snapshot = day.flatMap { day in library.snapshots.lastIndex { $0 <= day } }
      var world = World(model: model, snapshots: library.snapshots, askedSnapshot: snapshot, values: library)
      world.sets = sets
      let words = source.text(statement.range)
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      guard let checked, !diagnostics.contains(where: { $0.severity == .error }) else {
        answers.append(refused(words, diagnostics))
        continue
      }
      let engine = Engine(library: library, catalog: model.catalog)
      switch checked {
      case .query(let query, _): answers.append(try answer(words, engine.run(query)))
      case .expression(let value):
        answers.append(try answer(words, engine.table(of: value.column, at: value.snapshot, addedChoices: value.addedChoices)))
      case .show(let show, _): answers.append(try answer(words, engine.card(of: show).longForm))
      case .expect(let expectation):
        let condition = expectation.condition
        answers.append(try answer(words, engine.table(of: condition.column, at: condition.snapshot, addedChoices: condition.addedChoices)))
      case .letting(let name, let query):
        let column = try engine.run(query).columns.last!.values
        guard case .codes(let codes, _) = column.cells else { continue }
        sets.keep(
          SavedSet(
            name: name, entity: query.entity!, snapshot: query.snapshot, today: query.today,
            keys: Set((0..<column.count).map { Int(codes[$0]) })))
        answers.append(Answer(text: words))
      case .model(let changed):
        model = changed
        answers.append(Answer(text: words))
      default: answers.append(Answer(text: words))
      }
    }
    return answers
  }

  /// What is wrong with a question; nothing where it is answered.
  func problems(_ text: String) throws -> [any Problem] {
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    if !parsed.diagnostics.isEmpty { return parsed.diagnostics.map(\.problem) }
    let world = World(model: model, snapshots: library.snapshots, values: library)
    return parsed.script.statements.flatMap { Checker(world: world).check($0, in: source).1.map(\.problem) }
  }

  private func answer(_ text: String, _ table: ResultTable) throws -> Answer {
    Answer(text: text, answer: String(decoding: try ResultWriter.bytes(table, .csv), as: UTF8.self), rowCount: table.rowCount)
  }

  private func refused(_ text: String, _ diagnostics: [Diagnostic]) -> Answer {
    Answer(text: text, answer: diagnostics.map { $0.problem.message + "\n" }.joined(), isRefused: true)
  }
}
