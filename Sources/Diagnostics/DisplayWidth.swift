/// The cells that a text takes in a terminal: 汉字 two each, combining marks and other invisible characters none, all else one.
///
/// The rule is that of wcwidth(3), character by character, which terminals and readline count by: an emoji of several characters is
/// the sum of them. Ambiguous characters are narrow. Controls and tabs count nothing; escape or expand them first.
public func displayWidth(_ text: some StringProtocol) -> Int {
  var width = 0
  for scalar in text.unicodeScalars { width += displayWidth(scalar) }
  return width
}

/// The cells of one character: 0, 1 or 2.
public func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  let code = scalar.value
  if code < 0x300 { return code < 0x20 || 0x7F..<0xA0 ~= code ? 0 : 1 }
  if 0x4E00...0x9FFF ~= code { return 2 }
  if isWide(code) { return isZeroWidth(scalar) ? 0 : 2 }
  return isZeroWidth(scalar) ? 0 : 1
}

/// The longest beginning of a text that takes at most so many cells, and the cells it takes.
public func displayPrefix(_ text: String, cells: Int) -> (prefix: Substring, cells: Int) {
  var taken = 0
  var end = text.startIndex
  while end < text.endIndex {
    let next = text.index(after: end)
    let width = displayWidth(text[end..<next])
    if taken + width > cells { break }
    taken += width
    end = next
  }
  return (text[..<end], taken)
}

private func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
  // Vowels and finals of Hangul combine with the initial before them.
  if 0x1160...0x11FF ~= scalar.value { return true }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return true
  default: return false
  }
}

private func isWide(_ code: UInt32) -> Bool {
  guard code >= 0x1100 else { return false }
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    if code > wideRanges[middle].upperBound { low = middle + 1 } else { high = middle }
  }
  return low < wideRanges.count && wideRanges[low].contains(code)
}

/// East Asian Width W and F (Unicode 14, EastAsianWidth.txt), joined across characters that are not assigned.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3, 0x25FD...0x25FE,
  0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE,
  0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA,
  0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
  0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
  0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
  0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
  0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
  0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
  0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
  0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
  0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
  0x1FA70...0x1FAF6, 0x20000...0x3134A,
]
