/// `show [ENTITY] ID`: one record with everything linked to it and its history, each part a query.
public struct CheckedShow: Sendable {
  public var entity: Int
  /// The record's key number
  public var key: Int
  /// The snapshot asked, and the one at which the record is shown: that one, or where it is absent there the last one before that holds it,
  /// else the first one after.
  public var asked: Int
  public var shown: Int
  /// One row: the fields, and behind a link the name of the record it leads to.
  public var fields: CheckedQuery
  /// One row: the definitions of the entity that have a value for one record; nil without any.
  public var definitions: CheckedQuery?
  public var links: [Linked]
  public var history: CheckedQuery

  /// The records that point at the one shown.
  public struct Linked: Sendable {
    public var entity: Int
    /// As the record calls them: `nodes`, `district_projects`
    public var name: String
    public var label: String?
    /// Its first column is their key.
    public var query: CheckedQuery

    public init(entity: Int, name: String, label: String?, query: CheckedQuery) {
      self.entity = entity
      self.name = name
      self.label = label
      self.query = query
    }
  }

  public init(
    entity: Int, key: Int, asked: Int, shown: Int, fields: CheckedQuery, definitions: CheckedQuery?, links: [Linked], history: CheckedQuery
  ) {
    self.entity = entity
    self.key = key
    self.asked = asked
    self.shown = shown
    self.fields = fields
    self.definitions = definitions
    self.links = links
    self.history = history
  }
}
