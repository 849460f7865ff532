import Syntax
import TestSupport

/// Random sentences of the grammar, reproducible by seed. Bounded: below its depth the generator takes the shortest way out.
struct SentenceGenerator {
  private let rules: [String: Grammar.Node]
  /// How deep the shallowest sentence of a rule is.
  private let heights: [String: Int]
  private var random: SeededGenerator
  /// What has been derived: rules, and the alternatives of each choice as text.
  private(set) var used: Set<String> = []
  /// The clauses that the query at hand has, and whose they are.
  private var clauses: [Set<String>] = []
  private var owner = ""

  init(_ grammar: Grammar, seed: UInt64) {
    rules = Dictionary(uniqueKeysWithValues: grammar.rules.map { ($0.name, $0.body) })
    heights = SentenceGenerator.heights(of: rules)
    random = SeededGenerator(seed: seed)
  }

  /// One sentence of a rule.
  mutating func sentence(_ rule: String, depth: Int) -> String {
    clauses = []
    owner = ""
    return derive(.name(rule), depth).joined(separator: " ")
  }

  // MARK: Deriving

  private mutating func derive(_ node: Grammar.Node, _ depth: Int) -> [String] {
    switch node {
    case .word(let word): return [spelling(of: word)]
    case .name(let name): return rules[name] == nil ? [token(name)] : derive(rule: name, depth)
    case .sequence(let parts): return parts.flatMap { derive($0, depth) }
    case .choice(let parts):
      let chosen = choose(parts, depth)
      return derive(chosen, depth)
    case .optional(let part):
      guard depth > height(part), chance(2) else { return [] }
      return derive(part, depth)
    case .repeated(let part):
      var words: [String] = []
      while depth > height(part), words.count < 12, chance(2) { words += derive(part, depth - 1) }
      return words
    }
  }

  private mutating func derive(rule name: String, _ depth: Int) -> [String] {
    used.insert(name)
    // Constraint 6: drawn again until it holds.
    if name == "Turned" || name == "Definition" || name == "Stage" || name == "Between" {
      for _ in 0..<50 {
        let words = derive(bodyOf: name, depth)
        if !SentenceGenerator.breaksConstraints(name, words) { return words }
      }
    }
    return derive(bodyOf: name, depth)
  }

  private static func breaksConstraints(_ rule: String, _ words: [String]) -> Bool {
    func carries(_ word: String, _ keyword: Keyword) -> Bool { KeywordTable.keywords(of: word).contains(keyword) }
    switch rule {
    case "Turned":
      let prefixes: KeywordSet = [.changed, .was, .ever, .always]
      return zip(words, words.dropFirst()).contains { $0 == "的" && !KeywordTable.keywords(of: $1).isDisjoint(with: prefixes) }
    // What follows an `else` belongs to it, the `and` of `between` too.
    case "Between": return words.contains { carries($0, .else) }
    case "Definition": return words.contains { samples["ORDER"]?.contains($0) ?? false }
    default: return words.count > 1 && carries(words[0], .rank) && carries(words[1], .every)
    }
  }

  private mutating func derive(bodyOf name: String, _ depth: Int) -> [String] {
    guard let body = rules[name] else { return [] }
    switch name {
    // Constraint 3: each clause once, some only of their verb.
    case "Clauses": return derivedClauses(depth - 1)
    case "Query":
      let outer = owner
      defer { owner = outer }
      guard case .sequence(let parts) = body, case .choice(let verbs) = parts[0] else { return [] }
      let verb = choose(verbs, depth - 1)
      if case .name(let name) = verb { owner = name }
      return derive(verb, depth - 1) + derivedClauses(depth - 1) + derive(parts[2], depth - 1)
    case "Stage":
      let outer = owner
      defer { owner = outer }
      owner = "Stage"
      let words = derive(body, depth - 1)
      // Constraint 4.
      let isEvery = words.first.map { KeywordTable.keywords(of: $0).contains(.every) } ?? false
      return words.isEmpty || isEvery ? ["skip", "1"] : words
    // Constraint 4: what stands for itself is no entity behind predicates.
    case "BareStatement":
      return derive(.name(chance(3) ? "Query" : "Parenthesized"), depth - 1)
    // Constraint 5: a literal, a name, or anything behind `in`.
    case "BoundedValue":
      guard case .sequence(let parts) = body else { return [] }
      let value = chance(2) ? derive(.name("Literal"), depth - 1) : [spelling(of: "in")] + operandBehindIn(depth - 1)
      return value + derive(parts[1], depth - 1)
    // Constraint 6: a parenthesis behind `in` opens a list.
    case "Membership":
      guard case .sequence(let parts) = body, case .choice(let ends) = parts[1] else { return [] }
      let end = choose(ends, depth - 1)
      return derive(parts[0], depth - 1) + (end == ends[0] ? derive(end, depth - 1) : operandBehindIn(depth - 1))
    default: return derive(body, depth - 1)
    }
  }

