extension PatternReader {
  /// `*`, `+`, `?`
  mutating func readRepeat() throws(PatternError) {
    let start = position
    position += 1
    let words = text(start..<position)
    try repeatLast(words, from: start, times: 1, options: words == "+" ? 0 : 1)
  }

  /// `{2}`, `{2,}`, `{,3}`, `{2,3}`; any other `{` stands for itself.
  mutating func readCount() throws(PatternError) {
    let start = position
    position += 1
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " }
    _ = take(while: isBlank)
    let low = take(while: isDigit)
    _ = take(while: isBlank)
    let hasComma = next == ","
    if hasComma { position += 1 }
    _ = take(while: isBlank)
    let high = hasComma ? take(while: isDigit) : low
    _ = take(while: isBlank)
    guard next == "}", !(low.isEmpty && high.isEmpty) else {
      position = start + 1
      return try add(literal: "{")
    }
    position += 1
    let range = start..<position
    guard let least = low.isEmpty ? 0 : Int(low), let most = high.isEmpty ? least : Int(high), least <= Pattern.mostRepeats,
      most <= Pattern.mostRepeats
    else { throw problem(.tooManyRepeats(Pattern.mostRepeats), range) }
    if most < least { throw problem(.countsTurned(low, high), range) }
    let isOpen = high.isEmpty
    try repeatLast(
      "{\(least)\(hasComma ? ",\(high)" : "")}", from: start, times: max(most, 1) + (isOpen ? 1 : 0),
      options: most - least + (isOpen ? 1 : 0))
  }

  /// - Parameter times: how often the part is written out in the program.
  /// - Parameter options: how many of these may be left out.
  private mutating func repeatLast(_ words: String, from start: Int, times: Int, options: Int) throws(PatternError) {
    guard let atom = last else {
      let range = start..<position
      throw problem(wasRepeat ? .repeatedRepeat(text(range)) : .nothingToRepeat(text(range)), range)
    }
    let repeats = atom.repeats * times
    if repeats > Pattern.mostRepeats + 1 { throw problem(.tooManyRepeats(Pattern.mostRepeats), start..<position) }
    write(words)
    try count(Atom(size: atom.size * (times - 1) + 1, repeats: repeats, options: atom.options * (times - 1) + options))
    if next == "?" {
      write("?")
      position += 1
    } else if next == "+" {
      throw problem(.possessive(text(start..<position)), start..<position + 1)
    }
    last = nil
  }

  /// Whether the character before is the end of a quantifier.
  private var wasRepeat: Bool {
    // What was written is what RE2 reads; a literal of this kind is written as its number.
    switch output.unicodeScalars.last {
    case "*", "+", "?", "}": true
    default: false
    }
  }
}
