import Diagnostics
import Model
import Query
import Schema
import Syntax

/// Where an expression stands: what its names mean and whether it is worked out for a row or for a group.
struct Context {
  /// What a name without a dot is looked up on.
  enum Row {
    /// No row: an expression alone
    case none
    case record(Int)
    /// The rows of a list that a stage works on: a record, and the columns of the list by name
    case selection(Int, [ResultColumn])
    /// A row of a printed result
    case result(ResultTableShape)
  }

  enum Mode {
    /// One value a row. `insideAggregate` tells the two errors about a misplaced aggregate apart.
    case row(insideAggregate: Bool)
    /// One value a set of rows. `filter`: the condition that a call put on every aggregate of a measure, `landing_rate(where …)`.
    case measure(MeasuredRows, filter: Checked?)
  }

  /// The rows that an aggregate without a link runs over.
  enum MeasuredRows {
    case group
    case link(ReverseLink)
    case entity(Int)
  }

  var row: Row
  var mode: Mode
  /// The text that ranges of expressions point into.
  var source: Source
  /// Inside the body of a definition: the place of the call, which everything in it is reported at.
  var callSite: SourceRange?
  /// Arguments of the definition being read, by folded parameter name.
  var arguments: [String: Argument] = [:]
  /// What `$name` means in the body of a definition; nil elsewhere: the parameters of the script at hand.
  var parameters: NamedList<ScriptParameter>?
  /// Definitions being read, outermost first.
  var openDefinitions: [Int] = []
  /// Changes whenever the row at hand becomes another one: what was read for one row means nothing on another.
  var frame: Int

  var entity: Int? {
    switch row {
    case .record(let entity), .selection(let entity, _): entity
    case .none, .result: nil
    }
  }

  var isMeasure: Bool { if case .measure = mode { true } else { false } }

  func place(_ range: SourceRange) -> SourceRange { callSite ?? range }

  /// The same row, for what an aggregate is taken of.
  var insideAggregate: Context {
    var context = self
    context.mode = .row(insideAggregate: true)
    return context
  }
}

/// An argument of a definition: read where it was written, when the body asks for it. What stands opposite decides what a bare word means.
final class Argument: Sendable {
  let expression: Expression
  let context: Context
  /// The moment at which it was written: `today` in it is that of the call, also where the body looks at another snapshot.
  let snapshot: Int
  let today: Day

  init(_ expression: Expression, _ context: Context, snapshot: Int, today: Day) {
    self.expression = expression
    self.context = context
    self.snapshot = snapshot
    self.today = today
  }
}

/// A column that a stage can name.
struct ResultColumn {
  /// The name it prints under, its `as` name first.
  var names: [String]
  var value: Checked
}

/// The columns of the result that a stage reads, with the query that made them: they can be called by the words that made them.
struct ResultTableShape {
  var columns: [ResultColumn]
  var origin: CheckedQuery
}
