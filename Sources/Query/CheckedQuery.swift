public import Diagnostics
public import Schema

/// The contract between language and engine: a query with every name bound, every type known, every date resolved to a day and
/// every moment to a snapshot. Nothing in it needs the text, the tree or the clock.
public struct CheckedQuery: Sendable {
  /// Where the rows come from.
  public indirect enum Source: Sendable {
    /// All records of an entity alive at ``snapshot``.
    case entity(Int)
    /// The rows that a list query selected, in its order: expressions still read the entity's fields. For `| STAGE` after `list`.
    case rows(of: CheckedQuery)
    /// The printed result of a query: expressions read its columns by place (``ColumnReference/result(_:)``).
    case table(of: CheckedQuery)
    /// `changes …`: a line for each thing that happened; expressions read the columns of the lines by place.
    case changes(Changes)
    /// `history …`: likewise.
    case history(History)
    /// The rows of a query at two snapshots, joined: a table. See ``Comparison``.
    case comparison(Comparison)
    /// The rows of a query at each point of a grid: a table. See ``Trend``.
    case trend(Trend)
  }

  public enum Shape: Sendable {
    /// One row a record: the columns to print. `by` of a list makes sections: leading columns.
    case rows(columns: [OutputColumn])
    /// One row a group; no keys means one row in all. With `across`, the last key becomes columns.
    case groups(Grouping)
    /// `rank KEY by MEASURE`: columns rank, key, value. The group of the missing key comes last, without a rank.
    case ranking(Ranking)
  }

  public struct Grouping: Sendable {
    public var keys: [GroupKey]
    /// Turned into columns, one for each value, all measures inside each.
    public var across: GroupKey?
    public var measures: [OutputColumn]
    public var withTotals: Bool
    /// Groups of choice and link keys without rows appear.
    public var withEmpty: Bool

    public init(keys: [GroupKey], across: GroupKey?, measures: [OutputColumn], withTotals: Bool, withEmpty: Bool) {
      self.keys = keys
      self.across = across
      self.measures = measures
      self.withTotals = withTotals
      self.withEmpty = withEmpty
    }
  }

  public struct Ranking: Sendable {
    public var key: GroupKey
    public var measure: OutputColumn
    public var isAscending: Bool

    public init(key: GroupKey, measure: OutputColumn, isAscending: Bool) {
      self.key = key
      self.measure = measure
      self.isAscending = isAscending
    }
  }

  public var source: Source
  /// The entity whose records the expressions read; nil over a table.
  public var entity: Int?
  /// Index into the library's snapshots, oldest first.
  public var snapshot: Int
  /// What `today` is: the snapshot's date unless overridden.
  public var today: Day
  public var condition: Checked?
  public var shape: Shape
  /// Empty, or nothing but sections: the natural order (rows by key, groups in declared order; over another query, the order of its rows). Else ties
  /// fall to the key, whatever order the rows came in: records and lines by key, rows of a result by the keys of their groups.
  public var order: [SortKey]
  public var cut: Cut?
  public var skip: Int
  /// `list … by KEY`: how many leading columns of ``Shape/rows(columns:)`` are section keys. ``order`` begins with them.
  public var sections: Int
  /// Choices that exist only in this query (`band(…)`): `.choice(n)` counts on behind the catalog's.
  public var addedChoices: [Choice]

  public init(
    source: Source, entity: Int?, snapshot: Int, today: Day, condition: Checked? = nil, shape: Shape, order: [SortKey] = [],
    cut: Cut? = nil, skip: Int = 0, sections: Int = 0, addedChoices: [Choice] = []
  ) {
    self.source = source
    self.entity = entity
    self.snapshot = snapshot
    self.today = today
    self.condition = condition
    self.shape = shape
    self.order = order
    self.cut = cut
    self.skip = skip
    self.sections = sections
    self.addedChoices = addedChoices
  }
}

extension CheckedQuery {
  /// `list a, b by b`: the columns that head sections and were asked for as well. No others share a name.
  public var sectionsAgain: [Int] {
    guard sections > 0, case .rows(let columns) = shape, sections <= columns.count else { return [] }
    let names = Set(columns.prefix(sections).map(\.name))
    return columns.indices.filter { $0 >= sections && names.contains(columns[$0].name) }
  }

  public struct SortKey: Sendable {
    public enum Target: Sendable {
      /// Over rows: any row expression. In a grouped query: a measure expression, evaluated per group.
      case expression(Checked)
      /// A column of this query's own output, counted from 0 over keys then measures (rows: over columns).
      case column(Int)
    }

    public var target: Target
    public var isDescending: Bool

    public init(_ target: Target, isDescending: Bool) {
      self.target = target
      self.isDescending = isDescending
    }
  }