  private mutating func operandBehindIn(_ depth: Int) -> [String] {
    let words = derive(.name("Operand"), depth)
    return words.first == "(" ? [token("NAME")] : words
  }

  private mutating func derivedClauses(_ depth: Int) -> [String] {
    guard case .repeated(.choice(let all))? = rules["Clauses"] else { return [] }
    used.insert("Clauses")
    var words: [String] = []
    var left = all.shuffled(using: &random)
    while let clause = left.popLast(), chance(3) {
      guard depth > height(clause) else { continue }
      if case .name(let name) = clause {
        switch name {
        // Constraint 2: a `by` behind it would be the cut's.
        case "Top": left.removeAll { $0 == .name("By") }
        case "Every" where owner != "Trend", "Span" where owner != "Trend" && owner != "Changes": continue
        case "Span":
          used.insert("Span")
          let word =
            owner == "Trend"
            ? ["from", "to"].randomElement(using: &random) ?? "to" : ["since", "to"].randomElement(using: &random) ?? "to"
          // A moment that begins with a text would be a file.
          words += [spelling(of: word)] + derive(.name("Moment"), 2)
          if word == "to" { left.removeAll { $0 == .name("To") } }
          continue
        default: break
        }
      }
      words += derive(clause, depth)
    }
    return words
  }

  /// Any alternative that fits into the depth, else the shallowest.
  private mutating func choose(_ parts: [Grammar.Node], _ depth: Int) -> Grammar.Node {
    let fitting = parts.filter { height($0) < depth }
    let chosen = fitting.randomElement(using: &random) ?? parts.min { height($0) < height($1) } ?? parts[0]
    used.insert("\(chosen)")
    return chosen
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) != 0 }

  // MARK: Words

  private mutating func spelling(of word: String) -> String {
    guard let keyword = Keyword(rawValue: word) else { return word }
    return KeywordTable.spellings(of: keyword).filter { $0 != "as name" && $0 != "as format" && $0 != "to file" && $0 != "between and" }
      .randomElement(using: &random) ?? word
  }

  private static let samples: [String: [String]] = [
    "NAME": ["alpha", "new-start", "`select`", "项目", "总投资", "WH-2018-0042", "Jiang'an", "x_1", "`two words`"],
    "TEXT": ["\"a b\"", "'x'", "“引号”", "\"a \\\"b\\\"\""], "NUMBER": ["3", "1_000", "12", "20"], "MONEY": ["5亿", "5000万", "1.2bn", "120元"],
    "DATE": ["2018-03-07", "2018/3/7", "2018年3月7日"], "PERIOD": ["2018Q1", "2018-03", "2018H1", "2018-W10", "2018年一季度"],
    "DURATION": ["30d", "5wd", "3mo", "5个工作日"], "MOMENT": ["本周", "去年", "近30天", "今年以来", "上期快照"], "PATTERN": ["/项目$/", "/a|b/"],
    "UNIT": ["day", "week", "months", "quarter", "year", "workdays", "季度"], "FORMAT": ["csv", "json", "excel-csv", "table"],
    "ORDER": ["MM/DD/YYYY", "DD/MM/YYYY"], "WORD": ["where", "as", "of", "截至"], "DOC": ["-- what it is\n"],
  ]

  private mutating func token(_ name: String) -> String { SentenceGenerator.samples[name]?.randomElement(using: &random) ?? name }

  // MARK: Heights

  private func height(_ node: Grammar.Node) -> Int { SentenceGenerator.height(node, heights) }

  private static func height(_ node: Grammar.Node, _ heights: [String: Int]) -> Int {
    switch node {
    case .word, .optional, .repeated: 0
    case .name(let name): name == name.uppercased() ? 0 : heights[name] ?? 1_000
    case .sequence(let parts): parts.map { height($0, heights) }.max() ?? 0
    case .choice(let parts): parts.map { height($0, heights) }.min() ?? 0
    }
  }

  private static func heights(of rules: [String: Grammar.Node]) -> [String: Int] {
    var heights: [String: Int] = [:]
    var changed = true
    while changed {
      changed = false
      for (name, body) in rules {
        let found = height(body, heights) + 1
        if found < heights[name] ?? 1_000 {
          heights[name] = found
          changed = true
        }
      }
    }
    return heights
  }
}
