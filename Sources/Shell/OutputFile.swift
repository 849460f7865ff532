import Diagnostics
import Glibc
import Store

/// A file that luodi writes: an answer, a report, a model, a script in canonical form. One set of rules for all of them:
///
/// - A file that is there is replaced whole or not at all: written beside it under a name of its own, synced, renamed over it. Mode and owner stay.
///   Behind a link the file that it leads to is replaced, and the link stays.
/// - Where nothing can be renamed over it without taking something away (other names of the file, an owner whom we may not name, a folder that takes
///   no new file), the file is written in place: then a failure can leave a part of it, and the message says so.
/// - What is no regular file (a terminal, a device, a FIFO) is written into, never replaced. `-`, `/dev/stdout`, `/dev/fd/N` are the descriptors
///   themselves; a file called `-` is `./-`.
/// - A file that the user may not write is refused, whatever the folder allows; so is a folder.
struct OutputFile {
  enum Place: Equatable {
    case descriptor(Int32)
    /// A device or FIFO
    case stream
    /// Nothing is there yet
    case new
    case replaced
    case inPlace
  }

  /// As the user wrote it
  let path: String
  /// Without links
  let target: String
  let place: Place
  private let status: stat

  /// Several answers follow each other there, as on standard output.
  var isStream: Bool {
    switch place {
    case .descriptor, .stream: true
    case .new, .replaced, .inPlace: false
    }
  }

  /// The file whatever it is called; nil while it is not there.
  var identity: FileIdentity? { place == .new || isStream ? nil : FileIdentity(status) }

  /// One name for one file, for comparing what is read and written.
  var key: String { identity?.key ?? target }

  /// The same of a file that is there or may be one day; nil for what can be none.
  static func key(of path: String) -> String? { FileIdentity(path)?.key ?? FilePath.end(ofLinks: path) }

  /// Looks at what is there; writes nothing.
  init(_ path: String) throws(ShellProblem) {
    self.path = path
    var status = stat()
    if let descriptor = Self.descriptor(path) {
      guard fcntl(descriptor, F_GETFD) >= 0 else { throw .unwritable(path, reason: Streams.lastFailure) }
      (target, place, self.status) = (path, .descriptor(descriptor), status)
      return
    }
    guard canBePath(path) else { throw .unwritable(path, reason: noPathReason) }
    guard !path.isEmpty else { throw .unwritable(path, reason: String(cString: strerror(ENOENT))) }
    guard stat(path.systemPath, &status) == 0 else {
      guard errno == ENOENT, !path.hasSuffix("/"), let target = FilePath.end(ofLinks: path) else {
        throw .unwritable(path, reason: Streams.lastFailure)
      }
      guard access((FilePath.folder(of: target) + ".").systemPath, W_OK) == 0 else { throw .unwritable(path, reason: Streams.lastFailure) }
      (self.target, place, self.status) = (target, .new, status)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .unwritable(path, reason: String(cString: strerror(EISDIR)))
    case S_IFREG: break
    default:
      (target, place, self.status) = (path, .stream, status)
      return
    }
    guard faccessat(AT_FDCWD, path.systemPath, W_OK, AT_EACCESS) == 0, let target = FilePath.resolved(path) else {
      throw .unwritable(path, reason: Streams.lastFailure)
    }
    let isOwn = status.st_uid == geteuid() || geteuid() == 0
    let canReplace = status.st_nlink == 1 && isOwn && access((FilePath.folder(of: target) + ".").systemPath, W_OK) == 0
    (self.target, place, self.status) = (target, canReplace ? .replaced : .inPlace, status)
  }

  static let standardOutput = "-"

  /// `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`: opened by name they would be other files, or none.
  private static func descriptor(_ path: String) -> Int32? {
    switch path {
    case standardOutput: return 1
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
        let number = path.dropFirst(folder.count)
        if number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int32(number) }
      }
      return nil
    }
  }
}

// MARK: writing

