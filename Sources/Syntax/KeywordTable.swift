/// Every spelling of every keyword, English first: the one table that lexer, parser, printer, completion and reference read.
///
/// A spelling may belong to several keywords (`合计` is `sum` and `totals`); a token carries them all and the parser asks for the
/// one that its place allows. English keywords of several words (`as of`, `starts with`) stand here for the reference: the parser puts
/// them together from their words, while their Chinese spellings are one word.
public enum KeywordTable {
  public struct Entry: Sendable {
    public let keyword: Keyword
    /// The English spelling that the printer writes comes first.
    public let spellings: [String]

    init(_ keyword: Keyword, _ further: String...) {
      self.keyword = keyword
      spellings = [keyword.rawValue] + further
    }
  }

  /// One Chinese word that stands for two English ones: `每月` is `every` and `month`, `每期` is `every` and `snapshot`.
  public struct Compound: Sendable {
    public let spelling: String
    public let keywords: [Keyword]

    init(_ spelling: String, _ keywords: Keyword...) {
      self.spelling = spelling
      self.keywords = keywords
    }
  }

  /// Every keyword that a word can be; case and full-width forms never matter. O(length of the word).
  public static func keywords(of word: String) -> KeywordSet {
    lookup(word)?.keywords ?? []
  }

  /// The spellings of a keyword, the English one first.
  public static func spellings(of keyword: Keyword) -> [String] {
    spellingsByKeyword[keyword] ?? [keyword.rawValue]
  }

  /// Names that can stand only in back-quotes.
  /// A Chinese spelling of `is`, which opposite a field is the value `yes`.
  public static func isYes(_ word: String) -> Bool { keywords(of: word).contains(.is) && word.utf8.contains { $0 >= 0x80 } }

  public static func isReserved(_ word: String) -> Bool {
    !keywords(of: word).isDisjoint(with: .reserved)
  }

  /// What a word means by itself: its keywords, and the moment that it is.
  struct Meaning {
    var keywords: KeywordSet = []
    var moment: Literal?
  }

  static func lookup(_ word: String) -> Meaning? {
    guard word.utf8.count <= longest else { return nil }
    return meanings[word] ?? meanings[foldedWord(word)]
  }

  private static let spellingsByKeyword: [Keyword: [String]] = Dictionary(
    uniqueKeysWithValues: entries.map { ($0.keyword, $0.spellings) })

  private static let longest = meanings.keys.reduce(0) { max($0, $1.utf8.count) } * 3

  /// The characters of the longest spelling.
  static let longestSpelling = meanings.keys.reduce(0) { max($0, $1.unicodeScalars.count) }

  private static let meanings: [String: Meaning] = {
    var table: [String: Meaning] = [:]
    table.reserveCapacity(512)
    for entry in entries {
      for spelling in entry.spellings { table[spelling, default: Meaning()].keywords.insert(entry.keyword) }
    }
    for compound in compounds {
      for keyword in compound.keywords { table[compound.spelling, default: Meaning()].keywords.insert(keyword) }
    }
    for (spelling, moment) in MomentTable.words { table[spelling, default: Meaning()].moment = moment }
    return table
  }()
}

/// A word as the table spells it: ASCII in lower case, full-width forms as ASCII.
func foldedWord(_ word: String) -> String {
  var folded = String.UnicodeScalarView()
  for scalar in word.unicodeScalars {
    var value = scalar.value
    if 0xFF01...0xFF5E ~= value { value -= 0xFEE0 }
    if 0x41...0x5A ~= value { value += 32 }
    folded.append(Unicode.Scalar(value) ?? scalar)
  }
  return String(folded)
}

extension KeywordSet {
  /// The words that are names only in back-quotes, in both languages. All other keywords are keywords only in their place.
  public static let reserved: KeywordSet = [
    .where, .by, .across, .sort, .ascending, .descending, .top, .bottom, .skip, .per, .as, .of, .possessive, .with, .compare, .to, .from,
    .since, .every, .and, .or, .not, .is, .in, .between, .contains, .matches, .on, .then, .else, .for, .today, .yesterday, .tomorrow,
    .missing, .known, .asOf, .asName, .asFormat, .withTotals, .withEmpty, .toFile, .rangeAnd, .notIn, .notContains, .startsWith,
    .endsWith, .isMissing, .isKnown, .isNot, .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual, .orMore, .orLess,
    .before, .after,
  ]
}
