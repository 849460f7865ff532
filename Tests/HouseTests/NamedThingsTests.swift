import TestSupport
import Testing

/// What ARCHITECTURE.md and CONTRIBUTING.md name in back-quotes is there: files, folders, types, functions, suites, targets of `make`.
@Suite struct NamedThingsTests {
  static let pages = ["ARCHITECTURE.md", "CONTRIBUTING.md"]

  /// Spans of code outside of blocks.
  static func spans(of page: String) -> [String] {
    guard let text = contents(of: Program.root + "/" + page) else { return [] }
    let prose = text.split(separator: "```", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    return prose.flatMap { $0.matches(of: #/`([^`\n]+)`/#).map { String($0.output.1) } }
  }

  static let paths = files(below: "")

  /// All that stands in code, and names of targets, options and rules besides.
  static let words: Set<String> = {
    var words: Set<String> = []
    for path in paths where [".swift", ".c", ".h", ".py", "Makefile"].contains(where: path.hasSuffix) {
      var word: [UInt8] = []
      for byte in (contents(of: Program.root + "/" + path) ?? "").utf8 {
        if (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F {
          word.append(byte)
        } else if !word.isEmpty {
          words.insert(String(decoding: word, as: UTF8.self))
          word.removeAll(keepingCapacity: true)
        }
      }
    }
    return words
  }()

  /// Types, functions and constants, with the files that declare or extend them.
  static let declared: [String: Set<String>] = {
    var names: [String: Set<String>] = [:]
    let declaration = #/\b(?:struct|enum|class|protocol|typealias|func|var|let|case|extension) `?(\w+)/#
    for path in paths where path.hasSuffix(".swift") && path != "Tests/HouseTests/NamedThingsTests.swift" {
      for line in (contents(of: Program.root + "/" + path) ?? "").split(separator: "\n") {
        let code = line.drop { $0 == " " }
        guard !code.hasPrefix("//"), let match = code.firstMatch(of: declaration) else { continue }
        names[String(match.output.1), default: []].insert(path)
        guard code.hasPrefix("case ") else { continue }
        // `case year, quarter, month`
        for part in code.dropFirst(5).split(separator: ",") {
          names[String(part.drop { $0 == " " }.prefix { $0.isLetter }), default: []].insert(path)
        }
      }
    }
    return names
  }()

  /// Whether a path is there, from the root, from the sources or from a room; `*` is any part of a name, and a file's name alone may be anywhere.
  static func isThere(_ path: String) -> Bool {
    let name = path.hasSuffix("/") ? String(path.dropLast()) : path
    let pattern = name.split(separator: "*", omittingEmptySubsequences: false)
    return paths.contains { file in
      if pattern.count == 1 { return "/\(file)/".contains("/\(name)/") }
      let tail = file.firstRange(of: pattern[0]).map { file[$0.upperBound...] }
      return tail.map { !$0.contains("/") && $0.hasSuffix(pattern[1]) } ?? false
    }
  }

  /// What is wrong with a span, or nil.
  static func fault(of span: String) -> String? {
    // Names that whoever adds something gives it, and what is written in the language or at a terminal
    let isMadeUp = span.contains(#/NAME|TOPIC|FORMAT|FOLDER|FILE|XProblem|Topic|^(parse|check|plan|write)X|[…$"'<>=]/#)
    if isMadeUp || span.first.map({ "+-.".contains($0) }) ?? true { return nil }
    if let match = span.wholeMatch(of: #/make (\w+).*/#) {
      let makefile = contents(of: Program.root + "/Makefile") ?? ""
      return makefile.contains("\n\(match.output.1):") ? nil : "no target \(match.output.1)"
    }
    let path = String(span.prefix { $0 != " " })
    if path.contains("/") || path.contains(#/\.(swift|md|lq|txt|py|sh|svg|c|1|ebnf)$/#) {
      return path.hasPrefix("/") || isThere(path) ? nil : "no file \(path)"
    }
    // `Session.run(_:)`, `Planner`, `partLimit`, `FunctionTableTests`
    guard let match = span.wholeMatch(of: #/([A-Za-z_]\w*(?:\.\w+)*)(\([\w:]*\))?/#) else { return nil }
    let names = match.output.1.split(separator: ".").map(String.init)
    if names.count > 1 {
      let ofType = declared[names[names.count - 2]] ?? []
      let member = names[names.count - 1]
      return member == "init" && !ofType.isEmpty || !ofType.isDisjoint(with: declared[member] ?? [])
        ? nil : "no \(member) of \(names[names.count - 2])"
    }
    if declared[names[0]] != nil || outside.contains(names[0]) || isThere(names[0]) { return nil }
    let mayBeAWord = names[0].first?.isLowercase ?? false && match.output.2 == nil
    return mayBeAWord && words.contains(names[0]) ? nil : "nothing is called \(names[0])"
  }

  /// Targets of the manifest and features of the compiler.
  static let outside: Set<String> = Set(WallTests.rooms.map(\.name)).union([
    "InternalImportsByDefault", "ExistentialAny", "MemberImportVisibility",
  ])

  @Test(arguments: pages) func whatThePageNamesIsThere(_ page: String) {
    let spans = NamedThingsTests.spans(of: page)
    #expect(spans.count > 100)
    #expect(Set(spans).sorted().compactMap { span in NamedThingsTests.fault(of: span).map { "`\(span)`: \($0)" } } == [])
  }

  @Test func whatIsNotThereIsSeen() {
    for span in [
      "Sources/Syntax/Lexer+Nothing.swift", "Sources/Nowhere", "Sources/Nowhere/NothingTests.swift --seed 7",
      "Sources/Syntax/Nothing*.swift", "Nowhere.swift", "Session.walk(_:)",
      "Sesion",
      "Session.partLimits", "make nothing", "parseNothing()",
    ] { #expect(NamedThingsTests.fault(of: span) != nil, "\(span)") }
    for span in [
      "Sources/Syntax/Lexer*.swift", "Execution/Executor.swift", "Sources/Checking", "File/", "LibraryFormat.swift", "Session.run(_:)",
      "Source",
      "Checking.partLimit", "make docs", "as of", "`", "FunctionNames",
    ] { #expect(NamedThingsTests.fault(of: span) == nil, "\(span)") }
  }
}
