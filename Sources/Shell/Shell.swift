import CReadline
import Diagnostics
import Engine
import Glibc
import Intake
import Landing
import Model
import Output
import Schema
import Store
import Syntax

/// From settings to an exit status. The only target that prints, reads the environment or the terminal.
public enum Shell {
  public static let version = "0.1.0"

  /// Runs the program, after what it takes for granted of the process. From here on Ctrl-C says so and leaves with 130.
  public static func begin(_ program: @escaping () -> Void) {
    Streams.holdStandardPlaces()
    // Beyond the limit for files a write fails, and what was there stays; the signal would end us before we can say so.
    signal(SIGXFSZ, SIG_IGN)
    Interrupts.endTheRun(in: .english)
    StackRoom.run(program)
  }

  /// Ends the program; an answer of which a part did not arrive is no success.
  public static func leave(_ status: ExitStatus) -> Never {
    do { try Streams.closeAnswer() } catch {
      complain(error, in: Session.language(Settings(), .current()))
      Glibc.exit(status == .fine ? error.status.rawValue : status.rawValue)
    }
    Glibc.exit(status.rawValue)
  }

  /// Words that were asked for, on standard output: help, the version.
  public static func answer(_ text: String) -> ExitStatus {
    do { try Streams.answer(text.hasSuffix("\n") ? text : text + "\n") } catch {
      complain(error, in: Session.language(Settings(), .current()))
      return error.status
    }
    return .fine
  }

  /// `luodi help WORDS`, which name no command of `commands`: the page of a topic.
  public static func help(on words: String, commands: [String], environment: Environment) -> ExitStatus {
    let session = Session(settings: Settings(), environment: environment, model: Model(catalog: .init()), isPrompt: false)
    if let page = session.help.page(for: words, in: session.language) { return answer(page) }
    let problem = ShellProblem.noHelpOnCommand(words, nearest: NearestName.nearest(to: words, among: commands + session.help.names).first)
    complain(problem, in: session.language)
    return problem.status
  }

  /// One line on standard error.
  public static func complain(_ message: String) { Streams.say(message) }

  /// A problem without a place, and its hint below.
  static func complain(_ problem: any Problem, in language: Language) {
    let gap = language == .english ? " " : ""
    complain(DiagnosticRenderer.errorWord[language] + gap + displayEscaped(shortenedMessage(problem.message(in: language))))
    guard let hint = shownHint(problem.hint(in: language)) else { return }
    complain("  " + DiagnosticRenderer.hintWord[language] + gap + displayEscaped(hint))
  }

  /// The prompt, or the given queries and scripts.
  public static func ask(_ settings: Settings, environment: Environment) -> ExitStatus {
    var settings = settings
    // Where answers go anyway.
    if settings.output == OutputFile.standardOutput { settings.output = nil }
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    if let complaint = complaint(about: settings) {
      complain(complaint, in: language)
      return complaint.status
    }
    let opensPrompt = settings.inputs.isEmpty && environment.inputIsTerminal
    let session: Session
    switch start(settings, environment, isPrompt: opensPrompt) {
    case .success(let started): session = started
    case .failure(let failure): return failure.status
    }
    // Loading is behind: its memory went back to the system.
    Heap.keepFreed()
    // A path that leads nowhere is a mistake, whether something is asked of it or not: `luodi lod` is no question.
    if let path = settings.library, !Streams.exists(path) {
      do { try session.loadData() } catch {
        session.complain(error)
        return .data
      }
    }
    if let status = addInitFiles(to: session, asks: opensPrompt) { return status }
    if opensPrompt {
      if let status = session.refuseFiles([]) { return status }
      do { try session.loadData() } catch {
        session.complain(error)
        return .data
      }
      return Prompt(session: session, environment: environment).run()
    }
    // The process ends with the session: to give back every piece of it would take longer than to leave.
    _ = Unmanaged.passRetained(session)
    let inputs = settings.inputs.isEmpty ? [.script("-")] : settings.inputs
    guard let sources = sources(of: inputs, language) else { return .data }
    if environment.outputIsTerminal, !settings.isQuiet, let codeset = TerminalLocale.foreignCodeset(environment) {
      TerminalLocale.other(codeset: codeset).tell(in: language)
    }
    guard knowsParameters(settings, sources, language) else { return .usage }
    let scripts = sources.map { (parsed: Parser.parse($0.source), path: $0.path) }
    if let status = session.refuseFiles(scripts) ?? session.refuseIdleOutput() { return status }
    for (parsed, path) in scripts {
      let status = session.run(parsed, path: path)
      if status != .fine { return session.writeAnswerFiles() ?? status }
    }
    if let status = session.writeAnswerFiles() { return status }
    if settings.modelOut != nil || settings.reportPath != nil, session.data == nil {
      do { try session.loadData() } catch {
        session.complain(error)
        return .data
      }
    }
    return settings.usesExitCode && session.lastRowCount == 0 ? .expectationFailed : .fine
  }

