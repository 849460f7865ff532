import Diagnostics
import Glibc
import Intake
import Landing
import Store

/// A library kept for a folder that was given directly, so that the second start need not read it again. It counts only while the folder's files,
/// the model and the options are those it was made of; one that cannot be read or written is as good as none, and so is one that another user put there.
///
/// The files are known by a ``FileStamp``; where it differs, or was taken too soon after a change, by all their bytes.
struct LibraryCache {
  let file: String
  private let folder: String
  private let path: String
  private let extra: [UInt8]
  private let stamp: FileStamp

  static let stampName = "stamp"
  static let contentName = "content"

  /// Nil where nothing is to be kept: several paths, `--no-cache`, no folder for it.
  init?(_ paths: [String], _ settings: Settings, _ environment: Environment) {
    guard settings.usesCache, paths.count == 1, let folder = environment.cacheFolder, let path = FilePath.resolved(paths[0]) else {
      return nil
    }
    self.path = path
    var extra = Array(
      "\(Library.formatVersion) \(Shell.version) \(settings.isStrict) \(settings.date ?? "") \(settings.infersModel)\n".utf8)
    if let model = settings.model {
      // What is no file can be read once, and by then the model is wanted.
      guard let bytes = try? ScriptText.readFile(model) else { return nil }
      extra += bytes
    } else {
      extra += Landing.model
    }
    guard let stamp = FileStamp(path, extra: extra) else { return nil }
    (self.stamp, self.extra, self.folder) = (stamp, extra, folder)
    file = folder + "/" + contentSum(Array((path + "\n" + (settings.model ?? "")).utf8)) + ".luodi"
  }

  /// The library kept, if it still is what the folder holds.
  func open() -> Library? {
    guard Self.isOwn(folder), Self.isOwn(file), let library = try? Library.open(file) else { return nil }
    if library.attachment(Self.stampName) == Array(stamp.text.utf8) { return library }
    guard let kept = library.attachment(Self.contentName), let content = content(), kept == content else { return nil }
    // The same bytes under other times: the next start is to know it without reading them.
    if stamp.isSettled, let builder = try? LibraryBuilder(continuing: library, name: file), let renewed = save(builder, content) {
      return renewed
    }
    return library
  }

  /// Keeps a library and gives it as it will be read next time; nil where it cannot be kept.
  func save(_ builder: LibraryBuilder) -> Library? {
    makeFolders(for: file)
    guard Self.isOwn(folder), let content = content() else { return nil }
    return save(builder, content)
  }

  private func save(_ builder: LibraryBuilder, _ content: [UInt8]) -> Library? {
    var builder = builder
    builder.attachments[Self.stampName] = stamp.isSettled ? Array(stamp.text.utf8) : []
    builder.attachments[Self.contentName] = content
    do {
      removeForeignFile()
      let lock = try LibraryLock(file, waits: false)
      try lock.commit(builder)
      return try Library.open(file)
    } catch {
      return nil
    }
  }

  /// What the files hold; nil where they changed since the stamp was taken: then it is not known what was read.
  private func content() -> [UInt8]? {
    guard let content = FileStamp.content(path, extra: extra), FileStamp(path, extra: extra) == stamp else { return nil }
    return Array(content.utf8)
  }

  // MARK: whose it is

  /// A file or folder of ours that nobody else may write.
  private static func isOwn(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_uid == geteuid() && status.st_mode & S_IWOTH == 0
  }

  /// A new library would take over the old one's owner.
  private func removeForeignFile() {
    var status = stat()
    guard lstat(file.systemPath, &status) == 0, [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT), !Self.isOwn(file) else { return }
    unlink(file.systemPath)
  }
}

/// Makes the folders above a file, for nobody else to read.
func makeFolders(for path: String) {
  var folder = ""
  for part in path.split(separator: "/").dropLast() {
    folder += "/" + part
    mkdir(folder.systemPath, 0o700)
  }
}
