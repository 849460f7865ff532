import Checking
import Diagnostics
import Engine
import Model
import Output
import Query
import Results
import Schema
import Store
import Syntax

extension Session {
  /// A script of the command line: its `run` reads paths from its own folder.
  func run(_ parsed: ParsedScript, path: String?) -> ExitStatus {
    frames[0].folder = path.map(FilePath.folder) ?? ""
    frames[0].file = path.flatMap(FilePath.resolved)
    frames[0].name = parsed.source.name
    return run(parsed)
  }

  // MARK: run

  /// `run "weekly.lq" with district = Caidian`: the script's definitions and sets stay, its parameters do not.
  func runScript(_ call: ScriptCall, world: World, in source: Source) -> ExitStatus {
    let path = frames[frames.count - 1].path(of: call.target)
    func refuse(_ problem: ScriptProblem, _ range: SourceRange, _ status: ExitStatus) -> ExitStatus {
      _ = report([Diagnostic(problem, at: range)], in: source)
      return status
    }
    let bytes: [UInt8]
    do {
      bytes = try ScriptText.read(path)
    } catch {
      guard case .refused(let reason) = error else { return interrupted() }
      return refuse(.unreadableScript(path, reason: reason), call.targetRange, .data)
    }
    var frame = ScriptFrame(path: path)
    if let file = frame.file, let first = frames.firstIndex(where: { $0.file == file }) {
      return refuse(.scriptCycle(frames[first...].map(\.name) + [path]), call.targetRange, .usage)
    }
    let inner = Source(name: path, bytes: bytes)
    if let file = frame.file { filesInUse.add(file, as: .script) }
    let parsed = Parser.parse(inner)
    let wrong = ScriptParameters(of: parsed.script).problems(with: call.arguments, of: path)
    guard report(wrong, in: source) else { return .usage }
    frame.given = call.arguments.map { ScriptFrame.Given(argument: $0, source: source, world: world) }
    frames.append(frame)
    let status = run(parsed)
    frames.removeLast()
    if status != .fine, status != .interrupted {
      _ = report([Diagnostic(ScriptProblem.runFromHere(path), at: call.targetRange, severity: .note)], in: source, evenIfQuiet: true)
    }
    return status
  }

  // MARK: param

  /// Finds the value of a parameter: what `run … with` says, else `--param`, else the default, else what the user answers.
  func declare(_ declaration: ParameterDeclaration, world: World, in source: Source) -> ExitStatus {
    let checker = Checker(world: world)
    if let given = frames[frames.count - 1].given.last(where: { isSame($0.argument.name.text, declaration.name) }) {
      let (value, diagnostics) = Checker(world: given.world).value(of: given.argument, in: given.source, for: declaration)
      guard report(diagnostics, in: given.source), let value else { return status(of: diagnostics) }
      return keep(value)
    }
    if let option = settings.parameters.last(where: { isSame($0.name, declaration.name) }) {
      let text = Source(name: "--param \(declaration.name)", bytes: PathText.bytes(of: option.value))
      let (value, diagnostics) = checker.value(of: text, for: declaration)
      guard report(diagnostics, in: text), let value else { return status(of: diagnostics) }
      return keep(value)
    }
    if let value = declaration.defaultValue { return keep(value) }
    guard environment.inputIsTerminal, environment.errorIsTerminal else {
      let problem = ScriptProblem.noValue(declaration.name, type: declaration.typeText)
      _ = report([Diagnostic(problem, at: declaration.nameRange)], in: source)
      return .usage
    }
    return ask(for: declaration, checker, in: source)
  }

  /// Asks until the answer is a value; the end of input leaves the script.
  private func ask(for declaration: ParameterDeclaration, _ checker: Checker, in source: Source) -> ExitStatus {
    let question = (declaration.documentation.map { $0 + "\n" } ?? "") + "\(declaration.name) (\(declaration.typeText)): "
    while true {
      Streams.ask(question)
      switch Streams.readLine() {
      case .end:
        Streams.say("")
        let problem = ScriptProblem.noValue(declaration.name, type: declaration.typeText)
        _ = report([Diagnostic(problem, at: declaration.nameRange)], in: source)
        return .usage
      case .interrupted:
        Streams.say("")
        return .interrupted
      case .text(let line):
        let answer = line.trimmed
        if answer.isEmpty { continue }
        let text = Source(name: declaration.name, text: answer)
        let (value, diagnostics) = checker.value(of: text, for: declaration)
        if report(diagnostics, in: text), let value { return keep(value) }
      }
    }
  }

  private func keep(_ value: ScriptParameter) -> ExitStatus {
    frames[frames.count - 1].parameters.keep(value)
    return .fine
  }

  // MARK: let and print

  /// Works a set out; at the prompt a line says how large it is.
  func keep(_ query: CheckedQuery, as name: String) throws {
    let set = try records(of: query, named: name)
    sets.keep(set)
    guard isPrompt, frames.count == 1 else { return }
    let entity = model.catalog.entities[set.entity]
    let count = set.keys.count
    Streams.say(
      language == .english
        ? "\(name): \(count) \(count == 1 ? entity.singular : entity.plural)" : "\(name)：\(count) 个\(entity.label ?? entity.plural)")
  }

  /// The keys in the last column of a query's answer.
  private func records(of query: CheckedQuery, named name: String) throws -> SavedSet {
    let table = try engine().run(query)
    var keys: Set<Int> = []
    if let column = table.columns.last?.values, case .codes(let codes, _) = column.cells {
      for row in 0..<table.rowCount where column.isKnown(row) { keys.insert(Int(codes[row])) }
    }
    return SavedSet(name: name, entity: query.entity ?? 0, snapshot: query.snapshot, today: query.today, keys: keys)
  }

  /// `_` as a set: the records that the last answer listed. Worked out only for a statement that names it.
  func lastRecords(for statement: Statement, _ parsed: ParsedScript) throws -> SavedSet? {
    guard parsed.source.text(statement.range).namesLastResult, let keyed = lastResult?.withKeysAtEnd else { return nil }
    return try records(of: keyed, named: "_")
  }

  func print(_ pieces: [PrintedPiece]) throws {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words): text += words
      case .value(let expression): text += CellWords.text(of: try value(expression), in: language)
      }
    }
    try show(text, isText: true)
  }

  func value(_ expression: CheckedExpression) throws -> ResultTable {
    try engine().table(of: expression.column, at: expression.snapshot, addedChoices: expression.addedChoices)
  }
}

/// Names are the same whatever their case, width, `_` and `-`.
func isSame(_ left: String, _ right: String) -> Bool { foldedName(left) == foldedName(right) }

extension String {
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }

  /// Holds `_` as a word of its own.
  fileprivate var namesLastResult: Bool {
    let characters = Array(self)
    func isWord(_ index: Int) -> Bool {
      characters.indices.contains(index) && (characters[index].isLetter || characters[index].isNumber || characters[index] == "_")
    }
    return characters.indices.contains { characters[$0] == "_" && !isWord($0 - 1) && !isWord($0 + 1) }
  }
}
