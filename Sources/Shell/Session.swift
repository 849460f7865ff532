import Results
import CReadline
import Checking
import Diagnostics
import Engine
import Intake
import Landing
import Model
import Output
import Query
import SQL
import Schema
import Store
import Syntax

/// One run of luodi: the model, the library once it is needed, and the last result. The straight line from text to answer is ``run(_:)``:
/// parse, check, run, write.
final class Session {
  let settings: Settings
  let environment: Environment
  let isPrompt: Bool
  /// The model in force; `define` adds to it.
  var model: Model
  /// Read when a statement first needs data.
  private(set) var data: LoadedLibrary?
  /// What `| STAGE` and `_` go on from.
  var lastResult: CheckedQuery?
  /// The words of the statement whose answer ``lastResult`` is, and whether others that gave no table came behind it.
  private var lastTable: (words: String, isLast: Bool)?
  private var tableCount = 0
  /// What `let` has kept.
  var sets: NamedList<SavedSet> = []
  /// The scripts at work, the one that runs last; the first is the prompt or the command line.
  var frames = [ScriptFrame.outermost]
  /// The column names of the last answer, for completion after `|`.
  private(set) var lastColumns: [[String]]?
  /// Of the last answer; nil before the first.
  private(set) var lastRowCount: Int?
  /// Taken apart once, for `help` and for every Tab after it.
  private(set) lazy var help = HelpPages(
    english: Help(page: String(decoding: Landing.help, as: UTF8.self), in: .english),
    chinese: Help(page: String(decoding: Landing.chineseHelp, as: UTF8.self), in: .chinese))
  /// The user's own declarations, which go over whatever model is in force.
  var initFiles = InitFiles(files: [])
  /// Answers on their way into files.
  var answerFiles = AnswerFiles()
  /// What was said last of the library, which is not said once more of the answers that waited for their file.
  var lastDamage: StoreProblem?
  /// What no answer is written over.
  lazy var filesInUse = FilesInUse(settings, environment)

  /// The library's definitions while no text has needed them: their spellings, and what makes the whole model.
  var waitingDefinitions: (spellings: [UInt8], make: () -> Model?)?
  /// A library that was opened before its data were needed.
  private let stored: LoadedLibrary?
  /// The model before anything was declared over it: what files are read by, and what a library made of them keeps.
  private let startModel: Model

  /// The model came with a library.
  var hasOwnModel: Bool { stored != nil }

  init(settings: Settings, environment: Environment, model: Model, isPrompt: Bool, stored: LoadedLibrary? = nil) {
    self.stored = stored
    self.settings = settings
    self.environment = environment
    self.model = model
    startModel = model
    self.isPrompt = isPrompt
  }

  /// Puts the user's own declarations over the model in force. Outside the prompt, whose greeting says it, a line tells what they redefine or leave out;
  /// that an answer may be another one is no note that `--quiet` leaves out.
  func applyInitFiles(_ base: InitFiles.Base) {
    var files = initFiles
    files.apply(to: self, model: base)
    initFiles = files
    guard !isPrompt else { return }
    for changes in files.changes where changes.changesAnswers || !changes.leftOut.isEmpty && !settings.isQuiet {
      sayChanges(changes)
    }
  }

  func sayChanges(_ changes: InitChanges) {
    Streams.say(displayEscaped(changes.name) + Bilingual(": ", "：")[language] + changes.words[language])
  }

  /// Runs every statement of a text; stops at the first one that fails.
  @discardableResult
  func run(_ source: Source) -> ExitStatus {
    run(Parser.parse(source))
  }

