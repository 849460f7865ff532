/// The rewrite rules of the planner, in the order in which they are tried: `before => after`. None may change an answer; the parity tests
/// run every query with all of them and with none.
///
/// What no rule may do: turn `not (a < b)` into `a >= b`, `not every X (C)` into `any X (not C)`, or `a != b` into something that drops blanks.
/// With missing values these are different questions.
public enum Rule: String, Sendable, CaseIterable {
  /// `avg(all.investment)` => its value, worked out once
  case entityAggregates = "entity-aggregates"
  /// `2 + 3` => `5`; `C and true` => `C`; `C or true` => `true`; `not not C` => `C`
  case foldConstants = "fold-constants"
  /// `stage = a or stage = b` => `stage in (a, b)`
  case oneLookup = "one-lookup"
  /// `where (A and B) and C` => `where A`, `where B`, `where C`, also inside definitions
  case flattenAnds = "flatten-ands"
  /// `where stage in (a, b)` => bitmap(a) | bitmap(b); `where not stage in (a, b)` => the rows that are not in them, blanks included
  case choiceBitmaps = "choice-bitmaps"
  /// `where any node (C)` => select the nodes once, mark their projects, keep the marked
  case semiJoins = "semi-joins"
  /// `where A`, `where B` => the cheaper one first, so that the dearer one sees fewer rows
  case cheapestFirst = "cheapest-first"
  /// `unit.kind` of many rows => read on each unit once, then gathered
  case targetsOnce = "targets-once"
  /// `top N` => a heap of N rows instead of a full sort
  case boundedTop = "bounded-top"
}
