import Diagnostics
import Intake
import Model
import Schema
import Store

/// The data of a session: the library, what its loads reported, and the model it was read by.
struct LoadedLibrary {
  var library: Library
  /// Taken from the data because no model fitted.
  var isInferred: Bool
  var path: String
  /// A library file, which tells its loads' problems by `luodi info`.
  var isFile = false

  /// Why there are no data.
  struct Failure: Error {
    var problem: any Problem
    var report: LoadReport?
  }

  /// Of a library that was written: what travels with it.
  init(stored library: Library, path: String, isFile: Bool) {
    self.library = library
    self.path = path
    self.isFile = isFile
    own = nil
    isInferred = library.attachment(StoredModel.inferredName) != nil
  }

  private init(library: Library, records: [LoadRecord], isInferred: Bool, path: String) {
    (self.library, self.own, self.isInferred, self.path) = (library, records, isInferred, path)
  }

  static let recordPrefix = "load "

  /// What the loads reported; taken apart anew each time, since few questions want it.
  var records: [LoadRecord] {
    own
      ?? library.attachmentNames.filter { $0.hasPrefix(Self.recordPrefix) }.compactMap {
        library.attachment($0).flatMap(LoadRecord.init)
      }
  }

  /// Of a library that was just made.
  private let own: [LoadRecord]?

  var problemCount: Int { records.reduce(0) { $0 + $1.problemCount } }
  var noteCount: Int { records.reduce(0) { $0 + $1.noteCount } }
  var inferences: [Bilingual] { records.flatMap(\.inferences) }

  /// All reports as one table.
  func csv(in language: Language) -> String {
    var whole = ""
    for record in records {
      let text = record.csv[language]
      // One heading for all.
      whole += whole.isEmpty ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }
    return whole
  }

  // MARK: what is there already

  /// The path that the settings name: a library file, a folder of snapshots or a file.
  static func path(_ settings: Settings, _ environment: Environment) -> String {
    settings.library ?? environment.variables["LUODI_LIBRARY"] ?? "library.luodi"
  }

  /// Opens what can be opened without reading files of data: a library file, or what the cache keeps for a folder. Nil where there is neither.
  static func open(_ settings: Settings, _ environment: Environment) throws(Failure) -> LoadedLibrary? {
    let path = path(settings, environment)
    if isLibraryFile(path) {
      do { return LoadedLibrary(stored: try Library.open(path), path: path, isFile: true) } catch { throw Failure(problem: error) }
    }
    guard let library = LibraryCache([path], settings, environment)?.open() else { return nil }
    return LoadedLibrary(stored: library, path: path, isFile: false)
  }

  /// By its first bytes, or by its name: a file called `.luodi` that is no library is no table either.
  static func isLibraryFile(_ path: String) -> Bool {
    Library.isLibrary(path) || (path.hasSuffix(".luodi") && Streams.isFile(path))
  }

  // MARK: loading

  /// Reads what the settings name. A file given without a model is read by the built-in one where a table of it is recognised, else the model is
  /// inferred.
  static func load(
    paths: [String], settings: Settings, environment: Environment, model: Model, keepsCache: Bool = true
  ) throws(Failure) -> LoadedLibrary {
    var build = try build(paths: paths, settings: settings, model: model)
    attach(build, paths, model, to: &build.builder)
    let report = keepsCache ? build.report.relative(to: paths) : build.report
    let cached = keepsCache ? LibraryCache(paths, settings, environment)?.save(build.builder) : nil
    return LoadedLibrary(
      library: cached ?? build.builder.finish(), records: [LoadRecord(report, days: build.days)],
      isInferred: build.inferredCatalog != nil, path: paths.joined(separator: " "))
  }

  /// The files as a builder; with one given, into it.
  static func build(
    paths: [String], settings: Settings, model: Model, into builder: LibraryBuilder? = nil, progress: ProgressBar? = nil
  ) throws(Failure) -> LibraryBuild {
    defer { progress?.clear() }
    var date: Day?
    if let text = settings.date {
      guard let day = day(from: text) else { throw Failure(problem: ShellProblem.dateWanted(text)) }
      date = day
    }
    var options = LoadOptions(strict: settings.isStrict, date: date)
    if let progress { options.progress = { progress.show($0) } }
    func build(_ catalog: Catalog?) throws(LoadFailure) -> LibraryBuild {
      try Loader(catalog: catalog, options: options).build(paths: paths, into: builder, replacing: settings.replaces)
    }
    do {
      return try build(settings.infersModel ? nil : model.catalog)
    } catch {
      // Data that the built-in model knows nothing of: take the model from the data, and say so.
      if case .nothingToLoad = error, settings.model == nil, !settings.infersModel, builder == nil, let built = try? build(nil) {
        return built
      }
      throw Failure(problem: error, report: error.report)
    }
  }

  /// What travels with the library: the model's definitions, and what this load reported. Records of snapshots that were all replaced go.
  /// Files are named as seen from the paths that were given, so that a library's bytes do not hang on where its files lay.
  static func attach(_ build: LibraryBuild, _ paths: [String], _ model: Model, to builder: inout LibraryBuilder) {
    if build.inferredCatalog == nil {
      builder.attachments[StoredModel.definitionsName] = StoredModel.definitions(of: model)
      builder.attachments[StoredModel.spellingsName] = StoredModel.spellings(of: model)
    } else {
      builder.attachments[StoredModel.inferredName] = []
    }
    var last = 0
    for (name, bytes) in builder.attachments where name.hasPrefix(recordPrefix) {
      last = max(last, Int(name.dropFirst(recordPrefix.count)) ?? 0)
      if let record = LoadRecord(bytes: bytes), Set(record.days).isSubset(of: build.days) { builder.attachments[name] = nil }
    }
    let number = String(last + 1)
    builder.attachments[recordPrefix + String(repeating: "0", count: max(0, 6 - number.count)) + number] =
      LoadRecord(build.report.relative(to: paths), days: build.days).bytes
  }

  /// `2018-03-09`, `2018-3-9`
  static func day(from text: String) -> Day? {
    let parts = text.split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
    return Day(year: year, month: month, day: day)
  }

  var snapshotsInWords: Bilingual { Self.inWords(library.snapshots) }

  /// `52 snapshots from 2018-01-05 to 2018-12-28`
  static func inWords(_ days: [Day]) -> Bilingual {
    guard let first = days.first, let last = days.last, days.count > 1 else {
      let day = days.first.map(String.init(describing:)) ?? ""
      return Bilingual("1 snapshot of \(day)", "1 个快照，\(day)")
    }
    return Bilingual("\(days.count) snapshots from \(first) to \(last)", "\(days.count) 个快照，\(first) 至 \(last)")
  }
}