  @discardableResult
  func run(_ parsed: ParsedScript) -> ExitStatus {
    if let waiting = waitingDefinitions,
      !Session.isPlain(parsed) || StoredModel.isMentioned(waiting.spellings, in: String(decoding: parsed.source.bytes, as: UTF8.self))
    {
      completeModel()
    }
    guard report(withNames(parsed), in: parsed.source) else {
      offer(SpacedReading(model: model).reading(of: parsed.source))
      return .usage
    }
    var rest = parsed.script.statements[...]
    while let statement = rest.first {
      let declarations = rest.prefix(while: \.isDeclaration)
      guard goesOnFromTheLast(statement, parsed) else { return .usage }
      let before = tableCount
      let status = declarations.count > 1 ? run(declarations: Array(declarations), parsed) : run(statement, parsed)
      if tableCount > before {
        lastTable = (words(of: statement, parsed), true)
      } else if !statement.isContinuation {
        lastTable?.isLast = false
      }
      if status != .fine { return status }
      rest = rest.dropFirst(max(declarations.count, 1))
    }
    return .fine
  }

  /// A clause that is typed alone goes on from what was answered last, not from an answer that others stand behind: that one needs its `|`.
  private func goesOnFromTheLast(_ statement: Statement, _ parsed: ParsedScript) -> Bool {
    guard statement.isContinuation, let lastTable, !lastTable.isLast, let first = parsed.firstToken(of: statement),
      first.kind != .symbol(.pipe)
    else { return true }
    let clause = parsed.source.text(first.range) + " …"
    return report(
      [Diagnostic(ShellProblem.clauseBehindNoTable(clause: clause, statement: lastTable.words), at: first.range)], in: parsed.source)
  }

