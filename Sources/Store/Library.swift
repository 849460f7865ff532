public import Schema

/// A project library in memory: every snapshot of every entity, each row version stored once. Immutable; ``LibraryBuilder`` makes one.
public final class Library: Sendable {
  public let catalog: Catalog
  /// Dates, oldest first, without repetition. A snapshot is named by its index here everywhere else.
  public let snapshots: [Day]
  /// In the order of ``Catalog/entities``.
  public let tables: [Table]

  init(catalog: Catalog, snapshots: [Day], tables: [Table]) {
    self.catalog = catalog
    self.snapshots = snapshots
    self.tables = tables
  }
}
