import CFiles
import Diagnostics
import Glibc
import Store

/// A file of ours alone beside another, gone when it is dropped or a signal ends the program.
final class TemporaryFile {
  let descriptor: Int32
  private let name: String
  private let slot: Int32
  private var isThere = true

  init(beside target: String, mode: mode_t, path: String) throws(ShellProblem) {
    var random = SystemRandomNumberGenerator()
    name = FilePath.folder(of: target) + ".luodi-" + String(random.next() as UInt64, radix: 36)
    // No link is followed and no file of anybody's is taken, however the name was guessed.
    descriptor = open(name.systemPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .unwritable(path, reason: Streams.lastFailure) }
    slot = luodi_temporary_keep(name.systemPath)
  }

  func rename(over target: String, path: String) throws(ShellProblem) {
    guard fsync(descriptor) == 0 || errno == EINVAL, Glibc.rename(name.systemPath, target.systemPath) == 0 else {
      throw .unwritable(path, reason: Streams.lastFailure)
    }
    isThere = false
  }

  deinit {
    if isThere { unlink(name.systemPath) }
    luodi_temporary_forget(slot)
    Glibc.close(descriptor)
  }
}
