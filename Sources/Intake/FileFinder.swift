import Diagnostics
import Schema

/// A file that may hold rows, and the date that its place gives it.
struct FoundFile {
  /// As the user would type it
  var path: String
  /// From its folder's name, else its own, else `--date`; nil if only a column can tell
  var day: Day?
}

/// Turns paths into files with dates. Everything that is passed over is reported, but for files whose name begins with a dot.
struct FileFinder {
  let date: Day?
  private(set) var files: [FoundFile] = []
  private(set) var passedOver: [LoadReport.Entry] = []

  init(date: Day?) {
    self.date = date
  }

  /// A folder of dated folders, one dated folder, a folder of files, or a file.
  mutating func find(_ path: String) throws(LoadFailure) {
    let kind: FileKind
    do {
      kind = try FileBytes.kind(path)
    } catch {
      throw error.reason == FileBytes.noSuchFile ? .notFound(path) : .unreadable(path, reason: error.reason)
    }
    switch kind {
    case .file: try addFile(path, folderDay: nil, isAskedFor: true)
    case .folder: try findInFolder(path, day: FileNames.date(in: FileNames.lastComponent(path))?.day, depth: 0)
    case .pipe, .device, .socket: throw .notAFile(path, kind)
    }
  }

  private mutating func findInFolder(_ folder: String, day: Day?, depth: Int) throws(LoadFailure) {
    let names: [String]
    do {
      names = try FileBytes.names(inFolder: folder)
    } catch {
      throw .unreadable(error.path, reason: error.reason)
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      // A link that leads nowhere is a file that cannot be read: said when it is tried.
      let kind = (try? FileBytes.kind(path)) ?? .file
      guard kind == .folder else {
        try addFile(path, folderDay: day, isAskedFor: false, kind)
        continue
      }
      let readable = PathText.readable(name)
      if let dated = FileNames.date(in: readable)?.day, day == nil {
        try findInFolder(path, day: dated, depth: depth + 1)
      } else if FileNames.isYear(readable), depth < 2, day == nil {
        try findInFolder(path, day: nil, depth: depth + 1)
      } else {
        passedOver.append(.init(file: path, problem: .undatedFolder))
      }
    }
  }

  private mutating func addFile(
    _ path: String, folderDay: Day?, isAskedFor: Bool, _ kind: FileKind = .file
  ) throws(LoadFailure) {
    let (stem, ending) = FileNames.split(path)
    // Spreadsheet programs leave lock files beside an open file.
    if stem.hasPrefix("~$") || stem.hasPrefix(".~lock") {
      passedOver.append(.init(file: path, problem: .notData))
    } else if let format = FileNames.unsupportedEndings[ending] {
      passedOver.append(.init(file: path, problem: .unsupportedFormat(format)))
    } else if FileNames.tableEndings.contains(ending) || isAskedFor {
      let isProse = ["readme", "license", "makefile", "changelog"].contains(stem.lowercased())
      if isProse, !isAskedFor {
        passedOver.append(.init(file: path, problem: .notData))
      } else if kind != .file {
        passedOver.append(.init(file: path, problem: .notAFile(kind)))
      } else {
        // A snapshot without its largest table would be another snapshot: nothing is loaded.
        let size = FileBytes.size(path)
        guard size <= FileBytes.limit else { throw .tooLarge(path, size: size) }
        if let gap = FileBytes.gap(path) { throw .hollow(path, gap) }
        files.append(FoundFile(path: path, day: folderDay ?? FileNames.date(in: stem)?.day ?? date))
      }
    } else {
      passedOver.append(.init(file: path, problem: .notData))
    }
  }
}

/// The files that a load of a path would read.
public enum SnapshotFiles {
  public static func paths(below path: String) -> [String] {
    var finder = FileFinder(date: nil)
    do { try finder.find(path) } catch { return [] }
    return finder.files.map(\.path)
  }
}
