public import Schema

/// Finds the value that a bare word means opposite a choice or link column: by code, English, Chinese label, alias (on a day), name-field
/// text, pinyin, or as a value outside the declared list that the data hold. Whole words only: `东西湖` never answers to `东湖`.
public struct ValueMatcher {
  public struct Candidate: Hashable, Sendable {
    /// The code of a choice value or the key number of a record.
    public var code: Int
    /// The word that matched, as it is spelled in the model or the data.
    public var spelling: String
    /// How messages call the value: its code, and what people read if that differs.
    public var name: String
    /// Rows that carry it at the snapshot; 0 where no column was given, and for the only match, which nobody has to weigh.
    public var rows: Int
    /// The spelling is an alias that does not hold on the day asked.
    public var outdated: NamedValue.Alias?

    public init(code: Int, spelling: String, name: String, rows: Int, outdated: NamedValue.Alias? = nil) {
      self.code = code
      self.spelling = spelling
      self.name = name
      self.rows = rows
      self.outdated = outdated
    }
  }

  public enum Match: Hashable, Sendable {
    case one(Candidate)
    /// The word names several values: never chosen in silence.
    case several([Candidate])
    /// Nothing; the nearest values, best first.
    case none(nearest: [Candidate])
  }

  /// The column that the word stands opposite to, for values outside the list and for row counts.
  public struct Column: Hashable, Sendable {
    public var entity: Int
    public var field: Int

    public init(entity: Int, field: Int) {
      self.entity = entity
      self.field = field
    }
  }

  let catalog: Catalog
  let values: any ValueSource
  private let namingDay: () -> Day
  private let askedSnapshot: () -> Int
  /// Spellings that were made already, for who matches many words.
  let cache: SpellingCache?
  private let findsNearest: Bool

  /// The day decides which dated aliases hold: `today` of the asked snapshot.
  public init(catalog: Catalog, values: any ValueSource, snapshot: Int, on day: Day) {
    self.catalog = catalog
    self.values = values
    askedSnapshot = { snapshot }
    namingDay = { day }
    cache = nil
    findsNearest = true
  }

  /// - Parameter findsNearest: otherwise a word that means nothing has no nearest values, but for aliases that do not hold on the day.
  public init(
    catalog: Catalog, values: any ValueSource, snapshot: @escaping () -> Int, on day: @escaping () -> Day, cache: SpellingCache,
    findsNearest: Bool
  ) {
    self.catalog = catalog
    self.values = values
    askedSnapshot = snapshot
    namingDay = day
    self.cache = cache
    self.findsNearest = findsNearest
  }

  /// Asked for only where values are read.
  var snapshot: Int { askedSnapshot() }
}

extension ValueMatcher {
  /// The value of a declared choice (also one that exists only in a query, such as that of `band`) or of a column of it.
  public func match(_ word: String, choice: Choice, column: Column? = nil) -> Match {
    match(word, choice: choice, number: nil, column: column)
  }

  /// - Parameter number: the place of the choice among those of the catalog and the query, by which its spellings are kept.
  public func match(_ word: String, choice: Choice, number: Int?, column: Column?) -> Match {
    let declared = known(number.map { .choice($0) }) { spellings(of: choice) }
    // Values outside the list are read only when no declared one answers: that scans the column.
    return decide(
      word, declared,
      further: { column.map { column in known(.outside(column, snapshot: snapshot)) { outsideSpellings(of: choice, column: column) } } },
      column: column)
  }

  /// The record of an entity that a word opposite a link to it means; `column` is the link.
  public func match(_ word: String, link target: Int, column: Column? = nil) -> Match {
    // A key spelled exactly so is meant before anything is compared: the common case, and no reading of the keys.
    let declared = catalog.entities[target].keyNames.count
    if let key = values.keyNumber(entity: target, word), declared == 0 || key < declared {
      return .one(Candidate(code: key, spelling: word, name: name(ofKey: key, word, in: target), rows: 0))
    }
    let declaredOrKept = known(values.comparesAllKeys(entity: target) ? .records(target) : nil) { spellings(ofRecords: target, near: word) }
    return decide(word, declaredOrKept, further: { nil }, column: column)
  }

  private func known(_ place: SpellingCache.Place?, make: () -> [Spelling]) -> SpellingTable {
    guard let place, let cache else { return SpellingTable(make()) }
    return cache.table(place, make: make)
  }

  /// Whichever the type asks for; nil for a type whose values are not named.
  public func match(_ word: String, type: DataType, column: Column? = nil) -> Match? {
    switch type {
    case .choice(let choice) where choice < catalog.choices.count:
      match(word, choice: catalog.choices[choice], number: choice, column: column)
    case .link(let target): match(word, link: target, column: column)
    default: nil
    }
  }