  /// On one line, and not longer than a message can hold.
  private func words(of statement: Statement, _ parsed: ParsedScript) -> String {
    var words = parsed.source.text(statement.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if statement.isContinuation {
      words = (lastTable?.words ?? "") + (parsed.firstToken(of: statement)?.kind == .symbol(.pipe) ? " " : " | ") + words
    }
    return words.count > 80 ? words.prefix(79) + "…" : words
  }

  /// Declarations that stand together are one, so that they may name each other in any order.
  private func run(declarations: [Statement], _ parsed: ParsedScript) -> ExitStatus {
    if declarations.contains(where: Session.needsData) {
      do { try loadData() } catch {
        complain(error)
        return .data
      }
    }
    do {
      let world = try world()
      let (model, diagnostics) = Checker(world: world).check(declarations: declarations, in: parsed.source)
      if world.isCancelled() { return interrupted() }
      guard report(diagnostics, in: parsed.source) else { return status(of: diagnostics) }
      self.model = model
      return .fine
    } catch {
      complain(error)
      return error.status
    }
  }

  private func run(_ statement: Statement, _ parsed: ParsedScript) -> ExitStatus {
    if Session.needsData(statement) {
      do { try loadData() } catch {
        complain(error)
        return .data
      }
    }
    var world: World
    do { world = try self.world() } catch {
      complain(error)
      return error.status
    }
    return attempt(statement, parsed) {
      world.lastRecords = try lastRecords(for: statement, parsed)
      return run(statement, in: world, parsed)
    }
  }

  private func run(_ statement: Statement, in world: World, _ parsed: ParsedScript) -> ExitStatus {
    let (checked, diagnostics) = Checker(world: world).check(statement, in: parsed.source)
    if checked == nil, world.isCancelled() { return interrupted() }
    if !diagnostics.isEmpty, waitingDefinitions != nil {
      // What is wrong is said with all names at hand: the nearest one may be a definition's.
      completeModel()
      return run(statement, parsed)
    }
    // What a damaged library seems to hold is nothing to complain about.
    if let problem = data?.library.damage.first {
      complain(problem)
      return .data
    }
    guard report(diagnostics, in: parsed.source), let checked else {
      // Elsewhere the checker's own hint has said it.
      if isPrompt { offer(SpacedReading(model: model).reading(of: parsed.source)) }
      return status(of: diagnostics)
    }
    return attempt(statement, parsed) { try carryOut(checked, world: world, parsed) }
  }

  /// Does what can fail while data are read, and says what failed.
  private func attempt(_ statement: Statement, _ parsed: ParsedScript, _ body: () throws -> ExitStatus) -> ExitStatus {
    do {
      let status = try body()
      // What is wrong with the data has been said.
      if status != .data { try refuseDamage() }
      return status
    } catch let error as EngineError {
      if case .cancelled = error.problem { return interrupted() }
      // What cannot be worked out from damaged bytes says nothing of its own.
      if let problem = data?.library.damage.first {
        complain(problem)
        return .data
      }
      _ = report([Diagnostic(error.problem, at: error.range ?? statement.range)], in: parsed.source)
      if case .misplaced = error.problem { return .bug }
      return error.problem.isOfTheQuestion ? .usage : .data
    } catch let problem as StoreProblem {
      complain(problem)
      return .data
    } catch let problem as OutputProblem {
      if problem == .cancelled { return interrupted() }
      complain(problem)
      return .data
    } catch let error as SQLError {
      _ = report([error.diagnostic(in: statement.range)], in: parsed.source)
      if case .misplaced = error.problem { return .bug }
      return .usage
    } catch {
      let problem = error as? ShellProblem ?? .unexpected("\(error)")
      complain(problem)
      return problem.status
    }
  }

  func interrupted() -> ExitStatus {
    Streams.say(Bilingual("interrupted", "已中断")[language])
    return isPrompt ? .fine : .interrupted
  }

  /// Takes the definitions of the library apart.
  func completeModel() {
    let make = waitingDefinitions?.make
    waitingDefinitions = nil
    if let whole = make?() { model = whole }
  }

  /// Nothing but questions: what declares, describes or prints may want every name there is.
  private static func isPlain(_ parsed: ParsedScript) -> Bool {
    parsed.diagnostics.isEmpty
      && parsed.script.statements.allSatisfy { statement in
        if case .query = statement.kind { true } else { false }
      }
  }

  // MARK: Carrying out

  private func carryOut(_ statement: CheckedStatement, world: World, _ parsed: ParsedScript) throws -> ExitStatus {
    switch statement {
    case .param(let declaration): return declare(declaration, world: world, in: parsed.source)
    case .run(let call): return runScript(call, world: world, in: parsed.source)
    case .expect(let expectation): return try judge(expectation, in: parsed.source)
    case .letting(let name, let query): try keep(query, as: name)
    case .print(let pieces): try print(pieces)
    case .query(let query, let destination):
      let table = try engine().run(query)
      lastResult = query
      tableCount += 1
      lastRowCount = table.rowCount
      lastColumns = table.columns.map { [$0.name] }
      try write(table, destination)
      sayNearestMiss(query, table, world)
    case .show(let show, let destination):
      let card = try engine().card(of: show)
      lastRowCount = 1
      try write(card, destination)
    case .expression(let expression):
      let table = try engine().table(of: expression.column, at: expression.snapshot, addedChoices: expression.addedChoices)
      lastRowCount = 1
      try writeValue(table)
    case .model(let model):
      self.model = model
    case .describe(let subjects):
      try describe(subjects)
    case .describeModel: try show(modelInWords(Describer(model: model, values: world.values, snapshot: world.askedSnapshot)))
    case .describeSnapshots: try show(snapshotsInWords())
    case .help(let topic):
      try say(topic)
    case .explainTokens(let range):
      try show(Printer.dump(parsed.tokens.filter { $0.range.start >= range.start && $0.range.end <= range.end }, in: parsed.source))
    case .explainTree(let statement):
      try show(Printer.dump(statement))
    case .explain(let explained):
      try explain(explained, world)
    case .explainPlan(let query):
      try show(try engine().explainPlan(query))
    case .explainSQL(let query, let dialect):
      try show(try sql(of: query, dialect), isText: true)
    }
    return .fine
  }

  /// An answer from damaged bytes is none: asked before every byte that is shown.
  func refuseDamage() throws(StoreProblem) {
    if let problem = data?.library.damage.first { throw problem }
  }

  /// Whether Ctrl-C was pressed since the prompt last read a line.
  static let isInterrupted: @Sendable () -> Bool = { luodi_interrupt_raised() != 0 }

  func engine() -> Engine {
    guard let data else { preconditionFailure("a query ran before its data were loaded") }
    return Engine(
      library: data.library, catalog: model.catalog, options: Engine.Options(isCancelled: Session.isInterrupted))
  }

  // MARK: Data

  /// Everything but help, tokens and trees asks the data, if only for the values it names.
  private static func needsData(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .help, .explain(.tokens, _), .explain(.tree, _), .entity, .field, .names, .run, .unreadable: false
    case .print(let pieces): pieces.contains { if case .expression = $0 { true } else { false } }
    case .param(let declaration): declaration.needsData
    default: true
    }
  }

