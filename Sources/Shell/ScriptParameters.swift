import Checking
import Diagnostics
import Schema
import Store
import Syntax

/// The parameters that a script declares, by name: known before it runs, so that what it is told can be judged first.
struct ScriptParameters {
  var names: [String]

  init(of script: Script) {
    names = script.statements.compactMap { statement in
      if case .param(let declaration) = statement.kind { declaration.name.text } else { nil }
    }
  }

  /// Arguments of `run … with` that the script knows nothing of.
  func problems(with arguments: [ScriptCall.Argument], of script: String) -> [Diagnostic] {
    arguments.filter { argument in !names.contains { isSame($0, argument.name.text) } }.map { argument in
      let nearest = NearestName.nearest(to: argument.name.text, among: names)
      let problem = ScriptProblem.unknownArgument(argument.name.text, script: script, known: names, nearest: nearest)
      let fix = nearest.count == 1 ? Diagnostic.Fix(argument.name.range, nearest[0]) : nil
      return Diagnostic(problem, at: argument.name.range, fix: fix)
    }
  }

  /// The names that some texts and the scripts that they run declare: what `--param` may name.
  static func names(in sources: [(source: Source, path: String?)]) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    func read(_ source: Source, _ frame: ScriptFrame) {
      let script = Parser.parse(source).script
      names += ScriptParameters(of: script).names
      for case .run(let target, _) in script.statements.map(\.kind) {
        let path = frame.path(of: ScriptCall.path(of: target, in: source))
        guard let file = FilePath.resolved(path), seen.insert(file).inserted, let bytes = try? ScriptText.readFile(path) else {
          continue
        }
        read(Source(name: path, bytes: bytes), ScriptFrame(path: path))
      }
    }
    for (source, path) in sources { read(source, path.map { ScriptFrame(path: $0) } ?? .outermost) }
    return names
  }
}
