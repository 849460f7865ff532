import Diagnostics
import Glibc

/// Reads what is to be parsed: scripts, models, the user's own declarations. A script or model may come through a pipe or from a device
/// (`-f <(…)`, `/dev/stdin`), and so may never end: it is read up to a limit, and Ctrl-C ends the reading.
enum ScriptText {
  /// Longer ones are refused, files too.
  static let limit = 16 << 20

  /// Why a text was not read.
  enum Unread: Error {
    case refused(reason: String)
    case interrupted

    /// As the problem of a path without a place in a text; nil for what the user ended.
    func problem(_ path: String) -> ShellProblem? {
      if case .refused(let reason) = self { .unreadable(path, reason: reason) } else { nil }
    }
  }

  /// `-` is standard input.
  static func read(_ path: String) throws(Unread) -> [UInt8] {
    if path == "-" { return try read(descriptor: 0) }
    guard canBePath(path) else { throw .refused(reason: noPathReason) }
    // Opening a pipe waits for whoever writes into it.
    let descriptor = try call { open(path.systemPath, O_RDONLY | O_CLOEXEC) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor)
  }

  /// The text of a file and of nothing else, which is not even opened: for what nobody asked for by name, and for what is written anew.
  static func readFile(_ path: String) throws(Unread) -> [UInt8] {
    guard kind(path) ?? .file == .file else { throw .refused(reason: "Not a file") }
    return try read(path)
  }

  /// What a path leads to; nil for nothing.
  static func kind(_ path: String) -> FileKind? {
    var status = stat()
    return stat(path.systemPath, &status) == 0 ? FileKind(mode: status.st_mode) : nil
  }

  private static func read(descriptor: Int32) throws(Unread) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try call { Glibc.read(descriptor, &chunk, chunk.count) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw .refused(reason: "more than 16 MB, the limit for scripts and models") }
    }
  }

  /// A call that may wait: again after a signal that is no Ctrl-C.
  private static func call<Number: SignedInteger>(_ body: () -> Number) throws(Unread) -> Number {
    while true {
      if Session.isInterrupted() { throw .interrupted }
      let result = body()
      if result >= 0 { return result }
      guard errno == EINTR else { throw .refused(reason: Streams.lastFailure) }
    }
  }
}
