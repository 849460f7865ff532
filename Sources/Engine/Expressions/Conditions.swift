import Query
import Results
import Schema
import Store

// Conditions have two truth values: what compares with a missing value is false, `not` is plain negation.

extension Evaluator {
  /// The places at which a condition holds.
  func truth(_ condition: Checked, over domain: Domain) throws -> Bitmap {
    try poll()
    let count = domain.count
    switch condition.node {
    case .constant(.flag(let flag)): return Bitmap(count: count, filled: flag)
    case .definition(_, let body): return try truth(body, over: domain)
    case .shared(let shared):
      let vector = try values(shared, over: domain)
      return vector.validity.map { vector.bits.and($0) } ?? vector.bits
    case .compare(let comparison, let left, let right): return try compare(comparison, left, right, over: domain)
    case .isOneOf(let operand, let codes): return try isOneOf(try values(operand, over: domain), codes)
    case .isIn(let operand, let wanted):
      return try isIn(try values(operand, over: domain), wanted, condition)
    case .isBetween(let operand, let low, let high): return try isBetween(try values(operand, over: domain), low, high, condition)
    case .contains, .startsWith, .endsWith, .matches: return try textTest(condition, over: domain)
    case .isMissing(let operand):
      guard !operand.isCondition else { return Bitmap(count: count) }
      return try values(operand, over: domain).validity?.complement() ?? Bitmap(count: count)
    case .not(let operand): return try truth(operand, over: domain).complement()
    case .and(let operands): return try conjunction(operands, over: domain)
    case .or(let operands): return try disjunction(operands, over: domain)
    case .quantified(let quantifier, let link, let inner): return try quantified(quantifier, link, inner, condition, over: domain)
    case .follow(let link, let target, let inner) where inner.isCondition:
      return try followedTruth(link, target, inner, condition, over: domain)
    case .atSnapshot(let snapshot, let inner) where inner.isCondition: return try truth(inner, at: snapshot, condition, over: domain)
    case .existed(let snapshot): return try existed(at: snapshot, condition, over: domain)
    case .throughout(let quantifier, let points): return try throughout(quantifier, points, condition, over: domain)
    case .differs(let left, let right): return try differs(try values(left, over: domain), try values(right, over: domain))
    case .recordDiffers(let snapshot): return try recordDiffers(from: snapshot, condition, over: domain)
    case .constant, .column, .recordKey, .follow, .atSnapshot, .heldSince, .negate, .arithmetic, .chain, .call, .conditional, .coalesce,
      .aggregate, .linkAggregate, .entityAggregate, .part:
      let vector = try values(condition, over: domain)
      return vector.validity.map { vector.bits.and($0) } ?? vector.bits
    }
  }

  /// Each operand is evaluated only where those before it hold, once that is worth picking rows for.
  private func conjunction(_ operands: [Checked], over domain: Domain) throws -> Bitmap {
    var result = Bitmap(count: domain.count, filled: true)
    var picked: (domain: Domain, places: [Int32])?
    for operand in operands {
      let truth = try truth(operand, over: picked?.domain ?? domain)
      result = picked.map { scatter(truth, to: $0.places, count: domain.count) } ?? result.and(truth)
      let population = result.population
      if population == 0 { return result }
      if population * limits.sparseShare < (picked?.places.count ?? domain.count) {
        let places = result.rows
        picked = (domain.picking(places), places)
      } else if let before = picked, population < before.places.count {
        let places = result.rows
        picked = (domain.picking(places), places)
      }
    }
    return result
  }

  private func disjunction(_ operands: [Checked], over domain: Domain) throws -> Bitmap {
    try operands.reduce(into: Bitmap(count: domain.count)) { $0.formOr(try truth($1, over: domain)) }
  }

  /// Each value is compared with all cells where they are few, else each cell is looked up among the values.
  private func isIn(_ vector: Vector, _ wanted: [Value], _ condition: Checked) throws -> Bitmap {
    if wanted.count > limits.comparedValues, case .codes(let cells, let names) = vector.cells, vector.type == .text, names.isSearchable {
      var codes = [Bool](repeating: false, count: names.count)
      for case .text(let text) in wanted {
        if let code = names.code(of: text) { codes[Int(code)] = true }
      }
      let found = placesWithCode(cells, vector.count, codes)
      return vector.validity.map { found.and($0) } ?? found
    }
    if isSpelledOut(vector), let texts = WantedTexts(wanted) {
      let found = try places(of: texts, in: vector)
      return vector.validity.map { found.and($0) } ?? found
    }
    guard wanted.count > limits.comparedValues, let values = WantedValues(wanted, like: vector) else {
      return try wanted.reduce(into: Bitmap(count: vector.count)) { $0.formOr(try compare(vector, .equal, $1, condition)) }
    }
    var found = Bitmap(count: vector.count)
    try polling.forEach(vector.count, block: polling.slowBlock) { place in
      if vector.isKnown(place), values.holds(vector, place) { found[place] = true }
    }
    return found
  }

  /// Texts that no number tells: each comparison would spell them all.
  private func isSpelledOut(_ vector: Vector) -> Bool {
    switch vector.cells {
    case .codes(_, let names): vector.type == .text && !names.isSearchable
    case .mixed: true
    case .text, .int32, .int64, .decimal, .bits: false
    }
  }

  private func isOneOf(_ vector: Vector, _ codes: Set<Int>) throws -> Bitmap {
    guard let last = codes.max() else { return Bitmap(count: vector.count) }
    var wanted = [Bool](repeating: false, count: last + 1)
    for code in codes where code >= 0 { wanted[code] = true }
    let found = placesWithCode(vector.codes, vector.count, wanted)
    return vector.validity.map { found.and($0) } ?? found
  }

  private func isBetween(_ vector: Vector, _ low: Value?, _ high: Value?, _ condition: Checked) throws -> Bitmap {
    var result = vector.known
    if let low { result.formAnd(try compare(vector, .greaterOrEqual, low, condition)) }
    if let high { result.formAnd(try compare(vector, .lessOrEqual, high, condition)) }
    return result
  }
}
