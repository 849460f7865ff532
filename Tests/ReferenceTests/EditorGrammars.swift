import Syntax

/// Syntax files for editors, made of the keyword table.
enum EditorGrammars {
  /// Words first by length, so that `with totals` is found before `with`.
  private static func sorted(_ words: [String]) -> [String] {
    Set(words).sorted { ($1.unicodeScalars.count, $0) < ($0.unicodeScalars.count, $1) }
  }

  private static func isWord(_ spelling: String) -> Bool { spelling.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == " " } }

  // MARK: TextMate

  private static let scopes: [(group: KeywordGroup, scope: String)] = [
    (.verb, "keyword.control.verb"), (.clause, "keyword.other.clause"), (.condition, "keyword.operator.word"),
    (.moment, "constant.language.moment"), (.aggregate, "support.function.aggregate"), (.declaration, "storage.type.declaration"),
    (.foreign, "invalid.illegal.foreign"),
  ]

  static func textMate() -> String {
    var patterns = [
      match("comment.line.number-sign", "#.*$"), match("comment.line.documentation", "--.*$"),
      match("string.quoted.double", "\\\"(?:\\\\\\\\.|[^\\\"\\\\\\\\])*\\\""),
      match("string.quoted.single", "'(?:\\\\\\\\.|[^'\\\\\\\\])*'"),
      match("string.quoted.curly", "“[^”]*”"), match("variable.other.quoted", "`[^`]*`"),
      match("string.regexp", "(?<=matches|匹配)\\\\s*/(?:\\\\\\\\.|[^/])*/"),
      match("variable.parameter", "\\\\$[\\\\p{L}_][\\\\p{L}\\\\p{N}_-]*"),
      match(
        "constant.numeric.date",
        "\\\\b\\\\d{4}(?:[-/]\\\\d{1,2}(?:[-/]\\\\d{1,2})?|H[12]|Q[1-4]|-W\\\\d{1,2}|年(?:\\\\d{1,2}月(?:\\\\d{1,2}日)?)?)"),
      match("constant.numeric", "\\\\b\\\\d[\\\\d_]*(?:\\\\.\\\\d+)?(?:%|亿元?|万元?|元|bn|m|d|w|mo|q|y|wd)?"),
    ]
    for (group, scope) in scopes {
      let words = sorted(group.spellings.filter(isWord)).map { $0.replacing(" ", with: "\\\\s+") }
      // 前20名, 近30天: a number may follow at once.
      patterns.append(match(scope, "(?i)(?<![\\\\p{L}\\\\p{N}_-])(?:\(words.joined(separator: "|")))(?![\\\\p{L}_-])"))
    }
    patterns.append(match("keyword.operator", "\\\\?\\\\?|!=|<=|>=|[-=<>+*/|]"))
    return """
      {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "luodi",
        "scopeName": "source.luodi",
        "fileTypes": ["lq"],
        "patterns": [
      \(patterns.joined(separator: ",\n"))
        ]
      }

      """
  }

  private static func match(_ scope: String, _ pattern: String) -> String {
    "    { \"name\": \"\(scope).luodi\", \"match\": \"\(pattern)\" }"
  }

  // MARK: Vim

  private static let highlights: [(group: KeywordGroup, name: String, link: String)] = [
    (.verb, "luodiVerb", "Statement"), (.clause, "luodiClause", "Keyword"), (.condition, "luodiCondition", "Operator"),
    (.moment, "luodiMoment", "Constant"), (.aggregate, "luodiAggregate", "Function"), (.declaration, "luodiDeclaration", "Type"),
    (.foreign, "luodiForeign", "Error"),
  ]

  static func vim() -> String {
    var lines = [
      "\" Vim syntax file for luodi (*.lq), made of the keyword table by `make docs`.", "if exists(\"b:current_syntax\")", "  finish",
      "endif",
      "", "syntax case ignore",
    ]
    for (group, name, _) in highlights {
      let words = sorted(group.spellings.filter(isWord))
      // A word of `syntax keyword` must not look like one of its arguments.
      let arguments = ["contains", "transparent", "oneline", "fold", "display", "extend", "excludenl", "keepend", "contained"]
      for word in words where !word.contains(" ") && !arguments.contains(word) { lines.append("syntax keyword \(name) \(word)") }
      for word in words where word.contains(" ") || arguments.contains(word) {
        lines.append("syntax match \(name) /\\<\(word.replacing(" ", with: "\\s\\+"))\\>/")
      }
    }
    lines += [
      "syntax match luodiOperator /??\\|!=\\|<=\\|>=\\|[-=<>+*|]/", "syntax match luodiNumber /\\<\\d[0-9_]*\\(\\.\\d\\+\\)\\?%\\?/",
      "syntax match luodiDate /\\<\\d\\{4}[-\\/]\\d\\{1,2}\\([-\\/]\\d\\{1,2}\\)\\?/", "syntax match luodiParameter /\\$\\k\\+/",
      "syntax region luodiText start=/\"/ skip=/\\\\./ end=/\"/ oneline", "syntax region luodiText start=/“/ end=/”/ oneline",
      "syntax region luodiName start=/`/ end=/`/ oneline", "syntax match luodiComment /#.*$/", "syntax match luodiComment /--.*$/", "",
    ]
    lines += highlights.map { "highlight default link \($0.name) \($0.link)" }
    lines += [
      "highlight default link luodiOperator Operator", "highlight default link luodiNumber Number",
      "highlight default link luodiDate Number",
      "highlight default link luodiParameter Identifier", "highlight default link luodiText String",
      "highlight default link luodiName Identifier",
      "highlight default link luodiComment Comment", "", "let b:current_syntax = \"luodi\"", "",
    ]
    return lines.joined(separator: "\n")
  }

  // MARK: The page of keywords

  static func keywordPage() -> String {
    var lines = [
      "# Keywords", "",
      "Made of the keyword table (`Sources/Syntax/KeywordTable+Entries.swift`) by a test. A spelling may be several keywords: its place decides.",
      "**Reserved** words are names only in back-quotes, in every spelling.", "",
    ]
    for group in KeywordGroup.allCases {
      lines += ["## \(group.rawValue)", "", "| English | Chinese and further | reserved | rules of the grammar |", "|---|---|---|---|"]
      for keyword in group.keywords {
        let spellings = KeywordTable.spellings(of: keyword)
        let rules = Grammar.luodi.rules.filter { mentions($0.body, keyword.rawValue) }.map(\.name)
        let reserved = KeywordSet.reserved.contains(keyword) ? "yes" : ""
        lines.append(
          "| `\(spellings[0])` | \(spellings.dropFirst().map { "`\($0)`" }.joined(separator: " ")) | \(reserved) | \(rules.joined(separator: ", ")) |"
        )
      }
      lines.append("")
    }
    lines += ["## One word for two", "", "| word | keywords |", "|---|---|"]
    lines += KeywordTable.compounds.map { "| `\($0.spelling)` | \($0.keywords.map { "`\($0.rawValue)`" }.joined(separator: " ")) |" }
    lines += ["", "## Words that are a moment", "", MomentTable.words.map { "`\($0.spelling)`" }.joined(separator: " "), ""]
    return lines.joined(separator: "\n")
  }

  private static func mentions(_ node: Grammar.Node, _ word: String) -> Bool {
    switch node {
    case .word(let own): own == word
    case .name: false
    case .sequence(let parts), .choice(let parts): parts.contains { mentions($0, word) }
    case .optional(let part), .repeated(let part): mentions(part, word)
    }
  }
}
