public import Schema
import Synchronization

/// A project library in memory: every snapshot of every entity, each row version stored once. Immutable; ``LibraryBuilder`` makes one.
public final class Library: Sendable {
  /// The catalog the library was built with; entities also list the extra columns found in files, behind the declared fields.
  public let catalog: Catalog
  /// Dates, oldest first, without repetition. A snapshot is named by its index here everywhere else.
  public let snapshots: [Day]
  /// In the order of ``Catalog/entities``.
  public let tables: [Table]

  private struct LinkAtSnapshot: Hashable {
    var entity: Int
    var field: Int
    var snapshot: Int
  }
  private let childRows = Mutex<[LinkAtSnapshot: ChildRows]>([:])

  init(catalog: Catalog, snapshots: [Day], tables: [Table]) {
    self.catalog = catalog
    self.snapshots = snapshots
    self.tables = tables
  }

  /// The latest snapshot on or before a day.
  public func snapshot(onOrBefore day: Day) -> Int? { snapshots.lastIndex { $0 <= day } }

  /// The records of `entity` by what their link `field` points at, at a snapshot. Made once and kept.
  public func children(entity: Int, field: Int, snapshot: Int) -> ChildRows {
    childRows.withLock { held in
      held.value(for: LinkAtSnapshot(entity: entity, field: field, snapshot: snapshot)) {
        guard case .link(let target) = tables[entity].columns[field].type,
          case .codes(let links, _) = tables[entity].columns[field].cells
        else { preconditionFailure("field \(field) of entity \(entity) is no link") }
        return ChildRows(
          table: tables[entity], links: links, validity: tables[entity].columns[field].validity,
          targetKeyCount: tables[target].keyCount, snapshot: snapshot)
      }
    }
  }
}
