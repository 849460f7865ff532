public import Schema

extension Checked {
  public var isConstant: Bool { constantValue != nil }

  /// The value, behind the names of definitions.
  public var constantValue: Value? {
    switch node {
    case .constant(let value): value
    case .definition(_, let body): body.constantValue
    default: nil
    }
  }

  /// The body behind the names of definitions.
  public var unwrapped: Checked {
    if case .definition(_, let body) = node { return body.unwrapped }
    return self
  }

  /// Whether it is always true or false, never missing; stored flags may be missing.
  public var isCondition: Bool {
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
  public var children: [Checked] {
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

  /// Whether the expression reads nothing but the cells of its own record version, so that it means the same at every snapshot.
  public var readsOnlyItsVersion: Bool {
    switch node {
    case .constant, .recordKey, .column(.field): true
    case .column(.result), .shared, .follow, .quantified, .atSnapshot, .existed, .throughout, .recordDiffers, .heldSince, .aggregate,
      .linkAggregate,
      .entityAggregate, .part:
      false
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right),
      .differs(let left, let right), .arithmetic(_, let left, let right):
      left.readsOnlyItsVersion && right.readsOnlyItsVersion
    case .isOneOf(let operand, _), .isIn(let operand, _), .isBetween(let operand, _, _), .matches(let operand, _), .isMissing(let operand),
      .not(let operand), .negate(let operand), .definition(_, let operand):
      operand.readsOnlyItsVersion
    case .chain(let first, let steps): first.readsOnlyItsVersion && steps.allSatisfy(\.operand.readsOnlyItsVersion)
    case .and(let operands), .or(let operands), .call(_, let operands), .coalesce(let operands):
      operands.allSatisfy(\.readsOnlyItsVersion)
    case .conditional(let condition, let then, let otherwise):
      [condition, then, otherwise].allSatisfy(\.readsOnlyItsVersion)
    }
  }

  /// Somewhere in it stands an aggregate of all records, which another snapshot has others of.
  public var readsWholeEntity: Bool {
    switch node {
    case .entityAggregate: true
    case .shared(let shared): shared.readsWholeEntity
    default: children.contains(where: \.readsWholeEntity)
    }
  }

  /// A condition that holds for no record, as can be seen without reading one.
  public var isNever: Bool {
    switch node {
    case .constant(.flag(let holds)): !holds
    case .and(let operands): operands.contains(where: \.isNever)
    case .or(let operands): operands.allSatisfy(\.isNever)
    case .definition(_, let body): body.isNever
    default: false
    }
  }

  /// Somewhere in it the rows of the group at hand are aggregated.
  public var isMeasure: Bool {
    switch node {
    case .aggregate: true
    case .shared(let shared): shared.isMeasure
    default: children.contains(where: \.isMeasure)
    }
  }
}

extension ComparisonOperator {
  /// The operator with its sides exchanged.
  public var turnedRound: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Inlined, so that a loop over cells is made for their type.
  @inlinable public func holds<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
