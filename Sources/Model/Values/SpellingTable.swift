import Schema

/// The spellings of some values, found by name and by sound in one step once several words were looked for.
final class SpellingTable {
  let spellings: [ValueMatcher.Spelling]
  private var searches = 0
  private var byName: [NameKey: [Int]]?
  private var bySound: [String: [Int]]?

  init(_ spellings: [ValueMatcher.Spelling]) { self.spellings = spellings }

  /// A first word is looked for as it is: putting all in order takes longer.
  func named(_ name: NameKey) -> [ValueMatcher.Spelling] {
    searches += 1
    guard searches > 2 else { return spellings.filter { NameKey($0.text) == name } }
    let places = byName ?? Dictionary(grouping: spellings.indices) { NameKey(spellings[$0].text) }
    byName = places
    return (places[name] ?? []).map { spellings[$0] }
  }

  func sounding(_ sound: String) -> [ValueMatcher.Spelling] {
    guard searches > 2 else { return spellings.filter { Pinyin.key(of: $0.text) == sound } }
    if bySound == nil {
      var places: [String: [Int]] = [:]
      for (place, spelling) in spellings.enumerated() {
        if let sound = Pinyin.key(of: spelling.text) { places[sound, default: []].append(place) }
      }
      bySound = places
    }
    return (bySound![sound] ?? []).map { spellings[$0] }
  }
}

/// The spellings that the check of one statement has asked for.
public final class SpellingCache {
  enum Place: Hashable {
    /// By its place among the choices of the catalog and the query
    case choice(Int)
    case records(Int)
    /// Values of a column that its choice does not declare
    case outside(ValueMatcher.Column, snapshot: Int)
  }

  private var tables: [Place: SpellingTable] = [:]
  /// The rows of each value of a column
  private var rows: [Place: [Int: Int]] = [:]

  public init() {}

  func table(_ place: Place, make: () -> [ValueMatcher.Spelling]) -> SpellingTable {
    if let table = tables[place] { return table }
    let table = SpellingTable(make())
    tables[place] = table
    return table
  }

  /// Counting goes over the column: once for all that a statement may have meant.
  func rows(_ place: Place, count: () -> [ValueCount]) -> [Int: Int] {
    if let rows = rows[place] { return rows }
    let counted = SpellingCache.rows(count())
    rows[place] = counted
    return counted
  }

  static func rows(_ counts: [ValueCount]) -> [Int: Int] {
    Dictionary(counts.map { ($0.code, $0.rows) }, uniquingKeysWith: { first, _ in first })
  }

  /// Choices of the query were taken back: their places may be given again.
  public func removeChoices() { (tables, rows) = ([:], [:]) }
}
