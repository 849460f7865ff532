import Syntax

/// The keywords in the groups of their table, for editors and for the page of keywords.
enum KeywordGroup: String, CaseIterable {
  case verb = "Verbs", clause = "Clauses", condition = "Conditions", moment = "Moments", aggregate = "Aggregates"
  case declaration = "Declarations and explain", foreign = "Words of other languages"

  /// The first keyword of the group.
  private var first: Keyword {
    switch self {
    case .verb: .list
    case .clause: .of
    case .condition: .and
    case .moment: .today
    case .aggregate: .sum
    case .declaration: .key
    case .foreign: .select
    }
  }

  var keywords: [Keyword] {
    let all = Keyword.allCases
    let groups = KeywordGroup.allCases
    let next = groups[(groups.firstIndex(of: self) ?? 0) + 1..<groups.count].first
    let start = all.firstIndex(of: first) ?? 0
    let end = next.flatMap { all.firstIndex(of: $0.first) } ?? all.count
    return Array(all[start..<end])
  }

  /// What a user types: the spellings of its keywords, and of the words that are moments or two keywords at once.
  var spellings: [String] {
    let own = keywords.flatMap { KeywordTable.spellings(of: $0) }
    let further =
      switch self {
      case .moment: MomentTable.words.map(\.spelling)
      case .clause: KeywordTable.compounds.map(\.spelling)
      default: [String]()
      }
    // Names of the table that nobody types.
    return (own + further).filter { !["as name", "as format", "to file", "between and", "not contains"].contains($0) }
  }
}
