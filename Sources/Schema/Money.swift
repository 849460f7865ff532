/// An exact amount: ten-thousandths of one currency unit (yuan, dollar) in 64 bits, about 9.2e14 units either way.
public struct Money: RawRepresentable, Hashable, Comparable, Sendable {
  public static let scale: Int64 = 10_000

  public var rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  public static func < (left: Money, right: Money) -> Bool { left.rawValue < right.rawValue }

  /// Nil beyond the range. Rounds half away from zero.
  public init?(rounding value: Double) {
    let scaled = (value * Double(Money.scale)).rounded(.toNearestOrAwayFromZero)
    guard scaled.isFinite, abs(scaled) < 9.2e18 else { return nil }
    rawValue = Int64(scaled)
  }

  /// The amount as a plain number of currency units; inexact beyond 2^53 ten-thousandths.
  public var approximate: Double { Double(rawValue) / Double(Money.scale) }
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
    let magnitude = Int128(rawValue).magnitude
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
