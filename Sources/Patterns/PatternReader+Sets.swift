extension PatternReader {
  /// `[…]`: characters, ranges and classes. Sets inside sets and their differences, which RE2 would read as characters, are refused.
  mutating func readSet() throws(PatternError) {
    let start = position
    position += 1
    let isNegated = next == "^"
    if isNegated { position += 1 }
    var set = CharacterSet()
    while next != "]" || set.words.isEmpty {
      guard let scalar = next else { throw problem(.unclosedSet, start..<start + 1) }
      switch scalar {
      case "[": try readNamedClass(into: &set)
      case "&" where sees("&&"), "-" where sees("--"), "~" where sees("~~"):
        throw problem(.setOperation(text(position..<position + 2)), position..<position + 2)
      case "\\" where sees("\\Q"):
        try readQuotation { (_, scalar) throws(PatternError) in set.add(scalar...scalar) }
      case "\\" where sees("\\E"): position += 2
      default: try readItem(into: &set)
      }
    }
    position += 1
    if let letter = set.letter { try meetEdge(letter) }
    try add("[\(isNegated ? "^" : "")\(set.words)]", size: set.size)
    lastLetter = set.letter
  }

  /// `a`, `\t`, `\w`, `a-z`
  private mutating func readItem(into set: inout CharacterSet) throws(PatternError) {
    let start = position
    guard let low = try readMember(into: &set) else { return }
    guard next == "-", let end = at(position + 1), end != "]" else { return set.add(low...low) }
    if end == "-" { throw problem(.setOperation("--"), position..<position + 2) }
    position += 1
    guard end != "[", let high = try readMember(into: &set) else {
      throw problem(.badRange(text(start..<position)), start..<position)
    }
    guard low <= high else { throw problem(.rangeTurned(text(start..<position)), start..<position) }
    set.add(low...high)
  }

  /// A single character; nil when it was a class, which is added.
  private mutating func readMember(into set: inout CharacterSet) throws(PatternError) -> Unicode.Scalar? {
    guard next == "\\" else {
      position += 1
      return scalars[position - 1]
    }
    let start = position
    if let letter = at(start + 1), "bBAzRQE".unicodeScalars.contains(letter) {
      throw problem(.notInSet(text(start..<start + 2)), start..<start + 2)
    }
    switch try escape() {
    case .character(let scalar): return scalar
    case .someOf(let some, let isNegated): set.add(isNegated ? others(of: some) : some.words, size: some.size)
    case .property(let words, let size): set.add(words, size: size)
    }
    return nil
  }

  /// `[:alpha:]`, `[:^alpha:]`
  private mutating func readNamedClass(into set: inout CharacterSet) throws(PatternError) {
    let start = position
    guard at(position + 1) == ":" else { throw problem(.nestedSet, start..<start + 1) }
    position += 2
    let isNegated = next == "^"
    if isNegated { position += 1 }
    let name = take { $0.value < 0x80 && $0.properties.isAlphabetic }
    guard sees(":]") else { throw problem(.nestedSet, start..<start + 1) }
    position += 2
    guard let named = CharacterClass.named(name) else { throw problem(.unknownClass(text(start..<position)), start..<position) }
    set.add(isNegated ? others(of: named) : named.words, size: named.size)
  }

  /// Worked out once a pattern: all characters are looked at.
  private mutating func others(of some: CharacterClass) -> String {
    if let known = otherCharacters[some.words] { return known }
    let words = some.others()
    otherCharacters[some.words] = words
    return words
  }
}

/// What a set holds, in RE2's spelling.
private struct CharacterSet {
  var words = ""
  var size = 1
  /// The first letter beyond ASCII that is written out.
  var letter: Unicode.Scalar?

  mutating func add(_ words: String, size: Int) {
    self.words += words
    self.size += size
  }

  mutating func add(_ range: ClosedRange<Unicode.Scalar>) {
    words += PatternReader.spelled(range.lowerBound)
    if range.lowerBound != range.upperBound { words += "-" + PatternReader.spelled(range.upperBound) }
    size += range.upperBound.value < 0x80 ? 1 : 10
    if letter == nil, PatternReader.isOtherLetter(range.lowerBound) { letter = range.lowerBound }
  }
}
