import Shell
import Syntax

/// `docs/reference.md` and its Chinese sister, made of the pages of `help`: each example with what it prints, where that is short.
struct ReferencePage {
  let help: Help
  /// `en` or `zh`
  let language: String

  private static let longest = 12
  private static let shown = 8

  private func pick(_ english: String, _ chinese: String) -> String { language == "en" ? english : chinese }

  func text() throws -> String {
    let examples = help.topics.flatMap(\.examples)
    let statements = examples.filter { !$0.hasPrefix("! ") && !$0.hasPrefix("$ ") }.map {
      $0.hasPrefix("~ ") ? String($0.dropFirst(2)) : $0
    }
    var outputs = try ExampleRun.outputs(of: statements, language: language)[...]
    var page = opening
    for (group, title) in help.groups.enumerated() {
      page += "\n## \(title)\n"
      for topic in help.topics where topic.group == group { page += try entry(topic, &outputs) }
    }
    return page
  }

  private var opening: String {
    var lines = [
      pick("# Reference", "# 参考手册"), "",
      pick(
        "What `help TOPIC` says, with what each example prints on the [example library](../examples/wuhan-2018/README.md).",
        "与 `帮助 主题` 相同，并给出每个例子在[示例库](../examples/wuhan-2018/README.md)上的结果。"),
      pick(
        "Made of [help.md](../Sources/Landing/help.md) by a test that runs every example; [中文](reference.zh.md).",
        "由测试从 [help.zh.md](../Sources/Landing/help.zh.md) 生成，每个例子都运行过；[English](reference.md)。"),
      pick(
        "The grammar is drawn in [railroad diagrams](../grammar/README.md); every keyword stands in a [table](../grammar/keywords.md).",
        "语法见[铁路图](../grammar/README.md)，全部关键词见[关键词表](../grammar/keywords.md)。"), "",
    ]
    for (group, title) in help.groups.enumerated() {
      let names = help.topics.filter { $0.group == group }.map { "[\($0.names[0])](#\(ReferencePage.anchor($0.names[0])))" }
      lines.append("- \(title): \(names.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// GitHub's: lower case, spaces to `-`, punctuation dropped.
  private static func anchor(_ title: String) -> String {
    String(title.lowercased().map { $0 == " " ? "-" : $0 }.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
  }

  // MARK: An entry

  private func entry(_ topic: Help.Topic, _ outputs: inout ArraySlice<String>) throws -> String {
    var lines = ["", "### \(topic.names[0])", ""]
    if let spelled = spellings(topic) { lines += [spelled, ""] }
    var syntax: [String] = []
    for line in topic.text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("> ") {
        syntax.append(String(line.dropFirst(2)))
        continue
      }
      if !syntax.isEmpty {
        lines += fenced(syntax, as: "text")
        syntax = []
      }
      if line.hasPrefix("    ") {
        lines += try example(String(line.dropFirst(4)), &outputs)
      } else if !line.isEmpty || lines.last != "" {
        lines.append(String(line))
      }
    }
    if !syntax.isEmpty { lines += fenced(syntax, as: "text") }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How the keywords of the entry are written.
  private func spellings(_ topic: Help.Topic) -> String? {
    let parts = topic.keywords.map { keyword in
      KeywordTable.spellings(of: keyword).map { "`\($0)`" }.joined(separator: " ")
    }
    return parts.isEmpty ? nil : pick("Written ", "写法：") + parts.joined(separator: pick("; ", "；"))
  }

  private func fenced(_ lines: [String], as language: String) -> [String] { ["```\(language)"] + lines + ["```", ""] }

  private func example(_ line: String, _ outputs: inout ArraySlice<String>) throws -> [String] {
    if line.hasPrefix("! ") {
      let query = String(line.dropFirst(2))
      return fenced([query], as: "luodi")
        + fenced(ReferencePage.lines(try ExampleRun.refusal(of: query, language: self.language)), as: "text")
    }
    if line.hasPrefix("$ ") {
      return fenced(
        [line] + shortened(ReferencePage.lines(ExampleRun.shell(String(line.dropFirst(2)), language: self.language))), as: "console")
    }
    let output = ReferencePage.lines(outputs.removeFirst())
    if line.hasPrefix("~ ") { return fenced([String(line.dropFirst(2))], as: "luodi") }
    return fenced([line], as: "luodi") + (output.isEmpty ? [] : fenced(shortened(output), as: "text"))
  }

  private func shortened(_ lines: [String]) -> [String] {
    guard lines.count > ReferencePage.longest else { return lines }
    let count = lines.count - ReferencePage.shown
    return lines.prefix(ReferencePage.shown) + [pick("… \(count) more lines", "… 另有 \(count) 行")]
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      var line = line
      while line.hasSuffix(" ") { line.removeLast() }
      return String(line)
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}
