public import Schema

// Numbers of tests as they are written: `0.5` is a half, not the double nearest to it.

extension Decimal {
  /// The decimal that a double prints as.
  public init(shortest number: Double) {
    let parts = number.description.split(separator: "e")
    let digits = parts[0].split(separator: ".")
    let fraction = digits.count > 1 && digits[1] != "0" ? String(digits[1]) : ""
    let exponent = (parts.count > 1 ? Int(parts[1])! : 0) - fraction.utf8.count
    let mantissa = Int128(digits[0] + fraction)!
    self.init(mantissa * Decimal.powers[max(0, exponent)], scale: max(0, -exponent))
  }
}

extension Decimal: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) { self.init(shortest: value) }
}

extension ShortDecimal {
  public init(shortest number: Double) { self = ShortDecimal(Decimal(shortest: number))! }
}

extension ShortDecimal: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(shortest: value) }
  public init(integerLiteral value: Int64) { self.init(value, decimals: 0) }
}
