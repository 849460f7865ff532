import CKernels
import Query
import Schema
import Store

/// A condition that kernels test on the whole columns of a table, as they lie in the library: what ``PredicateCompiler`` makes of a condition where it
/// can. The answer is a bit a row; bits of rows that hold no record at the snapshot have no meaning.
indirect enum ColumnPredicate {
  case always(Bool)
  /// Dates, amounts, numbers: `low <= x <= high` as stored numbers, the lower at least 1
  case stored(field: Int, ClosedRange<UInt64>)
  /// Numbers that have no place in 64 bits, as mantissas
  case wide(field: Int, ClosedRange<Int128>)
  /// Choices, links, texts of a dictionary: one of these codes
  case codes(field: Int, [Int])
  /// The records with these key numbers
  case keys([Int])
  case flag(field: Int)
  case known(field: Int)
  /// Texts that hold a part, or are equal to it
  case text(field: Int, part: String, isWhole: Bool)
  /// A condition on the record that a link leads to; false without one
  case linked(field: Int, target: Int, ColumnPredicate)
  /// `any node (C)`; nil is no condition
  case quantified(Quantifier, ReverseLink, ColumnPredicate?)
  /// Versions that begin after this snapshot
  case begun(after: Int)
  /// The record's cell here, compared with its cell at another snapshot, which is missing where it has no version there
  case moved(field: Int, snapshot: Int, Outcomes)
  /// A condition on the record at another snapshot; false where it has no version there
  case then(snapshot: Int, ColumnPredicate)
  case not(ColumnPredicate)
  case and([ColumnPredicate])
  case or([ColumnPredicate])
}

/// What a cell may be to the cell that it is compared with. A missing cell is nothing to a missing one.
struct Outcomes: OptionSet {
  let rawValue: UInt32
  static let less = Outcomes(rawValue: LUODI_LESS)
  static let equal = Outcomes(rawValue: LUODI_EQUAL)
  static let greater = Outcomes(rawValue: LUODI_GREATER)
  static let oneMissing = Outcomes(rawValue: LUODI_ONE_MISSING)
}

/// Finds the conditions that can be tested on whole columns.
struct PredicateCompiler {
  let evaluator: Evaluator
  var fired: Set<Rule> = []

  init(evaluator: Evaluator) { self.evaluator = evaluator }

  private func isOn(_ rule: Rule) -> Bool { evaluator.options.rules.contains(rule) }

  /// Nil when some part of the condition must be evaluated on picked rows.
  mutating func test(_ condition: Checked, entity: Int) -> ColumnPredicate? {
    switch condition.node {
    case .constant(.flag(let flag)): return .always(flag)
    case .definition(_, let body): return test(body, entity: entity)
    case .not(let operand): return test(operand, entity: entity).map { .not($0) }
    case .and(let operands): return tests(operands, entity: entity).map { .and($0) }
    case .or(let operands): return tests(operands, entity: entity).map { .or($0) }
    case .isOneOf(let operand, let codes): return codeTest(operand, codes.sorted(), entity)
    case .isMissing(let operand): return knownTest(operand, entity).map { .not($0) }
    case .column(.field(let field)):
      guard isOn(.columnRanges), case .flags = column(field, entity).storage else { return nil }
      fired.insert(.columnRanges)
      return .flag(field: field)
    case .atSnapshot(let snapshot, let inner):
      guard isOn(.otherSnapshots), inner.isCondition, let inner = test(inner, entity: entity) else { return nil }
      fired.insert(.otherSnapshots)
      return .then(snapshot: snapshot, inner)
    case .existed(let snapshot):
      guard isOn(.otherSnapshots) else { return nil }
      fired.insert(.otherSnapshots)
      return .then(snapshot: snapshot, .always(true))
    case .differs(let left, let right):
      return movedTest(left, right, [.less, .greater, .oneMissing], entity)
    case .compare(let comparison, let left, let right):
      if let test = movedTest(comparison, left, right, entity) { return test }
      if let value = right.unwrapped.constantValue { return comparisonTest(comparison, left, value, entity) }
      if let value = left.unwrapped.constantValue { return comparisonTest(comparison.turnedRound, right, value, entity) }
      return nil
    case .isIn(let operand, let values):
      // A test a value would go over the column as often.
      guard values.count <= (isRowTexts(operand, entity) ? evaluator.limits.listedTexts : evaluator.limits.listedValues) else { return nil }
      let tests = values.map { comparisonTest(.equal, operand, $0, entity) }
      return tests.contains { $0 == nil } ? nil : .or(tests.map { $0! })
    case .isBetween(let operand, let low, let high): return rangeTest(operand, low, high, entity)
    case .contains(let operand, let part):
      guard case .text(let text)? = part.unwrapped.constantValue, !text.isEmpty else { return nil }
      return textTest(operand, text, isWhole: false, entity)
    case .follow(let link, let target, let inner):
      guard isOn(.linkSets), case .packed = column(link, entity).storage, let inner = test(inner, entity: target) else { return nil }
      fired.insert(.linkSets)
      return .linked(field: link, target: target, inner)
    case .quantified(let quantifier, let link, let inner):
      guard isOn(.semiJoins), case .packed = column(link.field, link.entity).storage else { return nil }
      var condition: ColumnPredicate?
      if let inner {
        guard let test = test(inner, entity: link.entity) else { return nil }
        condition = test
      }
      fired.insert(.semiJoins)
      return .quantified(quantifier, link, condition)
    case .constant, .column, .recordKey, .startsWith, .endsWith, .matches, .throughout, .recordDiffers,
      .heldSince, .negate, .arithmetic, .chain, .shared, .call, .conditional, .coalesce, .aggregate, .linkAggregate, .entityAggregate,
      .part:
      return nil
    }
  }

