import CKernels
import Diagnostics
import Glibc
import Synchronization

/// An open library file, and memory in which its bytes stay what they were, whatever is written into the file.
///
/// A large file is mapped where the system gives a lease (on one's own files, on local disks), and a program that wants to write it waits until the
/// mapping is a copy (`luodi_lease`). Of all others bytes are read into memory of our own when they are first asked for: once looked at they cannot
/// change, and what changed before that does not match the checksums that were read at the start.
final class LibraryFile: @unchecked Sendable {
  let path: String
  let start: UnsafeRawPointer
  let length: Int
  private let descriptor: Int32
  private let isLeased: Bool
  private let written: Mutex<Moment>

  private struct Moment: Equatable {
    var seconds: Int
    var nanoseconds: Int

    init(_ status: stat) { (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec) }
  }

  /// From so many bytes on copies would cost a first use more than other programs should be held up for: one that opens a leased file without
  /// waiting (`truncate`) is refused once.
  static let largeLength = 32 << 20

  init(_ path: String, leasesFrom large: Int = largeLength) throws(StoreProblem) {
    func failure() -> StoreProblem { .unreadable(path, reason: String(cString: strerror(errno))) }
    if let kind = Image.otherKind(path) { throw .notAFile(path, kind) }
    // What took the file's place meanwhile must not make us wait.
    let descriptor = Glibc.open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure() }
    var opened: (start: UnsafeMutableRawPointer, isLeased: Bool)?
    defer { if opened == nil { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path, FileKind(mode: status.st_mode)) }
    guard status.st_size > 0 else { throw .notALibrary(path) }
    let length = Int(status.st_size)
    opened = length >= large ? Self.leased(descriptor, length, status) : nil
    if opened == nil {
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      guard let memory = mmap(nil, length, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else { throw failure() }
      opened = (memory, false)
    }
    guard let opened else { throw failure() }
    (self.path, self.descriptor, self.length) = (path, descriptor, length)
    (start, isLeased) = (UnsafeRawPointer(opened.start), opened.isLeased)
    written = Mutex(Moment(status))
  }

  /// The copy that a writer waits for has to fit.
  private static func leased(_ descriptor: Int32, _ length: Int, _ status: stat) -> (start: UnsafeMutableRawPointer, isLeased: Bool)? {
    guard length <= sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 4,
      let memory = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
    else { return nil }
    if luodi_lease(descriptor, memory, length) != 0 {
      var now = stat()
      if fstat(descriptor, &now) == 0, Int(now.st_size) == length, Moment(now) == Moment(status) { return (memory, true) }
      luodi_end_lease(descriptor, memory)
    }
    munmap(memory, length)
    return nil
  }

  deinit {
    let memory = UnsafeMutableRawPointer(mutating: start)
    if isLeased { luodi_end_lease(descriptor, memory) }
    munmap(memory, length)
    close(descriptor)
  }

  /// Brings bytes into memory; what the file no longer has stays 0. Asked once for each byte, before it is read.
  func fill(_ range: Range<Int>) {
    guard !isLeased else { return }
    var done = range.lowerBound
    while done < range.upperBound {
      let count = pread(descriptor, UnsafeMutableRawPointer(mutating: start) + done, range.upperBound - done, off_t(done))
      if count > 0 { done += count } else if count == 0 || errno != EINTR { return }
    }
  }

  /// Much of these bytes will soon be filled: in larger pieces it costs a fraction.
  func expect(_ range: Range<Int>) {
    guard !isLeased, range.count >= 1 << 22 else { return }
    let page = LibraryFormat.pageLength
    let place = LibraryFormat.aligned(range.lowerBound, to: page)
    madvise(UnsafeMutableRawPointer(mutating: start) + place, (range.upperBound - place) / page * page, MADV_HUGEPAGE)
  }

  /// Whether the file has become another since it was opened. One that was only touched has not: its outline, which holds the checksums of all else,
  /// still stands.
  var isChanged: Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) == length else { return true }
    return written.withLock { written in
      let now = Moment(status)
      if now == written { return false }
      var header = [UInt8](repeating: 0, count: LibraryFormat.headerLength)
      guard pread(descriptor, &header, header.count, 0) == header.count, memcmp(header, start, header.count) == 0 else { return true }
      written = now
      return false
    }
  }
}
