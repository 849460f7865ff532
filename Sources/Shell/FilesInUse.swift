import Intake

/// Files that a run reads or makes for itself. None of them is an answer's, by whatever name or link it is called, there already or not yet.
struct FilesInUse {
  /// By ``OutputFile/key``
  private var known: [String: ShellProblem.Use] = [:]
  private let library: String

  init(_ settings: Settings, _ environment: Environment) {
    library = LoadedLibrary.path(settings, environment)
    add(library, as: Streams.isFile(library) && !LoadedLibrary.isLibraryFile(library) ? .snapshot : .library)
    if let model = settings.model { add(model, as: .model) }
    for path in settings.initFiles { add(path, as: .initFile) }
    if !settings.skipsInit, let path = InitFiles.home(environment) { add(path, as: .initFile) }
    for case .script(let path) in settings.inputs { add(path, as: .script) }
    if let cache = LibraryCache([library], settings, environment)?.file { add(cache, as: .cache) }
  }

  mutating func add(_ path: String, as use: ShellProblem.Use) {
    if let key = OutputFile.key(of: path) { known[key] = use }
  }

  /// What a file is used for; nil where an answer may go there. A folder of snapshots is looked through only where a file is there already.
  func use(of file: OutputFile) -> ShellProblem.Use? {
    if file.isStream { return nil }
    if let use = known[file.key] { return use }
    guard let identity = file.identity else { return nil }
    return SnapshotFiles.paths(below: library).contains { FileIdentity($0) == identity } ? .snapshot : nil
  }
}