  private mutating func tests(_ conditions: [Checked], entity: Int) -> [ColumnPredicate]? {
    var tests: [ColumnPredicate] = []
    for condition in conditions {
      guard let test = test(condition, entity: entity) else { return nil }
      tests.append(test)
    }
    return tests
  }

  private func column(_ field: Int, _ entity: Int) -> Column { evaluator.library.tables[entity].columns[field] }

  // MARK: other snapshots

  /// `previous(F) < F`: the same field on both sides, one of them read at another snapshot.
  private mutating func movedTest(_ comparison: ComparisonOperator, _ left: Checked, _ right: Checked, _ entity: Int) -> ColumnPredicate? {
    switch comparison {
    case .equal: movedTest(left, right, .equal, entity)
    case .notEqual: movedTest(left, right, .equal, entity).map { .not($0) }
    case .less: movedTest(left, right, .less, entity)
    case .lessOrEqual: movedTest(left, right, [.less, .equal], entity)
    case .greater: movedTest(left, right, .greater, entity)
    case .greaterOrEqual: movedTest(left, right, [.greater, .equal], entity)
    }
  }

  private mutating func movedTest(_ left: Checked, _ right: Checked, _ outcomes: Outcomes, _ entity: Int) -> ColumnPredicate? {
    guard isOn(.otherSnapshots) else { return nil }
    let isThenLeft: Bool
    let snapshot: Int
    let now: Checked
    switch (left.unwrapped.node, right.unwrapped.node) {
    case (.atSnapshot(let there, let inner), .column(let column)):
      guard case .column(column) = inner.unwrapped.node else { return nil }
      (isThenLeft, snapshot, now) = (true, there, right)
    case (.column(let column), .atSnapshot(let there, let inner)):
      guard case .column(column) = inner.unwrapped.node else { return nil }
      (isThenLeft, snapshot, now) = (false, there, left)
    default: return nil
    }
    guard case .column(.field(let field)) = now.unwrapped.node, case .packed = column(field, entity).storage else { return nil }
    // Codes are equal where their values are; only quantities lie in the order of their stored numbers.
    if !outcomes.contains([.less, .greater]), !outcomes.isDisjoint(with: [.less, .greater]) {
      switch column(field, entity).type {
      case .date, .money, .number, .duration: break
      case .text, .choice, .link, .flag, .period: return nil
      }
    }
    fired.insert(.otherSnapshots)
    guard isThenLeft else { return .moved(field: field, snapshot: snapshot, outcomes) }
    var turned = outcomes.subtracting([.less, .greater])
    if outcomes.contains(.less) { turned.insert(.greater) }
    if outcomes.contains(.greater) { turned.insert(.less) }
    return .moved(field: field, snapshot: snapshot, turned)
  }

  // MARK: codes

