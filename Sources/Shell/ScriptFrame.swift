import Diagnostics
import Semantics
import Store

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
    file = FilePath.resolved(path)
    folder = FilePath.folder(of: path)
  }

  init(name: String, file: String?, folder: String) {
    self.name = name
    self.file = file
    self.folder = folder
  }

  /// A path that a script names, read from the script's folder.
  func path(of target: String) -> String { target.hasPrefix("/") ? target : folder + target }
}
