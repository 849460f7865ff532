import Checking
import Diagnostics
import Output
import Store
import Syntax

/// Which files the statements at hand are going to write, told from their trees before any of them runs.
struct AnswerPlan {
  /// A file, and the statement that first writes it.
  struct Target {
    var file: OutputFile
    var range: SourceRange
    var source: Source
  }

  /// Answers by ``OutputFile/key``.
  private(set) var counts: [String: Int] = [:]
  private(set) var targets: [Target] = []
  /// Scripts that scripts run.
  private(set) var scripts: [String] = []
  /// The first statement whose answer its file cannot take.
  private(set) var conflict: Conflict?
  /// The answers that go where the command line says.
  private(set) var optionAnswers = 0
  /// Everything that is going to run could be read.
  var isWhole = true
  private var formats: [String: OutputFormat] = [:]

  /// A statement whose answer its file cannot take.
  struct Conflict {
    var problem: ShellProblem
    var range: SourceRange
    var source: Source
  }

  /// Adds the answers of a script and of the scripts that it runs. `output` is where those go that name no file; `format` what `--format` says.
  mutating func add(
    _ parsed: ParsedScript, in frame: ScriptFrame, output: String?, format: String?, open: Set<String> = []
  ) {
    for statement in parsed.script.statements {
      if case .run(let target, _) = statement.kind {
        let path = frame.path(of: ScriptCall.path(of: target, in: parsed.source))
        guard let file = FilePath.resolved(path), !open.contains(file), let bytes = try? ScriptText.readFile(path) else {
          isWhole = false
          continue
        }
        scripts.append(path)
        let inner = Parser.parse(Source(name: path, bytes: bytes))
        add(inner, in: ScriptFrame(path: path), output: output, format: format, open: open.union([file]))
        continue
      }
      guard let clauses = statement.answerClauses else { continue }
      var (named, file, formatName): (String?, SourceRange?, String?)
      for clause in clauses {
        if case .file(let path) = clause.kind { (named, file) = (path, clause.range) }
        if case .format(let name) = clause.kind { formatName = name.text }
      }
      if named == nil { optionAnswers += 1 }
      guard let path = named ?? output, let place = try? OutputFile(path), !place.isStream else { continue }
      let said = formatName ?? (named == nil ? format : nil)
      let byName = named == nil ? try? OutputFormat.ofOption(path) : OutputFormat(fileName: path)
      if said == nil, byName == nil {
        conflict = conflict ?? Conflict(problem: .formatUnknownByName(path), range: file ?? statement.range, source: parsed.source)
      }
      let found = said.flatMap(OutputFormat.init(name:)) ?? byName ?? .csv
      let key = place.key
      if counts[key] == nil { targets.append(Target(file: place, range: file ?? statement.range, source: parsed.source)) }
      counts[key, default: 0] += 1
      guard let before = formats.updateValue(found, forKey: key) else { continue }
      guard before == found, found.holdsSeveral else {
        conflict = conflict ?? Conflict(problem: .severalAnswers(path, found), range: file ?? statement.range, source: parsed.source)
        continue
      }
    }
  }
}

extension Statement {
  /// What says where the answer goes; nil for what has none.
  fileprivate var answerClauses: [Clause]? {
    switch kind {
    case .query(let query): query.clauses + query.stages.flatMap(\.clauses)
    case .continuation(let stages): stages.flatMap(\.clauses)
    case .show(_, _, let clauses): clauses
    case .expression: []
    default: nil
    }
  }
}
