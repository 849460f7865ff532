import CReadline
import Diagnostics
import Glibc

/// Where answers and words go. Answers are bytes on standard output or in a file; everything else is standard error.
enum Streams {
  /// A standard place that nobody opened is held, so that no file of ours gets its number and answers meant for it.
  static func holdStandardPlaces() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      // Read where it would be written and the other way round: its use fails as if it were closed.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes all bytes; false, with `errno` set, where some did not arrive.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      written += count
    }
    return true
  }

  /// Every byte of an answer arrives, or it is an error; nobody reads on: we leave as the signal would have us.
  static func answer(_ bytes: [UInt8]) throws(ShellProblem) {
    guard !write(bytes, to: 1) else { return }
    if errno == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    throw .brokenOutput(reason: lastFailure)
  }

  static func answer(_ text: String) throws(ShellProblem) { try answer(Array(text.utf8)) }

  /// What is still on its way to a file on another machine or a disk that is full comes to light here.
  static func closeAnswer() throws(ShellProblem) {
    guard close(1) != 0, errno != EBADF else { return }
    throw .brokenOutput(reason: lastFailure)
  }

  /// Words on standard error. What a terminal obeys is shown, not sent.
  static func say(_ text: String) { sayPainted(displayEscapedLines(text)) }

  /// Words that hold colours of ours, and nothing of others that was not escaped.
  static func sayPainted(_ text: String) {
    write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: 2)
  }

  /// A question, with the cursor behind it.
  static func ask(_ text: String) { write(Array(displayEscapedLines(text).utf8), to: 2) }

  enum Line {
    case text(String)
    /// Ctrl-C
    case interrupted
    case end
  }

  /// One line of standard input, and no byte more.
  static func readLine() -> Line {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      guard luodi_wait_for_input(0) != 0 else { return .interrupted }
      let count = Glibc.read(0, &byte, 1)
      if count == 1 {
        if byte == 0x0A { return .text(String(decoding: bytes, as: UTF8.self)) }
        bytes.append(byte)
      } else if count == 0 {
        return bytes.isEmpty ? .end : .text(String(decoding: bytes, as: UTF8.self))
      } else if errno != EINTR {
        return .end
      }
    }
  }

  /// Why the last call failed.
  static var lastFailure: String { String(cString: strerror(errno)) }

  static func exists(_ path: String) -> Bool { access(path.systemPath, F_OK) == 0 }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A whole file, or nil with `errno` set.
  static func readFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return read(descriptor: descriptor)
  }

  private static func read(descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        return nil
      }
    }
  }
}