extension OutputFile {
  /// A text in UTF-8; what reaches a terminal is shown there and does nothing.
  func write(_ text: String) throws(ShellProblem) {
    try write(Array((isTerminal ? displayEscapedLines(text) : text).utf8))
  }

  /// A terminal by whatever name: what goes there is what a person sees. A FIFO is not opened to see it, since its reader would take that for the whole.
  var isTerminal: Bool {
    switch place {
    case .descriptor(let descriptor): return isatty(descriptor) == 1
    case .stream:
      guard status.st_mode & S_IFMT == S_IFCHR else { return false }
      let descriptor = open(target.systemPath, O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
      defer { if descriptor >= 0 { close(descriptor) } }
      return descriptor >= 0 && isatty(descriptor) == 1
    case .new, .replaced, .inPlace: return false
    }
  }

  func write(_ bytes: [UInt8]) throws(ShellProblem) {
    do { try write { try $0(bytes) } } catch { throw error as? ShellProblem ?? .unexpected("\(error)") }
  }

  /// Writes what `body` hands to its sink, in pieces. What it throws ends the writing, and the file that was there stays.
  func write(_ body: (_ sink: @escaping ([UInt8]) throws -> Void) throws -> Void) throws {
    switch place {
    case .descriptor(let descriptor): try body { try put($0, descriptor) }
    case .stream:
      let stream = try OutputStream(self)
      try body { try stream.put($0) }
      try stream.close()
    case .inPlace: try writeInPlace(body)
    case .new, .replaced: try replace(body)
    }
  }

  private var failure: ShellProblem { .unwritable(path, reason: Streams.lastFailure) }

  private func put(_ bytes: [UInt8], _ descriptor: Int32) throws {
    guard Streams.write(bytes, to: descriptor) else { throw failure }
  }

  /// The whole is made first, so that only the disk can leave a part of it.
  private func writeInPlace(_ body: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws {
    var pieces: [[UInt8]] = []
    try body { pieces.append($0) }
    do {
      let stream = try OutputStream(self, flags: O_TRUNC | O_NOFOLLOW)
      for piece in pieces { try stream.put(piece) }
      try stream.close()
    } catch ShellProblem.unwritable(_, let reason) {
      throw ShellProblem.partlyWritten(path, reason: reason)
    }
  }

  private func replace(_ body: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws {
    let temporary = try TemporaryFile(beside: target, mode: place == .new ? 0o666 : 0o600, path: path)
    // Who may read and write it is as before, or it is not replaced: not everybody may give a file to its group.
    if place == .replaced, fchown(temporary.descriptor, status.st_uid, status.st_gid) != 0 { return try writeInPlace(body) }
    try body { try put($0, temporary.descriptor) }
    if place == .replaced, fchmod(temporary.descriptor, status.st_mode & 0o7777) != 0 { throw failure }
    try temporary.rename(over: target, path: path)
  }
}

/// What lies at a path, open to be written into: by all answers of a run, since whoever reads a FIFO takes its closing for the end.
final class OutputStream {
  private let path: String
  private var descriptor: Int32

  init(_ file: OutputFile, flags: Int32 = 0) throws(ShellProblem) {
    path = file.path
    descriptor = open(file.target.systemPath, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags)
    guard descriptor >= 0 else { throw .unwritable(path, reason: Streams.lastFailure) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  func put(_ bytes: [UInt8]) throws(ShellProblem) {
    guard Streams.write(bytes, to: descriptor) else { throw .unwritable(path, reason: Streams.lastFailure) }
  }

  func close() throws(ShellProblem) {
    defer { descriptor = -1 }
    guard Glibc.close(descriptor) == 0 else { throw .unwritable(path, reason: Streams.lastFailure) }
  }
}

/// A file whatever it is called.
struct FileIdentity: Hashable {
  var device: UInt
  var number: UInt

  var key: String { "\(device) \(number)" }

  init(_ status: stat) {
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }

  /// Of what a path leads to; nil for what is not there, and for devices and FIFOs, which may be read and written at once.
  init?(_ path: String) {
    var status = stat()
    guard stat(path.systemPath, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }
}
