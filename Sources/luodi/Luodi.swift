public import ArgumentParser
import Glibc
public import Shell

/// Arguments, nothing else: what they ask for is the Shell's.
@main
struct Luodi: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luodi",
    abstract: "Ask dated snapshots in sentences, in English or Chinese.",
    version: "luodi \(Shell.version)",
    subcommands: [Ask.self, Load.self, Check.self, Format.self, Verify.self, Info.self, Export.self],
    defaultSubcommand: Ask.self)

  static func main() { Shell.begin(work) }

  private static func work() {
    let words = Arguments.words
    if let settings = PlainArguments.settings(of: words) {
      Shell.leave(Shell.ask(settings, environment: .current()))
    }
    let asked = words.first == "help" ? words.dropFirst().first : nil
    if let asked, !asked.hasPrefix("-"), !PlainArguments.commands.contains(asked) {
      Shell.leave(
        Shell.help(on: words.dropFirst().joined(separator: " "), commands: PlainArguments.commands, environment: .current()))
    }
    do {
      var command = try parseAsRoot(words)
      try command.run()
    } catch {
      let message = fullMessage(for: error)
      if let status = error as? ExitCode { Shell.leave(ExitStatus(rawValue: status.rawValue) ?? .bug) }
      if exitCode(for: error) == .success { Shell.leave(Shell.answer(message)) }
      Shell.complain(message)
      Shell.leave(.usage)
    }
  }
}

/// What questions and loads have in common.
struct LibraryOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A model file instead of the built-in one; `infer` takes the model from the data.", valueName: "file"))
  var model: String?

  @Flag(help: "Refuse a snapshot that has any problem.")
  var strict = false

  @Option(help: ArgumentHelp("The snapshot date of a single file that names none.", valueName: "date"))
  var date: String?

  @Option(help: ArgumentHelp("Write every load problem to a CSV file.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("Write the model in use to a file, to edit.", valueName: "file"))
  var modelOut: String?

  @Flag(name: .shortAndLong, help: "No notes: only answers, warnings and errors.")
  var quiet = false

  @Option(help: ArgumentHelp("Language of labels and messages: en or zh.", valueName: "lang"))
  var lang: String?

  @Flag(help: "Leave out init.lq of the configuration folder, and do not ask about ./luodi.lq.")
  var noInit = false

  @Option(help: "Colour: auto, always or never.")
  var color: Settings.Color = .auto

  func apply(to settings: inout Settings) {
    if model == "infer" { settings.infersModel = true } else { settings.model = model }
    settings.isStrict = strict
    settings.date = date
    settings.reportPath = report
    settings.modelOut = modelOut
    settings.isQuiet = quiet
    settings.language = lang
    settings.skipsInit = noInit
    settings.color = color
  }
}

extension Settings.Color: ExpressibleByArgument {}

struct Ask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Open the prompt, or run queries and scripts (the default).")

  @Argument(help: "A folder of snapshots or one file; else $LUODI_LIBRARY, else ./library.luodi.")
  var library: String?

  // A query may begin with a minus.
  @Option(name: .customShort("c"), parsing: .unconditionalSingleValue, help: ArgumentHelp("Run a query and leave.", valueName: "query"))
  var queries: [String] = []

  @Option(
    name: .customShort("f"), parsing: .singleValue, help: ArgumentHelp("Run a script and leave; - is standard input.", valueName: "script"))
  var scripts: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp("Set a script parameter.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp(Settings.formatWords + "."), completion: .list(Settings.formatNames))
  var format: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the answer to a file; - is standard output.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Ask an older snapshot.", valueName: "moment"))
  var asOf: String?

  @Option(help: ArgumentHelp("What `today` is instead of the snapshot's date.", valueName: "date"))
  var today: String?

  @Flag(help: "Exit with status 1 when the last answer has no rows.")
  var exitCode = false

  @Flag(inversion: .prefixedNo, help: "Keep what is read from a folder in the cache, for the next start.")
  var cache = true

  @Option(
    name: .customLong("init"), parsing: .singleValue, help: ArgumentHelp("Read declarations before anything else.", valueName: "file"))
  var initFiles: [String] = []

  @OptionGroup var options: LibraryOptions

  func run() throws {
    throw ExitCode(Shell.ask(try settings(), environment: .current()).rawValue)
  }

  func settings() throws -> Settings {
    var settings = Settings()
    settings.library = library
    settings.inputs = queries.map { .query($0) } + scripts.map { .script($0) }
    settings.parameters = try param.map(parameter)
    settings.format = format
    settings.output = output
    settings.asOf = asOf
    settings.today = today
    settings.usesExitCode = exitCode
    settings.usesCache = cache
    settings.initFiles = initFiles
    options.apply(to: &settings)
    return settings
  }
}

struct Load: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Add snapshots to a library file and report every problem in them.")

  @Flag(help: "Only read and report; all arguments are paths to read, no library among them.")
  var check = false

  @Flag(help: "A snapshot takes the place of the one of its date that the library has.")
  var replace = false

  @Flag(help: "Do not wait while another load writes the library.")
  var noWait = false

  @Argument(help: ArgumentHelp("The library file (not with --check), then folders of snapshots or files.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var options: LibraryOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("name a folder of snapshots or a file") }
    guard check || paths.count > 1 else { throw ValidationError("name the library file first, then what to load into it") }
  }

  func run() throws {
    var settings = Settings()
    options.apply(to: &settings)
    settings.replaces = replace
    settings.waits = !noWait
    let environment = Environment.current()
    guard !check else { throw ExitCode(Shell.checkLoad(paths, settings, environment: environment).rawValue) }
    throw ExitCode(Shell.load(paths[0], Array(paths.dropFirst()), settings, environment: environment).rawValue)
  }
}

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Read a whole library file and name what is broken in it.")

  @Argument(help: "The library file.")
  var library: String

  @Option(help: ArgumentHelp("Language of messages: en or zh.", valueName: "lang"))
  var lang: String?

  func run() throws {
    var settings = Settings()
    settings.language = lang
    throw ExitCode(Shell.verify(library, settings, environment: .current()).rawValue)
  }
}

struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Tell what a library file holds: snapshots, versions, sizes, load problems.")

  @Argument(help: "The library file.")
  var library: String

  @Option(help: ArgumentHelp("Language of messages: en or zh.", valueName: "lang"))
  var lang: String?

  func run() throws {
    var settings = Settings()
    settings.language = lang
    throw ExitCode(Shell.info(library, settings, environment: .current()).rawValue)
  }
}

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write a library as tables for other programs.")

  @Argument(help: "A folder of snapshots or one file; else $LUODI_LIBRARY, else ./library.luodi.")
  var library: String?

  @Option(help: ArgumentHelp("The folder for a CSV file a table and the statements that load them into a database.", valueName: "folder"))
  var asTables: String

  @OptionGroup var options: LibraryOptions

  func run() throws {
    var settings = Settings()
    settings.library = library
    options.apply(to: &settings)
    throw ExitCode(Shell.exportTables(asTables, settings, environment: .current()).rawValue)
  }
}
