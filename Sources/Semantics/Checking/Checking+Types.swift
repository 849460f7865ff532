import Diagnostics
import Schema

extension Checking {
  /// The type that two values share, so that either may stand in one column; nil when they are unlike. Amounts keep the unit of the one that is
  /// stored.
  func common(_ left: Checked, _ right: Checked) -> DataType? {
    switch (left.type, right.type) {
    case (.money(let first), .money(let second)):
      // What a field prints in before what was typed, else the larger unit, whichever side it stands on.
      if left.isConstant != right.isConstant { return .money(left.isConstant ? second : first) }
      return .money(second.factor > first.factor ? second : first)
    case (let first, let second): return first == second ? first : nil
    }
  }

  /// The same value under a type of the same kind: another unit of money.
  func retyped(_ checked: Checked, _ type: DataType) -> Checked {
    guard checked.type != type else { return checked }
    var result = checked
    result.type = type
    if case .definition(let name, let body) = checked.node { result.node = .definition(name, retyped(body, type)) }
    return result
  }

  /// A type in the words of a message, with its article.
  func describe(_ type: DataType) -> Bilingual {
    switch type {
    case .text: .text
    case .choice(let index): Bilingual("a choice of `\(choice(index).name)`", "选项 `\(choice(index).name)` 的取值")
    case .date: .date
    case .period(let unit): .period(unit)
    case .money: Bilingual("money", "金额")
    case .number: .number
    case .flag: .condition
    case .duration(let kind): .duration(kind)
    case .link(let entity): Bilingual("a record of `\(catalog.entities[entity].plural)`", "`\(catalog.entities[entity].plural)` 的记录")
    }
  }
}

extension Checked {
  var isConstant: Bool { constantValue != nil }

  /// The value, behind the names of definitions.
  var constantValue: Value? {
    switch node {
    case .constant(let value): value
    case .definition(_, let body): body.constantValue
    default: nil
    }
  }

  var unwrapped: Checked {
    if case .definition(_, let body) = node { return body.unwrapped }
    return self
  }

  /// Whether it is always true or false, never missing; stored flags may be missing.
  var isCondition: Bool {
    switch node {
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and, .or, .quantified,
      .existed, .throughout, .differs, .recordDiffers, .constant(.flag):
      true
    case .definition(_, let body), .follow(_, _, let body), .atSnapshot(_, let body): body.isCondition
    case .shared(let shared): shared.isCondition
    default: false
    }
  }

  /// The expressions directly inside.
  var children: [Checked] {
    func parts(_ aggregate: Aggregate) -> [Checked] { [aggregate.value, aggregate.filter, aggregate.unit].compactMap { $0 } }
    return switch node {
    case .constant, .column, .recordKey, .existed, .recordDiffers, .heldSince, .shared: []
    case .chain(let first, let steps): [first] + steps.map(\.operand)
    case .follow(_, _, let inner), .isOneOf(let inner, _), .isIn(let inner, _), .isBetween(let inner, _, _), .matches(let inner, _),
      .isMissing(let inner), .not(let inner), .negate(let inner), .part(let inner), .definition(_, let inner),
      .atSnapshot(_, let inner):
      [inner]
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right),
      .arithmetic(_, let left, let right), .differs(let left, let right):
      [left, right]
    case .and(let operands), .or(let operands), .call(_, let operands), .coalesce(let operands): operands
    case .quantified(_, _, let inner): inner.map { [$0] } ?? []
    case .throughout(_, let points): points.map(\.condition)
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .aggregate(let aggregate), .linkAggregate(let aggregate, _), .entityAggregate(let aggregate, _): parts(aggregate)
    }
  }
}
