import TestSupport
import Testing

/// What the manifest cannot check: words, links, formatting, paths.
@Suite struct TidyTests {
  static let swiftFiles = files(below: "Sources").filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }

  /// The engine knows no domain: its words live in the model, and nowhere else in code.
  @Test func domainWordsStayInTheModel() {
    let words = [
      "project", "district", "overdue", "landed", "wuhan", "hannan", "investment", "preparatory", "vintage", "red card", "yellow card",
      "项目", "汉南", "逾期", "落地", "总投资", "开工", "责任",
    ]
    var found: [String] = []
    for file in TidyTests.swiftFiles where !file.hasPrefix("Sources/Landing/") {
      guard let text = contents(of: Program.root + "/" + file) else { continue }
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let code = withoutComment(line).lowercased()
        for word in words where code.contains(word) { found.append("\(file):\(number + 1): \(word)") }
      }
    }
    #expect(found == [])
  }

  /// Only the shell prints, asks the terminal or reads the environment.
  @Test func onlyTheShellPrints() {
    let words = #/\b(getenv|setenv|isatty|fputs|puts|printf|putchar)\(|\b(environ|STDOUT_FILENO|stdout|stderr)\b(?!:|\))|\bprint\("/#
    var found: [String] = []
    for file in TidyTests.swiftFiles
    where file.hasSuffix(".swift") && !file.hasPrefix("Sources/Shell/") && !file.hasPrefix("Sources/luodi/") {
      for line in (contents(of: Program.root + "/" + file) ?? "").split(separator: "\n") where withoutComment(line).contains(words) {
        found.append("\(file): \(line)")
      }
    }
    #expect(found == [])
  }

  private func withoutComment(_ line: Substring) -> String {
    let trimmed = line.drop { $0 == " " }
    if trimmed.hasPrefix("//") || trimmed.hasPrefix("*") { return "" }
    var code = ""
    var isInText = false
    var previous: Character = " "
    for character in line {
      if character == "\"" && previous != "\\" { isInText.toggle() }
      if character == "/" && previous == "/" && !isInText { return String(code.dropLast()) }
      code.append(character)
      previous = character
    }
    return code
  }

  @Test func noPathOfAMachineAndNoWorkplaceTool() {
    // Spelled in pieces, so that this file does not find itself.
    let words = ["/" + "work/", "farm" + "-studio", "farm" + "-bench", ".." + "/shared/design", "/root" + "/"]
    var found: [String] = []
    for file in files(below: "") where ![".csv", ".xlsx", ".pyc"].contains(where: file.hasSuffix) {
      guard let text = contents(of: Program.root + "/" + file) else { continue }
      for word in words where text.contains(word) { found.append("\(file): \(word)") }
    }
    #expect(found == [])
  }

  @Test func linksOfThePagesLeadSomewhere() {
    var dead: [String] = []
    for file in files(below: "") where file.hasSuffix(".md") {
      guard let text = contents(of: Program.root + "/" + file) else { continue }
      let folder = file.split(separator: "/").dropLast().joined(separator: "/")
      for match in text.matches(of: /\]\(([^)#:\s]+)(#[^)]*)?\)/) {
        let target = (folder.isEmpty ? "" : folder + "/") + match.output.1
        let status = Program.shell("test -e '\(target)'").status
        if status != 0 { dead.append("\(file): \(match.output.1)") }
      }
    }
    #expect(dead == [])
  }

  @Test func everySourceIsFormatted() {
    let outcome = Program.shell("swift format lint --strict -r Sources Tests Package.swift")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