  /// One way to call one value.
  struct Spelling {
    enum Tier: Int, Comparable {
      case code, name, outside
      static func < (left: Tier, right: Tier) -> Bool { left.rawValue < right.rawValue }
    }

    var text: String
    var code: Int
    var tier: Tier
    /// How messages call the value.
    var name: String
    var alias: NamedValue.Alias?
  }

  private func decide(_ word: String, _ declared: SpellingTable, further: () -> SpellingTable?, column: Column?) -> Match {
    var tables = [declared]
    let folded = NameKey(word)
    var hits = declared.named(folded)
    for tier in [Spelling.Tier.code, .name, .outside] {
      if tier == .outside, let outside = further() {
        tables.append(outside)
        hits += outside.named(folded)
      }
      let found = candidates(hits.filter { $0.tier == tier && holds($0.alias) }, column: column)
      if !found.isEmpty { return chosen(found, column: column) }
    }
    if hits.isEmpty, let sound = Pinyin.key(ofTyped: word) {
      let heard = tables.flatMap { $0.sounding(sound) }.filter { holds($0.alias) }
      // A stray text in the data does not make a declared name doubtful.
      let named = heard.filter { $0.tier != .outside }
      let found = candidates(named.isEmpty ? heard : named, column: column)
      if !found.isEmpty { return chosen(found, column: column) }
    }
    let near = findsNearest && word.utf8.count <= Nearness.longest ? tables.flatMap(\.spellings) : []
    return .none(nearest: nearest(to: word, outdated: hits, among: near, column: column))
  }

  private func chosen(_ found: [Candidate], column: Column?) -> Match {
    found.count == 1 ? .one(found[0]) : .several(counted(found, column: column))
  }

  private func holds(_ alias: NamedValue.Alias?) -> Bool {
    guard let alias, alias.from != nil || alias.to != nil else { return true }
    // Asked for only where names change with time.
    let day = namingDay()
    return alias.from.map { $0 <= day } ?? true && alias.to.map { day <= $0 } ?? true
  }

  /// One candidate a value; those that the link's restriction rules out only when nothing else is left.
  private func candidates(_ spellings: [Spelling], column: Column?) -> [Candidate] {
    var found: [Candidate] = []
    for spelling in spellings where !found.contains(where: { $0.code == spelling.code }) {
      found.append(Candidate(code: spelling.code, spelling: spelling.text, name: spelling.name, rows: 0))
    }
    guard found.count > 1 else { return found }
    let isAllowed = restriction(of: column)
    let allowed = found.filter { isAllowed($0.code) }
    return allowed.isEmpty ? found : allowed
  }

  private func counted(_ candidates: [Candidate], column: Column?) -> [Candidate] {
    guard let column, !candidates.isEmpty else { return candidates }
    let count = { values.values(entity: column.entity, field: column.field, snapshot: snapshot) }
    let counts = cache?.rows(.outside(column, snapshot: snapshot), count: count) ?? SpellingCache.rows(count())
    return candidates.map { candidate in
      var candidate = candidate
      candidate.rows = counts[candidate.code] ?? 0
      return candidate
    }
  }

  private func nearest(to word: String, outdated hits: [Spelling], among spellings: [Spelling], column: Column?) -> [Candidate] {
    let sound = Pinyin.key(ofTyped: word)
    var scores: [Int: (score: Int, spelling: Spelling)] = [:]
    for spelling in spellings where holds(spelling.alias) {
      let direct = Nearness.score(word, spelling.text)
      let heard = sound.flatMap { sound in Pinyin.key(of: spelling.text).flatMap { Nearness.score(sound, $0) } }
      // First letters are too few to decide, but who types `hn` means something by it.
      let initials = sound.flatMap { $0 == Pinyin.initials(of: spelling.text) ? 3 : nil }
      guard let score = [direct, heard, initials].compactMap({ $0 }).min() else { continue }
      if score < scores[spelling.code]?.score ?? .max { scores[spelling.code] = (score, spelling) }
    }
    let best = scores.values.sorted { ($0.score, $0.spelling.code) < ($1.score, $1.spelling.code) }.prefix(5)
    let old = hits.map { Candidate(code: $0.code, spelling: $0.text, name: $0.name, rows: 0, outdated: $0.alias) }
    let near = best.map { Candidate(code: $0.spelling.code, spelling: $0.spelling.text, name: $0.spelling.name, rows: 0) }
    return counted(old + near.filter { candidate in !old.contains { $0.code == candidate.code } }, column: column)
  }
}
