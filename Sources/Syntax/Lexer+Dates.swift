extension Lexer {
  /// A date or period, if one stands here; else nothing is read. Also the dates that people write and we do not, with what to write.
  mutating func lexDate() -> Bool {
    var offset = position
    guard let first = skipDigits(&offset, limit: 4) else { return false }
    switch first.count {
    case 4 where first.value >= 1000: return lexDate(year: first.value, behind: offset)
    // Before the year 1000 only whole days, which luodi prints: `0042-01` is somebody's number.
    case 4 where first.value >= 1: return skip("-", &offset) && lexEarlyDay(first.value, offset)
    case 1, 2: return lexDate(part: first.value, behind: offset)
    default: return false
    }
  }

  private mutating func lexDate(year: Int, behind start: Int) -> Bool {
    let (code, length) = character(at: start)
    switch code {
    case 0x2D: return lexHyphenated(year, start + length)
    case 0x2F: return lexSeparated(year, start, "/")
    case 0x2E: return lexSeparated(year, start, ".")
    case 0x51, 0x71, 0x48, 0x68, 0x57, 0x77: return lexLettered(year, start)
    case 0x20, 0x09, 0x5E74:
      var offset = start
      skipBlanks(&offset)
      return skip("年", &offset) && lexChinese(year, offset)
    default: return false
    }
  }

  // MARK: 2018-03-07, 2018-03, 2018-W10

  private mutating func lexEarlyDay(_ year: Int, _ start: Int) -> Bool {
    var offset = start
    guard let month = skipDigits(&offset, limit: 2), month.count == 2, skip("-", &offset),
      let day = skipDigits(&offset, limit: 2), day.count == 2, isLiteralEnd(offset), Lexer.dayExists(year, month.value, day.value)
    else { return false }
    return finishDay(year, month.value, day.value, offset)
  }

  private mutating func lexHyphenated(_ year: Int, _ start: Int) -> Bool {
    var offset = start
    guard let month = skipDigits(&offset, limit: 2) else { return lexLettered(year, start) }
    if skip("-", &offset) {
      guard let day = skipDigits(&offset, limit: 2), isLiteralEnd(offset) else { return false }
      return finishDay(year, month.value, day.value, offset)
    }
    guard 1...12 ~= month.value, isLiteralEnd(offset) else { return false }
    return finish(.period(.month(year: year, month.value)), offset)
  }

  /// `Q1`, `H1`, `W10`, directly behind the year or behind a hyphen.
  private mutating func lexLettered(_ year: Int, _ start: Int) -> Bool {
    let (code, length) = character(at: start)
    var offset = start + length
    guard let number = skipDigits(&offset, limit: 2), isLiteralEnd(offset) else { return false }
    switch code | 0x20 {
    case 0x71 where number.count == 1 && 1...4 ~= number.value: return finish(.period(.quarter(year: year, number.value)), offset)
    case 0x68 where number.count == 1 && 1...2 ~= number.value: return finish(.period(.half(year: year, number.value)), offset)
    case 0x77 where 1...53 ~= number.value: return finishWeek(year, number.value, offset)
    default: return false
    }
  }

  // MARK: 2018/3/7; 2018.3.7

  private mutating func lexSeparated(_ year: Int, _ start: Int, _ separator: Unicode.Scalar) -> Bool {
    var offset = start
    guard skip(separator, &offset), let month = skipDigits(&offset, limit: 2), skip(separator, &offset),
      let day = skipDigits(&offset, limit: 2), isLiteralEnd(offset), !isSeparated(offset)
    else { return false }
    guard separator == ".", Lexer.dayExists(year, month.value, day.value) else {
      return finishDay(year, month.value, day.value, offset)
    }
    return finishForeign([(year, month.value, day.value)], offset)
  }

  /// `/4`, `.4`: one part more than a date has.
  private func isSeparated(_ offset: Int) -> Bool {
    let (code, length) = character(at: offset)
    return (code == 0x2F || code == 0x2E) && Lexer.isDigit(character(at: offset + length).code)
  }

  // MARK: 3/7/2018; 3月7日

  private mutating func lexDate(part first: Int, behind start: Int) -> Bool {
    var offset = start
    if skip("月", &offset) {
      guard let day = skipDigits(&offset, limit: 2), skip("日", &offset) || skip("号", &offset), isLiteralEnd(offset) else { return false }
      let from = position
      position = offset
      let written = foldedText(from, offset)
      emitInvalid(
        Lexer.dayExists(2020, first, day.value) ? .dayWithoutYear(written, month: first, day: day.value) : .noSuchDay(written), from: from)
      return true
    }
    guard skip("/", &offset), let second = skipDigits(&offset, limit: 2), skip("/", &offset),
      let year = skipDigits(&offset, limit: 4), year.count == 4, isLiteralEnd(offset), !isSeparated(offset)
    else { return false }
    let readings = [(year.value, first, second.value), (year.value, second.value, first)].filter { Lexer.dayExists($0.0, $0.1, $0.2) }
    if readings.isEmpty { return finishDay(year.value, first, second.value, offset) }
    return finishForeign(first == second.value ? [readings[0]] : readings, offset)
  }

  // MARK: 2018年3月7日, 2018年一季度

  private mutating func lexChinese(_ year: Int, _ behindYear: Int) -> Bool {
    var start = behindYear
    skipBlanks(&start)
    if lexChineseMonth(year, start) || lexChinesePart(year, start) { return true }
    var offset = behindYear
    if !skip("度", &offset) { _ = skip("全年", &offset) }
    return isLiteralEnd(offset) && finish(.period(.year(year)), offset)
  }

  private mutating func lexChineseMonth(_ year: Int, _ start: Int) -> Bool {
    var offset = start
    guard let month = skipDigits(&offset, limit: 2) else { return false }
    skipBlanks(&offset)
    guard skip("月", &offset) else { return false }
    var end = offset
    skipBlanks(&end)
    if let day = skipDigits(&end, limit: 2) {
      skipBlanks(&end)
      if skip("日", &end) || skip("号", &end), isLiteralEnd(end) { return finishDay(year, month.value, day.value, end) }
    }
    _ = skip("份", &offset)
    guard isLiteralEnd(offset) else { return false }
    guard 1...12 ~= month.value else { return finishNoPeriod(offset) }
    return finish(.period(.month(year: year, month.value)), offset)
  }

  private mutating func lexChinesePart(_ year: Int, _ start: Int) -> Bool {
    var offset = start
    if skip("上半年", &offset) { return isLiteralEnd(offset) && finish(.period(.half(year: year, 1)), offset) }
    if skip("下半年", &offset) { return isLiteralEnd(offset) && finish(.period(.half(year: year, 2)), offset) }
    _ = skip("第", &offset)
    guard let number = skipDigits(&offset, limit: 2)?.value ?? hanNumber(&offset) else {
      return [0x51, 0x71, 0x48, 0x68].contains(character(at: start).code) && lexLettered(year, start)
    }
    if skip("季度", &offset), isLiteralEnd(offset) {
      return 1...4 ~= number ? finish(.period(.quarter(year: year, number)), offset) : finishNoPeriod(offset)
    }
    if skip("周", &offset), isLiteralEnd(offset) { return 1...53 ~= number ? finishWeek(year, number, offset) : finishNoPeriod(offset) }
    return false
  }

  // MARK: Ends

  private mutating func finish(_ kind: Token.Kind, _ end: Int) -> Bool {
    let start = position
    position = end
    emit(kind, from: start)
    return true
  }

  private mutating func finishDay(_ year: Int, _ month: Int, _ day: Int, _ end: Int) -> Bool {
    if Lexer.dayExists(year, month, day) { return finish(.date(year: year, month: month, day: day), end) }
    let start = position
    position = end
    emitInvalid(.noSuchDay(foldedText(start, end)), from: start)
    return true
  }

  private mutating func finishWeek(_ year: Int, _ week: Int, _ end: Int) -> Bool {
    week <= Lexer.weeks(in: year) ? finish(.period(.week(year: year, week)), end) : finishNoPeriod(end)
  }

  private mutating func finishNoPeriod(_ end: Int) -> Bool {
    let start = position
    position = end
    emitInvalid(.noSuchPeriod(foldedText(start, end)), from: start)
    return true
  }

  private mutating func finishForeign(_ readings: [(year: Int, month: Int, day: Int)], _ end: Int) -> Bool {
    let start = position
    position = end
    let spelled = readings.map { "\($0.year)-\(twoDigits($0.month))-\(twoDigits($0.day))" }
    report(.foreignDate(foldedText(start, end), readings: spelled), from: start)
    emit(.date(year: readings[0].year, month: readings[0].month, day: readings[0].day), from: start)
    return true
  }

  private static func dayExists(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard 1...12 ~= month, day >= 1 else { return false }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// ISO 8601: 53 when January 1st or December 31st is a Thursday.
  private static func weeks(in year: Int) -> Int {
    func weekday(ofLastDay year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
    return weekday(ofLastDay: year) == 4 || weekday(ofLastDay: year - 1) == 3 ? 53 : 52
  }
}

/// `7` as `07`.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
