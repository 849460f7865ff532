import Query
import Results
import Schema
import Store

extension Evaluator {
  func compare(_ comparison: ComparisonOperator, _ left: Checked, _ right: Checked, over domain: Domain) throws -> Bitmap {
    if case .constant(let value) = right.node {
      return try compare(try values(left, over: domain), comparison, value, right)
    }
    if case .constant(let value) = left.node {
      return try compare(try values(right, over: domain), comparison.turnedRound, value, left)
    }
    return try compare(comparison, try values(left, over: domain), try values(right, over: domain))
  }

  /// A vector against a constant of its type.
  func compare(_ vector: Vector, _ comparison: ComparisonOperator, _ value: Value, _ expression: Checked) throws -> Bitmap {
    if comparison == .notEqual { return try compare(vector, .equal, value, expression).complement() }
    let found: Bitmap
    switch (vector.cells, value) {
    case (_, .missing): return Bitmap(count: vector.count)
    case (.int32(let cells), .date(let day)): found = places(of: cells, vector.count, comparison, day.rawValue)
    case (.int32(let cells), .period(let period)): found = places(of: cells, vector.count, comparison, period.first.rawValue)
    case (.int64(let cells), .money(let money)):
      let range = MantissaRange(comparison, money.decimal, scale: Money.places)
      found = placesInRange(cells, vector.count, Int64(clamping: range.low), Int64(clamping: range.high))
      // An end beyond 64 bits was moved to where cells are.
      if range.isEmpty || range.low > Int128(Int64.max) || range.high < Int128(Int64.min) { return Bitmap(count: vector.count) }
    case (.decimal(let cells, let scale), .number), (.decimal(let cells, let scale), .duration), (.decimal(let cells, let scale), .money):
      let range = MantissaRange(comparison, value.quantity!, scale: scale)
      found = placesInRange(cells, vector.count, range.low, range.high)
    case (.bits(let bits), .flag(let flag)): found = compareBits(bits, comparison, flag)
    case (.codes, .choice), (.codes, .link):
      found = try compare(comparison, vector, constant(value, type: vector.type, count: vector.count))
    case (.codes(let codes, let names), .text(let text)) where comparison == .equal && names.isSearchable:
      // A stored text has one code, found by halving.
      guard let code = names.code(of: text) else { return Bitmap(count: vector.count) }
      found = placesWithCode(codes, vector.count, code)
    case (.codes, .text(let text)) where comparison == .equal: found = try places(of: WantedTexts([text]), in: vector)
    case (.text, .text(let text)), (.codes, .text(let text)), (.mixed, .text(let text)):
      found = try testTexts(vector) { comparison.holds($0, text) }
    default: throw misplaced("a comparison of \(vector.type) with \(value)", expression.range)
    }
    return vector.validity.map { found.and($0) } ?? found
  }

  private func places(of cells: [Int32], _ count: Int, _ comparison: ComparisonOperator, _ value: Int32) -> Bitmap {
    switch comparison {
    case .equal, .notEqual: placesInRange(cells, count, value, value)
    case .less: value == .min ? Bitmap(count: count) : placesInRange(cells, count, .min, value - 1)
    case .lessOrEqual: placesInRange(cells, count, .min, value)
    case .greater: value == .max ? Bitmap(count: count) : placesInRange(cells, count, value + 1, .max)
    case .greaterOrEqual: placesInRange(cells, count, value, .max)
    }
  }

  private func compareBits(_ bits: Bitmap, _ comparison: ComparisonOperator, _ flag: Bool) -> Bitmap {
    switch (comparison.holds(0, flag ? 1 : 0), comparison.holds(1, flag ? 1 : 0)) {
    case (false, false): Bitmap(count: bits.count)
    case (true, true): Bitmap(count: bits.count, filled: true)
    case (false, true): bits
    case (true, false): bits.complement()
    }
  }

