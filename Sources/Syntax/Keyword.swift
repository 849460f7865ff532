/// Every word with a meaning of its own. The raw value is the English spelling that the printer writes.
///
/// Several keywords can share a spelling (`前` is `top`, `every` opens a quantifier and a trend step): a token carries the set
/// of all it can be, and the parser asks for the one that its place allows.
public enum Keyword: String, Sendable, CaseIterable, Hashable {
  // Verbs
  case list, count, rank, changes, trend, history, show, explain, describe, help
  case define, param, letting = "let", print, expect, run, entity, field, choice, names, calendar
  // Clauses
  case of, possessive = "的", `where`, by, across, sort, order, ascending = "asc", descending = "desc", top, bottom, skip, per
  /// `as of`: in English `as` + `of`; one word in Chinese (`截至`)
  case asOf = "as of"
  case `as`
  /// `记为`: `as NAME`; `格式`: `as FORMAT`
  case asName = "as name", asFormat = "as format"
  case with, totals, empty, withTotals = "with totals", withEmpty = "with empty", compare, to, toFile = "to file", from, since, on, `for`
  // Conditions
  case and
  /// `介于 … 和 …`: joins the two ends of `between` and nothing else
  case rangeAnd = "between and"
  case or, not, any, every, no, `is`, `in`, notIn = "not in", between, contains, notContains = "not contains"
  case starts, ends, startsWith = "starts with", endsWith = "ends with", matches, missing, known
  case isMissing = "is missing", isKnown = "is known", isNot = "is not"
  case equal = "=", notEqual = "!=", greater = ">", less = "<", greaterOrEqual = ">=", lessOrEqual = "<="
  /// Behind the value: `5亿以上 以下 之前 之后`
  case orMore = "以上", orLess = "以下", before = "之前", after = "之后"
  case was, ever, always, changed, existed
  case `if`, then, `else`
  // Moments
  case today, yesterday, tomorrow, this, last, next, previous, first, snapshot, snapshots, date
  case day, week, month, quarter, half, year, workday
  // Aggregates that may stand without parentheses
  case sum, avg, min, max, median, share, part, distinct
  // Inside declarations and explain
  case key, name, label, alias, documentation = "doc", reverse, ordered, unordered, rest, work
  case text, money, number, flag, link, days, months, workdays
  case tokens, tree, plan, sql
  // Words of other languages, recognised to show our spelling
  case select, limit, group, having, like, null, join
}

/// A set of keywords as two machine words.
public struct KeywordSet: Sendable, Hashable, ExpressibleByArrayLiteral {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var top: UInt64 = 0

  public init(arrayLiteral elements: Keyword...) {
    for element in elements { insert(element) }
  }

  public mutating func insert(_ keyword: Keyword) {
    let index = keyword.index
    switch index >> 6 {
    case 0: low |= 1 << UInt64(index)
    case 1: high |= 1 << UInt64(index - 64)
    default: top |= 1 << UInt64(index - 128)
    }
  }

  public func contains(_ keyword: Keyword) -> Bool {
    let index = keyword.index
    return switch index >> 6 {
    case 0: low & (1 << UInt64(index)) != 0
    case 1: high & (1 << UInt64(index - 64)) != 0
    default: top & (1 << UInt64(index - 128)) != 0
    }
  }

  public var isEmpty: Bool { low | high | top == 0 }

  public func isDisjoint(with other: KeywordSet) -> Bool {
    (low & other.low) | (high & other.high) | (top & other.top) == 0
  }
}

extension Keyword {
  /// The place in declaration order: the tag byte of an enum without payloads.
  var index: Int { unsafe withUnsafeBytes(of: self) { unsafe Int($0[0]) } }
}
