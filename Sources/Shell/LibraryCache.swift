import Glibc
import Intake
import Landing
import Store

/// A library kept for a folder that was given directly, so that the second start need not read it again. It counts only while the folder's files,
/// the model and the options are those it was made of; one that cannot be read or written is as good as none.
struct LibraryCache {
  let file: String
  private let stamp: String

  static let stampName = "stamp"

  /// Nil where nothing is to be kept: several paths, `--no-cache`, no folder for it.
  init?(_ paths: [String], _ settings: Settings, _ environment: Environment) {
    guard settings.usesCache, paths.count == 1, let folder = environment.cacheFolder, let real = realpath(paths[0], nil) else { return nil }
    defer { free(real) }
    let path = String(cString: real)
    var extra = Array(
      "\(Library.formatVersion) \(Shell.version) \(settings.isStrict) \(settings.date ?? "") \(settings.infersModel)\n".utf8)
    if let model = settings.model {
      // What is no file can be read once, and by then the model is wanted.
      guard let bytes = try? ScriptText.readFile(model) else { return nil }
      extra += bytes
    } else {
      extra += Landing.model
    }
    guard let stamp = FileStamp.of(path, extra: extra) else { return nil }
    self.stamp = stamp
    file = folder + "/" + contentSum(Array((path + "\n" + (settings.model ?? "")).utf8)) + ".luodi"
  }

  /// The library kept, if it still is what the folder holds.
  func open() -> Library? {
    guard let library = try? Library.open(file), library.attachment(Self.stampName) == Array(stamp.utf8) else { return nil }
    return library
  }

  /// Keeps a library and gives it as it will be read next time; nil where it cannot be kept.
  func save(_ builder: LibraryBuilder) -> Library? {
    var builder = builder
    builder.attachments[Self.stampName] = Array(stamp.utf8)
    makeFolders(for: file)
    do {
      let lock = try LibraryLock(file, waits: false)
      try lock.commit(builder)
      return open()
    } catch {
      return nil
    }
  }
}

/// Makes the folders above a file, for nobody else to read.
func makeFolders(for path: String) {
  var folder = ""
  for part in path.split(separator: "/").dropLast() {
    folder += "/" + part
    mkdir(folder, 0o700)
  }
}
