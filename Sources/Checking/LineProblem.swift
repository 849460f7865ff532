public import Diagnostics
public import Schema

/// What can be wrong or odd about `changes`, `history` and `show`.
public enum LineProblem: Problem {
  /// `changes` without `since`; the entity as written
  case sinceWanted(String)
  case endBeforeBeginning(Day, Day)
  /// Odd: nothing can have changed between a snapshot and itself.
  case sameEnds(Day)
  /// `by` on lines; the keys as written
  case groups(String, keys: String)
  /// A condition that reads lines and, by this name, their records
  case mixedConditions(String)
  case filedFieldWanted(String, String)
  case keyNeverChanges(String)
  /// Order or arithmetic of old or new values of several types
  case mixedCells(String)
  /// A key that no snapshot holds; the singulars of the entities searched
  case unknownRecord(String, of: [String], nearest: [String])
  /// A key that only links name: its entity's singular, and the fields that hold it with how many rows
  case filedNowhere(String, of: String, namedBy: [(rows: Int, field: String)])
  case ambiguousRecord(String, of: String, candidates: [String])
  /// `show ID` with records of several entities; their singulars
  case recordOfSeveral(String, of: [String])
  /// A clause that one record has no use for
  case clauseOfShow(String)

  public var message: String {
    switch self {
    case .sinceWanted: "`changes` needs its beginning: `since` a date, a period or a snapshot"
    case .endBeforeBeginning(let from, let to): "the end, the snapshot of \(to), lies before the beginning, that of \(from)"
    case .sameEnds(let day): "both ends are the snapshot of \(day), so nothing can have changed"
    case .groups(let verb, _): "`\(verb)` gives lines, which only a stage can group"
    case .mixedConditions(let name): "`\(name)` is of the record, and the rest of this condition of the lines"
    case .filedFieldWanted(let found, let entity):
      "`\(found)` is no filed field of `\(entity)`, and only what was filed is compared cell by cell"
    case .keyNeverChanges(let name): "`\(name)` is the key: a record with another key is another record"
    case .mixedCells(let name): "`\(name)` holds values of several fields here, which have no type or unit in common to order or compute by"
    case .unknownRecord(let key, let of, _): "no snapshot holds the \(Self.either(of, "or")) `\(key)`"
    case .filedNowhere(let key, let of, let links):
      "no snapshot holds the \(of) `\(key)`"
        + (links.isEmpty ? "" : "; only links name it: \(links.map { "`\($0.field)` of \($0.rows)" }.joined(separator: ", "))")
    case .ambiguousRecord(let key, let of, _): "more than one \(of) answers to `\(key)`"
    case .recordOfSeveral(let key, let of): "`\(key)` is a record of several kinds: \(of.joined(separator: ", "))"
    case .clauseOfShow(let clause): "`\(clause)` does not go with `show`, which shows one record"
    }
  }

  public var hint: String? {
    switch self {
    case .sinceWanted(let entity): mean(["changes of \(entity) since last month", "changes of \(entity) since previous snapshot"])
    case .endBeforeBeginning, .sameEnds: "`describe snapshots` lists those there are"
    case .groups(_, let keys): mean(["… | count by \(keys)"])
    case .mixedConditions: "in `where` a condition is about records or about lines; you might move all of it behind `| where`"
    case .filedFieldWanted(let found, _): "for a condition you might ask `list … where \(found) and not was \(found)`"
    case .keyNeverChanges: nil
    case .mixedCells: "after `changes in FIELD of …` with one field, or fields of one type, they have that type"
    case .unknownRecord(_, _, let nearest): mean(nearest)
    case .filedNowhere: nil
    case .ambiguousRecord(_, _, let candidates): mean(candidates)
    case .recordOfSeveral(let key, let of): mean(of.map { "show \($0) \(key)" })
    case .clauseOfShow: "it takes `as of T`, `as FORMAT` and `to \"FILE\"`"
    }
  }

  private func mean(_ readings: [String]) -> String? {
    readings.isEmpty ? nil : "you might mean " + Self.either(readings.map { "`\($0)`" }, "or")
  }

  /// `a`, `a or b`, `a, b or c`
  static func either(_ words: [String], _ or: String) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: or == "or" ? ", " : "、") + " \(or) " + last
  }
}
