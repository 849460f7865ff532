import Diagnostics
import Glibc
import Store

/// Whether what a file declares may be believed: it and its folder belong to the user or to root, and nobody else may write them.
enum TrustedFile {
  enum Doubt: Equatable { case otherOwner, writableByAll, writableByGroup }

  static func doubt(about path: String) -> Doubt? {
    doubt(aboutEntry: path) ?? doubt(aboutEntry: FilePath.folder(of: path))
  }

  private static func doubt(aboutEntry path: String) -> Doubt? {
    var status = stat()
    guard stat(path.systemPath, &status) == 0 else { return nil }
    guard status.st_uid == geteuid() || status.st_uid == 0 else { return .otherOwner }
    if status.st_mode & S_IWOTH != 0 { return .writableByAll }
    return status.st_mode & S_IWGRP != 0 && !isOfOneAlone(status.st_gid) ? .writableByGroup : nil
  }

  /// A group that holds nobody but the user: that of the user's own name, as systems make one for each.
  private static func isOfOneAlone(_ group: gid_t) -> Bool {
    guard let user = getpwuid(geteuid()), user.pointee.pw_gid == group else { return false }
    let name = String(cString: user.pointee.pw_name)
    guard let entry = getgrgid(group), String(cString: entry.pointee.gr_name) == name, let members = entry.pointee.gr_mem else {
      return false
    }
    var place = 0
    while let member = members[place] {
      if String(cString: member) != name { return false }
      place += 1
    }
    return true
  }
}
