import Diagnostics
import Schema
import Store

/// A table in a file that may hold rows, and the date that its place gives it.
struct FoundTable {
  /// As the user would type it
  var path: String
  /// From its folder's name, else its own, else `--date`; nil if only a column can tell
  var day: Day?
  /// What says another day
  var conflict: IntakeProblem?
  var format: any IntakeFormat
  /// Which of the file's tables, and its name if it has one of its own
  var number = 0
  var name: String?

  /// As the report calls it: `projects.csv`, `tables.xlsx!projects`
  var place: String { name.map { path + "!" + $0 } ?? path }

  /// What it is called, which tells the entity that it holds
  var stem: String { name ?? FileNames.split(path).stem }

  func open() throws(OpeningProblem) -> any FiledTable { try format.open(path, table: number) }
}

/// Turns paths into files with dates. Everything that is passed over is reported, but for hidden files that can be no table.
struct FileFinder {
  let date: Day?
  private let formats: [any IntakeFormat]
  private(set) var files: [FoundTable] = []
  private(set) var passedOver: [LoadReport.Entry] = []

  init(date: Day?, formats: [any IntakeFormat] = IntakeFormats.all) {
    (self.date, self.formats) = (date, formats)
  }

  /// By the ending of its name; nil for a file that no format claims.
  private func format(ending: String) -> (any IntakeFormat)? { formats.first { $0.endings.contains(ending) } }

  /// A folder of dated folders, one dated folder, a folder of files, or a file.
  mutating func find(_ path: String) throws(LoadFailure) {
    let kind: FileKind
    do {
      kind = try FileBytes.kind(path)
    } catch {
      throw error.reason == FileBytes.noSuchFile ? .notFound(path) : .unreadable(path, reason: error.reason)
    }
    switch kind {
    case .file: try addFile(path, folderDay: Self.day(ofFolder: FileNames.folder(path)), isAskedFor: true)
    case .folder: try findInFolder(path, day: Self.day(ofFolder: path), depth: 0)
    case .pipe, .device, .socket: throw .notAFile(path, kind)
    }
  }

  /// What a folder's name says; `.` and `..` have the name of what they lead to.
  private static func day(ofFolder path: String) -> Day? {
    var name = FileNames.lastComponent(path)
    if name == "." || name == "..", let resolved = FilePath.resolved(path) { name = FileNames.lastComponent(resolved) }
    return FileNames.date(in: PathText.readable(name))?.day
  }

  private mutating func findInFolder(_ folder: String, day: Day?, depth: Int) throws(LoadFailure) {
    let names: [String]
    do {
      names = try FileBytes.names(inFolder: folder)
    } catch {
      throw .unreadable(error.path, reason: error.reason)
    }
    let inside = names.map { name in
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      // A link that leads nowhere is a file that cannot be read: said when it is tried.
      return (name: name, path: path, kind: (try? FileBytes.kind(path)) ?? .file)
    }
    // `archive-2018-12-31` with dated folders and no table of its own is no snapshot: they are.
    let holdsSnapshots =
      day != nil && depth < 2 && inside.contains { $0.kind == .folder && FileNames.date(in: PathText.readable($0.name)) != nil }
      && !inside.contains { $0.kind != .folder && !$0.name.hasPrefix(".") && isTable($0.path) }
    let day = holdsSnapshots ? nil : day
    for (name, path, kind) in inside {
      if name.hasPrefix(".") {
        if kind == .folder ? table(below: path, isHidden: true) != nil : mayBeTable(path, isHidden: true) {
          passedOver.append(.init(file: path, problem: .hidden))
        }
        continue
      }
      guard kind == .folder else {
        try addFile(path, folderDay: day, isAskedFor: false, kind)
        continue
      }
      let readable = PathText.readable(name)
      if let day {
        passedOver.append(.init(file: path, problem: .innerFolder(snapshot: day, table: table(below: path))))
      } else if let dated = FileNames.date(in: readable)?.day {
        try findInFolder(path, day: dated, depth: depth + 1)
      } else if FileNames.isYear(readable), depth < 2 {
        try findInFolder(path, day: nil, depth: depth + 1)
      } else {
        passedOver.append(.init(file: path, problem: .undatedFolder(table: table(below: path))))
      }
    }
  }

