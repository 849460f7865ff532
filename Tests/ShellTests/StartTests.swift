import ArgumentParser
import Shell
import TestSupport
import Testing

@testable import luodi

/// The short way from arguments to an answer: the same as the long one, and with little to do.
@Suite struct StartTests {
  /// What ArgumentParser makes of the arguments, if it is a question.
  private func parsed(_ arguments: [String]) -> String? {
    guard let ask = try? Luodi.parseAsRoot(arguments) as? Ask else { return nil }
    return (try? ask.settings()).map { String(reflecting: $0) }
  }

  private func plain(_ arguments: [String]) -> String? { PlainArguments.settings(of: arguments).map { String(reflecting: $0) } }

  @Test(arguments: [
    [], ["lib.luodi"], ["-q"], ["lib.luodi", "-q", "-c", "count works"], ["-c", "a", "-c", "b", "-f", "s.lq", "-c", "d", "folder/"],
    ["-f", "s.lq", "-c", "count works", "--format", "json"], ["--format=tsv", "l", "--lang=zh", "-c", "统计 工程"],
    ["--color", "never", "-c", "x"],
    ["l", "-o", "out.csv", "--as-of", "first snapshot", "--today=2018-01-01", "--exit-code", "--quiet", "-c", "list works where a >= 3"],
    ["--output", "a=b.csv", "-c", "load", "--no-cache", "--no-init"], ["-c", "count works where x = 1", "l"], ["-c", "-q"], ["-c", "- x"],
    ["l", "-c", "-7 / 2", "-q"],
  ])
  func theUsualArgumentsAreReadTheShortWay(_ arguments: [String]) {
    #expect(plain(arguments) != nil)
    #expect(plain(arguments) == parsed(arguments))
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["load", "l", "s"], ["help"], ["ask", "-c", "x"], ["a", "b"], ["-c"],
    ["--", "a"], ["-"],
    ["-q", "-q"], ["-q", "--quiet"], ["--format"], ["--format", "csv", "--format", "json"], ["--format="], ["--quiet=yes"], ["-c=count"],
    ["--color", "pink"], ["-qc", "x"], ["--frobnicate"], ["--frobnicate", "x"], [""], ["-c", ""], ["-q", "verify", "l"],
    ["--model", "m.lq", "-c", "x"], ["--exit-code=1", "-c", "x"],
  ])
  func anythingElseIsForTheParser(_ arguments: [String]) {
    #expect(plain(arguments) == nil)
  }

  /// Arguments put together at random: where the short way reads them at all, the parser reads the same.
  @Test func bothWaysReadTheSame() {
    let pieces = [
      "l.luodi", "-q", "--quiet", "-c", "count works", "-c", "list works", "-f", "s.lq", "--format", "csv", "--format=json", "-o", "out",
      "--output=x",
      "--as-of", "2018-01-01", "--today", "--lang", "zh", "--lang=en", "--color=always", "--color", "auto", "--exit-code", "--no-cache",
      "--cache",
      "load", "info", "help", "-", "--", "--no-quiet", "-x", "--param", "a=b", "--strict", "=", "--=", "-q=1", "--color=", "汉南", "a b", "",
    ]
    var state: UInt64 = 2018
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var read = 0
    for _ in 0..<1_500 {
      let arguments = (0..<(1 + random(5))).map { _ in pieces[random(pieces.count)] }
      guard let settings = plain(arguments) else { continue }
      read += 1
      #expect(settings == parsed(arguments), "\(arguments)")
    }
    #expect(read > 100)
  }

  /// Every command of the parser is a word that the short way leaves to it.
  @Test func allCommandsAreKnown() {
    let commands = Luodi.configuration.subcommands.map { $0.configuration.commandName ?? "\($0)".lowercased() }
    #expect(Set(commands + ["help"]) == Set(PlainArguments.commands))
  }

  /// A library in which every column but two is broken answers a question about these two as if nothing were wrong: the others are not looked at.
  @Test func onlyColumnsThatAreNamedAreRead() throws {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); luodi load $D/l.luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq -q 2> /dev/null; echo $D
      """)
    let folder = String(outcome.output.dropLast())
    defer { _ = Program.shell("rm -r \(folder)") }
    let path = folder + "/l.luodi"
    // Of the works: 2 is the area, 3 the phase.
    let broken = try LibraryBytes(path).breakCells { entity, column in entity != 1 || (column != 2 && column != 3) }
    #expect(broken > 5)
    let asked = Program.shell("luodi \(path) -q -c 'count works where phase = done by area'")
    #expect(asked.output == "area,count\nn,2\n", "\(asked.errors)")
    #expect(asked.status == 0)
    let other = Program.shell("luodi \(path) -q -c 'list works'")
    #expect(other.status == 3)
    #expect(other.output == "")
  }

  /// A question's own memory, whatever the library's size: 30 MB are plenty, and less than one is too little for any program in Swift.
  @Test func aQuestionNeedsLittleMemory() {
    let outcome = Program.shell(
      """
      D=$(mktemp -d); trap 'rm -r $D' EXIT; luodi load $D/l.luodi examples/wuhan-2018 -q 2> /dev/null
      (ulimit -d 30000; luodi $D/l.luodi -q -c 'count projects by district' | wc -l); luodi $D/l.luodi -q -c 'count projects by district' | wc -l
      (ulimit -d 500; luodi $D/l.luodi -q -c 'count projects by district' 2> /dev/null | wc -l)
      """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3, "\(outcome.errors)")
    #expect(lines.first == lines.dropFirst().first)
    #expect(lines.first != lines.last)
  }
}
