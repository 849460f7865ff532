import Schema

/// Reads periods filed in one cell: the month of a report, the year of a target.
enum PeriodCell {
  /// `2018-03`, `2018年3月`, `201803`, `2018Q1`, `2018年一季度`, `2018年上半年`, `2018-W10`, `2018`, or any date inside the period. A longer period
  /// than the field's is a fault, a shorter one falls into the field's.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, unit: PeriodUnit, order: DateOrder) -> CellReading<Period> {
    if bytes.isEmpty { return .missing }
    if let fault = CellWords.spreadsheetFault(bytes) { return .fault(fault) }
    let cell = CellScalars(bytes)
    if let period = readPeriod(cell) {
      let lengths: [PeriodUnit] = [.day, .week, .month, .quarter, .half, .year]
      guard lengths.firstIndex(of: period.unit)! <= lengths.firstIndex(of: unit)! else { return .fault(.periodTooCoarse) }
      let holding = Period(unit, holding: period.first)
      // A week can lie in two months; then no month is meant.
      guard holding.last >= period.last else { return .fault(.notAPeriod) }
      return .value(holding)
    }
    switch DateCell.read(bytes, order: order) {
    case .fault(let fault):
      switch fault {
      case .noSuchDay, .dateOrderUnknown, .twoDigitYear: return .fault(fault)
      default: return CellWords.isPlaceholder(bytes) ? .placeholder : .fault(.notAPeriod)
      }
    case let reading: return reading.map { Period(unit, holding: $0) }
    }
  }

  private static func readPeriod(_ scalars: CellScalars) -> Period? {
    var cell = CellScalars(scalars.scalars.filter { $0 != " " })
    guard let digits = cell.eatDigits() else { return nil }
    if digits.length == 6, cell.isAtEnd { return month(digits.value / 100, digits.value % 100) }
    guard digits.length == 4, let january = Day(year: digits.value, month: 1, day: 1) else { return nil }
    let year = Period(.year, holding: january)
    if cell.isAtEnd { return year }
    if cell.eat("年") {
      if cell.isAtEnd || (cell.eat("度") && cell.isAtEnd) { return year }
      return readChinese(&cell, in: year)
    }
    if cell.eat("-") || cell.eat("/") || cell.eat(".") {
      if let part = readLetter(&cell, in: year) { return part }
      guard let number = cell.eatDigits(), number.length <= 2, cell.isAtEnd else { return nil }
      return month(digits.value, number.value)
    }
    return readLetter(&cell, in: year)
  }

  private static func month(_ year: Int, _ month: Int) -> Period? {
    Day(year: year, month: month, day: 1).map { Period(.month, holding: $0) }
  }

  /// `Q1`, `H2`, `W10`
  private static func readLetter(_ cell: inout CellScalars, in year: Period) -> Period? {
    let start = cell
    for (letter, unit, limit) in [("q", PeriodUnit.quarter, 4), ("h", .half, 2), ("w", .week, 53)] {
      guard cell.eat(word: letter) else { continue }
      guard let number = cell.eatDigits()?.value, (1...limit).contains(number), cell.isAtEnd else { break }
      return part(number, unit, of: year)
    }
    cell = start
    return nil
  }

  private static func readChinese(_ cell: inout CellScalars, in year: Period) -> Period? {
    for (word, number) in [("上半年", 1), ("下半年", 2)] where cell.eat(word: word) {
      return cell.isAtEnd ? part(number, .half, of: year) : nil
    }
    let isNumbered = cell.eat("第")
    for (index, word) in ["一季", "二季", "三季", "四季", "1季", "2季", "3季", "4季"].enumerated() where cell.eat(word: word) {
      _ = cell.eat("度")
      return cell.isAtEnd ? part(index % 4 + 1, .quarter, of: year) : nil
    }
    guard let number = cell.eatDigits(), number.length <= 2 else { return nil }
    if cell.eat("月") {
      _ = cell.eat("份")
      return cell.isAtEnd && !isNumbered ? month(year.first.year, number.value) : nil
    }
    return cell.eat("周") && cell.isAtEnd && number.value <= 53 ? part(number.value, .week, of: year) : nil
  }

  /// The nth unit of a year; nil for week 53 of a year with 52.
  private static func part(_ number: Int, _ unit: PeriodUnit, of year: Period) -> Period? {
    guard number >= 1 else { return nil }
    if unit == .week {
      // ISO week 1 holds the year's 4 January.
      guard let week = Period(.week, holding: year.first + 3).advanced(by: number - 1) else { return nil }
      return (week.first + 3).year == year.first.year ? week : nil
    }
    return Period(unit, holding: year.first).advanced(by: number - 1)
  }
}