  /// Two vectors of one type. A missing side makes every comparison but `!=` false, and `!=` true.
  func compare(_ comparison: ComparisonOperator, _ left: Vector, _ right: Vector) throws -> Bitmap {
    switch comparison {
    case .notEqual: return try compare(.equal, left, right).complement()
    case .greater: return try compare(.less, right, left)
    case .greaterOrEqual: return try compare(.lessOrEqual, right, left)
    case .equal, .less, .lessOrEqual: break
    }
    let count = left.count
    var found: Bitmap
    switch (left.cells, right.cells) {
    case (.int32(let left), .int32(let right)):
      found = comparison == .equal ? placesEqual(left, right, count) : placesLess(left, right, count)
      if comparison == .lessOrEqual { found.formOr(placesEqual(left, right, count)) }
    case (.int64(let left), .int64(let right)):
      found = comparison == .equal ? placesEqual(left, right, count) : placesLess(left, right, count)
      if comparison == .lessOrEqual { found.formOr(placesEqual(left, right, count)) }
    case (.decimal, .decimal), (.decimal, .int64), (.int64, .decimal):
      found = try compareQuantities(comparison, left.quantities, right.quantities, count: count)
    case (.codes(let leftCodes, _), .codes(let rightCodes, _)) where left.type != .text:
      found = comparison == .equal ? placesEqual(leftCodes, rightCodes, count) : placesLess(leftCodes, rightCodes, count)
      if comparison == .lessOrEqual { found.formOr(placesEqual(leftCodes, rightCodes, count)) }
      found = ordered(left, comparison) { ordered(right, comparison) { found } }
    case (.bits(let left), .bits(let right)):
      let same = Bitmap(count: count, filled: true).andNot(left.andNot(right).or(right.andNot(left)))
      found = comparison == .equal ? same : comparison == .less ? right.andNot(left) : same.or(right.andNot(left))
    case (.codes(let leftCodes, let leftNames), .codes(let rightCodes, let rightNames)):
      found = try polling.places(count, block: polling.slowBlock) { place in
        left.isKnown(place) && right.isKnown(place)
          && comparison.holds(leftNames.code(Int(leftCodes[place])), rightNames.code(Int(rightCodes[place])))
      }
    default:
      let (leftTexts, rightTexts) = (try texts(left), try texts(right))
      found = try polling.places(count, block: polling.slowBlock) { comparison.holds(leftTexts[$0], rightTexts[$0]) }
    }
    if let known = bothKnown(left.validity, right.validity) { found.formAnd(known) }
    return found
  }

  private func compareQuantities(_ comparison: ComparisonOperator, _ left: Quantities, _ right: Quantities, count: Int) throws -> Bitmap {
    guard let (first, second, _) = try aligned(left, right, count: count) else {
      return try polling.places(count) { comparison.holds(left[$0], right[$0]) }
    }
    var found = comparison == .equal ? placesEqual(first, second, count) : placesLess(first, second, count)
    if comparison == .lessOrEqual { found.formOr(placesEqual(first, second, count)) }
    return found
  }

  /// Of a choice only the ordered values are more or less than others.
  private func ordered(_ vector: Vector, _ comparison: ComparisonOperator, _ found: () -> Bitmap) -> Bitmap {
    guard case .choice(let choice) = vector.type, comparison != .equal, comparison != .notEqual else { return found() }
    return found().and(placesWithCode(vector.codes, vector.count, [Bool](repeating: true, count: choices[choice].orderedCount)))
  }
}

extension CodeNames {
  /// Whether ``code(of:)`` finds a text without spelling all of them.
  var isSearchable: Bool { self is TextDictionary || self is KeyDictionary }

  func code(of text: String) -> UInt32? {
    switch self {
    case let texts as TextDictionary: texts.number(of: text).map(UInt32.init)
    case let keys as KeyDictionary: keys.number(of: text).map(UInt32.init)
    default: nil
    }
  }
}

extension ComparisonOperator {
  /// By code point.
  func holds(_ left: String, _ right: String) -> Bool {
    switch self {
    case .equal: isSame(left, right)
    case .notEqual: !isSame(left, right)
    case .less: isBefore(left, right)
    case .lessOrEqual: !isBefore(right, left)
    case .greater: isBefore(right, left)
    case .greaterOrEqual: !isBefore(left, right)
    }
  }
}
