public import Checking
public import Diagnostics
import Explaining
public import Model
import Query
public import Schema
import Syntax
import TestSupport

/// The world that the checker's tests ask: the model of `Goldens/model.lq`, four snapshots, and counts of the values that messages quote.
public enum CheckerWorld {
  public static let folder = Program.root + "/Tests/CheckingTests/Goldens/"

  /// The files of `folder` that hold queries.
  public static let goldens = [
    "rows", "conditions", "moments", "past", "several-snapshots", "measures", "links", "stages", "lines", "chinese", "expressions",
    "wrong-queries", "scripts", "wrong-scripts",
  ]

  public static let model: Model = {
    let source = Source(name: "model.lq", text: contents(of: folder + "model.lq") ?? "")
    let parsed = Parser.parse(source)
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    let wrong = parsed.diagnostics + findings.map(\.diagnostic)
    precondition(wrong.isEmpty, "the model of the tests is wrong: \(wrong.map(\.problem.message))")
    return model
  }()

  public static let snapshots = [(2018, 3, 30), (2018, 9, 28), (2018, 10, 12), (2018, 10, 19)].map {
    Day(year: $0.0, month: $0.1, day: $0.2)!
  }

  public static func world(parameters: NamedList<ScriptParameter> = []) -> World {
    World(model: model, snapshots: snapshots, parameters: parameters, values: CheckerValues(catalog: model.catalog))
  }

  /// Checks every statement of a text, each in a session where the one before stands on the screen: the checked form, or the messages.
  /// `isRendered`: the messages as people see them.
  public static func answer(
    _ text: String, parameters: NamedList<ScriptParameter> = [], isRendered: Bool = false, language: Language = .english
  ) -> String {
    func spelled(_ diagnostics: [Diagnostic], in source: Source) -> [String] {
      isRendered
        ? diagnostics.map { DiagnosticRenderer(language: language).render($0, in: source) }
        : diagnostics.map { self.spelled($0, in: source) }
    }
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty else { return spelled(parsed.diagnostics, in: source).joined(separator: "\n") }
    var world = world(parameters: parameters)
    var lines: [String] = []
    // Declarations alone may name each other.
    if parsed.script.statements.count > 1, parsed.script.statements.allSatisfy(\.isDeclaration) {
      let (model, diagnostics) = Checker(world: world).check(declarations: parsed.script.statements, in: source)
      let added = model.definitions.count - world.model.definitions.count
      return (spelled(diagnostics, in: source) + ["model with \(added) more"]).joined(separator: "\n")
    }
    for statement in parsed.script.statements {
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      lines += spelled(diagnostics, in: source)
      if let checked { lines.append(self.spelled(checked, &world)) }
    }
    return lines.joined(separator: "\n")
  }

  /// Everything that is wrong with a text, by the parser or else by the checker.
  public static func diagnostics(_ text: String) -> [Diagnostic] {
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty else { return parsed.diagnostics }
    var world = world()
    return parsed.script.statements.flatMap { statement in
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      if let checked { _ = spelled(checked, &world) }
      return diagnostics
    }
  }

  private static func spelled(_ checked: CheckedStatement, _ world: inout World) -> String {
    let catalog = world.model.catalog
    switch checked {
    case .query(let query, let destination):
      world.lastResult = query
      world.lastRecords = query.withKeysAtEnd.map {
        SavedSet(name: "_", entity: $0.entity!, snapshot: $0.snapshot, today: $0.today, keys: [0, 1])
      }
      let target = [destination.format.map { "as \($0.rawValue)" }, destination.file.map { "to \($0)" }].compactMap { $0 }
      return ([CheckedPrinter(catalog: catalog).text(of: query)] + target).joined(separator: "\n")
    case .show(let show, let destination):
      let printer = CheckedPrinter(catalog: catalog)
      let queries = [("fields", show.fields)] + (show.definitions.map { [("definitions", $0)] } ?? [])
      let parts = queries + show.links.map { ($0.name, $0.query) } + [("history", show.history)]
      let target = [destination.format.map { "as \($0.rawValue)" }, destination.file.map { "to \($0)" }].compactMap { $0 }
      return
        (["show \(catalog.entities[show.entity].singular) #\(show.key) at \(show.shown), asked \(show.asked)"]
        + parts.flatMap { [$0.0 + ":", printer.text(of: $0.1)] } + target).joined(separator: "\n")
    case .expression(let expression):
      let text = CheckedPrinter(catalog: catalog, addedChoices: expression.addedChoices).text(of: expression.column.value)
      return "\(expression.column.name): \(text)"
    case .model(let model):
      let added = model.definitions.count - world.model.definitions.count
      world.model = model
      return "model with \(added) more"
    case .param(let declaration):
      world.parameters.keep(declaration.placeholder(on: world.today(at: world.askedSnapshot)))
      let value = declaration.defaultValue.map { " = \($0.value)" } ?? ""
      return "param \(declaration.name): \(declaration.typeText)\(value)"
    case .letting(let name, let query):
      world.sets.keep(
        SavedSet(name: name, entity: query.entity!, snapshot: query.snapshot, today: query.today, keys: [0, 1]))
      return "let \(name) = \(CheckedPrinter(catalog: catalog).text(of: query))"
    case .print(let pieces):
      return "print "
        + pieces.map { piece in
          switch piece {
          case .text(let text): "\"\(text)\""
          case .value(let value): "{\(CheckedPrinter(catalog: catalog).text(of: value.column.value))}"
          }
        }.joined(separator: " ")
    case .expect(let expectation): return spelled(expectation, catalog)
    case .run(let call): return "run \(call.target)" + call.arguments.map { " \($0.name.text)" }.joined()
    case .describe(let found):
      return found.map { described in
        "describe \(described.description.name)" + (described.matching.map { "\n" + CheckedPrinter(catalog: catalog).text(of: $0) } ?? "")
      }.joined(separator: "\n")
    case .describeModel: return "describe the model"
    case .describeSnapshots: return "describe the snapshots"
    case .help(let topic): return "help \(topic ?? "")"
    case .explainTokens(let range): return "tokens of \(range.start)..<\(range.end)"
    case .explainTree: return "tree"
    case .explain(let explained): return words(explained).joined(separator: "\n")
    case .explainPlan(let query): return "plan of\n" + CheckedPrinter(catalog: catalog).text(of: query)
    case .explainSQL(let query, let dialect): return "\(dialect) of\n" + CheckedPrinter(catalog: catalog).text(of: query)
    }
  }

