extension PatternReader {
  /// What an escape stands for, outside of a set and inside.
  enum Escape {
    case character(Unicode.Scalar)
    case someOf(CharacterClass, negated: Bool)
    /// `\p{…}` in RE2's spelling, and what it comes to
    case property(String, size: Int)
  }

  mutating func readEscape() throws(PatternError) {
    let start = position
    switch at(start + 1) {
    case "b", "B":
      if at(start + 2) == "{" { throw problem(.notTaken(text(start..<start + 3)), start..<start + 3) }
      try readEdge(text(start..<start + 2))
    case "A", "z": write(anchor: text(start..<start + 2), length: 2)
    case "Q": try readQuotation { (reader, scalar) throws(PatternError) in try reader.add(literal: scalar) }
    case "E": position += 2
    case "R":
      position += 2
      try add("(?:\\r\\n|[\(CharacterClass.vertical.words)])", size: 15)
    case "N" where at(start + 2) != "{":
      position += 2
      try add("[^\\n]", size: 8)
    default:
      switch try escape() {
      case .character(let scalar): try add(literal: scalar)
      case .someOf(let some, let isNegated): try add("[\(isNegated ? "^" : "")\(some.words)]", size: some.size)
      case .property(let words, let size): try add(words, size: size)
      }
    }
  }

  /// `\Q…\E`: characters that stand for themselves.
  mutating func readQuotation(_ body: (inout PatternReader, Unicode.Scalar) throws(PatternError) -> Void) throws(PatternError) {
    position += 2
    while let scalar = next, !sees("\\E") {
      position += 1
      try body(&self, scalar)
    }
    if next != nil { position += 2 }
  }

  /// Reads an escape that means the same in a set.
  mutating func escape() throws(PatternError) -> Escape {
    let start = position
    guard let letter = at(start + 1) else { throw problem(.trailingBackslash, start..<start + 1) }
    position += 2
    switch letter {
    case "w": return .someOf(.word, negated: false)
    case "W": return .someOf(.word, negated: true)
    case "d": return .someOf(.digit, negated: false)
    case "D": return .someOf(.digit, negated: true)
    case "s": return .someOf(.space, negated: false)
    case "S": return .someOf(.space, negated: true)
    case "h": return .someOf(.horizontal, negated: false)
    case "H": return .someOf(.horizontal, negated: true)
    case "v": return .someOf(.vertical, negated: false)
    case "V": return .someOf(.vertical, negated: true)
    case "p", "P": return try property(from: start, isNegated: letter == "P")
    case "a": return .character("\u{07}")
    case "e": return .character("\u{1B}")
    case "f": return .character("\u{0C}")
    case "n": return .character("\n")
    case "r": return .character("\r")
    case "t": return .character("\t")
    case "0":
      let digits = take(atMost: 2) { ("0"..."7").contains($0) }
      return .character(try scalar(digits.isEmpty ? "0" : digits, radix: 8, from: start))
    case "x" where next == "{", "u" where next == "{": return .character(try scalarInBraces(from: start))
    case "x": return .character(try scalar(ofDigits: 2, from: start))
    case "u": return .character(try scalar(ofDigits: 4, from: start))
    case "U": return .character(try scalar(ofDigits: 8, from: start))
    case "1"..."9", "k", "g":
      _ = take { ("0"..."9").contains($0) }
      throw problem(.backReference(text(start..<position)), start..<position)
    case "X", "Z", "G", "K", "C", "y", "Y", "N": throw problem(.notTaken(text(start..<position)), start..<position)
    case _ where letter.value < 0x80 && letter.value >= 0x20 && !letter.properties.isAlphabetic: return .character(letter)
    default: throw problem(.unknownEscape(text(start..<position)), start..<position)
    }
  }

  // MARK: Characters by number

  private static func isHexadecimal(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x80 && Character(scalar).isHexDigit }

  private mutating func scalarInBraces(from start: Int) throws(PatternError) -> Unicode.Scalar {
    position += 1
    let digits = take(atMost: 8, while: Self.isHexadecimal)
    guard next == "}" else { throw problem(.badCharacter(text(start..<position)), start..<position) }
    position += 1
    return try scalar(digits, radix: 16, from: start)
  }

  private mutating func scalar(ofDigits count: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
    let digits = take(atMost: count, while: Self.isHexadecimal)
    return try scalar(digits.count == count ? digits : "", radix: 16, from: start)
  }

  private func scalar(_ digits: String, radix: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
    guard let value = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(value) else {
      throw problem(.badCharacter(text(start..<position)), start..<position)
    }
    return scalar
  }

  // MARK: Properties

  /// `\p{Lu}`, `\pL`, `\p{Letter}`, `\p{Han}`, `\p{Script=Han}`, `\p{^L}`
  private mutating func property(from start: Int, isNegated: Bool) throws(PatternError) -> Escape {
    var isNegated = isNegated
    let name: String
    if next == "{" {
      position += 1
      if next == "^" {
        isNegated.toggle()
        position += 1
      }
      name = take { $0 != "}" }
      guard next == "}" else { throw problem(.unknownProperty(text(start..<position)), start..<position) }
      position += 1
    } else {
      name = take(atMost: 1) { _ in true }
    }
    guard let words = Self.property(named: name), let size = propertySize(words) else {
      throw problem(.unknownProperty(text(start..<position)), start..<position)
    }
    return .property("\\\(isNegated ? "P" : "p"){\(words)}", size: size)
  }

  private mutating func propertySize(_ words: String) -> Int? {
    if let known = propertySizes[words] { return known }
    let size = Pattern.size(ofPiece: "\\p{\(words)}")
    propertySizes[words] = size
    return size
  }

  /// The name that RE2 has for it, if it has one: of a general category or a script.
  private static func property(named written: String) -> String? {
    var name = written.filter { $0 != " " }.lowercased().split(separator: "=", omittingEmptySubsequences: false)
    if name.count == 2, ["script", "sc", "generalcategory", "general_category", "gc"].contains(name[0]) { name.removeFirst() }
    guard name.count == 1, let word = name.first, !word.isEmpty, word.utf8.allSatisfy({ $0 == 0x5F || (0x61...0x7A).contains($0) }) else {
      return nil
    }
    if let category = categories[word.filter { $0 != "_" }] { return category }
    if word == "any" { return "Any" }
    let script = word.hasPrefix("is") ? word.dropFirst(2) : word
    // `han` and `HAN` are `Han`, `old_italic` is `Old_Italic`, `lu` is `Lu`.
    return script.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "_")
  }

  private static let categories = [
    "letter": "L", "uppercaseletter": "Lu", "lowercaseletter": "Ll", "titlecaseletter": "Lt", "modifierletter": "Lm", "otherletter": "Lo",
    "mark": "M", "nonspacingmark": "Mn", "spacingmark": "Mc", "enclosingmark": "Me", "number": "N", "decimalnumber": "Nd",
    "letternumber": "Nl", "othernumber": "No", "punctuation": "P", "connectorpunctuation": "Pc", "dashpunctuation": "Pd",
    "openpunctuation": "Ps", "closepunctuation": "Pe", "initialpunctuation": "Pi", "finalpunctuation": "Pf", "otherpunctuation": "Po",
    "symbol": "S", "mathsymbol": "Sm", "currencysymbol": "Sc", "modifiersymbol": "Sk", "othersymbol": "So", "separator": "Z",
    "spaceseparator": "Zs", "lineseparator": "Zl", "paragraphseparator": "Zp", "control": "Cc", "format": "Cf", "privateuse": "Co",
  ]
}
