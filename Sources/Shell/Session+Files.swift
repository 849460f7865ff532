import Diagnostics
import Intake
import Semantics
import Store
import Syntax

// Files that a run writes.
extension Session {
  /// Looks at every file that is going to be written before anything runs: what may not be is said, and the status given. Without scripts only
  /// those of the options; `paths` are what a load reads.
  func refuseFiles(_ scripts: [(parsed: ParsedScript, path: String?)], reading paths: [String] = []) -> ExitStatus? {
    do {
      for path in [settings.output, settings.reportPath, settings.modelOut].compactMap({ $0 }) {
        let file = try OutputFile(path)
        let use =
          filesInUse.use(of: file)
          ?? (file.identity.map { identity in
            paths.contains { SnapshotFiles.paths(below: $0).contains { FileIdentity($0) == identity } }
          } ?? false ? .snapshot : nil)
        if let use { throw ShellProblem.inUse(path, use) }
      }
    } catch {
      let problem = error as? ShellProblem ?? .unexpected("\(error)")
      complain(problem)
      return problem.status
    }
    return plan(scripts)
  }

  /// Counts the answers of each file; a second one where there is room for one is said, and the status given.
  func plan(_ scripts: [(parsed: ParsedScript, path: String?)]) -> ExitStatus? {
    do throws(AnswerPlan.Conflict) {
      for (parsed, path) in scripts where parsed.diagnostics.isEmpty {
        let frame = path.map { ScriptFrame(path: $0) } ?? .outermost
        try answerFiles.plan.add(parsed, in: frame, output: settings.output, format: settings.format)
      }
    } catch {
      _ = report([Diagnostic(error.problem, at: error.range)], in: error.source)
      return error.problem.status
    }
    return nil
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
    do { try OutputFile(path).write(Array(report.csv(in: language).utf8)) } catch { complain(error) }
  }
}
