import Glibc
import Store

/// What tells whether files are still those that were read: their names, sizes and times of change, without reading them.
public enum FileStamp {
  /// A number for a file or for everything in a folder, as 16 hexadecimal digits, with `extra` mixed in; nil where something cannot be looked at.
  public static func of(_ path: String, extra: [UInt8]) -> String? {
    var writer = ByteWriter()
    writer.append(raw: extra)
    guard add(path, to: &writer) else { return nil }
    return contentSum(writer.bytes)
  }

  private static func add(_ path: String, to writer: inout ByteWriter) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    writer.append(text: path)
    writer.append(status.st_mode & S_IFMT)
    guard status.st_mode & S_IFMT == S_IFDIR else {
      writer.append(status.st_size)
      writer.append(status.st_mtim.tv_sec)
      writer.append(status.st_mtim.tv_nsec)
      return true
    }
    guard let names = try? FileBytes.names(inFolder: path) else { return false }
    return names.allSatisfy { add(path + "/" + $0, to: &writer) }
  }
}
