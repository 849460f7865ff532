public import Diagnostics
public import Schema

/// Everything that a load found, in the order of the files. Nothing is dropped without an entry here.
public struct LoadReport: Sendable {
  /// One thing at one place. Rows and columns count from 1 as a spreadsheet shows them: a line end inside a cell begins no row.
  public struct Entry: Sendable, Hashable {
    public var file: String
    public var row: Int?
    /// The line of the text file on which the row begins; differs from `row` behind cells with line ends
    public var line: Int?
    /// Nil where a format names its columns and does not count them; of a line of JSON that cannot be read, the character
    public var column: Int?
    /// The column's header as filed
    public var header: String?
    /// The cell or row as filed, cut at 80 characters
    public var value: String?
    public var problem: IntakeProblem

    public init(
      file: String, row: Int? = nil, line: Int? = nil, column: Int? = nil, header: String? = nil, value: String? = nil,
      problem: IntakeProblem
    ) {
      self.file = PathText.readable(file)
      self.row = row
      self.line = line
      self.column = column
      self.header = header
      self.value = value.map(LoadReport.shortened)
      self.problem = problem
    }
  }

  /// What became of one file.
  public struct File: Sendable, Hashable {
    public var path: String
    public var entity: String
    /// The snapshots to which its rows belong, oldest first
    public var snapshots: [Day] = []
    public var encoding: TextEncoding
    public var rowsLoaded = 0
    public var rowsSetAside = 0
    public var rowsSkipped = 0

    init(path: String, entity: String, encoding: TextEncoding) {
      (self.path, self.entity, self.encoding) = (PathText.readable(path), entity, encoding)
    }
  }

  public internal(set) var entries: [Entry] = []
  public internal(set) var files: [File] = []
  /// What was inferred without a model, a sentence each.
  public internal(set) var inferences: [Bilingual] = []
  /// Entries per kind, also those beyond ``entryLimit``.
  public private(set) var counts: [String: Int] = [:]
  private var kept: [String: Int] = [:]
  /// Problems, not notes: what `--strict` refuses.
  public private(set) var problemCount = 0

  /// Of each kind so many entries are kept one by one; the rest are counted and the report says so.
  public static let entryLimit = 100_000

  public init() {}

  mutating func add(_ entry: Entry) {
    counts[entry.problem.kind, default: 0] += 1
    if entry.problem.severity == .problem { problemCount += 1 }
    keep(entry)
  }

  private mutating func keep(_ entry: Entry) {
    guard kept[entry.problem.kind, default: 0] < Self.entryLimit else { return }
    kept[entry.problem.kind, default: 0] += 1
    entries.append(entry)
  }

  /// The same report with files named as seen from the paths that were loaded: `2018-03-09/projects.csv`; of several paths, from the folder above each.
  public func relative(to paths: [String]) -> LoadReport {
    let bases = paths.map(PathText.readable).map { path in path.hasSuffix("/") ? path : path + "/" }.sorted {
      $0.utf8.count > $1.utf8.count
    }
    func short(_ file: String) -> String {
      guard let base = bases.first(where: { file.hasPrefix($0) || file + "/" == $0 }) else { return FileNames.lastComponent(file) }
      let name = FileNames.lastComponent(base)
      guard file.utf8.count > base.utf8.count else { return name }
      let rest = String(file.dropFirst(base.count))
      return bases.count > 1 ? name + "/" + rest : rest
    }
    var report = self
    for index in report.entries.indices { report.entries[index].file = short(report.entries[index].file) }
    for index in report.files.indices { report.files[index].path = short(report.files[index].path) }
    return report
  }

  /// Takes over what another part of the load reported, by place.
  mutating func add(_ other: LoadReport) {
    for (kind, count) in other.counts { counts[kind, default: 0] += count }
    problemCount += other.problemCount
    for entry in other.entries.sorted(by: { ($0.row ?? 0, $0.column ?? 0) < ($1.row ?? 0, $1.column ?? 0) }) { keep(entry) }
  }

  /// Entries that are counted but not kept, per kind.
  public var overflow: [(kind: String, count: Int)] {
    counts.map { ($0.key, $0.value - kept[$0.key, default: 0]) }.filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
  }

  static func shortened(_ text: String) -> String {
    guard text.utf8.count > 80, text.unicodeScalars.count > 80 else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(79))) + "…"
  }
}
