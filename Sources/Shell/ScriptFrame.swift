import Diagnostics
import Glibc
import Semantics

/// One script at work: where it lies, its parameters, and what it was told. The first frame is that of the prompt and the command line,
/// where `-c`, `-f` and standard input follow each other.
struct ScriptFrame {
  /// What `run … with` handed over: read when the script declares the parameter, in the world of whoever wrote it.
  struct Given {
    var argument: ScriptCall.Argument
    var source: Source
    var world: World
  }

  /// How messages call it.
  var name: String
  /// The file without links and detours, by which a script that runs itself is known; nil for what is no file.
  var file: String?
  /// The folder from which `run "…"` is read: that of the script, else the current one.
  var folder: String
  var parameters: NamedList<ScriptParameter> = []
  var given: [Given] = []

  static let outermost = ScriptFrame(name: "", file: nil, folder: "")

  /// A script by its path.
  init(path: String) {
    name = path
    file = ScriptFrame.resolved(path)
    folder = ScriptFrame.folder(of: path)
  }

  init(name: String, file: String?, folder: String) {
    self.name = name
    self.file = file
    self.folder = folder
  }

  /// A path that a script names, read from the script's folder.
  func path(of target: String) -> String { target.hasPrefix("/") ? target : folder + target }

  /// The folder of a path with its slash; empty for the current one.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
