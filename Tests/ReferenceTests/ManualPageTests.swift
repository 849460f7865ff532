import Glibc
import TestSupport
import Testing

/// The manual page names exactly the options of the program, and is clean.
@Suite struct ManualPageTests {
  static let page = contents(of: Program.root + "/docs/luodi.1") ?? ""

  private static func help(_ arguments: String) -> String { Program.shell("luodi \(arguments)").output }

  /// The subcommands that the program lists.
  private static let subcommands: [String] = help("--help").split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
    .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
    .compactMap { $0.split(separator: " ").first.map(String.init) }

  @Test func everySubcommandIsDescribed() {
    #expect(ManualPageTests.subcommands.count >= 3)
    for subcommand in ManualPageTests.subcommands { #expect(ManualPageTests.page.contains(".Ss \(subcommand)\n"), "\(subcommand)") }
  }

  @Test func theOptionsAreTheProgramsOptions() {
    var options: Set<String> = []
    for subcommand in ManualPageTests.subcommands {
      for line in ManualPageTests.help("\(subcommand) --help").split(separator: "\n") where line.hasPrefix("  -") {
        for word in line.split(whereSeparator: { $0 == " " || $0 == "," }).prefix(2) where word.hasPrefix("-") {
          // `--cache/--no-cache` are two.
          options.formUnion(word.split(separator: "/").map(String.init))
        }
      }
    }
    var described: Set<String> = []
    for line in ManualPageTests.page.split(separator: "\n") where line.hasPrefix(".It Fl ") {
      for match in String(line).matches(of: /Fl ([-a-z]+)/) { described.insert("-" + match.output.1) }
    }
    #expect(described == options)
  }

  @Test(.enabled(if: access("/usr/bin/groff", X_OK) == 0)) func groffHasNothingToSay() {
    let outcome = Program.shell("groff -mandoc -ww -z docs/luodi.1")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }
}
