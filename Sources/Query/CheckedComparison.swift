import Diagnostics
public import Schema

// Queries whose rows come from one query asked at several snapshots. Their results are tables, which an outer query arranges and prints.

extension CheckedQuery {
  /// `compare T`: a query of groups or a ranking at two snapshots, its rows joined by key. Groups of either side appear, in declared order (in a
  /// ranking by rank now, those without one last); the absent side is an empty group: 0 for counts and sums, else missing.
  ///
  /// | shape | columns of the table |
  /// |---|---|
  /// | groups | keys; for each measure: `m`, `m_before`, and `m_change` where ``changes`` has one |
  /// | ranking | `rank`, key, `m`, `rank_before`, `rank_change`, `m_before`, and `m_change` |
  ///
  /// With totals the last row of the table is the total, which no order or cut of the outer query touches.
  public struct Comparison: Sendable {
    /// How a measure's change is told.
    public enum Change: Sendable, Hashable {
      /// Texts, choices, periods: two of them have no difference.
      case none
      /// Now minus before
      case difference
      /// A ratio: now minus before, times 100
      case points
    }

    /// Without order, cut or skip. Both have the same keys and measures but for what moves with the snapshot.
    public var now: CheckedQuery
    public var before: CheckedQuery
    /// One a measure.
    public var changes: [Change]

    public init(now: CheckedQuery, before: CheckedQuery, changes: [Change]) {
      self.now = now
      self.before = before
      self.changes = changes
    }
  }

  /// `trend … every month`: a query of groups at each point of a grid, one after the other.
  ///
  /// Columns of the table: the point, the keys, the measures. A point without a query is a row in which only the point is known.
  public struct Trend: Sendable {
    public struct Point: Sendable {
      /// A date for `every snapshot`, else a period.
      public var value: Value
      /// Nil where no snapshot lies in the period.
      public var query: CheckedQuery?
      /// The last day that is read, where snapshots of the period lie behind it and none before.
      public var end: Day?

      public init(value: Value, query: CheckedQuery?) {
        self.value = value
        self.query = query
      }
    }

    /// The name and type of the points.
    public var column: OutputColumn
    /// Oldest first; at least one has a query. The queries have no order, cut or totals, and the same keys and measures but for what moves with
    /// the snapshot.
    public var points: [Point]
    /// The queries differ in nothing but the snapshot that they read.
    public var isSteady = false

    public init(column: OutputColumn, points: [Point]) {
      self.column = column
      self.points = points
    }
  }
}

extension CheckedQuery.Comparison {
  /// What a column of the table shows.
  public enum Part: Sendable, Hashable {
    case rank, rankBefore, rankChange
    case key(Int)
    case now(Int), before(Int), change(Int)
  }

  /// The columns of the table, in order.
  public var parts: [Part] {
    func change(_ measure: Int) -> [Part] { changes[measure] == .none ? [] : [.change(measure)] }
    switch now.shape {
    case .rows: return []
    case .groups(let grouping):
      return grouping.keys.indices.map { .key($0) }
        + grouping.measures.indices.flatMap { [.now($0), .before($0)] + change($0) }
    case .ranking: return [.rank, .key(0), .now(0), .rankBefore, .rankChange, .before(0)] + change(0)
    }
  }

  /// The columns with their names, which may repeat; values stand for their types.
  public var columns: [OutputColumn] {
    let (keys, measures) = (now.keysAndMeasures.keys, now.keysAndMeasures.measures)
    func named(_ column: OutputColumn, _ ending: String, _ label: String, _ type: DataType) -> OutputColumn {
      OutputColumn(
        name: "\(column.name)_\(ending)", label: column.label.map { $0 + label },
        value: Checked(.constant(.missing), type: type, range: column.value.range))
    }
    return parts.map { part in
      switch part {
      case .rank: OutputColumn(name: "rank", label: "名次", value: rankCell)
      case .rankBefore: OutputColumn(name: "rank_before", label: "前期名次", value: rankCell)
      case .rankChange: OutputColumn(name: "rank_change", label: "名次变化", value: rankCell)
      case .key(let key): keys[key]
      case .now(let measure): measures[measure]
      case .before(let measure): named(measures[measure], "before", "前期", measures[measure].value.type)
      case .change(let measure): named(measures[measure], "change", "变化", changeType(measure))
      }
    }
  }

  private var rankCell: Checked {
    Checked(.constant(.missing), type: .number, range: now.keysAndMeasures.measures[0].value.range)
  }

  private func changeType(_ measure: Int) -> DataType {
    let type = now.keysAndMeasures.measures[measure].value.type
    return type == .date ? .duration(.days) : type
  }
}

extension CheckedQuery.Trend {
  /// The columns of the table; values stand for their types.
  public var columns: [OutputColumn] {
    guard let (keys, measures) = points.lazy.compactMap(\.query).first?.keysAndMeasures else { return [column] }
    return [column] + keys + measures
  }
}

extension CheckedQuery {
  /// The keys and the measures of groups or of a ranking; none of rows.
  public var keysAndMeasures: (keys: [OutputColumn], measures: [OutputColumn]) {
    switch shape {
    case .rows: ([], [])
    case .groups(let grouping): (grouping.keys.map(\.column), grouping.measures)
    case .ranking(let ranking): ([ranking.key.column], [ranking.measure])
    }
  }
}
