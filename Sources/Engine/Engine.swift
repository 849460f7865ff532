public import Query
public import Results
public import Schema
public import Store

/// Answers checked queries from a library. A value: make one for a library and run as many queries as you like, on any thread.
public struct Engine: Sendable {
  public struct Options: Sendable {
    /// The rewrite rules that may fire; all of them unless a test compares.
    public var rules: Set<Rule>
    /// Polled before each operator, expression and batch; true ends the query with ``EngineProblem/cancelled``.
    public var isCancelled: @Sendable () -> Bool

    /// Where one way gives place to another; those of production unless a test lowers them.
    public var limits: Limits

    /// Rows are estimated before and counted behind each operator, for ``Engine/explainPlan(_:)``.
    var countsRows = false

    public init(rules: Set<Rule> = Set(Rule.allCases), limits: Limits = Limits(), isCancelled: @escaping @Sendable () -> Bool = { false }) {
      self.rules = rules
      self.limits = limits
      self.isCancelled = isCancelled
    }
  }

  public let library: Library
  public let catalog: Catalog
  public var options: Options

  /// - Parameter catalog: the model in force; the library's own unless the session has declared more.
  public init(library: Library, catalog: Catalog? = nil, options: Options = Options()) {
    self.library = library
    self.catalog = catalog ?? library.catalog
    self.options = options
  }

  /// The rows that a query asks for. Throws ``EngineError``.
  public func run(_ query: CheckedQuery) throws -> ResultTable {
    var executor = Executor(engine: self, plan: plan(query))
    var table = try executor.result()
    try noteOrders(of: query, in: &table)
    return table
  }

  /// The plan as text, with the rules that fired and, for each operator, estimated and real rows and its time. Runs the query.
  public func explainPlan(_ query: CheckedQuery) throws -> String {
    var counting = self
    counting.options.countsRows = true
    var executor = Executor(engine: counting, plan: counting.plan(query))
    _ = try executor.result()
    return PlanPrinter(catalog: catalog, library: library).text(of: executor)
  }

  /// The value of an expression that reads no row: `2018-09-30 + 5wd`, `count(projects)`. ``table(of:at:addedChoices:)`` gives it with its spelling.
  public func value(of expression: Checked, at snapshot: Int, addedChoices: [Choice] = []) throws -> Value {
    let evaluator = Evaluator(self, snapshot: snapshot, addedChoices: addedChoices)
    return try evaluator.values(expression, over: .rows(Frame(origin: .nothing, rows: .first(1)))).value(0)
  }

  /// The same as a table of one row and one column, so that writers can spell choices, links and units.
  public func table(of column: OutputColumn, at snapshot: Int, addedChoices: [Choice] = []) throws -> ResultTable {
    let evaluator = Evaluator(self, snapshot: snapshot, addedChoices: addedChoices)
    let vector = try evaluator.values(column.value, over: .rows(Frame(origin: .nothing, rows: .first(1))))
    return ResultTable(
      columns: [ResultTable.Column(column, values: vector.trimmed)], rowCount: 1,
      snapshot: library.snapshots.indices.contains(snapshot) ? library.snapshots[snapshot] : nil,
      notes: evaluator.notes.ofSkipped + evaluator.notes.ofDates)
  }
}
