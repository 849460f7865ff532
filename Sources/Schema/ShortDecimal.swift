/// A decimal of at most ``Decimal/mostDigits`` digits, as cells are filed: half the size of a ``Decimal``.
public struct ShortDecimal: Hashable, Sendable {
  public let mantissa: Int64
  /// 0 to ``Decimal/mostPlaces``, as small as it can be
  public let scale: UInt8

  /// `mantissa · 10^exponent`; nil where it has too many digits.
  public init?(_ mantissa: Int128, exponent: Int) {
    var (mantissa, exponent) = (mantissa, exponent)
    // Nearly all cells need none of this.
    if mantissa.magnitude >= ShortDecimal.limit || !(-Decimal.mostPlaces...0 ~= exponent) {
      if mantissa == 0 { exponent = 0 }
      while exponent < 0, mantissa % 10 == 0 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
      guard mantissa.magnitude < ShortDecimal.limit, -Decimal.mostPlaces...Decimal.mostDigits ~= exponent else { return nil }
      if exponent > 0 { (mantissa, exponent) = (mantissa * Decimal.powers[exponent], 0) }
      guard mantissa.magnitude < ShortDecimal.limit else { return nil }
    }
    self.init(Int64(mantissa), decimals: -exponent)
  }

  /// The same for what has few enough digits, without a detour through 128 bits.
  public init(_ mantissa: Int64, decimals: Int) {
    var (mantissa, decimals) = (mantissa, decimals)
    while decimals > 0 {
      let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      (mantissa, decimals) = (quotient, decimals - 1)
    }
    (self.mantissa, scale) = (mantissa, UInt8(decimals))
  }

  /// Nil where the number has too many digits.
  public init?(_ number: Decimal) { self.init(number.mantissa, exponent: -number.scale) }

  private init() { (mantissa, scale) = (.min, 0) }

  /// Equal to no number: where an array has to hold something.
  public static let none = ShortDecimal()

  public var decimal: Decimal { Decimal(Int128(mantissa), scale: Int(scale)) }

  /// The whole number, if it is one of 32 bits.
  public var whole32: Int32? { scale == 0 ? Int32(exactly: mantissa) : nil }

  private static let limit = Decimal.powers[Decimal.mostDigits].magnitude
}
