@preconcurrency import CReadlineLibrary
import Diagnostics
import Glibc

/// The history file: `$XDG_STATE_HOME/luodi/history`, else `~/.local/state/luodi/history`. Time stamps between the entries let entries of
/// several lines survive a restart.
struct History {
  static let limit: Int32 = 5_000

  private let path: String?

  init(environment: Environment) {
    let file = environment.stateFolder.map { $0 + "/history" }
    var status = stat()
    // Another user's, where a shell of root keeps the user's home: neither read nor written.
    path = file.flatMap { stat($0.systemPath, &status) == 0 && status.st_uid != geteuid() ? nil : $0 }
    using_history()
    history_write_timestamps = 1
    history_comment_char = 35  // "#"
    stifle_history(History.limit)
    guard let path else { return }
    makeFolders(for: path)
    if isUsable { read_history(path.systemPath) }
  }

  /// A file, or nothing yet: a pipe would make readline wait.
  private var isUsable: Bool { path.map { ScriptText.kind($0) ?? .file == .file } ?? false }

  /// Adds an entry unless it repeats the last one. A history that cannot be written is no reason to stop.
  func add(_ entry: String) {
    if history_length > 0, let last = history_get(history_base + history_length - 1), String(cString: last.pointee.line) == entry { return }
    add_history(entry)
    guard isUsable, let path else { return }
    if append_history(1, path.systemPath) != 0 { write_history(path.systemPath) }
    chmod(path.systemPath, 0o600)
  }

  /// Keeps the file within its limit.
  func close() {
    guard isUsable, let path else { return }
    history_truncate_file(path.systemPath, History.limit)
  }
}
