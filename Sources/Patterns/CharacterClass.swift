/// Characters of all scripts that belong together, by their general categories and some ranges.
struct CharacterClass: Sendable {
  /// `L` is any of `Lu`, `Ll`, …
  let categories: [String]
  let ranges: [ClosedRange<UInt32>]
  /// What it comes to in instructions.
  let size: Int

  /// Inside of a set, in RE2's spelling.
  var words: String { categories.map { "\\p{\($0)}" }.joined() + Self.spelled(ranges) }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    holds(scalar.properties.generalCategory) || ranges.contains { $0.contains(scalar.value) }
  }

  private func holds(_ category: Unicode.GeneralCategory) -> Bool {
    let name = Self.name(of: category)
    return categories.contains { name.hasPrefix($0) }
  }

  /// All other characters, inside of a set. RE2 has no words for them there.
  func others() -> String {
    var isOther = [Bool](repeating: true, count: 0x110000)
    var known: [Unicode.GeneralCategory: Bool] = [:]
    // Surrogates, private characters and planes without any belong to no class.
    for values in [0..<0xD800, 0xF900..<0x34000, 0xE0000..<0xE0200] {
      for value in values {
        let category = Unicode.Scalar(UInt32(value))!.properties.generalCategory
        let isIn = known[category] ?? holds(category)
        known[category] = isIn
        if isIn { isOther[value] = false }
      }
    }
    for range in ranges { for value in range { isOther[Int(value)] = false } }
    var (found, start): ([ClosedRange<UInt32>], Int?) = ([], nil)
    for (value, isOther) in (isOther + [false]).enumerated() where isOther == (start == nil) {
      if let begun = start { found.append(UInt32(begun)...UInt32(value - 1)) }
      start = isOther ? value : nil
    }
    return Self.spelled(found)
  }

  private static func spelled(_ ranges: [ClosedRange<UInt32>]) -> String {
    func hexadecimal(_ value: UInt32) -> String { "\\x{\(String(value, radix: 16))}" }
    return ranges.map { $0.count == 1 ? hexadecimal($0.lowerBound) : hexadecimal($0.lowerBound) + "-" + hexadecimal($0.upperBound) }
      .joined()
  }

  // MARK: The classes

  /// Letters in circles and squares count as letters; RE2's tables end before the last extensions of Han.
  private static let moreLetters: [ClosedRange<UInt32>] = [
    0x24B6...0x24E9, 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189, 0x2EBF0...0x2EE5D, 0x31350...0x33479,
  ]

  /// Han characters that stand for numbers, in words and in accounts.
  private static let hanNumbers: [ClosedRange<UInt32>] = [
    0x3405, 0x3483, 0x382A, 0x3B4D, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4E96, 0x4EAC, 0x4EBF, 0x4EC0, 0x4EDF,
    0x4EE8, 0x4F0D, 0x4F70, 0x4FE9, 0x5006, 0x5104, 0x5146, 0x5169, 0x516B, 0x516D, 0x5341, 0x5343, 0x5344, 0x5345, 0x534C, 0x53C1, 0x53C2,
    0x53C3, 0x53C4, 0x56DB, 0x58F1, 0x58F9, 0x5E7A, 0x5EFE, 0x5EFF, 0x5F0C, 0x5F0D, 0x5F0E, 0x5F10, 0x62D0, 0x62FE, 0x634C, 0x67D2, 0x6D1E,
    0x6F06, 0x7396, 0x767E, 0x7695, 0x79ED, 0x8086, 0x842C, 0x8CAE, 0x8CB3, 0x8D30, 0x920E, 0x94A9, 0x9621, 0x9646, 0x964C, 0x9678, 0x96F6,
    0xF96B, 0xF973, 0xF978, 0xF9B2, 0xF9D1, 0xF9D3, 0xF9FD,
  ].map { $0...$0 }

  static let word = CharacterClass(categories: ["L", "M", "N", "Pc"], ranges: [0x200C...0x200D] + moreLetters, size: 1500)
  static let digit = CharacterClass(categories: ["N"], ranges: hanNumbers, size: 500)
  static let space = CharacterClass(categories: ["Z"], ranges: [0x09...0x0D, 0x85...0x85], size: 30)
  static let horizontal = CharacterClass(categories: ["Zs"], ranges: [0x09...0x09], size: 30)
  static let vertical = CharacterClass(categories: [], ranges: [0x0A...0x0D, 0x85...0x85, 0x2028...0x2029], size: 10)

  /// `[:name:]`
  static func named(_ name: String) -> CharacterClass? {
    switch name {
    case "alpha": CharacterClass(categories: ["L", "M", "Nl"], ranges: moreLetters, size: 1400)
    case "digit": CharacterClass(categories: ["Nd"], ranges: [], size: 150)
    case "alnum": CharacterClass(categories: ["L", "M", "N"], ranges: moreLetters, size: 1500)
    case "upper": CharacterClass(categories: ["Lu"], ranges: [0x2160...0x216F, 0x24B6...0x24CF], size: 700)
    case "lower":
      CharacterClass(categories: ["Ll"], ranges: [0xAA...0xAA, 0xBA...0xBA, 0x2170...0x217F, 0x24D0...0x24E9], size: 700)
    case "space": space
    case "blank": horizontal
    case "punct": CharacterClass(categories: ["P"], ranges: [], size: 400)
    case "cntrl": CharacterClass(categories: ["Cc"], ranges: [], size: 10)
    case "word": word
    case "xdigit":
      CharacterClass(
        categories: [], ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66, 0xFF10...0xFF19, 0xFF21...0xFF26, 0xFF41...0xFF46], size: 20)
    case "ascii": CharacterClass(categories: [], ranges: [0x00...0x7F], size: 2)
    default: nil
    }
  }

  private static func name(of category: Unicode.GeneralCategory) -> String {
    switch category {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
