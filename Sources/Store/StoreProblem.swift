public import Schema

/// Why a snapshot cannot join a library.
public enum StoreProblem: Error, Hashable, Sendable {
  case snapshotExists(Day)
  case tooManySnapshots(limit: Int)

  /// One line, lower case, without a full stop.
  public var message: String {
    switch self {
    case .snapshotExists(let day): "the library already has a snapshot of \(day)"
    case .tooManySnapshots(let limit): "a library holds at most \(limit) snapshots"
    }
  }
}
