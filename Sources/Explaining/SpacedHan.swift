import Model
/// Chinese text with a space between Chinese characters and Latin letters or digits that touch. What stands in quotes stays as it is.
func spacedHan(_ text: String) -> String {
  var spaced = ""
  var quotes = 0
  var previous: Character = " "
  for character in text {
    if quotes == 0, previous.isHan && character.isLatinOrDigit || previous.isLatinOrDigit && character.isHan { spaced.append(" ") }
    if character == "“" { quotes += 1 }
    if character == "”" { quotes = max(0, quotes - 1) }
    spaced.append(character)
    previous = character
  }
  return spaced
}

extension Character {
  fileprivate var isHan: Bool { unicodeScalars.first.map(Pinyin.isHan) ?? false }
  fileprivate var isLatinOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
