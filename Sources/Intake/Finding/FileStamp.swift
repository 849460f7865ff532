import Diagnostics
import Glibc
import Store

/// What tells whether files are still those that were read, without reading them: their names, places on the disk, sizes and times. Whoever writes
/// into a file can set its time of change back, but not that of its entry (`ctime`), which the system keeps.
public struct FileStamp: Equatable, Sendable {
  /// 16 hexadecimal digits
  public let text: String
  /// When the newest of the entries was changed, in seconds
  private let newest: Int

  /// Of a file or everything in a folder, with `extra` mixed in; nil where something cannot be looked at.
  public init?(_ path: String, extra: [UInt8]) {
    var writer = ByteWriter()
    var newest = Int.min
    writer.append(raw: extra)
    let isWhole = Self.walk(path) { path, status in
      writer.append(text: path)
      writer.append(status.st_mode & S_IFMT)
      writer.append(status.st_dev)
      writer.append(status.st_ino)
      newest = max(newest, status.st_ctim.tv_sec)
      guard status.st_mode & S_IFMT != S_IFDIR else { return true }
      writer.append(status.st_size)
      for time in [status.st_mtim, status.st_ctim] {
        writer.append(time.tv_sec)
        writer.append(time.tv_nsec)
      }
      return true
    }
    guard isWhole else { return nil }
    text = contentSum(writer.bytes)
    self.newest = newest
  }

  /// Times are kept no finer than the system's clock ticks, on some disks than two seconds: what was changed just now can be changed again unseen.
  public var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return newest < now.tv_sec - 2
  }

  /// What the files hold: a number of their names and all their bytes, with `extra` mixed in. Nil where something cannot be read.
  public static func content(_ path: String, extra: [UInt8]) -> String? {
    var writer = ByteWriter()
    writer.append(raw: extra)
    let isWhole = walk(path) { path, status in
      writer.append(text: path)
      writer.append(status.st_mode & S_IFMT)
      guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return true }
      guard let sum = sum(ofFile: path) else { return false }
      writer.append(text: sum)
      return true
    }
    return isWhole ? contentSum(writer.bytes) : nil
  }

  private static func sum(ofFile path: String) -> String? {
    if let file = MappedFile(path) { return contentSum(UnsafeRawBufferPointer(file.bytes)) }
    guard let bytes = try? FileBytes.read(path) else { return nil }
    return contentSum(bytes)
  }

  /// Calls the body with the path and everything below it; false where something cannot be looked at or the body says so.
  private static func walk(_ path: String, _ body: (String, stat) -> Bool) -> Bool {
    var status = stat()
    guard stat(path.systemPath, &status) == 0, body(path, status) else { return false }
    guard status.st_mode & S_IFMT == S_IFDIR else { return true }
    guard let names = try? FileBytes.names(inFolder: path) else { return false }
    return names.allSatisfy { walk(path + "/" + $0, body) }
  }
}
