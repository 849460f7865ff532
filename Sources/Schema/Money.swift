/// An exact amount: ten-thousandths of one currency unit (yuan, dollar) in 128 bits. A filed amount has 64, about 9.2e14 units either way; sums
/// and products may go beyond.
public struct Money: RawRepresentable, Hashable, Comparable, Sendable {
  public static let scale: Int64 = 10_000
  /// As a decimal's scale
  public static let places = 4

  public var rawValue: Int128

  public init(rawValue: Int128) { self.rawValue = rawValue }

  public init(rawValue: some BinaryInteger) { self.rawValue = Int128(rawValue) }

  /// In currency units
  public var decimal: Decimal { Decimal(rawValue, scale: Money.places) }

  /// Rounded once, half away from zero; nil beyond 128 bits.
  public func multiplied(by factor: Decimal) -> Money? {
    Decimal.quotient(rawValue, times: factor.mantissa, over: Decimal.powers[factor.scale]).map { Money(rawValue: $0) }
  }

  /// The same. - Precondition: the divisor is not 0.
  public func divided(by divisor: Decimal) -> Money? {
    Decimal.quotient(rawValue, times: Decimal.powers[divisor.scale], over: divisor.mantissa).map { Money(rawValue: $0) }
  }

  public static func < (left: Money, right: Money) -> Bool { left.rawValue < right.rawValue }
}

/// The unit in which a money field is filed and printed.
public struct MoneyUnit: Hashable, Sendable {
  /// As written in the declaration: `亿元`, `万元`, `元`, `dollars`, `m`.
  public let name: String
  /// How many currency units one of it is: 100,000,000 for 亿元.
  public let factor: Int64

  public init(name: String, factor: Int64) {
    self.name = name
    self.factor = factor
  }

  public static let yuan = MoneyUnit(name: "元", factor: 1)
}

extension Money {
  /// The exact decimal in a unit, without trailing zeros: 816000000 yuan in 亿元 is `8.16`.
  public func decimal(in unit: MoneyUnit) -> String {
    let denominator = Int128(Money.scale) * Int128(unit.factor)
    let magnitude = rawValue.magnitude
    let whole = magnitude / denominator.magnitude
    var rest = magnitude % denominator.magnitude
    var text = rawValue < 0 ? "-\(whole)" : "\(whole)"
    guard rest != 0 else { return text }
    text += "."
    while rest != 0 {
      rest *= 10
      text += String(rest / denominator.magnitude)
      rest %= denominator.magnitude
    }
    return text
  }
}
