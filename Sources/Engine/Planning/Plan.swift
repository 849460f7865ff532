import Query

/// How a query will be answered: operators in the order in which rows pass through them. A value that follows from the query and the statistics; what
/// runs it is ``Executor``.
struct Plan {
  var query: CheckedQuery
  var nodes: [PlanNode]
  /// What was worked out beforehand, constants and aggregates over whole entities, has to say in the footer.
  var notes: EvaluatorNotes
  /// The rules that changed something.
  var fired: Set<Rule> = []
  /// Some operator goes over so many rows that two threads may share them.
  var usesTwoThreads = false
}

extension Plan {
  var goesOverManyRows: Bool {
    for node in nodes {
      switch node.operation {
      case .filter(let filter):
        guard case .columns(let predicate) = filter.method else { continue }
        if predicate.isLookup { return false }
        if predicate.readsOtherRows { return true }
      // Rows are counted by bitmaps.
      case .group(let grouping, _): return grouping.measures.contains { !$0.value.isPlainCount }
      case .rank, .versionSweep: return true
      default: continue
      }
    }
    return false
  }

  /// The conditions that rows pass one after the other.
  var filters: [Filter] {
    get { nodes.compactMap { if case .filter(let filter) = $0.operation { filter } else { nil } } }
    set {
      guard let first = nodes.firstIndex(where: { $0.operation.isFilter }) else { return }
      let last = nodes.lastIndex { $0.operation.isFilter }!
      nodes.replaceSubrange(first...last, with: newValue.map { PlanNode(operation: .filter($0)) })
    }
  }
}

struct PlanNode {
  var operation: PlanOperation
  var estimatedRows = 0.0
}

indirect enum PlanOperation {
  /// All records of an entity at the snapshot, in key order
  case scan(entity: Int)
  /// The rows that a list selected, in its order
  case selectedRows(Plan)
  /// The printed rows of a query, without its totals
  case resultRows(Plan)
  /// Lines about what happened to records, straight from the intervals of their versions
  case changeLines(CheckedQuery.Changes, ChangePredicates?)
  case historyLines(CheckedQuery.History)
  /// The rows of a query at two snapshots, joined by key
  case keyJoin(now: Plan, before: Plan, CheckedQuery.Comparison)
  /// The rows of a query at each point of a grid; nil where there is nothing to read
  case trendRows([Plan?], CheckedQuery.Trend)
  /// The groups of a query at all points of a grid at once: the plan is that of one point
  case versionSweep(Plan, CodeGrouping, CheckedQuery.Trend)
  case filter(Filter)
  /// By columns of codes where the rows lie, if there is such a way and the rows at hand are enough
  case group(CheckedQuery.Grouping, CodeGrouping?)
  case rank(CheckedQuery.Ranking, CodeGrouping?)
  case sort([CheckedQuery.SortKey])
  case top(CheckedQuery.Cut, skip: Int, TopMethod)
  case skip(Int)
  /// The printed columns of rows
  case output([OutputColumn])
  /// The printed columns of groups, with the row of totals
  case measure(CheckedQuery.Grouping)

  var isFilter: Bool { if case .filter = self { true } else { false } }
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
  var method = Method.evaluate
}

/// Tests of the versions at both ends of changes.
struct ChangePredicates {
  var from: ColumnPredicate
  var to: ColumnPredicate
}

enum TopMethod {
  case fullSort
  /// Keep the best N while reading.
  case heap
  /// The same by the stored numbers of a column, as long as the rows are a bitmap.
  case columnHeap(field: Int)
}
