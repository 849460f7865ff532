import Checking
import Schema

/// `--as-of` and `--today`: moments in the language.
enum Moment {
  static func apply(_ settings: Settings, to world: inout World) throws(ShellProblem) {
    if let text = settings.asOf {
      let last = try span(text, "--as-of", world).last
      guard let snapshot = world.snapshot(onOrBefore: last) else {
        throw .noSnapshot(text, last: last, first: world.snapshots.first)
      }
      world.askedSnapshot = snapshot
    }
    if let text = settings.today {
      let days = try span(text, "--today", world)
      guard days.first == days.last else { throw .oneDayWanted(text) }
      world.today = days.first
    }
  }

  private static func span(_ text: String, _ option: String, _ world: World) throws(ShellProblem) -> (first: Day, last: Day) {
    guard let span = world.days(of: text) else { throw .momentWanted(option, found: text) }
    return span
  }
}
