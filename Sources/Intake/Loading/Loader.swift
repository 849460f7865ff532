public import Schema
public import Store

/// How files are loaded.
public struct LoadOptions: Sendable {
  /// Any problem refuses the whole load.
  public var strict: Bool
  /// The snapshot of files to which neither their place nor a column gives a date.
  public var date: Day?
  /// Told now and then how far the load is, from any thread.
  public var progress: (@Sendable (LoadProgress) -> Void)?
  /// Tests compare the careful way with the quick one.
  var isCareful = false
  /// Of small files tests too want two parts, and headers found in their beginnings.
  var partLength = 1 << 15
  var beginningLength = 1 << 20
  var formats = IntakeFormats.all

  public init(strict: Bool = false, date: Day? = nil, progress: (@Sendable (LoadProgress) -> Void)? = nil) {
    self.strict = strict
    self.date = date
    self.progress = progress
  }
}

public struct LoadResult: Sendable {
  public var library: Library
  public var report: LoadReport
  /// What was inferred, when no model was given.
  public var inferredCatalog: Catalog?
}

/// What ``Loader/build(paths:into:replacing:)`` makes.
public struct LibraryBuild: Sendable {
  public var builder: LibraryBuilder
  public var report: LoadReport
  public var inferredCatalog: Catalog?
  /// The snapshots that were added, oldest first, with those that took another's place.
  public var days: [Day]
  public var replaced: [Day] = []
  /// Those that were read the quick way.
  var quickDays: [Day] = []
}

/// Files to library: finds the files, reads them against the model, or infers one, and reports everything on the way.
public struct Loader: Sendable {
  public let catalog: Catalog?
  public let options: LoadOptions

  /// Without a catalog one is inferred from the files.
  public init(catalog: Catalog?, options: LoadOptions = LoadOptions()) {
    self.catalog = catalog
    self.options = options
  }

  /// Loads folders of dated folders, dated folders and files, all into one library in memory.
  public func load(paths: [String]) throws(LoadFailure) -> LoadResult {
    let build = try build(paths: paths)
    return LoadResult(library: build.builder.finish(), report: build.report, inferredCatalog: build.inferredCatalog)
  }

  /// The same, as a builder that can be written to a file. With a builder its snapshots are added to; its catalog is then that of the loader. With
  /// `replacing` a snapshot that it has already gives way to the one loaded.
  public func build(
    paths: [String], into builder: LibraryBuilder? = nil, replacing: Bool = false
  ) throws(LoadFailure) -> LibraryBuild {
    var finder = FileFinder(date: options.date, formats: options.formats)
    for path in paths { try finder.find(path) }
    var report = LoadReport()
    finder.passedOver.forEach { report.add($0) }

    let inference = catalog == nil && builder == nil ? Inference(finder.files) : nil
    let catalog = builder?.catalog ?? self.catalog ?? inference!.catalog
    report.inferences = inference?.statements ?? []
    inference?.entries.forEach { report.add($0) }

    var planner = Planner(catalog: catalog, beginningLength: options.beginningLength)
    let surveys = options.isCareful ? finder.files.map { _ in nil } : FileSurvey.of(finder.files)
    for (index, file) in finder.files.enumerated() {
      if let inference {
        if let entity = inference.assignments[index] { planner.add(file, surveys[index], entity: entity) }
      } else {
        planner.add(file, surveys[index])
      }
    }
    planner.finishExtras(known: builder?.extraFields ?? [])
    planner.entries.forEach { report.add($0) }

    do { try LibraryBuilder.refuseTooMany(in: catalog, extras: planner.plan.extras.map(\.count)) } catch { throw .store(error) }
    var run = LoadRun(plan: planner.plan, options)
    var builder = builder ?? LibraryBuilder(catalog: catalog)
    let days = try run.load(into: &builder, replacing: replacing, report: &report)
    if options.strict, report.problemCount > 0 { throw .refused(report) }
    return LibraryBuild(
      builder: builder, report: report, inferredCatalog: inference?.catalog, days: days, replaced: run.replaced, quickDays: run.quick.days)
  }
}

