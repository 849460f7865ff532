public import Diagnostics
public import Syntax

/// The help pages of one language, taken from a text of groups and topics:
///
///     # Group
///     ## name · further name · …
///     > syntax
///     Prose, then examples indented by four spaces.
///
/// `    ! QUERY` is an example that must fail, `    ~ QUERY` one whose answer differs from run to run, `    $ COMMAND` one of the shell; a test
/// runs them all. docs/reference.md is made of the same text. What stands in lists of the program is filled in: see `Help+Lists.swift`.
public struct Help: Sendable {
  public struct Topic: Sendable {
    /// The words that find it, the title first.
    public var names: [String]
    /// The group's place in ``Help/groups``.
    public var group: Int
    public var text: String
  }

  /// The titles of the groups, in order.
  public private(set) var groups: [String] = []
  public private(set) var topics: [Topic] = []

  public init(page: String, in language: Language) {
    for line in Help.listed(page, in: language).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") {
        groups.append(String(line.dropFirst(2)))
      } else if line.hasPrefix("## ") {
        topics.append(Topic(names: Help.names(line.dropFirst(3)), group: groups.count - 1, text: ""))
      } else if !topics.isEmpty {
        topics[topics.count - 1].text += line + "\n"
      }
    }
    for place in topics.indices {
      while topics[place].text.hasSuffix("\n") { topics[place].text.removeLast() }
    }
  }

  /// `a · b · c`
  private static func names(_ heading: Substring) -> [String] {
    heading.split(separator: "·").map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension Help.Topic {
  /// The keywords that the topic explains: those of which it carries the English spelling.
  public var keywords: [Keyword] { names.compactMap(Keyword.init(rawValue:)) }

  /// The lines of the examples, without their indentation, in order.
  public var examples: [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
  }
}
