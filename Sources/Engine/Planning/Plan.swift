import Query
import Store

/// How a query will be answered: operators in the order in which rows pass through them.
struct Plan {
  var query: CheckedQuery
  /// The library at the query's snapshot, with what planning already worked out.
  let evaluator: Evaluator
  var nodes: [PlanNode]
  /// The rules that changed something.
  var fired: [Rule]
}

extension Plan {
  /// Some operator goes over so many rows that two threads may share them.
  var mayUseTwoThreads: Bool {
    guard evaluator.library.tables.contains(where: { $0.rowCount >= evaluator.limits.sharedWords * 64 }) else { return false }
    for node in nodes {
      switch node.operation {
      case .filter(let filter):
        guard case .columns(let test) = filter.method else { continue }
        if test.isLookup { return false }
        if test.readsOtherRows { return true }
      // Rows are counted by bitmaps.
      case .group(let grouping): return grouping.measures.contains { !$0.value.isPlainCount }
      case .rank, .versionSweep: return true
      default: continue
      }
    }
    return false
  }
}

struct PlanNode {
  var operation: PlanOperation
  var estimatedRows: Double
}

indirect enum PlanOperation {
  /// All records of an entity at the snapshot, in key order
  case scan(entity: Int)
  /// The rows that a list selected, in its order
  case selectedRows(Plan)
  /// The printed rows of a query, without its totals
  case resultRows(Plan)
  /// Lines about what happened to records, straight from the intervals of their versions
  case changeLines(CheckedQuery.Changes)
  case historyLines(CheckedQuery.History)
  /// The rows of a query at two snapshots, joined by key
  case keyJoin(now: Plan, before: Plan, CheckedQuery.Comparison)
  /// The rows of a query at each point of a grid; nil where there is nothing to read
  case trendRows([Plan?], CheckedQuery.Trend)
  /// The groups of a query at all points of a grid at once: the plan is that of one point
  case versionSweep(Plan, CheckedQuery.Trend)
  case filter(Filter)
  case group(CheckedQuery.Grouping)
  case rank(CheckedQuery.Ranking)
  case sort([CheckedQuery.SortKey])
  /// `isBounded`: keep the best N while reading instead of sorting all
  case top(CheckedQuery.Cut, skip: Int, isBounded: Bool)
  case skip(Int)
  /// The printed columns of rows
  case output([OutputColumn])
  /// The printed columns of groups, with the row of totals
  case measure(CheckedQuery.Grouping)
}

/// One conjunct of a condition, with the way in which it is tested.
struct Filter {
  enum Method {
    /// Evaluate the condition on the rows at hand.
    case evaluate
    /// Test the columns as they lie in the library.
    case columns(ColumnPredicate)
    /// No row can pass that fails the test; evaluate the condition on the others.
    case narrowed(ColumnPredicate)
  }

  var condition: Checked
  var method: Method
}