  /// `top N [by E] [per K]`, `bottom N by E`. The first N of the ordered rows; never a row whose sort value is missing.
  /// Ties beyond N are counted for the footer. Rows print in the order of the cut (within `per` groups, groups in declared order), or in that of
  /// ``order``.
  ///
  /// A row whose first sort value is missing is not shown; in a ranking without `by`, one without a rank. With `skip`, the first ones are left out and `count` more are
  /// taken (of each `per` group). In a grouped query `per` is the expression of one of the keys.
  public struct Cut: Sendable {
    public var count: Int
    /// The order to cut by, complete but for the final tie-break by key; ``CheckedQuery/order`` is empty then.
    public var by: [SortKey]
    public var per: Checked?
    /// `top N by E sort by F`: the order in which the rows kept print. Empty: that of the cut.
    public var order: [SortKey]

    public init(count: Int, by: [SortKey], per: Checked?, order: [SortKey] = []) {
      self.count = count
      self.by = by
      self.per = per
      self.order = order
    }
  }
}

/// A column of the result.
public struct OutputColumn: Sendable {
  /// The machine name: `investment`, `sum_investment`, the `as` name.
  public var name: String
  /// The heading in Chinese, when the model has one.
  public var label: String?
  /// Further names by which a stage may call it.
  public var aliases: [String] = []
  public var value: Checked

  public init(name: String, label: String? = nil, value: Checked) {
    self.name = name
    self.label = label
    self.value = value
  }

  /// All names by which a stage may call it, the printed one first.
  public var spellings: [String] { [name] + [label].compactMap { $0 } + aliases }
}

/// A column by which rows are grouped.
public struct GroupKey: Sendable {
  public var column: OutputColumn

  public init(column: OutputColumn) { self.column = column }
}

/// Where a stored or computed cell comes from.
public enum ColumnReference: Hashable, Sendable {
  /// A field of the record at hand: index into ``Entity/fields`` (or an extra column of the store, counted on behind them).
  case field(Int)
  /// A column of the table that a stage reads.
  case result(Int)
}

/// A typed expression. `type` is that of the value it yields; conditions are `.flag`.
///
/// Missing values: every node but those that say otherwise yields missing when an operand is missing; **conditions never do**: a comparison
/// with a missing operand is false, `not` is plain negation.
public struct Checked: Sendable {
  public indirect enum Node: Sendable {
    case constant(Value)
    case column(ColumnReference)
    /// The record's key: `.link` of its own entity (the key number).
    case recordKey
    /// `unit.kind`: the value of `inner` read on the record that link field `link` of this record points at; missing (or false, if inner is a condition) without one.
    /// Over lines (`changes`, `history`) `link` is the column that holds the record; one that is gone at the snapshot is read as it last was.
    case follow(link: Int, target: Int, Checked)

    // Conditions
    /// Both sides of one type (dates, money, numbers, durations of one kind, texts, flags, periods of one unit). Choices compare by `choiceIn` instead unless both sides are columns.
    case compare(ComparisonOperator, Checked, Checked)
    /// A choice or link (or text) column's value is one of these: codes for `.choice`, key numbers for `.link`. False where missing. Every choice comparison with constants ends here.
    case isOneOf(Checked, Set<Int>)
    /// A number, money, date or text equal to one of the constants.
    case isIn(Checked, [Value])
    /// `low <= x <= high`; nil is open. What periods become: `d in 2018Q1`, `d < 2018` (high = day before).
    case isBetween(Checked, low: Value?, high: Value?)
    case contains(Checked, Checked)
    case startsWith(Checked, Checked)
    case endsWith(Checked, Checked)
    case matches(Checked, pattern: String)
    case isMissing(Checked)
    case not(Checked)
    case and([Checked])
    case or([Checked])
    /// `any node (C)`: some / every-and-at-least-one / none of the linked records satisfy the condition (nil: exists).
    case quantified(Quantifier, ReverseLink, Checked?)

    // Moments (see CheckedMoments.swift). "Then" is another snapshot than the one at which the node itself is read.
    /// `was C`, `previous(E)`: read on the same record wholly at that snapshot; missing (a condition: false) where the record did not exist then.
    /// Over no rows (an expression alone) there is no record to be absent.
    case atSnapshot(Int, Checked)
    /// The record was there.
    case existed(at: Int)
    /// `ever C`, `always C`: C at some / every one of these snapshots that holds the record; `always` needs at least one. In order of time.
    case throughout(TimeQuantifier, [AtSnapshot])
    /// Exactly one side is missing, or both are known and unequal. A condition.
    case differs(Checked, Checked)
    /// Any cell of the record is not what it was then; false where the record did not exist then.
    case recordDiffers(from: Int)
    /// The date of the first snapshot of the unbroken run, up to the one read, in which the record exists and the field has its present value;
    /// missing where the value is missing. A snapshot without the record breaks the run.
    case heldSince(field: Int)

    // Values
    case negate(Checked)
    case arithmetic(Arithmetic, Checked, Checked)
    /// A sum or product of very many terms: what stands on the left goes through the steps one after the other. Nothing but `.arithmetic` written
    /// flat, so that no walk goes as deep as the sum is long.
    case chain(Checked, [ArithmeticStep])
    case call(Builtin, [Checked])
    /// `if`: `then` exactly where the condition holds, as `where` would keep the row.
    case conditional(Checked, then: Checked, otherwise: Checked)
    case coalesce([Checked])

    // Aggregates
    /// Over the rows of the group at hand (in a measure) .
    case aggregate(Aggregate)
    /// Over the linked records of the record at hand (in a row expression) or of all records of the group together, each once (inside a measure).
    case linkAggregate(Aggregate, over: ReverseLink)
    /// Over the whole entity at the snapshot: `avg(all.investment)`, `count(projects)` in an expression.
    case entityAggregate(Aggregate, entity: Int)
    /// `part(sum investment)`: this group's value over the value for all rows read.
    case part(Checked)

    /// The body of a definition, already bound. Keeps the name for `explain`.
    case definition(String, Checked)
    /// The same for a body that would be far larger written out than its text is: see ``SharedBody``.
    case shared(SharedBody)
  }

