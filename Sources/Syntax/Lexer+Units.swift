extension Lexer {
  /// What may stand behind a number: `亿`, `days`, `个工作日`, `名`.
  enum Unit {
    /// The number of zeros to add before the word applies: `千万` is 3 and 万.
    case money(MoneyWord, zeros: Int)
    case duration(DurationWord)
    /// `20名`
    case measure
    /// Nothing, but a word that needs no space follows: `3以上`
    case nothing
    /// `1季度`
    case quarter
    /// `3月`, `5日`: no unit, two readings
    case month, day
  }

  /// The unit directly behind a number or after blanks, and its end; nil where the number stands alone or begins a word.
  func unit(behind end: Int) -> (Unit, end: Int)? {
    var offset = end
    skipBlanks(&offset)
    let first = character(at: offset).code
    guard Lexer.isWordPart(first), !Lexer.isDigit(first) else { return nil }
    let isSpaced = offset > end
    let runEnd = wordEnd(from: offset)
    guard runEnd - offset <= 48 else { return nil }
    if first < 0x80 { return latinUnit(offset, runEnd, isSpaced: isSpaced) }
    return hanUnit(offset, runEnd, isSpaced: isSpaced)
  }

  private func latinUnit(_ offset: Int, _ runEnd: Int, isSpaced: Bool) -> (Unit, end: Int)? {
    var end = offset
    while end < runEnd, bytes[end] < 0x80 { end += 1 }
    guard end == runEnd || isTail(end, runEnd) else { return nil }
    let word = foldedText(offset, end)
    if let unit = Lexer.shortUnits[word], !isSpaced || Lexer.isSpaceable(word) { return (unit, end) }
    guard let unit = Lexer.longUnits[foldedWord(word)] else { return workingDays(word, end) }
    // `year(signed)` behind a number is a call, not a unit.
    return character(at: end).code == 0x28 ? nil : (unit, end)
  }

  /// `5 working days`
  private func workingDays(_ word: String, _ end: Int) -> (Unit, end: Int)? {
    guard foldedWord(word) == "working" else { return nil }
    var offset = end
    skipBlanks(&offset)
    let runEnd = wordEnd(from: offset)
    guard offset > end, runEnd - offset <= 4, ["day", "days"].contains(foldedWord(foldedText(offset, runEnd))) else { return nil }
    return (.duration(.workday), runEnd)
  }

  private func hanUnit(_ offset: Int, _ runEnd: Int, isSpaced: Bool) -> (Unit, end: Int)? {
    if !isSpaced, isTail(offset, runEnd) { return (.nothing, offset) }
    for (spelling, unit) in Lexer.hanUnits {
      var end = offset
      guard skip(spelling, &end) else { continue }
      if end == runEnd || isTail(end, runEnd) { return (unit, end) }
      if case .money(.hundredMillion, zeros: 0) = unit, Lexer.isDigit(character(at: end).code) { return (unit, end) }
    }
    guard let end = measureEnd(offset), end == runEnd || isTail(end, runEnd) else { return nil }
    return (.measure, end)
  }

  /// Whether the rest of a run is a word that stands behind a value without a space: `以上`, `之前`.
  func isTail(_ offset: Int, _ runEnd: Int) -> Bool {
    guard runEnd - offset == 6 else { return false }
    return !KeywordTable.keywords(of: foldedText(offset, runEnd)).isDisjoint(with: [.orMore, .orLess, .before, .after])
  }

  /// Whether a literal that ends here ends a word too, or `以上` and its like follow.
  func isLiteralEnd(_ offset: Int) -> Bool {
    guard isInsideWord(offset) else { return true }
    let runEnd = wordEnd(from: offset)
    return runEnd - offset == 6 && isTail(offset, runEnd)
  }

  // MARK: Emitting

  mutating func emitAmount(_ numeral: Numeral, _ unit: Unit, isPlain: Bool, from start: Int, numberEnd: Int, comma: String?) {
    var unit = unit
    // `近 3 月`: behind `last` and `next` there is one reading only.
    if let last = tokens.last, !last.keywords.isDisjoint(with: [.last, .next]), numeral.scale == 0 {
      switch unit {
      case .month: unit = .duration(.month)
      case .day: unit = .duration(.day)
      case .quarter: unit = .duration(.quarter)
      default: break
      }
    }
    if case .money(.hundredMillion, zeros: 0) = unit, Lexer.isDigit(character(at: position).code) {
      return lexCompoundMoney(numeral, from: start)
    }
    if case .quarter = unit {
      guard numeral.scale == 0, 1...4 ~= numeral.units else {
        position = wordEnd(from: start)
        return emitWord(from: start)
      }
      return emit(.moment(.partOfThisYear(half: nil, quarter: Int(numeral.units))), from: start)
    }
    let written = foldedText(start, position)
    switch unit {
    case .month where numeral.scale == 0:
      return emitInvalid(.loneMonth(written, number: Int(numeral.units)), from: start)
    case .day where numeral.scale == 0:
      return emitInvalid(.loneDay(written, number: Int(numeral.units)), from: start)
    default: break
    }
    guard checkNumeral(numeral, from: start, comma, suffix: foldedText(numberEnd, position)) else { return }
    switch unit {
    case .money(let word, let zeros): emitMoney(numeral.decimal, word, zeros: zeros, from: start)
    case .duration(let word): emit(.duration(numeral.decimal, word), from: start)
    case .month: emit(.duration(numeral.decimal, .month), from: start)
    case .day: emit(.duration(numeral.decimal, .day), from: start)
    case .measure, .nothing, .quarter: emit(.number(numeral.decimal, isPlainInteger: isPlain), from: start)
    }
  }

  private mutating func emitMoney(_ amount: DecimalText, _ word: MoneyWord, zeros: Int, from start: Int) {
    var amount = amount
    for _ in 0..<zeros {
      if amount.scale > 0 {
        amount.scale -= 1
      } else {
        let (units, overflow) = amount.units.multipliedReportingOverflow(by: 10)
        guard !overflow else { return emitInvalid(.tooManyDigits, from: start) }
        amount.units = units
      }
    }
    emit(.money(amount, word), from: start)
  }

  /// `1亿2000万`: in 万.
  private mutating func lexCompoundMoney(_ numeral: Numeral, from start: Int) {
    var end = position
    guard numeral.scale == 0, numeral.digits <= 12, let rest = skipDigits(&end, limit: 4), skip("万元", &end) || skip("万", &end),
      isLiteralEnd(end)
    else {
      position = wordEnd(from: start)
      return emitWord(from: start)
    }
    position = end
    guard checkNumeral(numeral, from: start, nil) else { return }
    emit(.money(DecimalText(units: numeral.units * 10_000 + Int64(rest.value), scale: 0), .tenThousand), from: start)
  }

  // MARK: Spellings

  /// Lower case only: `3D` and `5M` stay words.
  private static let shortUnits: [String: Unit] = [
    "k": .money(.thousand, zeros: 0), "m": .money(.million, zeros: 0), "bn": .money(.billion, zeros: 0), "d": .duration(.day),
    "w": .duration(.week), "mo": .duration(.month), "q": .duration(.quarter), "y": .duration(.year), "wd": .duration(.workday),
  ]

  /// After a space `d`, `w`, `q`, `y` alone could as well be names.
  private static func isSpaceable(_ word: String) -> Bool { ["k", "m", "bn", "mo", "wd"].contains(word) }

  private static let longUnits: [String: Unit] = [
    "yuan": .money(.yuan, zeros: 0), "rmb": .money(.yuan, zeros: 0), "dollar": .money(.yuan, zeros: 0), "dollars": .money(.yuan, zeros: 0),
    "thousand": .money(.thousand, zeros: 0), "million": .money(.million, zeros: 0), "billion": .money(.billion, zeros: 0),
    "day": .duration(.day), "days": .duration(.day), "week": .duration(.week), "weeks": .duration(.week), "month": .duration(.month),
    "months": .duration(.month), "quarter": .duration(.quarter), "quarters": .duration(.quarter), "year": .duration(.year),
    "years": .duration(.year), "workday": .duration(.workday), "workdays": .duration(.workday),
  ]

  /// Longer spellings before those that begin them.
  private static let hanUnits: [(String, Unit)] = [
    ("亿元", .money(.hundredMillion, zeros: 0)), ("亿", .money(.hundredMillion, zeros: 0)), ("万亿元", .money(.hundredMillion, zeros: 4)),
    ("万亿", .money(.hundredMillion, zeros: 4)), ("万元", .money(.tenThousand, zeros: 0)), ("万", .money(.tenThousand, zeros: 0)),
    ("千万元", .money(.tenThousand, zeros: 3)), ("千万", .money(.tenThousand, zeros: 3)), ("百万元", .money(.tenThousand, zeros: 2)),
    ("百万", .money(.tenThousand, zeros: 2)), ("千元", .money(.thousand, zeros: 0)), ("元", .money(.yuan, zeros: 0)),
    ("个工作日", .duration(.workday)), ("工作日", .duration(.workday)), ("天", .duration(.day)), ("个星期", .duration(.week)),
    ("星期", .duration(.week)), ("周", .duration(.week)), ("个月", .duration(.month)), ("个季度", .duration(.quarter)), ("年", .duration(.year)),
    ("季度", .quarter), ("月份", .month), ("月", .month), ("日", .day), ("号", .day),
  ]
}
