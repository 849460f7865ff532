import CFiles
import Diagnostics
import Glibc

/// The right to replace a library file. One program has it at a time; readers need none and keep reading the file they opened.
///
/// The new library is written under another name beside the old one and renamed over it once it is whole on the disk, so the name always leads to a
/// whole library: the old one until the instant of renaming, the new one from then on. The lock sits on the file being written, which is made for
/// it; a program that is killed leaves it behind unlocked, and the next load of the same user writes over it. Anybody else's file of that name, a link
/// or whatever else somebody has put there is left alone, and the error says what it is.
public struct LibraryLock: ~Copyable {
  public let path: String
  private let beside: String
  private var descriptor: Int32
  private var slot: Int32 = -1

  /// Waits for another load to end, after calling `onWait` once, or throws ``StoreProblem/beingLoaded(_:)``.
  public init(_ path: String, waits: Bool, onWait: () -> Void = {}) throws(StoreProblem) {
    // Behind a symbolic link the library itself is replaced or made, not the link.
    let end = FilePath.end(ofLinks: path)
    let reason = errno
    self.path = end ?? path
    beside = Self.lockFile(of: path)
    descriptor = -1
    var hasWaited = false
    // Links that go round lead to no library, and are not replaced by one.
    if end == nil { throw .unwritable(path, reason: String(cString: strerror(reason))) }
    try Self.checkOld(self.path, named: path)
    while true {
      guard let opened = try Self.place(beside, for: path) else { continue }
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
        slot = luodi_temporary_keep(beside.systemPath)
        return
      }
      // While we waited, the file was renamed or removed: what we have locked is no longer the one beside the library.
      close(opened)
    }
  }

  /// The file that a load of a library writes until it is whole.
  public static func lockFile(of path: String) -> String { (FilePath.end(ofLinks: path) ?? path) + ".loading" }

  deinit {
    guard descriptor >= 0 else { return }
    if Self.isSame(descriptor, beside) { unlink(beside.systemPath) }
    luodi_temporary_forget(slot)
    close(descriptor)
  }

  /// Who may not write the library may not replace it either, whatever the folder allows.
  private static func checkOld(_ path: String, named name: String) throws(StoreProblem) {
    var status = stat()
    guard stat(path.systemPath, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unwritable(name, reason: "it is no regular file") }
    guard faccessat(AT_FDCWD, path.systemPath, W_OK, AT_EACCESS) == 0 else {
      throw .unwritable(name, reason: String(cString: strerror(errno)))
    }
  }

  /// The file beside the library: made now, or left behind by a load of ours. Nil where it went away meanwhile.
  private static func place(_ beside: String, for path: String) throws(StoreProblem) -> Int32? {
    let made = open(beside.systemPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if made >= 0 { return made }
    guard errno == EEXIST else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
    var status = stat()
    guard lstat(beside.systemPath, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else { throw .lockIsNoFile(beside) }
    guard status.st_uid == geteuid() else { throw .lockOfAnother(beside, owner: owner(status.st_uid)) }
    let opened = open(beside.systemPath, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    if opened < 0, errno == ENOENT { return nil }
    guard opened >= 0, fstat(opened, &status) == 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
    // What was looked at and what was opened are one file, or it is looked at anew.
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1, status.st_uid == geteuid() else {
      close(opened)
      return nil
    }
    return opened
  }

  private static func owner(_ user: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return "user \(user)" }
    return String(cString: entry.pw_name)
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
    if stat(path.systemPath, &old) == 0 {
      // As its owner may have it; a member of the group who replaces it becomes the owner.
      _ = fchown(descriptor, old.st_uid, old.st_gid)
      fchmod(descriptor, old.st_mode & 0o777)
    }
    guard fsync(descriptor) == 0 else { throw failure() }
    guard Self.isSame(descriptor, beside) else { throw .lockIsNoFile(beside) }
    onceWritten()
    guard rename(beside.systemPath, path.systemPath) == 0 else { throw failure() }
    luodi_temporary_forget(slot)
    close(descriptor)
    descriptor = -1
    try Self.syncFolder(of: path)
  }

  /// The name is on the disk only when its folder is.
  private static func syncFolder(of path: String) throws(StoreProblem) {
    let folder = open((FilePath.folder(of: path) + ".").systemPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
    defer { close(folder) }
    // Some file systems cannot sync folders; there is nothing better to do on them.
    guard fsync(folder) == 0 || errno == EINVAL else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path.systemPath, &named) == 0 && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }
}
