import Diagnostics
import Syntax

extension Shell {
  /// `luodi check`: everything wrong with scripts, and nothing run. Status 2 when there are errors.
  ///
  /// With `--library` values are judged as in a run. Without, only names and types are: a value that the model does not declare may be one of the
  /// data's, so it is let pass.
  public static func check(_ paths: [String], _ settings: Settings, environment: Environment) -> ExitStatus {
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    if let complaint = complaint(about: settings) {
      complain(complaint, in: language)
      return complaint.status
    }
    if settings.library == nil, let option = settings.optionOfData {
      let problem = ShellProblem.noData(for: option)
      complain(problem, in: language)
      return problem.status
    }
    let session: Session
    if settings.library == nil {
      do {
        session = Session(settings: settings, environment: environment, model: try model(settings, environment), isPrompt: false)
      } catch { return error.status }
    } else {
      switch start(settings, environment, isPrompt: false) {
      case .success(let started): session = started
      case .failure(let failure): return failure.status
      }
    }
    session.completeModel()
    if let status = addInitFiles(to: session) { return status }
    var sources: [(source: Source, path: String?)] = []
    for path in paths {
      guard let source = script(path, session.language) else { return .data }
      sources.append((source, path == "-" ? nil : path))
    }
    guard knowsParameters(settings, sources, language) else { return .usage }
    let scripts = sources.map { (parsed: Parser.parse($0.source), path: $0.path) }
    for path in scripts.compactMap(\.path) { session.filesInUse.add(path, as: .script) }
    if settings.optionOfData != nil { session.use(scripts) }
    if let status = session.refuseFiles([]) { return status }
    if settings.library != nil {
      do { try session.loadData() } catch {
        session.complain(error)
        return .data
      }
    }
    var isFine = true
    for (parsed, path) in scripts {
      do {
        var check = ScriptCheck(session: session, world: try session.world(), path: path)
        isFine = check.check(parsed) && isFine
        // Each by itself: files are those of one run.
        session.answerFiles.plan = AnswerPlan()
        isFine = session.plan([(parsed, path)]) == nil && isFine
      } catch {
        session.complain(error)
        return error.status
      }
    }
    return isFine ? .fine : .usage
  }
}
