extension PatternReader {
  mutating func openGroup() throws(PatternError) {
    let start = position
    guard at(position + 1) == "?" else {
      position += 1
      return try open("(", from: start)
    }
    switch at(position + 2) {
    case ":":
      position += 3
      try open("(?:", from: start)
    case "#":
      position += 3
      _ = take { $0 != ")" }
      guard next != nil else { throw problem(.unclosedGroup, start..<start + 1) }
      position += 1
    case "=", "!", "*": throw problem(.lookAround(text(start..<start + 3), isNegative: at(position + 2) == "!"), start..<start + 3)
    case "<":
      switch at(position + 3) {
      case "=", "!", "*": throw problem(.lookAround(text(start..<start + 4), isNegative: at(position + 3) == "!"), start..<start + 4)
      default: try openNamed(from: start, length: 3)
      }
    case "P":
      switch at(position + 3) {
      case "<": try openNamed(from: start, length: 4)
      case "=": throw problem(.backReference("(?P=…)"), start..<start + 4)
      default: throw problem(.notTaken("(?P"), start..<start + 3)
      }
    case .some(let scalar) where scalar == "-" || scalar.properties.isAlphabetic: try readFlags(from: start)
    case .some(let scalar): throw problem(.notTaken("(?" + String(scalar)), start..<start + 3)
    case nil: throw problem(.unclosedGroup, start..<start + 1)
    }
  }

  /// Names are of no use here: nothing asks what a group matched.
  private mutating func openNamed(from start: Int, length: Int) throws(PatternError) {
    position += length
    let name = take { $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil }
    guard !name.isEmpty, next == ">" else { throw problem(.groupName, start..<position + 1) }
    position += 1
    try open("(", from: start)
  }

  /// `(?i)`, `(?i-s)`, `(?i:…)`
  private mutating func readFlags(from start: Int) throws(PatternError) {
    position += 2
    var isOff = false
    while let flag = next, flag != ")", flag != ":" {
      switch flag {
      case "i", "m", "s", "U": break
      case "-" where !isOff: isOff = true
      default: throw problem(.unknownFlag(String(flag)), position..<position + 1)
      }
      position += 1
    }
    guard let end = next else { throw problem(.unclosedGroup, start..<start + 1) }
    if at(position - 1) == "-" { throw problem(.unknownFlag("-"), position - 1..<position) }
    position += 1
    let words = text(start..<position)
    if end == ":" { return try open(words, from: start) }
    write(words)
    last = nil
  }

  private mutating func open(_ words: String, from start: Int) throws(PatternError) {
    guard groups.count <= Pattern.deepest else { throw problem(.tooDeep(Pattern.deepest), start..<start + 1) }
    write(words)
    groups.append(Group(start: start, edge: edge))
    (last, lastLetter) = (nil, nil)
  }

  mutating func closeGroup() throws(PatternError) {
    guard groups.count > 1, let group = groups.popLast() else { throw problem(.strayParenthesis, position..<position + 1) }
    position += 1
    let letter = lastLetter ?? group.lastLetter
    try add(")", Atom(size: group.size, repeats: group.repeats, options: group.options))
    lastLetter = letter
  }

  mutating func readBar() {
    position += 1
    write("|")
    groups[groups.count - 1].lastLetter = groups[groups.count - 1].lastLetter ?? lastLetter
    edge = groups[groups.count - 1].edge
    (last, lastLetter) = (nil, nil)
  }
}
