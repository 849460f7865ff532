/// A text as it may be shown in a terminal: control, bidi and zero-width characters, which could move the cursor, recolour the
/// screen or reorder what is read, as `\n`, `\t`, `\u{1B}`. Joiners between visible characters stay: emoji and some scripts need them.
public func displayEscaped(_ text: String) -> String {
  // Hardly any text needs it.
  guard text.unicodeScalars.contains(where: needsEscape) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars { appendEscaped(scalar, to: &shown) }
  return shown
}

/// The same for a text of several lines: line ends stay.
public func displayEscapedLines(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0 != "\n" && needsEscape($0) }) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if scalar == "\n" { shown += "\n" } else { appendEscaped(scalar, to: &shown) }
  }
  return shown
}

/// Bytes of an answer on their way to a terminal, piece by piece: what it would obey is escaped as tables do. Line ends stay, and whatever else the
/// format itself is made of.
public struct DisplayEscaper {
  private let kept: Set<UInt8>
  /// The beginning of a character whose rest comes with the next piece
  private var waiting: [UInt8] = []

  /// - Parameter kept: control characters that belong to the format: tabs of TSV, carriage returns.
  public init(keeping kept: Set<UInt8> = []) { self.kept = kept.union([0x0A]) }

  public mutating func escaped(_ piece: [UInt8]) -> [UInt8] {
    var bytes = waiting + piece
    waiting = []
    // Nothing below 0x20 but what is kept, and no first byte of a character that may need it.
    let firsts: [UInt8] = [0xC2, 0xD8, 0xE2, 0xEF, 0xF3, 0xF4]
    guard bytes.contains(where: { ($0 < 0x20 && !kept.contains($0)) || $0 == 0x7F || firsts.contains($0) }) else { return bytes }
    let incomplete = Self.incomplete(bytes)
    waiting = Array(bytes.suffix(incomplete))
    bytes.removeLast(incomplete)
    var shown = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isASCII, kept.contains(UInt8(scalar.value)) {
        shown.unicodeScalars.append(scalar)
      } else {
        appendEscaped(scalar, to: &shown)
      }
    }
    return Array(shown.utf8)
  }

  /// What was held back at the end.
  public mutating func rest() -> [UInt8] {
    defer { waiting = [] }
    return waiting
  }

  /// How many bytes at the end are the beginning of a longer character.
  private static func incomplete(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}

func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
  switch scalar {
  case "\n": text += "\\n"
  case "\t": text += "\\t"
  case "\r": text += "\\r"
  case _ where PathText.byte(scalar) != nil: text += "\\x" + String(PathText.byte(scalar)!, radix: 16, uppercase: true)
  case _ where needsEscape(scalar): text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  default: text.unicodeScalars.append(scalar)
  }
}

/// Controls, line and paragraph separators, and format characters but the two joiners (U+200C, U+200D) and the soft hyphen;
/// bytes of names that are no characters.
private func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x20..<0x61C: false
  case 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
  default: PathText.byte(scalar) != nil
  }
}
