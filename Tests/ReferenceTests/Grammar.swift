import TestSupport

/// `grammar/luodi.ebnf` taken apart.
struct Grammar: Sendable {
  indirect enum Node: Hashable, Sendable {
    /// A keyword or symbol in quotation marks
    case word(String)
    /// A rule, or a token in capitals
    case name(String)
    case sequence([Node])
    case choice([Node])
    case optional(Node)
    case repeated(Node)
  }

  struct Rule: Sendable {
    var name: String
    var body: Node
  }

  struct Section: Sendable {
    var title: String
    var rules: [Rule]
  }

  private(set) var sections: [Section] = []

  var rules: [Rule] { sections.flatMap(\.rules) }

  static let luodi = Grammar(text: contents(of: Program.root + "/grammar/luodi.ebnf") ?? "")

  /// A comment of one word is the title of the rules below it.
  init(text: String) {
    var pending = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        let title = line.dropFirst(2)
        if !title.isEmpty, title.allSatisfy(\.isLetter) { sections.append(Section(title: String(title), rules: [])) }
        continue
      }
      pending += line + " "
      guard line.hasSuffix(" ;") else { continue }
      var reader = Reader(tokens: Reader.tokens(of: pending.dropLast(3)))
      let name = reader.take()
      _ = reader.take()
      sections[sections.count - 1].rules.append(Rule(name: name, body: reader.choice()))
      pending = ""
    }
  }

  private struct Reader {
    var tokens: [String]
    var index = 0

    static func tokens(of text: Substring) -> [String] {
      var tokens: [String] = []
      var rest = text
      while let first = rest.first {
        if first == " " {
          rest.removeFirst()
        } else if first == "\"" {
          let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.endIndex
          tokens.append(String(rest[..<end]))
          rest = rest[end...].dropFirst()
        } else {
          let word = rest.prefix { $0 != " " }
          tokens.append(String(word))
          rest = rest.dropFirst(word.count)
        }
      }
      return tokens
    }

    mutating func take() -> String {
      index += 1
      return tokens[index - 1]
    }

    mutating func choice() -> Node {
      var parts = [sequence()]
      while index < tokens.count, tokens[index] == "|" {
        index += 1
        parts.append(sequence())
      }
      return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() -> Node {
      var parts: [Node] = []
      while index < tokens.count, !["|", ")", "]", "}"].contains(tokens[index]) { parts.append(item()) }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func item() -> Node {
      let token = take()
      switch token {
      case "(", "[", "{":
        let inner = choice()
        _ = take()
        return token == "(" ? inner : token == "[" ? .optional(inner) : .repeated(inner)
      default:
        return token.hasPrefix("\"") ? .word(String(token.dropFirst())) : .name(token)
      }
    }
  }
}
