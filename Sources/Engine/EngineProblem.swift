public import Diagnostics
public import Patterns
import Query

/// What can go wrong while a checked query runs: questions that have no right answer, and a user who does not want to wait.
public enum EngineProblem: Problem, Hashable {
  /// A number left the 128 bits of numbers.
  case overflow
  /// A quantity whose unit stands in another column was aggregated over several units.
  case mixedUnits([String])
  /// `matches /…/` that cannot be searched for after all.
  case pattern(PatternProblem)
  /// `with empty`; nil where the number is beyond counting
  case tooManyGroups(Int?)
  /// `across`, a column for each value and measure
  case tooManyColumns(Int)
  case tooManyCells(rows: Int, columns: Int)
  case cancelled
  /// The checker let something through that has no meaning here: our bug.
  case misplaced(String)

  public var message: String {
    switch self {
    case .overflow: "the number is too large: numbers have at most 38 digits, decimals among them"
    case .mixedUnits(let units): "these quantities have \(units.count) units and cannot be taken together: \(units.joined(separator: ", "))"
    case .pattern(let problem): problem.message
    case .tooManyGroups(let found): TableLimits.tooManyGroups(found).english
    case .tooManyColumns(let found): "`across` makes \(found) columns here, and the limit is \(TableLimits.columns)"
    case .tooManyCells(let rows, let columns):
      "`across` makes \(rows) rows of \(columns) columns here, and the limit is \(TableLimits.cells) cells"
    case .cancelled: "cancelled"
    case .misplaced(let what): "internal error: \(what) cannot be evaluated here"
    }
  }

  public var hint: String? {
    switch self {
    case .overflow: "divide by a number first, or aggregate fewer rows"
    case .mixedUnits: "you might group by the unit, or choose one in `where`"
    case .pattern(let problem): problem.hint
    case .tooManyGroups: TableLimits.fewerGroups.english
    case .tooManyColumns, .tooManyCells: "group by both keys instead, or keep fewer rows with `where`"
    case .cancelled: nil
    case .misplaced: "please report the query"
    }
  }
}

extension EngineProblem {
  /// The question asks for too much, whatever the data: no fault of theirs.
  public var isOfTheQuestion: Bool {
    switch self {
    case .tooManyGroups, .tooManyColumns, .tooManyCells: true
    case .overflow, .mixedUnits, .pattern, .cancelled, .misplaced: false
    }
  }
}

/// An ``EngineProblem`` with the place in the query that met it.
public struct EngineError: Error {
  public var problem: EngineProblem
  /// Nil when no single place is to blame.
  public var range: SourceRange?

  public init(_ problem: EngineProblem, at range: SourceRange? = nil) {
    self.problem = problem
    self.range = range
  }

  /// The error at its place, or at the whole statement.
  public func diagnostic(in statement: SourceRange) -> Diagnostic { Diagnostic(problem, at: range ?? statement) }
}
