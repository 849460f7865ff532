/// A text as it may be shown in a terminal: control, bidi and zero-width characters, which could move the cursor, recolour the
/// screen or reorder what is read, as `\n`, `\t`, `\u{1B}`. Joiners between visible characters stay: emoji and some scripts need them.
public func displayEscaped(_ text: String) -> String {
  // Hardly any text needs it.
  guard text.unicodeScalars.contains(where: needsEscape) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars { appendEscaped(scalar, to: &shown) }
  return shown
}

func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
  switch scalar {
  case "\n": text += "\\n"
  case "\t": text += "\\t"
  case "\r": text += "\\r"
  case _ where needsEscape(scalar): text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  default: text.unicodeScalars.append(scalar)
  }
}

/// Controls, line and paragraph separators, and format characters but the two joiners (U+200C, U+200D) and the soft hyphen.
private func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x20..<0x61C: false
  case 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
  default: false
  }
}
