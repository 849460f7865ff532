import Diagnostics
import Glibc
import Model
import Schema
import Syntax

extension Shell {
  public enum FormatMode: Sendable {
    /// Write each script anew, whole or not at all
    case rewrite
    /// Only name those that would change
    case check
    case output
  }

  /// `luodi fmt`. A script that does not parse is left alone: status 2. Under `check`, status 1 when some script would change.
  public static func format(_ paths: [String], _ mode: FormatMode, _ settings: Settings, environment: Environment) -> ExitStatus {
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    if let complaint = complaint(about: settings) {
      complain(complaint, in: language)
      return complaint.status
    }
    let session = Session(settings: settings, environment: environment, model: Model(catalog: .init()), isPrompt: false)
    var status = ExitStatus.fine
    for path in paths {
      let found = format(path, mode, session)
      if found.rawValue > status.rawValue { status = found }
    }
    return status
  }

  private static func format(_ path: String, _ mode: FormatMode, _ session: Session) -> ExitStatus {
    if mode == .rewrite, path != "-", let kind = ScriptText.kind(path), kind != .file {
      session.complain(ShellProblem.notAFile(path, kind))
      return .data
    }
    guard let source = script(path, session.language) else { return .data }
    let parsed = Parser.parse(source)
    guard session.report(parsed.diagnostics, in: source) else { return .usage }
    let bytes: [UInt8]
    switch Formatter.outcome(of: parsed) {
    case .formatted(let text): bytes = Array(text.utf8)
    case .hasErrors: return .usage
    case .wouldDiffer:
      session.complain(ShellProblem.wouldDiffer(path))
      return .bug
    }
    switch mode {
    case .check:
      if bytes == source.bytes { return .fine }
      return deliver(Array("\(displayEscaped(source.name))\n".utf8), session) ?? .expectationFailed
    case .rewrite where path != "-":
      guard bytes != source.bytes else { return .fine }
      do { try OutputFile(path).write(bytes) } catch {
        session.complain(error)
        return error.status
      }
      return .fine
    case .rewrite, .output: return deliver(bytes, session) ?? .fine
    }
  }

  /// On standard output; the status where it does not arrive.
  private static func deliver(_ bytes: [UInt8], _ session: Session) -> ExitStatus? {
    do { try Streams.answer(bytes) } catch {
      session.complain(error)
      return error.status
    }
    return nil
  }
}
