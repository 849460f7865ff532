public import Diagnostics
public import Store

/// Why nothing was loaded.
public enum LoadFailure: Error, Problem {
  case notFound(String)
  case unreadable(String, reason: String)
  /// A file of data beyond ``FileBytes/limit``
  case tooLarge(String, size: Int)
  /// A part that was never written, or was lost
  case hollow(String, Range<Int>)
  /// A pipe, a device, a socket
  case notAFile(String, FileKind)
  /// No file gave a snapshot; the report says why
  case nothingToLoad(LoadReport)
  /// `--strict`: the report holds problems
  case refused(LoadReport)
  /// The library cannot take the snapshots
  case store(StoreProblem)

  public var message: String {
    switch self {
    case .notFound(let path): "no file or folder \(path)"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .tooLarge(let path, let size):
      "\(path) is too large: a file of data has at most \(FileBytes.limit >> 30) GB, this one \(inGigabytes(size)) GB"
    case .hollow(let path, let gap): "\(path) holds nothing in \(gap.count >> 20) MB from byte \(gap.lowerBound) on"
    case .notAFile(let path, let kind): "\(path) is \(kind.words.english): expected a folder of snapshots or a file"
    case .nothingToLoad(let report):
      report.entries.isEmpty ? "no table found: expected CSV or TSV files, in folders named by date" : "nothing could be loaded"
    case .refused(let report): "refused, for the files hold \(report.problemCount) problem\(report.problemCount == 1 ? "" : "s")"
    case .store(let problem): problem.message
    }
  }

  public var hint: String? {
    switch self {
    case .notFound: "name a folder of snapshots (2018-03-09/…csv) or a file; without one, $LUODI_LIBRARY, then ./library.luodi"
    case .nothingToLoad: "give the snapshot's day with --date, or another model with --model FILE"
    case .refused: "without --strict the rest would be loaded; the report says what is wrong"
    case .tooLarge: "load the snapshots from a file each"
    case .hollow: "that part was never written, or was lost: copy the file again from where it came"
    case .notAFile: "write what it gives into a file first"
    case .unreadable: nil
    case .store(let problem): problem.hint
    }
  }

  public var report: LoadReport? {
    switch self {
    case .nothingToLoad(let report), .refused(let report): report
    default: nil
    }
  }
}

/// Tenths, rounded up: what is beyond a limit never looks like it.
func inGigabytes(_ size: Int) -> String {
  let (whole, rest) = size.quotientAndRemainder(dividingBy: 1 << 30)
  let tenths = whole * 10 + (rest * 10 + (1 << 30) - 1) / (1 << 30)
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