  private mutating func codeTest(_ operand: Checked, _ codes: [Int], _ entity: Int) -> ColumnPredicate? {
    switch operand.unwrapped.node {
    case .recordKey: return keyTest(codes)
    case .column(.field(let field)):
      switch column(field, entity).storage {
      case .packed:
        guard isOn(.choiceBitmaps) else { return nil }
        fired.insert(.choiceBitmaps)
        return .codes(field: field, codes)
      case .keys: return keyTest(codes)
      case .wide, .flags, .texts: return nil
      }
    case .follow(let link, let target, let inner):
      guard isOn(.linkSets), case .packed = column(link, entity).storage, let inner = codeTest(inner, codes, target) else { return nil }
      fired.insert(.linkSets)
      return .linked(field: link, target: target, inner)
    default: return nil
    }
  }

  private mutating func keyTest(_ keys: [Int]) -> ColumnPredicate? {
    guard isOn(.keyLookup) else { return nil }
    fired.insert(.keyLookup)
    return .keys(keys)
  }

  private mutating func knownTest(_ operand: Checked, _ entity: Int) -> ColumnPredicate? {
    guard isOn(.columnRanges), case .column(.field(let field)) = operand.unwrapped.node else { return nil }
    fired.insert(.columnRanges)
    return .known(field: field)
  }

  // MARK: ranges and texts

  private mutating func comparisonTest(_ comparison: ComparisonOperator, _ operand: Checked, _ value: Value, _ entity: Int) -> ColumnPredicate? {
    if case .missing = value { return .always(comparison == .notEqual) }
    if comparison == .notEqual { return comparisonTest(.equal, operand, value, entity).map { .not($0) } }
    if case .text(let text) = value { return comparison == .equal ? textTest(operand, text, isWhole: true, entity) : nil }
    if case .flag(let flag) = value {
      guard comparison == .equal, let holds = test(operand, entity: entity), operand.isCondition || isStored(operand) else { return nil }
      if flag { return holds }
      return operand.isCondition ? .not(holds) : knownTest(operand, entity).map { .and([$0, .not(holds)]) }
    }
    switch comparison {
    case .equal: return rangeTest(operand, value, value, entity)
    case .less: return rangeTest(operand, nil, value, entity, excludesHigh: true)
    case .lessOrEqual: return rangeTest(operand, nil, value, entity)
    case .greater: return rangeTest(operand, value, nil, entity, excludesLow: true)
    case .greaterOrEqual: return rangeTest(operand, value, nil, entity)
    case .notEqual: return nil
    }
  }

  private func isStored(_ operand: Checked) -> Bool { if case .column(.field) = operand.unwrapped.node { true } else { false } }

  private mutating func rangeTest(
    _ operand: Checked, _ low: Value?, _ high: Value?, _ entity: Int, excludesLow: Bool = false, excludesHigh: Bool = false
  ) -> ColumnPredicate? {
    switch operand.unwrapped.node {
    case .column(.field(let field)):
      guard isOn(.columnRanges) else { return nil }
      let range = StoredRange(low: low, high: high, excludesLow: excludesLow, excludesHigh: excludesHigh)
      guard let test = range.test(on: column(field, entity), field: field) else { return nil }
      fired.insert(.columnRanges)
      return test
    case .follow(let link, let target, let inner):
      guard isOn(.linkSets), case .packed = column(link, entity).storage,
        let inner = rangeTest(inner, low, high, target, excludesLow: excludesLow, excludesHigh: excludesHigh)
      else { return nil }
      fired.insert(.linkSets)
      return .linked(field: link, target: target, inner)
    default: return nil
    }
  }

  /// A column whose texts are found by going over all of them.
  private func isRowTexts(_ operand: Checked, _ entity: Int) -> Bool {
    guard case .column(.field(let field)) = operand.unwrapped.node, case .texts = column(field, entity).storage else { return false }
    return true
  }

  private mutating func textTest(_ operand: Checked, _ text: String, isWhole: Bool, _ entity: Int) -> ColumnPredicate? {
    guard case .column(.field(let field)) = operand.unwrapped.node else { return nil }
    let column = column(field, entity)
    switch column.storage {
    case .packed:
      guard let texts = column.names as? TextDictionary, isOn(.textSearch) else { return nil }
      fired.insert(.textSearch)
      if isWhole { return texts.number(of: text).map { .codes(field: field, [$0]) } ?? .always(false) }
      return .text(field: field, part: text, isWhole: false)
    case .texts:
      guard isOn(.textSearch), !text.isEmpty else { return nil }
      fired.insert(.textSearch)
      return .text(field: field, part: text, isWhole: isWhole)
    case .keys:
      guard isWhole, let keys = column.names as? KeyDictionary else { return nil }
      return keyTest(keys.number(of: text).map { [$0] } ?? [])
    case .wide, .flags: return nil
    }
  }
}
