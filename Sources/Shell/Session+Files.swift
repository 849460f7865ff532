import Diagnostics
import Intake
import Store
import Syntax

// Files that a run writes.
extension Session {
  /// Looks at every file that is going to be written before anything runs: what may not be is said, and the status given. Without scripts only
  /// those of the options; `paths` are what a load reads, `library` is what it makes.
  func refuseFiles(
    _ scripts: [(parsed: ParsedScript, path: String?)], reading paths: [String] = [], making library: String? = nil
  ) -> ExitStatus? {
    if let library {
      filesInUse.add(library, as: .library)
      filesInUse.add(LibraryLock.lockFile(of: library), as: .library)
    }
    add(scripts)
    if settings.reportPath != nil || settings.modelOut != nil || settings.output != nil { useScripts() }
    do {
      // Each is one text; the answers may not go there either.
      for (path, use) in [(settings.reportPath, ShellProblem.Use.report), (settings.modelOut, .modelOut)] {
        guard let path else { continue }
        try refuse(path, reading: paths)
        filesInUse.add(path, as: use)
      }
      if let path = settings.output { try refuse(path, reading: paths) }
    } catch {
      complain(error)
      return error.status
    }
    return refuseAnswers()
  }

  private func refuse(_ path: String, reading paths: [String]) throws(ShellProblem) {
    let file = try OutputFile(path)
    let isRead = file.identity.map { identity in
      paths.contains { SnapshotFiles.paths(below: $0).contains { FileIdentity($0) == identity } }
    }
    if let use = filesInUse.use(of: file) ?? (isRead == true ? .snapshot : nil) { throw .inUse(path, use) }
  }

  /// Counts the answers of each file; a second one where there is room for one is said, and the status given, and so is a file that is in use.
  func plan(_ scripts: [(parsed: ParsedScript, path: String?)]) -> ExitStatus? {
    add(scripts)
    return refuseAnswers()
  }

  private func add(_ scripts: [(parsed: ParsedScript, path: String?)]) {
    for (parsed, path) in scripts {
      guard parsed.diagnostics.isEmpty else {
        answerFiles.plan.isWhole = false
        continue
      }
      let frame = path.map { ScriptFrame(path: $0) } ?? .outermost
      answerFiles.plan.add(parsed, in: frame, output: settings.output, format: settings.format)
    }
  }

  /// The scripts that scripts run are not to be written over either.
  func use(_ scripts: [(parsed: ParsedScript, path: String?)]) {
    add(scripts)
    useScripts()
    answerFiles.plan = AnswerPlan()
  }

  private func useScripts() { for path in answerFiles.plan.scripts { filesInUse.add(path, as: .script) } }

  private func refuseAnswers() -> ExitStatus? {
    func refuse(_ conflict: AnswerPlan.Conflict) -> ExitStatus {
      _ = report([Diagnostic(conflict.problem, at: conflict.range)], in: conflict.source)
      return conflict.problem.status
    }
    if let conflict = answerFiles.plan.conflict { return refuse(conflict) }
    // What is in use takes a look at many files, for nothing where no answer goes into one.
    if answerFiles.plan.targets.isEmpty { return nil }
    useScripts()
    for target in answerFiles.plan.targets {
      guard let use = filesInUse.use(of: target.file) else { continue }
      return refuse(AnswerPlan.Conflict(problem: .inUse(target.file.path, use), range: target.range, source: target.source))
    }
    return nil
  }

  /// `--output` of a run in which no answer goes there: what is in the file would be taken for one.
  func refuseIdleOutput() -> ExitStatus? {
    let plan = answerFiles.plan
    guard let path = settings.output, plan.isWhole, plan.optionAnswers == 0 else { return nil }
    let problem = ShellProblem.noAnswer(for: path)
    complain(problem)
    return problem.status
  }

  /// Writes the report or the model of the data at hand, which by then may be known to be another file in use.
  func write(_ text: String, to path: String, as own: ShellProblem.Use) throws(ShellProblem) {
    let file = try OutputFile(path)
    if let use = filesInUse.use(of: file), use != own { throw .inUse(path, use) }
    try file.write(text)
  }

  /// Writes what waits for the end of a run; the status where that fails.
  func writeAnswerFiles() -> ExitStatus? {
    do { try answerFiles.writeAll { try self.refuseDamage() } } catch {
      if let problem = error as? StoreProblem {
        if problem != lastDamage { complain(problem) }
        return .data
      }
      let problem = error as? ShellProblem ?? .unexpected("\(error)")
      complain(problem)
      return problem.status
    }
    return nil
  }

  /// What a load that failed has to report is worth keeping too.
  func saveReport(of failure: LoadedLibrary.Failure) {
    guard let path = settings.reportPath, let report = failure.report else { return }
    do { try write(report.csv(in: language), to: path, as: .report) } catch { complain(error) }
  }
}