  /// `luodi load --check`: reads everything and prints the report.
  public static func checkLoad(_ paths: [String], _ settings: Settings, environment: Environment) -> ExitStatus {
    Interrupts.endTheRun(in: Session.language(settings, environment))
    if let complaint = complaint(about: settings) {
      complain(complaint, in: Session.language(settings, environment))
      return complaint.status
    }
    let session: Session
    do {
      session = Session(settings: settings, environment: environment, model: try model(settings, environment), isPrompt: false)
    } catch { return error.status }
    if let status = session.refuseFiles([], reading: paths) { return status }
    do {
      let loaded = try LoadedLibrary.load(
        paths: paths, settings: settings, environment: environment, model: session.model, keepsCache: false)
      for record in loaded.records { try Streams.answer(record.text[session.language]) }
      try session.keep(loaded)
      return .fine
    } catch let failure as LoadedLibrary.Failure {
      session.complain(failure)
      session.saveReport(of: failure)
    } catch {
      session.complain(error as? ShellProblem ?? .unexpected("\(error)"))
    }
    return .data
  }

  /// `luodi export --as-tables`: writes the tables that `explain sql` reads.
  public static func exportTables(_ folder: String, _ settings: Settings, environment: Environment) -> ExitStatus {
    Interrupts.endTheRun(in: Session.language(settings, environment))
    if let complaint = complaint(about: settings) {
      complain(complaint, in: Session.language(settings, environment))
      return complaint.status
    }
    let session: Session
    switch start(settings, environment, isPrompt: false) {
    case .success(let started): session = started
    case .failure(let failure): return failure.status
    }
    if let status = session.refuseFiles([]) { return status }
    do { try session.loadData() } catch {
      session.complain(error)
      return .data
    }
    guard let data = session.data else { return .data }
    if let failure = TableExport(library: data.library, catalog: session.model.catalog).write(to: folder, besides: session.filesInUse) {
      session.complain(failure)
      return .data
    }
    // What was written of a damaged library is worth nothing.
    if let problem = data.library.damage.first {
      session.complain(problem)
      return .data
    }
    return .fine
  }

  /// Why there is no session; what is wrong has been said.
  struct StartFailure: Error {
    var status: ExitStatus
  }

  /// A session with the library's own model where there is a library file, else with the built-in one or that of `--model`.
  static func start(_ settings: Settings, _ environment: Environment, isPrompt: Bool) -> Result<Session, StartFailure> {
    let stored: LoadedLibrary?
    do { stored = try LoadedLibrary.open(settings, environment) } catch {
      complain(error.problem, in: Session.language(settings, environment))
      return .failure(StartFailure(status: .data))
    }
    if let stored, stored.isFile, let option = settings.readingOption {
      let problem = ShellProblem.onlyForFiles(option: option, library: stored.path)
      complain(problem, in: Session.language(settings, environment))
      return .failure(StartFailure(status: problem.status))
    }
    explainBusErrors(in: Session.language(settings, environment))
    // A question that names no definition needs none, and taking them apart is most of what a start costs.
    if let library = stored?.library, !isPrompt, settings.model == nil, settings.modelOut == nil,
      let spellings = library.attachment(StoredModel.spellingsName)
    {
      let session = Session(
        settings: settings, environment: environment, model: Model(catalog: library.catalog), isPrompt: false, stored: stored)
      session.waitingDefinitions = (spellings, { try? self.model(of: library, settings, environment) })
      return .success(session)
    }
    do {
      let model =
        if let stored { try self.model(of: stored.library, settings, environment) } else { try self.model(settings, environment) }
      return .success(Session(settings: settings, environment: environment, model: model, isPrompt: isPrompt, stored: stored))
    } catch {
      return .failure(error)
    }
  }

  /// The user's own declarations. A status after saying which file of `--init` cannot be read, or does not hold: who names one wants all of it. At
  /// the prompt the rest of it is of use, and so is that of the user's own file, which may be for other models.
  static func addInitFiles(to session: Session, asks: Bool = false) -> ExitStatus? {
    let base: InitFiles.Base = session.settings.model == nil && !session.hasOwnModel ? .builtIn : .another
    do { session.initFiles = try InitFiles(session.settings, session.environment) } catch {
      session.complain(error)
      return .data
    }
    if asks { session.initFiles.addFolderFile(to: session, model: base) }
    guard !session.initFiles.files.isEmpty else { return nil }
    // What the user declares may name any definition of the library.
    session.completeModel()
    session.applyInitFiles(base)
    return session.isPrompt || session.initFiles.namedFilesHold ? nil : .usage
  }