/// One load: snapshot by snapshot, so that only one is held as rows at a time.
private struct LoadRun {
  let plan: LoadPlan
  /// Rows of files that hold many snapshots, by day and entity
  var waiting: [Day: [Int: EntityCollector]] = [:]
  /// Per file, what its rows gave to report
  var reports: [LoadReport]
  var summaries: [LoadReport.File?]
  private(set) var quick: QuickDumps
  private(set) var replaced: [Day] = []
  /// By day of this load, the entities that have rows
  private var filed: [Day: Set<Int>] = [:]
  /// The same of the snapshots that were replaced
  private var filedBefore: [Day: Set<Int>] = [:]
  private let progress: ProgressCounter

  init(plan: LoadPlan, _ options: LoadOptions) {
    self.plan = plan
    quick = QuickDumps(plan: plan, partLength: options.partLength)
    let total = options.progress == nil ? 0 : plan.files.reduce(0) { $0 + FileBytes.size($1.path) }
    progress = ProgressCounter(total: total, tell: options.progress)
    reports = plan.files.map { _ in LoadReport() }
    summaries = plan.files.map { _ in nil }
  }

  /// The dates of the snapshots added.
  mutating func load(into builder: inout LibraryBuilder, replacing: Bool, report: inout LoadReport) throws(LoadFailure) -> [Day] {
    for index in plan.files.indices where hasSnapshotColumn(index) {
      load(file: index) { [plan] day, collectors in Self.collector(day, plan.files[index].entity, plan, &collectors) }
    }
    let dated = plan.files.indices.filter { plan.files[$0].day != nil }
    let byDay = Dictionary(grouping: dated) { [plan] in plan.files[$0].day! }
    let days = Set(waiting.keys).union(dated.filter { !hasSnapshotColumn($0) }.map { plan.files[$0].day! }).sorted()
    var added: [Day] = []
    let known = builder.snapshots
    for day in days {
      let replacedEntities = builder.entities(withRowsAt: day)
      if waiting[day] == nil {
        let files = byDay[day] ?? []
        let counts: [(file: Int, rows: Int)]?
        do {
          counts = try quick.add(day, files, to: &builder) { [progress] in progress.add(bytes: $0, rows: $1) }
        } catch {
          throw .store(error)
        }
        if let counts {
          for (index, rows) in counts {
            summaries[index] = summary(index, day, rows)
            progress.settle(bytes: FileBytes.size(plan.files[index].path), rows: rows)
          }
          filed[day] = Set(files.map { plan.files[$0].entity })
          added.append(day)
          continue
        }
      }
      for index in byDay[day] ?? [] where !hasSnapshotColumn(index) {
        load(file: index) { [plan] day, collectors in Self.collector(day, plan.files[index].entity, plan, &collectors) }
      }
      let collectors = waiting.removeValue(forKey: day) ?? [:]
      // A file whose rows were all set aside makes no snapshot.
      guard !collectors.isEmpty else { continue }
      filed[day] = Set(collectors.filter { !$0.value.keys.isEmpty }.keys)
      resolveLinks(day, collectors)
      let rows = collectors.sorted { $0.key < $1.key }.map { $0.value.finish(plan.targets(of: $0.key)) }
      if replacing, builder.snapshots.contains(day) {
        builder.removeSnapshot(day)
        replaced.append(day)
        filedBefore[day] = replacedEntities
      }
      added.append(day)
      do {
        try builder.addSnapshot(day, rows)
      } catch {
        throw .store(error)
      }
    }
    for index in plan.files.indices {
      if let summary = summaries[index] { report.files.append(summary) }
      report.add(reports[index])
    }
    for day in added { missingTables(day, byDay[day] ?? [], known, builder).forEach { report.add($0) } }
    guard !added.isEmpty else { throw .nothingToLoad(report) }
    return added
  }

