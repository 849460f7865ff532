public import Diagnostics
public import Model
public import Query
import Schema
public import Syntax

/// A statement that has passed the checker: all that a session needs to carry it out.
public indirect enum CheckedStatement: Sendable {
  /// Rows to compute and where they go.
  case query(CheckedQuery, Destination)
  /// `show WH-2018-0042`: one record
  case show(CheckedShow, Destination)
  /// `2018-09-30 + 5wd`, `count(projects)`: one value.
  case expression(CheckedExpression)
  /// `define …`, `entity …`, `field …`: the model of the session from here on.
  case model(Model)
  /// `param district: units`: what to find a value for before the script goes on
  case param(ParameterDeclaration)
  /// `let late = list …`: the last column of the query is the key of each record.
  case letting(name: String, CheckedQuery)
  case print([PrintedPiece])
  case expect(CheckedExpectation)
  case run(ScriptCall)
  /// `describe overdue`: everything of that name, at least one
  case describe([Described])
  /// `describe`: what there is
  case describeModel
  /// `describe snapshots`
  case describeSnapshots
  /// `help`, `help where`
  case help(String?)
  /// `explain tokens STATEMENT`: needs nothing but the text of this range.
  case explainTokens(SourceRange)
  /// `explain tree STATEMENT`
  case explainTree(Statement)
  /// `explain QUERY`
  case explain(Explained)
  /// `explain plan QUERY`
  case explainPlan(CheckedQuery)
  /// `explain sql [for DIALECT] QUERY`
  case explainSQL(CheckedQuery, dialect: Dialect)
}

/// One thing that `describe NAME` found; a name can stand for several.
public struct Described: Sendable {
  public var description: Description
  /// Counts the records for which a predicate holds; nil for what is no predicate, or takes parameters.
  public var matching: CheckedQuery?
  /// Works out a measure over all records; nil for what is no measure, or takes parameters.
  public var value: CheckedQuery?

  public init(description: Description, matching: CheckedQuery? = nil, value: CheckedQuery? = nil) {
    self.description = description
    self.matching = matching
    self.value = value
  }
}
