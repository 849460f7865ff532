/// The help pages: headings `## name name …`, each followed by its text. Lines indented by four spaces are examples; every one of them is
/// run by a test.
public struct Help: Sendable {
  public struct Topic: Sendable {
    /// The spellings that find it, the main one first.
    public var names: [String]
    public var text: String

    /// The example statements, one a line.
    public var examples: [String] {
      text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    }
  }

  public let topics: [Topic]

  public init(page: String) {
    var topics: [Topic] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        topics.append(Topic(names: line.dropFirst(3).split(separator: " ").map(String.init), text: ""))
      } else if !topics.isEmpty {
        topics[topics.count - 1].text += line + "\n"
      }
    }
    self.topics = topics
  }

  /// The page of a topic with its heading; the general page without one; nil for a topic that does not exist.
  public func page(for topic: String?) -> String? {
    let wanted = (topic ?? "help").lowercased()
    let words = [wanted] + wanted.split(separator: " ").map(String.init)
    guard let found = words.lazy.compactMap({ word in topics.first { $0.names.contains { $0.lowercased() == word } } }).first else {
      return nil
    }
    var text = found.text
    while text.hasSuffix("\n") { text.removeLast() }
    return found.names.joined(separator: " · ") + "\n\n" + text + "\n"
  }
}