  /// One line about something that was passed over: answers may be others than with it.
  static func warn(_ problem: ShellProblem, _ settings: Settings, _ environment: Environment) {
    let language = Session.language(settings, environment)
    complain(DiagnosticRenderer.warningWord[language] + (language == .english ? " " : "") + displayEscaped(problem.message(in: language)))
  }

  static func complaint(about settings: Settings) -> ShellProblem? {
    if let format = settings.format, OutputFormat(name: format) == nil {
      return .unknownFormat(format, known: OutputFormat.names)
    }
    if let language = settings.language, Language(rawValue: language) == nil { return .unknownLanguage(language) }
    if let date = settings.date, LoadedLibrary.day(from: date) == nil { return .dateWanted(date) }
    return nil
  }

  /// The texts of the command line, each with its path if it is a file; nil after saying which cannot be read.
  private static func sources(of inputs: [Settings.Input], _ language: Language) -> [(source: Source, path: String?)]? {
    var sources: [(source: Source, path: String?)] = []
    for input in inputs {
      switch input {
      case .query(let text): sources.append((Source(name: "-c", bytes: PathText.bytes(of: text)), nil))
      case .script(let path):
        guard let source = script(path, language) else { return nil }
        sources.append((source, path == "-" ? nil : path))
      }
    }
    return sources
  }

  /// A script by its path, `-` for standard input; nil after saying why it cannot be read.
  static func script(_ path: String, _ language: Language) -> Source? {
    do {
      return Source(name: path == "-" ? "<input>" : path, bytes: try ScriptText.read(path))
    } catch {
      if let problem = error.problem(path) { complain(problem, in: language) }
      return nil
    }
  }

  /// Every `--param` names a parameter that some script declares, and no two the same.
  static func knowsParameters(_ settings: Settings, _ sources: [(source: Source, path: String?)], _ language: Language) -> Bool {
    guard !settings.parameters.isEmpty else { return true }
    var given: Set<String> = []
    for (name, _) in settings.parameters where !given.insert(foldedName(name)).inserted {
      complain(ShellProblem.parameterTwice(name), in: language)
      return false
    }
    let names = ScriptParameters.names(in: sources)
    guard let (name, _) = settings.parameters.first(where: { given, _ in !names.contains { isSame($0, given) } }) else { return true }
    complain(ShellProblem.unknownParameter(name, known: names, nearest: NearestName.nearest(to: name, among: names).first), in: language)
    return false
  }

  /// The built-in model or the one of `--model`; throws after saying what is wrong with it.
  static func model(_ settings: Settings, _ environment: Environment) throws(StartFailure) -> Model {
    var source = Source(name: "landing.lq", bytes: Landing.model)
    if let path = settings.model {
      guard let text = script(path, Session.language(settings, environment)) else {
        throw StartFailure(status: .data)
      }
      source = text
    }
    let parsed = Parser.parse(source)
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    let diagnostics = parsed.diagnostics + StoredModel.misplaced(in: parsed.script) + findings.map(\.diagnostic)
    let session = Session(settings: settings, environment: environment, model: model, isPrompt: false)
    guard session.report(diagnostics, in: source) else { throw StartFailure(status: .usage) }
    return model
  }

  /// The model of a library, with the definitions of `--model` if one is named; throws after saying what is wrong with them.
  static func model(of library: Library, _ settings: Settings, _ environment: Environment) throws(StartFailure) -> Model {
    let language = Session.language(settings, environment)
    let (model, findings): (Model, [ModelBuilder.Finding])
    if let path = settings.model {
      guard let source = script(path, language) else { throw StartFailure(status: .data) }
      (model, findings) = StoredModel.model(of: library, under: source)
    } else {
      (model, findings) = StoredModel.model(of: library)
    }
    let session = Session(settings: settings, environment: environment, model: model, isPrompt: false)
    var tally = DiagnosticTally()
    defer { session.sayRest(of: tally) }
    var isFine = true
    for finding in findings { isFine = session.report([finding.diagnostic], in: finding.source, &tally) && isFine }
    // What the library itself brings along is data.
    guard isFine else { throw StartFailure(status: settings.model == nil ? .data : .usage) }
    return model
  }
}
