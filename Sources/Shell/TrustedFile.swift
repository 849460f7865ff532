import Glibc

/// Whether what a file declares may be believed: it and its folder belong to the user or to root, and nobody else may write them.
enum TrustedFile {
  enum Doubt: Equatable { case otherOwner, writableByAll }

  static func doubt(about path: String) -> Doubt? {
    doubt(aboutEntry: path) ?? doubt(aboutEntry: ScriptFrame.folder(of: path))
  }

  private static func doubt(aboutEntry path: String) -> Doubt? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_uid == geteuid() || status.st_uid == 0 else { return .otherOwner }
    return status.st_mode & S_IWOTH != 0 ? .writableByAll : nil
  }
}
