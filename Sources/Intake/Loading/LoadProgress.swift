import Synchronization

/// How far a load is.
public struct LoadProgress: Sendable, Equatable {
  /// Of the files' bytes
  public var bytes: Int
  public var totalBytes: Int
  public var rows: Int

  public init(bytes: Int, totalBytes: Int, rows: Int) {
    (self.bytes, self.totalBytes, self.rows) = (bytes, totalBytes, rows)
  }
}

/// Adds up what the threads of a load have read.
final class ProgressCounter: Sendable {
  private struct Counts {
    /// Of files that are read through
    var settled = LoadProgress(bytes: 0, totalBytes: 0, rows: 0)
    /// Of files at hand, which may have to be read again
    var reading = (bytes: 0, rows: 0)
  }

  private let total: Int
  private let tell: (@Sendable (LoadProgress) -> Void)?
  private let counts = Mutex(Counts())

  init(total: Int, tell: (@Sendable (LoadProgress) -> Void)?) {
    (self.total, self.tell) = (total, tell)
  }

  /// So much was read of the files at hand.
  func add(bytes: Int, rows: Int) {
    guard let tell else { return }
    tell(
      counts.withLock {
        $0.reading = ($0.reading.bytes + bytes, $0.reading.rows + rows)
        return progress($0)
      })
  }

  /// A file was read through; what was told of the files at hand no longer counts.
  func settle(bytes: Int, rows: Int) {
    guard let tell else { return }
    tell(
      counts.withLock {
        $0.reading = (0, 0)
        $0.settled.bytes += bytes
        $0.settled.rows += rows
        return progress($0)
      })
  }

  private func progress(_ counts: Counts) -> LoadProgress {
    LoadProgress(
      bytes: min(total, counts.settled.bytes + counts.reading.bytes), totalBytes: total, rows: counts.settled.rows + counts.reading.rows)
  }
}
