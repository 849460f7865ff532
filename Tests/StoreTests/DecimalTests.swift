import Schema
import TestSupport
import Testing

/// Exact decimals against arithmetic on paper, digit by digit.
@Suite struct DecimalTests {
  /// Whole numbers of any length: the lowest digit first.
  private struct Paper: Equatable {
    var digits: [Int]

    init(_ number: UInt128) { digits = String(number).reversed().map { $0.wholeNumberValue! } }
    private init(digits: [Int]) { self.digits = digits }

    static func * (left: Paper, right: Paper) -> Paper {
      var digits = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
      for (place, first) in left.digits.enumerated() {
        for (other, second) in right.digits.enumerated() { digits[place + other] += first * second }
      }
      for place in 0..<digits.count - 1 {
        (digits[place], digits[place + 1]) = (digits[place] % 10, digits[place + 1] + digits[place] / 10)
      }
      return Paper(digits: digits)
    }

    /// Rounded half up; nil where the quotient has more than 127 bits.
    func quotient(by divisor: UInt128) -> UInt128? {
      var (quotient, rest) = (UInt128(0), UInt128(0))
      for digit in digits.reversed() {
        rest = rest * 10 + UInt128(digit)
        let (times, overflow) = quotient.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        quotient = times + rest / divisor
        rest %= divisor
      }
      if rest * 2 >= divisor { quotient += 1 }
      return quotient <= Int128.max.magnitude ? quotient : nil
    }
  }

  @Test func productsAndQuotientsAreAsOnPaper() {
    var generator = SeededGenerator(seed: 13)
    var beyond = 0
    for _ in 0..<20_000 {
      func number(_ bits: ClosedRange<Int>) -> Int128 {
        let number = Int128.random(in: -.max ... .max, using: &generator) >> (127 - Int.random(in: bits, using: &generator))
        return Bool.random(using: &generator) ? number : number / 1000 * 1000
      }
      let (left, right, divisor) = (number(1...126), number(1...126), number(1...120))
      if divisor == 0 { continue }
      let found = Decimal.quotient(left, times: right, over: divisor)
      let size = (Paper(left.magnitude) * Paper(right.magnitude)).quotient(by: divisor.magnitude)
      let isNegative = ((left < 0) != (right < 0)) != (divisor < 0)
      #expect(found == size.map { isNegative ? -Int128($0) : Int128($0) }, "\(left) * \(right) / \(divisor)")
      if found == nil { beyond += 1 }
    }
    #expect((1000..<15_000).contains(beyond))
  }

  @Test func halvesGoAwayFromZero() {
    for (dividend, divisor, expected) in [
      (5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, -10, -2), (-15, -10, 2), (1, 2, 1), (7, 3, 2), (-7, 3, -2),
    ] as [(Int128, Int128, Int128)] {
      #expect(Decimal.quotient(dividend, over: divisor) == expected)
      #expect(Decimal.quotient(dividend, times: 1, over: divisor) == expected)
    }
    // A divisor of which the double has no room.
    #expect(Decimal.quotient(.max, over: .max) == 1)
    #expect(Decimal.quotient(Int128.max / 2 + 1, over: .max) == 1)
    #expect(Decimal.quotient(Int128.max / 2, over: .max) == 0)
  }

  @Test func equalNumbersAreTheSame() {
    #expect(Decimal(1000, scale: 3) == 1)
    #expect(Decimal(0, scale: 18) == .zero)
    #expect(Set([Decimal(15, scale: 1), Decimal(150, scale: 2), 1.5]).count == 1)
    #expect(ShortDecimal(1500, decimals: 3) == 1.5)
    #expect(ShortDecimal(150, exponent: -2) == 1.5)
    #expect(ShortDecimal(15, exponent: 16) == ShortDecimal(150_000_000_000_000_000, decimals: 0))
    #expect(ShortDecimal(1, exponent: 18) == nil)
    #expect(ShortDecimal(1, exponent: -19) == nil)
    #expect(ShortDecimal(0, exponent: -400) == 0)
    #expect(ShortDecimal(Decimal.powers[18], exponent: -18) == 1)
  }

  @Test func theOrderIsThatOfTheNumbers() {
    var generator = SeededGenerator(seed: 5)
    let numbers: [Decimal] = (0..<300).map { _ in
      Decimal(
        Int128.random(in: -.max ... .max, using: &generator) >> Int.random(in: 0..<127, using: &generator),
        scale: Int.random(in: 0...18, using: &generator))
    }
    for (left, right) in zip(numbers, numbers.dropFirst()) {
      #expect((left < right) != (right <= left))
      if let difference = left.subtracting(right) { #expect((left < right) == (difference < 0)) }
    }
    #expect(Decimal(-5, scale: 1) < Decimal(-4, scale: 1))
    #expect(Decimal(-1, scale: 18) < 0 && Decimal(1, scale: 18) > 0)
    #expect(-0.5 < Decimal(-49, scale: 2))
    #expect(Decimal(.max) > Decimal(.max, scale: 1))
  }

  @Test func roundingIsExact() {
    let cases: [(Decimal, Int, Decimal, Decimal, Decimal)] = [
      (1.005, 2, 1.01, 1, 1.01), (-1.005, 2, -1.01, -1.01, -1), (2.5, 0, 3, 2, 3), (-2.5, 0, -3, -3, -2), (1234.5, -2, 1200, 1200, 1300),
      (0.1, 5, 0.1, 0.1, 0.1), (-0.4, 0, 0, -1, 0), (55, -1, 60, 50, 60), (0.285, 2, 0.29, 0.28, 0.29),
    ]
    for (number, places, nearest, down, up) in cases {
      #expect(number.rounded(.halfAway, places: places) == nearest)
      #expect(number.rounded(.down, places: places) == down)
      #expect(number.rounded(.up, places: places) == up)
    }
    #expect(Decimal(.max).rounded(.up, places: -1) == nil)
  }

  @Test func whatDoesNotFitIsNil() {
    let most = Decimal(.max)
    #expect(most.adding(1) == nil)
    #expect((-most).subtracting(1) == nil)
    #expect(most.adding(0.5) == nil)
    #expect(most.multiplied(by: 2) == nil)
    #expect(most.divided(by: 1) == nil)
    #expect(most.divided(by: Decimal(Decimal.powers[12])) != nil)
    #expect(most.adding(-1)?.adding(1) == most)
    #expect(Money(rawValue: Int128.max).multiplied(by: 2) == nil)
    // The product has more than 128 bits, the result has not.
    #expect(Money(rawValue: Int128.max / 2).multiplied(by: 1.999999999999999) != nil)
    #expect(Decimal(999_999_999_999_999_999).multiplied(by: 999_999_999_999_999_999)?.description == "999999999999999998000000000000000001")
  }

  @Test func decimalsThatAreKept() {
    #expect(Decimal(1).divided(by: 3)?.description == "0.333333333333")
    #expect(Decimal(-2).divided(by: 3)?.description == "-0.666666666667")
    #expect(Decimal(0.1234567).multiplied(by: 0.1234567)?.description == "0.015241556775")
    #expect(Decimal(0.123456789012345).multiplied(by: 1) == 0.123456789012345)
    #expect(Decimal(0.123456789012345).divided(by: 1) == 0.123456789012345)
    #expect(Decimal(1, scale: 18).multiplied(by: 0.5) == Decimal(1, scale: 18))
    #expect(Decimal(0.1).adding(0.2) == 0.3)
    #expect(Decimal(1, scale: 18).description == "0.000000000000000001")
  }
}
