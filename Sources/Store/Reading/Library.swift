public import Schema
import Synchronization

/// A project library: every snapshot of every entity, each row version stored once. Immutable; ``LibraryBuilder`` makes one, ``open(_:)`` maps a file.
///
/// A file is read as it was when opened, whatever becomes of its name or is written into it; once it has become another, ``damage`` says so.
public final class Library: Sendable {
  /// The catalog the library was built with; entities also list the extra columns found in files, behind the declared fields.
  public let catalog: Catalog
  /// Dates, oldest first, without repetition. A snapshot is named by its index here everywhere else.
  public let snapshots: [Day]
  /// In the order of ``Catalog/entities``.
  public let tables: [Table]
  /// By choice of the catalog.
  let choices: [ChoiceDictionary]
  let image: Image

  private struct LinkAtSnapshot: Hashable {
    var entity: Int
    var field: Int
    var snapshot: Int
  }
  private let childRows = Mutex<[LinkAtSnapshot: ChildRows]>([:])

  private struct Link: Hashable {
    var entity: Int
    var field: Int
  }
  private enum Runs {
    case askedOnce
    case found(LinkRuns?)
  }
  private let linkRuns = Mutex<[Link: Runs]>([:])

  /// Maps a library file. Nothing but its outline is read now; a column's bytes are checked when they are first used, see ``damage``.
  public static func open(_ path: String) throws(StoreProblem) -> Library { try Library(Image.open(LibraryFile(path)), name: path) }

  init(_ image: Image, name: String, layout: LibraryLayout = LibraryLayout()) throws(StoreProblem) {
    let reader = LibraryReader(image, name: name, layout: layout)
    let catalog = try reader.catalog()
    snapshots = try reader.snapshots()
    choices = try reader.choices(catalog)
    tables = try reader.tables(catalog, choices, snapshotCount: snapshots.count)
    self.catalog = catalog
    self.image = image
    image.keep(reader.rules)
    image.name(catalog)
  }

  /// Libraries of another format version are refused.
  public static let formatVersion = Int(LibraryFormat.version)

  /// Whether a file begins as a library does, whatever else is wrong with it.
  public static func isLibrary(_ path: String) -> Bool { Image.hasMagic(path) }

  /// Throws where the path leads to a pipe, a device, a socket or a folder: before anything is made beside it.
  public static func refuseOtherKinds(_ path: String) throws(StoreProblem) {
    if let kind = Image.otherKind(path) { throw .notAFile(path, kind) }
  }

  /// What was found broken by reading so far. An answer is worth something only while this is empty: broken columns read as missing.
  public var damage: [StoreProblem] { image.damage }

  /// Bytes of the library's file or memory.
  public var byteCount: Int { image.length }

  /// The latest snapshot on or before a day.
  public func snapshot(onOrBefore day: Day) -> Int? { snapshots.lastIndex { $0 <= day } }

  /// The current records of `entity` in runs by their link `field`; nil where they do not lie so. Finding them costs twice a pass through the links,
  /// so that the first to ask gets nil too.
  public func runs(entity: Int, field: Int) -> LinkRuns? {
    linkRuns.withLock { held in
      let link = Link(entity: entity, field: field)
      switch held[link] {
      case nil: held[link] = .askedOnce
      case .found(let runs): return runs
      case .askedOnce:
        var runs: LinkRuns?
        if case .link(let target) = tables[entity].columns[field].type, case .packed(let links) = tables[entity].columns[field].storage {
          runs = LinkRuns(tables[entity], links, targetCount: tables[target].keyCount)
        }
        held[link] = .found(runs)
        return runs
      }
      return nil
    }
  }

  /// The records of `entity` by what their link `field` points at, at a snapshot. Made once and kept.
  public func children(entity: Int, field: Int, snapshot: Int) -> ChildRows {
    childRows.withLock { held in
      held.value(for: LinkAtSnapshot(entity: entity, field: field, snapshot: snapshot)) {
        guard case .link(let target) = tables[entity].columns[field].type else {
          preconditionFailure("field \(field) of entity \(entity) is no link")
        }
        return ChildRows(
          table: tables[entity], links: tables[entity].columns[field], targetKeyCount: tables[target].keyCount, snapshot: snapshot)
      }
    }
  }
}