  func loadData() throws(LoadedLibrary.Failure) {
    guard data == nil else { return }
    let loaded: LoadedLibrary
    if let stored {
      loaded = stored
    } else {
      let path = LoadedLibrary.path(settings, environment)
      loaded = try LoadedLibrary.load(paths: [path], settings: settings, environment: environment, model: startModel)
    }
    try keep(loaded)
    if !settings.isQuiet { announce(loaded) }
  }

  /// Makes loaded data the session's, and writes what `--report` and `--model-out` ask for.
  func keep(_ loaded: LoadedLibrary) throws(LoadedLibrary.Failure) {
    data = loaded
    // The library's catalog also lists the columns that the model does not declare.
    if loaded.isInferred {
      model = Model(catalog: loaded.library.catalog)
      applyInitFiles(.another)
    } else if stored == nil {
      // What was declared before the data came stays: choices of the session's own, and the calendar. (The model of a library file is made over its
      // catalog to begin with.)
      let before = model.catalog
      var catalog = loaded.library.catalog
      if before.choices.count > catalog.choices.count { catalog.choices += before.choices[catalog.choices.count...] }
      catalog.calendar = before.calendar
      model.catalog = catalog
    }
    do {
      if let path = settings.reportPath { try write(loaded.csv(in: language), to: path, as: .report) }
      if let path = settings.modelOut { try write(ModelWriter(model).text, to: path, as: .modelOut) }
    } catch { throw LoadedLibrary.Failure(problem: error) }
  }

  /// Puts another library in the place of the one at hand. What hung on the numbers of that one goes with it.
  func reopen(_ loaded: LoadedLibrary, _ model: Model) {
    data = loaded
    self.model = model
    (lastResult, lastColumns, lastRowCount, waitingDefinitions) = (nil, nil, nil, nil)
    lastTable = nil
    sets = []
    frames = [.outermost]
    initFiles.apply(to: self, model: .another)
  }

  func world() throws(ShellProblem) -> World {
    var world = World(
      model: model, snapshots: data?.library.snapshots ?? [],
      parameters: frames[frames.count - 1].parameters, values: data?.library, lastResult: lastResult)
    world.sets = sets
    world.isCancelled = Session.isInterrupted
    try Moment.apply(settings, to: &world)
    return world
  }

  // MARK: For the prompt

  /// What a person typed; a line that begins with a clause word works on the last result.
  static func parse(typed text: String) -> ParsedScript { Parser.parse(Source(name: "<prompt>", text: text), isTyped: true) }
}

extension Statement {
  fileprivate var isContinuation: Bool { if case .continuation = kind { true } else { false } }
}

extension ParsedScript {
  fileprivate func firstToken(of statement: Statement) -> Token? { tokens.first { $0.range.start >= statement.range.start } }
}

extension ParamDeclaration {
  /// Choices and links are matched with what the data hold, and moments start from the snapshot asked.
  fileprivate var needsData: Bool {
    switch type.kind {
    case .text, .flag, .number, .money, .duration: false
    case .date, .period, .choice, .link: true
    }
  }
}
