import Diagnostics
import Model
import Query
import Schema
import Syntax

/// The clauses of one query or stage, each in its place.
struct Clauses {
  struct Top {
    var count: Expression
    var by: Expression?
    var per: Expression?
    var isBottom: Bool
    var range: SourceRange
  }

  var conditions: [Expression] = []
  var groups: (columns: [Column], across: Column?, range: SourceRange)?
  var sort: (keys: [SortKey], range: SourceRange)?
  var top: Top?
  var skip: (count: Expression, range: SourceRange)?
  var asOf: (moment: Expression, range: SourceRange)?
  /// Of a trend only, but for `compare`
  var compare: (moment: Expression, range: SourceRange)?
  var from: (moment: Expression, range: SourceRange)?
  var every: (step: TrendStep, range: SourceRange)?
  var withTotals: SourceRange?
  var withEmpty: SourceRange?
  /// Of lines only, `until` also of a trend
  var since: (moment: Expression, range: SourceRange)?
  var until: (moment: Expression, range: SourceRange)?
  var destination = Destination()
  var destinationRange: SourceRange?
}

extension Checking {
  /// Sorts the clauses out; those that do not go with the verb are reported. A stage has none of the verbs that have clauses of their own.
  func clauses(_ list: [Clause], ofLines: Bool = false, ofTrend: Bool = false) -> Clauses? {
    var clauses = Clauses()
    var isWhole = true
    func refuse(_ problem: QueryProblem, _ range: SourceRange) {
      report(problem, at: range)
      isWhole = false
    }
    for clause in list {
      let range = clause.range
      switch clause.kind {
      case .condition(let condition): clauses.conditions.append(condition)
      case .groups(let columns, let across): clauses.groups = (columns, across, range)
      case .sort(let keys): clauses.sort = (keys, range)
      case .top(let count, let by, let per, let isBottom):
        if clauses.top != nil { refuse(.topBesideBottom, range) }
        clauses.top = Clauses.Top(count: count, by: by, per: per, isBottom: isBottom, range: range)
      case .skip(let count): clauses.skip = (count, range)
      case .asOf(let moment): clauses.asOf = (moment, range)
      case .withTotals: clauses.withTotals = range
      case .withEmpty: clauses.withEmpty = range
      case .compare(let moment): clauses.compare = (moment, range)
      case .since(let moment) where ofLines: clauses.since = (moment, range)
      case .until(let moment) where ofLines || ofTrend: clauses.until = (moment, range)
      case .since: refuse(.clauseOfOtherVerb("since", ["changes"]), range)
      case .from(let moment) where ofTrend: clauses.from = (moment, range)
      case .every(let step) where ofTrend: clauses.every = (step, range)
      case .from: refuse(.clauseOfOtherVerb("from", ["trend"]), range)
      case .until: refuse(.clauseOfOtherVerb("to", ["changes", "trend"]), range)
      case .every: refuse(.clauseOfOtherVerb("every", ["trend"]), range)
      case .format(let name):
        if let format = OutputFormat(rawValue: name.text.lowercased()) {
          clauses.destination.format = format
        } else {
          refuse(.unknownFormat(name.text, nearest: Nearness.nearest(to: name.text, among: OutputFormat.names)), name.range)
        }
        clauses.destinationRange = range
      case .file(let file):
        clauses.destination.file = file
        clauses.destinationRange = range
      }
    }
    return isWhole ? clauses : nil
  }

  /// `top 10`: a whole number that is known now.
  func checkCount(_ expression: Expression, _ clause: String, _ context: Context) -> Int? {
    guard let checked = check(expression, self.context(.none, .row(insideAggregate: false))) else { return nil }
    guard case .number(let number)? = checked.constantValue, let count = number.whole, count >= 0 else {
      report(.countWanted(clause, words(expression, context)), at: expression.range)
      return nil
    }
    return count
  }
}
