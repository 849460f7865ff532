/// Toneless pinyin of Chinese text, one reading a character, with a few words whose reading differs.
///
/// Facts from the Unicode Han Database and common usage, turned into a table by `grammar/generate-pinyin.py`.
public enum Pinyin {
  /// The syllables of the text, other letters as single pieces: `汉南区` is `han nan qu`. Nil where the text holds no Chinese character.
  public static func syllables(of text: String) -> [String]? {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: isHan) else { return nil }
    var syllables: [String] = []
    var index = 0
    while index < scalars.count {
      if let (length, readings) = exception(at: index, in: scalars) {
        syllables += readings
        index += length
      } else {
        if let syllable = syllable(of: scalars[index]) {
          syllables.append(syllable)
        } else if scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil {
          syllables.append(String(scalars[index]).lowercased())
        }
        index += 1
      }
    }
    return syllables
  }

  /// What two spellings share when they sound alike: letters and digits only, lower case, Chinese as pinyin, tone marks and apostrophes dropped.
  /// Nil for an empty result.
  public static func key(of text: String) -> String? {
    let pieces = syllables(of: text)?.joined() ?? text
    let key = plainLetters(pieces)
    return key.isEmpty ? nil : key
  }

  /// The key of a typed word, when it is one that pinyin could mean: Latin letters, with or without tones, apostrophes and spaces.
  public static func key(ofTyped word: String) -> String? {
    // A longer word is no name that somebody typed by its sound.
    guard word.utf8.count <= Nearness.longest, !word.unicodeScalars.contains(where: isHan),
      word.unicodeScalars.contains(where: \.properties.isAlphabetic)
    else { return nil }
    return key(of: word)
  }

  /// First letters: `汉南区` is `hnq`.
  public static func initials(of text: String) -> String? {
    syllables(of: text).map { String($0.compactMap(\.first)) }
  }

  public static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }
}

extension Pinyin {
  private static let firstCharacter: UInt32 = 0x4E00

  /// The reading of one character, from the table; nil outside U+4E00-9FFF and for the few without a reading.
  static func syllable(of scalar: Unicode.Scalar) -> String? {
    guard isHan(scalar) else { return nil }
    let place = Int(scalar.value - firstCharacter)
    // A line holds 64 characters of two bytes and ends in a line feed.
    let cell = unsafe PinyinTable.readings.utf8Start + (place / 64 * 129 + place % 64 * 2)
    let number = unsafe Int(cell[0] - 0x30) * 32 + Int(cell[1] - 0x30)
    guard number > 0 else { return nil }
    let name = unsafe UnsafeBufferPointer(start: PinyinTable.syllables.utf8Start + (number / 20 * 121 + number % 20 * 6), count: 6)
    return unsafe String(decoding: name.prefix { $0 != 0x2E }, as: UTF8.self)
  }

  private static let words: [Unicode.Scalar: [(scalars: [Unicode.Scalar], syllables: [String])]] = {
    var words: [Unicode.Scalar: [(scalars: [Unicode.Scalar], syllables: [String])]] = [:]
    for (text, syllables) in PinyinTable.words {
      let scalars = Array(text.unicodeScalars)
      words[scalars[0], default: []].append((scalars, syllables.split(separator: " ").map(String.init)))
    }
    return words
  }()

  /// The longest word of the exception list that begins here.
  private static func exception(at index: Int, in scalars: [Unicode.Scalar]) -> (length: Int, syllables: [String])? {
    let found = words[scalars[index]]?.filter { scalars[index...].starts(with: $0.scalars) }
    return found?.max { $0.scalars.count < $1.scalars.count }.map { ($0.scalars.count, $0.syllables) }
  }

  private static func plainLetters(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": plain.append(scalar)
      case "ā", "á", "ǎ", "à": plain.append("a")
      case "ē", "é", "ě", "è": plain.append("e")
      case "ī", "í", "ǐ", "ì": plain.append("i")
      case "ō", "ó", "ǒ", "ò": plain.append("o")
      case "ū", "ú", "ǔ", "ù": plain.append("u")
      case "ü", "ǖ", "ǘ", "ǚ", "ǜ": plain.append("v")
      default: continue
      }
    }
    return String(plain)
  }
}
