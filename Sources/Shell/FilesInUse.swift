import Intake

/// Files that are read while answers are written. None of them is an answer's, by whatever name or link it is called.
struct FilesInUse {
  private var known: [FileIdentity: ShellProblem.Use] = [:]
  private let library: String

  init(_ settings: Settings, _ environment: Environment) {
    library = LoadedLibrary.path(settings, environment)
    add(library, as: Streams.isFile(library) && !LoadedLibrary.isLibraryFile(library) ? .snapshot : .library)
    if let model = settings.model { add(model, as: .model) }
    for case .script(let path) in settings.inputs { add(path, as: .script) }
    if let cache = LibraryCache([library], settings, environment)?.file { add(cache, as: .cache) }
  }

  mutating func add(_ path: String, as use: ShellProblem.Use) {
    if let identity = FileIdentity(path) { known[identity] = use }
  }

  /// What a file is read as; nil where an answer may go there. A folder of snapshots is looked through only where a file is there already.
  func use(of file: OutputFile) -> ShellProblem.Use? {
    guard let identity = file.identity else { return nil }
    if let use = known[identity] { return use }
    return SnapshotFiles.paths(below: library).contains { FileIdentity($0) == identity } ? .snapshot : nil
  }
}
