import Diagnostics
import Glibc

/// Paths as the system reads them.
public enum FilePath {
  /// The folder of a path with its slash; empty for the current one.
  public static func folder(of path: String) -> String { String(path.unicodeScalars[..<nameStart(path)]) }

  /// What stands behind the last slash.
  public static func name(of path: String) -> String { String(path.unicodeScalars[nameStart(path)...]) }

  /// By scalars: a combining sign may begin a name, and then makes no character with the slash.
  private static func nameStart(_ path: String) -> String.Index {
    let scalars = path.unicodeScalars
    return scalars.lastIndex(of: "/").map(scalars.index(after:)) ?? scalars.startIndex
  }

  /// Without links and detours; nil where nothing is there.
  public static func resolved(_ path: String) -> String? {
    guard canBePath(path) else {
      errno = EINVAL
      return nil
    }
    guard let found = realpath(path.systemPath, nil) else { return nil }
    defer { free(found) }
    return PathText.text(of: found)
  }

  /// Without links and detours, also where nothing is there yet; nil where a folder on the way is missing or links go round (`errno` tells).
  public static func end(ofLinks path: String) -> String? {
    if let there = resolved(path) { return there }
    guard errno == ENOENT else { return nil }
    var path = path
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    for _ in 0..<40 {
      let count = buffer.withUnsafeMutableBytes { readlink(path.systemPath, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count) }
      guard count >= 0 else { return resolved(folder(of: path) + ".").map { ($0 == "/" ? "" : $0) + "/" + name(of: path) } }
      let next = PathText.text(of: buffer[..<count])
      path = next.hasPrefix("/") ? next : folder(of: path) + next
    }
    errno = ELOOP
    return nil
  }
}
