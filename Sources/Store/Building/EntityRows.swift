public import Schema

/// The rows of one entity in one snapshot, cleaned: keys are unique, cells are typed. What intake hands to ``LibraryBuilder``.
public struct EntityRows: Sendable {
  public struct IncomingColumn: Sendable {
    public enum Target: Sendable {
      /// Index into ``Entity/fields``
      case field(Int)
      /// A column that the model does not declare
      case extra(Field)
    }

    /// One element a row; nil is missing.
    public enum Cells: Sendable {
      /// Text as it is; a choice as its declared code or, outside the list, as filed; a link as the target's key text
      case text([String?])
      /// Dates and periods (days since 1970, first day), durations
      case int32([Int32?])
      /// Money in ten-thousandths
      case int64([Int64?])
      case decimal([ShortDecimal?])
      case flag([Bool?])
    }

    public var target: Target
    public var cells: Cells

    public init(target: Target, cells: Cells) {
      self.target = target
      self.cells = cells
    }
  }

  /// Index into ``Catalog/entities``
  public var entity: Int
  public var keys: [String]
  public var columns: [IncomingColumn]

  public init(entity: Int, keys: [String], columns: [IncomingColumn]) {
    self.entity = entity
    self.keys = keys
    self.columns = columns
  }
}
