import Schema

/// Reads dates as offices write them.
enum DateCell {
  /// `2018-03-07`, `2018/3/7`, `2018.3.7`, `2018年3月7日`, `20180307`, the day numbers of spreadsheets, `7 March 2018`; with a time of day,
  /// which is dropped. `03/07/2018` only in the declared order.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder) -> CellReading<Day> {
    if bytes.isEmpty { return .missing }
    if let plain = readPlain(bytes) { return plain }
    if let fault = CellWords.spreadsheetFault(bytes) { return .fault(fault) }
    let reading = read(CellScalars(bytes), order: order)
    if case .fault = reading, CellWords.isPlaceholder(bytes) { return .placeholder }
    return reading
  }

  /// `2018-03-07`, `2018/3/7`: nearly all cells.
  private static func readPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading<Day>? {
    guard bytes.count >= 8, bytes.count <= 10 else { return nil }
    let separator = bytes[4]
    guard separator == 0x2D || separator == 0x2F || separator == 0x2E else { return nil }
    var parts = (0, 0, 0)
    var part = 0
    var length = 0
    for byte in bytes {
      if byte == separator {
        guard part < 2, length > 0 else { return nil }
        part += 1
        length = 0
      } else {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        let digit = Int(byte) - 0x30
        switch part {
        case 0: parts.0 = parts.0 * 10 + digit
        case 1: parts.1 = parts.1 * 10 + digit
        default: parts.2 = parts.2 * 10 + digit
        }
        length += 1
      }
    }
    guard part == 2, length > 0, length <= 2 else { return nil }
    return Day(year: parts.0, month: parts.1, day: parts.2).map { .value($0) } ?? .fault(.noSuchDay)
  }

  static func read(_ cell: CellScalars, order: DateOrder) -> CellReading<Day> {
    var (dateScalars, clock) = splitClock(cell)
    if case .malformed = clock { return .fault(.notADate) }
    if dateScalars.contains("年") || dateScalars.contains("月") { dateScalars.removeAll { $0 == " " } }
    var date = CellScalars(dateScalars)
    let day = readDay(&date, order: order)
    guard case .value(let value) = day, clock == .timed else { return day }
    return .remarked(value, .timeDropped)
  }

  // MARK: The day

  private static func readDay(_ cell: inout CellScalars, order: DateOrder) -> CellReading<Day> {
    if let named = readMonthName(cell) { return named }
    guard let first = cell.eatDigits() else { return .fault(.notADate) }
    if cell.isAtEnd { return readDigits(first.value, first.length) }
    if first.length == 5, cell.eat(".") {
      // A spreadsheet's day number with a time of day
      let fraction = cell.eatDigits()
      guard cell.isAtEnd, let fraction else { return .fault(.notADate) }
      guard case .value(let day) = readDigits(first.value, 5) else { return .fault(.notADate) }
      return fraction.value == 0 ? .value(day) : .remarked(day, .timeDropped)
    }
    if cell.eat("年") { return readChinese(&cell, year: first) }

    guard let separator = cell.current, "-/.".unicodeScalars.contains(separator) else { return .fault(.notADate) }
    cell.position += 1
    guard let second = cell.eatDigits() else { return .fault(.notADate) }
    if cell.isAtEnd { return .fault(first.length == 4 || second.length == 4 ? .monthAlone : .notADate) }
    guard cell.eat(separator), let third = cell.eatDigits(), cell.isAtEnd else { return .fault(.notADate) }
    return readParts(first, second, third, order: order)
  }

  private typealias Digits = (value: Int, length: Int)

  private static func readParts(_ first: Digits, _ second: Digits, _ third: Digits, order: DateOrder) -> CellReading<Day> {
    guard second.length <= 2 else { return .fault(.notADate) }
    if first.length == 4, third.length <= 2 { return made(first.value, second.value, third.value) }
    guard first.length <= 2 else { return .fault(.notADate) }
    guard third.length == 4 else { return .fault(third.length <= 2 ? .twoDigitYear : .notADate) }
    switch order {
    case .monthFirst: return made(third.value, first.value, second.value)
    case .dayFirst: return made(third.value, second.value, first.value)
    case .yearFirst: return .fault(.dateOrderUnknown)
    }
  }

  private static func readChinese(_ cell: inout CellScalars, year: Digits) -> CellReading<Day> {
    guard year.length == 4 else { return .fault(year.length == 2 ? .twoDigitYear : .notADate) }
    if cell.isAtEnd { return .fault(.yearAlone) }
    guard let month = cell.eatDigits(), month.length <= 2, cell.eat("月") else { return .fault(.notADate) }
    if cell.isAtEnd { return .fault(.monthAlone) }
    guard let day = cell.eatDigits(), day.length <= 2 else { return .fault(.notADate) }
    guard cell.isAtEnd || ((cell.eat("日") || cell.eat("号")) && cell.isAtEnd) else { return .fault(.notADate) }
    return made(year.value, month.value, day.value)
  }

  private static func readDigits(_ value: Int, _ length: Int) -> CellReading<Day> {
    switch length {
    case 8: return made(value / 10_000, value / 100 % 100, value % 100)
    case 5: return spreadsheetDay(value).map { .value($0) } ?? .fault(.noSuchDay)
    case 6: return .fault(.monthAlone)
    case 4: return .fault(.yearAlone)
    default: return .fault(.notADate)
    }
  }

  private static func made(_ year: Int, _ month: Int, _ day: Int) -> CellReading<Day> {
    Day(year: year, month: month, day: day).map { .value($0) } ?? .fault(.noSuchDay)
  }

  /// The day that a spreadsheet (1900 system) means by a number. Its calendar has a 1900-02-29, number 60, which never was: nil there and
  /// outside 1 to 2,958,465 (9999-12-31).
  static func spreadsheetDay(_ number: Int) -> Day? {
    guard (1...2_958_465).contains(number), number != 60 else { return nil }
    return Day(year: 1899, month: 12, day: number < 60 ? 31 : 30)! + number
  }

  // MARK: Month names

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let monthRests = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"]

  /// `7 March 2018`, `07-Mar-2018`, `March 7, 2018`; nil when no month is named.
  private static func readMonthName(_ cell: CellScalars) -> CellReading<Day>? {
    var cell = cell
    var numbers: [Digits] = []
    var month: Int?
    while !cell.isAtEnd {
      if let digits = cell.eatDigits() {
        numbers.append(digits)
      } else if let index = months.indices.first(where: { cell.eat(word: months[$0]) }) {
        guard month == nil else { return nil }
        month = index + 1
        _ = cell.eat(word: monthRests[index]) || (index == 8 && cell.eat(word: "t"))
      } else if let current = cell.current, " -/,.".unicodeScalars.contains(current) {
        cell.position += 1
      } else {
        return nil
      }
    }
    guard let month, numbers.count == 2 else { return nil }
    let yearIndex = numbers[0].length == 4 ? 0 : 1
    guard numbers[yearIndex].length == 4, numbers[1 - yearIndex].length <= 2 else {
      return .fault(numbers[1].length == 2 ? .twoDigitYear : .notADate)
    }
    return made(numbers[yearIndex].value, month, numbers[1 - yearIndex].value)
  }

  // MARK: The time of day

  private enum Clock { case none, midnight, timed, malformed }

  /// Cuts `12:00:00 AM`, `T00:00:00Z` off the end of a date.
  private static func splitClock(_ cell: CellScalars) -> ([Unicode.Scalar], Clock) {
    guard let colon = cell.scalars.firstIndex(of: ":") else { return (cell.scalars, .none) }
    var start = colon
    while start > 0, cell.scalars[start - 1].digit != nil { start -= 1 }
    guard start > 0, start < colon else { return (cell.scalars, .malformed) }
    var end = start - 1
    guard cell.scalars[end] == " " || cell.scalars[end].lowered == "t" else { return (cell.scalars, .malformed) }
    while end > 0, cell.scalars[end - 1] == " " { end -= 1 }
    return (Array(cell.scalars[..<end]), readClock(CellScalars(cell.scalars[start...])))
  }

  private static func readClock(_ scalars: CellScalars) -> Clock {
    var cell = scalars
    guard var hour = cell.eatDigits()?.value, cell.eat(":"), let minute = cell.eatDigits()?.value else { return .malformed }
    var isZero = minute == 0
    if cell.eat(":") {
      guard let second = cell.eatDigits()?.value, second < 61 else { return .malformed }
      isZero = isZero && second == 0
      if cell.eat(".") {
        guard let fraction = cell.eatDigits() else { return .malformed }
        isZero = isZero && fraction.value == 0
      }
    }
    cell.passBlanks()
    if cell.eat(word: "am") {
      hour = hour == 12 ? 0 : hour
    } else if cell.eat(word: "pm") {
      hour = hour == 12 ? 12 : hour + 12
    } else if !cell.eat(word: "z"), cell.eat("+") || cell.eat("-") {
      guard cell.eatDigits() != nil else { return .malformed }
      if cell.eat(":") { _ = cell.eatDigits() }
    }
    guard cell.isAtEnd, hour < 24, minute < 60 else { return .malformed }
    return isZero && hour == 0 ? .midnight : .timed
  }
}
