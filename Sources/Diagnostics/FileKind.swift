/// What a path leads to, links followed: only files hold libraries and snapshots, and nothing else is opened to see.
public enum FileKind: Hashable, Sendable {
  case file, folder, pipe, device, socket

  /// By the mode that the system gives a file.
  public init(mode: UInt32) {
    switch mode & 0o170000 {
    case 0o040000: self = .folder
    case 0o010000: self = .pipe
    case 0o140000: self = .socket
    case 0o020000, 0o060000: self = .device
    default: self = .file
    }
  }

  public var words: Bilingual {
    switch self {
    case .file: Bilingual("a file", "文件")
    case .folder: Bilingual("a folder", "文件夹")
    case .pipe: Bilingual("a pipe", "管道")
    case .device: Bilingual("a device", "设备")
    case .socket: Bilingual("a socket", "套接字")
    }
  }
}

/// Whether a text can be the path of a file. The system reads one up to its first U+0000, and so would open another file than the one named.
public func canBePath(_ text: String) -> Bool { !text.utf8.contains(0) }

/// Why a text that ``canBePath(_:)`` refuses is no path, as the system words its own reasons.
public let noPathReason = "The name of a file holds no U+0000"
