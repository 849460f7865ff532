public import Schema

/// What a query answers: columns of equal length with what a heading and a footer need. Writers get one of these.
public struct ResultTable: Sendable {
  public struct Column: Sendable {
    /// Machine name, unique in the table: `sum_investment`; under `across`, `preparatory.count` or just the value's code when there is one measure.
    public var name: String
    /// English heading for people: `sum investment`, `Preparatory`.
    public var heading: String
    /// Chinese heading, when every part has one.
    public var label: String?
    /// The value that `across` turned into this column, by its code; nil elsewhere. Where a group has several columns, people get a heading
    /// row for the groups above one for the columns.
    public var group: String?
    /// What people read for the group in English and in Chinese; nil is the group itself.
    public var groupNames: (english: String, chinese: String)?
    public var values: Vector
    public var role: Role
    /// A section's column, asked for in the rows as well: people read it in both places, other programs in the leading one.
    public var isSectionAgain = false

    /// How people see the cells of a column besides their type.
    public enum Role: Sendable, Hashable {
      case plain
      /// A missing one is `-`.
      case rank
      /// A positive one has its sign.
      case change
      /// As ``change``; a missing one beside a known rank is `new`, else `-`.
      case rankChange
    }

    public init(
      name: String, heading: String, label: String? = nil, group: String? = nil, groupNames: (english: String, chinese: String)? = nil,
      values: Vector, role: Role = .plain
    ) {
      self.name = name
      self.heading = heading
      self.label = label
      self.group = group
      self.groupNames = groupNames
      self.values = values
      self.role = role
    }
  }

  /// The table as formats of one grid hold it: no column twice.
  public var withoutSectionsAgain: ResultTable {
    guard columns.contains(where: \.isSectionAgain) else { return self }
    var table = self
    table.columns.removeAll(where: \.isSectionAgain)
    return table
  }

  public struct Note: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      /// An aggregate skipped this many missing values of the column.
      case skippedMissing(column: String, count: Int)
      /// This many values of a choice are compared by an order in which they have no place.
      case outsideOrder(column: String, count: Int)
      /// This many rows of a share count as not, because a value that its condition compares is missing.
      case undecided(column: String, count: Int)
      /// This many more rows tie with the last one shown.
      case tiesCut(count: Int)
      /// `top` and `skip` left out this many rows.
      case cut(shown: Int, of: Int)
      /// Each linked record was added once per group.
      case countedOnce(entity: String)
      /// Dates outside the declared years of the calendar gave missing values.
      case outsideCalendar(count: Int)
      /// Anything else, in English and Chinese.
      case words(english: String, chinese: String)
    }

    public var kind: Kind

    public init(_ kind: Kind) { self.kind = kind }
  }

  public var columns: [Column]
  public var rowCount: Int
  /// The last row is the total over all rows read; its key cells print `(all)`.
  public var hasTotals: Bool
  /// The first column is a rank: a missing one prints `-` to people.
  public var hasRank: Bool
  /// How many leading columns are keys (group keys, rank). Their missing cells print `(missing)`.
  public var keyColumns: Int
  /// Rows that are no group and so have no keys, as the point of a trend without a snapshot: their missing keys are blank.
  public var rowsWithoutKeys: Set<Int> = []
  /// How many leading columns make sections in tables and sheets (`list … by KEY`).
  public var sectionColumns: Int
  /// `projects` / `项目`: what a row is, for "12 projects"; empty where the one row is no record and no group.
  public var rowNoun: (english: String, chinese: String)
  /// The date of the snapshot read; nil when none was (a constant).
  public var snapshot: Day?
  public var notes: [Note]

  public init(
    columns: [Column], rowCount: Int, hasTotals: Bool = false, hasRank: Bool = false, keyColumns: Int = 0, sectionColumns: Int = 0,
    rowNoun: (english: String, chinese: String) = ("rows", "行"), snapshot: Day? = nil, notes: [Note] = []
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.hasTotals = hasTotals
    self.hasRank = hasRank
    self.keyColumns = keyColumns
    self.sectionColumns = sectionColumns
    self.rowNoun = rowNoun
    self.snapshot = snapshot
    self.notes = notes
  }
}

extension ResultTable {
  /// Looks at all texts that the cells may be spelled by; see ``CodeNames/readAll()``.
  public func readTexts() {
    for column in columns { if case .codes(_, let names) = column.values.cells { names.readAll() } }
  }
}
