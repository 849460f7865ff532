import Checking
import Diagnostics
import Glibc
import Intake
import Model
import Schema
import Store
import Syntax

// What is done with library files beside asking them.
extension Shell {
  /// `luodi load LIBRARY PATH…`: adds snapshots, all or none.
  public static func load(_ path: String, _ paths: [String], _ settings: Settings, environment: Environment) -> ExitStatus {
    if let complaint = complaint(about: settings) {
      complain(complaint, in: Session.language(settings, environment))
      return complaint.status
    }
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    let session = Session(settings: settings, environment: environment, model: Model(catalog: .init()), isPrompt: false)
    if let status = session.refuseFiles([], reading: [path] + paths, making: path) { return status }
    explainBusErrors(in: language)
    do {
      try Library.refuseOtherKinds(path)
      let lock = try LibraryLock(path, waits: settings.waits) {
        Streams.say(Bilingual("waiting for another load into \(path)", "等待另一个载入写完 \(path)")[language])
      }
      let old: Library?
      if Streams.exists(path) { old = try Library.open(path) } else { old = nil }
      let (model, builder) = try start(old, path, settings, environment)
      var build = try LoadedLibrary.build(
        paths: paths, settings: settings, model: model, into: builder, progress: ProgressBar(settings, in: language))
      LoadedLibrary.attach(build, paths, model, to: &build.builder)
      if builder != nil, build.inferredCatalog == nil { build.builder.attachments[StoredModel.inferredName] = nil }
      // From then on the snapshots are there, and nobody is to hear that the load was interrupted.
      try lock.commit(build.builder) { Interrupts.ignore() }
      let written = try Library.open(path)
      Streams.say(loaded(path, build, written)[language])
      if let path = settings.reportPath { try session.write(build.report.csv(in: language), to: path, as: .report) }
      if let path = settings.modelOut {
        // What was written says which definitions there are: those of the model named may be of other entities than the data's.
        try session.write(ModelWriter(StoredModel.model(of: written).model).text, to: path, as: .modelOut)
      }
      if !settings.isQuiet {
        try Streams.answer(build.report.text(in: language))
      } else if build.report.problemCount > 0 {
        Streams.say(problems(build.report.problemCount, of: path, settings)[language])
      }
      return .fine
    } catch let failure as StartFailure {
      return failure.status
    } catch let failure as LoadedLibrary.Failure {
      session.complain(failure)
      session.saveReport(of: failure)
    } catch {
      complain(error as? any Problem ?? ShellProblem.unexpected("\(error)"), in: language)
    }
    return .data
  }

  /// The model to load by and, where there is a library already, its builder.
  private static func start(
    _ old: Library?, _ path: String, _ settings: Settings, _ environment: Environment
  ) throws -> (Model, LibraryBuilder?) {
    guard let old else { return (try model(settings, environment), nil) }
    if settings.model == nil {
      let model = try model(of: old, settings, environment)
      let builder = try LibraryBuilder(continuing: old, name: path)
      return (Model(catalog: builder.catalog, definitions: model.definitions), builder)
    }
    let model = try model(settings, environment)
    return (model, try LibraryBuilder(continuing: old, catalog: model.catalog, name: path))
  }

  private static func loaded(_ path: String, _ build: LibraryBuild, _ library: Library) -> Bilingual {
    let (all, size) = (LoadedLibrary.inWords(library.snapshots), inWords(bytes: library.byteCount))
    var done: [Bilingual] = []
    let added = build.days.filter { !build.replaced.contains($0) }
    for (days, verb) in [(added, Bilingual("added ", "已载入")), (build.replaced, Bilingual("replaced ", "已替换"))] where !days.isEmpty {
      let days = LoadedLibrary.inWords(days)
      done.append(Bilingual(verb.english + days.english, verb.chinese + days.chinese))
    }
    return Bilingual(
      "\(path): \(done.map(\.english).joined(separator: ", ")); now \(all.english), \(size)",
      "\(path)：\(done.map(\.chinese).joined(separator: "，"))；现有\(all.chinese)，\(size)")
  }

