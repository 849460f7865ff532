import Diagnostics
import Query
import Results
import Schema

/// Money, numbers and durations as mantissas of one scale: what arithmetic works on.
struct Quantities {
  var cells: [Int128]
  var scale: Int

  func prefix(_ count: Int) -> Quantities { cells.count > count ? Quantities(cells: Array(cells.prefix(count)), scale: scale) : self }

  subscript(place: Int) -> Decimal { Decimal(cells[place], scale: scale) }
}

extension Vector {
  /// The cells of a quantity.
  var quantities: Quantities {
    switch cells {
    case .decimal(let cells, let scale): Quantities(cells: cells, scale: scale)
    case .int64(let amounts): Quantities(cells: amounts.map { Int128($0) }, scale: Money.places)
    case .text, .codes, .int32, .bits, .mixed: preconditionFailure("quantities of a vector of \(type)")
    }
  }

  /// Whole numbers.
  static func counts(_ counts: [Int], _ type: DataType, known: Bitmap? = nil) -> Vector {
    Vector(type: type, count: counts.count, cells: .decimal(counts.map { Int128($0) }, scale: 0), validity: known)
  }

  /// Quantities as the type keeps them: amounts in 64 bits where all have room there.
  static func quantity(_ quantities: Quantities, _ type: DataType, known: Bitmap?) -> Vector {
    let count = quantities.cells.count
    if case .money = type {
      var amounts: [Int64] = []
      amounts.reserveCapacity(count)
      for cell in quantities.cells {
        guard let amount = Int64(exactly: cell) else { break }
        amounts.append(amount)
      }
      if amounts.count == count { return Vector(type: type, count: count, cells: .int64(amounts), validity: known) }
    }
    return Vector(type: type, count: count, cells: .decimal(quantities.cells, scale: quantities.scale), validity: known)
  }
}

extension Evaluator {
  /// Cells worked out place by place, at the scale of the finest; 0 where a place is not known.
  func quantities(_ count: Int, known: Bitmap?, _ expression: Checked, _ cell: (Int) -> Decimal?) throws -> Quantities {
    let decimals = try polling.map(count) { place -> Decimal in
      guard known?[place] ?? true else { return .zero }
      guard let value = cell(place) else { throw overflow(expression) }
      return value
    }
    let scale = decimals.reduce(0) { max($0, $1.scale) }
    return Quantities(
      cells: try polling.map(count) { place in
        guard let mantissa = decimals[place].mantissa(atScale: scale) else { throw overflow(expression) }
        return mantissa
      }, scale: scale)
  }

  func overflow(_ expression: Checked) -> EngineError { EngineError(.overflow, at: expression.range) }

  /// Quotients by numbers other than 0: a column's cells, sums by counts.
  func quotients(_ dividends: Quantities, by divisors: Quantities, known: Bitmap?, _ expression: Checked) throws -> Quantities {
    let count = dividends.cells.count
    guard dividends.scale <= Decimal.places else {
      return try quantities(count, known: known, expression) { dividends[$0].divided(by: divisors[$0]) }
    }
    let factor = Decimal.powers[Decimal.places - dividends.scale + divisors.scale]
    return Quantities(
      cells: try polling.map(count) { place in
        guard known?[place] ?? true else { return 0 }
        guard let quotient = Decimal.quotient(dividends.cells[place], times: factor, over: divisors.cells[place]) else {
          throw overflow(expression)
        }
        return quotient
      }, scale: Decimal.places)
  }

  /// Both at the larger of their scales; nil where a cell has no room there.
  func aligned(_ left: Quantities, _ right: Quantities, count: Int) throws -> (left: [Int128], right: [Int128], scale: Int)? {
    if left.scale == right.scale { return (left.cells, right.cells, left.scale) }
    let scale = max(left.scale, right.scale)
    guard let first = try scaled(left, to: scale, count: count), let second = try scaled(right, to: scale, count: count) else { return nil }
    return (first, second, scale)
  }

  func scaled(_ quantities: Quantities, to scale: Int, count: Int) throws -> [Int128]? {
    guard scale > quantities.scale else { return quantities.cells }
    let factor = Decimal.powers[scale - quantities.scale]
    var fits = true
    let cells = try polling.map(count) { place -> Int128 in
      let (product, overflow) = quantities.cells[place].multipliedReportingOverflow(by: factor)
      if overflow || product == .min { fits = false }
      return product
    }
    return fits ? cells : nil
  }
}
