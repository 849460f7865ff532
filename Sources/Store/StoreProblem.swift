public import Diagnostics
public import Schema

/// Why a snapshot cannot join a library.
public enum StoreProblem: Error, Problem, Hashable {
  case snapshotExists(Day)
  case tooManySnapshots(limit: Int)

  public var message: String {
    switch self {
    case .snapshotExists(let day): "the library already has a snapshot of \(day)"
    case .tooManySnapshots(let limit): "a library holds at most \(limit) snapshots"
    }
  }

  public var hint: String? { nil }

  public var chineseMessage: String {
    switch self {
    case .snapshotExists(let day): "库中已有 \(day) 的快照"
    case .tooManySnapshots(let limit): "一个库最多 \(limit) 个快照"
    }
  }

  public var chineseHint: String? { nil }
}
