public import Diagnostics
import Syntax

/// The same topics in both languages, in the same order; a topic is found by its words in either, and by every spelling of its keywords.
public struct HelpPages: Sendable {
  public let english: Help
  public let chinese: Help

  public init(english: Help, chinese: Help) {
    self.english = english
    self.chinese = chinese
  }

  public subscript(language: Language) -> Help {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }

  /// The page of a topic; the start page, which lists the topics by group, without one; nil for a topic that does not exist.
  public func page(for words: String?, in language: Language) -> String? {
    let help = self[language]
    guard let words else { return help.topics.first.map { shown($0) + "\n" + list(of: help) } }
    guard let place = place(of: words), help.topics.indices.contains(place) else { return nil }
    return place == 0 ? page(for: nil, in: language) : shown(help.topics[place])
  }

  /// Every word that finds a topic.
  public var names: [String] { (english.topics + chinese.topics).flatMap(\.names) }

  /// The first topic of which this is a name, or a spelling of a keyword of it; else the first that one of the words finds.
  public func place(of words: String) -> Int? {
    let wanted = HelpPages.folded(words)
    return exactPlace(wanted) ?? wanted.split(separator: " ").lazy.compactMap { exactPlace(String($0)) }.first
  }

  private func exactPlace(_ wanted: String) -> Int? {
    for help in [english, chinese] {
      if let place = help.topics.firstIndex(where: { $0.names.contains { HelpPages.folded($0) == wanted } }) { return place }
    }
    return english.topics.firstIndex { $0.keywords.contains { KeywordTable.spellings(of: $0).contains(wanted) } }
  }

  private static func folded(_ words: String) -> String {
    words.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Showing

  private func shown(_ topic: Help.Topic) -> String {
    let lines = topic.text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      if line.hasPrefix("> ") { return "  " + line.dropFirst(2) }
      if line.hasPrefix("    ! ") { return "    " + line.dropFirst(6) + "    # an error" }
      return line.hasPrefix("    ~ ") ? "    " + line.dropFirst(6) : String(line)
    }
    return HelpPages.heading(of: topic) + "\n\n" + lines.joined(separator: "\n") + "\n"
  }

  /// The title, and how the keywords of the topic are spelled in Chinese.
  private static func heading(of topic: Help.Topic) -> String {
    let spelled = topic.keywords.compactMap { keyword in
      let further = KeywordTable.spellings(of: keyword).dropFirst().filter { $0.utf8.first.map { $0 >= 0x80 } ?? false }
      return further.isEmpty ? nil : "\(keyword.rawValue) " + further.joined(separator: " ")
    }
    return ([topic.names[0]] + spelled).joined(separator: " · ")
  }

  /// `group    topic, topic, …`, wrapped at 96 cells.
  private func list(of help: Help) -> String {
    let margin = (help.groups.map { displayWidth($0) }.max() ?? 0) + 2
    var lines: [String] = []
    for (group, title) in help.groups.enumerated() {
      var line = title + String(repeating: " ", count: margin - displayWidth(title))
      let names = help.topics.dropFirst().filter { $0.group == group }.map(\.names[0])
      for (place, name) in names.enumerated() {
        let piece = place + 1 < names.count ? name + ", " : name
        if displayWidth(line) + displayWidth(piece) > 96 {
          lines.append(line)
          line = String(repeating: " ", count: margin)
        }
        line += piece
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
