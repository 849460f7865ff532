import Glibc

/// The right to replace a library file. One program has it at a time; readers need none and keep reading the file they opened.
///
/// The new library is written under another name beside the old one and renamed over it once it is whole on the disk, so the name always leads to a
/// whole library: the old one until the instant of renaming, the new one from then on. The lock sits on the file being written; a program that is
/// killed leaves it behind unlocked, and the next load writes over it.
public struct LibraryLock: ~Copyable {
  public let path: String
  private let beside: String
  /// What whoever ends the program on a signal has to remove.
  public var temporaryPath: String { beside }
  private var descriptor: Int32

  /// Waits for another load to end, after calling `onWait` once, or throws ``StoreProblem/beingLoaded(_:)``.
  public init(_ path: String, waits: Bool, onWait: () -> Void = {}) throws(StoreProblem) {
    self.path = Self.resolved(path)
    beside = self.path + ".loading"
    descriptor = -1
    var hasWaited = false
    while true {
      let opened = open(beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard opened >= 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
      if flock(opened, LOCK_EX | LOCK_NB) != 0 {
        let reason = errno
        guard reason == EWOULDBLOCK || reason == EINTR else {
          close(opened)
          throw .unwritable(path, reason: String(cString: strerror(reason)))
        }
        guard waits else {
          close(opened)
          throw .beingLoaded(path)
        }
        if !hasWaited { onWait() }
        hasWaited = true
        while flock(opened, LOCK_EX) != 0, errno == EINTR {}
      }
      if Self.isSame(opened, beside) {
        descriptor = opened
        return
      }
      // While we waited, the file was renamed or removed: what we have locked is no longer the one beside the library.
      close(opened)
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    unlink(beside)
    close(descriptor)
  }

  /// Writes a builder's library and puts it in the old one's place. When it returns, the library is on the disk; when it throws, the old one stands.
  /// `onceWritten` is called in between: the new library is on the disk, and the next step gives it the name.
  public consuming func commit(_ builder: borrowing LibraryBuilder, onceWritten: () -> Void = {}) throws(StoreProblem) {
    func failure() -> StoreProblem { .unwritable(path, reason: String(cString: strerror(errno))) }
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure() }
    var writer = ImageWriter(file: descriptor, name: path)
    builder.write(to: &writer)
    _ = try writer.finish()
    var old = stat()
    if stat(path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o777) }
    guard fsync(descriptor) == 0 else { throw failure() }
    onceWritten()
    guard rename(beside, path) == 0 else { throw failure() }
    close(descriptor)
    descriptor = -1
    try Self.syncFolder(of: path)
  }

  /// The name is on the disk only when its folder is.
  private static func syncFolder(of path: String) throws(StoreProblem) {
    let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
    defer { close(folder) }
    // Some file systems cannot sync folders; there is nothing better to do on them.
    guard fsync(folder) == 0 || errno == EINVAL else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  /// Behind a symbolic link the library itself is replaced, not the link.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
