import Diagnostics
import Glibc

/// Paths as the system reads them.
public enum FilePath {
  /// The folder of a path with its slash; empty for the current one.
  public static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// What stands behind the last slash.
  public static func name(of path: String) -> String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }

  /// Without links and detours; nil where nothing is there.
  public static func resolved(_ path: String) -> String? {
    guard canBePath(path) else {
      errno = EINVAL
      return nil
    }
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// Without links and detours, also where nothing is there yet; nil where a folder on the way is missing or links go round (`errno` tells).
  public static func end(ofLinks path: String) -> String? {
    if let there = resolved(path) { return there }
    guard errno == ENOENT else { return nil }
    var path = path
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    for _ in 0..<40 {
      let count = buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count) }
      guard count >= 0 else { return resolved(folder(of: path) + ".").map { ($0 == "/" ? "" : $0) + "/" + name(of: path) } }
      let next = String(decoding: buffer[..<count], as: UTF8.self)
      path = next.hasPrefix("/") ? next : folder(of: path) + next
    }
    errno = ELOOP
    return nil
  }
}