  /// What a quiet load says of what it lost or had to assume: how much, and where it stands.
  private static func problems(_ count: Int, of path: String, _ settings: Settings) -> Bilingual {
    var words = Bilingual("\(count) problem\(count == 1 ? "" : "s") in the files: ", "文件中有 \(count) 个问题：")
    if let report = settings.reportPath, report != OutputFile.standardOutput {
      words.english += "\(report) lists them"
      words.chinese += "见 \(report)"
    } else if settings.reportPath == nil {
      words.english += "`luodi info \(path)` lists them, `--report FILE` writes them to a file"
      words.chinese += "`luodi info \(path)` 逐一列出，`--report 文件` 写入文件"
    } else {
      words.english += "the report lists them"
      words.chinese += "见报告"
    }
    let warning = DiagnosticRenderer.warningWord
    return Bilingual(warning.english + " " + words.english, warning.chinese + words.chinese)
  }

  static func inWords(bytes: Int) -> String {
    if bytes < 10_000 { return "\(bytes) B" }
    if bytes < 10_000_000 { return "\((bytes + 500) / 1_000) kB" }
    return "\((bytes + 500_000) / 1_000_000) MB"
  }

  /// `luodi verify LIBRARY`: every checksum and every rule of the format.
  public static func verify(_ path: String, _ settings: Settings, environment: Environment) -> ExitStatus {
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    explainBusErrors(in: language)
    do {
      let library = try Library.open(path)
      let findings = library.verify() + attachments(of: library)
      for finding in findings { try Streams.answer(displayEscaped("\(path): \(finding[language])") + "\n") }
      guard findings.isEmpty else { return .data }
      let size = inWords(bytes: library.byteCount)
      let all = LoadedLibrary.inWords(library.snapshots)
      let words = Bilingual("\(path): sound, \(all.english), \(size)", "\(path)：完好，\(all.chinese)，\(size)")
      try Streams.answer(displayEscaped(words[language]) + "\n")
      return .fine
    } catch {
      complain(error as? any Problem ?? ShellProblem.unexpected("\(error)"), in: language)
      return .data
    }
  }

  /// What travels with the tables and is taken apart only when it is asked for: the text of the model, the records of the loads.
  private static func attachments(of library: Library) -> [Bilingual] {
    guard library.damage.isEmpty else { return [] }
    let read = StoredModel.model(of: library)
    var findings = read.findings
    if findings.isEmpty {
      var world = World(model: read.model)
      world.forgivesUnknownValues = true
      findings = Checker(world: world).checkDefinitions()
    }
    let mistakes = findings.filter { $0.diagnostic.severity == .error }.map { finding in
      let problem = finding.diagnostic.problem
      return Bilingual(
        "the text of its model: " + problem.message(in: .english), "模型文本：" + problem.message(in: .chinese))
    }
    let records = library.attachmentNames.filter { name in
      name.hasPrefix(LoadedLibrary.recordPrefix) && library.attachment(name).flatMap(LoadRecord.init) == nil
    }
    return mistakes + records.map { Bilingual("the record `\($0)` cannot be read", "记录 `\($0)` 无法读取") }
  }

  /// `luodi info LIBRARY`: what it holds and what each part takes.
  public static func info(_ path: String, _ settings: Settings, environment: Environment) -> ExitStatus {
    let language = Session.language(settings, environment)
    Interrupts.endTheRun(in: language)
    explainBusErrors(in: language)
    do {
      let loaded = LoadedLibrary(stored: try Library.open(path), path: path, isFile: true)
      let text = LibraryInfo(loaded: loaded, language: language).text
      if let problem = loaded.library.damage.first { throw problem }
      try Streams.answer(text)
      return .fine
    } catch {
      complain(error as? any Problem ?? ShellProblem.unexpected("\(error)"), in: language)
      return .data
    }
  }

  /// Bytes of a mapped file that are gone raise a signal when read. Libraries keep theirs (``LibraryFile``), files of data are mapped while they are
  /// loaded: where another program cuts one short meanwhile, say so and leave, for what was read so far is worth nothing.
  static func explainBusErrors(in language: Language) {
    let gap = language == .english ? " " : ""
    let words = Bilingual("a file was cut short while it was read", "文件在读取时被截短")[language]
    let line = DiagnosticRenderer.errorWord[language] + gap + words + "\n"
    // Kept for as long as the program runs.
    (busErrorText, busErrorLength) = (strdup(line), line.utf8.count)
    signal(SIGBUS) { _ in
      _ = write(2, busErrorText, busErrorLength)
      _exit(3)
    }
  }
}

/// What a signal handler, which captures nothing, can reach. Set before the handler is.
nonisolated(unsafe) private var busErrorText: UnsafeMutablePointer<CChar>?
nonisolated(unsafe) private var busErrorLength = 0
