import Query

/// The rewrite rules of the planner: `before => after`, each in its file under `Rules/`, which says when it pays. This is their list and their order;
/// ``Planner`` goes through it as it stands. None may change an answer; the parity tests run every query with all of them and with none.
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
  /// `where id = X` => the rows of that key, without a pass over the others
  case keyLookup = "key-lookup"
  /// `where due < 2018-03-01`, `where due is missing` => stored numbers in a range, 64 rows at a time
  case columnRanges = "column-ranges"
  /// `where name contains X` => one search through the bytes of all names
  case textSearch = "text-search"
  /// `where unit.kind = a` => the units of that kind once, then the rows whose link is among them
  case linkSets = "link-sets"
  /// `where stage in (a, b)` => bitmap(a) | bitmap(b); `where not stage in (a, b)` => the rows that are not in them, blanks included
  case choiceBitmaps = "choice-bitmaps"
  /// `where any node (C)` => select the nodes once, mark their projects, keep the marked
  case semiJoins = "semi-joins"
  /// `where start > previous(start)`, `where changed stage` => first the versions that began since then: the others are as they were
  case unchangedRows = "unchanged-rows"
  /// `where start > previous(start)`, `where was C` => the few versions that changed are met by their key, without picking a row
  case otherSnapshots = "other-snapshots"
  /// `by district, stage` over columns of codes => counts and sums where the rows lie, without picking them
  case codeGroups = "code-groups"
  /// `trend count, sum E by K` => all versions once, each added where it begins and taken away where it ends
  case oneSweep = "one-sweep"
  /// `where A`, `where B` => the cheaper one first, so that the dearer one sees fewer rows
  case cheapestFirst = "cheapest-first"
  /// `unit.kind` of many rows => read on each unit once, then gathered
  case targetsOnce = "targets-once"
  /// `top N` => a heap of N rows instead of a full sort; blocks of rows that hold nothing better are passed over
  case boundedTop = "bounded-top"
}

/// What a rule is put to.
enum RuleStep: Sendable {
  /// An aggregate over a whole entity, before anything is planned.
  case scalar
  /// Every expression of the query, from the leaves up.
  case expression(@Sendable (Checked, inout Simplifier) -> Checked?)
  /// A condition on rows of an entity, and those inside it; all such rules together, since a condition is taken whole or not at all.
  case predicate(@Sendable (Checked, Int, inout PredicateCompiler) -> ColumnPredicate?)
  /// The operators. True when the rule has fired.
  case plan(@Sendable (inout Plan, Planner) -> Bool)
  /// Chosen by the rows at hand, once the query runs.
  case run
}

extension Rule {
  var step: RuleStep {
    switch self {
    case .entityAggregates: .scalar
    case .foldConstants: .expression(FoldConstants.apply)
    case .oneLookup: .expression(OneLookup.apply)
    case .flattenAnds: .plan(FlattenAnds.apply)
    case .keyLookup: .predicate(KeyLookup.apply)
    case .columnRanges: .predicate(ColumnRanges.apply)
    case .textSearch: .predicate(TextSearch.apply)
    case .linkSets: .predicate(LinkSets.apply)
    case .choiceBitmaps: .predicate(ChoiceBitmaps.apply)
    case .semiJoins: .predicate(SemiJoins.apply)
    case .unchangedRows: .plan(UnchangedRows.apply)
    case .otherSnapshots: .predicate(OtherSnapshots.apply)
    case .codeGroups: .plan(CodeGroupsRule.apply)
    case .oneSweep: .plan(OneSweep.apply)
    case .cheapestFirst: .plan(CheapestFirst.apply)
    case .targetsOnce: .run
    case .boundedTop: .plan(BoundedTop.apply)
    }
  }

  static let ofExpressions: [(rule: Rule, apply: @Sendable (Checked, inout Simplifier) -> Checked?)] = allCases.compactMap {
    if case .expression(let apply) = $0.step { ($0, apply) } else { nil }
  }

  static let ofPredicates: [(rule: Rule, apply: @Sendable (Checked, Int, inout PredicateCompiler) -> ColumnPredicate?)] =
    allCases.compactMap { if case .predicate(let apply) = $0.step { ($0, apply) } else { nil } }
}
