/// An exact decimal number of 128 bits: `mantissa / 10^scale`, as in a ledger.
///
/// Sums and differences are exact. Products and quotients keep ``places`` decimals, or as many as a factor or the dividend has, rounded half away
/// from zero. What does not fit is nil, never another number.
public struct Decimal: Hashable, Sendable {
  /// Decimals of a quotient, and of a product that would have more.
  public static let places = 12
  /// The most decimals a number has.
  public static let mostPlaces = 18
  /// Digits of a number that is filed or typed.
  public static let mostDigits = 18

  public let mantissa: Int128
  /// 0 to ``mostPlaces``, as small as it can be, so that equal numbers are the same
  public let scale: Int

  public init(_ mantissa: Int128, scale: Int = 0) {
    var (mantissa, scale) = (mantissa, scale)
    while scale > 0 {
      let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      (mantissa, scale) = (quotient, scale - 1)
    }
    precondition(scale <= Decimal.mostPlaces, "a number of too many decimals")
    (self.mantissa, self.scale) = (mantissa, scale)
  }

  public init(_ whole: Int) { (mantissa, scale) = (Int128(whole), 0) }

  public static let zero = Decimal(0)

  /// The mantissa at a larger scale; nil beyond 128 bits.
  public func mantissa(atScale wanted: Int) -> Int128? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: Decimal.powers[wanted - scale])
    return overflow || product == .min ? nil : product
  }

  /// 10^0 to 10^38
  public static let powers: [Int128] = (0...38).map { (0..<$0).reduce(1 as Int128) { power, _ in power * 10 } }

  /// How many decimals a unit of `1 / unit` is: 3 for 1000. Nil for what is no power of ten.
  public static func scale(ofUnit unit: Int64) -> Int? { powers.prefix(mostPlaces + 1).firstIndex(of: Int128(unit)) }

  /// The nearest double: for estimates, and for formats that have no other numbers.
  public var approximate: Double {
    // Both exact: one rounding gives the nearest.
    if mantissa.magnitude < 1 << 53 { return Double(Int64(mantissa)) / Double(Int64(Decimal.powers[scale])) }
    return Double(description) ?? .nan
  }

  /// The whole number, if it is one of 64 bits.
  public var whole: Int? { scale == 0 ? Int(exactly: mantissa) : nil }
}

extension Decimal: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}

extension Decimal: Comparable {
  public static func < (left: Decimal, right: Decimal) -> Bool {
    if left.scale == right.scale { return left.mantissa < right.mantissa }
    // The whole parts first: what is left is below 10^18 at any scale.
    let (first, firstRest) = left.mantissa.quotientAndRemainder(dividingBy: powers[left.scale])
    let (second, secondRest) = right.mantissa.quotientAndRemainder(dividingBy: powers[right.scale])
    if first != second { return first < second }
    return firstRest * powers[mostPlaces - left.scale] < secondRest * powers[mostPlaces - right.scale]
  }
}

extension Decimal: CustomStringConvertible {
  /// All digits, without trailing zeros: `-0.125`, `1000`.
  public var description: String {
    let digits = String(mantissa.magnitude)
    let sign = mantissa < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}

// MARK: arithmetic

extension Decimal {
  public static prefix func - (number: Decimal) -> Decimal { Decimal(-number.mantissa, scale: number.scale) }

  /// Exact; nil beyond 128 bits.
  public func adding(_ other: Decimal) -> Decimal? {
    let scale = max(scale, other.scale)
    guard let left = mantissa(atScale: scale), let right = other.mantissa(atScale: scale) else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow || sum == .min ? nil : Decimal(sum, scale: scale)
  }

  public func subtracting(_ other: Decimal) -> Decimal? { adding(-other) }

  public func multiplied(by other: Decimal) -> Decimal? {
    let exact = scale + other.scale
    let kept = min(exact, max(Decimal.places, scale, other.scale))
    return Decimal.quotient(mantissa, times: other.mantissa, over: Decimal.powers[exact - kept]).map { Decimal($0, scale: kept) }
  }

  /// - Precondition: the divisor is not 0.
  public func divided(by divisor: Decimal) -> Decimal? {
    let kept = max(Decimal.places, scale)
    return Decimal.quotient(mantissa, times: Decimal.powers[kept - scale + divisor.scale], over: divisor.mantissa).map {
      Decimal($0, scale: kept)
    }
  }

  public enum Rounding: Sendable { case halfAway, down, up }

  /// To a number of decimals, below 0 to tens and hundreds; nil beyond 128 bits.
  public func rounded(_ rule: Rounding, places: Int) -> Decimal? {
    guard places < scale else { return self }
    guard scale - places < Decimal.powers.count else { return nil }
    return Decimal.rounded(mantissa, to: Decimal.powers[scale - places], rule).map { Decimal($0, scale: scale) }
  }

  /// The nearest whole number, half away from zero.
  public var nearestWhole: Int128 { Decimal.quotient(mantissa, over: Decimal.powers[scale]) }

  // MARK: whole numbers

  /// A multiple of the step; nil beyond 128 bits.
  public static func rounded(_ number: Int128, to step: Int128, _ rule: Rounding) -> Int128? {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: step)
    let whole: Int128 =
      switch rule {
      case .halfAway: self.quotient(number, over: step)
      case .down: remainder < 0 ? quotient - 1 : quotient
      case .up: remainder > 0 ? quotient + 1 : quotient
      }
    let (product, overflow) = whole.multipliedReportingOverflow(by: step)
    return overflow || product == .min ? nil : product
  }

  /// An exact quotient, rounded half away from zero.
  public static func quotient(_ dividend: Int128, over divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
    return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
  }

  /// `left · right / divisor`, rounded once, half away from zero; the product may have 256 bits. Nil where the result has more than 128.
  public static func quotient(_ left: Int128, times right: Int128, over divisor: Int128) -> Int128? {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    if !overflow, product != .min { return divisor == 1 ? product : quotient(product, over: divisor) }
    let (high, low) = left.magnitude.multipliedFullWidth(by: right.magnitude)
    guard high < divisor.magnitude else { return nil }
    var (magnitude, remainder) = divisor.magnitude.dividingFullWidth((high, low))
    if remainder >= divisor.magnitude - remainder { magnitude += 1 }
    guard magnitude <= Int128.max.magnitude else { return nil }
    let isNegative = ((left < 0) != (right < 0)) != (divisor < 0)
    return isNegative ? -Int128(magnitude) : Int128(magnitude)
  }
}
