import ArgumentParser
import Shell

/// `--param NAME=VALUE`
func parameter(_ pair: String) throws -> (name: String, value: String) {
  guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("--param wants NAME=VALUE, not '\(pair)'") }
  return (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Find everything wrong with scripts without running them.")

  @Argument(help: ArgumentHelp("Scripts; - is standard input.", valueName: "script"))
  var scripts: [String]

  @Option(help: ArgumentHelp("Judge values by this library; without one, unknown values are let pass.", valueName: "library"))
  var library: String?

  @Option(parsing: .singleValue, help: ArgumentHelp("Set a script parameter.", valueName: "name=value"))
  var param: [String] = []

  @Option(
    name: .customLong("init"), parsing: .singleValue, help: ArgumentHelp("Read declarations before anything else.", valueName: "file"))
  var initFiles: [String] = []

  @OptionGroup var options: LibraryOptions

  func run() throws {
    var settings = Settings()
    settings.library = library
    settings.initFiles = initFiles
    settings.parameters = try param.map(parameter)
    options.apply(to: &settings)
    throw ExitCode(Shell.check(scripts, settings, environment: .current()).rawValue)
  }
}

struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Rewrite scripts in canonical form: comments stay, formatting twice changes nothing.")

  @Flag(help: "Rewrite nothing; name the scripts that would change, with status 1 if there are any.")
  var check = false

  @Flag(help: "Write to standard output instead of the scripts.")
  var stdout = false

  @Argument(help: ArgumentHelp("Scripts; - is standard input, written to standard output.", valueName: "script"))
  var scripts: [String]

  @Option(help: ArgumentHelp("Language of messages: en or zh.", valueName: "lang"))
  var lang: String?

  func run() throws {
    var settings = Settings()
    settings.language = lang
    let mode: Shell.FormatMode = check ? .check : stdout ? .output : .rewrite
    throw ExitCode(Shell.format(scripts, mode, settings, environment: .current()).rawValue)
  }
}
