/// How luodi ends. 130 (interrupted) and 141 (broken pipe) are the signals' own.
public enum ExitStatus: Int32, Sendable {
  case fine = 0
  /// An `expect` failed, or `--exit-code` and no rows
  case expectationFailed = 1
  /// Usage, or a query that does not parse or check
  case usage = 2
  /// Data, snapshot or file problem
  case data = 3
  /// Our own bug
  case bug = 4
  case interrupted = 130
}
