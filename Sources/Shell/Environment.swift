import Diagnostics
import Glibc

/// The only place that reads environment variables and asks the terminal.
public struct Environment: Sendable {
  public let variables: [String: String]
  public let inputIsTerminal: Bool
  public let outputIsTerminal: Bool
  public let errorIsTerminal: Bool

  public init(variables: [String: String], inputIsTerminal: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool) {
    self.variables = variables
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
  }

  public static func current() -> Environment {
    var variables: [String: String] = [:]
    for name in [
      "HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LUODI_LIBRARY", "PAGER", "NO_COLOR", "TERM", "LC_ALL", "LC_MESSAGES",
      "LC_CTYPE", "LANG",
    ] {
      // One that is set to nothing counts as unset; only a pager of that kind says that none is wanted.
      if let value = getenv(name), value.pointee != 0 || name == "PAGER" { variables[name] = PathText.text(of: value) }
    }
    return Environment(
      variables: variables, inputIsTerminal: isatty(0) == 1, outputIsTerminal: isatty(1) == 1, errorIsTerminal: isatty(2) == 1)
  }

  /// Where history lives; nil without a home.
  var stateFolder: String? {
    if let state = variables["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/luodi" }
    if let home = variables["HOME"], !home.isEmpty { return home + "/.local/state/luodi" }
    return nil
  }

  /// Where libraries made of folders are kept for the next start; nil without a home.
  var cacheFolder: String? {
    if let cache = variables["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/luodi" }
    if let home = variables["HOME"], Streams.exists(home) { return home + "/.cache/luodi" }
    return nil
  }

  /// Where the user's own declarations lie; nil without a home.
  var configFolder: String? {
    if let folder = variables["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/luodi" }
    if let home = variables["HOME"], !home.isEmpty { return home + "/.config/luodi" }
    return nil
  }

  /// The locale asks for Chinese.
  var prefersChinese: Bool {
    locale(of: "LC_MESSAGES")?.hasPrefix("zh") ?? false
  }

  /// What the variables ask for in a category; one that is set to nothing counts as unset.
  func locale(of category: String) -> String? {
    ["LC_ALL", category, "LANG"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
  }

  /// Rows and columns of the terminal, 24 x 80 where it does not say.
  static func terminalSize() -> (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return (24, 80) }
    return (Int(size.ws_row), Int(size.ws_col))
  }
}
