extension Lexer {
  /// What begins with a digit: a date or period, a number with or without a unit, or a word (`3D`, `2018-13`).
  mutating func lexDigits() {
    if lexDate() { return }
    let start = position
    var numeral = Numeral()
    var end = scanInteger(&numeral, from: start)
    var isPlain = bytes[start..<end].allSatisfy { $0 != 0x5F }
    let comma = scanGroups(&numeral, from: &end)
    if character(at: end).code == 0x2E, Lexer.isDigit(character(at: end + character(at: end).length).code) {
      end += character(at: end).length
      end = scanFraction(&numeral, from: end)
      isPlain = false
    }
    if let percent = skipPercent(end) {
      position = percent
      (numeral.scale, numeral.isPercent) = (numeral.scale + 2, true)
      guard checkNumeral(numeral, from: start, comma, suffix: "%") else { return }
      return emit(.number(numeral.decimal, isPlainInteger: false), from: start)
    }
    if let (unit, unitEnd) = unit(behind: end) {
      position = unitEnd
      return emitAmount(numeral, unit, isPlain: isPlain && comma == nil, from: start, numberEnd: end, comma: comma)
    }
    if isInsideWord(end), numeral.scale == 0, comma == nil {
      position = wordEnd(from: start)
      return emitWord(from: start)
    }
    position = end
    guard checkNumeral(numeral, from: start, comma) else { return }
    emit(.number(numeral.decimal, isPlainInteger: isPlain && comma == nil), from: start)
  }

  /// A number being read. Digits beyond the 18th are counted and not kept.
  struct Numeral {
    var units: Int64 = 0
    /// Digits that count: leading zeros do not.
    var digits = 0
    var scale = 0
    /// Of `007`: 2
    var leadingZeros = 0
    /// More than a zero stands before the point.
    var integerDigits = 0

    mutating func append(_ digit: UInt32) {
      if digits == 0, digit == 0, scale == 0 { leadingZeros += 1 } else if digits > 0 || digit != 0 { digits += 1 }
      if digits <= 18 { units = units * 10 + Int64(digit) }
    }

    /// `30%`, with its two places in ``scale``
    var isPercent = false

    var decimal: DecimalText { DecimalText(units: units, scale: scale, isPercent: isPercent) }

    /// The number as it should have been written.
    var text: String {
      var digits = String(units)
      guard scale > 0 else { return digits }
      digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
      let point = digits.index(digits.endIndex, offsetBy: -scale)
      return "\(digits[..<point]).\(digits[point...])"
    }
  }

  private func scanInteger(_ numeral: inout Numeral, from start: Int) -> Int {
    var end = start
    while true {
      let (code, length) = character(at: end)
      if Lexer.isDigit(code) {
        numeral.append(code - 0x30)
        numeral.integerDigits += 1
      } else if code != 0x5F || !Lexer.isDigit(character(at: end + length).code) {
        return end
      }
      end += length
    }
  }

  private func scanFraction(_ numeral: inout Numeral, from start: Int) -> Int {
    var end = start
    while case let (code, length) = character(at: end), Lexer.isDigit(code) {
      numeral.scale += 1
      numeral.append(code - 0x30)
      end += length
    }
    return end
  }

  /// `1,000,000`: reads the groups of three behind commas; gives the numbers as a list would show them.
  private func scanGroups(_ numeral: inout Numeral, from end: inout Int) -> String? {
    guard numeral.integerDigits <= 3, numeral.leadingZeros == 0 else { return nil }
    var list: String?
    while rawCharacter(at: end).code == 0x2C || rawCharacter(at: end).code == 0xFF0C {
      var group = end + rawCharacter(at: end).length
      let first = group
      guard let digits = skipDigits(&group, limit: 3), digits.count == 3 else { break }
      list = (list ?? numeral.text) + ", " + foldedText(first, group)
      for value in [digits.value / 100, digits.value / 10 % 10, digits.value % 10] { numeral.append(UInt32(value)) }
      end = group
    }
    return list
  }

  private func skipPercent(_ offset: Int) -> Int? {
    var end = offset
    return skip("%", &end) ? end : nil
  }

  /// Whether the characters from here on belong to the word that begins before.
  func isInsideWord(_ offset: Int) -> Bool {
    let (code, length) = character(at: offset)
    return Lexer.isWordPart(code) || code == 0x2D && Lexer.isWordPart(character(at: offset + length).code)
  }

  /// Reports what is wrong with a number; false when it has no value and `.invalid` stands for it.
  mutating func checkNumeral(_ numeral: Numeral, from start: Int, _ comma: String?, suffix: String = "") -> Bool {
    guard numeral.digits <= 18, numeral.scale <= 18 else {
      emitInvalid(.tooManyDigits, from: start)
      return false
    }
    var shown = numeral
    if suffix == "%" { shown.scale -= 2 }
    let right = shown.text + suffix
    if let comma {
      report(.commaInNumber(right: right, list: comma), from: start)
    } else if numeral.leadingZeros > (numeral.integerDigits > numeral.leadingZeros ? 0 : 1) {
      report(.leadingZero(written: foldedText(start, position), right: right), from: start)
    }
    return true
  }

  /// `.5`
  mutating func lexBareFraction() {
    let start = position
    var numeral = Numeral()
    position = scanFraction(&numeral, from: start + character(at: start).length)
    if let percent = skipPercent(position) {
      position = percent
      report(.missingZero(right: numeral.text + "%"), from: start)
      (numeral.scale, numeral.isPercent) = (numeral.scale + 2, true)
    } else {
      report(.missingZero(right: numeral.text), from: start)
    }
    guard numeral.digits <= 18, numeral.scale <= 18 else { return emitInvalid(.tooManyDigits, from: start) }
    emit(.number(numeral.decimal, isPlainInteger: false), from: start)
  }
}