  public var node: Node
  public var type: DataType
  public var range: SourceRange
  /// Of `.isOneOf`: it was written with `<`, `>=` or `between`, so that values outside the order of the choice are on neither side.
  public var isByOrder = false

  public init(_ node: Node, type: DataType, range: SourceRange) {
    self.node = node
    self.type = type
    self.range = range
  }
}

public enum ComparisonOperator: String, Sendable {
  case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}

public enum Quantifier: String, Sendable { case any, every, no }

/// The records of `entity` whose link field `field` points at the record at hand.
public struct ReverseLink: Hashable, Sendable {
  public var entity: Int
  public var field: Int

  public init(entity: Int, field: Int) {
    self.entity = entity
    self.field = field
  }
}

/// What arithmetic means once the types are known; the result type stands on the node.
public enum Arithmetic: Sendable, Hashable {
  /// number with number; division by zero is missing
  case addNumbers, subtractNumbers, multiplyNumbers, divideNumbers
  /// money ± money; overflow is an error, never a wrong amount
  case addMoney, subtractMoney
  /// money × number, money ÷ number, rounded half away from zero; number × money is turned round
  case multiplyMoney, divideMoney
  /// money ÷ money is a number
  case ratioOfMoney
  /// date ± days (also weeks), date ± months (clamped), date ± working days (missing outside the calendar)
  case addDays, addMonths, addWorkdays
  /// date − date is days
  case subtractDates
  /// durations of one kind
  case addDurations, subtractDurations, multiplyDuration, divideDuration, ratioOfDurations
}

/// An aggregate over a set of rows. Missing values are skipped and counted for the footer.
public struct Aggregate: Sendable {
  public enum Function: String, Sendable, CaseIterable {
    /// Rows, when `value` is nil; else rows whose value is known.
    case count
    case sum, avg, min, max, median, distinct, first, last
    /// Rows with `value` (a condition) and the filter / rows with the filter; missing when none.
    case share
  }

  public var function: Function
  /// Evaluated on the aggregated record; for `share` a condition; nil for `count`.
  public var value: Checked?
  /// `where …` inside the parentheses.
  public var filter: Checked?
  /// `sum project.investment of nodes`: follow this link field first and take each target once per group. `filter` is then evaluated on the
  /// linking record, `value` and `unit` on the target.
  public var onceThrough: Int?
  /// A number whose unit stands in another field: an error at run time when more than one unit is summed.
  public var unit: Checked?

  public init(_ function: Function, value: Checked? = nil, filter: Checked? = nil, onceThrough: Int? = nil, unit: Checked? = nil) {
    self.function = function
    self.value = value
    self.filter = filter
    self.onceThrough = onceThrough
    self.unit = unit
  }
}

/// One step of a ``Checked/Node/chain(_:_:)``.
public struct ArithmeticStep: Sendable {
  public var operation: Arithmetic
  public var operand: Checked
  /// The operand stands left of the value so far: `2 * investment`, and an amount of days to which a date is added.
  public var isTurnedRound: Bool
  /// Of the value that the step gives
  public var type: DataType
  public var range: SourceRange

  public init(_ operation: Arithmetic, _ operand: Checked, isTurnedRound: Bool, type: DataType, range: SourceRange) {
    self.operation = operation
    self.operand = operand
    self.isTurnedRound = isTurnedRound
    self.type = type
    self.range = range
  }

  /// The step as an expression of its own on the value before it.
  public func applied(to value: Checked) -> Checked {
    Checked(isTurnedRound ? .arithmetic(operation, operand, value) : .arithmetic(operation, value, operand), type: type, range: range)
  }
}
