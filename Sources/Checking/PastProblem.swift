public import Diagnostics
public import Schema

/// What can be wrong or odd about a condition or value of other snapshots.
public enum PastProblem: Problem, Hashable {
  /// `was` beside aggregates
  case momentInMeasure(String)
  /// `was` in a stage over a printed result
  case momentInResult(String)
  /// `existed` in an expression alone
  case momentOfNothing(String)
  /// The snapshot at hand is the first one. `isValue`: the form gives a value, not a condition.
  case nothingBefore(String, first: Day, isValue: Bool)
  /// `was … on T`, `changes … to T`, `compare T`, `trend … from T` with a T after the snapshot asked
  case momentAhead(String, Day, asked: Day)
  /// `changed from planned`
  case changedNeedsField
  /// `held_since` of something that is no field of the row; the reading is what might be meant
  case heldSinceField(String, reading: String?)
  /// `trend … where changed FIELD from T to T`: what follows the field, and the readings with parentheses; nil where the field holds no days
  case rangeOfChanged(String, trend: String, changed: String?)
  /// `compare` beside `across`
  case comparedAcross
  case comparedInStage
  /// `compare T` with a T that means the snapshot asked
  case comparedWithItself(Day)
  /// `trend … with totals`
  case clauseOfTrend(String)
  /// `trend … of _`
  case trendOfResult
  case noSnapshotBetween(Day, Day)
  /// Odd: `trend … to T every snapshot` over snapshots behind the one asked; the first of them
  case trendEnds(Day, asked: Day)
  case tooManyPoints(Int, limit: Int)
  /// `ever` and `always` inside each other
  case tooManyMoments(String, limit: Int)

  public var message: String {
    switch self {
    case .momentInMeasure(let form): "`\(form)` is about one row, and a group has many"
    case .momentInResult(let form): "`\(form)` needs records, and the rows here are those of a result"
    case .momentOfNothing(let form): "`\(form)` needs a record: an expression alone has none"
    case .nothingBefore(let form, let first, let isValue):
      "`\(form)` looks before \(first), the first snapshot, and is \(isValue ? "missing" : "false")"
    case .momentAhead(let form, let day, let asked): "`\(form)` looks at \(day), which is later than the snapshot asked, that of \(asked)"
    case .changedNeedsField: "`changed from` and `changed to` need the field that changed"
    case .heldSinceField(let found, _): "`held_since` expects a field of the row, found `\(found)`"
    case .rangeOfChanged(let bounds, _, let changed):
      changed == nil
        ? "behind `changed` `\(bounds)` are values of the field, not the range of the trend"
        : "`\(bounds)` are values behind `changed`, and could be meant as the range of the trend"
    case .comparedAcross: "`compare` does not go with `across`, whose columns depend on the data"
    case .comparedInStage: "`compare` belongs to the query before the first `|`"
    case .comparedWithItself(let day): "`compare` looks at the snapshot asked itself, that of \(day)"
    case .clauseOfTrend(let clause): "`\(clause)` does not go with `trend`"
    case .trendOfResult: "`trend` reads the records of an entity, and `_` is a result"
    case .noSnapshotBetween(let first, let last): "there is no snapshot from \(first) to \(last)"
    case .trendEnds(let next, let asked): "this trend ends with the snapshot asked, that of \(asked): those from \(next) on are left out"
    case .tooManyPoints(let count, let limit): "this trend has \(count) points, and \(limit) is the limit"
    case .tooManyMoments(let form, let limit): "with this `\(form)` the statement looks back more than \(limit) times"
    }
  }

  public var hint: String? {
    switch self {
    case .momentInMeasure(let form):
      "you might mean `\(Self.aggregated(form))`, or `compare` after the query"
    case .momentInResult: "you might say it before the first `|`"
    case .momentOfNothing: "you might mean `list … where …`"
    case .nothingBefore: nil
    case .momentAhead: "a query looks back from the snapshot asked, which `as of` sets; `describe snapshots` lists those there are"
    case .changedNeedsField: "you might mean `changed FIELD from … to …`"
    case .heldSinceField(_, let reading): reading.map { "you might mean `\($0)`" } ?? "you might mean `was` or `ever` with a condition"
    case .rangeOfChanged(_, let trend, let changed):
      changed.map { "for the range write `\(trend)`, for the values `\($0)`" } ?? "you might mean `\(trend)`"
    case .comparedAcross: "you might group by both keys instead"
    case .comparedInStage: nil
    case .comparedWithItself: "you might mean `compare previous snapshot`"
    case .clauseOfTrend: nil
    case .trendOfResult: "you might mean an entity"
    case .noSnapshotBetween: "`describe snapshots` lists those there are"
    case .trendEnds: "`as of` sets the snapshot asked"
    case .tooManyPoints: "you might take a longer step, or say `from` and `to`"
    case .tooManyMoments: "each `ever` or `always` inside another looks back from every snapshot of the outer one; `since` shortens that"
    }
  }

  /// The form as a measure of many rows.
  static func aggregated(_ form: String) -> String {
    switch form {
    case "previous": "sum(previous(…))"
    case "held_since": "min(held_since(…))"
    default: "count(where \(form) …)"
    }
  }
}
