import Checking
import Diagnostics
import Glibc
import Model
import Store
import Syntax

/// The declarations that a user wants in every session: `init.lq` in the configuration folder, and the files of `--init`. They hold nothing but
/// declarations, so that a session begins with no question asked and no data read. What lies in the current folder is read only where the user said
/// so: by `--init`, or in answer to the prompt's question.
struct InitFiles {
  /// What the declarations go over: the built-in model, or another, which may lack the entities that they are for.
  enum Base { case builtIn, another }

  static let folderFile = "luodi.lq"

  /// The user's own, whether it is there or not; nil without a home.
  static func home(_ environment: Environment) -> String? { environment.configFolder.map { $0 + "/init.lq" } }

  private(set) var files: [ParsedScript]
  /// Nothing was wrong with the files of `--init` when they were last applied.
  private(set) var namedFilesHold = true
  /// What each file did to the model, when it was last applied.
  private(set) var changes: [InitChanges] = []

  init(files: [ParsedScript]) { self.files = files }

  /// Files that are there. One that is the model itself is not read twice.
  init(_ settings: Settings, _ environment: Environment) throws(ShellProblem) {
    let other = settings.model.flatMap(FilePath.resolved)
    files = []
    if !settings.skipsInit, let path = Self.home(environment) {
      do {
        if let bytes = try Self.own(path, unless: other) { files.append(Parser.parse(Source(name: path, bytes: bytes))) }
      } catch { Shell.warn(error, settings, environment) }
    }
    for path in settings.initFiles {
      do { files.append(Parser.parse(Source(name: path, bytes: try ScriptText.read(path)))) } catch {
        throw error.problem(path) ?? .unreadable(path, reason: "Interrupted system call")
      }
    }
  }

  /// The user's own file; nil where there is none, or it is the model itself. Whatever else is in its place is said: who put something there counts on it.
  private static func own(_ path: String, unless model: String?) throws(ShellProblem) -> [UInt8]? {
    guard let file = FilePath.resolved(path) else {
      let reason = errno
      // A link that leads nowhere, as the file or as its folder.
      let folder = String(FilePath.folder(of: path).dropLast())
      guard !isLink(path), !isLink(folder) || FilePath.resolved(folder) != nil, reason == ENOENT || reason == ENOTDIR else {
        throw .unreadable(path, reason: String(cString: strerror(reason)))
      }
      return nil
    }
    guard file != model else { return nil }
    if let kind = ScriptText.kind(path), kind != .file { throw .notAFile(path, kind) }
    if let doubt = TrustedFile.doubt(about: file) { throw .untrusted(path, doubt) }
    do { return try ScriptText.readFile(path) } catch { throw error.problem(path) ?? .unreadable(path, reason: "Interrupted system call") }
  }

  private static func isLink(_ path: String) -> Bool {
    var entry = stat()
    return lstat(path.systemPath, &entry) == 0 && entry.st_mode & S_IFMT == S_IFLNK
  }

  /// Adds them to the session's model. What is wrong is said and left out; nothing stops.
  mutating func apply(to session: Session, model base: Base) {
    (changes, namedFilesHold) = ([], true)
    for file in files {
      let before = session.model
      var tally = DiagnosticTally()
      defer { session.sayRest(of: tally) }
      var holds = session.report(file.diagnostics, in: file.source, &tally)
      let others = file.script.statements.filter { !$0.isDeclaration && !$0.isUnreadable }
      let misplaced = others.map { Diagnostic(ScriptProblem.onlyDeclarations(inModel: false), at: $0.range) }
      holds = session.report(misplaced, in: file.source, &tally) && holds
      let (declarations, leftOut) = InitFiles.declarations(of: file, base, before)
      let (model, diagnostics) = InitFiles.checked(declarations, file, over: before)
      holds = session.report(diagnostics, in: file.source, &tally) && holds
      if !holds, session.settings.initFiles.contains(file.source.name) { namedFilesHold = false }
      session.model = model
      changes.append(InitChanges(of: declarations, leftOut: leftOut, in: file.source, before: before, after: model))
    }
  }

  // MARK: The folder's own file

  /// `luodi.lq` of the current folder, if the user lets it be read: asked once for each content of it.
  mutating func addFolderFile(to session: Session, model base: Base) {
    let environment = session.environment
    guard !session.settings.skipsInit, environment.inputIsTerminal, environment.errorIsTerminal, Streams.isFile(InitFiles.folderFile),
      let path = FilePath.resolved(InitFiles.folderFile), !isKnown(path, session.settings), let bytes = try? ScriptText.readFile(path)
    else { return }
    let parsed = Parser.parse(Source(name: InitFiles.folderFile, bytes: bytes))
    let allowed = AllowedFiles(environment: environment)
    let answer: AllowedFiles.Answer
    if let known = allowed.answer(about: bytes, of: path) {
      answer = known
    } else {
      let (declarations, leftOut) = InitFiles.declarations(of: parsed, base, session.model)
      let (model, _) = InitFiles.checked(declarations, parsed, over: session.model)
      let would = InitChanges(of: declarations, leftOut: leftOut, in: parsed.source, before: session.model, after: model)
      guard let given = InitFiles.ask(about: path, would, session.language) else { return }
      allowed.remember(given, about: bytes, of: path)
      answer = given
    }
    switch answer {
    case .yes: files.append(parsed)
    case .no:
      guard !session.settings.isQuiet else { return }
      Streams.say(
        Bilingual("luodi.lq of this folder is left out; `--init luodi.lq` reads it", "本文件夹的 luodi.lq 未读入；`--init luodi.lq` 可读入")[
          session.language])
    }
  }

  private func isKnown(_ path: String, _ settings: Settings) -> Bool {
    (settings.initFiles + [settings.model].compactMap { $0 } + files.map(\.source.name)).contains { FilePath.resolved($0) == path }
  }

  /// Nil where no answer came.
  private static func ask(about path: String, _ would: InitChanges, _ language: Language) -> AllowedFiles.Answer? {
    let shown = displayEscaped(path)
    Streams.say(Bilingual("\(shown) has declarations for this session: ", "\(shown) 中有供本会话使用的声明：")[language] + would.words[language])
    Streams.ask(Bilingual("read it, now and as long as it stays the same? [y/N] ", "读入吗？内容不变时不再询问 [y/N] ")[language])
    guard case .text(let line) = Streams.readLine() else {
      Streams.say("")
      return nil
    }
    return ["y", "yes", "是", "好"].contains(line.trimmed.lowercased()) ? .yes : .no
  }

  // MARK: Checking

  private static func declarations(of file: ParsedScript, _ base: Base, _ model: Model) -> (taken: [Statement], leftOut: [Definition]) {
    var leftOut: [Definition] = []
    let taken = file.script.statements.filter { statement in
      guard case .define(let definition) = statement.kind else { return statement.isDeclaration }
      if base == .builtIn || model.entity(named: definition.entity.text) != nil { return true }
      leftOut.append(definition)
      return false
    }
    return (taken, leftOut)
  }

  private static func checked(_ declarations: [Statement], _ file: ParsedScript, over model: Model) -> (Model, [Diagnostic]) {
    Checker(world: .withoutData(model)).check(declarations: declarations, in: file.source)
  }
}

extension Statement {
  fileprivate var isUnreadable: Bool { if case .unreadable = kind { true } else { false } }
}
