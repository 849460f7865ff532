public import Schema

/// How many rows a query reads and how many are left after each of its conditions, in the order written. The engine counts, ``Explainer`` words.
public struct Funnel: Sendable, Hashable {
  public struct Step: Sendable, Hashable {
    /// The rows that the conditions are put to.
    public var start: Int
    /// Rows left after each of ``CheckedQuery/conjuncts``.
    public var left: [Int]

    public init(start: Int, left: [Int]) {
      self.start = start
      self.left = left
    }

    public var end: Int { left.last ?? start }
  }

  /// One for each query of ``CheckedQuery/chain``.
  public var steps: [Step]

  public init(steps: [Step]) { self.steps = steps }
}

/// Why a query has no rows: which condition to leave out, and how far the rows are from it.
public struct NearestMiss: Sendable {
  /// What is left when one condition is left out.
  public struct Without: Sendable, Hashable {
    /// Index into ``CheckedQuery/conjuncts``.
    public var condition: Int
    public var rows: Int

    public init(condition: Int, rows: Int) {
      self.condition = condition
      self.rows = rows
    }
  }

  /// What the rows have where the condition wants something else.
  public enum Nearest: Sendable {
    public enum Side: Sendable { case smallest, largest, closest }
    /// The value of the operand that comes nearest
    case value(Checked, Value, Side)
    /// The values that the rows have, with their rows, most frequent first
    case values(Checked, [(code: Int, rows: Int)])
    /// The operand is missing in all of them
    case allMissing(Checked)
    /// It is known in all of them
    case noneMissing(Checked)
  }

  /// The query of ``CheckedQuery/chain`` whose conditions leave nothing.
  public var step: Int
  /// The rows that its conditions are put to.
  public var start: Int
  /// The conditions each of which, left out alone, leaves rows; in the order written.
  public var singles: [Without]
  /// Two conditions that have to go together, where no single one helps.
  public var pair: (first: Int, second: Int, rows: Int)?
  /// For one of ``singles``.
  public var nearest: (of: Without, Nearest)?

  public init(step: Int, start: Int, singles: [Without], pair: (first: Int, second: Int, rows: Int)?, nearest: (of: Without, Nearest)?) {
    self.step = step
    self.start = start
    self.singles = singles
    self.pair = pair
    self.nearest = nearest
  }
}

extension CheckedQuery {
  /// The conditions that all must hold, in the order written; those inside a definition or a parenthesis count as one.
  public var conjuncts: [Checked] {
    guard let condition else { return [] }
    if case .and(let operands) = condition.node { return operands }
    return [condition]
  }

  /// The query and those it reads from, the first to run first.
  public var chain: [CheckedQuery] {
    switch source {
    case .entity, .changes, .history: [self]
    case .rows(let inner), .table(let inner): inner.chain + [self]
    case .comparison(let comparison): comparison.now.chain + [self]
    case .trend(let trend): (trend.points.last { $0.query != nil }?.query?.chain ?? []) + [self]
    }
  }
}
