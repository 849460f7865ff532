import TestSupport
import Testing

/// The table of fast paths in ARCHITECTURE.md: what it names is there, and nothing of its kind is missing from it.
@Suite struct FastPathTests {
  struct Row {
    var path: String
    var files: [String]
    var rules: [String]
    var limits: [(name: String, value: Int)]
    var tests: [String]
  }

  static let rows: [Row] = {
    guard let page = contents(of: Program.root + "/ARCHITECTURE.md"), let start = page.firstRange(of: "| fast path |") else { return [] }
    let table = page[start.lowerBound...].split(separator: "\n\n", maxSplits: 1)[0]
    return table.split(separator: "\n").dropFirst(2).map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map(String.init)
      func names(_ cell: Int) -> [String] { cells[cell].matches(of: /`([^`]+)`/).map { String($0.output.1) } }
      let limits = cells[3].matches(of: /`(\w+)` ([\d,]+\d|\d)/).map {
        (String($0.output.1), Int($0.output.2.filter { $0 != "," }) ?? -1)
      }
      return Row(path: cells[0], files: names(1), rules: names(2), limits: limits, tests: names(4))
    }
  }()

  /// The limits of the engine with their values: `public var heapRows = 4096`, `= 1 << 13`.
  private static func limits() throws -> [String: Int] {
    let file = try #require(files(below: "Sources/Store").first { $0.hasSuffix("/Limits.swift") })
    let text = try #require(contents(of: Program.root + "/" + file))
    var limits: [String: Int] = [:]
    for match in text.matches(of: /public var (\w+) = (\d+)(?: << (\d+))?/) {
      guard let value = Int(match.output.2) else { continue }
      limits[String(match.output.1)] = value << (match.output.3.flatMap { Int($0) } ?? 0)
    }
    return limits
  }

  private static func text(ofEngine file: String) -> String? { contents(of: Program.root + "/Sources/Engine/" + file) }

  @Test func whatTheTableNamesIsThere() throws {
    #expect(FastPathTests.rows.count >= 12)
    let limits = try FastPathTests.limits()
    let list = try #require(FastPathTests.text(ofEngine: "Planning/Rule.swift"))
    for row in FastPathTests.rows {
      #expect(!row.files.isEmpty && !row.tests.isEmpty, "\(row.path)")
      for file in row.files { #expect(FastPathTests.text(ofEngine: file) != nil, "\(file)") }
      for rule in row.rules { #expect(list.contains("= \"\(rule)\""), "\(rule)") }
      for (name, value) in row.limits { #expect(limits[name] == value, "\(name)") }
      for test in row.tests {
        let parts = test.split(separator: ".")
        let text = contents(of: Program.root + "/Tests/EngineTests/\(parts[0]).swift") ?? ""
        #expect(parts.count == 2 && text.contains("func \(parts[1])("), "\(test)")
      }
    }
  }

  /// Blocks between two looks at Ctrl-C are no path.
  @Test func everyLimitAndEveryFileOfAPathHasARow() throws {
    let named = Set(FastPathTests.rows.flatMap { $0.limits.map(\.name) })
    #expect(Set(try FastPathTests.limits().keys).subtracting(["block", "slowBlock"]) == named)
    let paths = files(below: "Sources/Engine/FastPaths").map { "FastPaths/" + ($0.split(separator: "/").last ?? "") }
    #expect(!paths.isEmpty && Set(paths).isSubset(of: FastPathTests.rows.flatMap(\.files)))
    // A rule that only makes the query simpler leads to no path of its own.
    let simplifying: Set = ["entity-aggregates", "fold-constants", "one-lookup", "flatten-ands", "cheapest-first"]
    let list = try #require(FastPathTests.text(ofEngine: "Planning/Rule.swift"))
    let rules = Set(list.matches(of: /case \w+ = "([\w-]+)"/).map { String($0.output.1) })
    #expect(rules.subtracting(simplifying) == Set(FastPathTests.rows.flatMap(\.rules)))
  }

  /// One file a rule, which opens with the rewrite and says when it pays.
  @Test func everyRuleHasItsFile() throws {
    let list = try #require(FastPathTests.text(ofEngine: "Planning/Rule.swift"))
    let rules = files(below: "Sources/Engine/Planning/Rules")
    #expect(rules.count == list.matches(of: /case \w+ = "[\w-]+"/).count)
    for file in rules {
      let lines = (contents(of: Program.root + "/" + file) ?? "").split(separator: "\n")
      let comment = lines.filter { $0.hasPrefix("///") }.joined(separator: "\n")
      #expect(comment.contains(" => ") && comment.contains("Pays "), "\(file)")
    }
  }
}
