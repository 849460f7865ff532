import Query
import Schema

/// The mantissas of a scale at which a comparison with a number holds: every comparison with a constant is a range.
struct MantissaRange {
  var low = -Int128.max
  var high = Int128.max

  init(_ comparison: ComparisonOperator, _ number: Decimal, scale: Int) {
    let floor = Floor(number, scale: scale)
    switch comparison {
    case .equal, .notEqual: (low, high) = floor.isExact ? (floor.value, floor.value) : (1, 0)
    case .less: high = floor.below
    case .lessOrEqual: high = floor.value
    case .greater: low = floor.above
    case .greaterOrEqual: low = floor.isExact ? floor.value : floor.above
    }
  }

  var isEmpty: Bool { low > high }
}

/// The largest whole number of steps that is not above a value.
struct Floor {
  var value: Int128
  var isExact: Bool

  /// The value in whole numbers of the scale's last place; the end of all numbers where it lies beyond.
  init(_ number: Decimal, scale: Int) {
    let mantissa = number.scale <= scale ? number.mantissa(atScale: scale) : nil
    if let mantissa {
      self.init(mantissa, step: 1)
    } else if number.scale > scale {
      self.init(number.mantissa, step: Decimal.powers[number.scale - scale])
    } else {
      self.init(beyond: number < 0 ? .min : .max)
    }
  }

  init(_ number: Int128, step: Int128) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: step)
    (value, isExact) = (remainder < 0 ? quotient - 1 : quotient, remainder == 0)
  }

  private init(beyond value: Int128) { (self.value, isExact) = (value, false) }

  /// The largest below the value itself, and the smallest above it.
  var below: Int128 { isExact ? value - 1 : value }
  var above: Int128 { value == .max ? .max : value + 1 }
}

extension Value {
  /// Amounts in currency units, numbers, counts of days.
  var quantity: Decimal? {
    switch self {
    case .number(let number), .duration(let number, _): number
    case .money(let money): money.decimal
    case .missing, .text, .choice, .date, .period, .flag, .link: nil
    }
  }
}
