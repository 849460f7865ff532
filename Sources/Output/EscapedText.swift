// How a text that was just appended is made safe for where it goes. Each works on the tail of the buffer, and only when something in it asks for it.
extension [UInt8] {
  /// A text that a spreadsheet program would run as a formula gets an apostrophe in front: `=`, `+`, `-`, `@`, tab and carriage return at the
  /// start (OWASP, "CSV injection"), and the full-width forms that Chinese and Japanese editions take for them.
  mutating func guardFormula(from start: Int) {
    guard start < count else { return }
    let isFormula =
      switch self[start] {
      case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: true
      case 0xEF: ["＝", "＋", "－", "＠"].contains { self[start...].starts(with: $0.utf8) }
      default: false
      }
    if isFormula { insert(0x27, at: start) }
  }

  /// RFC 8259.
  mutating func escapeJSON(from start: Int) {
    guard self[start...].contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return }
    let text = Array(self[start...])
    removeSubrange(start...)
    for byte in text {
      switch byte {
      case 0x22: append(#"\""#)
      case 0x5C: append(#"\\"#)
      case 0x0A: append(#"\n"#)
      case 0x0D: append(#"\r"#)
      case 0x09: append(#"\t"#)
      case ..<0x20:
        append(#"\u00"#)
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
      default: append(byte)
      }
    }
  }

  /// Control and bidirectional characters as `\n`, `\u{202E}`: none may move the cursor or turn the line round.
  mutating func showControls(from start: Int) {
    rewrite(from: start, unless: { $0 >= 0x20 && $0 < 0x7F }) { scalar in
      isControlOrBidi(scalar) ? shown(scalar) : nil
    }
  }

  /// Controls shown, and nothing left that Markdown (GitHub's, inside a table) takes for markup.
  mutating func escapeMarkdown(from start: Int) {
    rewrite(from: start, unless: { isPlainASCII($0) }) { scalar in
      switch scalar {
      case "\n": "<br>"
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\\", "|", "`", "*", "_", "[", "]", "~": "\\\(scalar)"
      default: isControlOrBidi(scalar) ? "\\" + shown(scalar) : nil
      }
    }
  }

  /// Controls shown, and nothing left that HTML takes for markup.
  mutating func escapeHTML(from start: Int) {
    rewrite(from: start, unless: { isPlainASCII($0) }) { scalar in
      switch scalar {
      case "\n": "<br>"
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: isControlOrBidi(scalar) ? shown(scalar) : nil
      }
    }
  }

  private mutating func rewrite(from start: Int, unless isPlain: (UInt8) -> Bool, _ replacement: (Unicode.Scalar) -> String?) {
    guard !self[start...].allSatisfy(isPlain) else { return }
    let text = String(decoding: self[start...], as: UTF8.self)
    removeSubrange(start...)
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) { append(replacement) } else { append(contentsOf: UTF8.encode(scalar)!) }
    }
  }
}

private func isPlainASCII(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2D, 0x2E, 0x2C, 0x3A, 0x28, 0x29, 0x2F: true
  default: false
  }
}

private func isControlOrBidi(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}

private func shown(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": #"\n"#
  case "\r": #"\r"#
  case "\t": #"\t"#
  default: #"\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
