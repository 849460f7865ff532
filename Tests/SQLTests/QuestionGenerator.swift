import TestSupport

/// What questions about one entity are made of.
struct Vocabulary {
  var entity: String
  var conditions: [String]
  var columns: [String]
  var measures: [String]
  var keys: [String]
  /// Keys that `across` may turn: few values
  var turned: [String]
  /// Keys whose groups without rows can appear
  var declared: [String]
  /// Moments for `as of`
  var moments: [String]
}

/// Questions as analysts put them, every form of the language in turn.
struct QuestionGenerator {
  var random: SeededGenerator
  let words: Vocabulary

  mutating func questions(_ count: Int) -> [String] { (0..<count).map { question($0) } }

  private mutating func condition(_ depth: Int) -> String {
    guard depth > 0, random.chance(2) else { return random.pick(words.conditions) }
    return switch Int.random(in: 0...3, using: &random) {
    case 0: "(\(condition(depth - 1)) and \(condition(depth - 1)))"
    case 1, 2: "(\(condition(depth - 1)) or \(condition(depth - 1)))"
    default: "not (\(condition(depth - 1)))"
    }
  }

  private mutating func whereClause() -> String { random.chance(4) ? "" : " where \(condition(2))" }

  private mutating func asOf() -> String { random.chance(4) ? " as of \(random.pick(words.moments))" : "" }

  private mutating func some(_ texts: [String], upTo limit: Int) -> [String] {
    Array(texts.shuffled(using: &random).prefix(Int.random(in: 1...limit, using: &random)))
  }

  private mutating func direction() -> String { random.pick(["", " desc", " asc"]) }

  private mutating func question(_ number: Int) -> String {
    let rows = "\(words.entity)\(whereClause())\(asOf())"
    switch number % 16 {
    case 0: return list(rows)
    case 1: return list(rows) + " sort by \(random.pick(words.columns))\(direction()), \(random.pick(words.columns))\(direction())"
    case 2:
      return "list \(some(words.columns, upTo: 3).joined(separator: ", ")) of \(rows) by \(random.pick(words.keys))"
        + (random.chance(2) ? " sort by \(random.pick(words.columns))\(direction())" : "")
    case 3: return list(rows) + top(words.columns, per: words.keys) + sort(words.columns)
    case 4: return measures(rows, keys: some(words.keys, upTo: 2))
    case 5:
      return measures(rows, keys: some(words.keys, upTo: 2)) + (random.chance(2) ? " with totals" : "")
        + " sort by \(random.pick(words.measures))\(direction())"
    case 6:
      let keys = some(words.keys, upTo: 2)
      return measures(rows, keys: keys) + top(words.measures, per: keys) + sort(words.measures) + (random.chance(4) ? " with totals" : "")
    case 7:
      return measures(rows, keys: some(words.keys, upTo: 1), across: random.pick(words.turned)) + (random.chance(2) ? " with totals" : "")
    case 8:
      return measures(rows, keys: some(words.declared, upTo: 2)) + " with empty" + (random.chance(3) ? " with totals" : "")
    case 9:
      return "rank \(random.pick(words.keys)) by \(random.pick(words.measures))\(random.pick(["", " asc"])) of \(rows)"
        + (random.chance(3) ? " top 3" : "")
    case 10: return stages(rows)
    case 11: return compared(measures(rows, keys: some(words.keys, upTo: 2)) + (random.chance(2) ? " with totals" : ""))
    case 12:
      return random.chance(3)
        ? compared(some(words.measures, upTo: 3).joined(separator: ", ") + " of \(rows)")
        : compared(measures(rows, keys: some(words.declared, upTo: 2)) + " with empty" + (random.chance(3) ? " with totals" : ""))
    case 13: return compared("rank \(random.pick(words.keys)) by \(random.pick(words.measures))\(random.pick(["", " asc"])) of \(rows)")
    case 14: return trend()
    default: return some(words.measures, upTo: 3).joined(separator: ", ") + " of \(rows)"
    }
  }

  private mutating func list(_ rows: String) -> String { "list \(some(words.columns, upTo: 4).joined(separator: ", ")) of \(rows)" }

  private mutating func top(_ by: [String], per keys: [String]) -> String {
    let verb = random.pick(["top", "bottom"])
    return " \(verb) \(Int.random(in: 1...4, using: &random)) by \(random.pick(by))" + (random.chance(2) ? " per \(random.pick(keys))" : "")
      + (random.chance(4) ? " skip 1" : "")
  }

  /// What is often equal: the order of what a cut kept hangs on keys.
  private mutating func sort(_ by: [String]) -> String { random.chance(2) ? " sort by \(random.pick(by))\(direction())" : "" }

  private mutating func measures(_ rows: String, keys: [String], across: String? = nil) -> String {
    "\(some(words.measures, upTo: across == nil ? 3 : 2).joined(separator: ", ")) of \(rows) by \(keys.joined(separator: ", "))"
      + (across.map { " across \($0)" } ?? "")
  }

  /// A question of groups or a ranking beside what it gave before, perhaps arranged or read on.
  private mutating func compared(_ question: String) -> String {
    let text = question + " compare \(random.pick(words.moments))"
    return switch Int.random(in: 0...5, using: &random) {
    case 0: text + " \(random.pick(["top", "bottom"])) \(Int.random(in: 1...4, using: &random))"
    case 1: text + " skip 1"
    case 2: text + " | count"
    default: text
    }
  }

  private mutating func trend() -> String {
    let keys = random.chance(3) ? "" : " by " + some(words.keys, upTo: 2).joined(separator: ", ")
    let empty = random.chance(4) ? " by \(random.pick(words.declared)) with empty" : keys
    let step = random.pick(["snapshot", "month", "quarter", "year", "week"])
    let from = random.chance(2) ? " from 2018-02-10" : ""
    return "trend \(some(words.measures, upTo: 2).joined(separator: ", ")) of \(words.entity)\(whereClause())\(empty)\(from) every \(step)"
      + (random.chance(4) ? " top 5" : "") + (random.chance(4) ? " | count by \(step == "snapshot" ? "date" : "period")" : "")
  }

  private mutating func stages(_ rows: String) -> String {
    switch Int.random(in: 0...8, using: &random) {
    case 5: return list(rows) + " top 9 by \(random.pick(words.columns)) | sort by \(random.pick(words.keys))\(direction())"
    case 6: return list(rows) + " sort by \(random.pick(words.columns)) desc | top 5 by \(random.pick(words.keys))"
    case 7:
      return "count, \(random.pick(words.measures)) as amount of \(rows) by \(random.pick(words.keys)) sort by amount desc"
        + " | list count, amount | sort by count"
    case 8: return "rank \(random.pick(words.keys)) by count of \(rows) | sort by rank * 0"
    case 0: return list(rows) + " top 9 by \(random.pick(words.columns)) | count by \(random.pick(words.keys))"
    case 1: return list(rows) + " sort by \(random.pick(words.columns)) desc skip 2 | list \(random.pick(words.columns))"
    case 2:
      return "count \(rows) by \(some(words.keys, upTo: 2).joined(separator: ", ")) | where count >= 2 | sort by count desc"
    case 3:
      let measure = random.pick(words.measures)
      return
        "count, \(measure) as amount of \(rows) by \(random.pick(words.keys)) with totals | where amount is known | list amount, count top 3 by count"
    case 4:
      return
        "count \(rows) by \(some(words.keys, upTo: 2).joined(separator: ", ")) | sum count, max count, avg count, first(count), median count"
    default: return "rank \(random.pick(words.keys)) by \(random.pick(words.measures)) of \(rows) | where rank <= 3"
    }
  }
}
