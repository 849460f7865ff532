import Schema

/// The spellings of a declared list of values on one day, and what they mean.
struct NameTable {
  enum Match: Equatable {
    /// Index into the list
    case one(Int)
    case several([Int])
    case none
  }

  private var meanings: [String: (tier: Int, indices: [Int])] = [:]
  private let values: [NamedValue]

  /// Codes win over English names and labels, these over aliases; an alias counts only on its days.
  init(_ values: [NamedValue], on day: Day?) {
    self.values = values
    for (index, value) in values.enumerated() {
      add(value.code, index, tier: 0)
      for name in [value.english, value.label] { if let name { add(name, index, tier: 1) } }
      for alias in value.aliases {
        if let day, alias.from.map({ day < $0 }) ?? false || alias.to.map({ day > $0 }) ?? false { continue }
        add(alias.text, index, tier: 2)
      }
    }
  }

  /// Whether some alias holds only on some days: then a table serves one day.
  static func isDated(_ values: [NamedValue]) -> Bool {
    values.contains { $0.aliases.contains { $0.from != nil || $0.to != nil } }
  }

  private mutating func add(_ name: String, _ index: Int, tier: Int) {
    let folded = foldedName(name)
    guard let known = meanings[folded] else {
      meanings[folded] = (tier, [index])
      return
    }
    if tier < known.tier { meanings[folded] = (tier, [index]) }
    if tier == known.tier, !known.indices.contains(index) { meanings[folded]!.indices.append(index) }
  }

  /// Names match but for case, width, blanks and dashes; of several that do, the only one spelled just so is meant.
  func match(_ text: String) -> Match {
    guard let meaning = meanings[foldedName(text)] else { return .none }
    if meaning.indices.count == 1 { return .one(meaning.indices[0]) }
    let exact = meaning.indices.filter { values[$0].allSpellings.contains(text) }
    return exact.count == 1 ? .one(exact[0]) : .several(meaning.indices)
  }

  /// Nil where the text is a spelling of the value as it stands; else the spelling that it resembles.
  func resembled(_ text: String, _ index: Int) -> String? {
    let spellings = values[index].allSpellings
    if spellings.contains(text) { return nil }
    let folded = foldedName(text)
    return spellings.first { foldedName($0) == folded }
  }
}