  private func summary(_ index: Int, _ day: Day, _ rows: Int) -> LoadReport.File {
    let file = plan.files[index]
    var summary = LoadReport.File(path: file.place, entity: plan.catalog.entities[file.entity].plural, encoding: file.encoding)
    summary.snapshots = [day]
    summary.rowsLoaded = rows
    return summary
  }

  private func hasSnapshotColumn(_ index: Int) -> Bool {
    let file = plan.files[index]
    return plan.catalog.entities[file.entity].snapshotField.map { file.map.index(ofField: $0) != nil } ?? false
  }

  private mutating func load(file index: Int, _ collector: (Day, inout [Day: [Int: EntityCollector]]) -> EntityCollector) {
    var collectors = waiting
    waiting = [:]
    let (report, summary) = RowLoader.load(plan, fileIndex: index) { collector($0, &collectors) }
    waiting = collectors
    reports[index].add(report)
    summaries[index] = summary
    progress.settle(bytes: FileBytes.size(plan.files[index].path), rows: summary.rowsLoaded)
  }

  private static func collector(
    _ day: Day, _ entity: Int, _ plan: LoadPlan, _ collectors: inout [Day: [Int: EntityCollector]]
  ) -> EntityCollector {
    if let collector = collectors[day]?[entity] { return collector }
    let collector = EntityCollector(entity: entity, slots: plan.slotCount(of: entity))
    collectors[day, default: [:]][entity] = collector
    return collector
  }

  private mutating func resolveLinks(_ day: Day, _ collectors: [Int: EntityCollector]) {
    var resolver = LinkResolver(plan: plan, day: day, collectors: collectors)
    resolver.resolveAll()
    for (file, entry) in resolver.report { reports[file].add(entry) }
  }

  /// An entity that a neighbour in time has and that has no file here would seem to have lost all its records, or to begin only then. What is said
  /// does not hang on which of two snapshots was loaded first: each is compared with the one before it. `known` are the library's from before.
  private func missingTables(_ day: Day, _ files: [Int], _ known: [Day], _ builder: LibraryBuilder) -> [LoadReport.Entry] {
    func entities(_ day: Day) -> Set<Int> { filed[day] ?? builder.entities(withRowsAt: day) }
    func missing(_ entities: Set<Int>, _ folder: String, _ problem: (String) -> IntakeProblem) -> [LoadReport.Entry] {
      entities.sorted().map { .init(file: folder, problem: problem(plan.catalog.entities[$0].plural)) }
    }
    let folder = files.first.map { FileNames.folder(plan.files[$0].path) } ?? "\(day)"
    let own = entities(day)
    let replaced = filedBefore[day] ?? []
    var entries = missing(replaced.subtracting(own), folder) { .vanishedTable(entity: $0, snapshot: day) }
    let earlier = builder.snapshots.last { $0 < day }
    if let earlier {
      entries += missing(entities(earlier).subtracting(replaced).subtracting(own), folder) {
        .missingFile(entity: $0, snapshot: day, other: earlier)
      }
    }
    guard let later = builder.snapshots.first(where: { $0 > day }), filed[later] == nil else { return entries }
    // What the later one was compared with before this load.
    let seen = known.last { $0 < later }.map { filedBefore[$0] ?? entities($0) } ?? []
    entries += missing(own.subtracting(entities(later)).subtracting(seen), "\(later)") {
      .missingFile(entity: $0, snapshot: later, other: day)
    }
    // Before all that the library had there is nothing but the later one to judge by.
    if known.first.map({ $0 > day }) ?? false {
      entries += missing(entities(later).subtracting(own).subtracting(earlier.map(entities) ?? []), folder) {
        .missingFile(entity: $0, snapshot: day, other: later)
      }
    }
    return entries
  }
}
