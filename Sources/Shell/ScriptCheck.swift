import Checking
import Diagnostics
import Model
import Query
import Schema
import Syntax

/// One script checked from end to end without being run: after a mistake it goes on with what the statement would have made.
struct ScriptCheck {
  let session: Session
  private var world: World
  private var frames: [ScriptFrame]
  /// Files already read: a script that is run twice is judged once.
  private var seen: Set<String> = []
  /// The last result is of a query that could not be judged: what works on it cannot be either.
  private var isLastUnknown = false
  /// Of the text at hand
  private var tally = DiagnosticTally()

  init(session: Session, world: World, path: String?) {
    self.session = session
    self.world = world
    self.world.forgivesUnknownValues = session.data == nil
    frames = [path.map { ScriptFrame(path: $0) } ?? .outermost]
  }

  /// Reports everything; true when there are no errors.
  mutating func check(_ parsed: ParsedScript) -> Bool {
    let outer = tally
    tally = DiagnosticTally()
    defer {
      session.sayRest(of: tally)
      tally = outer
    }
    return checkStatements(parsed)
  }

  private mutating func checkStatements(_ parsed: ParsedScript) -> Bool {
    // What was misread would only be reported once more.
    guard session.report(session.withNames(parsed), in: parsed.source, &tally) else { return false }
    if frames.count == 1, parsed.script.isModel { return checkModel(parsed) }
    var isFine = true
    var rest = parsed.script.statements[...]
    while let statement = rest.first {
      let declarations = rest.prefix(while: \.isDeclaration)
      if declarations.isEmpty {
        isFine = check(statement, parsed) && isFine
      } else {
        let (model, diagnostics) = checker.check(declarations: Array(declarations), in: parsed.source)
        isFine = session.report(diagnostics, in: parsed.source, &tally) && isFine
        world.model = model
      }
      rest = rest.dropFirst(max(declarations.count, 1))
    }
    return isFine
  }

  /// What is only counted need not be told with what might have been meant.
  private var checker: Checker { Checker(world: world, details: tally.isFull ? 0 : DiagnosticTally.detailLimit) }

  /// A model stands by itself: its words are those of no other.
  private mutating func checkModel(_ parsed: ParsedScript) -> Bool {
    var builder = ModelBuilder()
    builder.add(parsed.script, source: parsed.source)
    let (model, findings) = builder.build()
    var isFine = session.report(findings.map(\.diagnostic), in: parsed.source, &tally)
    isFine = session.report(Checker(world: .withoutData(model)).checkDefinitions().map(\.diagnostic), in: parsed.source, &tally) && isFine
    return isFine
  }

  private mutating func check(_ statement: Statement, _ parsed: ParsedScript) -> Bool {
    if isLastUnknown, statement.worksOnLastResult { return true }
    let (checked, diagnostics) = checker.check(statement, in: parsed.source)
    let isFine = session.report(diagnostics, in: parsed.source, &tally)
    switch checked {
    case .query(let query, _)?:
      world.lastResult = query
      world.lastRecords = query.entity.map { SavedSet(name: "_", entity: $0, snapshot: query.snapshot, today: query.today, keys: []) }
      if query.withKeysAtEnd == nil { world.lastRecords = nil }
      isLastUnknown = false
    case .letting(let name, let query)?: keep(name, query.entity ?? 0, query.snapshot, query.today)
    case .param(let declaration)?: return declare(declaration, in: parsed.source) && isFine
    case .run(let call)?: return check(call, in: parsed.source) && isFine
    case .model(let model)?: world.model = model
    case nil: goOn(after: statement)
    default: break
    }
    return isFine
  }

