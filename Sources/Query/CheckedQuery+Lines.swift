public import Schema

// Queries whose rows are no records but lines about records: what happened to them between two snapshots, or from the first one on.

extension CheckedQuery {
  /// `changes [in F, …] of ENTITY since T [to T] where C`: two snapshots compared record by record and cell by cell.
  ///
  /// Columns change, key, field, old, new; lines in key order, those of one record in the order of ``fields``. A record gives
  ///
  /// | at `from` | at `to` | lines |
  /// |---|---|---|
  /// | absent, never there before | there | `added` |
  /// | absent, there in an earlier snapshot | there | `returned` |
  /// | there | absent | `removed` |
  /// | there | there | `returned` if a snapshot between lacks it; `changed` for each field that differs at the two ends |
  ///
  /// `added`, `removed` and `returned` lines, which have no field, appear when ``showsRecords``.
  public struct Changes: Sendable {
    public var entity: Int
    public var from: End
    public var to: End
    /// The fields compared, indexes into ``Entity/fields``.
    public var fields: [Int]
    /// False after `in F, …`: only changed cells are lines.
    public var showsRecords: Bool
    public var columns: LineColumns

    public init(entity: Int, from: End, to: End, fields: [Int], showsRecords: Bool, columns: LineColumns) {
      self.entity = entity
      self.from = from
      self.to = to
      self.fields = fields
      self.showsRecords = showsRecords
      self.columns = columns
    }
  }

  /// One of the two snapshots that are compared, with the condition as it reads there. A record is shown if the condition holds at either end at
  /// which it exists.
  public struct End: Sendable {
    public var snapshot: Int
    public var today: Day
    public var condition: Checked?

    public init(snapshot: Int, today: Day, condition: Checked? = nil) {
      self.snapshot = snapshot
      self.today = today
      self.condition = condition
    }
  }

  /// `history of ENTITY ID`, `history of ENTITY where C`: how records came to be what they are at the query's snapshot.
  ///
  /// Columns key, from, to, change, field, old, new; records in key order, each oldest line first. From and to are the dates of the first and the
  /// last snapshot of the version that the line begins (of the gap, for `removed`). A record's first version is `added`; a run of snapshots without
  /// it is `removed`; the version behind is `returned`, with a `changed` line for each field that differs from before the gap.
  public struct History: Sendable {
    public var entity: Int
    /// One record by its key number, whether or not it exists at the snapshot; nil: those that satisfy the condition there.
    public var key: Int?
    public var snapshot: Int
    public var condition: Checked?
    public var fields: [Int]
    public var columns: LineColumns

    public init(entity: Int, key: Int?, snapshot: Int, condition: Checked?, fields: [Int], columns: LineColumns) {
      self.entity = entity
      self.key = key
      self.snapshot = snapshot
      self.condition = condition
      self.fields = fields
      self.columns = columns
    }
  }

  /// The types of the columns of lines, which stages read as the columns of a table.
  public struct LineColumns: Sendable {
    /// In the order printed, each reading itself: `.column(.result(n))`.
    public var outputs: [OutputColumn]
    /// A choice that exists only in the query: its codes are the raw values of ``LineChange``.
    public var change: DataType
    /// A choice that exists only in the query: its codes count the query's fields.
    public var field: DataType
    /// The type of old and new: that of the fields, if they share one; else text, and each cell prints as its own field.
    public var cell: DataType
    public var isMixed: Bool

    public init(outputs: [OutputColumn], change: DataType, field: DataType, cell: DataType, isMixed: Bool) {
      self.outputs = outputs
      self.change = change
      self.field = field
      self.cell = cell
      self.isMixed = isMixed
    }
  }
}

/// What can have happened to a record or a cell.
public enum LineChange: Int, Sendable, CaseIterable {
  case added, removed, changed, returned

  public var code: String {
    switch self {
    case .added: "added"
    case .removed: "removed"
    case .changed: "changed"
    case .returned: "returned"
    }
  }

  public static let choice = Choice(
    name: "change",
    values: [
      NamedValue(code: "added", label: "新增"),
      NamedValue(code: "removed", label: "删除", aliases: [.init("消失"), .init("移除")]),
      NamedValue(code: "changed", label: "变更", aliases: [.init("改动"), .init("修改")]),
      NamedValue(code: "returned", label: "恢复", aliases: [.init("重现")]),
    ], orderedCount: 0)
}

/// The columns of lines, by what they hold.
public enum LineColumn: String, Sendable {
  case change, key, field, old, new, from, to

  public var label: String {
    switch self {
    case .change: "变化"
    case .key: "编号"
    case .field: "字段"
    case .old: "原值"
    case .new: "新值"
    case .from: "起始"
    case .to: "截止"
    }
  }

  public static let ofChanges: [LineColumn] = [.change, .key, .field, .old, .new]
  public static let ofHistory: [LineColumn] = [.key, .from, .to, .change, .field, .old, .new]
}

/// What makes lines.
public struct LineSource: Sendable {
  public var entity: Int
  /// The fields compared, indexes into ``Entity/fields``
  public var fields: [Int]
  public var columns: CheckedQuery.LineColumns
  public var names: [LineColumn]

  /// Whether some field holds amounts or durations, which a bare number does not name.
  public func hasUnits(_ catalog: Catalog) -> Bool {
    fields.contains {
      switch catalog.entities[entity].fields[$0].type {
      case .money, .duration: true
      case .text, .choice, .date, .period, .number, .flag, .link: false
      }
    }
  }
}

extension CheckedQuery.Source {
  /// What makes the lines, if this is such a source.
  public var lines: LineSource? {
    switch self {
    case .changes(let changes):
      LineSource(entity: changes.entity, fields: changes.fields, columns: changes.columns, names: LineColumn.ofChanges)
    case .history(let history):
      LineSource(entity: history.entity, fields: history.fields, columns: history.columns, names: LineColumn.ofHistory)
    case .entity, .rows, .table, .comparison, .trend: nil
    }
  }
}
