import Schema

// Numbers, amounts and days as ASCII, appended without making strings where that is common.
extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  mutating func append(integer value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: value.magnitude)
  }

  private mutating func append(digits value: UInt64) {
    let start = count
    var rest = value
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest != 0
    self[start...].reverse()
  }

  /// All digits of `mantissa / 10^scale`, without trailing zeros.
  mutating func append(_ mantissa: Int128, scale: Int) {
    guard let short = Int64(exactly: mantissa), short != .min else { return append(Decimal(mantissa, scale: scale).description) }
    if scale == 0 { return append(integer: short) }
    append(short.magnitude, isNegative: short < 0, places: scale)
  }

  /// For people: at most four decimals, rounded half away from zero; numbers that this would make 0 stay as they are.
  mutating func append(roundedNumber mantissa: Int128, scale: Int) {
    guard scale > 4 else { return append(mantissa, scale: scale) }
    let rounded = Decimal.quotient(mantissa, over: Decimal.powers[scale - 4])
    if rounded == 0, mantissa != 0 { append(mantissa, scale: scale) } else { append(rounded, scale: 4) }
  }

  /// The exact decimal of an amount in a unit, without trailing zeros.
  mutating func append(_ money: Money, in unit: MoneyUnit) {
    guard let places = decimalPlaces(of: unit), let magnitude = UInt64(exactly: money.rawValue.magnitude) else {
      return append(money.decimal(in: unit))
    }
    append(magnitude, isNegative: money.rawValue < 0, places: places)
  }

  private mutating func append(_ magnitude: UInt64, isNegative: Bool, places: Int) {
    if isNegative { append(UInt8(ascii: "-")) }
    let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: powersOfTen[places])
    append(digits: whole)
    guard rest != 0 else { return }
    append(UInt8(ascii: "."))
    let start = count
    append(digits: rest)
    let leadingZeros = places - (count - start)
    insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: leadingZeros), at: start)
    while last == UInt8(ascii: "0") { removeLast() }
  }

  /// `2018-03-07`.
  mutating func append(_ day: Day) {
    let (year, month, dayOfMonth) = day.civil
    guard (0...9999).contains(year) else { return append(day.description) }
    for divisor in [1000, 100, 10, 1] { append(UInt8(ascii: "0") + UInt8(year / divisor % 10)) }
    for part in [month, dayOfMonth] {
      append(UInt8(ascii: "-"))
      append(UInt8(ascii: "0") + UInt8(part / 10))
      append(UInt8(ascii: "0") + UInt8(part % 10))
    }
  }
}

/// 10^0 to 10^19, all that fit.
let powersOfTen: [UInt64] = (0..<20).map { (0..<$0).reduce(1 as UInt64) { power, _ in power * 10 } }

/// How many decimal places ten-thousandths have in the unit; nil when the unit is no power of ten or a huge one.
func decimalPlaces(of unit: MoneyUnit) -> Int? {
  guard unit.factor > 0, let scale = UInt64(exactly: unit.factor), scale <= powersOfTen[15] else { return nil }
  return powersOfTen.firstIndex(of: scale).map { $0 + 4 }
}
