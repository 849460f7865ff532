/// Why nothing was loaded.
public enum LoadFailure: Error, Sendable {
  case notFound(String)
  case unreadable(String, reason: String)
  /// No file gave a snapshot; the report says why
  case nothingToLoad(LoadReport)
  /// `--strict`: the report holds problems
  case refused(LoadReport)
  /// The library cannot take the snapshots
  case store(String)

  /// What was found, lower case, without a full stop.
  public var message: String {
    switch self {
    case .notFound(let path): "no file or folder \(path)"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .nothingToLoad(let report):
      report.entries.isEmpty ? "no table found: expected CSV or TSV files, in folders named by date" : "nothing could be loaded"
    case .refused(let report): "refused, for the files hold \(report.problemCount) problem\(report.problemCount == 1 ? "" : "s")"
    case .store(let message): message
    }
  }

  public var report: LoadReport? {
    switch self {
    case .nothingToLoad(let report), .refused(let report): report
    default: nil
    }
  }
}
