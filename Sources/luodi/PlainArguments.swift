import Shell

/// The usual arguments of a question, read without ArgumentParser, whose description of all commands costs more than a question does.
///
/// It knows less than the parser on purpose: whatever it is not sure of (another command, help, a repeated option, a value that begins with a dash,
/// anything misspelt) is nil, and the parser reads the same arguments with all its messages. What it does read, the parser reads alike.
enum PlainArguments {
  /// What comes after the program's name as settings; nil: ask the parser.
  static func settings(of arguments: [String]) -> Settings? {
    var settings = Settings()
    var queries: [Settings.Input] = []
    var scripts: [Settings.Input] = []
    var seen: [String] = []
    var next = 0
    while next < arguments.count {
      var word = arguments[next]
      next += 1
      guard word.utf8.first == dash else {
        guard settings.library == nil, !word.isEmpty, !commands.contains(word) else { return nil }
        settings.library = word
        continue
      }
      // `--format=csv`; a short option takes its value as the next word only.
      var value: String?
      if word.hasPrefix("--"), let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) {
        value = String(word[word.utf8.index(after: equals)...])
        word = String(word[..<equals])
      }
      word = long(word)
      if word != "-c", word != "-f" {
        guard !seen.contains(word) else { return nil }
        seen.append(word)
      }
      if value == nil, flag(word, &settings) { continue }
      if value == nil, next < arguments.count {
        value = arguments[next]
        next += 1
      }
      // A query may begin with a minus; any other value that begins with one is a mistake.
      guard let value, !value.isEmpty, word == "-c" || value.utf8.first != dash else { return nil }
      switch word {
      case "-c": queries.append(.query(value))
      case "-f": scripts.append(.script(value))
      default: guard option(word, value, &settings) else { return nil }
      }
    }
    settings.inputs = queries + scripts
    return settings
  }

  private static let dash = UInt8(ascii: "-")

  /// What a first word may be instead of a library's path.
  static let commands = ["ask", "load", "check", "fmt", "verify", "info", "export", "help"]

  private static func long(_ word: String) -> String {
    switch word {
    case "-q": "--quiet"
    case "-o": "--output"
    default: word
    }
  }

  private static func flag(_ word: String, _ settings: inout Settings) -> Bool {
    switch word {
    case "--quiet": settings.isQuiet = true
    case "--exit-code": settings.usesExitCode = true
    case "--no-cache": settings.usesCache = false
    case "--no-init": settings.skipsInit = true
    default: return false
    }
    return true
  }

  private static func option(_ word: String, _ value: String, _ settings: inout Settings) -> Bool {
    switch word {
    case "--format": settings.format = value
    case "--output": settings.output = value
    case "--as-of": settings.asOf = value
    case "--today": settings.today = value
    case "--lang": settings.language = value
    case "--color":
      guard let color = Settings.Color(rawValue: value) else { return false }
      settings.color = color
    default: return false
    }
    return true
  }
}
