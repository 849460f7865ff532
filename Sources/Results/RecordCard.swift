public import Schema

/// One record with everything linked to it: what `show` answers.
public struct RecordCard: Sendable {
  /// Records that point at the one shown, or its history.
  public struct Part: Sendable {
    /// `nodes`, `history`
    public var name: String
    public var names: (english: String, chinese: String)
    public var table: ResultTable

    public init(name: String, names: (english: String, chinese: String), table: ResultTable) {
      self.name = name
      self.names = names
      self.table = table
    }
  }

  /// `project`, and what people read for it
  public var entity: String
  public var entityNames: (english: String, chinese: String)
  public var key: String
  /// The text of its name field.
  public var name: String?
  /// The snapshot at which it is shown.
  public var snapshot: Day?
  /// One row, a column a field.
  public var fields: ResultTable
  /// One row: only definitions that say something, flags that are true and values that are known.
  public var definitions: ResultTable
  /// Only links with records. Their first column is the key.
  public var links: [Part]
  /// Columns from, to, change, field, old, new.
  public var history: Part
  public var notes: [ResultTable.Note]

  public init(
    entity: String, entityNames: (english: String, chinese: String), key: String, name: String?, snapshot: Day?, fields: ResultTable,
    definitions: ResultTable, links: [Part], history: Part, notes: [ResultTable.Note]
  ) {
    self.entity = entity
    self.entityNames = entityNames
    self.key = key
    self.name = name
    self.snapshot = snapshot
    self.fields = fields
    self.definitions = definitions
    self.links = links
    self.history = history
    self.notes = notes
  }
}
