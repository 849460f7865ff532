import Diagnostics
@preconcurrency import Glibc

/// What intake asks of the file system, and nothing else.
enum FileBytes {
  struct Failure: Error {
    var path: String
    /// The system's words: "No such file or directory".
    var reason: String
  }

  /// Bytes of a file of data. Rows are found by 32 bits, and files are read whole.
  static let limit = 4 << 30

  /// The bytes that a file has when it is opened: one that grows meanwhile is read no further, one that shrinks as far as it goes.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    // What took the file's place meanwhile must not make us wait.
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(path: path, reason: "Not a file") }

    let expected = Int(status.st_size)
    guard expected <= limit else { throw Failure(path: path, reason: String(cString: strerror(EFBIG))) }
    guard hasMemory(for: expected) else { throw Failure(path: path, reason: String(cString: strerror(ENOMEM))) }
    var bytes = [UInt8](unsafeUninitializedCapacity: expected) { buffer, filled in
      filled = 0
      while filled < expected {
        let count = Glibc.read(descriptor, buffer.baseAddress! + filled, expected - filled)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
        filled += count
      }
    }
    // What the system makes up (/proc) has no size; some of it never ends.
    var chunk = [UInt8](repeating: 0, count: expected == 0 ? 65_536 : 0)
    while expected == 0 {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[0..<count])
      guard bytes.count <= madeUpLimit else { throw Failure(path: path, reason: "File too large") }
    }
    return bytes
  }

  /// Room for the bytes and their text: what does not fit is an error here and a crash below. The system is asked for the addresses, since a compiler
  /// may leave out memory that nobody writes to, and what it has in all, since it may promise more than that.
  private static func hasMemory(for count: Int) -> Bool {
    guard count > 1 << 20 else { return true }
    let (needed, page) = (2 * count, Int(sysconf(Int32(_SC_PAGESIZE))))
    guard needed / page < sysconf(Int32(_SC_PHYS_PAGES)),
      let room = mmap(nil, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), room != MAP_FAILED
    else { return false }
    munmap(room, needed)
    return true
  }

  static var noSuchFile: String { String(cString: strerror(ENOENT)) }

  private static let madeUpLimit = 16 << 20

  /// 0 where there is none.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path.systemPath, &status) == 0 ? Int(status.st_size) : 0
  }

  /// A stretch of a file that nobody wrote, long enough that its zeros cannot be meant; nil for none. Only the system's notes are read.
  static func gap(_ path: String) -> Range<Int>? {
    let end = size(path)
    guard end >= gapLength else { return nil }
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var place = 0
    // So many short ones are somebody's way to keep files.
    for _ in 0..<1_000 {
      let start = lseek(descriptor, place, seekHole)
      guard start >= 0, start < end else { return nil }
      // None behind it: to the end.
      let data = lseek(descriptor, start, seekData)
      place = data < 0 ? end : data
      if place - start >= gapLength { return start..<place }
    }
    return nil
  }

  private static let gapLength = 16 << 20
  /// SEEK_DATA and SEEK_HOLE, which Swift does not import.
  private static let (seekData, seekHole): (Int32, Int32) = (3, 4)

  /// The first bytes of a file, fewer where it ends or cannot be read.
  static func beginning(_ path: String, _ count: Int) -> [UInt8] {
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        let read = Glibc.read(descriptor, buffer.baseAddress! + filled, count - filled)
        if read < 0, errno == EINTR { continue }
        if read <= 0 { break }
        filled += read
      }
    }
  }

  /// What a path leads to, without opening it.
  static func kind(_ path: String) throws(Failure) -> FileKind {
    var status = stat()
    guard stat(path.systemPath, &status) == 0 else { throw failure(path) }
    return FileKind(mode: status.st_mode)
  }

  /// Names in a folder in byte order, without `.` and `..`; see ``PathText``.
  static func names(inFolder path: String) throws(Failure) -> [String] {
    guard let folder = opendir(path.systemPath) else { throw failure(path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        PathText.text(of: Array(bytes.prefix(while: { $0 != 0 })))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func failure(_ path: String) -> Failure {
    // Before anything else is called: that may set it anew.
    let reason = String(cString: strerror(errno))
    return Failure(path: PathText.readable(path), reason: reason)
  }
}