  /// What `explain` says; of 73 projects, planned_start is blank in 5 and signed in 2.
  public static func words(_ explained: Explained, in language: Language = .english) -> [String] {
    let explainer = Explainer(model: model, values: CheckerValues(catalog: model.catalog), snapshots: snapshots, language: language) {
      operand, entity, _, choices in
      let text = CheckedPrinter(catalog: model.catalog, addedChoices: choices).text(of: operand, on: entity)
      return model.catalog.entities[entity].plural == "projects" ? (["planned_start": 5, "signed": 2][text] ?? 0, 73) : nil
    }
    return explainer.lines(of: explained)
  }

  private static func spelled(_ expectation: CheckedExpectation, _ catalog: Catalog) -> String {
    let printer = CheckedPrinter(catalog: catalog)
    var lines = ["expect \(printer.text(of: expectation.condition.column.value))"]
    for part in expectation.parts {
      lines.append("part \(part.words)")
      lines += part.values.map { "  \($0.words): \(printer.text(of: $0.value.column.value))" }
      if let records = part.records {
        lines.append(
          "  \(part.isOffending ? "broken by" : "of") " + printer.text(of: records).split(separator: "\n").joined(separator: "; "))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// `5-11: message`, hint and fix below.
  public static func spelled(_ diagnostic: Diagnostic, in source: Source) -> String {
    var lines = ["`\(source.text(diagnostic.range))`: \(diagnostic.problem.message)"]
    if let hint = diagnostic.problem.hint { lines.append("  hint: \(hint)") }
    for note in diagnostic.notes { lines.append("  note: \(note.message.english)") }
    if let fix = diagnostic.fix { lines.append("  fix: \(fix.replacement)") }
    return lines.joined(separator: "\n")
  }
}

/// Rows of projects by district and stage; everything else is empty.
public struct CheckerValues: ValueSource {
  public let catalog: Catalog

  public init(catalog: Catalog) { self.catalog = catalog }

  public func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] {
    let declared = catalog.entities[entity].fields[field]
    switch (catalog.entities[entity].plural, declared.name) {
    case ("projects", "district"):
      return [(3, 23), (4, 17), (5, 31), (6, 2)].map {
        ValueCount(code: $0.0, text: catalog.entities[unit].keyNames[$0.0].code, rows: $0.1)
      }
    case ("projects", "stage"):
      guard case .choice(let choice) = declared.type else { return [] }
      let rows = [4, 41, 12, 9, 3, 1]
      return catalog.choices[choice].values.enumerated().map { ValueCount(code: $0.offset, text: $0.element.code, rows: rows[$0.offset]) }
        + [ValueCount(code: 6, text: "停建", rows: 2)]
    default: return NoValues(catalog: catalog).values(entity: entity, field: field, snapshot: snapshot)
    }
  }

  private var unit: Int { catalog.entities.firstIndex { $0.plural == "units" }! }

  public func keys(entity: Int) -> [ValueCount] {
    if catalog.entities[entity].plural == "projects" {
      return [
        ValueCount(code: 0, text: "WH-2018-0001", name: "长江大桥", rows: 1), ValueCount(code: 1, text: "WH-2018-0042", name: "光谷大厦", rows: 1),
      ]
    }
    return NoValues(catalog: catalog).keys(entity: entity)
  }

  public func keyNumber(entity: Int, _ text: String) -> Int? { keys(entity: entity).first { $0.text == text }?.code }
  public func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? {
    entity == unit && catalog.entities[entity].fields[field].name == "kind" ? (key < 7 ? 0 : 1) : nil
  }
  /// The second project is gone at the last snapshot.
  public func snapshots(holding key: Int, entity: Int) -> [Int] {
    guard catalog.entities[entity].plural == "projects" else { return [0, 1, 2, 3] }
    return key == 1 ? [0, 1, 2] : [0, 1, 2, 3]
  }
  public func rowCount(entity: Int, snapshot: Int) -> Int { catalog.entities[entity].plural == "projects" ? 73 : 0 }
}
