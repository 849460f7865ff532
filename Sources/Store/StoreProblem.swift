public import Diagnostics
public import Schema

/// Why a library cannot be read, or a snapshot cannot join one.
public enum StoreProblem: Error, Problem, Hashable {
  case snapshotExists(Day)
  case tooManySnapshots(limit: Int)
  case tooManyTables(limit: Int)
  case tooManyColumns(entity: String, limit: Int)
  /// All different texts of a column in all snapshots; bytes
  case tooMuchText(Day, entity: String, column: String, limit: Int)
  case unreadable(String, reason: String)
  case unwritable(String, reason: String)
  /// The file that a load writes beside the library belongs to somebody else
  case lockOfAnother(String, owner: String)
  /// It is a link, a device, a folder, or has another name too
  case lockIsNoFile(String)
  /// Another kind of file, or an empty one
  case notALibrary(String)
  /// A pipe, a device, a socket, a folder
  case notAFile(String, FileKind)
  case otherVersion(String, version: Int, known: Int)
  /// A part that this program does not know and may not pass over
  case newer(String, kind: Int)
  case cutShort(String, length: Int, expected: Int)
  /// The outline does not hold together
  case broken(String, part: String)
  /// Bytes that do not match their checksum
  case damaged(chunk: String)
  /// Numbers that no library has, though their checksum holds
  case senseless(chunk: String)
  /// Another program wrote into the file after it was opened
  case changed(String)
  /// Another program is loading into the library
  case beingLoaded(String)
  /// The library was made with a model that the one given cannot stand in for
  case otherModel(String, detail: Bilingual)

  public var message: String {
    switch self {
    case .snapshotExists(let day): "the library already has a snapshot of \(day)"
    case .tooManySnapshots(let limit): "a library holds at most \(limit) snapshots"
    case .tooManyTables(let limit): "a library holds at most \(limit) tables"
    case .tooManyColumns(let entity, let limit): "\(entity) has too many columns: a table holds at most \(limit)"
    case .tooMuchText(let day, let entity, let column, let limit):
      "the snapshot of \(day) does not fit: `\(column)` of \(entity) has more than \(limit) bytes of different texts"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .lockOfAnother(let path, let owner): "\(path) is a file of \(owner), who may be loading: it is left alone"
    case .lockIsNoFile(let path): "\(path) is no file of a load's: it is left alone"
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    case .notALibrary(let path): "\(path) is no luodi library"
    case .notAFile(let path, let kind): "\(path) is \(kind.words.english): a library is a file"
    case .otherVersion(let path, let version, let known):
      "\(path) is a library of format \(version); this luodi reads format \(known)"
    case .newer(let path, let kind): "\(path) was written by a newer luodi: it has a part of kind \(kind), which this one does not know"
    case .cutShort(let path, let length, let expected): "\(path) is cut short: \(length) bytes instead of \(expected)"
    case .broken(let path, let part): "\(path) is damaged: its \(part) does not hold together"
    case .damaged(let chunk): "the library is damaged: the checksum of \(chunk) does not hold"
    case .senseless(let chunk): "the library is damaged: \(chunk) does not hold together"
    case .changed(let path): "\(path) was changed on disk after it was opened: what it held then is gone"
    case .beingLoaded(let path): "another load is writing \(path)"
    case .otherModel(let path, let detail): "\(path) was made with another model: \(detail.english)"
    }
  }

  public var hint: String? {
    switch self {
    case .snapshotExists: "`--replace` puts the new one in its place"
    case .otherVersion, .newer: "load the snapshots again with this luodi, or use the other one"
    case .changed:
      "replace a library by `luodi load` or by renaming another over it, never by writing into it; ask again to read the new one"
    case .cutShort, .broken, .damaged, .senseless: "`luodi verify` names all that is broken; load the snapshots again into a new library"
    case .beingLoaded: "without `--no-wait` this load waits for the other"
    case .notALibrary, .notAFile: "`luodi load LIBRARY PATH…` makes one"
    case .otherModel: "load the snapshots into a new library, or leave `--model` out"
    case .tooMuchText: "leave the column out of the model, or split the files into several libraries"
    case .tooManyTables: "load the files into several libraries"
    case .tooManyColumns: "name the columns that matter in a model, `--model FILE`, or split the files"
    case .lockOfAnother: "wait until that load has ended; if there is none, its owner might remove the file"
    case .lockIsNoFile: "see what it is, and remove it if nobody needs it"
    case .tooManySnapshots, .unreadable, .unwritable: nil
    }
  }
}