  // MARK: what is passed over

  /// By its name one that would be read. Of hidden files only those with an ending: without one they are the system's.
  private func isTable(_ path: String, isHidden: Bool = false) -> Bool {
    let (stem, ending) = FileNames.split(path)
    return format(ending: ending) != nil && !FileNames.isProse(stem) && !FileNames.isLock(stem) && !(isHidden && ending.isEmpty)
  }

  /// The same, or one in a format that is not read.
  private func mayBeTable(_ path: String, isHidden: Bool = false) -> Bool {
    let (stem, ending) = FileNames.split(path)
    return isTable(path, isHidden: isHidden) || (IntakeFormats.unread[ending] != nil && !FileNames.isLock(stem))
  }

  /// The nearest table below a folder that is passed over, as seen from it; nil where there is none. A folder may be a whole disk, or lead to itself: the
  /// search goes so deep, and looks at so many files, and no further.
  private func table(below folder: String, isHidden: Bool = false) -> String? {
    var waiting = [(path: folder, name: "", depth: 0)]
    var left = 10_000
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      for name in (try? FileBytes.names(inFolder: next.path)) ?? [] where isHidden || !name.hasPrefix(".") {
        left -= 1
        guard left > 0 else { return nil }
        let (path, shown) = (next.path + "/" + name, next.name + name)
        if (try? FileBytes.kind(path)) == .folder {
          if next.depth < 8 { waiting.append((path, shown + "/", next.depth + 1)) }
        } else if mayBeTable(path, isHidden: isHidden) {
          return PathText.readable(shown)
        }
      }
    }
    return nil
  }

  private mutating func addFile(
    _ path: String, folderDay: Day?, isAskedFor: Bool, _ kind: FileKind = .file
  ) throws(LoadFailure) {
    // What a load writes while it runs says nothing of the files.
    if path.hasSuffix(".luodi.loading"), !isAskedFor { return }
    let (stem, ending) = FileNames.split(path)
    if FileNames.isLock(stem) {
      passedOver.append(.init(file: path, problem: .notData))
    } else if let format = IntakeFormats.unread[ending] {
      passedOver.append(.init(file: path, problem: .unsupportedFormat(format)))
    } else if let format = format(ending: ending) ?? (isAskedFor ? formats[0] : nil) {
      if FileNames.isProse(stem), !isAskedFor {
        passedOver.append(.init(file: path, problem: .notData))
      } else if kind != .file {
        passedOver.append(.init(file: path, problem: .notAFile(kind)))
      } else {
        // A snapshot without its largest table would be another snapshot: nothing is loaded.
        let size = FileBytes.size(path)
        guard size <= FileBytes.limit else { throw .tooLarge(path, size: size) }
        if let gap = FileBytes.gap(path) { throw .hollow(path, gap) }
        let ownDay = FileNames.date(in: stem)?.day
        let conflict = conflict(folderDay, ownDay, isAskedFor: isAskedFor)
        for (number, name) in format.tableNames(path).enumerated() {
          files.append(
            FoundTable(path: path, day: folderDay ?? ownDay ?? date, conflict: conflict, format: format, number: number, name: name))
        }
      }
    } else {
      passedOver.append(.init(file: path, problem: .notData))
    }
  }
}

extension FileFinder {
  /// Two days for one file: it may lie in the wrong place. `--date` is for files whose names say nothing, and those of a folder may say more.
  private func conflict(_ folderDay: Day?, _ ownDay: Day?, isAskedFor: Bool) -> IntakeProblem? {
    guard let taken = folderDay ?? ownDay else { return nil }
    if let ownDay, ownDay != taken { return .otherDay(ownDay, isOption: false, taken: taken) }
    if isAskedFor, let date, date != taken { return .otherDay(date, isOption: true, taken: taken) }
    return nil
  }
}

/// The files that a load of a path would read.
public enum SnapshotFiles {
  public static func paths(below path: String) -> [String] {
    var finder = FileFinder(date: nil)
    do { try finder.find(path) } catch { return [] }
    return finder.files.filter { $0.number == 0 }.map(\.path)
  }
}
