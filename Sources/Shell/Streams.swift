import CReadline
import Glibc

/// Where answers and words go. Answers are bytes on standard output or in a file; everything else is standard error.
enum Streams {
  /// Writes all bytes; false when the other side is gone.
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

  static func answer(_ bytes: [UInt8]) -> Bool { write(bytes, to: 1) }

  static func say(_ text: String) {
    write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: 2)
  }

  /// A question, with the cursor behind it.
  static func ask(_ text: String) { write(Array(text.utf8), to: 2) }

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

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A whole file, or nil with `errno` set.
  static func readFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
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

  /// Writes a file that is there anew, whole or not at all, with the rights it had; behind a link, the file that it leads to.
  static func replaceFile(_ bytes: [UInt8], at path: String) -> String? {
    let file = ScriptFrame.resolved(path) ?? path
    var status = stat()
    let hasStatus = stat(file, &status) == 0
    if let failure = writeFile(bytes, to: file) { return failure }
    if hasStatus { chmod(file, status.st_mode & 0o7777) }
    return nil
  }

  /// Writes a file whole or not at all: beside it first, then renamed over it.
  static func writeFile(_ bytes: [UInt8], to path: String) -> String? {
    let beside = path + ".luodi-\(getpid())"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    let isWhole = write(bytes, to: descriptor) && fsync(descriptor) == 0
    let failure = String(cString: strerror(errno))
    close(descriptor)
    guard isWhole, rename(beside, path) == 0 else {
      unlink(beside)
      return failure
    }
    return nil
  }
}