  /// What a statement that is wrong, or cannot be judged, would have left behind.
  private mutating func goOn(after statement: Statement) {
    switch statement.kind {
    case .query, .continuation: isLastUnknown = true
    case .letting(let name, let query):
      let entity = world.model.entity(named: query.entity.text) ?? world.sets[named: query.entity.text]?.entity
      if let entity { keep(name.text, entity, world.askedSnapshot, world.today(at: world.askedSnapshot)) }
    case .param(var declaration):
      declaration.defaultValue = nil
      let again = Statement(.param(declaration), range: statement.range)
      if case .param(let bound)? = Checker(world: world).check(again, in: Source(name: "", text: "")).0 { keep(bound.placeholder(on: day)) }
    default: break
    }
  }

  private var day: Day { world.today(at: world.askedSnapshot) }

  private mutating func keep(_ name: String, _ entity: Int, _ snapshot: Int, _ today: Day) {
    world.sets.keep(SavedSet(name: name, entity: entity, snapshot: snapshot, today: today, keys: []))
  }

  private mutating func keep(_ parameter: ScriptParameter) {
    world.parameters.keep(parameter)
  }

  /// The value given, else the default, else some value of the type.
  private mutating func declare(_ declaration: ParameterDeclaration, in source: Source) -> Bool {
    var (value, isFine): (ScriptParameter?, Bool) = (nil, true)
    if let given = frames[frames.count - 1].given.last(where: { isSame($0.argument.name.text, declaration.name) }) {
      let (found, diagnostics) = Checker(world: given.world).value(of: given.argument, in: given.source, for: declaration)
      (value, isFine) = (found, session.report(diagnostics, in: given.source))
    } else if let option = session.settings.parameters.last(where: { isSame($0.name, declaration.name) }) {
      let text = Source(name: "--param \(declaration.name)", bytes: PathText.bytes(of: option.value))
      let (found, diagnostics) = Checker(world: world).value(of: text, for: declaration)
      (value, isFine) = (found, session.report(diagnostics, in: text))
    }
    keep(value ?? declaration.placeholder(on: day))
    return isFine
  }

  private mutating func check(_ call: ScriptCall, in source: Source) -> Bool {
    let path = frames[frames.count - 1].path(of: call.target)
    func refuse(_ problem: ScriptProblem) -> Bool { session.report([Diagnostic(problem, at: call.targetRange)], in: source) }
    let bytes: [UInt8]
    do {
      bytes = try ScriptText.read(path)
    } catch {
      if case .refused(let reason) = error { return refuse(.unreadableScript(path, reason: reason)) }
      return false
    }
    var frame = ScriptFrame(path: path)
    if let file = frame.file, let first = frames.firstIndex(where: { $0.file == file }) {
      return refuse(.scriptCycle(frames[first...].map(\.name) + [path]))
    }
    let parsed = Parser.parse(Source(name: path, bytes: bytes))
    let wrong = ScriptParameters(of: parsed.script).problems(with: call.arguments, of: path)
    guard session.report(wrong, in: source) else { return false }
    // Its definitions and sets are known by then; only its arguments are new.
    if call.arguments.isEmpty, let file = frame.file, !seen.insert(file).inserted { return true }
    frame.given = call.arguments.map { ScriptFrame.Given(argument: $0, source: source, world: world) }
    let parameters = world.parameters
    world.parameters = []
    frames.append(frame)
    let isFine = check(parsed)
    frames.removeLast()
    world.parameters = parameters
    if !isFine {
      let note = Diagnostic(ScriptProblem.runFromHere(path), at: call.targetRange, severity: .note)
      _ = session.report([note], in: source, evenIfQuiet: true)
    }
    return isFine
  }
}

extension Statement {
  /// Begins with `|`, or may name `_` anywhere.
  fileprivate var worksOnLastResult: Bool {
    switch kind {
    case .continuation: true
    case .query(let query), .letting(_, let query): query.entity.text == "_"
    default: false
    }
  }
}

extension Script {
  /// Nothing but declarations, some of them of the data's shape: a model file.
  fileprivate var isModel: Bool {
    statements.allSatisfy(\.isDeclaration)
      && statements.contains { statement in
        switch statement.kind {
        case .entity, .field: true
        default: false
        }
      }
  }
}
