import Checking
import Diagnostics
import Glibc
import Model
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
  func path(of target: String) -> String { Self.there(target.hasPrefix("/") ? target : folder + target) }

  /// A path that a text names, as the system spells it: texts are NFC, and names are as whoever made them wrote them. What is there as written is
  /// meant; so is what is nowhere.
  private static func there(_ path: String) -> String {
    guard !Streams.exists(path), path.utf8.contains(where: { $0 >= 0x80 }) else { return path }
    var found = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      let name = String(part)
      // Texts are equal in whatever form.
      guard let same = Streams.exists(found + name) ? name : names(in: found).first(where: { $0 == name }) else { return path }
      found += same + "/"
    }
    found.removeLast()
    return found
  }

  private static func names(in folder: String) -> [String] {
    guard let listing = opendir((folder.isEmpty ? "." : folder).systemPath) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(PathText.text(of: $0)) }
      }
    }
    return names
  }
}
